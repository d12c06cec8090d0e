"""The only message and file boxes of the program, so that tests can answer them and locking can close them."""

from __future__ import annotations

from PySide6.QtWidgets import QFileDialog, QWidget


class Questions:
    """Asks the person at the desk; tests give their own."""

    def file_to_write(self, parent: QWidget, title: str, name: str) -> str:
        """Where to write a file, or an empty text where she thought better of it."""
        path, _ = QFileDialog.getSaveFileName(parent, title, name)
        return path
