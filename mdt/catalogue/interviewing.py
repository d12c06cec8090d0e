"""Rows that say how interviews and meetings are held: phases, kinds of question, how long by age, what may be said or asked next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from mdt.catalogue.row import Row
from mdt.model.phrases import Phrase

Policy = Literal["prefer", "after", "last", "never", "neutral"]
"""When a kind of question is asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Phase(Row):
    """One phase of an interview (domain 4.1), in its order; minutes are a hint, None where it takes what it takes."""

    order: int
    purpose: Phrase
    from_minutes: int | None
    to_minutes: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionKind(Row):
    """A kind of question (domain 4.2) and the key that marks it; ``counted`` ones spend the budget, ``open`` ones invite to tell."""

    key: str
    counted: bool
    open: bool
    policy: Policy
    meaning: Phrase

    @property
    def is_content(self) -> bool:
        """Whether it asks for something, so that it counts in the ratios."""
        return self.counted or self.open


@dataclass(frozen=True, slots=True, kw_only=True)
class AgeGroup(Row):
    """Completed years an interview is planned for, the longest it should take and when a break is due, in minutes; its checklist."""

    from_age: int
    to_age: int | None
    minutes: int
    break_minutes: int
    checklist: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Prompt(Row):
    """Something that may be said next in a phase to somebody of these age groups; its title is what is said."""

    phase: str
    ages: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingPrompt(Row):
    """What a meeting asks of a case; its title is the question, ``roles`` are the disciplines that answer it."""

    roles: tuple[str, ...]
