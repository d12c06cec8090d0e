"""Statements about clocks: which events of the table a desk's records tell, and what pauses, escalations and leads there are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Date, Select, Text, and_, bindparam, case, func, literal, or_, select, type_coerce

from db.prepared import Prepared
from db.records import Hand
from db.tables import RECORDS, is_lead, is_open
from mdt.model.cases import Arrest, Case, Number, StageMove
from mdt.model.clocks import CaseEvent, CaseFlag, ClockPause, Escalation, Happening, Holiday, Key, whole_day
from mdt.model.contacts import ContactLog, Slip
from mdt.model.deadlines import KARACHI, Pause
from mdt.model.evidence import Statement
from mdt.model.interviews import Interview
from mdt.model.meetings import AgendaItem, Meeting, Task
from mdt.model.notes import Signal
from mdt.model.people import Party
from mdt.model.staff import Role, Seat
from mdt.model.tips import INTAKE_STAGE

_cases, _seats, _parties, _logs = (RECORDS[kind] for kind in (Case, Seat, Party, ContactLog))
_events, _interviews, _signals = (RECORDS[kind] for kind in (CaseEvent, Interview, Signal))
Open = Select[tuple[str]]
"""The ids of the cases that are not over and that the member may come near."""
NOBODY: Final = literal("")


@dataclass(frozen=True, slots=True)
class Found:
    """Events and how they are found: rows of case, event, when (a day or a moment), what it is about, who has to act on it."""

    what: str
    rows: Callable[[Open], Select[Any]]


def _row(kept: Any, event: Any, when: Any, about: Any = NOBODY, owner: Any = NOBODY) -> Select[Any]:
    named = literal(event) if isinstance(event, str) else event
    return select(kept, named, type_coerce(when, Text), about, owner)


def _numbered(near: Open) -> Select[Any]:
    numbers = RECORDS[Number]
    return _row(numbers.c.case, "fir", numbers.c.dated).where(
        numbers.c.kind == "fir", numbers.c.dated.is_not(None), numbers.c.case.in_(near)
    )


def _arrested(near: Open) -> Select[Any]:
    arrests = RECORDS[Arrest]
    return _row(arrests.c.case, "arrest", arrests.c.arrested_on, arrests.c.party).where(
        arrests.c.arrested_on.is_not(None), arrests.c.case.in_(near)
    )


def _moved(near: Open) -> Select[Any]:
    """Challans; whatever comes behind the final one says that it was submitted."""
    moves = RECORDS[StageMove]
    event = case((moves.c.target == "interim_challan", "interim_challan"), else_="final_challan")
    behind = or_(*(moves.c.target == stage for stage in ("interim_challan", "final_challan", "trial", "outcome", "appeal")))
    return _row(moves.c.case, event, moves.c.moved_on).where(behind, moves.c.case.in_(near))


def _before_magistrate(near: Open) -> Select[Any]:
    told = RECORDS[Statement]
    return _row(told.c.case, "s164_recorded", told.c.taken_on, told.c.party).where(told.c.kind == "s164", told.c.case.in_(near))


def _held(near: Open) -> Select[Any]:
    return _row(_interviews.c.case, "interview_held", _interviews.c.ended_at, _interviews.c.party, _interviews.c.aftercare_owner).where(
        _interviews.c.ended_at.is_not(None), _interviews.c.state != "cancelled", _interviews.c.case.in_(near)
    )


def _agreed(near: Open) -> Select[Any]:
    """Calls after interviews that were agreed on and not made: no contact with the person since it ended."""
    called = select(_logs.c.id).where(
        _logs.c.party == _interviews.c.party, _logs.c.outcome == "contacted", _logs.c.at >= _interviews.c.ended_at
    )
    rows = _row(_interviews.c.case, "aftercare_agreed", _interviews.c.aftercare_at, _interviews.c.party, _interviews.c.aftercare_owner)
    return rows.where(_interviews.c.aftercare_at.is_not(None), ~called.exists(), _interviews.c.case.in_(near))


def _called(near: Open) -> Select[Any]:
    interviewed = select(_interviews.c.party).where(_interviews.c.ended_at.is_not(None))
    return _row(_logs.c.case, "wellbeing_call", _logs.c.at, _logs.c.party).where(
        _logs.c.outcome == "contacted", _logs.c.party.in_(interviewed), _logs.c.case.in_(near)
    )


def _told(near: Open) -> Select[Any]:
    """When each person who was hurt was last told, the day of registration where never; whoever complained, where nobody is a victim."""
    last = select(func.max(type_coerce(_logs.c.at, Text))).where(_logs.c.party == _parties.c.id, _logs.c.outcome == "contacted")
    other = _parties.alias()
    hurt = select(other.c.id).where(other.c.role == "victim", other.c.case == _parties.c.case)
    event = case((_parties.c.risk == "high", "victim_told_high_risk"), else_="victim_told")
    when = func.coalesce(last.scalar_subquery(), type_coerce(_cases.c.registered_on, Text))
    whose = or_(_parties.c.role == "victim", and_(_parties.c.role == "complainant", ~hurt.exists()))
    return (
        _row(_parties.c.case, event, when, _parties.c.id)
        .join(_cases, _cases.c.id == _parties.c.case)
        .where(or_(_parties.c.role == "victim", _parties.c.role == "complainant"), whose, _cases.c.id.in_(near))
    )


def _reviewed(near: Open) -> Select[Any]:
    """When the team last looked at each case, the day of registration where it never did; acute while an instruction is in force."""
    items, meetings = RECORDS[AgendaItem], RECORDS[Meeting]
    last = (
        select(func.max(type_coerce(meetings.c.planned_for, Text)))
        .join(items, items.c.meeting == meetings.c.id)
        .where(items.c.case == _cases.c.id, items.c.discussed)
    )
    lasts = or_(_signals.c.until.is_(None), _signals.c.until >= bindparam("today", type_=Date))
    in_force = select(_signals.c.id).where(_signals.c.case == _cases.c.id, _signals.c.lifted_on.is_(None), lasts)
    event = case((in_force.exists(), "reviewed_acute"), else_="reviewed")
    when = func.coalesce(last.scalar_subquery(), type_coerce(_cases.c.registered_on, Text))
    # the intake is no case the team looks at
    return _row(_cases.c.id, event, when).where(_cases.c.id.in_(near), _cases.c.stage != INTAKE_STAGE)


def _given(near: Open) -> Select[Any]:
    tasks = RECORDS[Task]
    return _row(tasks.c.case, "task_due", tasks.c.due_on, tasks.c.id, tasks.c.owner).where(
        tasks.c.done_on.is_(None), tasks.c.case.in_(near)
    )


def _flagged(near: Open) -> Select[Any]:
    flags = RECORDS[CaseFlag]
    return _row(flags.c.case, "flag_due", flags.c.due_on, flags.c.id).where(flags.c.resolved_on.is_(None), flags.c.case.in_(near))


def _recorded(near: Open, event: Any = _events.c.kind) -> Select[Any]:
    # the hour counts where it is known; otherwise the day in Pakistan, which is what the moment was made of
    when = case(
        (_events.c.timed, type_coerce(_events.c.happened_at, Text)), else_=literal("=", Text) + type_coerce(_events.c.happened_at, Text)
    )
    return _row(_events.c.case, event, when, _events.c.about).where(_events.c.withdrawn_on.is_(None), _events.c.case.in_(near))


def _recorded_as(event: str, *kinds: str) -> Callable[[Open], Select[Any]]:
    """Recorded events of some kinds that are another event too."""

    def rows(near: Open) -> Select[Any]:
        return _recorded(near, event).where(or_(*(_events.c.kind == kind for kind in kinds)))

    return rows


FOUND: Final = (
    Found("numbers", _numbered),
    Found("arrests", _arrested),
    Found("stage moves", _moved),
    Found("statements", _before_magistrate),
    Found("interviews", _held),
    Found("aftercare", _agreed),
    Found("calls", _called),
    Found("updates", _told),
    Found("reviews", _reviewed),
    Found("tasks", _given),
    Found("flags", _flagged),
    Found("recorded", _recorded),
    Found("first remand is a remand", _recorded_as("remand_order", "first_remand", "first_remand_other")),
    Found("a report is forensic", _recorded_as("forensic_event", "report_received")),
)
"""Where each event of the deadline table is found: another noun adds its own lines here and nothing else."""


@cache
def _near(supervises: bool, one: bool) -> Open:
    mine = select(_seats.c.case).where(_seats.c.member == bindparam("member"))
    if supervises:
        hers: ColumnElement[bool] = _cases.c.id.not_in(mine.where(_seats.c.recused_on.is_not(None)))
    else:
        hers = _cases.c.id.in_(mine.where(_seats.c.until.is_(None), _seats.c.recused_on.is_(None)))
    near = select(_cases.c.id).where(is_open, hers)
    return near.where(_cases.c.id == bindparam("only")) if one else near


@cache
def _asked(supervises: bool, one: bool) -> tuple[Prepared, ...]:
    return tuple(Prepared(found.rows(_near(supervises, one))) for found in FOUND)


@cache
def _leads(supervises: bool, one: bool) -> Prepared:
    return Prepared(select(_seats.c.case, _seats.c.member).where(is_lead, _seats.c.case.in_(_near(supervises, one))))


class Clocks:
    """Clocks inside one transaction, as far as the signed-in member may come near the cases."""

    def __init__(self, connection: Connection, hand: Hand) -> None:
        self._connection, self._member = connection, hand.member

    def happenings(self, role: Role, today: date, only: str | None = None) -> Iterator[Happening]:
        """Every event that could start or stop a clock on the cases she may come near, or on one of them."""
        given, span = {**self._given(only), "today": today}, cache(_span)
        for asked in _asked(role is Role.SUPERVISOR, only is not None):
            for kept, event, when, about, owner in asked.rows(self._connection, given):
                begins, ends = span(when)
                yield Happening(kept, event, begins, ends, about, owner or "")

    def pauses(self, role: Role, only: str | None = None) -> Mapping[Key, tuple[Pause, ...]]:
        """The pauses of every clock."""
        found: dict[Key, list[Pause]] = defaultdict(list)
        for kept, rule, about, since, until in self._of(ClockPause, role, only, "case", "rule", "about", "since", "until"):
            found[kept, rule, about].append(Pause(since, until))
        return {key: tuple(pauses) for key, pauses in found.items()}

    def escalated(self, role: Role, only: str | None = None) -> Mapping[tuple[str, str, str, datetime | None], frozenset[str]]:
        """To which levels an overdue thing was taken already: by case, rule, what it is about, and when it was due."""
        found: dict[tuple[str, str, str, datetime | None], set[str]] = defaultdict(set)
        for kept, rule, about, due, level in self._of(Escalation, role, only, "case", "rule", "about", "due_at", "level"):
            found[kept, rule, about, due].add(level)
        return {key: frozenset(levels) for key, levels in found.items()}

    def leads(self, role: Role, only: str | None = None) -> Mapping[str, str]:
        """Who leads which case now."""
        return dict(_leads(role is Role.SUPERVISOR, only is not None).rows(self._connection, self._given(only)))

    def holidays(self) -> tuple[Holiday, ...]:
        """Every holiday that was entered and not taken back, in the order of days."""
        table = RECORDS[Holiday]
        rows = self._connection.execute(select(table).where(~table.c.dropped).order_by(table.c.day))
        return tuple(Holiday(**row._mapping) for row in rows)

    def slip(self, code: str) -> str | None:
        """The case a slip's tracking code belongs to; whether it is hers is asked as for any case."""
        found = self._connection.execute(select(RECORDS[Slip].c.case).where(RECORDS[Slip].c.code == code)).scalar()
        return None if found is None else str(found)

    def _of(self, kind: type, role: Role, only: str | None, *names: str) -> Sequence[Any]:
        table = RECORDS[kind]
        near = _near(role is Role.SUPERVISOR, only is not None)
        query = select(*(table.c[name] for name in names)).where(table.c.case.in_(near))
        return self._connection.execute(query, self._given(only)).all()

    def _given(self, only: str | None) -> dict[str, Any]:
        return {"member": self._member} if only is None else {"member": self._member, "only": only}


def _span(when: str) -> tuple[datetime, datetime]:
    """A moment is itself; a day, and a moment behind '=' that only stands for its day, is the whole day in Pakistan."""
    if when.startswith("="):
        return whole_day(datetime.fromisoformat(when[1:]).astimezone(KARACHI).date())
    if len(when) == len("2026-11-25"):
        return whole_day(date.fromisoformat(when))
    at = datetime.fromisoformat(when)
    return at, at
