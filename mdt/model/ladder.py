"""The ladder of an unknown accused: which rung was reached when and by what, how long each lasted, and who close by may be the one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from mdt.model.sensitivity import Count, Evidence, MaybeMoment, MaybePlain, MaybePlainDate, Moment, Plain, PlainDate, Plains

RUNGS: Final = ("unknown", "account", "subscriber", "device", "identified", "arrested")
"""From nobody known to somebody in custody (product X12); the ids of the list 'accused_state'."""
UNMASKING: Final = frozenset({"subscriber", "device", "identified", "arrested"})
"""Rungs on which it is known, or nearly, who somebody is."""
SAFE_CONTACT: Final = "safe_contact"
"""Matched by the number that the people of this party are reached at, which says nothing about the party herself."""
ANOTHER: Final = "another"
"""What was found out of a match that was none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rung:
    """A rung an accused was brought to: since when, what shows it, and, where that proved wrong, since when it is taken back.

    ``before`` is the rung she stood on when this was written. ``reference`` is the paper that shows it, ``address`` what it says of
    where she lives.
    """

    id: Plain
    case: Plain
    party: Plain
    rung: Plain
    before: Plain
    reached_on: PlainDate
    evidence: Plain
    written_by: Plain
    withdrawn_on: MaybePlainDate = None
    withdrawn_by: MaybePlain = None
    reference: Evidence = None
    address: Evidence = None
    withdrawn_why: Evidence = None
    version: Count = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """An accused and somebody close to the case who may be one and the same, until somebody settled whether that is so (product X6).

    ``other`` is a party of the case or a member of the desk; ``kinds`` says by what they are alike, never the value. ``contact`` is the
    safe contact that leads to the accused, where it is one. ``alike`` are digests of what both have, by which the same is not found twice.
    """

    id: Plain
    case: Plain
    party: Plain
    other: Plain
    kinds: Plains
    found_at: Moment
    found_by: Plain
    contact: MaybePlain = None
    outcome: MaybePlain = None
    settled_at: MaybeMoment = None
    settled_by: MaybePlain = None
    why: Evidence = None
    alike: Evidence = None
    version: Count = 1


@dataclass(frozen=True, slots=True)
class Ladder:
    """Where an accused stands: on which rung, since when, days on each rung that was stood on, and the rung above (None at the top)."""

    now: str
    since: date
    days: Mapping[str, int]
    next: str | None


Reached = tuple[str, date, date | None]
"""A rung, the day it was reached, and the day from which it is taken back."""


def climbed(start: date, base: str, reached: Iterable[Reached], today: date) -> Ladder:
    """The ladder from the day ``start`` on which she stood on ``base``; at any day it is the highest rung that stands on it."""
    kept = [(rung, max(since, start), until) for rung, since, until in reached if since <= today]
    turns = sorted({start, *(since for _, since, _ in kept), *(until for _, _, until in kept if until and start < until <= today)})
    days: dict[str, int] = {}
    now, entered = base, start
    for at, day in enumerate(turns):
        stood = highest([base, *(rung for rung, since, until in kept if since <= day and (until is None or day < until))])
        if stood != now:
            now, entered = stood, day
        until_day = turns[at + 1] if at + 1 < len(turns) else today + timedelta(days=1)
        days[stood] = days.get(stood, 0) + (until_day - day).days
    above = RUNGS.index(now) + 1
    return Ladder(now, entered, days, RUNGS[above] if above < len(RUNGS) else None)


def highest(rungs: Iterable[str]) -> str:
    """The highest of some rungs."""
    return max(rungs, key=RUNGS.index)


def base_of(rungs: Sequence[Rung], state: str | None) -> str:
    """Where she stood before the first of some rungs was written; where that one is lower it was a correction, and nobody was known."""
    if not rungs:
        return state or RUNGS[0]
    first = rungs[0]
    return first.before if RUNGS.index(first.rung) >= RUNGS.index(first.before) else RUNGS[0]
