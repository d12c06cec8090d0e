"""Layouts that give way: a row that breaks into lines, and two columns that stand below each other where it is narrow."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QLayout, QLayoutItem, QWidget

from ui.widgets.parts import column

NARROW = 860


class Flow(QLayout):
    """Parts beside each other from the reading side, broken into lines where they do not fit.

    With ``ends`` the last part stands at the far edge while it shares a line with the others.
    """

    def __init__(self, *parts: QWidget, gap: int = 8, ends: bool = False) -> None:
        super().__init__()
        self._items: list[QLayoutItem] = []
        self._ends = ends
        self.setSpacing(gap)
        self.setContentsMargins(0, 0, 0, 0)
        for part in parts:
            self.addWidget(part)

    def addItem(self, item: QLayoutItem) -> None:
        """Qt gives a part."""
        self._items.append(item)

    def count(self) -> int:
        """How many parts there are."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        """A part, or None."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        """A part taken out, or None."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def hasHeightForWidth(self) -> bool:
        """It is as high as its lines need."""
        return True

    def heightForWidth(self, width: int) -> int:
        """The height of all lines."""
        return self._lay(QRect(0, 0, width, 0), move=False)

    def sizeHint(self) -> QSize:
        """All in one line."""
        hints = [item.sizeHint() for item in self._items if not item.isEmpty()]
        wide = sum(hint.width() for hint in hints) + self.spacing() * max(0, len(hints) - 1)
        return QSize(wide, max((hint.height() for hint in hints), default=0))

    def minimumSize(self) -> QSize:
        """The widest part."""
        return QSize(
            max((item.minimumSize().width() for item in self._items), default=0),
            max((item.minimumSize().height() for item in self._items), default=0),
        )

    def setGeometry(self, rect: QRect) -> None:
        """Place the parts."""
        super().setGeometry(rect)
        self._lay(rect, move=True)

    def _lay(self, rect: QRect, *, move: bool) -> int:
        lines: list[list[QLayoutItem]] = [[]]
        wide = 0
        for item in self._items:
            if item.isEmpty():
                continue
            need = item.sizeHint().width()
            if lines[-1] and wide + self.spacing() + need > rect.width():
                lines.append([])
                wide = 0
            wide += need + (self.spacing() if lines[-1] else 0)
            lines[-1].append(item)
        y = rect.y()
        for line in lines:
            y += self._lay_line(line, rect, y, move) + self.spacing()
        return max(0, y - self.spacing() - rect.y())

    def _lay_line(self, line: list[QLayoutItem], rect: QRect, y: int, move: bool) -> int:
        height = max((self._size(item, rect.width()).height() for item in line), default=0)
        parent = self.parentWidget()
        mirrored = parent is not None and parent.layoutDirection() == Qt.LayoutDirection.RightToLeft
        x = rect.x()
        for item in line if move else ():
            hint = self._size(item, rect.width())
            wide = hint.width()
            if self._ends and len(line) > 1 and item is self._items[-1]:
                x = rect.x() + rect.width() - wide
            left = rect.right() + 1 - (x - rect.x()) - wide if mirrored else x
            item.setGeometry(QRect(QPoint(left, y + (height - hint.height()) // 2), QSize(wide, hint.height())))
            x += wide + self.spacing()
        return height

    def _size(self, item: QLayoutItem, room: int) -> QSize:
        wide = min(item.sizeHint().width(), room)
        high = item.heightForWidth(wide) if item.hasHeightForWidth() and wide < item.sizeHint().width() else item.sizeHint().height()
        return QSize(wide, high)


def flowing(*parts: QWidget, gap: int = 8) -> QWidget:
    """The same as one widget, so that it can itself stand in a line."""
    made = QWidget()
    made.setLayout(Flow(*parts, gap=gap))
    return made


class Columns(QWidget):
    """A wide and a narrow column beside each other; below each other where the page is narrow."""

    def __init__(self, wide: list[QWidget], narrow: list[QWidget], shares: tuple[int, int] = (5, 3)) -> None:
        super().__init__()
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(14)
        self._box.addLayout(column(*wide, 1, gap=14), shares[0])
        if narrow:
            self._box.addLayout(column(*narrow, 1, gap=14), shares[1])
        self.setLayout(self._box)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Beside or below."""
        below = event.size().width() < NARROW
        self._box.setDirection(QBoxLayout.Direction.TopToBottom if below else QBoxLayout.Direction.LeftToRight)
        super().resizeEvent(event)
