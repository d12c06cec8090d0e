"""Dates in words: short in lists, long where there is room, in the language of the screen."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QDate, QLocale


def long_day(iso: str | date | None, language: str) -> str:
    """'7 September 2026'; nothing for nothing. Digits stay Latin, as everywhere on the desk's papers."""
    if not iso:
        return ""
    day = iso if isinstance(iso, date) else date.fromisoformat(str(iso)[:10])
    locale = QLocale(QLocale.Language.Urdu, QLocale.Country.Pakistan) if language == "ur" else QLocale(QLocale.Language.English)
    month = locale.standaloneMonthName(day.month) if language == "ur" else locale.monthName(day.month)
    return f"{QDate(day.year, day.month, day.day).day()} {month} {day.year}"
