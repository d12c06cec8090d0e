"""Keeps every window of the program out of pictures, recordings and remote views of the screen, where the system can do that."""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Signal
from PySide6.QtWidgets import QWidget

LEFT_OUT, BLACK = 0x11, 0x01
"""What Windows may show of a window where it is not: nothing at all, or, before Windows 10 2004, a black one."""
SHUT, OPEN, UNABLE = "shut", "open", "unable"
"""No window can be seen elsewhere; the desk lets them be seen; the system does not do what it was asked."""
Shutting = Callable[[int], bool]
"""Shuts the window of this handle to pictures; whether it is shut now."""


def windows_way(windll: Any) -> Shutting:
    """The way of Windows: asked, and believed only where the window itself says so afterwards."""

    def shut(window: int) -> bool:
        user, handle, stands = windll.user32, ctypes.c_void_p(window), ctypes.c_uint32()
        for wanted in (LEFT_OUT, BLACK):
            if user.SetWindowDisplayAffinity(handle, wanted):
                break
        return bool(user.GetWindowDisplayAffinity(handle, ctypes.byref(stands))) and stands.value in (LEFT_OUT, BLACK)

    return shut


def way_here() -> Shutting | None:
    """How it is done on this system; None where no program can do it."""
    return windows_way(getattr(ctypes, "windll")) if sys.platform == "win32" else None  # noqa: B009 - absent where mypy runs


class Shade(QObject):
    """Looks after every window as it comes up, lists that drop down and hints too; ``state`` is the worst that any of them told."""

    changed = Signal(str)

    def __init__(self, parent: QObject, pictures: bool, way: Shutting | None) -> None:
        super().__init__(parent)
        self._way = way
        self.state = OPEN if pictures else SHUT if way else UNABLE
        app = QCoreApplication.instance()
        if self.state == SHUT and app is not None:
            app.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A window comes up, or stands under a new handle."""
        if event.type() in (QEvent.Type.Show, QEvent.Type.WinIdChange) and isinstance(watched, QWidget) and watched.isWindow():
            self._shut(watched)
        return False

    def _shut(self, window: QWidget) -> None:
        if self._way is not None and not self._way(int(window.winId())) and self.state == SHUT:
            self.state = UNABLE
            self.changed.emit(self.state)
