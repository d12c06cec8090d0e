"""Printing a slip: a tracking code and a day, and nothing that says what it is."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from mdt.work.contacts import SlipContent, make_slip
from mdt.work.desk import Desk
from ui.widgets.paper_page import PaperPage


class SlipPage(PaperPage):
    """One slip for one person; its code is made once, whatever language it is shown in."""

    TITLE, NAME = "slip.title", "slip"
    _made: SlipContent | None = None

    def collect(self, desk: Desk) -> SlipContent:
        """A fresh code; logged."""
        if self._made is None:
            case, _, party = self.about.partition("/")
            self._made = desk.do(make_slip, case, party)
        return self._made

    def drawing(self, content: SlipContent, language: str) -> Callable[[], bytes]:
        """On one sheet."""
        from mdt.reports.slip import print_slip

        return partial(print_slip, content.papers[language], language)

    def leave(self) -> None:
        """Back to the case."""
        self.opened.emit("case", self.about.partition("/")[0])
