"""What goes with an interview on paper: the brief its lead reads beforehand, and its checklist (product C2, domain 4.3)."""

from __future__ import annotations

from collections.abc import Iterable

from mdt.catalogue.checklists import load_checklist
from mdt.errors import Invalid
from mdt.model.briefs import Brief
from mdt.model.cases import Case
from mdt.model.interviews import Checklist, Interview
from mdt.model.people import Party
from mdt.policy.actions import Action
from mdt.work.bundle import KARACHI
from mdt.work.desk import Topic, Work, use_case
from mdt.work.forms import clean
from mdt.work.interviews import facts_of
from mdt.work.people import of_case


@use_case(Action.HOLD_INTERVIEW, of_interview=True)
def read_brief(work: Work, interview: str) -> Brief:
    """The brief of an interview; opens what it is made of, whatever else of the file stays shut until the interview is closed."""
    found: Interview = of_case(work, Interview, work.about(interview))
    person = work.store.records.one(Party, found.party)
    names = work.store.staff.user_names()
    case = work.store.records.one(Case, found.case)
    same = ("kind", "minutes", "room", "language", "preference", "guardian_away", "budget", "age_group")
    texts = ("purpose", "known", "unsaid", "needs", "interpreter")
    return Brief(
        case=case.id,
        code=case.code,
        alias=person.alias,
        sex=person.sex,
        lead=names.get(found.lead or "", ""),
        second=names.get(found.second or "", ""),
        support=work.store.records.one(Party, found.support).alias if found.support else "",
        facts=tuple((fact.need or "", fact.why_only) for fact in facts_of(work, found.id)),
        planned_for=found.planned_for.astimezone(KARACHI) if found.planned_for else None,
        prepared_at=work.store.moment().astimezone(KARACHI),
        **{name: getattr(found, name) for name in (*same, *texts)},
    )


@use_case(Action.HOLD_INTERVIEW, Topic.INTERVIEWS, of_interview=True)
def fill_checklist(work: Work, interview: str, ticks: Iterable[str], remarks: str | None = None) -> str:
    """Keep the checklist of an interview as it is filled now, in the newest version of its form; the older filling stays beside it."""
    found: Interview = of_case(work, Interview, interview)
    form = load_checklist(work.catalogue.age_groups[found.age_group].checklist)
    ticked = set(ticks)
    if ticked - {line.id for line in form.lines}:
        raise Invalid(fields={"ticks": "invalid.choice"})
    kept = Checklist(
        id=work.about(work.ids.fresh()),
        case=found.case,
        interview=found.id,
        form=form.id,
        form_version=form.version,
        filled_by=work.actor.id,
        filled_at=work.store.moment(),
        ticks=" ".join(line.id for line in form.lines if line.id in ticked),
        remarks=clean("remarks", remarks),
    )
    work.store.records.add(kept)
    return kept.id
