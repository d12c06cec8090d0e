"""The member code's way onto paper: printed by the system's dialog, or kept as a PDF where one says; nowhere else."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QWidget

from mdt.catalogue.load import load_catalogue
from mdt.catalogue.sentences import sentence
from mdt.catalogue.words import Words
from mdt.errors import DeskError
from ui.desk import Joining
from ui.jobs import StoreWorker
from ui.widgets.keeping import keep
from ui.widgets.paper import Asks, Paper
from ui.widgets.parts import button, column, label, row

FILE_NAME = "member-code.pdf"


class CodePaper(QWidget):
    """Two buttons beside a code that is shown once."""

    def __init__(self, joined: Joining, worker: StoreWorker, words: Words, questions: Asks) -> None:
        super().__init__()
        self._joined, self._worker, self._words, self._questions = joined, worker, words, questions
        self._acts = [button(self._say("print"), self._print), button(self._say("keep"), self._keep)]
        self._said = label("", "second")
        self._said.hide()
        self.setFocusProxy(self._acts[0])
        self.setLayout(column(row(*self._acts, 1), self._said))

    def card(self) -> bytes:
        """The card as a PDF."""
        from mdt.reports.member_code import CodeCard, print_member_code

        rows, joined = load_catalogue(), self._joined
        agency, circle = rows.agencies[joined.agency].title, rows.circles[joined.circle].title
        return print_member_code(CodeCard(joined.user, agency, circle, joined.code))

    def _print(self) -> None:
        self._run(self.card, self._to_printer)

    def _to_printer(self, printed: bytes) -> None:
        self._done()
        paper = Paper(self)
        paper.take(printed)
        paper.ask_printer(self, self._questions)

    def _keep(self) -> None:
        path = self._questions.file_to_write(self, self._say("keep"), FILE_NAME)
        if path:
            self._run(lambda: keep(Path(path), self.card()), lambda _: self._done(self._say("kept")))

    def _run(self, work: Any, then: Any) -> None:
        for act in self._acts:
            act.setEnabled(False)
        self._worker.ask(work, self, then, self._failed)

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
