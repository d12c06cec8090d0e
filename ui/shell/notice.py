"""The notice bar: one sentence above the page, with an undo where there is one, gone by itself."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFrame, QWidget

from ui.widgets.icons import Sign
from ui.widgets.parts import button, column, label, row
from ui.widgets.reading import reading

SHOWN_MS = 12_000
UNDO_KEYS = "Ctrl+Z"


class Notice(QWidget):
    """One sentence at a time; what fails stays until it is closed, and looks it."""

    def __init__(self, close: str) -> None:
        super().__init__()
        self._bar = QFrame()
        self._bar.setObjectName("notice")
        self._words = label("", "body")
        self._good, self._bad = Sign("check-circle", "accent"), Sign("warning-circle-fill", "danger")
        self._undo = button("", self._undone, "link")
        self._close = button(close, self.hide, "link")
        self._act: Callable[[], object] = lambda: None
        whole = row(self._good, self._bad, self._words, self._undo, self._close, margins=(14, 4, 8, 4))
        whole.setStretch(2, 1)
        self._bar.setLayout(whole)
        self.setLayout(column(self._bar, margins=(24, 12, 24, 0)))
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.hide)
        self.hide()

    def tell(
        self, words: str, *, stays: bool = False, failed: bool = False, undo: str = "", act: Callable[[], object] = lambda: None
    ) -> None:
        """Show a sentence; with ``undo`` a button that takes back what was done, with ``failed`` in the colours of what went wrong."""
        self._words.setText(reading(words))
        self._words.setAccessibleName(words)
        self._undo.setText(undo)
        self._undo.setShortcut(UNDO_KEYS if undo else "")
        self._undo.setToolTip(f"{undo} ({UNDO_KEYS})")
        self._undo.setAccessibleName(undo)
        self._undo.setVisible(bool(undo))
        self._good.setVisible(not failed)
        self._bad.setVisible(failed)
        self._bar.setProperty("tone", "danger" if failed else "")
        for part in (self._bar, self._words):
            part.style().unpolish(part)
            part.style().polish(part)
        self._act = act
        self.show()
        if stays:
            self._timer.stop()
        else:
            self._timer.start(SHOWN_MS)

    def _undone(self) -> None:
        self.hide()
        self._act()
