"""The log: every act with how it ended, what it wrote and which rights it gave or took; each entry's hash vouches for all before it.

The member who acts signs the place her entry makes: vault, number, hash, and the hash of all that took rights away until then
(``rolled``), so that a newest entry that verifies vouches for the whole chain and for the whole roll.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime
from typing import Any, Final, NamedTuple

from sqlalchemy import Connection, bindparam, select, text

from db.keys import joined_up
from db.prepared import Prepared
from db.tables import UPKEEP_ACTS, events, is_reading, is_upkeep
from mdt.model.audit import Entry, Head, Outcome

GENESIS = hashlib.sha256(b"mdt-desk log").digest()
ROLL_KINDS: Final = frozenset(
    {"genesis", "invite", "certify", "end", "unseat", "recuse", "restrict", "turn", "restore", "ways", "turn_vault"}
)
"""Facts that make the roll: who is a member, and whatever takes a right or a way in away; hiding one of them must show at once."""
Write = tuple[str, str, int, str]
"""Record, what of it, version, and the first 32 hex digits of a SHA-256.

What of it: the name of a sealed field, ``*`` for all plain fields, ``~`` and the name of a plain field that changed, ``key`` and an
audience for a grant (its version is the epoch), ``marks`` for somebody's blind marks (version 0: they are owed; of nobody: all are).
"""
Fact = tuple[Any, ...]
Signer = Callable[[int, bytes, bool], bytes]
"""Signs the place of an entry: its number, its digest, whether it is one of the roll."""


class Place(NamedTuple):
    """A place of the log to hold later ones against: how many entries, the hash of the last, the hash of the roll there (hex)."""

    length: int
    digest: str
    roll: str


class LogRow(NamedTuple):
    """An entry as the table keeps it."""

    seq: int
    at: str
    actor: str
    act: str
    case: str | None
    outcome: str
    subject: str
    why: str
    writes: str
    facts: str
    digest: bytes
    roll: int
    signature: bytes | None


def digest_of(body: bytes) -> str:
    """What the log keeps of a sealed value: 128 bits of its SHA-256, in hex."""
    return hashlib.sha256(body).hexdigest()[:32]


def digest_of_row(noun: str, values: Iterable[Any]) -> str:
    """What the log keeps of a record's plain fields; the values as the table keeps them, in its order."""
    return digest_of(json.dumps([noun, *values]).encode())


def kept(value: Any) -> Any:
    """A plain value as its table keeps it."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bool):
        return int(value)
    return json.dumps(value, ensure_ascii=False) if isinstance(value, tuple) else value


def link(before: bytes, entry: Entry, writes: str, facts: str = "[]") -> bytes:
    """The hash of an entry: of the one before and of everything it says."""
    told = (entry.seq, kept(entry.at), entry.actor, entry.act, entry.case, entry.outcome.value, entry.subject, entry.why, writes, facts)
    return hashlib.sha256(before + _said(*told)).digest()


def follows(before: bytes, row: LogRow) -> bool:
    """Whether a row's digest is the one that what it says gives after ``before``."""
    try:
        return bool(hashlib.sha256(before + _said(*row[:10])).digest() == row.digest)
    except TypeError:  # a number or bytes planted where the log has texts
        return False


def _said(*told: Any) -> bytes:
    """All an entry says: its number and the length of each text (-1: none) in front, then the texts; no two entries read alike."""
    seq, at, actor, act, case, outcome, subject, why, writes, facts = told
    place, where = (-1, "") if case is None else (len(case), case)
    lengths = f"{seq},{len(at)},{len(actor)},{len(act)},{place},{len(outcome)},{len(subject)},{len(why)},{len(writes)},{len(facts)};"
    return "".join((lengths, at, actor, act, where, outcome, subject, why, writes, facts)).encode()


def rolled(before: bytes, digest: bytes) -> bytes:
    """The hash of the roll with one more entry in it."""
    return hashlib.sha256(before + digest).digest()


def head_said(vault: str, seq: int, digest: bytes, roll: bytes) -> bytes:
    """What is signed of a place of the log."""
    return joined_up("mdt-desk head", vault, seq, digest, roll)


def listed(text: str) -> list[Any]:
    """The facts or writes of an entry; ValueError where the text is no list of lists."""
    if text == "[]":
        return []
    found = json.loads(text)
    if not isinstance(found, list) or not all(isinstance(part, list) and part for part in found):
        raise ValueError("no list of lists")
    return found


_NEWEST = Prepared(select(events.c.seq, events.c.digest).order_by(events.c.seq.desc()).limit(1))
_READINGS = Prepared(
    select(events)
    .where(events.c.case == bindparam("case"), is_reading, events.c.outcome == Outcome.DONE.value)
    .order_by(events.c.seq.desc())
    .limit(bindparam("count"))
)
_APPEND = Prepared(events.insert())
_ROWS = select(*(events.c[name] for name in LogRow._fields)).order_by(events.c.seq)
_WHOLE = str(_ROWS)
_SINCE = str(_ROWS.where(events.c.seq > text("?")))


class Ledger:
    """The log inside one transaction."""

    def __init__(self, connection: Connection, facts: list[Fact], unconfirmed: tuple[Any, ...] | None = None) -> None:
        self._connection, self._facts, self._unconfirmed = connection, facts, unconfirmed

    def head(self) -> Head:
        """The newest place of the log."""
        length, digest = self._newest()
        return Head(length, digest.hex())

    def place_of(self, digest: str) -> int | None:
        """The number of the entry whose hash (hex) this is; None where the log has no such entry."""
        try:
            wanted = bytes.fromhex(digest)
        except ValueError:
            return None
        return self._connection.execute(select(events.c.seq).where(events.c.digest == wanted)).scalar()

    def state(self, kind: str, *said: Any) -> None:
        """Let the next entry say that a right is given or taken, in the order ``db.facts`` reads it."""
        self._facts.append((kind, *said))

    def unconfirmed(self) -> tuple[Any, ...] | None:
        """What a copy has still to be stated as by those who confirm it, its kind first; until then nothing is written."""
        return self._unconfirmed

    def append(self, entry: Entry, writes: Iterable[Write], sign: Signer) -> None:
        """Add an entry (its ``seq`` is set here) with what it wrote and the rights that were stated, signed."""
        length, before = self._newest()
        numbered = Entry(length + 1, entry.at, entry.actor, entry.act, entry.case, entry.outcome, entry.subject, entry.why)
        told = [tuple(map(kept, fact)) for fact in self._facts]
        written, said = json.dumps([list(write) for write in writes], separators=(",", ":")), json.dumps(told, separators=(",", ":"))
        digest, roll = link(before, numbered, written, said), any(fact[0] in ROLL_KINDS for fact in told)
        _APPEND.put(
            self._connection,
            {
                **{name: getattr(numbered, name) for name in ("seq", "at", "actor", "act", "case", "subject", "why")},
                **{"outcome": numbered.outcome.value, "writes": written, "digest": digest, "facts": said, "roll": roll},
                "signature": sign(numbered.seq, digest, roll),
            },
        )

    def newest(self, count: int) -> tuple[Entry, ...]:
        """The last ``count`` entries, newest first."""
        rows = self._connection.execute(select(events).order_by(events.c.seq.desc()).limit(count))
        return tuple(_entry(*row[:8]) for row in rows)

    def readings(self, case: str, count: int) -> tuple[Entry, ...]:
        """The last ``count`` times somebody did read a case, newest first."""
        return tuple(_entry(*row[:8]) for row in _READINGS.rows(self._connection, {"case": case, "count": count}))

    def last(self, act: str, subject: str) -> datetime | None:
        """When an act with a subject that begins so last ended well, or None."""
        found = self.latest(act, subject)
        return found.at if found else None

    def latest(self, act: str, subject: str) -> Entry | None:
        """The last act with a subject that begins so and that ended well, or None."""
        where = [events.c.act == act, events.c.subject.startswith(subject, autoescape=True), events.c.outcome == Outcome.DONE.value]
        where += [is_upkeep] if act in UPKEEP_ACTS else []
        row = self._connection.execute(select(events).where(*where).order_by(events.c.seq.desc()).limit(1)).first()
        return _entry(*row[:8]) if row else None

    def _newest(self) -> tuple[int, bytes]:
        row = _NEWEST.first(self._connection, {})
        return (int(row[0]), bytes(row[1])) if row else (0, GENESIS)


def _entry(seq: int, at: datetime, actor: str, act: str, case: str | None, outcome: str, subject: str, why: str) -> Entry:
    return Entry(seq, at, actor, act, case, Outcome(outcome), subject, why)


def rows_after(connection: Any, place: int) -> Iterator[LogRow]:
    """The entries after a place, in order, from a raw connection."""
    return map(LogRow._make, connection.execute(_SINCE, (place,)))


def replay(connection: Any) -> Iterator[tuple[LogRow, bool]]:
    """Every entry in order from a raw connection, and whether it is the one due there and its hash is right."""
    before = GENESIS
    for due, found in enumerate(connection.execute(_WHOLE), start=1):
        row = LogRow._make(found)
        yield row, row.seq == due and follows(before, row)
        before = row.digest
