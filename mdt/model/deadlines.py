"""Deadlines: an event and an offset make a day or an hour by which something is due; pauses with a reason put it off (domain 8).

Periods of days run from the day after the event to the end of the last day in Asia/Karachi (no daylight saving time there); periods of
hours run from the minute. Working days leave out weekly days off and the holidays somebody entered; no period is moved by itself because
its last day is a holiday. A day counts unless a pause covers its end; an hour counts as far as no pause covers it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Final
from zoneinfo import ZoneInfo

from dateutil.relativedelta import relativedelta

KARACHI: Final = ZoneInfo("Asia/Karachi")
LONGEST: Final = 4000
"""Days after which a period that was paused again and again counts as never due."""


class Unit(StrEnum):
    """What an offset counts."""

    HOURS = "hours"
    DAYS = "days"
    WORKDAYS = "workdays"
    MONTHS = "months"


@dataclass(frozen=True, slots=True)
class Offset:
    """So many hours, days, working days or months after the event; negative ones are before it and know no pauses."""

    count: int
    unit: Unit


@dataclass(frozen=True, slots=True)
class Pause:
    """A time that does not count: from a moment until another, or still (None)."""

    since: datetime
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Holidays:
    """Days nobody works: weekdays off (Monday is 0) and single days that were entered."""

    weekdays: frozenset[int] = frozenset({5, 6})
    days: frozenset[date] = frozenset()

    def is_off(self, day: date) -> bool:
        """Whether nobody works on this day."""
        return day.weekday() in self.weekdays or day in self.days


def due_at(event: datetime, offset: Offset, holidays: Holidays, pauses: Iterable[Pause] = ()) -> datetime | None:
    """When it is due, aware and in Karachi; None where a pause that still runs keeps it from ever being due."""
    stopped = merged(pauses)
    if not stopped and offset.unit in (Unit.DAYS, Unit.MONTHS) and offset.count > 0:
        begun = event.astimezone(KARACHI).date()
        step = relativedelta(months=offset.count) if offset.unit is Unit.MONTHS else timedelta(days=offset.count)
        return _end_of(begun + step)
    if offset.unit is Unit.HOURS:
        return _after_hours(event, offset.count, stopped)
    begun = event.astimezone(KARACHI).date()
    if offset.unit is Unit.MONTHS:
        span = (begun + relativedelta(months=offset.count) - begun).days
        return _after_days(begun, span, Holidays(frozenset()), stopped)
    return _after_days(begun, offset.count, holidays if offset.unit is Unit.WORKDAYS else Holidays(frozenset()), stopped)


def merged(pauses: Iterable[Pause]) -> tuple[Pause, ...]:
    """The same time as pauses that do not touch, in order; those that end before they begin are none."""
    found: list[Pause] = []
    for pause in sorted((one for one in pauses if one.until is None or one.since < one.until), key=lambda one: one.since):
        last = found[-1] if found else None
        if last is not None and (last.until is None or pause.since <= last.until):
            longest = None if last.until is None or pause.until is None else max(last.until, pause.until)
            found[-1] = Pause(last.since, longest)
        else:
            found.append(pause)
    return tuple(found)


def paused_for(event: datetime, until: datetime, pauses: Iterable[Pause]) -> timedelta:
    """How much of the time from the event until a moment was paused."""
    total = timedelta()
    for pause in merged(pauses):
        begin, end = max(pause.since, event), min(pause.until or until, until)
        total += max(end - begin, timedelta())
    return total


def _after_hours(event: datetime, hours: int, pauses: Sequence[Pause]) -> datetime | None:
    due = event.astimezone(UTC) + timedelta(hours=hours)
    for pause in pauses if hours > 0 else ():
        if pause.since < due:
            if pause.until is None:
                return None
            due += max(pause.until - max(pause.since, event), timedelta())
    return due.astimezone(KARACHI)


def _after_days(begun: date, days: int, holidays: Holidays, pauses: Sequence[Pause]) -> datetime | None:
    if days <= 0:
        return _end_of(_before(begun, -days, holidays))
    day, left = begun, days
    for_good = min((pause.since for pause in pauses if pause.until is None), default=None)
    for _ in range(LONGEST + days):
        day += timedelta(days=1)
        if for_good is not None and for_good <= _end_of(day):
            return None
        left -= not holidays.is_off(day) and not _is_paused(_end_of(day), pauses)
        if left == 0:
            return _end_of(day)
    return None


def _before(day: date, days: int, holidays: Holidays) -> date:
    left = days
    while left:
        day -= timedelta(days=1)
        left -= not holidays.is_off(day)
    return day


def _is_paused(moment: datetime, pauses: Sequence[Pause]) -> bool:
    return any(pause.since <= moment and (pause.until is None or moment < pause.until) for pause in pauses)


def _end_of(day: date) -> datetime:
    return datetime.combine(day, time(23, 59, 59), KARACHI)
