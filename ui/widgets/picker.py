"""Picking one row of many: a line that narrows as one types, above a list walked by the arrows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from ui.widgets.parts import column, label
from ui.widgets.table import Field, Listing, PagedRows

LIST_HEIGHT = 262
STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}


class Picker(QWidget):
    """``picked`` tells the row the keyboard or mouse stands on, None where nothing fits what was typed."""

    picked = Signal(object)

    def __init__(self, name: str, hint: str, columns: Sequence[Field], words: Callable[[Any], str]) -> None:
        super().__init__()
        self._words = words
        self._all: list[Any] = []
        self._shown: list[Any] = []
        self.line = QLineEdit()
        self.line.setPlaceholderText(hint)
        self.line.setAccessibleName(f"{name}: {hint}")
        self.line.textChanged.connect(lambda _: self._narrow())
        self.line.installEventFilter(self)
        self._model = PagedRows(columns, 1_000_000)
        self.listing = Listing(self._model, columns, name)
        self.listing.setFixedHeight(LIST_HEIGHT)
        self.listing.horizontalHeader().hide()
        self.listing.selectionModel().currentRowChanged.connect(self._moved)
        self._error = label("", "error")
        self._error.hide()
        heading = label(name, "head")
        heading.setBuddy(self.line)
        self.setLayout(column(heading, self.line, self.listing, self._error, gap=4))

    def begin(self, rows: Sequence[Any]) -> None:
        """Offer these rows; what is picked stays picked where it is still there."""
        self._all = list(rows)
        self._narrow()

    def row(self) -> Any:
        """The row that is picked, or None."""
        return self._model.row(self.listing.currentIndex().row())

    def pick(self, is_it: Callable[[Any], bool]) -> None:
        """Pick the first row for which this holds."""
        for at, row in enumerate(self._shown):
            if is_it(row):
                self.listing.selectRow(at)
                return

    def show_error(self, words: str) -> None:
        """Say what is wrong below the list; nothing takes it away."""
        self._error.setText(words)
        self._error.setVisible(bool(words))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The arrows walk the list while one types."""
        step = STEPS.get(Qt.Key(event.key())) if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress else None
        if step is None or not self._shown:
            return False
        self.listing.selectRow(max(0, min(len(self._shown) - 1, self.listing.currentIndex().row() + step)))
        return True

    def _narrow(self) -> None:
        before = self.row()
        asked = self.line.text().casefold().split()
        self._shown = [row for row in self._all if all(part in self._words(row).casefold() for part in asked)]
        self._model.begin(self._shown)
        if before in self._shown:
            self.listing.selectRow(self._shown.index(before))
        elif asked and self._shown:
            self.listing.selectRow(0)
        else:
            self.picked.emit(None)

    def _moved(self, index: QModelIndex) -> None:
        self.picked.emit(self._model.row(index.row()))
