"""What the door lets out of a record: the one gate for screen, JSON, search, history, bundle and list."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
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
    shown: dict[str, object] = {}
    made_as: type = type(record)
    masked = getattr(record, "id", "") not in sight.revealed
    for name, kind, opens in _columns(made_as, sight.classes, sight.keys):
        if kind is Sensitivity.CONTACT and sight.member not in getattr(record, "owners", (sight.member,)):
            continue
        value = getattr(record, name)
        if not opens:
            shown[name] = dict(WAITING)
        elif masked and kind is Sensitivity.IDENTITY and value is not None:
            shown[name] = dict(MASKED)
        else:
            shown[name] = plain(value)
    return shown


@lru_cache(maxsize=1024)
def _columns(record: Hashable, classes: frozenset[Sensitivity], keys: frozenset[Audience]) -> tuple[tuple[str, Sensitivity, bool], ...]:
    """The fields of a record type that these classes may see: name, class, and whether the keys open it."""
    assert isinstance(record, type)
    sight = Sight("", classes, keys)
    return tuple((name, kind, sight.opens(kind)) for name, kind, _ in shape_of(record) if kind in classes)


def plain(value: object) -> object:
    """A field's value as JSON knows it: dates as ISO 8601, tuples as lists."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [plain(entry) for entry in value]
    return value
