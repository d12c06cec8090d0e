"""Times as files write them, brought to UTC; a time without a zone is read as UTC, and said so."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import Final

from mdt.errors import Invalid
from mdt.model.dates import typed_date

_OF_ADULT: Final = 18
_ZONE: Final = re.compile(r"\s*(?:UTC|GMT)$", re.IGNORECASE)
_YEAR: Final = re.compile(r"\d{4}")
_ANY_DAY: Final = date(2026, 1, 1)
"""Only a date with a year is read, so that what today is does not matter."""


def moment(text: str) -> tuple[str, bool]:
    """A time in UTC as ISO text, and whether it said its zone; an empty text where it is none."""
    written = _ZONE.sub("Z", text.strip()) if len(text) < 64 else ""
    try:
        found = datetime.fromisoformat(written)
        if found.tzinfo is None:
            return found.replace(tzinfo=UTC).isoformat(), False
        return found.astimezone(UTC).isoformat(), True
    except (ValueError, OverflowError):
        return _by_day(written), False


def _by_day(written: str) -> str:
    if not _YEAR.search(written):
        return ""
    try:
        day = typed_date(written, _ANY_DAY)
    except Invalid:
        return ""
    return datetime(day.year, day.month, day.day, tzinfo=UTC).isoformat()


def is_young(age: str, born: str, on: str) -> bool:
    """Whether an age as it is written, or a birth date held against the day of a tip, is one under 18.

    A birth date without a day to count at is taken for one: who may be a child is kept apart.
    """
    if age.isdecimal() and len(age) < 4 and int(age) < _OF_ADULT:
        return True
    birth, day = moment(born)[0], moment(on)[0]
    return bool(birth) and (not day or _years(birth, day) < _OF_ADULT)


def _years(birth: str, day: str) -> int:
    return int(day[:4]) - int(birth[:4]) - (day[5:10] < birth[5:10])
