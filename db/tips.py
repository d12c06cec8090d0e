"""Statements about tips: the ledger, what they are found by, their links, and the table by circle that the links give."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, bindparam, delete, func, or_, select, tuple_

from db.hashes import HashLists
from db.tables import RECORDS, tip_keys
from mdt.model.cases import Arrest, Case, Number
from mdt.model.people import Party
from mdt.model.reconciling import FirCase, reconcile
from mdt.model.tips import INTAKE, Feedback, Reconciled, Tip, TipCount, TipFilter, TipLine, TipLink

_tips, _links, _feedbacks, _cases, _numbers = (RECORDS[kind] for kind in (Tip, TipLink, Feedback, Case, Number))
MOST_ALIKE = 50
"""How many tips that share one account are told."""
_LINE = [_tips.c[name] for name in TipLine.__slots__ if name not in ("cases", "due_on")]
_waits = and_(_tips.c.answered_on.is_(None), _tips.c.merged_into.is_(None))
_LINKED = (
    select(_links.c.tip, func.count(_links.c.case.distinct()))
    .where(_links.c.tip.in_(bindparam("ids", expanding=True)), _links.c.cut_on.is_(None))
    .group_by(_links.c.tip)
)
_DUE = (
    select(_feedbacks.c.tip, func.min(_feedbacks.c.due_on))
    .where(_feedbacks.c.tip.in_(bindparam("ids", expanding=True)), _feedbacks.c.sent_on.is_(None))
    .group_by(_feedbacks.c.tip)
)


class Tips:
    """Tips inside one transaction; nothing sealed is opened here."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    @property
    def hash_lists(self) -> HashLists:
        """Lists of fingerprints of known files."""
        return HashLists(self._connection)

    def intake(self) -> str | None:
        """The id of the case that tips lie in, or None where there is none yet."""
        found = self._connection.execute(select(_cases.c.id).where(_cases.c.code == INTAKE)).scalar()
        return None if found is None else str(found)

    def page(self, wanted: TipFilter) -> tuple[TipLine, ...]:
        """One page of the ledger: whoever waits longest comes first."""
        query = select(*_LINE).where(*_narrowed(wanted)).order_by(_tips.c.received_at, _tips.c.id).limit(wanted.limit)
        return self._lines(self._connection.execute(query).all())

    def counts(self) -> tuple[TipCount, ...]:
        """How many tips there are by source, triage, state, and whether they wait."""
        waits = _waits.label("waits")
        fields = (_tips.c.source, _tips.c.triage, _tips.c.state, waits)
        rows = self._connection.execute(select(*fields, func.count()).group_by(*fields))
        return tuple(TipCount(source=row[0], triage=row[1], state=row[2], waiting=bool(row[3]), count=int(row[4])) for row in rows)

    def lines(self, tips: Iterable[str]) -> tuple[TipLine, ...]:
        """The lines of these tips, oldest first."""
        wanted = sorted(set(tips))
        query = select(*_LINE).where(_tips.c.id.in_(wanted)).order_by(_tips.c.received_at, _tips.c.id)
        return self._lines(self._connection.execute(query).all()) if wanted else ()

    def index(self, tip: str, accounts: Iterable[tuple[str, str]]) -> None:
        """Make a tip findable by (kind, key) of its accounts."""
        self._connection.execute(delete(tip_keys).where(tip_keys.c.tip == tip))
        rows = [{"tip": tip, "kind": kind, "key": key} for kind, key in sorted(set(accounts))]
        if rows:
            self._connection.execute(tip_keys.insert(), rows)

    def sharing(self, accounts: Iterable[tuple[str, str]]) -> Mapping[str, frozenset[str]]:
        """Tips that carry one of these (kind, key) accounts, and which kinds of account they share."""
        found: dict[str, set[str]] = defaultdict(set)
        for kind, key in dict.fromkeys(accounts):
            query = select(tip_keys.c.tip).where(tip_keys.c.kind == kind, tip_keys.c.key == key).limit(MOST_ALIKE)
            for row in self._connection.execute(query):
                found[str(row[0])].add(kind)
        return {tip: frozenset(kinds) for tip, kinds in found.items()}

    def numbered(self, number_key: str) -> tuple[str, ...]:
        """Tips with this number of this sender."""
        query = select(_tips.c.id).where(_tips.c.number_key == number_key).order_by(_tips.c.received_at).limit(MOST_ALIKE)
        return tuple(self._connection.execute(query).scalars())

    def merged_into(self, tip: str) -> tuple[str, ...]:
        """Tips that are one with this one."""
        return tuple(self._connection.execute(select(_tips.c.id).where(_tips.c.merged_into == tip)).scalars())

    def links(self, tip: str) -> tuple[TipLink, ...]:
        """Every link of a tip, those that were cut too; the note stays sealed with its case."""
        rows = self._connection.execute(select(_links).where(_links.c.tip == tip).order_by(_links.c.linked_on, _links.c.id))
        return tuple(TipLink(**row._mapping) for row in rows)

    def feedback(self, tip: str) -> tuple[Feedback, ...]:
        """What the sender of a tip is or was told, the oldest first."""
        query = select(_feedbacks).where(_feedbacks.c.tip == tip).order_by(_feedbacks.c.drafted_at, _feedbacks.c.id)
        return tuple(Feedback(**row._mapping) for row in self._connection.execute(query))

    def reconciled(self, first: date, last: date, near: Callable[[Iterable[str]], frozenset[str]]) -> tuple[Reconciled, ...]:
        """The table by circle of FIRs dated in [first, last], as the links give it; ``near`` says which cases' codes may be told."""
        numbered = (
            select(_numbers.c.case, _numbers.c.circle, _cases.c.code)
            .join(_cases, _cases.c.id == _numbers.c.case)
            .where(_numbers.c.kind == "fir", _numbers.c.dated.between(first, last), _cases.c.voided_on.is_(None))
            .order_by(_numbers.c.dated, _numbers.c.id)
        )
        cases: dict[str, FirCase] = {}
        for case, circle, code in self._connection.execute(numbered):
            cases.setdefault(case, FirCase(circle, code)).firs += 1
        among = select(numbered.subquery().c.case)
        linked = (
            select(_links.c.case, _tips.c.id, _tips.c.source)
            .join(_tips, _tips.c.id == _links.c.tip)
            .where(_links.c.cut_on.is_(None), _links.c.case.in_(among))
            .order_by(_links.c.linked_on, _links.c.id)
        )
        for case, tip, source in self._connection.execute(linked):
            cases[case].tips[tip] = source
        parties, arrests = RECORDS[Party], RECORDS[Arrest]
        for row in self._connection.execute(select(parties.c.case).where(parties.c.role == "accused", parties.c.case.in_(among))):
            cases[row[0]].accused += 1
        for row in self._connection.execute(select(arrests.c.case).where(arrests.c.case.in_(among))):
            cases[row[0]].arrests += 1
        return reconcile(cases, near(cases))

    def _lines(self, rows: Sequence[Any]) -> tuple[TipLine, ...]:
        shown = {"ids": [row.id for row in rows]}
        linked = {row[0]: int(row[1]) for row in self._connection.execute(_LINKED, shown)} if rows else {}
        due = {row[0]: row[1] for row in self._connection.execute(_DUE, shown)} if rows else {}
        return tuple(TipLine(**row._mapping, cases=linked.get(row.id, 0), due_on=due.get(row.id)) for row in rows)


def _narrowed(wanted: TipFilter) -> list[ColumnElement[bool]]:
    where: list[ColumnElement[bool]] = []
    for column, chosen in ((_tips.c.source, wanted.sources), (_tips.c.state, wanted.states)):
        if chosen:
            where.append(column.in_(chosen))
    if wanted.triage:
        named = [one for one in wanted.triage if one]
        where.append(or_(_tips.c.triage.in_(named), _tips.c.triage.is_(None)) if "" in wanted.triage else _tips.c.triage.in_(named))
    if wanted.waiting is not None:
        where.append(_waits if wanted.waiting else or_(_tips.c.answered_on.is_not(None), _tips.c.merged_into.is_not(None)))
    if wanted.number:
        where.append(_tips.c.number.startswith(wanted.number, autoescape=True))
    if wanted.after is not None:
        where.append(tuple_(_tips.c.received_at, _tips.c.id) > wanted.after)
    return where
