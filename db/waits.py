"""Waiting after wrong passwords: 1, 2, 4 .. 60 seconds after five misses, kept over a restart, never for ever."""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from math import ceil
from pathlib import Path

from db.files import write_whole

FREE_MISSES = 5
LONGEST = 60
_MOST = 64


class Waits:
    """Misses per slot, in a small file beside the slots; without it (or with a broken one) nobody waits."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "desk.waits"

    def left(self, slot: str, now: datetime) -> int:
        """Whole seconds this slot still waits; 0 where it may try."""
        misses, last = self._read().get(slot, (0, ""))
        if misses < FREE_MISSES:
            return 0
        wait = timedelta(seconds=min(LONGEST, 2 ** (misses - FREE_MISSES)))
        since = now - datetime.fromisoformat(last)
        # a clock set back must not lock anybody out for longer than the wait itself
        return 0 if since >= wait or since < timedelta(0) else ceil((wait - since).total_seconds())

    def missed(self, slot: str, now: datetime) -> None:
        """One more wrong try."""
        known = self._read()
        known[slot] = (min(known.get(slot, (0, ""))[0] + 1, _MOST), now.isoformat())
        self._write(known)

    def forgive(self, slot: str) -> None:
        """The right password was given."""
        known = self._read()
        if known.pop(slot, None):
            self._write(known)

    def _write(self, known: dict[str, tuple[int, str]]) -> None:
        # a full disk must not turn a wrong password into another fault, nor keep out whoever comes to make room
        with suppress(OSError):
            write_whole(self._path, json.dumps(known).encode())

    def _read(self) -> dict[str, tuple[int, str]]:
        try:
            found = json.loads(self._path.read_bytes())
            return {
                str(slot): (min(int(entry[0]), _MOST), datetime.fromisoformat(entry[1]).astimezone(UTC).isoformat())
                for slot, entry in found.items()
            }
        except (OSError, ValueError, TypeError, AttributeError, IndexError, KeyError, OverflowError, RecursionError):
            return {}
