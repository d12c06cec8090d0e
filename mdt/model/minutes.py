"""What the printed minutes of a meeting say, gathered for one reader before anything is drawn."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from mdt.model.phrases import Phrase


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskLine:
    """A decision that became a task; ``what`` is None where the reader may not see its words."""

    kind: Phrase
    owner: str
    due_on: date
    done_on: date | None = None
    what: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseLine:
    """One case of the agenda; ``withheld`` where there may be findings that the reader may not see."""

    code: str
    discussed: bool
    findings: str | None = None
    withheld: bool = False
    tasks: tuple[TaskLine, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MinutesContent:
    """A meeting for one reader; members by user name, cases of others only as a number."""

    agency: Phrase
    circle: Phrase
    planned_for: datetime
    ended: bool
    room: Phrase | None
    chair: str
    present: tuple[str, ...]
    cases: tuple[CaseLine, ...]
    restricted: int
    prepared_by: str
    prepared_role: Phrase
    prepared_on: date
