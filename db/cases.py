"""Statements about cases: who may come near, finding one, lists, and figures by circle."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, bindparam, case, func, or_, select, tuple_

from db.calendar import Calendar
from db.prepared import Prepared
from db.records import Hand
from db.tables import RECORDS
from mdt.model.cases import Arrest, Case, Number, Request, Source
from mdt.model.interviews import Interview
from mdt.model.lists import CaseFilter, CaseLine, CircleFigures, RequestLine, StageCount
from mdt.model.notes import Signal
from mdt.model.people import Party
from mdt.model.staff import Role, Seat
from mdt.model.tips import INTAKE_STAGE
from mdt.policy.rules import Access

_cases, _seats, _numbers, _signals, _requests, _interviews = (RECORDS[kind] for kind in (Case, Seat, Number, Signal, Request, Interview))


def _access(wanted: Callable[[ColumnElement[str]], ColumnElement[bool]]) -> Select[Any]:
    seats = (
        select(
            _seats.c.case,
            func.max(case((and_(_seats.c.until.is_(None), _seats.c.recused_on.is_(None)), 1), else_=0)).label("on_team"),
            func.max(case((_seats.c.recused_on.is_not(None), 1), else_=0)).label("recused"),
        )
        .where(_seats.c.member == bindparam("member"), wanted(_seats.c.case))
        .group_by(_seats.c.case)
        .subquery()
    )
    return (
        select(_cases.c.id, _cases.c.restricted, _cases.c.closed_on, _cases.c.voided_on, seats.c.on_team, seats.c.recused, _cases.c.stage)
        .outerjoin(seats, seats.c.case == _cases.c.id)
        .where(wanted(_cases.c.id))
    )


_ACCESS = Prepared(_access(lambda column: column == bindparam("id")))
_ACCESSES = _access(lambda column: column.in_(bindparam("ids", expanding=True)))
_LINE = [_cases.c[name] for name in CaseLine.__slots__ if name not in ("signals", "numbers")]
_NUMBERS_OF = select(_numbers.c.case, _numbers.c.kind, _numbers.c.text).where(_numbers.c.case.in_(bindparam("ids", expanding=True)))
_SIGNALS_OF = (
    select(_signals.c.case, func.count())
    .where(_signals.c.case.in_(bindparam("ids", expanding=True)), _signals.c.lifted_on.is_(None))
    .group_by(_signals.c.case)
)


MOST_CALLED = 20


class Cases:
    """Cases inside one transaction, as seen by the signed-in member."""

    def __init__(self, connection: Connection, hand: Hand) -> None:
        self._connection, self._hand, self._member = connection, hand, hand.member
        self.calendar = Calendar(connection, hand)

    def access(self, identity: str) -> Access | None:
        """What stands between the member and a case; None where there is no such case, Unavailable where rows and log differ about it."""
        row = _ACCESS.first(self._connection, {"member": self._member, "id": identity})
        if row is not None:
            self._hand.roll.team(self._connection, identity)
        return None if row is None else _access_of(row)

    def accesses(self, identities: Iterable[str]) -> tuple[Access, ...]:
        """The same for several cases."""
        rows = self._connection.execute(_ACCESSES, {"member": self._member, "ids": sorted(set(identities))})
        return tuple(_access_of(row) for row in rows.all())

    def leads_interview(self, case: str) -> bool:
        """Whether the member leads an interview of the case that is approved and not closed yet."""
        led = select(_interviews.c.id).where(_interviews.c.case == case, _interviews.c.lead == self._member)
        return self._connection.execute(led.where(_interviews.c.state.in_(("approved", "running", "held")))).first() is not None

    def by_code(self, code: str) -> str | None:
        """The id of the case with this code name, or None."""
        found = self._connection.execute(select(_cases.c.id).where(_cases.c.code == code)).scalar()
        return None if found is None else str(found)

    def by_number(self, unique_key: str) -> str | None:
        """The id of the case that carries this number, or None."""
        found = self._connection.execute(select(_numbers.c.case).where(_numbers.c.unique_key == unique_key)).scalar()
        return None if found is None else str(found)

    def called(self, text: str) -> tuple[str, ...]:
        """Ids of cases with a number or a code that is this text or begins with it and goes on behind a slash or dash; twenty at most."""
        number = or_(_numbers.c.text == text, _begins(_numbers.c.text, f"{text}/"))
        code = or_(_cases.c.code == text, _begins(_cases.c.code, f"{text}-"))
        found = self._connection.execute(select(_numbers.c.case).where(number).limit(MOST_CALLED)).scalars().all()
        found = [*found, *self._connection.execute(select(_cases.c.id).where(code).limit(MOST_CALLED)).scalars().all()]
        return tuple(dict.fromkeys(map(str, found)))[:MOST_CALLED]

    def mine(self) -> tuple[str, ...]:
        """The ids of the cases on whose team the member is."""
        return tuple(self._connection.execute(self._my_seats()).scalars().all())

    def page(self, wanted: CaseFilter, role: Role) -> tuple[CaseLine, ...]:
        """One page of the member's list, newest first; a supervisor's list holds every case but those she is recused from."""
        query = select(*_LINE).where(*self._narrowed(wanted), self._listed(role))
        rows = self._connection.execute(query.order_by(_cases.c.registered_on.desc(), _cases.c.id.desc()).limit(wanted.limit)).all()
        return self._lines(rows)

    def counts(self, role: Role) -> tuple[StageCount, ...]:
        """How many cases of the member's list stand at which stage, those that are over apart."""
        over = or_(_cases.c.closed_on.is_not(None), _cases.c.voided_on.is_not(None)).label("over")
        rows = self._connection.execute(select(_cases.c.stage, over, func.count()).where(self._listed(role)).group_by(_cases.c.stage, over))
        return tuple(StageCount(stage=str(row[0]), over=bool(row[1]), count=int(row[2])) for row in rows)

    def requests_waiting(self) -> tuple[RequestLine, ...]:
        """Undecided requests of others on cases the member is not recused from, oldest first."""
        where = (_requests.c.decision.is_(None), _requests.c.requested_by != self._member, ~_requests.c.case.in_(self._recused()))
        fields = (_requests.c.case, _cases.c.code, _requests.c.kind, _requests.c.requested_by, _requests.c.requested_at)
        joined = select(*fields).join(_cases, _cases.c.id == _requests.c.case).where(*where).order_by(_requests.c.requested_at)
        return tuple(RequestLine(**row._mapping) for row in self._connection.execute(joined))

    def figures(self, first: date, last: date) -> tuple[CircleFigures, ...]:
        """Sums by circle over cases whose FIR is dated in [first, last]; voided cases left out."""
        numbered = (
            select(_numbers.c.case, _numbers.c.circle)
            .join(_cases, _cases.c.id == _numbers.c.case)
            .where(_numbers.c.kind == "fir", _numbers.c.dated.between(first, last), _cases.c.voided_on.is_(None))
        )
        circle_of: dict[str, str] = {}
        sums: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
        for row in self._connection.execute(numbered):
            sums[row[1]]["firs"] += 1
            # a case with FIRs in two circles counts its people once, where its first one stands
            circle_of.setdefault(row[0], row[1])
        among = select(numbered.subquery().c.case)
        sources, parties, arrests = RECORDS[Source], RECORDS[Party], RECORDS[Arrest]
        for row in self._connection.execute(select(sources.c.case, sources.c.kind).where(sources.c.case.in_(among))):
            sums[circle_of[row[0]]][row[1]] += 1
        for row in self._connection.execute(select(parties.c.case).where(parties.c.role == "accused", parties.c.case.in_(among))):
            sums[circle_of[row[0]]]["accused"] += 1
        for row in self._connection.execute(select(arrests.c.case).where(arrests.c.case.in_(among))):
            sums[circle_of[row[0]]]["arrests"] += 1
        return tuple(CircleFigures(circle=circle, **found) for circle, found in sorted(sums.items()))

    def _recused(self) -> Select[Any]:
        return select(_seats.c.case).where(_seats.c.member == self._member, _seats.c.recused_on.is_not(None))

    def _listed(self, role: Role) -> ColumnElement[bool]:
        """Which cases are on the member's list: her team's; a supervisor's holds all but those she is recused from. Never the intake."""
        mine = _cases.c.id.not_in(self._recused()) if role is Role.SUPERVISOR else _cases.c.id.in_(self._my_seats())
        return and_(mine, _cases.c.stage != INTAKE_STAGE)

    def _my_seats(self) -> Select[Any]:
        return select(_seats.c.case).where(_seats.c.member == self._member, _seats.c.until.is_(None), _seats.c.recused_on.is_(None))

    def _narrowed(self, wanted: CaseFilter) -> list[ColumnElement[bool]]:
        where: list[ColumnElement[bool]] = []
        if wanted.stages:
            where.append(_cases.c.stage.in_(wanted.stages))
        if wanted.circle is not None:
            where.append(_cases.c.circle == wanted.circle)
        if wanted.closed is not None:
            over = or_(_cases.c.closed_on.is_not(None), _cases.c.voided_on.is_not(None))
            where.append(over if wanted.closed else ~over)
        if wanted.after is not None:
            where.append(tuple_(_cases.c.registered_on, _cases.c.id) < wanted.after)
        return where

    def _lines(self, rows: Any) -> tuple[CaseLine, ...]:
        shown = [row.id for row in rows]
        numbers: dict[str, list[str]] = defaultdict(list)
        for row in self._connection.execute(_NUMBERS_OF, {"ids": shown}).all():
            numbers[row[0]].append(f"{row[1]}:{row[2]}")
        signals = {row[0]: int(row[1]) for row in self._connection.execute(_SIGNALS_OF, {"ids": shown}).all()}
        return tuple(CaseLine(**row._asdict(), signals=signals.get(row.id, 0), numbers=tuple(sorted(numbers[row.id]))) for row in rows)


def _begins(column: ColumnElement[str], text: str) -> ColumnElement[bool]:
    return and_(column >= text, column < f"{text[:-1]}{chr(ord(text[-1]) + 1)}")


def _access_of(row: Any) -> Access:
    over = (row[2] is not None, row[3] is not None)
    return Access(str(row[0]), bool(row[4]), bool(row[5]), bool(row[1]), *over, intake=row[6] == INTAKE_STAGE)
