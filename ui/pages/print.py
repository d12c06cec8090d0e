"""Printing the case bundle."""

from __future__ import annotations

from mdt.model.bundles import BundleContent
from mdt.work.bundle import assemble_bundle
from mdt.work.desk import Desk
from ui.widgets.printing import PrintingPage


class PrintPage(PrintingPage):
    """One case's bundle in one language."""

    def gather(self, desk: Desk) -> BundleContent:
        """Everything the bundle prints; logged as a print."""
        return desk.do(assemble_bundle, self.about)

    def drawn(self, content: BundleContent, language: str) -> bytes:
        """The bundle."""
        from mdt.reports.case_bundle import print_bundle

        return print_bundle(content, language)
