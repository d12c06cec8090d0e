"""Signs beside words: shipped drawings painted in the colour of a token, sharp at every size; none of them stands without a word."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPaintEvent, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QWidget

from resources import text
from ui.widgets.style import shown_theme, tokens

SIZE = 18
AIR = 3
"""Pixels kept free beside a button's sign, so that it does not touch its word."""
SHARPNESS = (1.0, 1.5, 2.0, 3.0)


@cache
def _drawing(name: str, colour: str) -> QSvgRenderer:
    return QSvgRenderer(QByteArray(text(f"icons/{name}.svg").replace("currentColor", colour).encode()))


def _painted(name: str, tone: str, size: int, sharpness: float) -> QPixmap:
    made = QPixmap(QSize(round((size + 2 * AIR) * sharpness), round(size * sharpness)))
    made.setDevicePixelRatio(sharpness)
    made.fill(Qt.GlobalColor.transparent)
    pen = QPainter(made)
    _drawing(name, tokens(shown_theme())[tone]).render(pen, QRectF(AIR, 0, size, size))
    pen.end()
    return made


def icon(name: str, tone: str = "soft", chosen: str = "", size: int = SIZE) -> QIcon:
    """A sign for a button; ``chosen`` is the tone while the button is checked."""
    made = QIcon()
    for sharpness in SHARPNESS:
        made.addPixmap(_painted(name, tone, size, sharpness))
        if chosen:
            made.addPixmap(_painted(name, chosen, size, sharpness), QIcon.Mode.Normal, QIcon.State.On)
    return made


class Sign(QWidget):
    """A sign in a row of words; it says nothing to a screen reader, since the words beside it do."""

    def __init__(self, name: str, tone: str = "soft", size: int = SIZE) -> None:
        super().__init__()
        self._name, self._tone = name, tone
        self.setFixedSize(size, size)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The drawing, in its tone."""
        pen = QPainter(self)
        _drawing(self._name, tokens(shown_theme())[self._tone]).render(pen, QRectF(self.rect()))
        pen.end()
