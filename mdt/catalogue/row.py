"""What every row of the catalogue carries, whatever it is about."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from mdt.model.phrases import Phrase

Confidence = Literal["V", "S", "P", "G"]
"""Verified text, seed document, press or secondary text, general knowledge."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What every titled row carries; ``effective_*`` bound the row itself, both days included, None being open."""

    id: str
    title: Phrase
    source: str
    confidence: Confidence
    effective_from: date | None
    effective_to: date | None
