"""Freshness: the newest place of each log this workstation saw, kept outside the vault, and held against the vault at every sign-in."""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

from db.facts import People
from db.ledger import GENESIS, Place, follows, rows_after
from db.roll import Roll
from db.sealing import derived
from mdt.errors import Unavailable

FORMAT: Final = 1
RESTORED_FILE: Final = "desk.restored"
"""Left in a folder by a restore until two members have confirmed it: the place of the log that was restored."""
SLACK = timedelta(minutes=5)
EVERY_S = 1.0
_NOWHERE: Final = Place(0, "", "")


@dataclass(frozen=True, slots=True)
class Kept:
    """What is kept of one vault: the newest place that was seen, and the newest up to which every signature was found good."""

    head: Place = _NOWHERE
    checked: Place = _NOWHERE


class Heads:
    """A folder of the system's user with one small file per vault, marked with a key of that vault; None keeps nothing."""

    def __init__(self, folder: Path | None) -> None:
        self._folder, self._at = folder, 0.0

    def read(self, vault: str, key: bytes, older: Iterable[bytes] = ()) -> Kept:
        """What was kept; nothing where there is no file. ValueError for a file that was damaged or written by somebody else.

        ``older`` are the mark keys (``mark_key``) of vault keys before this one: this computer may not have seen the turn yet.
        """
        path = self._path(vault)
        if path is None or not path.exists():
            return Kept()
        said = json.loads(path.read_bytes())
        due = {_mark(known, said["head"], said["checked"]) for known in (mark_key(key), *older)}
        if said["format"] != FORMAT or not due & set(map(str, said["marks"])):
            raise ValueError("head of another vault")
        return Kept(Place(*said["head"]), Place(*said["checked"]))

    def write(self, vault: str, key: bytes, kept: Kept, older: Iterable[bytes] = (), *, at_once: bool = True) -> None:
        """Keep it; not ``at_once``: at most once a second, since what follows soon will be kept too.

        Marked for older vault keys too, so that a folder from before a turn is known as old when it is put back.
        """
        path = self._path(vault)
        if path is None or (not at_once and time.monotonic() - self._at < EVERY_S):
            return
        self._at = time.monotonic()
        path.parent.mkdir(parents=True, exist_ok=True)
        said = {"format": FORMAT, "head": list(kept.head), "checked": list(kept.checked)}
        beside = path.with_suffix(".new")
        marks = [_mark(known, said["head"], said["checked"]) for known in (mark_key(key), *older)]
        beside.write_text(json.dumps({**said, "marks": marks}), encoding="utf-8")
        beside.replace(path)

    def _path(self, vault: str) -> Path | None:
        return None if self._folder is None else self._folder / f"{vault}.head"


def mark_key(key: bytes) -> bytes:
    """What places kept outside are marked with; it opens nothing."""
    return derived(key, "heads")


def _mark(key: bytes, *places: Any) -> str:
    return hmac.new(key, json.dumps(places).encode(), hashlib.sha256).hexdigest()


def restored_at(folder: Path) -> tuple[int, str] | None:
    """The place of the log that was restored into this folder and not confirmed yet; (0, '') where the note of it makes no sense."""
    try:
        said = json.loads((folder / RESTORED_FILE).read_bytes())
        return int(said["length"]), str(said["digest"])
    except FileNotFoundError:
        return None
    except (OSError, ValueError, TypeError, KeyError):
        return 0, ""


def unconfirmed(folder: Path, kept: Kept, people: People) -> tuple[Any, ...] | None:
    """What two members, a supervisor among them, have still to confirm of a restore: what was restored, and what it takes the place of."""
    found = restored_at(folder)
    if found is None:
        return None
    said = (*found, kept.head.length, kept.head.digest)
    return None if people.confirmed(said) else said


def stale(raw: Any, kept: Kept, now: datetime) -> str | None:
    """The word for what is wrong with the newest place of the log, or None: rolled back, forked, or from after the clock's time."""
    newest = raw.execute("SELECT seq, at FROM events ORDER BY seq DESC LIMIT 1").fetchone() or (0, "")
    if newest[0] < kept.head.length:
        return "rolled_back"
    there = raw.execute("SELECT hex(digest) FROM events WHERE seq = ?", (kept.head.length,)).fetchone()
    if kept.head.length and there[0].lower() != kept.head.digest:
        return "forked"
    try:
        return "clock_back" if datetime.fromisoformat(str(newest[1])) > now + SLACK else None
    except (ValueError, TypeError):
        return None  # a moment that is none breaks the chain, and is named there


_REFUSED: Final = {
    "rolled_back": Unavailable("unavailable.rolled_back"),
    "forked": Unavailable("unavailable.forked"),
    "clock_back": Unavailable("unavailable.clock_back"),
}


def refuse_stale(raw: Any, kept: Kept, roll: Roll, now: datetime) -> None:
    """The check at sign-in: Unavailable where the log is not the one that was seen here last, or what came since is not signed."""
    word = stale(raw, kept, now)
    if kept.head.length and roll.marks.at(kept.head.length).hex() != kept.head.roll:
        word = word or "forked"
    if word is not None:
        raise _REFUSED[word]
    check_tail(raw, kept.head.length, roll)


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
