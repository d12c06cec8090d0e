"""Planning interviews: for which missing facts, led by whom, and asking a second person for leave (product C1-C5)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from mdt.errors import Conflict, Invalid, Missing, Refused
from mdt.model.cases import Charge, Request
from mdt.model.interviews import EssentialFact, Interview
from mdt.model.people import Party
from mdt.model.staff import Member, Role, Standing
from mdt.policy.actions import Action
from mdt.policy.gate import EXCEPTIONS, Bar
from mdt.policy.grants import GRANTS
from mdt.work.desk import Topic, Work, use_case
from mdt.work.forms import LONGEST_LINE, chosen, clean, needed, not_ahead
from mdt.work.gate import standing_bars
from mdt.work.people import of_case

_LISTS: Final = {"kind": "interview_kind", "room": "room", "language": "spoken", "preference": "preference", "age_group": "age_group"}
_TEXTS: Final = ("purpose", "known", "unsaid", "needs", "interpreter", "exhibit", "exhibit_hash")
_SEATED: Final = ("lead", "second", "preferred")
_UNDER_GATE: Final = frozenset({"lead", "second", "support", "planned_for", "preference", "preferred", "preference_on", "guardian_away"})
"""What an approval was given for: a change of any of it takes the approval away."""
PLANNING: Final = ("planned", "asked", "approved")
"""Where a plan may still be changed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """An interview as it is planned; members by id, ``support`` a party of the case who sits with the person, times aware."""

    party: str
    purpose: str
    kind: str = "interview"
    lead: str | None = None
    second: str | None = None
    observers: tuple[str, ...] = ()
    support: str | None = None
    planned_for: datetime | None = None
    age_group: str | None = None
    minutes: int | None = None
    room: str | None = None
    language: str = "ur"
    preference: str = "not_asked"
    preferred: str | None = None
    guardian_away: bool = False
    budget: int | None = None
    known: str | None = None
    unsaid: str | None = None
    needs: str | None = None
    interpreter: str | None = None
    exhibit: str | None = None
    exhibit_hash: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewFact:
    """A fact to ask for: the charge and limb that need it, and why nothing but this person can tell it."""

    need: str
    why_only: str
    why: str | None = None
    charge: str | None = None
    element: str | None = None


@use_case(Action.PLAN_INTERVIEW, Topic.INTERVIEWS)
def plan_interview(work: Work, plan: Plan) -> str:
    """Begin a plan; returns the interview's id. What the gate still asks for does not stop a plan, only its approval."""
    party = of_case(work, Party, plan.party)
    if party.role == "accused":
        raise Invalid(fields={"party": "invalid.accused_not_interviewed"})
    said = {name: getattr(plan, name) for name in Plan.__slots__ if name not in ("party", "age_group", "minutes", "budget")}
    group = plan.age_group or _group_of(work, party)
    said |= {"age_group": group, "minutes": plan.minutes or work.catalogue.age_groups[group].minutes}
    said["budget"] = work.catalogue.setting("question_budget") if plan.budget is None else plan.budget
    kept = Interview(id=work.about(work.ids.fresh()), case=work.at_case, party=party.id)
    kept = replace(kept, **_checked(work, kept, {**said, "age_group": group}))
    work.store.records.add(kept)
    return kept.id


@use_case(Action.PLAN_INTERVIEW, Topic.INTERVIEWS)
def amend_plan(work: Work, interview: str, changes: Mapping[str, Any]) -> str:
    """Change a plan (names of ``Plan``); where it changes what an approval was given for, leave must be asked anew."""
    found = plan_at_hand(work, interview)
    if unknown := set(changes) - set(Plan.__slots__) | set(changes) & {"party", "kind"}:
        raise Invalid(fields=dict.fromkeys(unknown, "invalid.field"))
    checked = _checked(work, found, changes)
    touched = {name for name, value in checked.items() if getattr(found, name) != value}
    if touched & _UNDER_GATE:
        checked |= {"approval": None, "state": "planned"}
    work.store.records.change(found, **checked)
    return found.id


@use_case(Action.PLAN_INTERVIEW, Topic.INTERVIEWS)
def add_fact(work: Work, interview: str, fact: NewFact) -> str:
    """Name one missing fact; an approval falls away, since it was given for fewer."""
    found = plan_at_hand(work, interview)
    chosen(work.catalogue, "why_only", "why_only", fact.why_only)
    if fact.charge is not None:
        charge = of_case(work, Charge, fact.charge)
        if fact.element is not None and fact.element not in {limb.id for limb in work.catalogue.offence(charge.offence).elements}:
            raise Invalid(fields={"element": "invalid.choice"})
    elif fact.element is not None:
        raise Invalid(fields={"charge": "invalid.needed"})
    kept = EssentialFact(
        id=work.about(work.ids.fresh()),
        case=found.case,
        interview=found.id,
        place=len(facts_of(work, found.id, dropped=True)) + 1,
        why_only=fact.why_only,
        charge=fact.charge,
        element=fact.element,
        need=needed("need", fact.need, LONGEST_LINE),
        why=clean("why", fact.why, LONGEST_LINE),
    )
    work.store.records.add(kept)
    if found.approval is not None:
        work.store.records.change(found, approval=None, state="planned")
    return kept.id


@use_case(Action.PLAN_INTERVIEW, Topic.INTERVIEWS)
def drop_fact(work: Work, fact: str) -> str:
    """Leave a fact out; that it once stood there is kept. Asking for less needs no new leave."""
    found: EssentialFact = of_case(work, EssentialFact, work.about(fact))
    plan_at_hand(work, found.interview)
    work.store.records.change(found, dropped=True)
    return found.id


@use_case(Action.PLAN_INTERVIEW, Topic.INTERVIEWS)
def cancel_interview(work: Work, interview: str) -> str:
    """Take a plan back; it stays to be read."""
    found = plan_at_hand(work, interview)
    work.store.records.change(found, state="cancelled", approval=None)
    return found.id


@use_case(Action.PLAN_INTERVIEW, Topic.INTERVIEWS)
def resume_plan(work: Work, interview: str) -> str:
    """Take up again a plan that was taken back; leave is asked anew."""
    found: Interview = of_case(work, Interview, work.about(interview))
    if found.state != "cancelled":
        raise Conflict("conflict.not_taken_back")
    work.store.records.change(found, state="planned", approval=None)
    return found.id


@use_case(Action.OPEN_CASE, recorded=False)
def judge_plan(work: Work, interview: str | None, changes: Mapping[str, Any] | None = None) -> tuple[Bar, ...]:
    """What stands against a plan now, or would with ``changes`` that are not saved yet (None: a plan not begun); opens nothing sealed."""
    work.keep_seals_shut()
    told = {name: value for name, value in (changes or {}).items() if name in _UNDER_GATE | {"party", "kind"}}
    if interview is None:
        party = of_case(work, Party, told.pop("party", ""))
        found = Interview(id="", case=work.at_case, party=party.id)
    else:
        found = of_case(work, Interview, interview)
    return standing_bars(work, replace(found, **_checked(work, found, told)))


@use_case(Action.PLAN_INTERVIEW, Topic.INTERVIEWS, Topic.CASE)
def ask_approval(work: Work, interview: str, reason: str | None = None, note: str | None = None) -> str:
    """Ask a supervisor for leave; Invalid with every bar that no exception lifts, or where an exception lacks its reason."""
    found = plan_at_hand(work, interview)
    if found.state != "planned":
        raise Conflict("conflict.asked_already")
    standing = standing_bars(work, found)
    if never := [bar for bar in standing if bar not in EXCEPTIONS]:
        raise Invalid("invalid.barred", _said(never))
    if standing and reason is None:
        raise Invalid("invalid.needs_exception", _said(standing))
    if reason is not None:
        chosen(work.catalogue, "exception_reason", "reason", reason)
    kept = Request(
        id=work.about(work.ids.fresh()),
        case=found.case,
        kind="interview",
        about=found.id,
        reason=" ".join([reason or "", *standing]).strip() if standing else "",
        note=clean("note", note),
        requested_by=work.actor.id,
        requested_at=work.store.moment(),
    )
    work.store.records.add(kept)
    work.store.records.change(found, state="asked", approval=kept.id)
    work.store.log.state("ask", kept.case, kept.id, kept.kind)
    return kept.id


def plan_at_hand(work: Work, interview: str) -> Interview:
    """A plan of this case that may still be changed; Conflict for one that was held or taken back."""
    found: Interview = of_case(work, Interview, work.about(interview))
    if found.state not in PLANNING:
        raise Conflict("conflict.interview_over")
    return found


def facts_of(work: Work, interview: str, dropped: bool = False) -> tuple[EssentialFact, ...]:
    """The facts of one interview in their order, those left out only where ``dropped``."""
    found = (fact for fact in work.store.records.of(EssentialFact, work.at_case) if fact.interview == interview)
    return tuple(sorted((fact for fact in found if dropped or not fact.dropped), key=lambda fact: fact.place))


def _said(standing: Iterable[Bar]) -> dict[str, str]:
    return {bar.value: f"invalid.{bar}" for bar in standing}


def _group_of(work: Work, party: Party) -> str:
    band = work.catalogue.age_bands[party.age_band]
    age = band.to_age if band.from_age == 0 else band.from_age
    groups = work.catalogue.age_groups.values()
    fits = [group.id for group in groups if age is not None and group.from_age <= age and (group.to_age is None or age <= group.to_age)]
    return fits[0] if fits else "13_17" if party.minor else "adult"


def _checked(work: Work, interview: Interview, said: Mapping[str, Any]) -> dict[str, Any]:
    kept = dict(said)
    for name, table in _LISTS.items():
        if kept.get(name) is not None:
            chosen(work.catalogue, table, name, kept[name])
    kept |= {name: clean(name, kept[name]) for name in _TEXTS if name in kept}
    if "purpose" in kept:
        kept["purpose"] = needed("purpose", kept["purpose"])
    for name, least, most in (("minutes", 5, 240), ("budget", 0, 60)):
        if name in kept and not (isinstance(kept[name], int) and least <= kept[name] <= most):
            raise Invalid(fields={name: "invalid.number"}, least=least, most=most)
    _seated(work, kept)
    if kept.get("support") is not None and of_case(work, Party, kept["support"]).id == interview.party:
        raise Invalid(fields={"support": "invalid.choice"})
    if "preference" in kept and kept["preference"] != interview.preference:
        kept["preference_on"] = None if kept["preference"] == "not_asked" else work.clock.today()
        not_ahead("preference", kept["preference_on"], work.clock.today())
    if kept.get("preference", interview.preference) == "named" and kept.get("preferred", interview.preferred) is None:
        raise Invalid(fields={"preferred": "invalid.needed"})
    return kept


def _seated(work: Work, said: Mapping[str, Any]) -> None:
    """Who leads, writes or looks on sits on the case's team; who leads may hold interviews."""
    team = {seat.member for seat in work.store.staff.seats(work.at_case) if seat.until is None and seat.recused_on is None}
    members = {member.id: member for member in work.store.staff.members()}
    for name in _SEATED:
        if (named := said.get(name)) is not None and not (named in team and _may_hold(members[named])):
            raise Invalid(fields={name: "invalid.not_seated"})
    if any(one not in team for one in said.get("observers") or ()):
        raise Invalid(fields={"observers": "invalid.not_seated"})
    if said.get("lead") is not None and said.get("lead") == said.get("second"):
        raise Invalid(fields={"second": "invalid.choice"})


def _may_hold(member: Member) -> bool:
    return member.standing == Standing.CERTIFIED and Action.HOLD_INTERVIEW in GRANTS[Role(member.role)]


def decided(work: Work, request: Request, approve: bool) -> None:
    """What a decision does to the plan it is about: approved only where the bars it lifts are those that stand now."""
    if request.about is None:
        raise Missing("missing.record")
    found: Interview = of_case(work, Interview, request.about)
    if found.approval != request.id or found.state != "asked":
        if approve:
            raise Conflict("conflict.plan_changed")
        return  # the plan went on without it; what was asked is over
    if approve and standing_bars(work, found) != lifted_by(request):
        raise Conflict("conflict.plan_changed")
    if approve and work.actor.id in (found.lead, found.second):
        raise Refused("refused.own_request")
    work.store.records.change(found, state="approved" if approve else "planned", approval=request.id if approve else None)


def lifted_by(request: Request) -> tuple[str, ...]:
    """The bars an approval of this request lifts, as they stood when it was asked for; its reason comes first."""
    return tuple(request.reason.split(" ")[1:])
