"""Lists without a grid: rows fetched a page at a time, drawn only when painted, walked by the keyboard."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QTableView

from ui.widgets.reading import reading

LEAST, ROOM = 60, 130
"""How narrow a column may be, and how much one needs that takes what is left."""
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Field:
    """One column: its heading, the words of a row in it, its width (0: what is left), a colour by row, whether a click in it opens.

    Where there is no room for all of them, those that ``drops`` go, the highest first.
    """

    heading: str
    words: Callable[[Any], str]
    width: int = 0
    colour: Callable[[Any], str | None] = lambda row: None
    opens: bool = False
    drops: int = 0


class PagedRows(QAbstractTableModel):
    """Rows that arrive a page at a time; ``wanted`` asks for the page after the last row held."""

    wanted = Signal(object)

    def __init__(self, columns: Sequence[Field], page: int = 50) -> None:
        super().__init__()
        self._columns, self._page = list(columns), page
        self._rows: list[Any] = []
        self._more = False

    def begin(self, rows: Sequence[Any]) -> None:
        """Show a first page in place of whatever was shown."""
        self.beginResetModel()
        self._rows, self._more = list(rows), len(rows) >= self._page
        self.endResetModel()

    def add(self, rows: Sequence[Any]) -> None:
        """Show one more page below."""
        self._more = len(rows) >= self._page
        if rows:
            self.beginInsertRows(QModelIndex(), len(self._rows), len(self._rows) + len(rows) - 1)
            self._rows.extend(rows)
            self.endInsertRows()

    def row(self, at: int) -> Any:
        """The row at a place, or None."""
        return self._rows[at] if 0 <= at < len(self._rows) else None

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """How many rows are held."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """How many columns there are."""
        return 0 if parent.isValid() else len(self._columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Words or colour of a cell; nothing where there is no such cell."""
        row = self.row(index.row()) if index.isValid() else None
        if row is None or index.column() >= len(self._columns):
            return None
        field = self._columns[index.column()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return reading(field.words(row))
        if role == Qt.ItemDataRole.ForegroundRole and (colour := field.colour(row)):
            return QColor(colour)
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Headings."""
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole and 0 <= section < len(self._columns):
            return self._columns[section].heading
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)
        return None

    def canFetchMore(self, parent: Index) -> bool:
        """Whether there may be rows below the last one."""
        return self._more and not parent.isValid()

    def fetchMore(self, parent: Index) -> None:
        """Ask for the next page, once."""
        if self._more and self._rows:
            self._more = False
            self.wanted.emit(self._rows[-1])


class Listing(QTableView):
    """A list: Enter, a double click, or a click in a column that ``opens`` opens a row; letters find in the column ``finds_in``."""

    chosen = Signal(object)

    def __init__(self, rows: PagedRows, columns: Sequence[Field], name: str, finds_in: int = 0) -> None:
        super().__init__()
        self._rows, self._columns, self._finds_in = rows, list(columns), finds_in
        rows.setParent(self)
        self.setModel(rows)
        self.setAccessibleName(name)
        self.setShowGrid(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(44)
        heading = self.horizontalHeader()
        heading.setHighlightSections(False)
        heading.setFixedHeight(40)
        heading.setDefaultAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)
        heading.setMinimumSectionSize(LEAST)
        self.doubleClicked.connect(self._open)
        self.clicked.connect(self._step)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Columns share the room there is; some go where it is too little, and what still does not fit scrolls sideways."""
        super().resizeEvent(event)
        room, shown = self.viewport().width(), list(range(len(self._columns)))
        while sum(self._least(at) for at in shown) > room and any(self._columns[at].drops for at in shown):
            shown.remove(max(shown, key=lambda at: self._columns[at].drops))
        spare = max(0, room - sum(self._least(at) for at in shown))
        wide = [at for at in shown if not self._columns[at].width] or shown[-1:]
        for at in range(len(self._columns)):
            self.setColumnHidden(at, at not in shown)
            self.setColumnWidth(at, self._least(at) + (spare // len(wide) if at in wide else 0))

    def _least(self, at: int) -> int:
        return self._columns[at].width or ROOM

    def _step(self, index: QModelIndex) -> None:
        if self._columns[index.column()].opens:
            self._open(index)

    def selectRow(self, row: int) -> None:
        """Stand on a row; Qt's own asks which column lies at the edge and finds none when the list is mirrored."""
        self.setCurrentIndex(self._rows.index(row, self._finds_in))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens the row the keyboard stands on."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def _open(self, index: QModelIndex) -> None:
        row = self._rows.row(index.row())
        if row is not None:
            self.chosen.emit(row)
