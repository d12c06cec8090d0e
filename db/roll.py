"""Who may do what, as the signed log tells it and not as the rows do: read at sign-in, compared with the rows wherever they are used."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, Text, bindparam, select, type_coerce

from db.facts import Certificate, People, Team
from db.keys import is_said_by
from db.ledger import GENESIS, ROLL_KINDS, Fact, LogRow, Place, follows, head_said, kept, listed, rolled
from db.prepared import Prepared
from db.tables import RECORDS, events, has_facts, is_of_roll
from mdt.errors import Unavailable
from mdt.model.cases import Case, Request
from mdt.model.staff import Member, Seat

_before = events.alias()
_ROWS = (
    select(
        *(type_coerce(events.c[name], Text) if name == "at" else events.c[name] for name in LogRow._fields),
        _before.c.digest.label("before"),
    )
    .outerjoin(_before, _before.c.seq == events.c.seq - 1)
    .order_by(events.c.seq)
)
_OF_ROLL = Prepared(_ROWS.where(is_of_roll, events.c.seq > bindparam("after")))
_OF_CASE = Prepared(_ROWS.where(events.c.case == bindparam("case"), has_facts))


def _rows_of(kind: type, *names: str, by: str = "case") -> Prepared:
    table = RECORDS[kind]
    return Prepared(select(*(table.c[name] for name in names)).where(table.c[by] == bindparam("case")))


_SEATS = _rows_of(Seat, "id", "member", "lead", "since", "added_by", "until", "recused_on")
_ASKED = _rows_of(Request, "id", "kind", "requested_by", "decided_by", "decided_on", "decision")
_CASE = _rows_of(Case, "restricted", "closed_on", "voided_on", by="id")


class Marks:
    """The hash of the roll at every place of the log."""

    def __init__(self) -> None:
        self._places, self._hashes = [0], [GENESIS]

    def at(self, place: int) -> bytes:
        """The hash of the roll as it stood when the entry at that place was made, itself included."""
        return self._hashes[bisect_right(self._places, place) - 1]

    def put(self, place: int, digest: bytes) -> None:
        """One more entry of the roll."""
        self._hashes.append(rolled(self._hashes[-1], digest))
        self._places.append(place)

    def newest(self) -> int:
        """The place of the newest entry of the roll."""
        return self._places[-1]


class Roll:
    """The roll of one vault, kept up to date from transaction to transaction."""

    def __init__(self, vault: str, genesis: bytes, known: Place | None = None) -> None:
        self._vault, self._genesis, self._known = vault, genesis, known
        self._seen: int | None = None
        self._forget()

    def _forget(self) -> None:
        self.people, self.marks = People(self._vault, self._genesis), Marks()
        self._teams: dict[str, Team] = {}
        self.turned = 0

    def renew(self, connection: Connection) -> None:
        """Read what is new; all of it again where another program has written to the file meanwhile."""
        cursor = connection.connection.cursor()
        cursor.execute("PRAGMA data_version")
        seen = int(cursor.fetchall()[0][0])
        if seen != self._seen:
            self._forget()
            self._seen = seen
            self._read(connection)

    def doubt(self) -> None:
        """Read all of it again at the next transaction: this one did not come to be."""
        self._seen = None

    def settle(self, connection: Connection, facts: Iterable[Fact]) -> None:
        """Take in the facts of a transaction that is about to be committed."""
        for fact in facts:
            self._teams.pop(str(fact[1]), None)
        if any(fact[0] in ROLL_KINDS for fact in facts):
            self._read(connection)

    def certificate(self, member: str, place: int) -> Certificate | None:
        """A member's certificate where it held at that place."""
        return self.people.at(member, place)

    def vouched(self, row: LogRow) -> bool:
        """Whether an entry is signed by the voice its actor was certified with at its place."""
        found = self.people.at(row.actor, row.seq)
        said = head_said(self._vault, row.seq, row.digest, self.marks.at(row.seq))
        return found is not None and row.signature is not None and is_said_by(bytes.fromhex(found.voice), said, row.signature)

    def checked(self, row: Member) -> Member:
        """The row, where it says what the roll says; Unavailable otherwise."""
        if not self.people.agrees(row):
            raise Unavailable("unavailable.member_differs", member=row.user_name)
        return row

    def team(self, connection: Connection, case: str) -> Team:
        """What the log says of a case; Unavailable where it is not in order, or the rows say something else."""
        found = self._teams.get(case)
        if found is None:
            found = self._teams[case] = self._read_team(connection, case)
        return found

    def _read(self, connection: Connection) -> None:
        rows = [(_row(row), row[-1]) for row in _OF_ROLL.rows(connection, {"after": self.marks.newest()})]
        for row, before in rows:
            if not follows(before or GENESIS, row):
                raise Unavailable("unavailable.log_forged", entry=row.seq)
            self.marks.put(row.seq, row.digest)
        known = self._known
        trusted = known.length if known and self.marks.at(known.length).hex() == known.roll else 0
        for row, _ in rows:
            facts = _facts(row)
            if row.seq == 1:
                self._begin(row, facts)
            if row.seq > trusted and not self.vouched(row):
                raise Unavailable("unavailable.log_forged", entry=row.seq)
            for fact in facts[1:] if row.seq == 1 else facts:
                self.people.take(row.seq, row.actor, fact)
        if not self.people.certified:
            raise Unavailable("unavailable.before_signatures")
        self.turned += 1

    def _begin(self, row: LogRow, facts: list[Any]) -> None:
        if not facts or facts[0][0] != "genesis" or not self.people.take(1, row.actor, facts[0]):
            raise Unavailable("unavailable.planted_genesis")

    def _read_team(self, connection: Connection, case: str) -> Team:
        team = Team(case)
        for found in _OF_CASE.rows(connection, {"case": case}):
            row, before = _row(found), found[-1]
            right = before is not None and follows(before, row) and self.vouched(row)
            if not right or not all(team.take(row.seq, row.actor, fact, self.people) for fact in _facts(row)):
                raise Unavailable("unavailable.team_forged", entry=row.seq)
        seats = {str(row[0]): tuple(map(kept, row[1:])) for row in _SEATS.rows(connection, {"case": case})}
        asked = {str(row[0]): list(map(kept, row[1:])) for row in _ASKED.rows(connection, {"case": case})}
        over = _CASE.first(connection, {"case": case})
        if over is None or not team.agrees(seats, asked, tuple(map(kept, over))):
            raise Unavailable("unavailable.team_differs")
        return team


def _row(found: Any) -> LogRow:
    return LogRow(*found[:13])


def _facts(row: LogRow) -> list[Any]:
    try:
        return listed(row.facts)
    except (ValueError, TypeError, RecursionError) as hostile:
        raise Unavailable("unavailable.log_forged", entry=row.seq) from hostile
