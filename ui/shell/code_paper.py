"""The member code's way onto paper at the door."""

from __future__ import annotations

from mdt.catalogue.words import Words
from ui.desk import Joining
from ui.jobs import StoreWorker
from ui.widgets.paper import Asks
from ui.widgets.sheet import SheetPaper, member_card

FILE_NAME = "member-code.pdf"


class CodePaper(SheetPaper):
    """Two buttons beside a member code that is shown once."""

    def __init__(self, joined: Joining, worker: StoreWorker, words: Words, questions: Asks) -> None:
        self._joined = joined
        super().__init__(self.card, FILE_NAME, worker.ask, words, questions)

    def card(self) -> bytes:
        """The card as a PDF."""
        joined = self._joined
        return member_card(joined.user, joined.agency, joined.circle, joined.code)
