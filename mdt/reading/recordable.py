"""A tip that was read and confirmed, as the ledger takes tips down: values by name, identifiers, counts, and all that has no place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from mdt.model.readings import COUNTED, Role, TipReading
from mdt.reading.gathering import platform_of

_TYPES: Final = (
    ("child pornography", "possession"), ("trafficking", "trafficking"), ("tourism", "tourism"), ("molestation", "molestation"),
    ("misleading domain", "misleading_domain"), ("misleading words", "misleading_words"), ("enticement", "enticement"),
    ("unsolicited obscene", "unsolicited"),
)  # fmt: skip
"""What the official names of incident types have in common, older and newer ones, and what the desk calls each."""
_SOURCES: Final = (
    ("cybertip", "cybertip"), ("ncmec", "cybertip"), ("missing & exploited", "cybertip"), ("missing and exploited", "cybertip"),
    ("interpol", "interpol"), ("ncb", "interpol"), ("iwf", "iwf"), ("internet watch", "iwf"), ("helpline", "helpline"), ("local", "local"),
)  # fmt: skip
"""Who sends tips, by what tables of tips call them; anybody else is a foreign agency, and stands in the narrative as written."""
_TOLD: Final = frozenset({"esp", "escalation", "incident_type", "also", "platform", "classification", "related", "url", "age"})
_OF_FILES: Final = "file_"


@dataclass(frozen=True, slots=True)
class Recordable:
    """``values`` by the names of the form of tips, identifiers of the reported person alone, files by class, what is kept beside them."""

    values: Mapping[str, Any]
    identifiers: tuple[str, ...]
    counts: Mapping[str, int]
    kept: str


def recordable(tip: TipReading) -> Recordable:
    """Everything has a place: what was told, links and addresses in the narrative, victims apart, the original's letters in ``kept``.

    Types and platforms that the desk has a word for are given by it, others as they were written.
    """
    counts = dict(tip.counts)
    values = {
        "source": _source(tip.first("source")),
        "number": tip.first("number") or None,
        "received_at": _at(tip, "received_at"),
        "incident_at": _at(tip, "incident_at"),
        "incident_type": _type(tip.first("incident_type")),
        "priority": tip.first("priority") or None,
        "informational": tip.first("informational") == "yes",
        "platform": _platform(tip),
        "flags": tuple(dict.fromkeys((*tip.every("flags"), *_flags(counts)))),
        "names": tip.every("names"),
        "narrative": "\n".join(_told(tip)) or None,
        "victims": "\n".join(_apart(tip)) or None,
    }
    unknown = [f"{leaf.path}: {leaf.text}" for leaf in tip.kept]
    return Recordable(
        values,
        tuple(one.text for one in tip.identifiers if one.role is Role.REPORTED),
        {name: counts[name] for name in COUNTED},
        "\n".join([*unknown, "", tip.original]).lstrip("\n"),
    )


def _at(tip: TipReading, name: str) -> datetime | None:
    text = tip.first(name)
    return datetime.fromisoformat(text) if text else None


def _source(text: str) -> str:
    folded = text.casefold()
    return next((ours for part, ours in _SOURCES if part in folded), "foreign")


def _type(text: str) -> str | None:
    folded = text.casefold()
    return next((ours for part, ours in _TYPES if part in folded), text or None)


def _platform(tip: TipReading) -> str | None:
    said = tip.first("platform") or tip.first("esp")
    known = platform_of(tip.first("platform"), tip.first("esp"))
    return known if known != "other" else said or None


def _flags(counts: Mapping[str, int]) -> Iterator[str]:
    """Marks of files as marks of the tip: each that any file has, and that one was not looked at by the sender."""
    yield from (name.removeprefix(_OF_FILES) for name, number in counts.items() if name.startswith(_OF_FILES) and number)
    if counts.get("viewed_no"):
        yield "not_viewed"


def _told(tip: TipReading) -> Iterator[str]:
    written = [value for value in tip.values if value.name in _TOLD or (value.name == "source" and value.where)]
    yield from (f"{value.name}: {value.text}" for value in written)
    yield from tip.every("narrative")
    for event in tip.events:
        parts = (event.address, event.event, event.at, event.port and f"port {event.port}", event.proxy and f"proxy {event.proxy}")
        yield " ".join(part for part in (*parts, f"({event.role}, {event.tells})") if part)


def _apart(tip: TipReading) -> Iterator[str]:
    yield from tip.every("victims")
    yield from (f"{one.role}: {one.text}" for one in tip.identifiers if one.role is not Role.REPORTED)
