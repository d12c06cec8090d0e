"""Rows of lists and answers of searches: what may be shown of cases before one is opened."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseLine:
    """One line of the case list; OPERATIONAL only."""

    id: str
    code: str
    circle: str
    stage: str
    typology: str | None
    registered_on: date
    next_event: str | None
    next_event_on: date | None
    closed_on: date | None
    voided_on: date | None
    restricted: bool
    signals: int
    numbers: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFilter:
    """What a list is narrowed to; ``after`` is the (registered_on, id) of the last line of the page before."""

    stages: tuple[str, ...] = ()
    circle: str | None = None
    closed: bool | None = None
    after: tuple[date, str] | None = None
    limit: int = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class StageCount:
    """How many of her cases stand at a stage, those that are over (closed or void) counted apart."""

    stage: str
    over: bool
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestLine:
    """A closure, reopening or voiding that waits for a decision: on which case, of what kind, asked by whom and when."""

    case: str
    code: str
    kind: str
    requested_by: str
    requested_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ExceptionCount:
    """How often a supervisor gave leave for an interview against a rule, by the reason that was given (list 'exception_reason')."""

    reason: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskGap:
    """One line of what is missing on the desk: the gap, and the (id, code) of every case that has it, newest first."""

    gap: str
    cases: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One answer of a search or duplicate check: an own case, or where to ask; ``what`` says by which kind of match.

    ``party`` is the alias in an own case; outside own cases it is None and only code and circle are said.
    """

    code: str
    circle: str
    own: bool
    what: str
    party: str | None = None
    name: str | None = None
    likeness: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class CircleFigures:
    """One line of the table by circle: sources, FIRs, accused and arrests of cases with an FIR in a period."""

    circle: str
    local: int = 0
    cybertipline: int = 0
    foreign: int = 0
    firs: int = 0
    accused: int = 0
    arrests: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Appointment:
    """Something that stands in the calendar: an interview, a meeting, a hearing, a review or a task, on one case or (a meeting) on several.

    ``at`` is None where only the day is fixed. ``people`` are member ids who must be there, ``room`` an id of the list 'room'.
    ``case`` and ``code`` are None where the case is not the viewer's: then only that somebody or a room is taken is said.
    """

    kind: str
    day: date
    at: datetime | None = None
    minutes: int = 0
    what: str = ""
    record: str | None = None
    case: str | None = None
    code: str | None = None
    people: tuple[str, ...] = ()
    room: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """A case that the team has to look at again: since when it was not, until when it should be, and whether a signal makes it acute."""

    case: str
    code: str
    last: date
    due_on: date
    acute: bool
