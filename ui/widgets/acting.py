"""What pages that do something share: one column of cards, errors under fields, a draft sealed while one types, the way back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFrame, QLayout, QPushButton, QScrollArea, QWidget
from shiboken6 import isValid

from mdt.catalogue.forms import load_form
from mdt.catalogue.sentences import reason, sentence
from mdt.errors import DeskError, Invalid
from mdt.model.sensitivity import Sensitivity
from mdt.policy.actions import Action
from mdt.work.casefile import CaseView, open_case
from mdt.work.desk import Desk, Topic
from mdt.work.drafts import drop_draft, keep_draft
from ui.desk import Failed, ScreenDesk, Then
from ui.widgets.asks import Filling
from ui.widgets.days import long_day
from ui.widgets.flow import Flow
from ui.widgets.form import Form
from ui.widgets.page import Page
from ui.widgets.parts import button, card, column, emptied, form_wide, in_one_line, label, row
from ui.widgets.soon import soon

LAID_OUT_MS = 50
REACHED_PX = 80


def form_card(*parts: QWidget | QLayout | int) -> QFrame:
    """A card as wide as a form."""
    return form_wide(card(*parts))


def choices(desk: ScreenDesk, table: str, empty: str = "") -> tuple[tuple[str, str], ...]:
    """The rows of a catalogue's table as choices; ``empty`` is the words of choosing nothing, where that may be."""
    rows = tuple((row.id, row.title.inside(desk.words.language)) for row in desk.catalogue.tables[table].values())
    return (("", empty), *rows) if empty else rows


def form_of(desk: ScreenDesk, identity: str, filling: Filling | None = None) -> Form:
    """A form of the catalogue, in the language of the screen; ``filling`` is what only the page that shows it knows.

    A circle that has to be chosen is the desk's own at first.
    """
    spec, given = load_form(identity), filling or Filling()
    circles = {field.name: desk.circle for field in spec.fields if field.choices == "circle" and field.needed}
    return Form.of(spec, desk.words, desk.catalogue.tables, desk.today, replace(given, starts={**circles, **given.starts}))


class FormPage(Page):
    """A page with forms: says what is wrong where it is wrong, and keeps a sealed draft where ``draft_name`` gives it a name."""

    TITLE = ""

    def __init__(self, desk: ScreenDesk, about: str = "") -> None:
        super().__init__(desk, about)
        self.place = column(gap=12)
        self.second = in_one_line(label("", "second"))
        self.body.addLayout(Flow(label(self.say(self.TITLE), "title"), self.second, gap=10))
        self.body.addLayout(self.place)
        self.body.addStretch(1)
        self._touched = self._running = False
        self._clear()

    def draft_name(self) -> str:
        """The name its draft is kept under; none where nothing is kept."""
        return ""

    def draft(self) -> str:
        """Everything typed, as one text."""
        return ""

    def seal_draft(self) -> None:
        """Seal what was typed; nothing where nothing was, or where it is being saved."""
        name = self.draft_name()
        if name and self._touched and not self._running:
            self.desk.do(self, self._was_kept, keep_draft, None, name, self.draft())

    def form(self, identity: str, filling: Filling | None = None) -> Form:
        """A form of the catalogue, in the language of the screen."""
        return form_of(self.desk, identity, filling)

    def watch(self, form: Form) -> Form:
        """The same form, its typing kept as draft."""
        form.typed.connect(self._typed)
        form.draft_due.connect(lambda _: self.seal_draft())
        return form

    def foot(self, act: str, on: Callable[[], object], *others: QWidget) -> QWidget:
        """The button that does it, what else may be pressed, and the words beside and above them; made new each time."""
        self._wrong, self._kept = label("", "error"), in_one_line(label("", "caption"))
        self._wrong.hide()
        self._go = button(act, on, "primary", "Ctrl+S")
        made = QWidget()
        made.setLayout(column(self._wrong, row(self._go, *others, self._kept, 1)))
        return made

    def take_up(self, fill: Callable[[], object]) -> None:
        """Put a kept draft into the fields and say so."""
        fill()
        self._touched = False
        self._kept.setText(self.say("acting.taken_up"))

    def values(self, form: Form, *needed: str) -> dict[str, Any] | None:
        """What was typed, checked; None where something is missing or cannot be read, which is then said under its field."""
        try:
            given, faults = form.values(), {}
        except Invalid as fault:
            given, faults = {}, dict(fault.fields)
        faults |= {name: "invalid.needed" for name in needed if not form.text(name).strip()}
        form.show_errors({name: self.say(key) for name, key in faults.items()})
        if faults:
            self.reach(form.box(next(name for name in faults if form.has(name))))
        return None if faults else given

    def run(self, work: Callable[[Desk], Any], then: Then, failed: Failed) -> None:
        """Do it, once however often it is pressed; what was typed is kept as draft before it begins, and goes when it is done."""
        name, typed = self.draft_name(), self.draft()

        def whole(desk: Desk) -> Any:
            if name:
                desk.do(keep_draft, None, name, typed)
            made = work(desk)
            if name:
                desk.do(drop_draft, None, name)
            return made

        def ended(made: Any) -> None:
            self._clear()
            then(made)

        def fell(fault: DeskError) -> None:
            self._running = False
            self._go.setEnabled(True)
            failed(fault)

        self._running = True
        self._go.setEnabled(False)
        self._wrong.hide()
        self.desk.attempt(self, ended, fell, whole)

    def explain(self, fault: DeskError, *forms: Form) -> None:
        """Under the fields it is about; what no field holds is said above the button."""
        reasons = {name: reason(self.desk.words, fault, name) for name in fault.fields} if isinstance(fault, Invalid) else {}
        for form in reversed(forms):
            form.show_errors({name: said for name, said in reasons.items() if form.has(name)})
        held = {name for name in reasons if any(form.has(name) for form in forms)}
        if not held:
            self.wrong(sentence(self.desk.words, fault))
        elif left := [f"{self._named(name)}: {said}" for name, said in reasons.items() if name not in held]:
            self.wrong(" ".join(left))
        for form in forms:
            for name in reasons:
                if form.has(name):
                    self.reach(form.box(name))
                    return

    def wrong(self, words: str) -> None:
        """A sentence above the button that does it."""
        self._wrong.setText(words)
        self._wrong.setAccessibleName(words)
        self._wrong.show()
        self.reach(self._wrong)

    def reach(self, part: QWidget) -> None:
        """Scroll to a part of the page."""
        soon(part, LAID_OUT_MS, lambda: self._scroll_to(part))

    def _scroll_to(self, part: QWidget) -> None:
        for scroll in self.findChildren(QScrollArea):
            if scroll.widget() is self.sheet and part.isVisible():
                # by its edges: of a field with the keyboard Qt would look at the cursor alone, and leave the error below it unseen
                for edge in (part.rect().bottomLeft(), part.rect().topLeft()):
                    at = part.mapTo(self.sheet, edge)
                    scroll.ensureVisible(at.x(), at.y(), 0, REACHED_PX)

    def _named(self, name: str) -> str:
        return self.say(f"field.{name}") if f"field.{name}" in self.desk.words.keys() else name.replace("_", " ")  # noqa: SIM118

    def _was_kept(self, _: object) -> None:
        if isValid(self._kept):  # the form may have been closed meanwhile
            self._kept.setText(self.say("acting.kept"))

    def _typed(self) -> None:
        self._touched = True

    def _clear(self) -> None:
        self._touched = self._running = False


class CaseActPage(FormPage):
    """A page that does something to one case; ``show_case`` gets the case as this member may see it, each time it changed."""

    TOPICS = frozenset({Topic.CASE})

    def __init__(self, desk: ScreenDesk, about: str = "") -> None:
        super().__init__(desk, about)
        self.allowed: frozenset[Action] = frozenset()
        self.withheld: tuple[Sensitivity, ...] = ()

    def refresh(self) -> None:
        """The case again."""
        self.desk.allowed(self, self._may, self.about)
        self.desk.do(self, self._came, open_case, self.about)

    def show_case(self, case: Any) -> None:
        """The case came: fill the page."""

    def back(self) -> QPushButton:
        """The way back to the case."""
        return button(self.say("acting.back"), self.leave, keys="Alt+Left")

    def leave(self) -> None:
        """Back to the case."""
        self.opened.emit("case", self.about)

    def day(self, iso: Any) -> str:
        """A day in words."""
        return long_day(iso, self.desk.words.language)

    def closed_to_her(self, words: str) -> None:
        """Nothing can be done here: say why, and show the way back."""
        emptied(self.place)
        self.place.addWidget(form_card(label(words), row(self.back(), 1)))

    def _may(self, allowed: frozenset[Action]) -> None:
        self.allowed = allowed

    def _came(self, view: CaseView) -> None:
        numbers = [number["text"] for number in view.content["numbers"]]
        self.second.setText(" · ".join([view.content["code"], *numbers, self.desk.title("circle", view.content["circle"])]))
        self.withheld = view.withheld
        self.show_case(view.content)
        first, now = self.first_field(), QApplication.focusWidget()
        if first is not None and self.isVisible() and now in (None, self):
            first.setFocus(Qt.FocusReason.OtherFocusReason)
