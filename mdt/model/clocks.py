"""Clocks: what happened on a case starts some and stops others; what is left running is due (domain 8, product H1-H7)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple, Protocol

from mdt.model.deadlines import KARACHI, Holidays, Offset, Pause, Unit, due_at, paused_for
from mdt.model.sensitivity import Account, Count, Flag, MaybeMoment, MaybePlain, MaybePlainDate, Moment, Plain, PlainDate


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseEvent:
    """Something that starts or stops a clock and has no record of its own; ``about`` is the party it is of, empty for the whole case.

    ``timed`` says that the hour is known too; without it the whole day is meant.
    """

    id: Plain
    case: Plain
    kind: Plain
    happened_at: Moment
    timed: Flag = False
    about: Plain = ""
    written_by: Plain
    withdrawn_on: MaybePlainDate = None
    version: Count = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockPause:
    """A clock of a case stands still for a reason: a rule of the table, and what it is about."""

    id: Plain
    case: Plain
    rule: Plain
    about: Plain = ""
    reason: Plain
    since: Moment
    until: MaybeMoment = None
    written_by: Plain
    version: Count = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Escalation:
    """That something overdue was taken one step up: to the supervisor, then to the head of the circle; once for each day it was due."""

    id: Plain
    case: Plain
    rule: Plain
    about: Plain = ""
    due_at: Moment
    level: Plain
    raised_at: Moment
    version: Count = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFlag:
    """Something to look at again on a day; only a note takes it away (product H4)."""

    id: Plain
    case: Plain
    due_on: PlainDate
    raised_by: Plain
    resolved_on: MaybePlainDate = None
    resolved_by: MaybePlain = None
    what: Account = None
    resolution: Account = None
    version: Count = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Holiday:
    """A day nobody works, entered by the supervisor: days that go by the moon are announced, not computed."""

    id: Plain
    day: PlainDate
    name: Plain
    dropped: Flag = False
    version: Count = 1


class Happening(NamedTuple):
    """An event of the table on a case, from the first to the last moment it may have been; ``owner`` where one member has to act on it."""

    case: str
    event: str
    begins: datetime
    ends: datetime
    about: str = ""
    owner: str = ""


class Rule(Protocol):
    """What a row of the table says about a clock."""

    @property
    def id(self) -> str: ...
    @property
    def event(self) -> str: ...
    @property
    def stops(self) -> tuple[str, ...]: ...
    @property
    def offset(self) -> Offset: ...
    def holds_for(self, day: date) -> bool: ...


class Clock(NamedTuple):
    """A clock that runs: which rule, on what, since when, due when (None: paused, nobody knows until when), and for how long it stood."""

    case: str
    rule: str
    about: str
    began: datetime
    due_at: datetime | None
    owner: str = ""
    paused: timedelta = timedelta(0)
    stands: bool = False


Key = tuple[str, str, str]
"""Case, rule, and what the clock is about."""


def whole_day(day: date) -> tuple[datetime, datetime]:
    """The first and the last moment of a day in Pakistan: an event without an hour may have been at any of them."""
    begins = datetime.combine(day, time.min, KARACHI).astimezone(UTC)
    return begins, begins + timedelta(days=1, microseconds=-1)


def running(
    happenings: Iterable[Happening], rules: Iterable[Rule], holidays: Holidays, pauses: Mapping[Key, Sequence[Pause]], now: datetime
) -> list[Clock]:
    """Every clock that was started and not stopped; each by the rule that held on the day of its event, so a change looks ahead only."""
    by_event: dict[str, list[tuple[Rule, Offset, str]]] = defaultdict(list)
    for rule in rules:
        by_event[rule.event].append((rule, rule.offset, rule.id))
    by_case: dict[str, list[Happening]] = defaultdict(list)
    for one in happenings:
        by_case[one.case].append(one)
    due, found = _Due(holidays), []
    for of_case in by_case.values():
        for place, one in enumerate(of_case):
            for rule, offset, name in by_event.get(one.event, ()):
                if not rule.holds_for(due.day(one.begins)) or (len(of_case) > 1 and _is_stopped(rule, of_case, place)):
                    continue
                stood = pauses.get((one.case, name, one.about), ()) if pauses else ()
                if stood:
                    found.append(_paused(one, rule, due, stood, now))
                else:
                    found.append(Clock(one.case, name, one.about, one.begins, due.of(offset, one.begins), one.owner))
    return found


def _is_stopped(rule: Rule, of_case: Sequence[Happening], place: int) -> bool:
    started, stops = of_case[place], rule.stops
    for at, other in enumerate(of_case):
        if at == place or other.event not in stops:
            continue
        if other.about and started.about and other.about != started.about:
            continue
        if other.event == rule.event:
            # the newest of its kind runs on, those before it were renewed by it
            if (other.begins, at) > (started.begins, place):
                return True
        elif other.ends >= started.begins:
            return True
    return False


def _paused(one: Happening, rule: Rule, due: _Due, stood: Sequence[Pause], now: datetime) -> Clock:
    until = due_at(one.begins, rule.offset, due.holidays, stood)
    stands = any(pause.since <= now and (pause.until is None or now < pause.until) for pause in stood)
    return Clock(one.case, rule.id, one.about, one.begins, until, one.owner, paused_for(one.begins, now, stood), stands)


class _Due:
    """When things are due that were never paused: reckoned once for a day and an offset, since many begin on the same day."""

    def __init__(self, holidays: Holidays) -> None:
        self.holidays = holidays
        self._days: dict[datetime, date] = {}
        self._due: dict[Offset, dict[object, datetime | None]] = {}

    def day(self, moment: datetime) -> date:
        """The day in Pakistan."""
        found = self._days.get(moment)
        if found is None:
            found = self._days[moment] = moment.astimezone(KARACHI).date()
        return found

    def of(self, offset: Offset, event: datetime) -> datetime | None:
        """When it is due."""
        kept = self._due.get(offset)
        if kept is None:
            kept = self._due[offset] = {}
        since: object = event if offset.unit is Unit.HOURS else self.day(event)
        if since not in kept:
            kept[since] = due_at(event, offset, self.holidays)
        return kept[since]
