"""A secret's way onto paper: printed by the system's dialog, or kept as a PDF where one says; nowhere else."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from mdt.catalogue.sentences import sentence
from mdt.catalogue.words import Words
from mdt.errors import DeskError
from ui.widgets.keeping import keep
from ui.widgets.parts import button, column, label, row

if TYPE_CHECKING:
    from mdt.reports.member_code import CodeCard
    from ui.widgets.paper import Asks

Ask = Callable[[Callable[[], Any], Any, Callable[[Any], None], Callable[[Exception], None]], None]
"""Runs work off the window's thread: the work, its owner, what gets the result, what gets the fault."""


class SheetPaper(QWidget):
    """Two buttons beside a code that is shown once; ``sheet`` makes the PDF, ``kept`` says what the file of it would open."""

    def __init__(
        self, sheet: Callable[[], bytes], name: str, ask: Ask, words: Words, questions: Asks, kept: str = "code_paper.kept"
    ) -> None:
        super().__init__()
        self._kept = kept
        self._sheet, self._name, self._ask, self._words, self._questions = sheet, name, ask, words, questions
        self._acts = [button(self._say("print"), self._print), button(self._say("keep"), self._keep)]
        self._said = label("", "second")
        self._said.hide()
        self.setFocusProxy(self._acts[0])
        self.setLayout(column(row(*self._acts, 1), self._said))

    def _print(self) -> None:
        self._run(self._sheet, self._to_printer)

    def _to_printer(self, printed: bytes) -> None:
        from ui.widgets.paper import Paper

        self._done()
        paper = Paper(self)
        paper.take(printed)
        paper.ask_printer(self, self._questions)

    def _keep(self) -> None:
        path = self._questions.file_to_write(self, self._say("keep"), self._name)
        if path:
            self._run(lambda: keep(Path(path), self._sheet()), lambda _: self._done(self._words(self._kept)))

    def _run(self, work: Callable[[], Any], then: Callable[[Any], None]) -> None:
        for act in self._acts:
            act.setEnabled(False)
        self._ask(work, self, then, self._failed)

    def _failed(self, fault: Exception) -> None:
        kind = type(fault).__name__
        self._done(sentence(self._words, fault) if isinstance(fault, DeskError) else self._words("screen.fault", kind=kind))

    def _done(self, words: str = "") -> None:
        for act in self._acts:
            act.setEnabled(True)
        self._said.setText(words)
        self._said.setAccessibleName(words)
        self._said.setVisible(bool(words))

    def _say(self, key: str) -> str:
        return self._words(f"code_paper.{key}")


def member_card(user: str, agency: str, circle: str, code: str) -> bytes:
    """A member's code as a PDF."""
    from mdt.reports.member_code import print_member_code

    return print_member_code(_card(user, agency, circle, code))


def invitation_card(user: str, agency: str, circle: str, code: str) -> bytes:
    """An invitation as a PDF."""
    from mdt.reports.member_code import print_invitation

    return print_invitation(_card(user, agency, circle, code))


def _card(user: str, agency: str, circle: str, code: str) -> CodeCard:
    from mdt.catalogue.load import load_catalogue
    from mdt.reports.member_code import CodeCard

    rows = load_catalogue()
    return CodeCard(user, rows.agencies[agency].title, rows.circles[circle].title, code)
