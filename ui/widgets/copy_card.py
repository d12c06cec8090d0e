"""A desk that is a copy, on the upkeep page: what it lost on the way, and the word that it takes the old one's place."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame

from mdt.catalogue.sentences import sentence
from mdt.errors import DeskError
from mdt.work.desk import Desk
from mdt.work.upkeep import COPY_SAID, confirm_restore, read_condition
from ui.desk import Found, ScreenDesk
from ui.widgets.parts import button, card, column, emptied, label, row


class CopyCard(QFrame):
    """Hidden where the desk is no copy; the button states, in the log, that this copy is to be the desk."""

    def __init__(self, desk: ScreenDesk) -> None:
        super().__init__()
        self._desk = desk
        self._said, self._lost, self._after = label("", "second"), column(gap=4), label("", "body")
        self._do = button(desk.say("upkeep.copy_do"), self._confirm, "primary")
        head = label(desk.say("upkeep.copy"), "head")
        self.setLayout(column(card(head, self._said, self._lost, row(self._do, 1), self._after)))
        self._after.hide()
        self.hide()

    def show_copy(self, kind: str) -> None:
        """'restore' or 'salvage' as the desk's condition says; empty for a desk that is none, or is confirmed by now."""
        if not kind:
            self._do.setEnabled(False)
            return
        self._said.setText(self._desk.say(COPY_SAID[kind]))
        self.show()
        self._desk.attempt(self, self._list, self._fell, lambda _: self._desk.entrance.lost())

    def _list(self, lost: tuple[Found, ...]) -> None:
        emptied(self._lost)
        for one in lost:
            self._lost.addWidget(label(self._desk.say(f"finding.{one.what}", where=one.where, case=one.case), "error"))

    def _confirm(self) -> None:
        self._do.setEnabled(False)

        def work(desk: Desk) -> str:
            desk.do(confirm_restore)
            return desk.do(read_condition).copy

        self._desk.attempt(self, lambda waits: self._tell("cli.confirm_waits" if waits else "upkeep.copy_done"), self._fell, work)

    def _fell(self, fault: DeskError) -> None:
        self._do.setEnabled(True)
        self._tell_words(sentence(self._desk.words, fault))

    def _tell(self, key: str) -> None:
        self._tell_words(self._desk.say(key))

    def _tell_words(self, words: str) -> None:
        self._after.setText(words)
        self._after.show()
