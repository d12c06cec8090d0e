"""The mark of the product: a shield with a tick, drawn by hand, since no drawing is read from a file before somebody signed in."""

from __future__ import annotations

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from ui.widgets.style import shown_theme, tokens

SIDE = 36
ACROSS = 256.0
"""The drawing is made on a sheet of so many dots."""


class Mark(QWidget):
    """It says nothing to a screen reader; the name of the product stands beside it."""

    def __init__(self, side: int = SIDE) -> None:
        super().__init__()
        self.setFixedSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The shield in the accent, the tick in what is written on it."""
        colours = tokens(shown_theme())
        pen = QPainter(self)
        pen.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen.scale(self.width() / ACROSS, self.height() / ACROSS)
        pen.setPen(Qt.PenStyle.NoPen)
        pen.setBrush(QColor(colours["accent"]))
        pen.drawPath(_shield())
        line = QPen(QColor(colours["on_accent"]), 18, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
        pen.setPen(line)
        pen.drawPolyline([QPointF(86, 134), QPointF(114, 160), QPointF(172, 104)])
        pen.end()


def _shield() -> QPainterPath:
    path = QPainterPath(QPointF(48, 36))
    path.lineTo(208, 36)
    path.cubicTo(218, 36, 226, 44, 226, 54)
    path.lineTo(226, 112)
    path.cubicTo(226, 180, 178, 226, 128, 242)
    path.cubicTo(78, 226, 30, 180, 30, 112)
    path.lineTo(30, 54)
    path.cubicTo(30, 44, 38, 36, 48, 36)
    path.closeSubpath()
    return path
