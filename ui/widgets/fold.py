"""A part of a form that is folded away under its title until it is wanted."""

from __future__ import annotations

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from ui.widgets.parts import column, row
from ui.widgets.style import shown_theme, tokens

SIGN, ROOM, EDGE = 4.0, 18, 6.0


class Fold(QWidget):
    """A title that can be pressed, and below it a column that comes and goes."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self.head = _Head(title)
        self.inside: QVBoxLayout = column(gap=4)
        self._body = QWidget()
        self._body.setLayout(self.inside)
        self._body.hide()
        self.head.toggled.connect(self._body.setVisible)
        self.setLayout(column(row(self.head, 1), self._body, gap=4))

    def unfold(self) -> None:
        """Show what is inside."""
        self.head.setChecked(True)

    def is_open(self) -> bool:
        """Whether what is inside is shown."""
        return self.head.isChecked()


class _Head(QPushButton):
    """The title, with a sign that points to where the part is, or down into it."""

    def __init__(self, title: str) -> None:
        super().__init__(title)
        self.setProperty("kind", "link")
        self.setCheckable(True)
        self.setAutoDefault(True)
        self.setAccessibleName(title)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        self.setStyleSheet(f"padding-{'right' if mirrored else 'left'}: {ROOM}px;")

    def paintEvent(self, event: QPaintEvent) -> None:
        """The words, and the sign before them."""
        super().paintEvent(event)
        pen = QPainter(self)
        pen.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen.setPen(QPen(QColor(tokens(shown_theme())["accent"]), 1.5))
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        x, y = (self.width() - EDGE if mirrored else EDGE), self.height() / 2
        if self.isChecked():
            points = [QPointF(x - SIGN, y - SIGN / 2), QPointF(x, y + SIGN / 2), QPointF(x + SIGN, y - SIGN / 2)]
        else:
            side = -SIGN / 2 if mirrored else SIGN / 2
            points = [QPointF(x - side, y - SIGN), QPointF(x + side, y), QPointF(x - side, y + SIGN)]
        pen.drawPolyline(points)
        pen.end()
