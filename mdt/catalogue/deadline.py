"""Rows that say what is due when: an event, an offset, the acts that stop the clock, and the law or practice behind it (domain 8)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from mdt.catalogue.row import Row
from mdt.model.deadlines import Offset, Unit

NO_LAW: Final[Mapping[str, str]] = {"unit": "due.unit", "good practice": "due.good_practice", "platform policy": "due.platform_policy"}
"""What stands behind a rule where no text of law or of an office does, and its sentence."""
Severity = Literal["statutory", "court", "practice", "information"]


@dataclass(frozen=True, slots=True, kw_only=True)
class EventKind(Row):
    """Something that starts or stops clocks; officers record those ``by_hand``, the others are found in the desk's own records."""

    by_hand: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline(Row):
    """Something that is due ``count`` ``unit`` after an event, until one of ``stops`` happens; ``authority`` is the basis shown with it.

    ``warn_before`` are days before it is due, the earliest first, from which on it stands among what is near.
    A row bounds the day of the *event*: a changed rule is a new row, and what began under the old one stays under it.
    """

    event: str
    count: int
    unit: Literal["hours", "days", "workdays", "months"]
    stops: tuple[str, ...]
    authority: str
    warn_before: tuple[int, ...]
    severity: Severity

    @property
    def offset(self) -> Offset:
        """The offset as the engine counts it."""
        return Offset(self.count, Unit(self.unit))

    def holds_for(self, day: date) -> bool:
        """Whether the rule is the one for an event of this day."""
        return (self.effective_from or date.min) <= day <= (self.effective_to or date.max)
