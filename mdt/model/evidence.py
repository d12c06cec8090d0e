"""Statements and the papers that prove a case."""

from __future__ import annotations

from dataclasses import dataclass

from mdt.model.sensitivity import Account, Count, Evidence, Flag, Plain, PlainDate


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """What a person told, by whom it was taken and where the recording lies; at most one under s.164 per person (ARA s.14)."""

    id: Plain
    case: Plain
    party: Plain
    kind: Plain
    taken_on: PlainDate
    taken_by: Plain
    recorded: Flag = False
    reference: Evidence = None
    text: Account = None
    version: Count = 1
