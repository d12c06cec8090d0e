"""Writing a note: a counselling session or a welfare visit; kept as a sealed draft while it is typed."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QWidget

from mdt.catalogue.sentences import reason, sentence
from mdt.errors import DeskError, Invalid
from mdt.work.casefile import name_case
from mdt.work.desk import Desk, UseCase
from mdt.work.drafts import drop_draft, keep_draft, take_draft
from mdt.work.notes import add_session_note, add_welfare_note
from ui.desk import ScreenDesk
from ui.widgets.acting import form_of
from ui.widgets.flow import Flow
from ui.widgets.page import Page
from ui.widgets.parts import button, card, form_wide, in_one_line, label, row


class NotePage(Page):
    """One note of one kind on one case."""

    KIND = ""
    JOB: UseCase[Any, str]

    def __init__(self, desk: ScreenDesk, about: str = "") -> None:
        super().__init__(desk, about)
        self._form = form_of(desk, f"{self.KIND}_note")
        self._blank, self._touched = self._form.draft(), False
        self._kept = label("", "caption")
        self._save = button(self.say("note.save"), self._saved, "primary", "Ctrl+S")
        panel = card(self._form, row(self._save, button(self.say("note.back"), self._leave, keys="Alt+Left"), self._kept, 1))
        self._case = in_one_line(label("", "second"))
        self.body.addLayout(Flow(label(self.say(f"note.{self.KIND}"), "title"), self._case, gap=10))
        self.body.addWidget(form_wide(panel))
        self.body.addStretch(1)
        self._form.typed.connect(self._typed)
        self._form.draft_due.connect(lambda _: self.seal_draft())
        desk.do(self, self._take_up, take_draft, None, self._name())
        desk.do(self, self._case.setText, name_case, about)

    def first_field(self) -> QWidget | None:
        """The text."""
        return self._form.box("text")

    def draft(self) -> str:
        """What is typed so far."""
        return self._form.draft()

    def seal_draft(self) -> None:
        """The same, now; nothing where nothing was typed, or where it is being saved."""
        if self._touched and self._save.isEnabled():
            self.keep(self.draft())

    def keep(self, draft: str) -> None:
        """Seal what is typed so far."""
        self.desk.do(self, lambda _: self._kept.setText(self.say("note.kept")), keep_draft, None, self._name(), draft)

    def _take_up(self, draft: str | None) -> None:
        if draft:
            self._form.fill(draft)
            self._kept.setText(self.say("note.taken_up"))

    def _saved(self) -> None:
        try:
            given = self._form.values()
        except Invalid as fault:
            self._wrong(fault)
            return
        self._save.setEnabled(False)
        case, job, name, draft = self.about, type(self).JOB, self._name(), self.draft()

        def work(desk: Desk) -> str:
            desk.do(keep_draft, None, name, draft)
            kept = desk.do(job, case, given["held_on"], given["attendance"], given["text"])
            desk.do(drop_draft, None, name)
            return kept

        self.desk.attempt(self, lambda _: self._done(), self._wrong, work)

    def _typed(self) -> None:
        self._touched = True

    def _done(self) -> None:
        self._form.fill(self._blank)
        self._touched = False
        self._kept.setText("")
        self._save.setEnabled(True)
        self.told.emit(self.say("note.saved"))
        self._leave()

    def _leave(self) -> None:
        self.opened.emit("case", self.about)

    def _wrong(self, fault: DeskError) -> None:
        self._save.setEnabled(True)
        if isinstance(fault, Invalid):
            self._form.show_errors({name: reason(self.desk.words, fault, name) for name in fault.fields})
        else:
            self.told.emit(sentence(self.desk.words, fault))

    def _name(self) -> str:
        return f"{self.KIND}/{self.about}"


class SessionNotePage(NotePage):
    """A counselling session."""

    KIND = "session"
    JOB = add_session_note


class WelfareNotePage(NotePage):
    """A home visit or a step of the plan."""

    KIND = "welfare"
    JOB = add_welfare_note
