"""Small parts every page uses: labels by kind, buttons by kind, cards, chips, hairlines."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QLabel, QLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from ui.widgets.reading import is_mirrored, reading, reads_from_left

B = TypeVar("B", bound=QBoxLayout)
F = TypeVar("F", bound=QFrame)
FORM_WIDTH = 640
SIGN_TONES = {"primary": "on_accent", "link": "accent", "rail": "soft"}


class Bounded(QVBoxLayout):
    """A column that knows how wide its panel may get, so that room is kept for words that break into more lines there."""

    def heightForWidth(self, width: int) -> int:
        """How high, at most as wide as the panel."""
        return super().heightForWidth(self._within(width))

    def minimumHeightForWidth(self, width: int) -> int:
        """How high at least."""
        return super().minimumHeightForWidth(self._within(width))

    def _within(self, width: int) -> int:
        panel = self.parentWidget()
        return width if panel is None else min(width, panel.maximumWidth())


def label(words: str, kind: str = "body", tone: str = "") -> QLabel:
    """A text; ``kind`` is title, name, head, body, second, caption, error, chip or avatar."""
    made = QLabel(reading(words))
    made.setProperty("kind", kind)
    made.setTextFormat(Qt.TextFormat.PlainText)
    if tone:
        made.setProperty("tone", tone)
    if is_mirrored() and reads_from_left(words):
        # a line of Latin letters or of numbers alone would turn itself away from the side where reading starts
        made.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter)
    if kind == "chip":
        made.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    elif kind not in ("avatar", "title"):
        made.setWordWrap(True)
    if kind == "avatar":
        made.setFixedSize(28, 28)
        made.setAlignment(Qt.AlignmentFlag.AlignCenter)
    return made


def letters_of(user_name: str) -> str:
    """Two letters that stand for a user name: 'SW' for social_welfare, 'PS' for psychologist."""
    words = re.split(r"[\W_]+", user_name.strip("_. -"))
    return ("".join(word[:1] for word in words[:2]) if len(words) > 1 else user_name[:2]).upper()


def initials(user_name: str, tone: str = "accent") -> QLabel:
    """Two letters of a member in a circle; the name itself is read out and stands in the tooltip."""
    made = label(letters_of(user_name), "avatar", tone)
    made.setAccessibleName(user_name)
    made.setToolTip(user_name)
    return made


def in_one_line(made: QLabel) -> QLabel:
    """The same label, never broken into lines: for rows that hold several things."""
    made.setWordWrap(False)
    return made


def selectable(made: QLabel) -> QLabel:
    """The same label, with text that can be marked by mouse and keyboard."""
    made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard)
    return made


def button(words: str, on: Callable[[], object], kind: str = "plain", keys: str = "", name: str = "", sign: str = "") -> QPushButton:
    """A button with a word, and a sign before it; the space bar and Enter press it; its shortcut stands in its tooltip."""
    made = QPushButton(words)
    if sign:
        from ui.widgets.icons import AIR, SIZE, icon  # drawings are not needed before somebody signed in

        made.setIcon(icon(sign, SIGN_TONES.get(kind, "ink"), "accent" if kind == "rail" else ""))
        made.setIconSize(QSize(SIZE + 2 * AIR, SIZE))
    made.setProperty("kind", kind)
    made.setAutoDefault(True)
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


def panel_column(*parts: QWidget | QLayout | int, gap: int = 8, margins: tuple[int, int, int, int] = (16, 14, 16, 14)) -> QVBoxLayout:
    """Parts below each other in a panel that may be narrower than the page."""
    return _filled(Bounded(), parts, gap, margins)


def row(*parts: QWidget | QLayout | int, gap: int = 8, margins: tuple[int, int, int, int] = (0, 0, 0, 0)) -> QHBoxLayout:
    """Parts beside each other, from the reading side; a number is a stretch."""
    return _filled(QHBoxLayout(), parts, gap, margins)


def card(*parts: QWidget | QLayout | int, name: str = "card", gap: int = 10) -> QFrame:
    """A panel with rounded corners."""
    made = QFrame()
    made.setObjectName(name)
    made.setLayout(panel_column(*parts, gap=gap))
    return made


def form_wide(panel: F) -> F:
    """The same panel, as wide as a form at most and narrower where there is less room."""
    panel.setMaximumWidth(FORM_WIDTH)
    return panel


def holding(layout: QLayout) -> QWidget:
    """A layout as one widget, so that it can itself stand in a line."""
    made = QWidget()
    made.setLayout(layout)
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
            widget.hide()  # or Qt, which was to show it in its place, would show it as a window of its own
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
