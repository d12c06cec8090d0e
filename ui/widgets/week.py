"""Days of a week and hours of a day in words, in the language of the screen."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from PySide6.QtCore import QLocale

from mdt.work.bundle import KARACHI
from ui.widgets.days import long_day

DAYS = 7


def week_of(day: date) -> date:
    """The Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def weekday(day: date, language: str) -> str:
    """'Thursday'."""
    locale = QLocale(QLocale.Language.Urdu, QLocale.Country.Pakistan) if language == "ur" else QLocale(QLocale.Language.English)
    return locale.standaloneDayName(day.isoweekday())


def hour(at: datetime) -> str:
    """'10:30', by the clock of the desk."""
    return f"{at.astimezone(KARACHI):%H:%M}"


def day_and_hour(at: datetime, language: str) -> str:
    """'Thursday 26 November 2026, 10:30'."""
    day = at.astimezone(KARACHI).date()
    return f"{weekday(day, language)} {long_day(day, language)}{'،' if language == 'ur' else ','} {hour(at)}"
