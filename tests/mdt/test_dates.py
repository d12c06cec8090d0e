"""Days as people type them, and ages."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mdt.errors import Invalid
from mdt.model.dates import age_on, is_minor, typed_date, typed_moment

TODAY = date(2026, 1, 31)
DAYS = st.dates(date(1900, 1, 1), date(2100, 12, 31))
URDU_DIGITS = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("today", TODAY), (" Today ", TODAY), ("tomorrow", date(2026, 2, 1)), ("yesterday", date(2026, 1, 30)),
        ("آج", TODAY), ("گزشتہ کل", date(2026, 1, 30)), ("آنے والا کل", date(2026, 2, 1)),
        ("+3d", date(2026, 2, 3)), ("-2w", date(2026, 1, 17)), ("+1m", date(2026, 2, 28)), ("-1m", date(2025, 12, 31)),
        ("\u22122w", date(2026, 1, 17)),
        ("+25m", date(2028, 2, 29)), ("-1y", date(2025, 1, 31)), ("+۳d", date(2026, 2, 3)),
        ("7/11", date(2026, 11, 7)), ("7/11/2026", date(2026, 11, 7)), ("7-11-26", date(2026, 11, 7)), ("7.11.2026", date(2026, 11, 7)),
        ("2026-11-07", date(2026, 11, 7)), ("۲۰۲۶-۱۱-۰۷", date(2026, 11, 7)), ("۷/۱۱/۲۰۲۶", date(2026, 11, 7)),
        ("7 Nov", date(2026, 11, 7)), ("7 November 2026", date(2026, 11, 7)), ("7th Nov, 2026", date(2026, 11, 7)),
        ("Nov 7", date(2026, 11, 7)),
        ("November 7, 2026", date(2026, 11, 7)), ("07-Nov-2026", date(2026, 11, 7)), ("7 Sept.", date(2026, 9, 7)),
        ("7 نومبر 2026", date(2026, 11, 7)),
        ("1/1/98", date(1998, 1, 1)), ("1/1/46", date(2046, 1, 1)), ("1/1/47", date(1947, 1, 1)), ("1/1/1900", date(1900, 1, 1)),
    ],
)  # fmt: skip
def test_typed(text: str, meant: date) -> None:
    assert typed_date(text, TODAY) == meant


@pytest.mark.parametrize(
    "text",
    [
        "", "soon", "31/2", "29/2", "32/1/2026", "1/13/2026", "7/11/226", "7-11/2026", "1/1/1899", "1/1/2101", "2026-02-30", "7 Foo", "7",
        "+3", "3d", "+99999d", "-99999y", "+99999m", "+1x", "7 Nov 2026 x", "00/00/0000",
    ],
)  # fmt: skip
def test_refused(text: str) -> None:
    with pytest.raises(Invalid) as raised:
        typed_date(text, TODAY)
    assert raised.value.fields == {"date": "invalid.date"}


@pytest.mark.parametrize("text", ["کل", " کل ", "كل", "پرسوں"])
def test_two_sided_words_are_refused_in_their_own_words(text: str) -> None:
    with pytest.raises(Invalid) as raised:
        typed_date(text, TODAY)
    assert raised.value.fields == {"date": "invalid.date_two_sided"}


@given(
    DAYS, DAYS, st.sampled_from(["{0.day}/{0.month}/{0.year}", "{0:%Y-%m-%d}", "{0.day} {0:%b} {0.year}", "{0:%d-%m-%Y}"]), st.booleans()
)
def test_every_day_can_be_typed(day: date, today: date, form: str, urdu: bool) -> None:
    text = form.format(day)
    assert typed_date(text.translate(URDU_DIGITS) if urdu else text, today) == day


@given(st.dates(date(1950, 1, 1), date(2050, 12, 31)), st.integers(-400, 400))
def test_steps_of_days(today: date, days: int) -> None:
    assert typed_date(f"{days:+d}d", today) == today + timedelta(days=days)


@given(st.dates(date(1950, 1, 1), date(2050, 12, 31)), st.integers(-400, 400))
def test_steps_of_months_never_skip_a_month(today: date, months: int) -> None:
    later = typed_date(f"{months:+d}m", today)
    assert (later.year - today.year) * 12 + later.month - today.month == months
    assert later.day <= today.day


@given(st.text(max_size=20), DAYS)
def test_anything_typed_is_read_or_refused(text: str, today: date) -> None:
    outcome: object
    try:
        outcome = typed_date(text, today).year in range(1900, 2101)
    except Invalid as refusal:
        outcome = set(refusal.fields) == {"date"}
    assert outcome is True


def test_age() -> None:
    assert age_on(date(2008, 6, 15), date(2026, 6, 14)) == 17
    assert age_on(date(2008, 6, 15), date(2026, 6, 15)) == 18
    assert age_on(date(2008, 6, 15), date(2008, 6, 15)) == 0


def test_born_on_29_february() -> None:
    born = date(2008, 2, 29)
    assert is_minor(born, date(2026, 2, 28))
    assert not is_minor(born, date(2026, 3, 1))
    assert age_on(born, date(2028, 2, 28)) == 19
    assert age_on(born, date(2028, 2, 29)) == 20


def test_not_yet_born() -> None:
    with pytest.raises(Invalid) as raised:
        age_on(date(2026, 1, 2), date(2026, 1, 1))
    assert raised.value.fields == {"born": "invalid.date"}


@given(DAYS, DAYS)
def test_age_grows_by_one_at_each_birthday(a: date, b: date) -> None:
    born, day = min(a, b), max(a, b)
    age = age_on(born, day)
    assert age >= 0
    assert is_minor(born, day) == (age < 18)
    assert age_on(born, day + timedelta(days=366)) in (age + 1, age + 2)


@pytest.mark.parametrize(
    ("text", "day", "hour"),
    [("18:00", TODAY, (18, 0)), ("tomorrow 9.30", date(2026, 2, 1), (9, 30)), ("+2d 0:05", date(2026, 2, 2), (0, 5)),
     ("آج ۱۸:۳۰", TODAY, (18, 30)),
     ("7 Feb 2026 23:59", date(2026, 2, 7), (23, 59))],
)  # fmt: skip
def test_a_moment_is_a_day_and_an_hour_in_its_zone(text: str, day: date, hour: tuple[int, int]) -> None:
    zone = timezone(timedelta(hours=5))
    assert typed_moment("at", text, TODAY, zone) == datetime(day.year, day.month, day.day, *hour, tzinfo=zone)
    assert typed_moment("at", text, TODAY, zone).astimezone(UTC).utcoffset() == timedelta(0)


@pytest.mark.parametrize(
    ("text", "why"),
    [("", "moment"), ("tomorrow", "moment"), ("24:00", "moment"), ("9:60", "moment"), ("noon 9:00", "date"), ("کل 9:00", "date_two_sided")],
)
def test_a_moment_that_cannot_be_read_is_said_for_its_field(text: str, why: str) -> None:
    with pytest.raises(Invalid) as caught:
        typed_moment("at", text, TODAY, UTC)
    assert dict(caught.value.fields) == {"at": f"invalid.{why}"}
