"""Meetings of the team: which cases are due, what was found of each, and who does what until when (product C9)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from mdt.errors import Conflict, Invalid
from mdt.model.cases import Case
from mdt.model.lists import CaseFilter, Due
from mdt.model.meetings import AgendaItem, Meeting, Task
from mdt.model.notes import Signal
from mdt.model.staff import Member, Standing
from mdt.policy.actions import Action
from mdt.policy.rules import may_come_near
from mdt.policy.views import seen
from mdt.work.bundle import KARACHI
from mdt.work.desk import Topic, Work, use_case
from mdt.work.forms import chosen, clean
from mdt.work.live import on_team
from mdt.work.people import of_case
from mdt.work.tasks import keep_task

LOOKED_AT: Final = 500
LISTED: Final = timedelta(days=366)
"""How far back and ahead meetings are listed."""


@dataclass(frozen=True, slots=True)
class AgendaLine:
    """One case of a meeting as a member sees it: its code where she may come near it, nothing but that it is there otherwise."""

    case: str | None
    code: str | None
    item: str | None
    discussed: bool


@dataclass(frozen=True, slots=True)
class MeetingView:
    """A meeting: when, who is called and who came (user names), and its agenda; cases of others are counted in ``restricted``."""

    meeting: Meeting
    chair: str
    present: tuple[str, ...]
    agenda: tuple[AgendaLine, ...]
    restricted: int


@use_case(Action.READ_CALENDAR, recorded=False)
def cases_due(work: Work) -> tuple[Due, ...]:
    """Her newest 500 open cases by the day the team should look at them again, soonest first: the roster of the next meeting."""
    work.keep_seals_shut()
    listed = [line.id for line in work.store.cases.page(CaseFilter(closed=False, limit=LOOKED_AT), work.role)]
    items = work.store.records.by_case(AgendaItem, listed)
    signals = work.store.records.by_case(Signal, listed)
    named = {item.meeting for found in items.values() for item in found if item.discussed}
    held = {meeting.id: meeting.planned_for.astimezone(KARACHI).date() for meeting in work.store.records.among(Meeting, named)}
    due = [
        _due(work, case, [held[item.meeting] for item in items.get(case.id, ()) if item.discussed], signals.get(case.id, ()))
        for case in work.store.records.among(Case, listed)
    ]
    return tuple(sorted(due, key=lambda one: (one.due_on, one.code)))


@use_case(Action.READ_CALENDAR, recorded=False)
def list_meetings(work: Work) -> tuple[Meeting, ...]:
    """Meetings of the year before and the year ahead, in their order."""
    today = work.clock.today()
    return work.store.cases.calendar.meetings(today - LISTED, today + LISTED)


@use_case(Action.HOLD_MEETING, Topic.MEETINGS)
def plan_meeting(work: Work, planned_for: datetime, room: str | None = None, present: tuple[str, ...] = ()) -> str:
    """Call a meeting; ``present`` are the members who are called, and who came is set when it ends."""
    if room is not None:
        chosen(work.catalogue, "room", "room", room)
    _members(work, present)
    kept = Meeting(id=work.about(work.ids.fresh()), planned_for=planned_for, room=room, chair=work.actor.id, present=present)
    work.store.records.add(kept)
    return kept.id


@use_case(Action.GIVE_TASK, Topic.MEETINGS, Topic.CASE)
def put_on_agenda(work: Work, meeting: str) -> str:
    """Put the case on the agenda of a meeting that is still to come."""
    found = _open_meeting(work, meeting)
    if work.at_case in found.cases:
        raise Conflict("conflict.on_agenda_already")
    kept = AgendaItem(id=work.about(work.ids.fresh()), case=work.at_case, meeting=found.id)
    work.store.records.add(kept)
    work.store.records.change(found, cases=(*found.cases, work.at_case))
    return kept.id


@use_case(Action.WRITE_FINDINGS, Topic.MEETINGS, Topic.CASE)
def record_findings(work: Work, item: str, findings: str) -> str:
    """Write what the meeting found of the case: safety, gaps in the evidence, charges, services, the family, the next update."""
    found: AgendaItem = of_case(work, AgendaItem, work.about(item))
    work.store.records.change(found, discussed=True, findings=clean("findings", findings))
    return found.id


@use_case(Action.GIVE_TASK, Topic.MEETINGS, Topic.CASE)
def give_task(work: Work, kind: str, owner: str, due_on: date, what: str | None = None, item: str | None = None) -> str:
    """Give a member of the team something to do until a day; ``item`` is the agenda item whose decision it is."""
    chosen(work.catalogue, "task_kind", "kind", kind)
    on_team(work, "owner", owner)
    if due_on < work.clock.today():
        raise Invalid(fields={"due_on": "invalid.in_the_past"})
    if item is not None:
        of_case(work, AgendaItem, item)
    return work.about(keep_task(work, kind, owner, due_on, clean("what", what), item).id)


@use_case(Action.GIVE_TASK, Topic.MEETINGS, Topic.CASE)
def finish_task(work: Work, task: str) -> str:
    """Say that a task is done; whoever of the team saw to it says so."""
    found: Task = of_case(work, Task, work.about(task))
    work.store.records.change(found, done_on=work.clock.today())
    return found.id


@use_case(Action.GIVE_TASK, Topic.MEETINGS, Topic.CASE)
def reopen_task(work: Work, task: str) -> str:
    """Take back that a task is done."""
    found: Task = of_case(work, Task, work.about(task))
    work.store.records.change(found, done_on=None)
    return found.id


@use_case(Action.HOLD_MEETING, Topic.MEETINGS)
def end_meeting(work: Work, meeting: str, present: tuple[str, ...]) -> str:
    """End a meeting: who came."""
    found = _open_meeting(work, meeting)
    _members(work, present)
    work.store.records.change(found, present=present, ended_at=work.store.moment())
    return found.id


@use_case(Action.READ_CALENDAR)
def open_meeting(work: Work, meeting: str) -> MeetingView:
    """A meeting with its agenda; of cases she may not come near only their number is said."""
    found = work.store.records.one(Meeting, work.about(meeting))
    names = work.store.staff.user_names()
    near = {access.case for access in work.store.cases.accesses(found.cases) if may_come_near(work.actor, access)}
    items = {item.case: item for item in _items(work, found)}
    codes = {case.id: case.code for case in work.store.records.among(Case, near)}
    lines = [
        AgendaLine(case, codes[case], items[case].id if case in items else None, case in items and items[case].discussed)
        for case in found.cases
        if case in near
    ]
    called = tuple(names.get(one, one) for one in found.present)
    return MeetingView(found, names.get(found.chair, found.chair), called, tuple(lines), len(found.cases) - len(lines))


@use_case(Action.OPEN_CASE)
def read_item(work: Work, item: str) -> Mapping[str, Any]:
    """What a meeting found of the case, as she may see it, with the tasks that came of it."""
    found: AgendaItem = of_case(work, AgendaItem, work.about(item))
    tasks = [task for task in work.store.records.of(Task, found.case) if task.item == found.id]
    return {**seen(found, work.sight), "tasks": [seen(task, work.sight) for task in tasks]}


@use_case(Action.READ_CALENDAR, recorded=False)
def my_tasks(work: Work) -> tuple[tuple[Task, str], ...]:
    """What she still has to do, soonest first, with the codes of the cases; nothing sealed is opened."""
    work.keep_seals_shut()
    return work.store.cases.calendar.tasks(work.role)


def _due(work: Work, case: Case, looked_at: list[date], signals: tuple[Signal, ...]) -> Due:
    acute = any(signal.lifted_on is None and (signal.until is None or signal.until >= work.clock.today()) for signal in signals)
    last = max(looked_at, default=case.registered_on)
    days = work.catalogue.setting("review_days_acute" if acute else "review_days")
    return Due(case=case.id, code=case.code, last=last, due_on=last + timedelta(days=days), acute=acute)


def _open_meeting(work: Work, meeting: str) -> Meeting:
    found = work.store.records.one(Meeting, meeting)
    if found.ended_at is not None:
        raise Conflict("conflict.meeting_over")
    return found


def _items(work: Work, meeting: Meeting) -> list[AgendaItem]:
    found = work.store.records.by_case(AgendaItem, meeting.cases).values()
    return [item for items in found for item in items if item.meeting == meeting.id]


def _members(work: Work, named: tuple[str, ...]) -> None:
    certified = {member.id for member in work.store.records.among(Member, named) if member.standing == Standing.CERTIFIED}
    if set(named) - certified:
        raise Invalid(fields={"present": "invalid.choice"})
