"""The only message and file boxes of the program, so that tests can answer them and locking can close them."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QFileDialog, QWidget


class Questions:
    """Asks the person at the desk; tests give their own."""

    def file_to_write(self, parent: QWidget, title: str, name: str) -> str:
        """Where to write a file, or an empty text where she thought better of it."""
        path, _ = QFileDialog.getSaveFileName(parent, title, name)
        return path

    def file_to_read(self, parent: QWidget, title: str) -> str:
        """Which file to read, or an empty text where she thought better of it."""
        path, _ = QFileDialog.getOpenFileName(parent, title)
        return path

    def printer(self, parent: QWidget, printer: QPrinter, then: Callable[[], None]) -> None:
        """The system's print dialog; ``then`` is called where she chose to print."""
        dialog = QPrintDialog(printer, parent)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(then)
        dialog.setModal(True)
        dialog.show()
