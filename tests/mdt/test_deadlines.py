"""The deadline engine against a second, naive one, and on days where others went wrong: leap days, month ends, midnight."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mdt.catalogue.load import load_catalogue
from mdt.model.deadlines import KARACHI, Holidays, Offset, Pause, Unit, due_at, merged, paused_for

NONE = Holidays(frozenset())
EVENTS = st.integers(1_546_300_800, 1_956_528_000).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))
"""Seconds from 2019 to 2032."""
SPANS = st.timedeltas(timedelta(0), timedelta(days=9)).map(lambda span: timedelta(seconds=int(span.total_seconds())))
OFFSETS = st.one_of(
    st.builds(Offset, st.integers(1, 200), st.just(Unit.HOURS)),
    st.builds(Offset, st.integers(1, 120), st.sampled_from((Unit.DAYS, Unit.WORKDAYS))),
    st.builds(Offset, st.integers(1, 14), st.just(Unit.MONTHS)),
)


@st.composite
def pauses_around(draw: st.DrawFn, event: datetime) -> list[Pause]:
    found = []
    for _ in range(draw(st.integers(0, 4))):
        since = event + draw(st.timedeltas(timedelta(days=-5), timedelta(days=20)))
        since = since.replace(microsecond=0)
        found.append(Pause(since, since + draw(SPANS)))
    return found


def naive_hours(event: datetime, hours: int, pauses: list[Pause]) -> datetime:
    """Minute by minute would do; second by second in jumps between the edges of pauses."""
    edges = sorted({event, *(pause.since for pause in pauses), *(pause.until for pause in pauses if pause.until)})
    moment, left = event, timedelta(hours=hours)
    while True:
        after = [edge for edge in edges if edge > moment]
        still = any(pause.since <= moment and pause.until is not None and moment < pause.until for pause in pauses)
        if still:
            moment = after[0]
            continue
        if not after or after[0] - moment >= left:
            return moment + left
        left -= after[0] - moment
        moment = after[0]


def naive_days(begun: date, days: int, off: Holidays, pauses: list[Pause]) -> datetime:
    counted = 0
    day = begun
    while counted < days:
        day = day + timedelta(days=1)
        end = datetime.combine(day, time(23, 59, 59), KARACHI)
        if off.is_off(day):
            continue
        if any(pause.since <= end and pause.until is not None and end < pause.until for pause in pauses):
            continue
        counted += 1
    return datetime.combine(day, time(23, 59, 59), KARACHI)


def added_months(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for last in range(day.day, 27, -1):
        try:
            return date(year, month + 1, last)
        except ValueError:
            continue
    return date(year, month + 1, day.day)


@given(st.data(), EVENTS, OFFSETS, st.frozensets(st.integers(0, 6), max_size=3))
def test_as_a_naive_engine_says(data: st.DataObject, event: datetime, offset: Offset, weekdays: frozenset[int]) -> None:
    pauses = data.draw(pauses_around(event))
    first = event.astimezone(KARACHI).date()
    days = data.draw(st.frozensets(st.dates(first, first + timedelta(days=40)), max_size=6))
    off = Holidays(weekdays, days)
    found = due_at(event, offset, off, pauses)
    if offset.unit is Unit.HOURS:
        assert found == naive_hours(event, offset.count, pauses)
    elif offset.unit is Unit.MONTHS:
        assert found == naive_days(first, (added_months(first, offset.count) - first).days, NONE, pauses)
    else:
        assert found == naive_days(first, offset.count, off if offset.unit is Unit.WORKDAYS else NONE, pauses)


@given(EVENTS, OFFSETS, st.data())
def test_a_pause_never_brings_it_nearer_and_without_one_it_is_as_early_as_it_gets(
    event: datetime, offset: Offset, data: st.DataObject
) -> None:
    pauses = data.draw(pauses_around(event))
    bare, put_off = due_at(event, offset, Holidays()), due_at(event, offset, Holidays(), pauses)
    assert bare is not None
    assert put_off is not None
    assert put_off >= bare > event
    assert due_at(event, offset, Holidays(), [*pauses, Pause(event - timedelta(days=9), event - timedelta(days=6))]) == put_off


@given(EVENTS, st.data())
def test_merged_pauses_are_the_same_time(event: datetime, data: st.DataObject) -> None:
    pauses, until = data.draw(pauses_around(event)), event + timedelta(days=30)
    found = merged(pauses)
    assert all(one.until is not None and other.since > one.until for one, other in pairwise(found))
    seconds = paused_for(event, until, pauses).total_seconds()
    edges = sorted(
        {event, until, *(moment for pause in found for moment in (pause.since, pause.until) if moment and event < moment < until)}
    )
    inside = sum(
        (end - begin).total_seconds()
        for begin, end in pairwise(edges)
        if any(pause.since <= begin and pause.until is not None and begin < pause.until for pause in pauses)
    )
    assert seconds == inside


def karachi(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=KARACHI)


@pytest.mark.parametrize(
    ("event", "offset", "due"),
    [
        ("2024-01-31T10:00:00", Offset(1, Unit.MONTHS), "2024-02-29T23:59:59"),
        ("2023-01-31T10:00:00", Offset(1, Unit.MONTHS), "2023-02-28T23:59:59"),
        ("2024-02-29T10:00:00", Offset(12, Unit.MONTHS), "2025-02-28T23:59:59"),
        ("2026-08-31T10:00:00", Offset(6, Unit.MONTHS), "2027-02-28T23:59:59"),
        ("2026-11-25T00:00:00", Offset(14, Unit.DAYS), "2026-12-09T23:59:59"),
        ("2026-11-25T23:59:59", Offset(14, Unit.DAYS), "2026-12-09T23:59:59"),
        ("2026-12-31T23:30:00", Offset(24, Unit.HOURS), "2027-01-01T23:30:00"),
        ("2026-11-27T12:00:00", Offset(3, Unit.WORKDAYS), "2026-12-02T23:59:59"),
        ("2026-06-30T09:00:00", Offset(30, Unit.DAYS), "2026-07-30T23:59:59"),
        ("2026-12-24T09:00:00", Offset(-14, Unit.DAYS), "2026-12-10T23:59:59"),
        ("2026-11-25T09:00:00", Offset(-2, Unit.HOURS), "2026-11-25T07:00:00"),
        ("2026-11-25T09:00:00", Offset(0, Unit.DAYS), "2026-11-25T23:59:59"),
    ],
)
def test_the_days_on_which_others_went_wrong(event: str, offset: Offset, due: str) -> None:
    assert due_at(karachi(event), offset, Holidays()) == karachi(due)


def test_the_day_is_the_one_in_karachi_whatever_the_clock_of_the_event() -> None:
    late = datetime(2026, 11, 25, 20, 30, tzinfo=UTC)
    assert due_at(late, Offset(1, Unit.DAYS), Holidays()) == karachi("2026-11-27T23:59:59")


def test_an_entered_holiday_and_a_weekly_day_off_are_no_working_days() -> None:
    eid = Holidays(frozenset({6}), frozenset({date(2026, 11, 28)}))
    assert due_at(karachi("2026-11-27T12:00:00"), Offset(1, Unit.WORKDAYS), eid) == karachi("2026-11-30T23:59:59")


@pytest.mark.parametrize("offset", [Offset(24, Unit.HOURS), Offset(3, Unit.DAYS), Offset(3, Unit.WORKDAYS), Offset(2, Unit.MONTHS)])
def test_while_it_is_paused_it_is_never_due(offset: Offset) -> None:
    event = karachi("2026-11-25T09:00:00")
    assert due_at(event, offset, Holidays(), [Pause(event + timedelta(hours=1))]) is None
    assert due_at(event, offset, Holidays(), [Pause(event + timedelta(days=400))]) is not None


def test_every_rule_of_the_table_can_be_counted_and_is_stopped_by_something() -> None:
    event = karachi("2026-11-25T09:00:00")
    for rule in load_catalogue().deadlines.values():
        due = due_at(event, rule.offset, Holidays())
        assert due is not None, rule.id
        assert due > event, rule.id
        assert rule.stops, rule.id
        assert rule.authority, rule.id
        assert rule.holds_for(event.date()), rule.id


def test_a_rule_holds_for_events_between_its_days() -> None:
    rule = replace(load_catalogue().deadlines["challan14"], effective_from=date(2026, 1, 1), effective_to=date(2026, 6, 30))
    held = [day for day in (date(2025, 12, 31), date(2026, 1, 1), date(2026, 6, 30), date(2026, 7, 1)) if rule.holds_for(day)]
    assert held == [date(2026, 1, 1), date(2026, 6, 30)]
