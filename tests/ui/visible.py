"""Everything that can be read, heard or copied from a window."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QClipboard, QGuiApplication
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLabel, QLineEdit, QPlainTextEdit, QProgressBar, QTableView, QWidget

CELL_ROLES = (
    Qt.ItemDataRole.DisplayRole,
    Qt.ItemDataRole.ToolTipRole,
    Qt.ItemDataRole.StatusTipRole,
    Qt.ItemDataRole.AccessibleTextRole,
    Qt.ItemDataRole.AccessibleDescriptionRole,
)


class Said(NamedTuple):
    """A text, and where it stands."""

    where: str
    text: str

    def __str__(self) -> str:
        return f"{self.where}: {self.text}"


def everything(window: QWidget) -> Iterator[Said]:
    """All of it, hidden widgets, spoken names and the clipboard among it."""
    for widget in [window, *window.findChildren(QWidget)]:
        place = type(widget).__name__
        yield from (Said(place, text) for text in (*written(widget), *beside(widget), *spoken(widget)) if text)
    clipboard = QGuiApplication.clipboard()
    for mode in (QClipboard.Mode.Clipboard, QClipboard.Mode.Selection):
        yield Said("clipboard", clipboard.text(mode))


def on_sight(window: QWidget) -> Iterator[Said]:
    """What stands to be read in what is visible, and what is read out of it; hints that come with the mouse left out."""
    for widget in window.findChildren(QWidget):
        if widget.isVisible() and not isinstance(widget, QPdfView):
            names = (widget.accessibleName(), widget.accessibleDescription())
            yield from (Said(type(widget).__name__, text) for text in (*written(widget), *names) if text)


def written(widget: QWidget) -> Iterator[str]:
    """The words on a widget itself."""
    if isinstance(widget, QLabel | QAbstractButton | QProgressBar):
        yield widget.text()
    elif isinstance(widget, QLineEdit):
        yield from (widget.text(), widget.placeholderText())
    elif isinstance(widget, QPlainTextEdit):
        yield from (widget.toPlainText(), widget.placeholderText())
    elif isinstance(widget, QComboBox):
        yield from (widget.itemText(at) for at in range(widget.count()))
    elif isinstance(widget, QTableView):
        yield from cells(widget)
    elif isinstance(widget, QPdfView):
        yield from paper(widget)


def beside(widget: QWidget) -> Iterator[str]:
    """What comes with it: titles, tips, names."""
    yield from (widget.windowTitle(), widget.toolTip(), widget.statusTip(), widget.whatsThis())
    yield from (widget.accessibleName(), widget.accessibleDescription())


def spoken(widget: QWidget) -> Iterator[str]:
    """What a screen reader is told."""
    heard = QAccessible.queryAccessibleInterface(widget)
    if heard is not None:
        for kind in (QAccessible.Text.Name, QAccessible.Text.Description, QAccessible.Text.Value, QAccessible.Text.Help):
            yield heard.text(kind)


def cells(view: QTableView) -> Iterator[str]:
    """Every cell and heading of a list."""
    model = view.model()
    for column in range(model.columnCount()):
        yield str(model.headerData(column, Qt.Orientation.Horizontal) or "")
        for row in range(model.rowCount()):
            found = (model.data(model.index(row, column), role) for role in CELL_ROLES)
            yield from (str(text) for text in found if text)


def paper(view: QPdfView) -> Iterator[str]:
    """The text of the paper that is looked at."""
    document = view.document()
    for page in range(document.pageCount()):
        yield document.getAllText(page).text()
