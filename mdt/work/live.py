"""Holding an interview: begun, marked key by key, ended, and closed only when somebody will call afterwards (product C4, C6, C7)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from mdt.catalogue.schema import Catalogue
from mdt.errors import Conflict, Invalid, Refused
from mdt.model.cases import Case, Request
from mdt.model.interviews import Checklist, Interview, Mark
from mdt.model.people import Party
from mdt.model.sensitivity import Sensitivity
from mdt.model.tally import Tally, tally
from mdt.policy.actions import Action
from mdt.policy.gate import is_lifted
from mdt.policy.views import seen
from mdt.work.bundle import KARACHI
from mdt.work.desk import Topic, Work, use_case
from mdt.work.forms import LONGEST_LINE, chosen, clean
from mdt.work.gate import standing_bars, tellings_of
from mdt.work.interviews import facts_of, lifted_by
from mdt.work.people import of_case
from mdt.work.tasks import keep_task

DISTRESS: Final = ("0", "1", "2", "3")
"""Levels a lead may mark: calm, uneasy, upset, cannot go on (domain 4.3)."""


@dataclass(frozen=True, slots=True)
class InterviewView:
    """One interview as a member sees it: its fields, the facts it is for, what was marked, checklists; ``tally`` where she may read it.

    ``at`` is when it was looked at, from which a screen goes on counting minutes.
    """

    content: Mapping[str, Any]
    tally: Tally | None
    tellings: int
    at: datetime


@use_case(Action.HOLD_INTERVIEW, Topic.INTERVIEWS, Topic.CASE, of_interview=True)
def start_interview(work: Work, interview: str) -> str:
    """Begin an approved interview; the gate is asked once more, since days, teams and trainings change."""
    found = _led(work, interview)
    if found.state != "approved" or found.approval is None:
        raise Conflict("conflict.not_approved")
    approval = work.store.records.one(Request, found.approval)
    whole = approval.about == found.id and approval.decision == "approved"
    if not (whole and is_lifted(standing_bars(work, found), lifted_by(approval))):
        raise Conflict("conflict.plan_changed")
    work.store.records.change(found, state="running", started_at=work.store.moment())
    return found.id


@use_case(Action.HOLD_INTERVIEW, Topic.MARKS, of_interview=True)
def mark(work: Work, interview: str, place: int, said: str) -> int:
    """Keep one mark ('kind:value') at its place, counted from 1; Conflict where another stands there already."""
    work.keep_seals_shut()  # what was marked before need not be opened for the next mark
    found = _led(work, interview)
    if found.state != "running":
        raise Conflict("conflict.not_running")
    if place < 1:
        raise Invalid(fields={"place": "invalid.number"}, least=1, most=100_000)
    kind, _, value = said.partition(":")
    if kind not in _FITS or not _FITS[kind](work.catalogue, value):
        raise Invalid(fields={"said": "invalid.choice"})
    kept = Mark(id=work.ids.fresh(), case=found.case, interview=found.id, place=place, at=work.store.moment(), said=clean("said", said))
    work.store.records.add(kept)
    return place


@use_case(Action.HOLD_INTERVIEW, Topic.INTERVIEWS, Topic.CASE, of_interview=True)
def end_interview(work: Work, interview: str) -> str:
    """The person was thanked and leaves; what is still owed is the aftercare."""
    found = _led(work, interview)
    if found.state != "running":
        raise Conflict("conflict.not_running")
    work.store.records.change(found, state="held", ended_at=work.store.moment())
    return found.id


@use_case(Action.HOLD_INTERVIEW, Topic.INTERVIEWS, Topic.CASE, Topic.MEETINGS, of_interview=True)
def close_interview(
    work: Work, interview: str, outcome: str, aftercare_owner: str, aftercare_at: datetime, deviations: str | None = None
) -> str:
    """Close a held interview: how it went, what was done otherwise than planned, and who calls within the unit's hours (product C7)."""
    found = _led(work, interview)
    if found.state != "held" or found.ended_at is None:
        raise Conflict("conflict.not_held")
    chosen(work.catalogue, "interview_outcome", "outcome", outcome)
    last = found.ended_at + timedelta(hours=work.catalogue.setting("aftercare_hours"))
    if not found.ended_at <= aftercare_at <= last:
        raise Invalid(fields={"aftercare_at": "invalid.aftercare_late"}, hours=work.catalogue.setting("aftercare_hours"))
    on_team(work, "aftercare_owner", aftercare_owner)
    work.store.records.change(
        found,
        state="closed",
        outcome=outcome,
        deviations=clean("deviations", deviations),
        aftercare_owner=aftercare_owner,
        aftercare_at=aftercare_at,
    )
    keep_task(work, "call_after_interview", aftercare_owner, aftercare_at.astimezone(KARACHI).date())
    return found.id


@use_case(Action.OPEN_CASE, of_interview=True)
def open_interview(work: Work, interview: str) -> InterviewView:
    """One interview with its facts, marks and checklists as she may see them, and how often the person told it."""
    found: Interview = of_case(work, Interview, work.about(interview))
    content: dict[str, Any] = dict(seen(found, work.sight))
    marks = sorted((one for one in work.store.records.of(Mark, found.case) if one.interview == found.id), key=lambda one: one.place)
    filled = [one for one in work.store.records.of(Checklist, found.case) if one.interview == found.id]
    content["facts"] = [seen(fact, work.sight) for fact in facts_of(work, found.id, dropped=True)]
    content["marks"] = [seen(one, work.sight) for one in marks]
    content["checklists"] = [seen(one, work.sight) for one in filled]
    person = work.store.records.one(Party, found.party)
    content["person"] = {name: getattr(person, name) for name in ("alias", "role", "sex", "age_band", "minor")}
    said = [(one.place, one.said) for one in marks if one.said is not None]
    counted = tallied(work.catalogue, said) if work.sight.opens(Sensitivity.ACCOUNT) else None
    content["code"] = work.store.records.one(Case, found.case).code
    return InterviewView(content, counted, tellings_of(work, found.party), work.store.moment())


def tallied(catalogue: Catalogue, said: list[tuple[int, str]]) -> Tally:
    """The tally of marks by the catalogue's kinds of question."""
    kinds = catalogue.questions.values()
    return tally(said, {kind.id for kind in kinds if kind.counted}, {kind.id for kind in kinds if kind.is_content})


def on_team(work: Work, field: str, member: str) -> None:
    """Invalid where somebody named for a task is not on the case's team."""
    if not any(seat.member == member and seat.until is None and seat.recused_on is None for seat in work.store.staff.seats(work.at_case)):
        raise Invalid(fields={field: "invalid.not_seated"})


def _led(work: Work, interview: str) -> Interview:
    found: Interview = of_case(work, Interview, work.about(interview))
    if work.actor.id not in (found.lead, found.second):
        raise Refused("refused.not_the_lead")
    return found


_FITS: Final[Mapping[str, Callable[[Catalogue, str], bool]]] = {
    "ask": lambda catalogue, value: value in catalogue.questions,
    "phase": lambda catalogue, value: value in catalogue.phases,
    "told": lambda catalogue, value: value.isalnum(),
    "distress": lambda catalogue, value: value in DISTRESS,
    "pause": lambda catalogue, value: value == "",
    "resume": lambda catalogue, value: value == "",
    "stop": lambda catalogue, value: value in catalogue.tables["stop_reason"],
    "note": lambda catalogue, value: 0 < len(value.strip()) <= LONGEST_LINE,
    "undo": lambda catalogue, value: value.isdecimal(),
}
"""What a mark may say."""
