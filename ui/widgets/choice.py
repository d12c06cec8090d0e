"""Boxes drawn by ourselves: a list to choose from that the wheel never changes and whose arrow shows, and a tick that can be seen."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPalette, QPen, QWheelEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QStyle, QStyleOptionButton

from ui.widgets.style import shown_theme, tokens

ARROW_FROM_EDGE, ARROW_HALF, SHOWN_AT_ONCE = 18, 4.0, 14


class Choice(QComboBox):
    """One of several; letters find, the wheel is left to the page."""

    def __init__(self) -> None:
        super().__init__()
        self.setMaxVisibleItems(SHOWN_AT_ONCE)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(12)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Somebody scrolls past: the choice stays."""
        event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The box, and the arrow at its end."""
        super().paintEvent(event)
        pen = QPainter(self)
        pen.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen.setPen(QPen(QColor(self.palette().color(QPalette.ColorRole.Text)), 1.5))
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        x = float(ARROW_FROM_EDGE if mirrored else self.width() - ARROW_FROM_EDGE)
        y = self.height() / 2 - ARROW_HALF / 2
        pen.drawPolyline([QPointF(x - ARROW_HALF, y), QPointF(x, y + ARROW_HALF), QPointF(x + ARROW_HALF, y)])
        pen.end()


class Tick(QCheckBox):
    """Yes or no: an empty box, or a filled one with a tick in it."""

    def paintEvent(self, event: QPaintEvent) -> None:
        """The words, and the box where the style leaves room for one."""
        super().paintEvent(event)
        option = QStyleOptionButton()
        self.initStyleOption(option)
        place = QRectF(self.style().subElementRect(QStyle.SubElement.SE_CheckBoxIndicator, option, self)).adjusted(1, 1, -1, -1)
        colours = tokens(shown_theme())
        pen = QPainter(self)
        pen.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen.setPen(QPen(QColor(colours["accent" if self.isChecked() or self.hasFocus() else "border"]), 2 if self.hasFocus() else 1))
        pen.setBrush(QColor(colours["accent" if self.isChecked() else "card"]))
        pen.drawRoundedRect(place, 3, 3)
        if self.isChecked():
            pen.setPen(QPen(QColor(colours["on_accent"]), 2))
            x, y, w, h = place.x(), place.y(), place.width(), place.height()
            pen.drawPolyline([QPointF(x + w * 0.22, y + h * 0.52), QPointF(x + w * 0.43, y + h * 0.72), QPointF(x + w * 0.78, y + h * 0.3)])
        pen.end()
