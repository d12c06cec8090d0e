"""What a widget does a moment later, and never after it is gone."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer


def soon(owner: QObject, after_ms: int, do: Callable[[], object]) -> None:
    """Do ``do`` in ``after_ms`` milliseconds; the wait ends with ``owner`` (Qt's own one-shot from Python runs on without it)."""
    timer = QTimer(owner)
    timer.setSingleShot(True)
    timer.timeout.connect(do)
    timer.timeout.connect(timer.deleteLater)
    timer.start(after_ms)
