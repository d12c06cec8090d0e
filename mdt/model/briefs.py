"""The brief of an interview: what its lead reads beforehand, and nothing else of the file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """What the lead needs and nothing else: who by alias, needs, what is known, which facts are missing, and what is not to be mentioned.

    ``facts`` are what is needed and why nothing else tells it (an id of the list 'why_only'), in their order.
    """

    case: str
    code: str
    alias: str
    age_group: str
    sex: str
    kind: str
    planned_for: datetime | None
    minutes: int
    room: str | None
    language: str
    preference: str
    lead: str
    second: str
    support: str
    guardian_away: bool
    budget: int
    purpose: str | None
    known: str | None
    unsaid: str | None
    needs: str | None
    interpreter: str | None
    facts: tuple[tuple[str, str], ...]
    prepared_at: datetime
