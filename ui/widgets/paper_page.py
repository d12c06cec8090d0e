"""A page with a paper on it: made in memory with progress that can be left, looked at, printed by the system's dialog or kept as a file."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFrame, QProgressBar

from mdt.catalogue.sentences import sentence
from mdt.errors import DeskError
from mdt.work.desk import Desk
from ui.desk import ScreenDesk
from ui.widgets.flow import Flow, flowing
from ui.widgets.keeping import keep
from ui.widgets.page import Page
from ui.widgets.paper import Asks, Paper
from ui.widgets.parts import button, card, form_wide, in_one_line, label, row

CANCEL_AFTER_MS = 1000
PREVIEW_HEIGHT = 520


class PaperPage(Page):
    """One paper in one language; subclasses gather what stands on it, and draw it."""

    TITLE = "print.title"
    BACK, PAGES = "note.back", "print.pages"
    """What the way back and the number of sheets are called."""
    NAME = "bundle"
    """How a file of it is called at first."""
    questions: Asks
    """Given by the program: the only place that opens system dialogs."""

    def __init__(self, desk: ScreenDesk, about: str = "") -> None:
        super().__init__(desk, about)
        self._language = desk.words.language
        self._asked = 0
        """Which making is under way; what an earlier one brings is dropped."""
        self.paper = Paper(self)
        self.paper.printing.connect(self._say_sheet)
        self._said = label("", "second")
        self._print = button(self.say("print.print"), self._to_printer, "primary", "Ctrl+P")
        self._keep = button(self.say("print.keep"), self._to_file)
        self._pills = {name: button(self.say(f"print.in_{name}"), partial(self._choose, name), "pill") for name in ("en", "ur")}
        back = button(self.say(self.BACK), self._leave, keys="Alt+Left")
        self._view = self.paper.preview(self.say("print.preview"))
        self._view.setMinimumHeight(PREVIEW_HEIGHT)
        self._working, self._fault = self._waiting(), self._wrong()
        self.body.addLayout(Flow(label(self.say(self.TITLE), "title"), flowing(*self._pills.values()), ends=True))
        self.body.addLayout(Flow(in_one_line(self._said), flowing(back, self._keep, self._print), ends=True))
        for part in (self._working, self._fault):
            self.body.addWidget(form_wide(part))
        self.body.addWidget(self._view, 1)
        self.body.addStretch(0)

    def collect(self, desk: Desk) -> Any:
        """What stands on the paper, gathered on the store's thread."""
        raise NotImplementedError

    def drawing(self, content: Any, language: str) -> Callable[[], bytes]:
        """What draws it."""
        raise NotImplementedError

    def leave(self) -> None:
        """Where one came from."""
        self.opened.emit("case", self.about)

    def refresh(self) -> None:
        """Gather what stands on it, and draw it."""
        self._asked += 1
        self._slow.start()
        self._stand(working="print.gathering")

        def gather(desk: Desk) -> Any:
            # a fault of any kind comes back to this page, which says it where the paper would have stood
            try:
                return self.collect(desk)
            except Exception as fault:
                return fault

        self.desk.attempt(self, partial(self._draw, self._asked), partial(self._failed, self._asked), gather)

    def _waiting(self) -> QFrame:
        """What is being done, and the way out of it once it takes long."""
        self._doing, progress = label("", "body"), QProgressBar()
        progress.setRange(0, 0)
        progress.setAccessibleName(self.say("print.making"))
        self._cancel = button(self.say("print.cancel"), self._leave)
        self._cancel.hide()
        self._slow = QTimer(self)
        self._slow.setSingleShot(True)
        self._slow.setInterval(CANCEL_AFTER_MS)
        self._slow.timeout.connect(self._cancel.show)
        return card(self._doing, progress, row(self._cancel, 1))

    def _wrong(self) -> QFrame:
        """What went wrong, in words, and another try."""
        self._why = label("", "error")
        return card(self._why, row(button(self.say("print.again"), self.refresh), 1))

    def _stand(self, working: str = "", wrong: str = "") -> None:
        """Show what is being done, or what went wrong, or else the paper."""
        ready = not working and not wrong
        if not working:
            self._slow.stop()
            self._cancel.hide()
        self._doing.setText(self.say(working) if working else "")
        self._why.setText(wrong)
        self._why.setAccessibleName(wrong)
        for part, shown in ((self._working, bool(working)), (self._fault, bool(wrong)), (self._view, ready)):
            part.setVisible(shown)
        for act in (self._print, self._keep):
            act.setEnabled(ready)
        for name, pill in self._pills.items():
            pill.setChecked(name == self._language)
        self._said.setText(self.say(self.PAGES, pages=self.paper.pages()) if ready else "")

    def _choose(self, language: str) -> None:
        self._language = language
        self.refresh()

    def _draw(self, asked: int, content: Any) -> None:
        if asked != self._asked:
            return
        if isinstance(content, Exception):
            self._failed(asked, content)
            return
        self._stand(working="print.making")
        done, failed = partial(self._show, asked), partial(self._failed, asked)
        self.desk.errands.send(self.drawing(content, self._language), self, done, failed)

    def _show(self, asked: int, printed: bytes) -> None:
        if asked == self._asked:
            first = not self.paper.pages()
            self.paper.take(printed)
            self._stand()
            if first and self.isVisible():
                self._print.setFocus(Qt.FocusReason.OtherFocusReason)

    def _failed(self, asked: int, fault: Exception) -> None:
        if asked == self._asked:
            self._stand(wrong=self._in_words(fault))

    def _in_words(self, fault: Exception) -> str:
        return sentence(self.desk.words, fault) if isinstance(fault, DeskError) else self.say("screen.fault", kind=type(fault).__name__)

    def _leave(self) -> None:
        """Back; a paper still in the making is dropped, and made anew when one comes back."""
        if not self._working.isHidden():
            self._asked += 1
            self._slow.stop()
            self._stale = True
        self.leave()

    def _say_sheet(self, number: int, sheets: int) -> None:
        if not self._working.isHidden():
            return
        self._print.setEnabled(not number)
        shown = self.say("print.sheet", number=number, pages=sheets) if number else self.say(self.PAGES, pages=self.paper.pages())
        self._said.setText(shown)

    def _to_printer(self) -> None:
        self.paper.ask_printer(self, self.questions)

    def _to_file(self) -> None:
        path = self.questions.file_to_write(self, self.say("print.keep"), f"{self.NAME}-{self._language}.pdf")
        if path:
            self.desk.errands.send(
                partial(keep, Path(path), self.paper.printed),
                self,
                lambda _: self.told.emit(self.say("print.kept")),
                lambda fault: self.desk.refused.emit(self._in_words(fault)),
            )
