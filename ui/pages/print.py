"""Printing the case bundle."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from mdt.work.bundle import assemble_bundle
from mdt.work.desk import Desk
from ui.widgets.paper_page import PaperPage


class PrintPage(PaperPage):
    """One case's bundle in one language."""

    def collect(self, desk: Desk) -> Any:
        """The bundle; logged as a print."""
        return desk.do(assemble_bundle, self.about)

    def drawing(self, content: Any, language: str) -> Callable[[], bytes]:
        """As the court gets it."""
        from mdt.reports.case_bundle import print_bundle

        return partial(print_bundle, content, language)
