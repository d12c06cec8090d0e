"""Statements about time: what stands in the calendar between two days, what a member has to do, and what was let pass."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Connection, Select, select

from db.clocks import Clocks
from db.records import Hand
from db.tables import RECORDS
from mdt.model.cases import Case, Request
from mdt.model.interviews import Interview
from mdt.model.lists import Appointment, ExceptionCount
from mdt.model.meetings import Meeting, Task
from mdt.model.staff import Role, Seat

_cases, _seats, _interviews, _meetings, _tasks, _requests = (RECORDS[kind] for kind in (Case, Seat, Interview, Meeting, Task, Request))
_PLANNED = ("planned", "asked", "approved", "running", "held", "closed")
_TASK = tuple(RECORDS[Task].c.keys())
_KARACHI = ZoneInfo("Asia/Karachi")


class Calendar:
    """The calendar inside one transaction, as the signed-in member sees it."""

    def __init__(self, connection: Connection, hand: Hand) -> None:
        self._connection, self._member = connection, hand.member
        self.clocks = Clocks(connection, hand)

    def interviews(self, first: date, last: date, role: Role) -> tuple[Appointment, ...]:
        """Interviews planned in [first, last]; of cases that are not the member's only time, people and room."""
        query = select(_interviews, _cases.c.code, self._mine(role).label("mine")).join(_cases, _cases.c.id == _interviews.c.case)
        rows = self._connection.execute(query.where(_within(_interviews.c.planned_for, first, last), _interviews.c.state.in_(_PLANNED)))
        return tuple(_interview(row) for row in rows)

    def meetings(self, first: date, last: date) -> tuple[Meeting, ...]:
        """Meetings planned in [first, last], in their order."""
        query = select(_meetings).where(_within(_meetings.c.planned_for, first, last)).order_by(_meetings.c.planned_for)
        return tuple(Meeting(**row._mapping) for row in self._connection.execute(query))

    def hearings(self, first: date, last: date, role: Role) -> tuple[Appointment, ...]:
        """Next events of her cases (hearings, updates) dated in [first, last]."""
        query = select(_cases.c.id, _cases.c.code, _cases.c.next_event, _cases.c.next_event_on)
        narrowed = query.where(_cases.c.next_event_on.between(first, last), self._mine(role), _cases.c.closed_on.is_(None))
        rows = self._connection.execute(narrowed.order_by(_cases.c.next_event_on)).all()
        return tuple(Appointment(kind="event", day=row[3], what=str(row[2] or ""), case=str(row[0]), code=str(row[1])) for row in rows)

    def tasks(self, role: Role) -> tuple[tuple[Task, str], ...]:
        """What the member still has to do on cases she may come near, soonest first, each with the code of its case."""
        query = select(_tasks, _cases.c.code).join(_cases, _cases.c.id == _tasks.c.case)
        open_ones = query.where(_tasks.c.owner == self._member, _tasks.c.done_on.is_(None), self._mine(role))
        rows = self._connection.execute(open_ones.order_by(_tasks.c.due_on))
        return tuple((Task(**{name: row._mapping[name] for name in _TASK}), str(row.code)) for row in rows)

    def exceptions(self, since: date) -> tuple[ExceptionCount, ...]:
        """Exceptions granted since a day on the whole desk, by reason, the most frequent first."""
        asked = (_requests.c.kind == "interview", _requests.c.reason != "", _requests.c.decision == "approved")
        found = self._connection.execute(select(_requests.c.reason).where(*asked, _requests.c.decided_on >= since)).scalars()
        # behind the reason stand the rules it was granted against
        counted = Counter(str(reason).partition(" ")[0] for reason in found)
        return tuple(ExceptionCount(reason=reason, count=count) for reason, count in counted.most_common())

    def _mine(self, role: Role) -> ColumnElement[bool]:
        recused = select(_seats.c.case).where(_seats.c.member == self._member, _seats.c.recused_on.is_not(None))
        return _cases.c.id.not_in(recused) if role is Role.SUPERVISOR else _cases.c.id.in_(self._seated())

    def _seated(self) -> Select[tuple[str]]:
        return select(_seats.c.case).where(_seats.c.member == self._member, _seats.c.until.is_(None), _seats.c.recused_on.is_(None))


def _within(column: ColumnElement[datetime | None], first: date, last: date) -> ColumnElement[bool]:
    begin = datetime.combine(first, time.min, _KARACHI).astimezone(UTC)
    end = datetime.combine(last, time.max, _KARACHI).astimezone(UTC)
    return column.between(begin, end)


def _interview(row: object) -> Appointment:
    said = row._mapping  # type: ignore[attr-defined]
    at: datetime = said["planned_for"]
    people = tuple(dict.fromkeys(one for one in (said["lead"], said["second"], *said["observers"]) if one))
    taken = Appointment(
        kind="interview", day=at.astimezone(_KARACHI).date(), at=at, minutes=said["minutes"], people=people, room=said["room"]
    )
    if not said["mine"]:
        return taken
    return Appointment(
        **{name: getattr(taken, name) for name in ("kind", "day", "at", "minutes", "people", "room")},
        what=said["state"],
        record=said["id"],
        case=said["case"],
        code=said["code"],
    )
