"""Freshness: whether a vault is the one that this workstation saw last, asked at every sign-in and by ``verify``."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Final

from db.clock import KARACHI
from db.copies import is_replaced, takes_over
from db.facts import People
from db.heads import Kept
from db.ledger import GENESIS, follows, rows_after
from db.roll import Roll
from mdt.errors import Unavailable

SLACK = timedelta(minutes=5)
_REFUSED: Final = {
    "rolled_back": "unavailable.rolled_back",
    "forked": "unavailable.forked",
    "clock_back": "unavailable.clock_back",
}


def stale(raw: Any, kept: Kept, people: Callable[[], People], now: datetime, is_forked: bool = False) -> str | None:
    """The word for what is wrong with the newest place of the log, or None.

    Rolled back, forked, replaced by a copy that was confirmed, or from after the clock's time.
    """
    word = _older(raw, kept) or ("forked" if is_forked else None)
    if word and is_replaced(raw, kept, people()):
        return "replaced"
    if word and not takes_over(raw, kept, people()):
        return word
    try:
        newest = raw.execute("SELECT at FROM events ORDER BY seq DESC LIMIT 1").fetchone() or ("",)
        return "clock_back" if datetime.fromisoformat(str(newest[0])) > now + SLACK else None
    except (ValueError, TypeError):
        return None  # a moment that is none breaks the chain, and is named there


def refuse_stale(raw: Any, kept: Kept, roll: Roll, now: datetime) -> None:
    """The check at sign-in: Unavailable where the log is not the one that was seen here last, or what came since is not signed."""
    other_roll = kept.head.length > 0 and roll.marks.at(kept.head.length).hex() != kept.head.roll
    word = stale(raw, kept, lambda: roll.people, now, other_roll)
    if word == "replaced":
        raise Unavailable("unavailable.replaced", day=taken_on(kept))
    if word is not None:
        raise Unavailable(_REFUSED[word])
    check_tail(raw, 0 if other_roll or _older(raw, kept) else kept.head.length, roll)


def taken_on(kept: Kept) -> str:
    """The day on which a copy took the desk's place; nothing where none did."""
    return f"{datetime.fromisoformat(kept.taken.at).astimezone(KARACHI):%d.%m.%Y}" if kept.taken else ""


def check_tail(raw: Any, seen: int, roll: Roll) -> None:
    """Every entry after a place: its hash, and the signature of whoever was certified; without a place, the newest entry alone."""
    newest = int((raw.execute("SELECT max(seq) FROM events").fetchone() or (0,))[0] or 0)
    after = seen or max(0, newest - 1)
    before = raw.execute("SELECT digest FROM events WHERE seq = ?", (after,)).fetchone() if after else (GENESIS,)
    digest = before[0] if before else b""
    for due, row in enumerate(rows_after(raw, after), start=after + 1):
        known = roll.certificate(row.actor, row.seq) is not None
        if row.seq != due or not follows(digest, row) or (known and row.signature is not None and not roll.vouched(row)):
            raise Unavailable("unavailable.log_forged", entry=due)
        if row.seq == newest and known and row.signature is None:
            raise Unavailable("unavailable.log_forged", entry=due)
        digest = row.digest


def _older(raw: Any, kept: Kept) -> str | None:
    if int(raw.execute("SELECT max(seq) FROM events").fetchone()[0] or 0) < kept.head.length:
        return "rolled_back"
    there = raw.execute("SELECT hex(digest) FROM events WHERE seq = ?", (kept.head.length,)).fetchone()
    return "forked" if kept.head.length and (there is None or there[0].lower() != kept.head.digest) else None
