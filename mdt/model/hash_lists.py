"""Hash lists that the desk keeps: fingerprints of known files with their category, never a file, a name of one or where it lay."""

from __future__ import annotations

import hashlib
from base64 import b64decode
from binascii import Error
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from mdt.errors import Invalid
from mdt.model.sensitivity import Count, MaybePlain, MaybePlainDate, Moment, Plain, Plains

WIDTHS: Final[Mapping[str, int]] = {"md5": 16, "sha1": 20}
"""Bytes of each kind of hash; an entry has one more, the place of its category."""
RECORDS: Final = 4_000_000
"""Records of one list, at the most."""
AT_ONCE: Final = 256
"""Entries of one row: so many are read for one hash that is looked up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HashList:
    """A list as it was kept: whose, in which form, how much is in it; ``digest`` is the SHA-256 of the file, ``packed`` of its hashes.

    ``categories`` are 'name=count' in the order of their places; what a number of a category means is the sender's to say.
    """

    id: Plain
    kind: Plain
    source: Plain
    model: Plain
    digest: Plain
    packed: Plain
    records: Count
    hashes: Count
    contradictions: Count
    categories: Plains
    kept_at: Moment
    kept_by: Plain
    withdrawn_on: MaybePlainDate = None
    withdrawn_by: MaybePlain = None
    version: Count = 1


@dataclass(frozen=True, slots=True)
class Known:
    """How many of some hashes stand on a kept list, by the list and its category."""

    list: str
    category: str
    count: int


def entries_of(kind: str, packed: str, categories: int) -> bytes:
    """The entries of one kind as they came; Invalid where they are not sorted entries of that width with places of categories."""
    width = WIDTHS.get(kind, 0) + 1
    try:
        raw = b64decode(packed, validate=True)
    except (Error, ValueError):
        raise Invalid("unread.ended") from None
    if width == 1 or not raw or len(raw) % width:
        raise Invalid("unread.ended")
    before = b""
    for entry in _cut(raw, width):
        if entry[:-1] <= before or entry[-1] >= categories:
            raise Invalid("unread.ended")
        before = entry[:-1]
    return raw


def rows_of(kind: str, raw: bytes) -> Iterator[bytes]:
    """The same in pieces that are each kept as one row."""
    size = (WIDTHS[kind] + 1) * AT_ONCE
    yield from (raw[at : at + size] for at in range(0, len(raw), size))


def place_in(kind: str, piece: bytes, wanted: bytes) -> int | None:
    """The place of the category under which a hash stands in a piece; None where it is not there."""
    width = WIDTHS[kind] + 1
    low, high = 0, len(piece) // width
    while low < high:
        middle = (low + high) // 2
        found = piece[middle * width : middle * width + width - 1]
        if found == wanted:
            return piece[middle * width + width - 1]
        low, high = (middle + 1, high) if found < wanted else (low, middle)
    return None


def digest_of(kinds: Iterable[tuple[str, Iterable[bytes]]]) -> str:
    """SHA-256 over the kinds and their pieces in order."""
    made = hashlib.sha256()
    for kind, pieces in kinds:
        made.update(f"{kind}\n".encode())
        for piece in pieces:
            made.update(piece)
    return made.hexdigest()


def texts_of(packed: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Packed hashes as they are written in files."""
    for kind, text in packed:
        raw, width = b64decode(text), WIDTHS[kind] + 1
        yield from (entry[:-1].hex() for entry in _cut(raw, width))


def hashes_in(texts: Iterable[str]) -> frozenset[tuple[str, bytes]]:
    """Which of some texts are hashes, by kind."""
    kinds = {width * 2: kind for kind, width in WIDTHS.items()}
    found = set()
    for text in texts:
        written = text.strip()
        if kind := kinds.get(len(written)):
            try:
                found.add((kind, bytes.fromhex(written)))
            except ValueError:
                continue
    return frozenset(found)


def _cut(raw: bytes, width: int) -> Iterator[bytes]:
    return (raw[at : at + width] for at in range(0, len(raw), width))
