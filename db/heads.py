"""The newest place of each log this workstation saw, kept outside the vault (db/freshness.py holds it against the vault)."""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from db.files import write_whole
from db.ledger import Place
from db.sealing import derived

FORMAT: Final = 2
EVERY_S = 1.0
_NOWHERE: Final = Place(0, "", "")


@dataclass(frozen=True, slots=True)
class Taken:
    """That a copy took the desk's place: which (as ``db.copies.Copy`` says it), and when the last who had to confirmed it."""

    copy: tuple[Any, ...]
    at: str


@dataclass(frozen=True, slots=True)
class Kept:
    """What is kept of one vault: the newest place that was seen, and the newest up to which every signature was found good.

    ``members`` is how many were certified there, ``taken`` the last time a copy took the desk's place.
    """

    head: Place = _NOWHERE
    checked: Place = _NOWHERE
    members: int = 0
    taken: Taken | None = None

    def said(self) -> dict[str, Any]:
        """As the file keeps it."""
        taken = [list(self.taken.copy), self.taken.at] if self.taken else []
        return {"head": list(self.head), "checked": list(self.checked), "members": self.members, "taken": taken}


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
        told = {name: said[name] for name in Kept().said()}
        due = {_mark(known, told) for known in (mark_key(key), *older)}
        if said["format"] != FORMAT or not due & set(map(str, said["marks"])):
            raise ValueError("head of another vault")
        taken = Taken(tuple(said["taken"][0]), said["taken"][1]) if said["taken"] else None
        return Kept(Place(*said["head"]), Place(*said["checked"]), said["members"], taken)

    def write(self, vault: str, key: bytes, kept: Kept, older: Iterable[bytes] = (), *, at_once: bool = True) -> None:
        """Keep it; not ``at_once``: at most once a second, since what follows soon will be kept too.

        Marked for older vault keys too, so that a folder from before a turn is known as old when it is put back.
        """
        path = self._path(vault)
        if path is None or (not at_once and time.monotonic() - self._at < EVERY_S):
            return
        self._at = time.monotonic()
        path.parent.mkdir(0o700, parents=True, exist_ok=True)
        said = kept.said()
        marks = [_mark(known, said) for known in (mark_key(key), *older)]
        write_whole(path, json.dumps({"format": FORMAT, **said, "marks": marks}).encode(), sync=False)

    def _path(self, vault: str) -> Path | None:
        return None if self._folder is None else self._folder / f"{vault}.head"


def mark_key(key: bytes) -> bytes:
    """What places kept outside are marked with; it opens nothing."""
    return derived(key, "heads")


def _mark(key: bytes, said: dict[str, Any]) -> str:
    return hmac.new(key, json.dumps(said, sort_keys=True).encode(), hashlib.sha256).hexdigest()
