"""The path a case takes, eight steps drawn; where it stands is said in words too."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from ui.widgets.style import tokens

HEIGHT, DOT, MARGIN, WORDS = 58, 6.0, 48, 150.0


class StagePath(QWidget):
    """Steps in reading order; ``here`` counts from 1."""

    def __init__(self, steps: Sequence[str], here: int, theme: str, said: str) -> None:
        super().__init__()
        self._steps, self._here, self._colours = list(steps), here, tokens(theme)
        self.setMinimumHeight(HEIGHT)
        self.setAccessibleName(said)
        self.setToolTip(said)

    def sizeHint(self) -> QSize:
        """As wide as it may be."""
        return QSize(900, HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Line, dots and words."""
        pen = QPainter(self)
        pen.setRenderHint(QPainter.RenderHint.Antialiasing)
        places = self._places()
        wide = min([WORDS, *(abs(there - here) for here, there in pairwise(places))])
        done, todo = QColor(self._colours["accent"]), QColor(self._colours["line"])
        for at in range(1, len(places)):
            pen.setPen(QPen(done if at < self._here else todo, 2))
            pen.drawLine(QPointF(places[at - 1], 14), QPointF(places[at], 14))
        for at, (place, step) in enumerate(zip(places, self._steps, strict=True), start=1):
            passed = at <= self._here
            pen.setPen(QPen(done if passed else todo, 2))
            pen.setBrush(done if at < self._here else QColor(self._colours["card"]))
            pen.drawEllipse(QPointF(place, 14), DOT, DOT)
            if at == self._here:
                pen.setBrush(done)
                pen.drawEllipse(QPointF(place, 14), DOT - 3, DOT - 3)
            font = QFont(self.font())
            font.setPixelSize(11)
            font.setBold(at == self._here)
            pen.setFont(font)
            pen.setPen(QColor(self._colours["ink" if at == self._here else "soft"]))
            middle = int(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap)
            pen.drawText(QRectF(place - wide / 2, 26, wide, HEIGHT - 26), middle, step)
        pen.end()

    def _places(self) -> list[float]:
        width, last = self.width() - 2 * MARGIN, max(1, len(self._steps) - 1)
        places = [MARGIN + width * at / last for at in range(len(self._steps))]
        return [self.width() - place for place in places] if self.layoutDirection() == Qt.LayoutDirection.RightToLeft else places
