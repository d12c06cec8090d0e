"""The log replayed against the rows: every entry's hash, signature and right, and every row where the log says it was put."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from db.facts import People, Team
from db.keys import is_said_by
from db.ledger import ROLL_KINDS, LogRow, Place, digest_of, digest_of_row, head_said, listed, replay
from db.roll import Marks
from db.tables import RECORDS
from mdt.model.cases import Case
from mdt.model.sensitivity import Audience
from mdt.model.staff import Member

_SELECT = {kind: str(select(table)) for kind, table in RECORDS.items()}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong: what (a word for its sentence), where (page, table or file) and on which case, as far as can be told."""

    what: str
    where: str
    case: str = ""


class Replay:
    """What the log says of everything that is kept, gathered entry by entry; ``findings`` are what is wrong with the log itself."""

    def __init__(self, vault: str, genesis: bytes, trusted: int) -> None:
        self.people, self.places = People(vault, genesis), Marks()
        self.teams: dict[str, Team] = {}
        self.findings: list[Finding] = []
        self.rows: dict[str, str] = {}
        self.histories: dict[str, dict[tuple[str, int], str]] = defaultdict(dict)
        self.seals: dict[tuple[str, str, int], str] = {}
        self.marks: dict[str, str] = {}
        self.owed: set[str] = set()
        self.kits: dict[str, tuple[str, str]] = {}
        self._vault, self._trusted = vault, trusted
        self._owed: tuple[int, str] | None = None

    def hear(self, row: LogRow) -> bool:
        """Take in one entry whose hash is right; False where what it says cannot be read."""
        try:
            facts, writes = listed(row.facts), listed(row.writes)
            self._keep(writes)
        except (ValueError, TypeError, RecursionError):
            return False
        of_roll = any(fact[0] in ROLL_KINDS for fact in facts if isinstance(fact[0], str))
        if of_roll:
            self.places.put(row.seq, row.digest)
        if row.seq == 1 and not self._begins(row, facts):
            self.findings.append(Finding("genesis_foreign", "1"))
            return False
        self._check_voice(row, bool(facts), bool(writes))
        if (row.act, row.outcome) == ("record_kit", "done"):
            place, _, mark = row.subject.rpartition(":")
            self.kits[place] = (row.actor, mark)
        entitled = all(self._taken(row, fact) for fact in (facts[1:] if row.seq == 1 else facts))
        if not entitled or bool(row.roll) != of_roll:
            self.findings.append(Finding("fact_not_entitled", str(row.seq), row.case or ""))
        return True

    def end(self) -> None:
        """After the last entry: nothing may be left that nobody signed."""
        if self._owed is not None:
            self.findings.append(Finding("entry_unsigned", str(self._owed[0])))

    def _begins(self, row: LogRow, facts: list[Any]) -> bool:
        return bool(facts) and facts[0][0] == "genesis" and self.people.take(1, row.actor, facts[0])

    def _taken(self, row: LogRow, fact: list[Any]) -> bool:
        if row.case is None:
            return fact[0] in ROLL_KINDS and self.people.take(row.seq, row.actor, fact)
        if row.case not in self.teams:
            self.teams[row.case] = Team(row.case)
        right = self.teams[row.case].take(row.seq, row.actor, fact, self.people)
        return right and (fact[0] != "turn" or self.people.take(row.seq, row.actor, fact))

    def _check_voice(self, row: LogRow, has_facts: bool, has_writes: bool) -> None:
        """An entry without a signature is vouched for by the next signed one of the same actor; one that gives rights is signed itself."""
        found = self.people.at(row.actor, row.seq)
        if found is None:
            # nobody's voice is known for somebody who is not certified: she is refused everything but to join and to fail
            harmless = (row.act == "join_desk" and not has_facts) or (row.outcome != "done" and not (has_facts or has_writes))
            if not harmless:
                self._unsigned(row)
            return
        if self._owed is not None and self._owed[1] != row.actor:
            self._unsigned(row)
            self._owed = None
        if row.signature is None:
            self._owed = self._owed or (row.seq, row.actor)
            if has_facts:
                self._unsigned(row)
        elif row.seq > self._trusted:
            said = head_said(self._vault, row.seq, row.digest, self.places.at(row.seq))
            if not is_said_by(bytes.fromhex(found.voice), said, row.signature):
                self._unsigned(row)
            self._owed = None
        else:
            self._owed = None

    def _keep(self, writes: list[Any]) -> None:
        for record, what, version, digest in writes:
            if what == "*":
                self.rows[record] = digest
            elif what == "~":
                self.histories.pop(record, None)
            elif what[0] == "~":
                self.histories[record][what[1:], version] = digest
            elif what == "marks":
                self._hear_marks(record, version, digest)
            else:
                self.seals[record, what, version] = digest

    def _hear_marks(self, party: str, version: int, digest: str) -> None:
        if not party:
            self.owed |= {one for one, made in self.marks.items() if made}
            self.marks.clear()
        elif version:
            self.marks[party] = digest
            self.owed.discard(party)
        else:
            self.owed.add(party)

    def _unsigned(self, row: LogRow) -> None:
        self.findings.append(Finding("entry_unsigned", str(row.seq), row.case or ""))


def replayed(raw: Any, vault: str, genesis: bytes, known: Place | None) -> Replay:
    """The log heard to its end or to where it is broken; the signatures up to a place known to be good are not asked again."""
    told = Replay(vault, genesis, _trusted(raw, known))
    for number, (row, right) in enumerate(replay(raw), start=1):
        if not right or not told.hear(row):
            told.findings.append(Finding("log_broken", str(number)))
            break
    told.end()
    return told


def contents(raw: Any, told: Replay) -> list[Finding]:
    """Everything the log and the rows have to say against each other."""
    steps = (_members, _teams, _rows, _histories, _seals, _grants)
    return [*told.findings, *(finding for step in steps for finding in step(raw, told))]


def people_of(raw: Any, vault: str, genesis: bytes) -> People:
    """Who the log says the desk's people are, without a look at the rows."""
    told = Replay(vault, genesis, 0)
    for row, right in replay(raw):
        if not right or not told.hear(row):
            break
    return told.people


def _trusted(raw: Any, known: Place | None) -> int:
    if known is None:
        return 0
    row = raw.execute("SELECT digest FROM events WHERE seq = ?", (known.length,)).fetchone()
    return known.length if row and isinstance(row[0], bytes) and row[0].hex() == known.digest else 0


def _members(raw: Any, told: Replay) -> list[Finding]:
    names = RECORDS[Member].c.keys()
    rows = [Member(**dict(zip(names, row, strict=True))) for row in raw.execute(_SELECT[Member])]
    return [Finding("member_differs", str(row.user_name)) for row in rows if not told.people.agrees(row)]


def _teams(raw: Any, told: Replay) -> list[Finding]:
    seats: dict[str, dict[str, Any]] = defaultdict(dict)
    asked: dict[str, dict[str, Any]] = defaultdict(dict)
    for case, seat, *said in raw.execute('SELECT "case", id, member, lead, since, added_by, until, recused_on FROM seats'):
        seats[case][seat] = tuple(said)
    for case, request, *said in raw.execute('SELECT "case", id, kind, requested_by, decided_by, decided_on, decision FROM requests'):
        asked[case][request] = said
    found = []
    for case, *over in raw.execute("SELECT id, restricted, closed_on, voided_on FROM cases"):
        team = told.teams.get(case)
        if team is None or not team.agrees(seats.get(case, {}), asked.get(case, {}), tuple(over)):
            found.append(Finding("team_differs", "seats", case))
    return found


def _rows(raw: Any, told: Replay) -> list[Finding]:
    found = []
    for kind, table in RECORDS.items():
        place = table.c.keys().index("id")
        case = table.c.keys().index("case") if "case" in table.c else place if kind is Case else None
        for row in raw.execute(_SELECT[kind]):
            due = told.rows.pop(row[place], None)
            if due is None or due != _digest(table.name, row):
                where = (f"{table.name} {row[place]}", "" if case is None else str(row[case]))
                found.append(Finding("row_unknown", *where) if due is None else Finding("row_changed", *where))
    return found + [Finding("row_vanished", record) for record in told.rows]


def _histories(raw: Any, told: Replay) -> list[Finding]:
    found = []
    for case, noun, record, field, version, old, new in raw.execute('SELECT "case", noun, record, field, version, old, new FROM changes'):
        if told.histories.get(record, {}).pop((field, version), None) != _digest(noun, (old, new)):
            found.append(Finding("history_changed", f"{noun} {record} {field}", case))
    gone = [(record, field) for record, changed in told.histories.items() for field, _ in changed]
    return found + [Finding("history_vanished", f"{record} {field}") for record, field in gone]


def _seals(raw: Any, told: Replay) -> list[Finding]:
    found = []
    for record, field, version, body, noun, case in raw.execute('SELECT record, field, version, body, noun, "case" FROM sealed'):
        promised = told.seals.pop((record, field, version), None)
        if not isinstance(body, bytes) or promised != digest_of(body):
            found.append(Finding("seal_unknown" if promised is None else "seal_changed", f"{noun} {record} {field}", case))
    gone = [place for place in told.seals if not place[1].startswith("key ") and place[1] != Audience.DRAFT.value]
    return found + [Finding("seal_vanished", f"{record} {field}") for record, field, _ in gone]


def _grants(raw: Any, told: Replay) -> list[Finding]:
    found = []
    rows = raw.execute('SELECT "case", audience, epoch, member, commitment, closed_key, signature FROM grants')
    for case, audience, epoch, member, *parts in rows:
        promised = told.seals.pop((f"{case}/{member}", f"key {audience}", epoch), None)
        if not all(isinstance(part, bytes) for part in parts) or promised != digest_of(b"".join(parts)):
            found.append(Finding("grant_unknown" if promised is None else "grant_changed", f"{audience} {member}", case))
    gone = [(record, what) for record, what, _ in told.seals if what.startswith("key ")]
    return found + [Finding("grant_vanished", f"{what[4:]} {record.partition('/')[2]}", record.partition("/")[0]) for record, what in gone]


def _digest(noun: str, values: Any) -> str | None:
    try:
        return digest_of_row(noun, values)
    except TypeError:  # bytes planted where texts are kept
        return None
