"""Reads a day as people type it, and tells how old somebody was on a day."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, datetime, time, timedelta, tzinfo

from mdt.errors import Invalid
from mdt.model.numbers import plain

_YEARS = range(1900, 2101)
_YEARS_AHEAD = 20
_OF_AGE = 18

_DAYS_FROM_TODAY = {
    "today": 0, "tomorrow": 1, "yesterday": -1, "آج": 0, "آئندہ کل": 1, "آنے والا کل": 1, "آنے والے کل": 1, "گزشتہ کل": -1, "گذشتہ کل": -1,
}  # fmt: skip
# In Urdu both yesterday and tomorrow are کل, and the days beyond them پرسوں: a wrong guess would move a deadline.
_TWO_SIDED = frozenset({"کل", "پرسوں"})
_MONTHS = {
    **{name: month for month, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), start=1)},
    **{
        name: month
        for month, name in enumerate(
            "january february march april may june july august september october november december".split(), start=1
        )
    },
    **{name: month for month, name in enumerate("جنوری فروری مارچ اپریل مئی جون جولائی اگست ستمبر اکتوبر نومبر دسمبر".split(), start=1)},
    "sept": 9,
}
_STEP = re.compile(r"([+-]) ?(\d{1,5}) ?([dwmy])")
_YEAR_FIRST = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})")
_DAY_FIRST = re.compile(r"(\d{1,2})([-/.])(\d{1,2})(?:\2(\d{4}|\d{2}))?")
_DAY_NAMED = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[ -]?([^\W\d_]+)\.?(?:[ ,-]+(\d{4}|\d{2}))?")
_HOUR = re.compile(r"([01]?\d|2[0-3])[:.]([0-5]\d)")
_NAMED_DAY = re.compile(r"([^\W\d_]+)\.? ?(\d{1,2})(?:st|nd|rd|th)?(?:[ ,]+(\d{4}))?")


def typed_date(text: str, today: date) -> date:
    """The day meant by ``text``: a word, a step from ``today`` such as +3d, -2w, +1m, +1y, or a date with the day before the month.

    A missing year is that of ``today``; one of two digits is the latest that lies no more than 20 years ahead. A step by months
    ends on the last day of a shorter month. Urdu digits, words and months are read as well. Raises Invalid for the field
    ``date``: 'invalid.date_two_sided' for کل and پرسوں, else 'invalid.date', also for years outside 1900 to 2100.
    """
    written = plain(text).casefold().replace("ي", "ی").replace("ك", "ک")
    if written in _TWO_SIDED:
        raise Invalid(fields={"date": "invalid.date_two_sided"})
    try:
        meant = _relative(written, today) or _absolute(written, today)
    except (ValueError, OverflowError):
        meant = None
    if meant is None or meant.year not in _YEARS:
        raise Invalid(fields={"date": "invalid.date"})
    return meant


def typed_moment(field: str, text: str, today: date, zone: tzinfo) -> datetime:
    """The day and hour meant by ``text``, such as 'tomorrow 10:30' or '7/11 16:00', in a zone; an hour alone is one of ``today``.

    Raises Invalid for ``field``.
    """
    day, _, hour = plain(text).strip().rpartition(" ")
    found = _HOUR.fullmatch(hour)
    if found is None:
        raise Invalid(fields={field: "invalid.moment"})
    try:
        return datetime.combine(typed_date(day, today) if day.strip() else today, time(int(found[1]), int(found[2])), zone)
    except Invalid as fault:
        raise Invalid(fields={field: fault.fields["date"]}) from fault


def _relative(written: str, today: date) -> date | None:
    if written in _DAYS_FROM_TODAY:
        return today + timedelta(days=_DAYS_FROM_TODAY[written])
    step = _STEP.fullmatch(written)
    if step is None:
        return None
    amount = int(step[1] + step[2])
    if step[3] in "dw":
        return today + timedelta(days=amount * (7 if step[3] == "w" else 1))
    return _months_later(today, amount * (12 if step[3] == "y" else 1))


def _months_later(day: date, months: int) -> date:
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    if year not in _YEARS:
        raise ValueError(year)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _absolute(written: str, today: date) -> date | None:
    if parts := _YEAR_FIRST.fullmatch(written):
        return date(int(parts[1]), int(parts[3]), int(parts[4]))
    if parts := _DAY_FIRST.fullmatch(written):
        return date(_year(parts[4], today), int(parts[3]), int(parts[1]))
    if (parts := _DAY_NAMED.fullmatch(written)) and parts[2] in _MONTHS:
        return date(_year(parts[3], today), _MONTHS[parts[2]], int(parts[1]))
    if (parts := _NAMED_DAY.fullmatch(written)) and parts[1] in _MONTHS:
        return date(_year(parts[3], today), _MONTHS[parts[1]], int(parts[2]))
    return None


def _year(written: str | None, today: date) -> int:
    if written is None:
        return today.year
    year = int(written)
    if len(written) == 4:
        return year
    latest = today.year + _YEARS_AHEAD
    return latest - (latest - year) % 100


def age_on(born: date, day: date) -> int:
    """Full years of age on ``day``; who was born on 29 February turns a year older on 1 March of a common year.

    Raises Invalid with 'invalid.date' for the field ``born`` when the birth lies after ``day``.
    """
    if born > day:
        raise Invalid(fields={"born": "invalid.date"})
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def is_minor(born: date, day: date) -> bool:
    """Whether somebody born on ``born`` is under 18 on ``day``; raises Invalid as ``age_on`` does."""
    return age_on(born, day) < _OF_AGE
