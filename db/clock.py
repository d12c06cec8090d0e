"""The only place that asks the computer what time it is."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

KARACHI = ZoneInfo("Asia/Karachi")


class WallClock:
    """The computer's clock; days are days in Pakistan (no summer time)."""

    def now(self) -> datetime:
        """This moment, in UTC."""
        return datetime.now(UTC)

    def today(self) -> date:
        """Today's date in Asia/Karachi."""
        return datetime.now(KARACHI).date()
