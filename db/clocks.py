"""Statements about clocks: what happened on the cases of a member, and what pauses, escalations and leads there are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Connection, Integer, bindparam, select

from db.happenings import FOUND, Open
from db.prepared import Prepared
from db.records import Hand
from db.tables import RECORDS, is_lead, is_open
from mdt.model.cases import Case
from mdt.model.clocks import WHOLE, ClockPause, Escalation, Happening, Holiday, Key, Span, whole_day
from mdt.model.contacts import Slip
from mdt.model.deadlines import KARACHI, Pause
from mdt.model.staff import Role, Seat

_cases, _seats = (RECORDS[kind] for kind in (Case, Seat))


@cache
def _near(supervises: bool) -> Open:
    mine = select(_seats.c.case).where(_seats.c.member == bindparam("member"))
    if supervises:
        hers: ColumnElement[bool] = _cases.c.id.not_in(mine.where(_seats.c.recused_on.is_not(None)))
    else:
        hers = _cases.c.id.in_(mine.where(_seats.c.until.is_(None), _seats.c.recused_on.is_(None)))
    return select(_cases.c.id).where(is_open, hers, _cases.c.id.between(bindparam("first"), bindparam("last")))


@cache
def _asked(supervises: bool) -> tuple[Prepared, ...]:
    return tuple(Prepared(found.rows(_near(supervises))) for found in FOUND)


@cache
def _leads(supervises: bool) -> Prepared:
    return Prepared(select(_seats.c.case, _seats.c.member).where(is_lead, _seats.c.case.in_(_near(supervises))))


@cache
def _last(supervises: bool) -> Prepared:
    """The last of so many cases."""
    return Prepared(_near(supervises).order_by(_cases.c.id).limit(1).offset(bindparam("before", type_=Integer)))


class Clocks:
    """Clocks inside one transaction, as far as the signed-in member may come near the cases."""

    def __init__(self, connection: Connection, hand: Hand) -> None:
        self._connection, self._member = connection, hand.member

    def spans(self, role: Role, cases: int) -> Iterator[Span]:
        """The open cases she may come near, parted into spans of so many; their ids are not held all at once."""
        first, end = WHOLE
        while found := _last(role is Role.SUPERVISOR).first(self._connection, {**self._given((first, end)), "before": cases - 1}):
            yield first, found[0]
            first = f"{found[0]} "  # before every other id
        yield first, end

    def happenings(self, role: Role, today: date, span: Span) -> Iterator[Happening]:
        """Every event that could start or stop a clock on the cases of a span that she may come near."""
        given, spoken = {**self._given(span), "today": today}, cache(_span)
        for asked in _asked(role is Role.SUPERVISOR):
            for kept, event, when, about, owner in asked.rows(self._connection, given):
                begins, ends = spoken(when)
                yield Happening(kept, event, begins, ends, about, owner or "")

    def pauses(self, role: Role, span: Span) -> Mapping[Key, tuple[Pause, ...]]:
        """The pauses of every clock."""
        found: dict[Key, list[Pause]] = defaultdict(list)
        for kept, rule, about, since, until in self._of(ClockPause, role, span, "case", "rule", "about", "since", "until"):
            found[kept, rule, about].append(Pause(since, until))
        return {key: tuple(pauses) for key, pauses in found.items()}

    def escalated(self, role: Role, span: Span) -> Mapping[tuple[str, str, str, datetime | None], frozenset[str]]:
        """To which levels an overdue thing was taken already: by case, rule, what it is about, and when it was due."""
        found: dict[tuple[str, str, str, datetime | None], set[str]] = defaultdict(set)
        for kept, rule, about, due, level in self._of(Escalation, role, span, "case", "rule", "about", "due_at", "level"):
            found[kept, rule, about, due].add(level)
        return {key: frozenset(levels) for key, levels in found.items()}

    def leads(self, role: Role, span: Span) -> Mapping[str, str]:
        """Who leads which case now."""
        return dict(_leads(role is Role.SUPERVISOR).rows(self._connection, self._given(span)))

    def holidays(self) -> tuple[Holiday, ...]:
        """Every holiday that was entered and not taken back, in the order of days."""
        table = RECORDS[Holiday]
        rows = self._connection.execute(select(table).where(~table.c.dropped).order_by(table.c.day))
        return tuple(Holiday(**row._mapping) for row in rows)

    def slip(self, code: str) -> str | None:
        """The case a slip's tracking code belongs to; whether it is hers is asked as for any case."""
        found = self._connection.execute(select(RECORDS[Slip].c.case).where(RECORDS[Slip].c.code == code)).scalar()
        return None if found is None else str(found)

    def _of(self, kind: type, role: Role, span: Span, *names: str) -> Sequence[Any]:
        table = RECORDS[kind]
        query = select(*(table.c[name] for name in names)).where(table.c.case.in_(_near(role is Role.SUPERVISOR)))
        return self._connection.execute(query, self._given(span)).all()

    def _given(self, span: Span) -> dict[str, Any]:
        return {"member": self._member, "first": span[0], "last": span[1]}


def _span(when: str) -> tuple[datetime, datetime]:
    """A moment is itself; a day, and a moment behind '=' that only stands for its day, is the whole day in Pakistan."""
    if when.startswith("="):
        return whole_day(datetime.fromisoformat(when[1:]).astimezone(KARACHI).date())
    if len(when) == len("2026-11-25"):
        return whole_day(date.fromisoformat(when))
    at = datetime.fromisoformat(when)
    return at, at
