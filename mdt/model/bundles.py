"""What the printed case bundle says, gathered before anything is drawn."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from mdt.model.phrases import Phrase


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberLine:
    """A number the case has somewhere: enquiry, FIR, court."""

    kind: Phrase
    value: str
    circle: Phrase | None = None
    dated: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChronologyLine:
    """One thing that happened, and where that is known from."""

    on: date
    what: Phrase
    source: Phrase | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyLine:
    """One person under the alias that stays the same through the whole bundle ('V1', 'A1', 'C1', 'W1')."""

    alias: str
    role: Phrase
    sex: Phrase
    age_band: Phrase
    minor: bool
    name: str | None = None
    identifiers: tuple[str, ...] = ()
    status: Phrase | None = None
    relation: Phrase | None = None

    def __post_init__(self) -> None:
        if (self.name or self.identifiers) and (self.minor or not self.alias.startswith("A")):
            raise ValueError("only an adult accused is named in a bundle")


@dataclass(frozen=True, slots=True, kw_only=True)
class ChargeLine:
    """One section of law against one accused."""

    section: str
    act: str
    title: Phrase
    accused: str
    punishment: Phrase
    in_force_from: date | None = None
    in_force_to: date | None = None
    occurred_from: date | None = None
    occurred_to: date | None = None
    cognizable: bool | None = None
    bailable: bool | None = None
    compoundable: bool | None = None
    confidence: str = "U"
    source: str = ""
    status: Phrase | None = None
    withdrawn: bool = False
    withdrawn_on: date | None = None

    @property
    def verified(self) -> bool:
        """Whether the text of the section was read ('V') or comes from the desk's own seed documents ('S')."""
        return self.confidence in ("V", "S")

    @property
    def outside_force(self) -> bool:
        """Whether some of the days it happened on lie outside the days the section was law."""
        first, last = self.occurred_from or self.occurred_to, self.occurred_to or self.occurred_from
        early = first is not None and self.in_force_from is not None and first < self.in_force_from
        late = last is not None and self.in_force_to is not None and last > self.in_force_to
        return early or late


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementLine:
    """One statement that was taken, not what it says."""

    person: str
    kind: Phrase
    taken_on: date
    taken_by: Phrase
    reference: str | None = None
    recorded: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class BundleContent:
    """Everything a case bundle prints, in the order it prints it."""

    agency: Phrase
    circle: Phrase
    case_code: str
    numbers: tuple[NumberLine, ...]
    stage: Phrase
    typology: Phrase
    child_victim: bool
    prepared_by: str
    prepared_role: Phrase
    prepared_at: datetime
    chronology: tuple[ChronologyLine, ...]
    parties: tuple[PartyLine, ...]
    charges: tuple[ChargeLine, ...]
    statements: tuple[StatementLine, ...]
    log_head: str
    log_length: int
    vault_mark: str
    withheld: tuple[Phrase, ...]
    occurred_from: date | None = None
    occurred_to: date | None = None
