"""Boxes drawn by ourselves: a list to choose one from that the wheel never changes, a list to tick several in, a tick that is seen."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractItemModel, QEvent, QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPalette, QPen, QWheelEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionButton,
    QStyleOptionViewItem,
)

from ui.widgets.style import shown_theme, tokens

ARROW_FROM_EDGE, ARROW_HALF, SHOWN_AT_ONCE = 18, 4.0, 14
ROW_HEIGHT, ROWS_AT_ONCE, TICK = 32, 6, 14
SEVERAL = (
    "QListWidget {{ background: {card}; border: 1px solid {border}; border-radius: 8px; padding: 4px; }}"
    "QListWidget:focus {{ border: 2px solid {accent}; padding: 3px; }}"
)


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
        pen = QPainter(self)
        draw_tick(pen, place, self.isChecked(), self.hasFocus())
        pen.end()


class Several(QListWidget):
    """Any of many: arrows walk, the space bar and a click tick, letters find."""

    def __init__(self, rows: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        colours = tokens(shown_theme())
        self.setStyleSheet(SEVERAL.format_map(colours))
        self.setItemDelegate(_Ticked(self))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        for identity, words in rows:
            item = QListWidgetItem(words)
            item.setData(Qt.ItemDataRole.UserRole, identity)
            item.setFlags(Qt.ItemFlag.ItemIsUserCheckable | Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
            item.setCheckState(Qt.CheckState.Unchecked)
            self.addItem(item)
        self.setFixedHeight(ROW_HEIGHT * max(1, min(len(rows), ROWS_AT_ONCE)) + 12)

    def chosen(self) -> tuple[str, ...]:
        """The ids that are ticked."""
        items = [self.item(at) for at in range(self.count())]
        return tuple(str(item.data(Qt.ItemDataRole.UserRole)) for item in items if item.checkState() == Qt.CheckState.Checked)

    def tick(self, wanted: tuple[str, ...]) -> bool:
        """Tick these and no others; whether all of them are there."""
        for at in range(self.count()):
            item = self.item(at)
            ticked = item.data(Qt.ItemDataRole.UserRole) in wanted
            item.setCheckState(Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked)
        return set(wanted) <= set(self.chosen())


class _Ticked(QStyledItemDelegate):
    """One row: a tick box and the words; the whole row can be clicked."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """As high as any row that is touched."""
        return QSize(super().sizeHint(option, index).width(), ROW_HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        """The row where the keyboard is has a ground of its own."""
        colours, area = tokens(shown_theme()), QRectF(option.rect)
        list_of = self.parent()
        assert isinstance(list_of, QListWidget)
        here = list_of.hasFocus() and list_of.currentIndex() == index
        painter.save()
        if here:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours["accent_bg"]))
            painter.drawRoundedRect(area, 6, 6)
        mirrored = list_of.layoutDirection() == Qt.LayoutDirection.RightToLeft
        side = area.right() - 6 - TICK if mirrored else area.left() + 6
        place = QRectF(side, area.center().y() - TICK / 2, TICK, TICK)
        draw_tick(painter, place, Qt.CheckState(index.data(Qt.ItemDataRole.CheckStateRole)) == Qt.CheckState.Checked, here)
        painter.setPen(QColor(colours["ink"]))
        words = area.adjusted(8, 0, -TICK - 16, 0) if mirrored else area.adjusted(TICK + 16, 0, -8, 0)
        way = Qt.AlignmentFlag.AlignRight if mirrored else Qt.AlignmentFlag.AlignLeft
        painter.drawText(words, int(Qt.AlignmentFlag.AlignVCenter | way | Qt.AlignmentFlag.AlignAbsolute), str(index.data()))
        painter.restore()

    def editorEvent(
        self, event: QEvent, model: QAbstractItemModel, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> bool:
        """A click anywhere on the row, or the space bar, ticks it."""
        clicked = event.type() == QEvent.Type.MouseButtonRelease
        spaced = isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Space
        if not clicked and not spaced:
            return False
        ticked = Qt.CheckState(index.data(Qt.ItemDataRole.CheckStateRole)) == Qt.CheckState.Checked
        return model.setData(index, Qt.CheckState.Unchecked if ticked else Qt.CheckState.Checked, Qt.ItemDataRole.CheckStateRole)


def draw_tick(pen: QPainter, place: QRectF, ticked: bool, focused: bool) -> None:
    """An empty box, or a filled one with a tick in it."""
    colours = tokens(shown_theme())
    pen.setRenderHint(QPainter.RenderHint.Antialiasing)
    pen.setPen(QPen(QColor(colours["accent" if ticked or focused else "border"]), 2 if focused else 1))
    pen.setBrush(QColor(colours["accent" if ticked else "card"]))
    pen.drawRoundedRect(place, 3, 3)
    if ticked:
        pen.setPen(QPen(QColor(colours["on_accent"]), 2))
        x, y, w, h = place.x(), place.y(), place.width(), place.height()
        pen.drawPolyline([QPointF(x + w * 0.22, y + h * 0.52), QPointF(x + w * 0.43, y + h * 0.72), QPointF(x + w * 0.78, y + h * 0.3)])
