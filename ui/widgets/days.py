"""Dates in words, for the screen."""

from __future__ import annotations

from datetime import timedelta

from mdt.catalogue.days import long_day, moment, short_day
from ui.desk import ScreenDesk

__all__ = ["OLD", "long_day", "moment", "proved_ago", "short_day"]
OLD = timedelta(days=2)
"""Up to here the age of a backup is said in hours."""


def proved_ago(desk: ScreenDesk, age: timedelta | None) -> str:
    """How long ago a backup was last proved; that there is none."""
    if age is None:
        return desk.say("screen.no_backup")
    if age < timedelta(hours=1):
        return desk.say("screen.backup_now")
    if age < OLD:
        return desk.say("screen.backup_hours", hours=int(age.total_seconds() // 3600))
    return desk.say("screen.backup_days", days=age.days)
