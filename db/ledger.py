"""The log: every act with how it ended and the digest of every sealed value it wrote, each entry's hash vouching for all before it.

A seam: signed heads, member certificates and grants become entries of this same chain (security.md 2) without a second mechanism.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, bindparam, select

from db.prepared import Prepared
from db.tables import events, is_reading
from mdt.model.audit import Entry, Head, Outcome

GENESIS = hashlib.sha256(b"mdt-desk log").digest()
SealedWrite = tuple[str, str, int, str]
"""Record, field, version, and the first 32 hex digits of the SHA-256 of the sealed bytes."""


def digest_of(body: bytes) -> str:
    """What the log keeps of a sealed value: 128 bits of its SHA-256, in hex."""
    return hashlib.sha256(body).hexdigest()[:32]


def link(before: bytes, entry: Entry, writes: str) -> bytes:
    """The hash of an entry: of the one before and of everything it says."""
    at = entry.at.astimezone(UTC).isoformat(timespec="microseconds")
    said = _said(entry.seq, at, entry.actor, entry.act, entry.case, entry.outcome.value, entry.subject, entry.why, writes)
    return hashlib.sha256(before + said).digest()


def _said(seq: int, at: str, actor: str, act: str, case: str | None, outcome: str, subject: str, why: str, writes: str) -> bytes:
    """All an entry says: its number and the length of each text (-1: none) in front, then the texts; no two entries read alike."""
    place, where = (-1, "") if case is None else (len(case), case)
    lengths = f"{seq},{len(at)},{len(actor)},{len(act)},{place},{len(outcome)},{len(subject)},{len(why)},{len(writes)};"
    return "".join((lengths, at, actor, act, where, outcome, subject, why, writes)).encode()


_NEWEST = Prepared(select(events.c.seq, events.c.digest).order_by(events.c.seq.desc()).limit(1))
_READINGS = Prepared(
    select(events)
    .where(events.c.case == bindparam("case"), is_reading, events.c.outcome == Outcome.DONE.value)
    .order_by(events.c.seq.desc())
    .limit(bindparam("count"))
)
_APPEND = Prepared(events.insert())


class Ledger:
    """The log inside one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def head(self) -> Head:
        """The newest place of the log."""
        length, digest = self._newest()
        return Head(length, digest.hex())

    def append(self, entry: Entry, writes: Iterable[SealedWrite]) -> None:
        """Add an entry (its ``seq`` is set here) with the sealed values it wrote."""
        length, before = self._newest()
        numbered = Entry(length + 1, entry.at, entry.actor, entry.act, entry.case, entry.outcome, entry.subject, entry.why)
        listed = json.dumps([list(write) for write in writes], separators=(",", ":"))
        _APPEND.put(
            self._connection,
            {
                **{name: getattr(numbered, name) for name in ("seq", "at", "actor", "act", "case", "subject", "why")},
                "outcome": numbered.outcome.value,
                "writes": listed,
                "digest": link(before, numbered, listed),
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
        where = (events.c.act == act, events.c.subject.startswith(subject, autoescape=True), events.c.outcome == Outcome.DONE.value)
        return self._connection.execute(select(events.c.at).where(*where).order_by(events.c.seq.desc()).limit(1)).scalar()

    def _newest(self) -> tuple[int, bytes]:
        row = _NEWEST.first(self._connection, {})
        return (int(row[0]), bytes(row[1])) if row else (0, GENESIS)


def _entry(seq: int, at: datetime, actor: str, act: str, case: str | None, outcome: str, subject: str, why: str) -> Entry:
    return Entry(seq, at, actor, act, case, Outcome(outcome), subject, why)


def replay(connection: Any) -> Iterator[tuple[int, bool, str]]:
    """Every entry in order from a raw connection: its number, whether its hash is right, and the sealed writes it lists (JSON)."""
    before = GENESIS
    rows = connection.execute('SELECT seq, at, actor, act, "case", outcome, subject, why, writes, digest FROM events ORDER BY seq')
    for due, row in enumerate(rows, start=1):
        try:
            right = row[0] == due and hashlib.sha256(before + _said(*row[:9])).digest() == row[9]
        except TypeError:  # a number or bytes planted where the log has texts
            right = False
        yield due, right, row[8]
        before = row[9]
