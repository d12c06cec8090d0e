"""Forms in one column: label above, help and error below, dates typed freely, parts that fold, a draft kept as one types."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QVBoxLayout, QWidget

from mdt.catalogue.forms import FormSpec
from mdt.catalogue.words import Words
from mdt.errors import Invalid
from mdt.model.dates import typed_date
from ui.widgets.asks import Filling, Tables, asks_of
from ui.widgets.days import long_day
from ui.widgets.fields import Ask, Box, box_of, put, text_of
from ui.widgets.fold import Fold
from ui.widgets.parts import card, column, hairline, label, selectable
from ui.widgets.reading import reading

__all__ = ["DRAFT_EVERY_MS", "Ask", "Box", "Form"]

DRAFT_EVERY_MS = 5000
PART, IS, STAMP = "\x1e", "\x1f", "="
"""How a draft is written: its parts, name and text in each, and the name under which stands the form and its version."""
BLANKS = {0x1E: " ", 0x1F: " "}
"""The two signs a draft is written with, where they were pasted into a field."""


@dataclass(frozen=True, slots=True)
class _Field:
    """A field on screen: what was asked, its box, the line for what is wrong with it, and all that comes and goes with it."""

    ask: Ask
    box: Box
    error: QLabel
    whole: QWidget
    fold: Fold | None
    first: str


class Form(QWidget):
    """Fields below each other; ``values`` gives them checked, ``show_errors`` says under each field what is wrong with it."""

    typed = Signal()
    draft_due = Signal(str)
    ended = Signal()
    """Enter was pressed in the last field."""

    def __init__(
        self,
        asks: Sequence[Ask],
        say: Callable[..., str],
        today: Callable[[], date],
        sections: Mapping[str, str] | None = None,
        stamp: str = "",
        asleep: Collection[str] = (),
        language: str = "en",
    ) -> None:
        super().__init__()
        self._say, self._today, self._stamp, self._asleep, self._language = say, today, stamp, frozenset(asleep), language
        self._fields: dict[str, _Field] = {}
        self._left: dict[str, str] = {}
        self._folds = {name: Fold(title) for name, title in (sections or {}).items()}
        self._older = column()
        self._body = column(gap=4)
        for ask in asks:
            self._put(ask)
        self._body.addLayout(self._older)
        self.setLayout(self._body)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(DRAFT_EVERY_MS)
        self._timer.timeout.connect(lambda: self.draft_due.emit(self.draft()))
        self.typed.connect(self._begin_draft)
        self.typed.connect(self._come_and_go)
        self._come_and_go()

    @classmethod
    def of(
        cls,
        spec: FormSpec,
        words: Words,
        tables: Tables,
        today: Callable[[], date],
        filling: Filling | None = None,
    ) -> Form:
        """The form of the catalogue, in the language of ``words``; ``filling`` is what only the page that shows it knows."""
        asks, asleep = asks_of(spec, words, tables, filling or Filling())
        sections = {section.id: section.title.inside(words.language) for section in spec.sections}
        met = {section: title for section, title in sections.items() if any(ask.section == section for ask in asks)}
        return cls(asks, words, today, met, spec.stamp, asleep, words.language)

    def box(self, name: str) -> Box:
        """The widget of a field."""
        return self._fields[name].box

    def has(self, name: str) -> bool:
        """Whether there is a field of this name."""
        return name in self._fields

    def first(self) -> Box | None:
        """The first field, where there is any."""
        return next((field.box for field in self._fields.values()), None)

    def text(self, name: str) -> str:
        """What stands in a field as text."""
        return text_of(self._fields[name].box)

    def changed(self) -> frozenset[str]:
        """The fields in which something else stands than at first."""
        return frozenset(name for name, field in self._fields.items() if text_of(field.box) != field.first)

    def values(self) -> dict[str, Any]:
        """Every field as its kind says: dates as dates, ticks as truth, several as a tuple, empty ones None; Invalid otherwise.

        A field that does not apply to what was answered above it counts as empty.
        """
        found: dict[str, Any] = {}
        faults: dict[str, str] = {}
        for name, field in self._fields.items():
            text = self.text(name) if self._applies(field.ask) else ""
            try:
                found[name] = self._value(field.ask, text)
            except Invalid as fault:
                faults[name] = next(iter(fault.fields.values()))
            if field.ask.needed and self._applies(field.ask) and not text.strip():
                faults[name] = "invalid.needed"
        if faults:
            raise Invalid(fields=faults)
        return found

    def show_errors(self, errors: Mapping[str, str]) -> None:
        """Say under each field what is wrong with it; the first of them gets the keyboard."""
        for name, field in self._fields.items():
            field.error.setText(errors.get(name, ""))
            field.error.setVisible(name in errors)
            if name in errors and field.fold is not None:
                field.fold.unfold()
        first = next((name for name in self._fields if name in errors), None)
        if first:
            self.box(first).setFocus(Qt.FocusReason.OtherFocusReason)

    def draft(self) -> str:
        """Everything typed, as one text that ``fill`` reads again; what an older form asked and this one does not is kept with it."""
        typed = {name: self.text(name) for name, field in self._fields.items() if not field.ask.is_secret}
        parts = [f"{STAMP}{IS}{self._stamp}"] if self._stamp else []
        parts += [f"{name}{IS}{text.translate(BLANKS)}" for name, text in {**self._left, **typed}.items()]
        return PART.join(parts)

    def fill(self, draft: str) -> None:
        """Put a kept draft back field by field; what has no field any more is shown below them, so that nothing is lost unseen."""
        for part in draft.split(PART):
            name, _, text = part.partition(IS)
            field = self._fields.get(name)
            if field is not None and put(field.box, text):
                self._left.pop(name, None)
                if field.fold is not None and text not in ("", field.ask.start):
                    field.fold.unfold()
            elif name != STAMP and text.strip():
                self._left[name] = text
        self._show_left()
        self._come_and_go()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes on to the next field; nothing is saved by it before one stands on the button that saves."""
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)
            return
        last = [field.box for field in self._fields.values() if field.box.isVisible()][-1:]
        is_last = QApplication.focusWidget() in last
        self.focusNextChild()
        if is_last:
            self.ended.emit()

    def _value(self, ask: Ask, text: str) -> Any:
        if ask.kind == "tick":
            return text == "yes"
        if ask.kind == "several":
            return tuple(part for part in text.split(",") if part)
        if ask.kind == "date" and text.strip():
            return typed_date(text.strip(), self._today())
        return None if text == "" or (ask.kind == "date" and not text.strip()) else text

    def _applies(self, ask: Ask) -> bool:
        return ask.when is None or ask.when[0] not in self._fields or self.text(ask.when[0]) in ask.when[1]

    def _come_and_go(self) -> None:
        for field in self._fields.values():
            if field.ask.when is not None:
                field.whole.setVisible(self._applies(field.ask))

    def _begin_draft(self) -> None:
        if not self._timer.isActive():
            self._timer.start()

    def _show_left(self) -> None:
        while (item := self._older.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.setParent(None)
                old.deleteLater()
        lines = [f"{self._called(name)}: {text}" for name, text in self._left.items() if name not in self._asleep]
        if lines:
            shown = [selectable(label(line)) for line in lines]
            self._older.addWidget(card(label(self._say("form.left_over"), "second"), *shown, name="older"))

    def _called(self, name: str) -> str:
        return self._fields[name].ask.label if name in self._fields else name.replace("_", " ")

    def _put(self, ask: Ask) -> None:
        box, fold = box_of(ask, self.typed.emit), self._folds.get(ask.section)
        heading, error, helped = label(ask.label, "head"), label("", "error"), label(ask.help, "caption")
        heading.setBuddy(box)
        box.setAccessibleName(ask.label)
        box.setAccessibleDescription(ask.help)
        error.setVisible(False)
        whole = QWidget()
        above = [hairline(), label(ask.part, "name")] if ask.part else []
        parts = [*above, *([] if ask.kind == "tick" else [heading]), box, *([helped] if ask.help else []), error]
        whole.setLayout(column(*parts, gap=4, margins=(0, 0, 0, 8)))
        if ask.kind == "date" and isinstance(box, QLineEdit) and ask.help:
            box.textChanged.connect(lambda text: helped.setText(reading(self._read(text) or ask.help)))
            helped.setText(reading(self._read(ask.start) or ask.help))
        if ask.kind == "new_secret" and isinstance(box, QLineEdit):
            box.textChanged.connect(lambda text: helped.setText(self._measured(text) if text else ask.help))
        self._fields[ask.name] = _Field(ask, box, error, whole, fold, text_of(box))
        self._place_of(fold).addWidget(whole)

    def _place_of(self, fold: Fold | None) -> QVBoxLayout:
        if fold is None:
            return self._body
        if self._body.indexOf(fold) < 0:
            self._body.addWidget(fold)
        return fold.inside

    def _measured(self, password: str) -> str:
        """How good a new password is, in words."""
        from mdt.model.passwords import strength

        return str(self._say(f"password.{strength(password).value}"))

    def _read(self, text: str) -> str:
        """A day as it was understood, in words, where it was typed otherwise."""
        try:
            said = long_day(typed_date(text.strip(), self._today()), self._language) if text.strip() else ""
        except Invalid:
            return ""
        return said if said != text.strip() else ""
