"""The notice bar: one sentence above the page, with an undo where there is one, gone by itself."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFrame

from ui.widgets.parts import button, label, row

SHOWN_MS = 12_000
UNDO_KEYS = "Ctrl+Z"


class Notice(QFrame):
    """One sentence at a time; what fails stays until it is closed."""

    def __init__(self, close: str) -> None:
        super().__init__()
        self.setObjectName("card")
        self._words = label("", "body")
        self._undo = button("", self._undone, "link")
        self._close = button(close, self.hide, "link")
        self._act: Callable[[], object] = lambda: None
        whole = row(self._words, self._undo, self._close, margins=(16, 6, 8, 6))
        whole.setStretch(0, 1)
        self.setLayout(whole)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.hide)
        self.hide()

    def tell(self, words: str, *, stays: bool = False, undo: str = "", act: Callable[[], object] = lambda: None) -> None:
        """Show a sentence; with ``undo`` a button that takes back what was done."""
        self._words.setText(words)
        self._words.setAccessibleName(words)
        self._undo.setText(undo)
        self._undo.setShortcut(UNDO_KEYS if undo else "")
        self._undo.setToolTip(f"{undo} ({UNDO_KEYS})")
        self._undo.setAccessibleName(undo)
        self._undo.setVisible(bool(undo))
        self._act = act
        self.show()
        if stays:
            self._timer.stop()
        else:
            self._timer.start(SHOWN_MS)

    def _undone(self) -> None:
        self.hide()
        self._act()
