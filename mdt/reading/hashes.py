"""Counts hashes as records go by, finds those that stand under two categories, and packs them; keeps nothing else of a record."""

from __future__ import annotations

from base64 import b64encode
from collections import Counter
from typing import Final

from mdt.errors import Invalid
from mdt.model.readings import HashReading
from mdt.reading.bounds import RECORDS
from mdt.reading.spots import squashed

_WIDTHS: Final = {"md5": 32, "sha1": 40}
_CATEGORIES: Final = 200
_EXAMPLES: Final = 20
_TRUE, _FALSE = frozenset("y yes t true 1".split()), frozenset("n no f false 0".split())


def told(value: object) -> str:
    """yes or no as lists write it; empty where it is missing, 'unread' where it is neither."""
    words = str(value).strip().casefold() if value is not None else ""
    return "yes" if words in _TRUE else "no" if words in _FALSE else "unread" if words else ""


class HashCount:
    """One list while it is read."""

    def __init__(self) -> None:
        self.records, self.without = 0, 0
        self.flags: Counter[str] = Counter()
        self._places: dict[str, int] = {}
        self._counts: Counter[int] = Counter()
        self._held: dict[str, dict[bytes, int]] = {kind: {} for kind in _WIDTHS}
        self._contrary: dict[bytes, tuple[str, int, int]] = {}

    def add(self, md5: object, sha1: object, category: str) -> None:
        """One record; its category may be empty, and a record without a hash is counted as one."""
        self.records += 1
        if self.records > RECORDS:
            raise Invalid("unread.much")
        place = self._places.setdefault(category, len(self._places))
        if place >= _CATEGORIES:
            raise Invalid("unread.categories")
        self._counts[place] += 1
        found = [self._hash(kind, text, place) for kind, text in (("md5", md5), ("sha1", sha1))]
        if not any(found):
            self.without += 1

    def flag(self, name: str, value: object) -> None:
        """One yes or no of a record."""
        if said := told(value):
            self.flags[f"{name}_{said}"] += 1

    def has_categories(self) -> bool:
        """Whether any record had one."""
        return any(name for name in self._places)

    def reading(self, source: str, version: str) -> HashReading:
        """All of it."""
        names = list(self._places)
        order = sorted(range(len(names)), key=names.__getitem__)
        rank = {place: at for at, place in enumerate(order)}
        examples = [f"{kind} {text.hex()}: {names[one]}, {names[two]}" for text, (kind, one, two) in self._contrary.items()]
        packed = {
            kind: b64encode(b"".join(text + bytes([rank[place]]) for text, place in sorted(held.items()))).decode("ascii")
            for kind, held in self._held.items()
            if held
        }
        return HashReading(
            source=source,
            version=version,
            records=self.records,
            hashes=max(map(len, self._held.values())),
            without=self.without,
            categories=tuple((names[place], self._counts[place]) for place in order),
            contradictions=len(self._contrary),
            examples=tuple(examples[:_EXAMPLES]),
            flags=tuple(sorted(self.flags.items())),
            packed=tuple(packed.items()),
        )

    def _hash(self, kind: str, text: object, place: int) -> bool:
        written = text.strip() if isinstance(text, str) else ""
        if len(written) != _WIDTHS[kind]:
            return False
        try:
            key = bytes.fromhex(written)
        except ValueError:
            return False
        before = self._held[kind].setdefault(key, place)
        if before != place and key not in self._contrary:
            self._contrary[key] = (kind, before, place)
        return True


def named(name: str) -> str:
    """A column or key of a list by its letters alone."""
    return squashed(name)
