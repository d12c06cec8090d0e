"""Python collects garbage on the window's thread only: a widget freed on the store's thread would be freed under Qt's feet."""

from __future__ import annotations

import gc
from typing import Final

from PySide6.QtCore import QObject, QTimer

EVERY_MS: Final = 500


class Collecting(QObject):
    """Collects while it lives, about as often as Python itself would."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        self.destroyed.connect(gc.enable)
        self._timer = QTimer(self)
        self._timer.timeout.connect(collect_what_is_due)
        self._timer.start(EVERY_MS)


def collect_what_is_due() -> int | None:
    """Collect the oldest generation whose count is over its threshold; which one, or None where nothing is due."""
    counts, limits = gc.get_count(), gc.get_threshold()
    due = max((generation for generation in range(3) if counts[generation] > limits[generation]), default=None)
    if due is not None:
        gc.collect(due)
    return due
