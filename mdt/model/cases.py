"""The case: what happened to it and where it stands, without a word about who was hurt."""

from __future__ import annotations

from dataclasses import dataclass

from mdt.model.sensitivity import (
    Account,
    Count,
    Flag,
    MaybePlain,
    MaybePlainDate,
    Moment,
    NamesOfAccused,
    OfAccused,
    Plain,
    PlainDate,
    Plains,
)
from mdt.model.sensitivity import Legal as LegalText


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One case of the desk; ``version`` rises with each change, so that two writers cannot overwrite each other unseen."""

    id: Plain
    code: Plain
    circle: Plain
    stage: Plain
    typology: MaybePlain = None
    also: Plains = ()
    occurred_from: MaybePlainDate = None
    occurred_to: MaybePlainDate = None
    registered_on: PlainDate
    registered_by: Plain
    next_event: MaybePlain = None
    next_event_on: MaybePlainDate = None
    restricted: Flag = False
    closed_on: MaybePlainDate = None
    voided_on: MaybePlainDate = None
    version: Count = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """A number an office gave the case (domain 3.2); unique by circle, kind and number."""

    id: Plain
    case: Plain
    kind: Plain
    text: Plain
    circle: Plain
    dated: MaybePlainDate = None
    unique_key: Plain
    version: Count = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Incident:
    """Something that happened, with the span of days in which it did."""

    id: Plain
    case: Plain
    occurred_from: MaybePlainDate = None
    occurred_to: MaybePlainDate = None
    platform: Account = None
    what: Account = None
    version: Count = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstReport:
    """The first complaint or tip in its own words; frozen on save, corrections stand beside it."""

    id: Plain
    case: Plain
    received_on: PlainDate
    channel: Plain
    text: Account = None
    version: Count = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """What is corrected in the first report, by whom and why."""

    id: Plain
    case: Plain
    written_by: Plain
    written_at: Moment
    text: Account = None
    reason: Account = None
    version: Count = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where the case came from: a local complaint, a CyberTipline report or a foreign referral."""

    id: Plain
    case: Plain
    kind: Plain
    reference: MaybePlain = None
    received_on: MaybePlainDate = None
    version: Count = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Charge:
    """One offence laid against one accused; the prosecutor's assessment is sealed for prosecutors."""

    id: Plain
    case: Plain
    party: Plain
    offence: OfAccused
    element: OfAccused = None
    occurred_on: MaybePlainDate = None
    status: Plain = "laid"
    assessment: LegalText = None
    version: Count = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrest:
    """An accused was arrested on a day."""

    id: Plain
    case: Plain
    party: Plain
    arrested_on: MaybePlainDate = None
    version: Count = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class StageMove:
    """One deliberate step on the stage path with the facts its entry asks for (domain 3.3)."""

    id: Plain
    case: Plain
    origin: Plain
    target: Plain
    moved_on: PlainDate
    moved_by: Plain
    facts: NamesOfAccused = ()
    version: Count = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A closure, reopening, voiding or interview that one person asks for and another decides; ``about`` is the interview's id."""

    id: Plain
    case: Plain
    kind: Plain
    reason: Plain
    about: MaybePlain = None
    note: Account = None
    informed_on: MaybePlainDate = None
    requested_by: Plain
    requested_at: Moment
    decided_by: MaybePlain = None
    decided_on: MaybePlainDate = None
    decision: MaybePlain = None
    version: Count = 1
