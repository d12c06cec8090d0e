"""What one row of the catalogue holds, and the whole catalogue once it is read."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from mdt.catalogue.deadline import Deadline
from mdt.catalogue.interviewing import AgeGroup, Phase, Prompt, QuestionKind
from mdt.catalogue.row import Confidence, Row
from mdt.model.phrases import Phrase

FineMode = Literal["", "or_both", "and"]
Heaviest = Literal["", "fine", "term", "life", "death"]
Schedule = Literal["", "I", "II"]
Court = Literal["", "sessions", "magistrate", "sessions_or_magistrate"]
Origin = Literal["drf", "unit"]

LISTS = (
    "role", "party_role", "sex", "relation", "source", "channel", "accused_state", "statement_kind", "risk",
    "case_flag", "zone", "path_step", "next_event", "attendance", "signal", "recusal_reason", "reopening_reason", "voiding_reason",
    "age_basis", "platform", "interview_kind", "interview_state", "preference", "why_only", "exception_reason", "stop_reason",
    "interview_outcome", "told_to", "statement_step", "pressure", "room", "spoken", "task_kind",
)  # fmt: skip
"""Names of the plain lists."""
CONTACT_LISTS = ("contact_outcome", "contact_channel", "contact_content", "pause_reason")
"""Names of the lists about telling people, and about clocks that stand still."""

TIP_LISTS = (
    "tip_source", "incident_type", "tip_flag", "tip_caveat", "tip_state", "tip_triage", "tip_outcome", "link_reason", "cut_reason",
    "merge_reason",
)  # fmt: skip
"""Names of the plain lists about received tips."""

LADDER_LISTS = ("rung_evidence", "next_rung", "match_kind", "match_outcome")
"""Names of the plain lists about the ladder of an accused; ``next_rung`` says from each rung how the one above is reached."""

CONDITIONS = frozenset({
    "complaint_date", "channel", "complainant", "verification_officer", "enquiry_number", "circle_order",
    "opinion_sent_on", "fir_number", "fir_date", "fir_sections", "director_approval", "investigating_officer",
    "magistrate_permission", "challan_date", "court", "outcome", "closure_reason", "victim_informed_on",
})  # fmt: skip
"""Every condition a stage may ask for; each has a row, and the code that moves a case knows each."""

MISSING = frozenset({
    "occurred_on", "first_report", "typology", "person", "victim_age_basis", "victim_sex", "consent", "accused_known",
    "enquiry_number", "fir_number", "charge", "next_event", "interview_lead", "session_planned", "welfare_plan",
    "key_waiting", "match_open", "safe_contact_lost",
})  # fmt: skip
"""Every gap the list of what is missing can name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Element:
    """One lettered limb of a section, such as 21(1)(a)."""

    id: str
    title: Phrase


@dataclass(frozen=True, slots=True, kw_only=True)
class Offence(Row):
    """One section of law; years may be fractions, fines are rupees, and None is not known.

    ``in_force_*`` bound the day of occurrence, both days included. Years and fines are those of the plain form; ``punishment`` tells
    the graver forms too, and ``heaviest`` says what the worst of all forms is, as life and death have no number of years.
    """

    act: str
    section: str
    punishment: Phrase
    heaviest: Heaviest
    min_years: float | None
    max_years: float | None
    min_fine_pkr: int | None
    max_fine_pkr: int | None
    fine_mode: FineMode
    cognizable: bool | None
    bailable: bool | None
    compoundable: bool | None
    court: Court
    victim_must_be_minor: bool
    anti_rape_schedule: Schedule
    in_force_from: date | None
    in_force_to: date | None
    dates_confidence: Confidence
    note: Phrase
    elements: tuple[Element, ...]

    def was_in_force(self, occurred: date) -> bool:
        """Whether the section could apply to something that happened on ``occurred``."""
        return (self.in_force_from or date.min) <= occurred <= (self.in_force_to or date.max)


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition(Row):
    """What has to be on the case before a stage; the title is the sentence shown while it is missing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage(Row):
    """One stage of a case. ``drawn`` counts from 1 along the list ``path_step``; nobody moves a case to a stage without ``moved_by``."""

    order: int
    drawn: int
    needs: tuple[str, ...]
    next: tuple[str, ...]
    moved_by: tuple[str, ...]
    may_close: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Typology(Row):
    """One kind of harm as the desk counts it; ``offences`` point to sections often met with it and decide nothing."""

    meaning: Phrase
    origin: Origin
    modus_operandi: bool
    offences: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Circle(Row):
    """One circle of the agency; its id is the code used before numbers."""

    zone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Agency(Row):
    """An agency whose name stands on papers; exactly one is the default."""

    short: Phrase
    default: bool
    legacy: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberKind(Row):
    """A kind of official number and the shape it has."""

    pattern: re.Pattern[str]
    example: str
    per_circle: bool

    def fits(self, number: str) -> bool:
        """Whether ``number`` as a whole has this shape; only ASCII digits count."""
        return self.pattern.fullmatch(number) is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome(Row):
    """How a case can end; ``needs_compoundable`` asks that every charged section be compoundable."""

    needs_compoundable: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosureReason(Row):
    """Why a case can be closed; ``ask_coercion`` asks whether somebody pressed for it."""

    ask_coercion: bool
    needs_compoundable: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ListItem(Row):
    """One choice of a plain list."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AgeBand(Row):
    """Completed years from ``from_age`` to ``to_age``, both included; without a first year the age is not known."""

    from_age: int | None
    to_age: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MissingItem(Row):
    """A gap in a case that ``roles`` are asked to fill from the stage ``from_stage`` on."""

    roles: tuple[str, ...]
    from_stage: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting(Row):
    """A number the desk may change, counted in ``unit``."""

    value: int
    unit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Abbreviation:
    """A written form of a name, in lower case, and the name the search takes it for."""

    short: str
    full: str
    source: str
    confidence: Confidence


@dataclass(frozen=True, slots=True, kw_only=True)
class IgnoredWord:
    """A title or honorific, in lower case, that the search leaves out of a name."""

    word: str
    source: str
    confidence: Confidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """Everything the desk may change without a programmer, in the order of its files; an unknown id is a KeyError throughout."""

    offences: Mapping[str, Offence]
    stages: Mapping[str, Stage]
    conditions: Mapping[str, Condition]
    outcomes: Mapping[str, Outcome]
    closure_reasons: Mapping[str, ClosureReason]
    typologies: Mapping[str, Typology]
    circles: Mapping[str, Circle]
    agencies: Mapping[str, Agency]
    numbers: Mapping[str, NumberKind]
    age_bands: Mapping[str, AgeBand]
    missing: Mapping[str, MissingItem]
    settings: Mapping[str, Setting]
    deadlines: Mapping[str, Deadline]
    phases: Mapping[str, Phase]
    questions: Mapping[str, QuestionKind]
    age_groups: Mapping[str, AgeGroup]
    prompts: Mapping[str, Prompt]
    abbreviations: Mapping[str, Abbreviation]
    ignored_words: frozenset[str]
    lists: Mapping[str, Mapping[str, ListItem]]
    tables: Mapping[str, Mapping[str, Row]]

    def offence(self, id: str) -> Offence:
        """The section with this id."""
        return self.offences[id]

    def offences_on(self, occurred: date) -> tuple[Offence, ...]:
        """The sections that could apply to something that happened on ``occurred``."""
        return tuple(offence for offence in self.offences.values() if offence.was_in_force(occurred))

    def stage(self, id: str) -> Stage:
        """The stage with this id."""
        return self.stages[id]

    def title(self, list_name: str, id: str) -> Phrase:
        """The title of a row of any table, by the table's name in its file ('sex', 'stage', 'offence', ...)."""
        return self.tables[list_name][id].title

    def setting(self, id: str) -> int:
        """The number of this setting, in the unit its row names."""
        return self.settings[id].value

    def age_band(self, age: int | None) -> AgeBand:
        """The band of an age in completed years; None and ages no band holds fall into the band of unknown ages."""
        unknown = next(band for band in self.age_bands.values() if band.from_age is None)
        known = (band for band in self.age_bands.values() if band.from_age is not None)
        return next((band for band in known if age is not None and _holds(band, age)), unknown)

    def prompts_for(self, phase: str, age_group: str) -> tuple[Prompt, ...]:
        """What may be said next in a phase to somebody of an age group."""
        return tuple(prompt for prompt in self.prompts.values() if prompt.phase == phase and age_group in prompt.ages)

    def default_agency(self) -> Agency:
        """The agency new papers carry."""
        return next(agency for agency in self.agencies.values() if agency.default)

    @staticmethod
    def needs_check(row: Row) -> bool:
        """Whether the row must be shown with the badge that asks to verify it."""
        return row.confidence in ("P", "G")


def _holds(band: AgeBand, age: int) -> bool:
    return (band.from_age or 0) <= age and (band.to_age is None or age <= band.to_age)
