"""Dates in words: short in lists, long where there is room, in the language of the screen."""

from __future__ import annotations

from datetime import date, datetime

from PySide6.QtCore import QLocale


def long_day(iso: str | date | None, language: str) -> str:
    """'7 September 2026'; nothing for nothing. Digits stay Latin, as everywhere on the desk's papers."""
    if not iso:
        return ""
    day = iso if isinstance(iso, date) else date.fromisoformat(str(iso)[:10])
    locale = QLocale(QLocale.Language.Urdu, QLocale.Country.Pakistan) if language == "ur" else QLocale(QLocale.Language.English)
    month = locale.standaloneMonthName(day.month) if language == "ur" else locale.monthName(day.month)
    return f"{day.day} {month} {day.year}"


def short_day(day: date, language: str) -> str:
    """'7 Sep 2026', for lists; Urdu has no short names of months."""
    if language == "ur":
        return long_day(day, language)
    return f"{day.day} {QLocale(QLocale.Language.English).monthName(day.month, QLocale.FormatType.ShortFormat)} {day.year}"


def moment(at: datetime, language: str) -> str:
    """'7 Sep 2026, 09:30', for lists."""
    return f"{short_day(at.date(), language)}{'،' if language == 'ur' else ','} {at:%H:%M}"
