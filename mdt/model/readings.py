"""What was read from a file somebody sent: values with their place in it, everything else beside them, nothing recorded yet."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class FileKind(StrEnum):
    """What a file turned out to be, by its content."""

    CYBERTIP = "cybertip"
    """A CyberTip as law enforcement downloads it (JSON)."""
    REPORT = "report"
    """A report in the schema that platforms send in (XML)."""
    TABLE = "table"
    """A table of tips, one a row (CSV)."""
    ICSE = "icse"
    """A hash list of Interpol's database (CSV with semicolons)."""
    VICS_LIST = "vics_list"
    """A hash list of Project VIC."""
    VICS_CASE = "vics_case"
    """The hashes of a case that a forensic program exported."""


class Role(StrEnum):
    """Whose an identifier or an address is; only those of ``REPORTED`` may be kept as an accused's."""

    REPORTED = "reported"
    MINOR = "minor"
    """The reported person, who is or may be under 18."""
    VICTIM = "victim"
    RECIPIENT = "recipient"
    OTHER = "other"
    """A guardian, or somebody nobody can tell."""


class Tells(StrEnum):
    """What a network address can lead to."""

    SUBSCRIBER = "subscriber"
    SHARED = "shared"
    """Shared by many at once (carrier-grade NAT, 100.64/10): names nobody without time and port."""
    NOBODY = "nobody"
    """An address of a private network."""


ONCE: Final = (
    "source", "number", "received_at", "incident_at", "incident_type", "priority", "informational", "platform", "esp", "escalation",
)  # fmt: skip
"""Values that a tip has at most one of; all others (flags, names, related, url, narrative, victims, age) may come again."""
COUNTED: Final = ("a1", "a2", "b1", "b2", "unclassed")
"""Files by industry class, always all five; what else was counted stands after them."""


@dataclass(frozen=True, slots=True)
class Value:
    """One value that was understood: what it is, as it would be recorded, and its place in the original."""

    name: str
    text: str
    where: str


@dataclass(frozen=True, slots=True)
class FoundIdentifier:
    """An identifier as 'kind|platform|as given', whose it is, and its place."""

    role: Role
    text: str
    where: str


@dataclass(frozen=True, slots=True)
class NetworkEvent:
    """An address that was seen: which, doing what, when (UTC), on which port, behind a proxy (yes, no or nothing), what it can tell."""

    role: Role
    address: str
    event: str
    at: str
    port: str
    proxy: str
    tells: Tells
    where: str


@dataclass(frozen=True, slots=True)
class Leaf:
    """One text of the original and its place."""

    path: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TipReading:
    """One tip as it was read; ``kept`` is every text that has no place of its own, ``original`` the whole of it as it came.

    ``cautions`` are keys of sentences below 'reading.caution'.
    """

    values: tuple[Value, ...]
    identifiers: tuple[FoundIdentifier, ...]
    events: tuple[NetworkEvent, ...]
    counts: tuple[tuple[str, int], ...]
    leaves: tuple[Leaf, ...]
    kept: tuple[Leaf, ...]
    original: str
    cautions: tuple[str, ...]

    def first(self, name: str) -> str:
        """The first value of that name, empty where there is none."""
        return next((value.text for value in self.values if value.name == name), "")

    def every(self, name: str) -> tuple[str, ...]:
        """All values of that name, in the order of the file."""
        return tuple(value.text for value in self.values if value.name == name)


@dataclass(frozen=True, slots=True, kw_only=True)
class HashReading:
    """Counts and hashes of a list, and nothing of where files lay.

    ``contradictions`` counts hashes that stand under two categories, ``examples`` are some of them with both. ``packed`` are the hashes
    themselves: kind (md5 or sha1), and base64 of fixed-width entries, each a hash and the place of its category in ``categories``.
    """

    source: str
    version: str
    records: int
    hashes: int
    without: int
    categories: tuple[tuple[str, int], ...]
    contradictions: int
    examples: tuple[str, ...]
    flags: tuple[tuple[str, int], ...]
    packed: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A whole file: what it is, its SHA-256 and size, how its letters were read, and the tips or the hashes in it."""

    kind: FileKind
    digest: str
    size: int
    letters: str
    tips: tuple[TipReading, ...] = ()
    hashes: HashReading | None = None
