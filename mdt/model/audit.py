"""Entries of the log: who did what to which record, and how it ended; ids and kinds, never words about a person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

READING_ACTS: Final = (
    *("open_case", "reveal_identity", "assemble_bundle", "read_history", "open_section"),
    *("open_interview", "read_brief", "read_item", "open_tip", "reveal_victims"),
)
"""Acts by which somebody read a case; the log's index of them is made for exactly these, and grows by a migration step."""


class Outcome(StrEnum):
    """How an act ended."""

    DONE = "done"
    REFUSED = "refused"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the hash-chained log; ``seq`` counts from 1 without a gap."""

    seq: int
    at: datetime
    actor: str
    act: str
    case: str | None
    outcome: Outcome
    subject: str
    why: str


@dataclass(frozen=True, slots=True)
class Opening:
    """One time a case was read: when, by whom (user name), by which act, and the alias of the party an act was about."""

    at: datetime
    by: str
    act: str
    party: str | None


@dataclass(frozen=True, slots=True)
class Head:
    """The newest place of the log: how many entries, and the hash (64 hex digits) that vouches for all of them."""

    length: int
    digest: str


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One change of one field: old and new as text, by whom and when; ``None`` where there was nothing."""

    record: str
    noun: str
    field: str
    sensitivity: str
    version: int
    old: str | None
    new: str | None
    by: str
    at: datetime
