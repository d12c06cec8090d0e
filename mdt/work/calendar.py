"""The calendar: what stands between two days, and what clashes in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from mdt.errors import Invalid
from mdt.model.clashes import Clash, clashes
from mdt.model.lists import Appointment
from mdt.model.meetings import Meeting
from mdt.policy.actions import Action
from mdt.work.bundle import KARACHI
from mdt.work.desk import Work, use_case
from mdt.work.meetings import cases_due

LONGEST_DAYS = 62
MEETING_MINUTES = 60


@dataclass(frozen=True, slots=True)
class Span:
    """Appointments between two days in their order, and which of them clash."""

    appointments: tuple[Appointment, ...]
    clashes: tuple[Clash, ...]


@use_case(Action.READ_CALENDAR, recorded=False)
def read_calendar(work: Work, first: date, last: date) -> Span:
    """Interviews, meetings, hearings, reviews and her own tasks from ``first`` to ``last``; of cases of others only who and which room."""
    if not 0 <= (last - first).days <= LONGEST_DAYS:
        raise Invalid(fields={"last": "invalid.ends_before_it_begins"})
    work.keep_seals_shut()
    calendar = work.store.cases.calendar
    found = [*calendar.interviews(first, last, work.role), *map(_meeting, calendar.meetings(first, last))]
    found += calendar.hearings(first, last, work.role)
    due = [one for one in cases_due.steps(work) if first <= one.due_on <= last]
    found += [Appointment(kind="review", day=one.due_on, case=one.case, code=one.code) for one in due]
    tasks = [(task, code) for task, code in calendar.tasks(work.role) if first <= task.due_on <= last]
    found += [Appointment(kind="task", day=task.due_on, what=task.kind, record=task.id, case=task.case, code=code) for task, code in tasks]
    found.sort(key=lambda one: (one.day, one.at is None, one.at.isoformat() if one.at else "", one.kind, one.code or ""))
    return Span(tuple(found), clashes(found))


def _meeting(meeting: Meeting) -> Appointment:
    people = tuple(dict.fromkeys((meeting.chair, *meeting.present)))
    day = meeting.planned_for.astimezone(KARACHI).date()
    return Appointment(
        kind="meeting",
        day=day,
        at=meeting.planned_for,
        minutes=MEETING_MINUTES,
        room=meeting.room,
        record=meeting.id,
        people=people,
    )
