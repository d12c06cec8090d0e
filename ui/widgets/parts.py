"""Small parts every page uses: labels by kind, buttons by kind, cards, chips, hairlines."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QLabel, QLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

B = TypeVar("B", bound=QBoxLayout)


def label(words: str, kind: str = "body", tone: str = "") -> QLabel:
    """A text; ``kind`` is title, name, head, body, second, caption, error, chip or avatar."""
    made = QLabel(words)
    made.setProperty("kind", kind)
    made.setTextFormat(Qt.TextFormat.PlainText)
    if tone:
        made.setProperty("tone", tone)
    if kind == "chip":
        made.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    elif kind not in ("avatar", "title"):
        made.setWordWrap(True)
    if kind == "avatar":
        made.setFixedSize(28, 28)
        made.setAlignment(Qt.AlignmentFlag.AlignCenter)
    return made


def in_one_line(made: QLabel) -> QLabel:
    """The same label, never broken into lines: for rows that hold several things."""
    made.setWordWrap(False)
    return made


def selectable(made: QLabel) -> QLabel:
    """The same label, with text that can be marked by mouse and keyboard."""
    made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard)
    return made


def button(words: str, on: Callable[[], object], kind: str = "plain", keys: str = "", name: str = "") -> QPushButton:
    """A button with a word; its shortcut stands in its tooltip."""
    made = QPushButton(words)
    made.setProperty("kind", kind)
    made.setAccessibleName(name or words)
    made.setCursor(Qt.CursorShape.PointingHandCursor)
    if kind in ("pill", "tab", "rail"):
        made.setCheckable(True)
    if keys:
        made.setShortcut(keys)
        made.setToolTip(f"{name or words} ({keys})")
    made.clicked.connect(lambda: on())
    return made


def column(*parts: QWidget | QLayout | int, gap: int = 8, margins: tuple[int, int, int, int] = (0, 0, 0, 0)) -> QVBoxLayout:
    """Parts below each other; a number is a stretch."""
    return _filled(QVBoxLayout(), parts, gap, margins)


def row(*parts: QWidget | QLayout | int, gap: int = 8, margins: tuple[int, int, int, int] = (0, 0, 0, 0)) -> QHBoxLayout:
    """Parts beside each other, from the reading side; a number is a stretch."""
    return _filled(QHBoxLayout(), parts, gap, margins)


def card(*parts: QWidget | QLayout | int, name: str = "card", gap: int = 10) -> QFrame:
    """A panel with rounded corners."""
    made = QFrame()
    made.setObjectName(name)
    made.setLayout(column(*parts, gap=gap, margins=(16, 14, 16, 14)))
    return made


def hairline() -> QFrame:
    """One pixel of line."""
    made = QFrame()
    made.setObjectName("hairline")
    return made


def emptied(layout: QLayout) -> None:
    """Take everything out of a layout and let it go."""
    while (item := layout.takeAt(0)) is not None:
        inner, widget = item.layout(), item.widget()
        if inner is not None:
            emptied(inner)
        if widget is not None:
            widget.setParent(None)
            widget.deleteLater()


def _filled(made: B, parts: tuple[QWidget | QLayout | int, ...], gap: int, margins: tuple[int, int, int, int]) -> B:
    made.setSpacing(gap)
    made.setContentsMargins(*margins)
    for part in parts:
        if isinstance(part, QWidget):
            made.addWidget(part)
        elif isinstance(part, QLayout):
            made.addLayout(part)
        else:
            made.addStretch(part)
    return made
