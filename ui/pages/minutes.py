"""Printing the minutes of a meeting: what this member may read of it, and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from mdt.work.desk import Desk
from mdt.work.minutes import gather_minutes
from ui.widgets.paper_page import PaperPage


class MinutesPage(PaperPage):
    """One meeting's minutes in one language."""

    TITLE = "minutes.page"
    BACK, PAGES = "minutes.back", "minutes.pages"
    NAME = "minutes"
    UNDER = "meetings"

    def collect(self, desk: Desk) -> Any:
        """The minutes; each case that is read is logged as opened."""
        return gather_minutes(desk, self.desk.catalogue, self.about, self.desk.today())

    def drawing(self, content: Any, language: str) -> Callable[[], bytes]:
        """On as many sheets as they need."""
        from mdt.reports.minutes import print_minutes

        return partial(print_minutes, content, language)

    def leave(self) -> None:
        """Back to the meeting."""
        self.opened.emit("meeting", self.about)

    def goes_back(self) -> bool:
        """Esc leads back to the meeting."""
        self._leave()
        return True
