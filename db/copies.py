"""Copies of a desk: what was restored or salvaged is for reading until its members say that it takes the old one's place."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from db.compare import Finding
from db.facts import People
from db.files import write_whole
from db.heads import Kept, Taken

FORMAT: Final = 1
COPY_FILE: Final = "desk.copy"
"""Left in the folder of a copy until it is confirmed: how it was made, and the place of the log that it begins from."""
LOST_FILE: Final = "desk.lost"
"""Stays in a salvaged folder: what could not be saved, a line each; its hash is part of what is confirmed."""
RESTORE, SALVAGE = "restore", "salvage"


@dataclass(frozen=True, slots=True)
class Copy:
    """How a copy was made, the place of the log it was made at, and the SHA-256 of the list of what was lost on the way."""

    kind: str
    length: int
    digest: str
    lost: str = ""

    def said(self) -> tuple[str, int, str, str]:
        """As the members who confirm it state it."""
        return self.kind, self.length, self.digest, self.lost


def mark_copy(folder: Path, kind: str, place: tuple[int, str], lost: Iterable[Finding] = ()) -> None:
    """Leave the note that makes a folder a copy, and the list of what a salvage could not save."""
    if kind == SALVAGE:
        lines = (f"{one.what}\t{one.where}\t{one.case}\n" for one in lost)
        write_whole(folder / LOST_FILE, "".join(lines).encode("utf-8", "surrogatepass"))
    note = {"format": FORMAT, "kind": kind, "length": place[0], "digest": place[1]}
    write_whole(folder / COPY_FILE, json.dumps(note).encode())


def copy_in(folder: Path) -> Copy | None:
    """What a folder's note says; None where there is none, the beginning of the log where the note makes no sense."""
    try:
        note = json.loads((folder / COPY_FILE).read_bytes())
        if note["format"] != FORMAT or note["kind"] not in (RESTORE, SALVAGE):
            raise ValueError("a note of another program")
        lost = _hash_of(folder / LOST_FILE) if note["kind"] == SALVAGE else ""
        return Copy(str(note["kind"]), int(note["length"]), str(note["digest"]), lost)
    except FileNotFoundError:
        return None
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        return Copy(RESTORE, 0, "")


def unconfirmed(folder: Path, kept: Kept, people: People) -> tuple[Any, ...] | None:
    """What has still to be stated of a copy: what it is, which place it takes the place of, and by how many; None where nothing has.

    One member is enough only where the log knows of one, and nothing newer that was seen on this computer knew of more.
    """
    found = copy_in(folder)
    if found is None or (kept.taken is not None and found.said() == kept.taken.copy):
        return None
    hands = 1 if len(people.active()) == 1 and kept.members <= 1 else 2
    said = (*found.said(), kept.head.length, kept.head.digest, hands)
    return None if people.confirmed_at(said) else said


def newest_taken(raw: Any, kept: Kept, people: People) -> Taken | None:
    """The last time that a copy took the desk's place, as the log tells it or as it was kept before."""
    told = [Taken(tuple(said[:4]), at) for said, at in _since(raw, kept, people)]
    return max(told, key=lambda taken: taken.at, default=kept.taken)


def takes_over(raw: Any, kept: Kept, people: People) -> bool:
    """Whether the log says that a copy took the place of what was seen here last, and that was not seen here yet.

    Not by the word of one, where more were seen here: she would have cut the log off to where she stood alone.
    """
    enough = 1 if kept.members <= 1 else 2
    return any(said[4] >= kept.head.length and said[6] >= enough for said, _ in _since(raw, kept, people))


def is_replaced(raw: Any, kept: Kept, people: People) -> bool:
    """Whether this is the desk whose place a copy took: it holds what the copy was made from, and not that the copy was confirmed."""
    if kept.taken is None or any(tuple(said[:4]) == kept.taken.copy for _, said in people.confirmed()):
        return False
    _, length, digest, _ = kept.taken.copy
    there = raw.execute("SELECT hex(digest) FROM events WHERE seq = ?", (length,)).fetchone()
    return there is not None and str(there[0]).lower() == digest


def lost_in(folder: Path) -> tuple[Finding, ...]:
    """What a salvage could not save."""
    try:
        lines = (folder / LOST_FILE).read_text("utf-8", "surrogatepass").splitlines()
    except FileNotFoundError:
        return ()
    return tuple(Finding(*line.split("\t")) for line in lines if line.count("\t") == 2)


def _since(raw: Any, kept: Kept, people: People) -> Iterator[tuple[tuple[Any, ...], str]]:
    """What was confirmed of copies after the last confirmation that was kept, and when."""
    for place, said in people.confirmed():
        at = str(raw.execute("SELECT at FROM events WHERE seq = ?", (place,)).fetchone()[0])
        if kept.taken is None or at > kept.taken.at:
            yield said, at


def _hash_of(path: Path) -> str:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except FileNotFoundError:
        return ""
