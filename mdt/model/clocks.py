"""Clocks: what happened on a case starts some and stops others; what is left running is due (domain 8, product H1-H7)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final, NamedTuple, Protocol

from mdt.model.deadlines import KARACHI, Holidays, Offset, Pause, due_at, paused_for
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
Span = tuple[str, str]
"""Cases by the first and the last of their ids."""
WHOLE: Final[Span] = ("", "\uffff")
"""All of them."""


def whole_day(day: date) -> tuple[datetime, datetime]:
    """The first and the last moment of a day in Pakistan: an event without an hour may have been at any of them."""
    begins = datetime.combine(day, time.min, KARACHI).astimezone(UTC)
    return begins, begins + timedelta(days=1, microseconds=-1)


def reckoning(rules: Iterable[Rule], holidays: Holidays) -> Reckoning:
    """The rules by what starts them, each with the days it was reckoned for; good for as many calls of ``running`` as there are."""
    by_event: dict[str, list[_Counted]] = defaultdict(list)
    for rule in rules:
        by_event[rule.event].append(_Counted(rule, holidays))
    return by_event


def running(happenings: Iterable[Happening], by_event: Reckoning, pauses: Mapping[Key, Sequence[Pause]], now: datetime) -> list[Clock]:
    """Every clock that was started and not stopped; each by the rule that held on the day of its event, so a change looks ahead only."""
    by_case: dict[str, list[Happening]] = defaultdict(list)
    for one in happenings:
        by_case[one.case].append(one)
    found = []
    for of_case in by_case.values():
        several = len(of_case) > 1
        for place, one in enumerate(of_case):
            for counted in by_event.get(one.event, ()):
                if several and _is_stopped(counted.rule, of_case, place):
                    continue
                due = counted.due.get(one.begins, _NOT_YET)
                if due is _NOT_YET:
                    due = counted.reckon(one.begins)
                if due is _NOT_YET:
                    continue
                stood = pauses.get((one.case, counted.name, one.about), ()) if pauses else ()
                clock = Clock(one.case, counted.name, one.about, one.begins, due, one.owner)
                found.append(_paused(clock, counted, stood, now) if stood else clock)
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


def _paused(clock: Clock, counted: _Counted, stood: Sequence[Pause], now: datetime) -> Clock:
    until = due_at(clock.began, counted.rule.offset, counted.holidays, stood)
    stands = any(pause.since <= now and (pause.until is None or now < pause.until) for pause in stood)
    return clock._replace(due_at=until, paused=paused_for(clock.began, now, stood), stands=stands)


_NOT_YET: Final = object()
"""Stands where nothing was reckoned, and where the rule does not hold on that day."""


class _Counted:
    """A rule with when its clocks are due that were never paused: reckoned once for a moment, since many begin on the same day."""

    __slots__ = ("due", "holidays", "name", "rule")

    def __init__(self, rule: Rule, holidays: Holidays) -> None:
        self.rule, self.name, self.holidays = rule, rule.id, holidays
        self.due: dict[datetime, Any] = {}

    def reckon(self, event: datetime) -> Any:
        """When it is due; _NOT_YET where the rule does not hold for an event of that day."""
        holds = self.rule.holds_for(event.astimezone(KARACHI).date())
        found = self.due[event] = due_at(event, self.rule.offset, self.holidays) if holds else _NOT_YET
        return found


Reckoning = Mapping[str, Sequence[_Counted]]
"""Rules as ``running`` takes them."""
