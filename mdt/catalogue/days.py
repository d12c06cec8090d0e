"""Dates in words: short in lists, long where there is room; the same in the window, on paper and at the command line."""

from __future__ import annotations

from datetime import date, datetime

from mdt.catalogue.words import sentences


def long_day(iso: str | date | None, language: str) -> str:
    """'7 September 2026'; nothing for nothing. Digits stay Latin, as everywhere on the desk's papers."""
    if not iso:
        return ""
    day = iso if isinstance(iso, date) else date.fromisoformat(str(iso)[:10])
    return f"{day.day} {_month(day, language)} {day.year}"


def short_day(day: date, language: str) -> str:
    """'7 Sep 2026', for lists; Urdu has no short names of months."""
    return long_day(day, language) if language == "ur" else f"{day.day} {_month(day, language)[:3]} {day.year}"


def moment(at: datetime, language: str) -> str:
    """'7 Sep 2026, 09:30', for lists."""
    return f"{short_day(at.date(), language)}{'،' if language == 'ur' else ','} {at:%H:%M}"


def _month(day: date, language: str) -> str:
    return sentences(language)[f"bundle.months.m{day.month}"]
