"""The boxes of a form: one for each kind of field, what stands in it as text, and Urdu turning it right-to-left by itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QPlainTextEdit

from mdt.model.names import script
from ui.widgets.choice import Choice, Several, Tick

TEXT_HEIGHT, SHORT_HEIGHT = 120, 64
LOOKED_AT = 2000
"""So many letters tell which way a text runs; a note may be megabytes long."""
BETWEEN = ","
Rows = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Ask:
    """One field of a form: its name, label and kind (line, text, date, choice, tick, secret, new_secret, several), choices."""

    name: str
    label: str
    kind: str = "line"
    help: str = ""
    choices: Rows = ()
    start: str = ""
    needed: bool = False
    section: str = ""
    short: bool = False
    when: tuple[str, tuple[str, ...]] | None = None
    part: str = ""
    """Title of the part of the form that begins with this field, where one does."""

    @property
    def is_secret(self) -> bool:
        """Whether what is typed is not shown, and is in no draft."""
        return self.kind in ("secret", "new_secret")


Box = QLineEdit | QPlainTextEdit | QComboBox | QCheckBox | Several


def box_of(ask: Ask, typed: Callable[[], object]) -> Box:
    """The box of one field, started; ``typed`` is called with each change."""
    if ask.kind == "choice":
        combo = Choice()
        for identity, words in ask.choices:
            combo.addItem(words, identity)
        combo.setCurrentIndex(max(0, combo.findData(ask.start)))
        combo.currentIndexChanged.connect(lambda _: typed())
        return combo
    if ask.kind == "tick":
        tick = Tick(ask.label)
        tick.setChecked(ask.start == "yes")
        tick.toggled.connect(lambda _: typed())
        return tick
    if ask.kind == "several":
        several = Several(ask.choices)
        put(several, ask.start)
        several.itemChanged.connect(lambda _: typed())
        return several
    return _written(ask, typed)


def text_of(box: Box) -> str:
    """What stands in a box as text."""
    if isinstance(box, QComboBox):
        return str(box.currentData() or "")
    if isinstance(box, QCheckBox):
        return "yes" if box.isChecked() else ""
    if isinstance(box, Several):
        return BETWEEN.join(box.chosen())
    return box.toPlainText() if isinstance(box, QPlainTextEdit) else box.text()


def put(box: Box, text: str) -> bool:
    """Put a text into a box; False where the box has no place for it."""
    if isinstance(box, QComboBox):
        at = box.findData(text)
        box.setCurrentIndex(max(0, at))
        return at >= 0 or not text
    if isinstance(box, Several):
        return box.tick(tuple(part for part in text.split(BETWEEN) if part))
    if isinstance(box, QCheckBox):
        box.setChecked(text == "yes")
        return text in ("", "yes")
    if isinstance(box, QPlainTextEdit):
        box.setPlainText(text)
    else:
        box.setText(text)
    return True


def _written(ask: Ask, typed: Callable[[], object]) -> QLineEdit | QPlainTextEdit:
    if ask.kind != "text":
        line = QLineEdit(ask.start)
        if ask.is_secret:
            line.setEchoMode(QLineEdit.EchoMode.Password)
        line.textChanged.connect(lambda text: _was_typed(line, text, typed))
        _turn(line, ask.start)
        return line
    box = QPlainTextEdit(ask.start)
    box.setTabChangesFocus(True)
    box.setMinimumHeight(SHORT_HEIGHT if ask.short else TEXT_HEIGHT)
    if ask.short:
        box.setMaximumHeight(SHORT_HEIGHT)
    box.textChanged.connect(lambda: _was_typed(box, _beginning(box), typed))
    _turn(box, ask.start[:LOOKED_AT])
    return box


def _was_typed(box: QLineEdit | QPlainTextEdit, text: str, typed: Callable[[], object]) -> None:
    _turn(box, text)
    typed()


def _beginning(box: QPlainTextEdit) -> str:
    found, block = "", box.document().begin()
    while block.isValid() and len(found) < LOOKED_AT:
        found += block.text()[:LOOKED_AT]
        block = block.next()
    return found[:LOOKED_AT]


def _turn(box: QLineEdit | QPlainTextEdit, text: str) -> None:
    if not text.strip():
        return
    urdu = script(text) == "urdu"
    way = Qt.LayoutDirection.RightToLeft if urdu else Qt.LayoutDirection.LeftToRight
    box.setLayoutDirection(way)
    if isinstance(box, QPlainTextEdit) and box.document().defaultTextOption().textDirection() != way:
        option = box.document().defaultTextOption()
        option.setTextDirection(way)
        option.setAlignment(Qt.AlignmentFlag.AlignRight if urdu else Qt.AlignmentFlag.AlignLeft)
        box.document().setDefaultTextOption(option)
