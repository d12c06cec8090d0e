"""What the door lets out of a record: the one gate for screen, JSON, search, history, bundle and list."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final

from mdt.model.sensitivity import Audience, Sensitivity, shape_of
from mdt.policy.grants import CLASSES

MASKED: Final[Mapping[str, bool]] = {"masked": True}
WAITING: Final[Mapping[str, bool]] = {"waiting_for_key": True}


@dataclass(frozen=True, slots=True)
class Sight:
    """What one member sees of one case: classes, keys in hand, parties she revealed, contacts she owns."""

    member: str
    classes: frozenset[Sensitivity]
    keys: frozenset[Audience]
    revealed: frozenset[str] = field(default_factory=frozenset)

    def opens(self, kind: Sensitivity) -> bool:
        """Whether a field of this class can be read: cleared, and the key is in hand."""
        key = CLASSES[kind].key
        return kind in self.classes and (key is None or key in self.keys)


def seen(record: object, sight: Sight) -> dict[str, object]:
    """The fields of a record that ``sight`` allows, ready for JSON; identity is masked until its party was revealed."""
    owners = getattr(record, "owners", None)
    shown: dict[str, object] = {}
    for name, kind, _ in shape_of(type(record)):
        if kind not in sight.classes or (kind is Sensitivity.CONTACT and owners is not None and sight.member not in owners):
            continue
        value = getattr(record, name)
        if not sight.opens(kind):
            shown[name] = dict(WAITING)
        elif kind is Sensitivity.IDENTITY and value is not None and getattr(record, "id", "") not in sight.revealed:
            shown[name] = dict(MASKED)
        else:
            shown[name] = plain(value)
    return shown


def plain(value: object) -> object:
    """A field's value as JSON knows it: dates as ISO 8601, tuples as lists."""
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    if isinstance(value, tuple):
        return [plain(entry) for entry in value]
    return value
