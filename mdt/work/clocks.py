"""What officers do to clocks: record what starts or stops one, let one stand still with a reason, flag a case, and enter holidays."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from mdt.catalogue.deadline import EventKind
from mdt.errors import Conflict, Invalid
from mdt.model.clocks import CaseEvent, CaseFlag, ClockPause, Holiday, whole_day
from mdt.model.people import Party
from mdt.policy.actions import Action
from mdt.work.desk import Topic, Work, use_case
from mdt.work.due import case_clocks
from mdt.work.forms import chosen, needed
from mdt.work.people import of_case

LONGEST_NAME = 60


@use_case(Action.RECORD_EVENT, Topic.CLOCKS, Topic.CASE)
def record_event(work: Work, kind: str, happened_on: date, happened_at: datetime | None = None, about: str | None = None) -> str:
    """Record something that starts or stops a clock, on a day or at a moment, of one party or of the whole case."""
    row = work.catalogue.tables["case_event"][chosen(work.catalogue, "case_event", "kind", kind)]
    if not (isinstance(row, EventKind) and row.by_hand):
        raise Invalid(fields={"kind": "invalid.not_by_hand"})
    if about:
        of_case(work, Party, about)
    begins = happened_at or whole_day(happened_on)[0]
    if begins > work.clock.now():
        raise Invalid(fields={"happened_on" if happened_at is None else "happened_at": "invalid.in_the_future"})
    kept = CaseEvent(
        id=work.about(work.ids.fresh()),
        case=work.at_case,
        kind=kind,
        happened_at=begins,
        timed=happened_at is not None,
        about=about or "",
        written_by=work.actor.id,
    )
    work.store.records.add(kept)
    return kept.id


@use_case(Action.RECORD_EVENT, Topic.CLOCKS, Topic.CASE)
def withdraw_event(work: Work, event: str) -> str:
    """Take back an event that was recorded by mistake; it stays in the history."""
    found: CaseEvent = of_case(work, CaseEvent, work.about(event))
    work.store.records.change(found, withdrawn_on=work.clock.today())
    return found.id


@use_case(Action.PAUSE_CLOCK, Topic.CLOCKS, Topic.CASE)
def pause_clock(work: Work, clock: str, reason: str) -> str:
    """Let a clock stand still from now on, with a reason; what the law counts goes on whatever the desk waits for."""
    chosen(work.catalogue, "pause_reason", "reason", reason)
    rule, _, about = clock.partition(".")
    if rule not in work.catalogue.deadlines or not any(one["id"] == clock for one in case_clocks(work)):
        raise Invalid(fields={"clock": "invalid.no_such_clock"})
    if work.catalogue.deadlines[rule].severity == "statutory":
        raise Invalid(fields={"clock": "invalid.law_goes_on", "reason": "invalid.law_goes_on"})
    if _standing(work, rule, about) is not None:
        raise Conflict("conflict.stands_already")
    said: dict[str, Any] = {"rule": rule, "about": about, "reason": reason, "written_by": work.actor.id}
    kept = ClockPause(id=work.about(work.ids.fresh()), case=work.at_case, since=work.store.moment(), **said)
    work.store.records.add(kept)
    return kept.id


@use_case(Action.PAUSE_CLOCK, Topic.CLOCKS, Topic.CASE)
def resume_clock(work: Work, clock: str) -> str:
    """Let a clock run on."""
    rule, _, about = clock.partition(".")
    found = _standing(work, rule, about)
    if found is None:
        raise Conflict("conflict.runs_already")
    work.store.records.change(found, until=work.store.moment())
    return work.about(found.id)


@use_case(Action.FLAG_CASE, Topic.CLOCKS, Topic.CASE)
def raise_flag(work: Work, due_on: date, what: str) -> str:
    """Flag a case until a day, with what is to be looked at then."""
    if due_on < work.clock.today():
        raise Invalid(fields={"due_on": "invalid.in_the_past"})
    kept = CaseFlag(id=work.about(work.ids.fresh()), case=work.at_case, due_on=due_on, raised_by=work.actor.id, what=needed("what", what))
    work.store.records.add(kept)
    return kept.id


@use_case(Action.FLAG_CASE, Topic.CLOCKS, Topic.CASE)
def resolve_flag(work: Work, flag: str, resolution: str) -> str:
    """Take a flag away; Invalid without a note that says why."""
    found: CaseFlag = of_case(work, CaseFlag, work.about(flag))
    if found.resolved_on is not None:
        raise Conflict("conflict.flag_resolved")
    note = needed("resolution", resolution)
    work.store.records.change(found, resolved_on=work.clock.today(), resolved_by=work.actor.id, resolution=note)
    return found.id


@use_case(Action.READ_DUE, recorded=False)
def list_holidays(work: Work) -> tuple[Holiday, ...]:
    """Every holiday that was entered, in the order of days."""
    return work.store.cases.calendar.clocks.holidays()


@use_case(Action.ENTER_HOLIDAY, Topic.CLOCKS)
def enter_holiday(work: Work, day: date, name: str) -> str:
    """Enter a day nobody works, as it was announced."""
    if any(holiday.day == day for holiday in work.store.cases.calendar.clocks.holidays()):
        raise Conflict("conflict.holiday_there")
    kept = Holiday(id=work.about(work.ids.fresh()), day=day, name=needed("name", name, LONGEST_NAME))
    work.store.records.add(kept)
    return kept.id


@use_case(Action.ENTER_HOLIDAY, Topic.CLOCKS)
def drop_holiday(work: Work, holiday: str) -> str:
    """Take a holiday back."""
    found = work.store.records.one(Holiday, work.about(holiday))
    work.store.records.change(found, dropped=True)
    return found.id


def _standing(work: Work, rule: str, about: str) -> ClockPause | None:
    """The pause of a clock that still runs."""
    pauses = work.store.records.of(ClockPause, work.at_case)
    now = work.clock.now()
    return next((one for one in pauses if (one.rule, one.about) == (rule, about) and (one.until is None or one.until > now)), None)
