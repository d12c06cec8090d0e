"""Received referrals: what somebody outside sent, what the desk made of it, which cases it led to, and what is owed in return."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from mdt.model.sensitivity import (
    Account,
    Count,
    Evidence,
    Flag,
    Identity,
    MaybeMoment,
    MaybePlain,
    MaybePlainDate,
    Moment,
    NamesOfAccused,
    Plain,
    PlainDate,
    Plains,
)

INTAKE: Final = "INTAKE"
"""The code of the one standing case that tips lie in until they are linked; no case code is written in capitals."""
INTAKE_STAGE: Final = "intake"
"""Its stage: one that no case can be moved to."""
COUNTED: Final = ("a1", "a2", "b1", "b2", "unclassed")
"""Files by industry class (domain 6.1), and those nobody classed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tip:
    """One referral as it was received (domain 6.1); ``case`` is the intake, whatever cases it is linked to.

    ``identifiers`` are 'kind|platform|as given' texts, ``names`` are shown names that make no duplicate. ``kept`` is the original with
    every field that has no place here. ``state`` goes new, read, assigned, linked, answered; ``merged_into`` names the tip that it is one
    with, and both keep their numbers.
    """

    id: Plain
    case: Plain
    source: Plain
    number: MaybePlain = None
    received_at: Moment
    incident_at: MaybeMoment = None
    circle: MaybePlain = None
    incident_type: MaybePlain = None
    priority: MaybePlain = None
    informational: Flag = False
    triage: MaybePlain = None
    platform: MaybePlain = None
    flags: Plains = ()
    caveats: Plains = ()
    a1: Count = 0
    a2: Count = 0
    b1: Count = 0
    b2: Count = 0
    unclassed: Count = 0
    state: Plain = "new"
    read_at: MaybeMoment = None
    read_by: MaybePlain = None
    assigned_at: MaybeMoment = None
    assigned_to: MaybePlain = None
    answered_on: MaybePlainDate = None
    merged_into: MaybePlain = None
    merged_why: MaybePlain = None
    number_key: MaybePlain = None
    recorded_by: Plain
    identifiers: NamesOfAccused = ()
    names: NamesOfAccused = ()
    narrative: Evidence = None
    kept: Evidence = None
    victims: Identity = None
    version: Count = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class TipLink:
    """That a tip belongs to a case, to one of its FIRs or to one of its accused, and why; ``case`` is that case.

    Nothing sealed of the tip is copied. A link that was cut stays, with the reason.
    """

    id: Plain
    case: Plain
    tip: Plain
    number: MaybePlain = None
    party: MaybePlain = None
    reason: Plain
    linked_on: PlainDate
    linked_by: Plain
    cut_on: MaybePlainDate = None
    cut_by: MaybePlain = None
    cut_reason: MaybePlain = None
    note: Account = None
    version: Count = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Feedback:
    """What the sender of a tip is told: until when, by which outcome code, when it was written, sent and acknowledged (product D7)."""

    id: Plain
    case: Plain
    tip: Plain
    due_on: MaybePlainDate = None
    outcome: MaybePlain = None
    drafted_at: MaybeMoment = None
    drafted_by: MaybePlain = None
    sent_on: MaybePlainDate = None
    sent_by: MaybePlain = None
    acknowledged_on: MaybePlainDate = None
    version: Count = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class TipLine:
    """One line of the ledger; OPERATIONAL only. ``cases`` counts the cases it is linked to, ``due_on`` is when an answer is owed."""

    id: str
    source: str
    number: str | None
    received_at: datetime
    incident_type: str | None
    priority: str | None
    triage: str | None
    platform: str | None
    a1: int
    a2: int
    b1: int
    b2: int
    unclassed: int
    state: str
    assigned_to: str | None
    answered_on: date | None
    merged_into: str | None
    cases: int = 0
    due_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TipFilter:
    """What the ledger is narrowed to; ``after`` is the (received_at, id) of the last line of the page before, oldest lines come first.

    ``waiting``: only those that nobody was answered about yet (None: all); ``number`` begins the sender's number.
    """

    sources: tuple[str, ...] = ()
    triage: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    waiting: bool | None = True
    number: str | None = None
    after: tuple[datetime, str] | None = None
    limit: int = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class TipCount:
    """How many tips came from a source, have a triage, stand at a state, and wait or do not."""

    source: str
    triage: str | None
    state: str
    waiting: bool
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Reconciled:
    """One line of the table by circle as the links give it (product X10): sources, FIRs, accused, arrests.

    ``differences`` are (what, code or empty, count): why one column is not the same as the one before it. Codes are those of cases that
    whoever looks may come near.
    """

    circle: str
    local: int = 0
    cybertipline: int = 0
    foreign: int = 0
    firs: int = 0
    accused: int = 0
    arrests: int = 0
    differences: tuple[tuple[str, str, int], ...] = ()


def waited(received_at: datetime, answered_on: date | None, today: date) -> int:
    """Days a tip has waited, or waited until it was answered; 0 on the day it came."""
    return max(0, ((answered_on or today) - received_at.date()).days)
