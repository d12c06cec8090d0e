"""Notes of the professions: each sealed for its own, amended and never edited."""

from __future__ import annotations

from dataclasses import dataclass

from mdt.model.sensitivity import Clinical, Count, MaybePlainDate, Plain, PlainDate, Welfare
from mdt.model.sensitivity import Legal as LegalText


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionNote:
    """A counselling session: that it was held is the team's to know, what was said is not."""

    id: Plain
    case: Plain
    held_on: PlainDate
    attendance: Plain
    written_by: Plain
    text: Clinical = None
    version: Count = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class WelfareNote:
    """A home visit or a step of the safety plan."""

    id: Plain
    case: Plain
    held_on: PlainDate
    attendance: Plain
    written_by: Plain
    text: Welfare = None
    version: Count = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Opinion:
    """A legal opinion of the prosecution."""

    id: Plain
    case: Plain
    held_on: PlainDate
    written_by: Plain
    text: LegalText = None
    version: Count = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Signal:
    """An instruction that crosses the wall without the note behind it (product B4)."""

    id: Plain
    case: Plain
    kind: Plain
    until: MaybePlainDate = None
    raised_by: Plain
    lifted_on: MaybePlainDate = None
    version: Count = 1
