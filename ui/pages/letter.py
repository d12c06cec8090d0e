"""A letter that leaves the desk: how it goes and what is with it, looked at first, then printed or kept, and only then numbered."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QWidget

from mdt.work.desk import Desk
from mdt.work.letters import LetterDraft, issue_letter, prepare_letter
from ui.desk import ScreenDesk
from ui.widgets.choice import Tick
from ui.widgets.flow import Flow, flowing
from ui.widgets.keeping import keep
from ui.widgets.paper import Asks
from ui.widgets.paper_page import PaperPage
from ui.widgets.parts import button, label

CHANNELS = ("hand", "post", "portal", "email")


class Numbering:
    """The system's boxes, with a number given to the letter once somebody chose to print."""

    def __init__(self, questions: Asks, issue: Callable[[Callable[[], None]], None]) -> None:
        self._questions, self._issue = questions, issue

    def file_to_write(self, parent: QWidget, title: str, name: str) -> str:
        """Where to write a file."""
        return self._questions.file_to_write(parent, title, name)

    def file_to_read(self, parent: QWidget, title: str) -> str:
        """Which file to read."""
        return self._questions.file_to_read(parent, title)

    def printer(self, parent: QWidget, printer: QPrinter, then: Callable[[], None]) -> None:
        """The print dialog; the number first, then the paper."""
        self._questions.printer(parent, printer, partial(self._issue, then))


class LetterPage(PaperPage):
    """One letter about one record; subclasses say of which kind."""

    TITLE, NAME, KIND = "outgoing.letter_title", "letter", ""

    def __init__(self, desk: ScreenDesk, about: str = "") -> None:
        super().__init__(desk, about)
        self._channel = CHANNELS[0]
        self._draft: LetterDraft | None = None
        self._issued, self._enclosed = "", tuple[str, ...]()
        self._ways = {way: button(desk.title("letter_channel", way), partial(self._go_by, way), "pill") for way in CHANNELS}
        rows = desk.catalogue.tables["enclosure"].values()
        self._with = {row.id: Tick(row.title.inside(desk.words.language)) for row in rows}
        for box in self._with.values():
            box.setAccessibleName(box.text())
            box.toggled.connect(lambda _: self.refresh())
        chosen = Flow(label(self.say("outgoing.goes"), "second"), flowing(*self._ways.values()), gap=10)
        enclosed = Flow(label(self.say("outgoing.with_it"), "second"), flowing(*self._with.values(), gap=14), gap=10)
        self.body.insertLayout(2, chosen)
        self.body.insertLayout(3, enclosed)

    def refresh(self) -> None:
        """The letter again, as it is chosen now."""
        self._enclosed = tuple(name for name, box in self._with.items() if box.isChecked())
        super().refresh()

    def collect(self, desk: Desk) -> LetterDraft:
        """The letter, once the guard let it through; logged."""
        case, _, record = self.about.partition("/")
        return desk.do(prepare_letter, case, self.KIND, record, self._language, self._channel, self._enclosed)

    def drawing(self, content: LetterDraft, language: str) -> Callable[[], bytes]:
        """The letter as it will be sent."""
        from mdt.reports.letter import print_letter

        self._draft = content
        return partial(print_letter, content.paper, language)

    def leave(self) -> None:
        """Back to the case."""
        self.opened.emit("case", self.about.partition("/")[0])

    def _stand(self, working: str = "", wrong: str = "") -> None:
        super()._stand(working, wrong)
        for way, pill in self._ways.items():
            pill.setChecked(way == self._channel)

    def _go_by(self, way: str) -> None:
        self._channel = way
        self.refresh()

    def _to_printer(self) -> None:
        self.paper.ask_printer(self, Numbering(self.questions, self._issue))

    def _to_file(self) -> None:
        path = self.questions.file_to_write(self, self.say("print.keep"), f"{self.NAME}-{self._language}.pdf")
        if path:
            self._issue(partial(self._write, Path(path)))

    def _write(self, path: Path) -> None:
        done = lambda _: self.told.emit(self.say("print.kept"))  # noqa: E731
        self.desk.errands.send(
            partial(keep, path, self.paper.printed), self, done, lambda fault: self.desk.refused.emit(self._in_words(fault))
        )

    def _issue(self, then: Callable[[], None]) -> None:
        """Keep that this letter was made, once for each file, and go on."""
        digest, draft = hashlib.sha256(self.paper.printed).hexdigest(), self._draft
        if draft is None or digest == self._issued:
            then()
            return

        def kept(_: Any) -> None:
            self._issued = digest
            self.told.emit(self.say("outgoing.numbered", number=draft.number))
            then()

        case = self.about.partition("/")[0]
        self.desk.do(self, kept, issue_letter, case, draft, digest)


class RequestLetterPage(LetterPage):
    """The notice or request to a platform."""

    KIND = "request"


class ReminderLetterPage(LetterPage):
    """The reminder of a request."""

    KIND = "reminder"


class RemovalLetterPage(LetterPage):
    """The request to take something down."""

    KIND = "removal"


class ReferralLetterPage(LetterPage):
    """The letter and pack of a referral: ticked items only."""

    KIND = "referral"


class ForeignLetterPage(LetterPage):
    """The answer to a foreign request."""

    KIND = "foreign"
