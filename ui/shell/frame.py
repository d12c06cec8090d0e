"""The rail beside the pages; where the window is narrow the rail folds away and lies over the page when it is asked for."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLayout, QWidget

from ui.shell.rail import WIDTH, Rail
from ui.shell.top import TopBar
from ui.widgets.flow import NARROW
from ui.widgets.parts import row


class Frame(QWidget):
    """Rail, and beside it whatever ``right`` holds; the top bar gets a button for the rail where it is folded away."""

    def __init__(self, rail: Rail, top: TopBar, right: QLayout) -> None:
        super().__init__()
        self.setObjectName("window")
        self._rail, self._top, self._is_narrow = rail, top, False
        self._is_clear = False
        self._line = row(rail, right, gap=0)
        self.setLayout(self._line)
        top.menu_wanted.connect(self._turn)

    def fold(self) -> bool:
        """Put the rail away again where it lies over the page; whether it did."""
        lay_over = self._is_narrow and not self._rail.isHidden()
        if lay_over:
            self._rail.hide()
        return lay_over

    def clear(self, whole: bool) -> None:
        """Put rail and top bar away for a page that takes the whole window, or bring them back."""
        self._is_clear = whole
        self._top.setVisible(not whole)
        self._rail.setVisible(not whole and not self._is_narrow)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Beside, or folded away."""
        super().resizeEvent(event)
        narrow = event.size().width() < NARROW
        if narrow != self._is_narrow:
            self._is_narrow = narrow
            if narrow:
                self._line.removeWidget(self._rail)
            else:
                self._line.insertWidget(0, self._rail)
            self._rail.setVisible(not narrow and not self._is_clear)
            self._top.offer_menu(narrow)
        self._lay()

    def _turn(self) -> None:
        if not self.fold():
            self._rail.show()
            self._rail.raise_()
            self._lay()
            self._rail.take_keys()

    def _lay(self) -> None:
        if self._is_narrow:
            mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
            top = self._top.height()
            self._rail.setGeometry(self.width() - WIDTH if mirrored else 0, top, WIDTH, self.height() - top)
