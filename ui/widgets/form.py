"""Forms in one column: label above, help and error below, dates typed freely, Urdu turning right-to-left, a draft kept as one types."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QPlainTextEdit, QWidget

from mdt.errors import Invalid
from mdt.model.dates import typed_date
from mdt.model.names import script
from ui.widgets.choice import Choice, Tick
from ui.widgets.parts import column, label

DRAFT_EVERY_MS = 5000
BLANKS = {0x1E: " ", 0x1F: " "}
"""The two signs a draft is written with, where they were pasted into a field."""
Box = QLineEdit | QPlainTextEdit | QComboBox | QCheckBox


@dataclass(frozen=True, slots=True)
class Ask:
    """One field of a form: its name, label and kind (line, text, date, choice, tick, secret), help, and choices as (id, words)."""

    name: str
    label: str
    kind: str = "line"
    help: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    start: str = ""


class Form(QWidget):
    """Fields below each other; ``values`` gives them checked, ``show_errors`` says under each field what is wrong with it."""

    typed = Signal()
    draft_due = Signal(str)

    def __init__(self, asks: Sequence[Ask], say: Callable[..., str], today: Callable[[], date]) -> None:
        super().__init__()
        self._asks, self._say, self._today = {ask.name: ask for ask in asks}, say, today
        self._boxes: dict[str, Box] = {}
        self._errors: dict[str, Any] = {}
        body = column(gap=4)
        for ask in asks:
            self._put(body, ask)
        self.setLayout(body)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(DRAFT_EVERY_MS)
        self._timer.timeout.connect(lambda: self.draft_due.emit(self.draft()))
        self.typed.connect(self._begin_draft)

    def box(self, name: str) -> Box:
        """The widget of a field."""
        return self._boxes[name]

    def has(self, name: str) -> bool:
        """Whether there is a field of this name."""
        return name in self._boxes

    def text(self, name: str) -> str:
        """What stands in a field as text."""
        box = self._boxes[name]
        if isinstance(box, QComboBox):
            return str(box.currentData() or "")
        if isinstance(box, QCheckBox):
            return "yes" if box.isChecked() else ""
        return box.toPlainText() if isinstance(box, QPlainTextEdit) else box.text()

    def values(self) -> dict[str, Any]:
        """Every field as its kind says: dates as dates, ticks as truth, empty ones None; Invalid where a date cannot be read."""
        found: dict[str, Any] = {}
        faults: dict[str, str] = {}
        for name, ask in self._asks.items():
            text = self.text(name).strip() if ask.kind == "date" else self.text(name)
            try:
                found[name] = typed_date(text, self._today()) if ask.kind == "date" and text else text
            except Invalid as fault:
                faults[name] = next(iter(fault.fields.values()))
            if ask.kind == "tick":
                found[name] = text == "yes"
            elif name in found and found[name] == "":
                found[name] = None
        if faults:
            raise Invalid(fields=faults)
        return found

    def show_errors(self, errors: Mapping[str, str]) -> None:
        """Say under each field what is wrong with it; the first of them gets the keyboard."""
        for name, error in self._errors.items():
            error.setText(errors.get(name, ""))
            error.setVisible(name in errors)
        first = next((name for name in self._asks if name in errors), None)
        if first:
            self._boxes[first].setFocus(Qt.FocusReason.OtherFocusReason)

    def draft(self) -> str:
        """Everything typed, as one text that ``fill`` reads again."""
        typed = {name: self.text(name).translate(BLANKS) for name in self._boxes if self._asks[name].kind != "secret"}
        return "\x1e".join(f"{name}\x1f{text}" for name, text in typed.items())

    def fill(self, draft: str) -> None:
        """Put a kept draft back into the fields."""
        for part in draft.split("\x1e"):
            name, _, text = part.partition("\x1f")
            if name in self._boxes:
                self._set(self._boxes[name], text)

    def _begin_draft(self) -> None:
        if not self._timer.isActive():
            self._timer.start()

    def _set(self, box: Box, text: str) -> None:
        if isinstance(box, QComboBox):
            box.setCurrentIndex(max(0, box.findData(text)))
        elif isinstance(box, QCheckBox):
            box.setChecked(text == "yes")
        elif isinstance(box, QPlainTextEdit):
            box.setPlainText(text)
        else:
            box.setText(text)

    def _put(self, body: Any, ask: Ask) -> None:
        box = self._made(ask)
        heading, error = label(ask.label, "head"), label("", "error")
        heading.setBuddy(box)
        box.setAccessibleName(ask.label)
        box.setAccessibleDescription(ask.help)
        error.setVisible(False)
        self._boxes[ask.name], self._errors[ask.name] = box, error
        if ask.kind != "tick":
            body.addWidget(heading)
        body.addWidget(box)
        if ask.help:
            body.addWidget(label(ask.help, "caption"))
        body.addWidget(error)
        body.addSpacing(8)

    def _made(self, ask: Ask) -> Box:
        if ask.kind == "choice":
            combo = Choice()
            for identity, words in ask.choices:
                combo.addItem(words, identity)
            combo.setCurrentIndex(max(0, combo.findData(ask.start)))
            combo.currentIndexChanged.connect(lambda _: self.typed.emit())
            return combo
        if ask.kind == "tick":
            tick = Tick(ask.label)
            tick.setChecked(ask.start == "yes")
            tick.toggled.connect(lambda _: self.typed.emit())
            return tick
        box: QPlainTextEdit | QLineEdit
        if ask.kind == "text":
            box = QPlainTextEdit(ask.start)
            box.setTabChangesFocus(True)
            box.setMinimumHeight(120)
            box.textChanged.connect(lambda: self._was_typed(box))
        else:
            box = QLineEdit(ask.start)
            if ask.kind == "secret":
                box.setEchoMode(QLineEdit.EchoMode.Password)
            box.textChanged.connect(lambda _: self._was_typed(box))
        return box

    def _was_typed(self, box: QPlainTextEdit | QLineEdit) -> None:
        text = box.toPlainText() if isinstance(box, QPlainTextEdit) else box.text()
        if text.strip():
            urdu = script(text) == "urdu"
            way = Qt.LayoutDirection.RightToLeft if urdu else Qt.LayoutDirection.LeftToRight
            box.setLayoutDirection(way)
            if isinstance(box, QPlainTextEdit) and box.document().defaultTextOption().textDirection() != way:
                option = box.document().defaultTextOption()
                option.setTextDirection(way)
                option.setAlignment(Qt.AlignmentFlag.AlignRight if urdu else Qt.AlignmentFlag.AlignLeft)
                box.document().setDefaultTextOption(option)
        self.typed.emit()
