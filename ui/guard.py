"""What guards an open desk: it hears the system lock or fall asleep, and takes back what it put on the clipboard."""

from __future__ import annotations

import ctypes
import os
import string
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from ctypes.wintypes import MSG
from typing import Any, Final

from PySide6.QtCore import SLOT, QAbstractNativeEventFilter, QCoreApplication, QMimeData, QObject, QSignalBlocker, QTimer, Signal, Slot
from PySide6.QtGui import QClipboard, QGuiApplication
from PySide6.QtWidgets import QWidget

WINDOW_MESSAGES = (b"windows_generic_MSG", b"windows_dispatcher_MSG")
POWER_BROADCAST, SESSION_CHANGE = 0x0218, 0x02B1
SUSPEND = 4
CONSOLE_DISCONNECT, REMOTE_DISCONNECT, SESSION_LOGOFF, SESSION_LOCK = 2, 4, 6, 7
LEAVING = {
    (POWER_BROADCAST, SUSPEND),
    *((SESSION_CHANGE, what) for what in (CONSOLE_DISCONNECT, REMOTE_DISCONNECT, SESSION_LOGOFF, SESSION_LOCK)),
}
LOGIN = "org.freedesktop.login1"
SAVERS = ("org.freedesktop.ScreenSaver", "org.gnome.ScreenSaver")
COPIED_MS = 10_000
UNKEPT: Final = {
    **{
        f'application/x-qt-windows-mime;value="{name}"': value
        for name, value in {
            "ExcludeClipboardContentFromMonitorProcessing": b"1",
            "CanIncludeInClipboardHistory": b"\0\0\0\0",
            "CanUploadToCloudClipboard": b"\0\0\0\0",
        }.items()
    },
    "x-kde-passwordManagerHint": b"secret",
}
"""What tells the system's clipboard history, its cloud and other programs that collect copies to keep nothing of this one."""
TELL_OWNER = ("windows", "xcb", "wayland", "cocoa")
"""The platforms that know whose the clipboard is."""


def window_says_leave(kind: bytes, address: int) -> bool:
    """Whether a message to a window on Windows says that the session was locked or left, or that the machine goes to sleep."""
    if kind not in WINDOW_MESSAGES or not address:
        return False
    message = MSG.from_address(address)
    return (message.message, message.wParam) in LEAVING


def bus_says_leave(member: str, arguments: Sequence[object]) -> bool:
    """The same for a signal of a bus on Linux."""
    return member == "Lock" or (member in ("PrepareForSleep", "ActiveChanged") and list(arguments) == [True])


def session_path(session: str) -> str:
    """Where login1 speaks of a session; any of them where its id is not known."""
    plain, begins = set(string.ascii_letters + string.digits), set(string.ascii_letters)
    label = "".join(sign if sign in (plain if at else begins) else f"_{ord(sign):02x}" for at, sign in enumerate(session))
    return f"/org/freedesktop/login1/session/{label}" if label else ""


class SystemWatch(QObject):
    """Hears the system: ``left`` when its session is locked or left, or when it goes to sleep. Quiet where there is nothing to hear."""

    left = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        if sys.platform == "win32":
            self._messages = WindowMessages(self.left.emit)
            app = QCoreApplication.instance()
            assert app is not None
            app.installNativeEventFilter(self._messages)
            with suppress(OSError, AttributeError):
                ctypes.WinDLL("wtsapi32").WTSRegisterSessionNotification(ctypes.c_void_p(int(window.winId())), 0)
        elif sys.platform == "linux":
            with suppress(ImportError):
                self._hear_buses()

    def _hear_buses(self) -> None:
        from PySide6.QtDBus import QDBusConnection

        def hear(bus: QDBusConnection, service: str, path: str, interface: str, member: str, slot: str) -> None:
            if bus.isConnected():
                bus.connect(service, path, interface, member, self, SLOT(slot))  # type: ignore[call-overload]

        session = session_path(os.environ.get("XDG_SESSION_ID", ""))
        hear(QDBusConnection.systemBus(), LOGIN, "", f"{LOGIN}.Manager", "PrepareForSleep", "sleeps(bool)")
        hear(QDBusConnection.systemBus(), LOGIN, session, f"{LOGIN}.Session", "Lock", "locks()")
        # asking for a bus that nobody named would start one
        if os.environ.get("DBUS_SESSION_BUS_ADDRESS"):
            for saver in SAVERS:
                hear(QDBusConnection.sessionBus(), saver, "", saver, "ActiveChanged", "covers(bool)")

    @Slot(bool)
    def sleeps(self, going: bool) -> None:
        """login1: the machine goes to sleep, or woke up."""
        self._told("PrepareForSleep", going)

    @Slot(bool)
    def covers(self, active: bool) -> None:
        """A screen saver came or went."""
        self._told("ActiveChanged", active)

    @Slot()
    def locks(self) -> None:
        """login1: this session is to be locked."""
        self._told("Lock")

    def _told(self, member: str, *arguments: object) -> None:
        if bus_says_leave(member, arguments):
            self.left.emit()


class WindowMessages(QAbstractNativeEventFilter):
    """Looks at every message to a window; takes none away."""

    def __init__(self, hear: Callable[[], object]) -> None:
        super().__init__()
        self._hear = hear

    def nativeEventFilter(self, kind: Any, message: Any) -> tuple[bool, int]:
        """One message."""
        if window_says_leave(bytes(kind), int(message)):
            self._hear()
        return False, 0


class Copied(QObject):
    """What this program put on the clipboard is taken off after a while, and at once on ``clear``; never what others put there."""

    def __init__(self, parent: QObject | None = None, after_ms: int = COPIED_MS) -> None:
        super().__init__(parent)
        self._clipboard, self._ours = QGuiApplication.clipboard(), False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(after_ms)
        self._timer.timeout.connect(self.clear)
        self._clipboard.dataChanged.connect(self._changed)

    def clear(self) -> None:
        """Take it off now, if it is still ours."""
        self._timer.stop()
        ours, self._ours = self._still_ours(), False
        silent = QSignalBlocker(self._clipboard)
        if ours:
            self._clipboard.clear()
        if self._clipboard.supportsSelection() and self._clipboard.ownsSelection():
            self._clipboard.clear(QClipboard.Mode.Selection)
        silent.unblock()

    def _changed(self) -> None:
        # where the platform does not know the owner, a change while one works in this program is its own
        self._ours = QGuiApplication.focusWindow() is not None
        if self._still_ours():
            self._mark()
            self._timer.start()
        else:
            self._timer.stop()

    def _mark(self) -> None:
        """Put the same words on it again, as text alone, with the marks by which nobody keeps them."""
        text = self._clipboard.text()
        if not text or all(self._clipboard.mimeData().hasFormat(mark) for mark in UNKEPT):
            return
        marked = QMimeData()
        marked.setText(text)
        for mark, value in UNKEPT.items():
            marked.setData(mark, value)
        silent = QSignalBlocker(self._clipboard)
        self._clipboard.setMimeData(marked)
        silent.unblock()

    def _still_ours(self) -> bool:
        if QGuiApplication.platformName().startswith(TELL_OWNER):
            return self._clipboard.ownsClipboard()
        return self._ours
