"""What guards an open desk: the system's own lock and sleep, as messages and as signals of a bus, and the clipboard."""

from __future__ import annotations

import ctypes
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from ctypes.wintypes import MSG
from pathlib import Path

import pytest
from PySide6.QtCore import QByteArray
from PySide6.QtGui import QGuiApplication, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import Shiboken

from tests.make import Seats
from tests.ui.screen import Screen, let_go
from ui.guard import UNKEPT, Copied, SystemWatch, WindowMessages, bus_says_leave, session_path, window_says_leave
from ui.widgets.parts import selectable

ROOT = Path(__file__).parents[2]
GENERIC, DISPATCHER = b"windows_generic_MSG", b"windows_dispatcher_MSG"
SOON_MS = 150


def message(number: int, what: int) -> MSG:
    """A window's message as Windows would lay it out."""
    made = MSG()
    made.message, made.wParam = number, what
    return made


@pytest.mark.parametrize("kind", [GENERIC, DISPATCHER])
@pytest.mark.parametrize(("number", "what"), [(0x02B1, 7), (0x02B1, 2), (0x02B1, 4), (0x02B1, 6), (0x0218, 4)])
def test_a_session_that_is_locked_or_left_and_a_machine_that_sleeps_are_heard(kind: bytes, number: int, what: int) -> None:
    assert window_says_leave(kind, ctypes.addressof(message(number, what)))


@pytest.mark.parametrize(
    ("kind", "number", "what"),
    [
        (GENERIC, 0x02B1, 8),  # unlocked
        (GENERIC, 0x02B1, 1),  # a console came
        (GENERIC, 0x02B1, 5),  # a session began
        (GENERIC, 0x0218, 7),  # woke up
        (GENERIC, 0x0218, 10),  # mains to battery
        (GENERIC, 0x0200, 7),  # a mouse moved
        (b"xcb_generic_event_t", 0x02B1, 7),
        (b"", 0x02B1, 7),
    ],
)
def test_no_other_message_locks(kind: bytes, number: int, what: int) -> None:
    assert not window_says_leave(kind, ctypes.addressof(message(number, what)))


def test_a_message_that_is_nowhere_is_no_message() -> None:
    assert not window_says_leave(GENERIC, 0)


def test_the_filter_hears_and_takes_nothing_away() -> None:
    heard: list[bool] = []
    looks = WindowMessages(lambda: heard.append(True))
    for number, what in ((0x0200, 0), (0x02B1, 7), (0x0218, 4)):
        made = message(number, what)
        assert looks.nativeEventFilter(QByteArray(GENERIC), Shiboken.VoidPtr(ctypes.addressof(made))) == (False, 0)
    assert heard == [True, True]


@pytest.mark.parametrize(
    ("member", "arguments", "leaves"),
    [
        ("Lock", (), True),
        ("PrepareForSleep", (True,), True),
        ("PrepareForSleep", (False,), False),
        ("ActiveChanged", (True,), True),
        ("ActiveChanged", (False,), False),
        ("PrepareForSleep", (), False),
        ("Unlock", (), False),
        ("PrepareForShutdown", (True,), False),
    ],
)
def test_what_a_bus_says(member: str, arguments: tuple[object, ...], leaves: bool) -> None:
    assert bus_says_leave(member, arguments) is leaves


@pytest.mark.parametrize(("session", "label"), [("2", "_32"), ("c1", "c1"), ("12", "_312"), ("a-b", "a_2db"), ("_x", "_5fx")])
def test_a_session_is_where_login1_puts_it(session: str, label: str) -> None:
    assert session_path(session) == f"/org/freedesktop/login1/session/{label}"


def test_a_session_without_a_name_is_any_session() -> None:
    assert session_path("") == ""


def test_where_there_is_nothing_to_hear_nothing_happens(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    monkeypatch.setenv("XDG_SESSION_ID", "2")
    window = QWidget()
    qtbot.addWidget(window)
    watch = SystemWatch(window)
    with qtbot.assertNotEmitted(watch.left, wait=50):
        pass


def test_the_desk_locks_when_the_system_does(screen: Screen, seats: Seats) -> None:
    window = screen.enter("psychologist", seats.codes["psychologist"])
    (watch,) = window.findChildren(SystemWatch)
    watch.sleeps(False)
    assert screen.locks == []
    watch.sleeps(True)
    watch.locks()
    assert screen.locks == [()], "once, however often it is said"


BUS = """
import os, sys
from PySide6.QtCore import QTimer
from PySide6.QtDBus import QDBusConnection, QDBusMessage
from PySide6.QtWidgets import QApplication, QWidget
from ui.guard import SystemWatch
app, heard = QApplication([]), []
window = QWidget()
watch = SystemWatch(window)
watch.left.connect(lambda: heard.append(len(heard)))
other = QDBusConnection.connectToBus(os.environ["DBUS_SYSTEM_BUS_ADDRESS"], "other")
assert other.registerService("org.freedesktop.login1")
def say(path, interface, member, *arguments):
    message = QDBusMessage.createSignal(path, interface, member)
    message.setArguments(list(arguments))
    assert other.send(message)
at, login = "/org/freedesktop/login1", "org.freedesktop.login1"
def speak():
    say(at + "/session/_39", login + ".Session", "Lock")
    say(at, login + ".Manager", "PrepareForSleep", False)
    say(at, login + ".Manager", "PrepareForSleep", True)
    say(at + "/session/_32", login + ".Session", "Lock")
QTimer.singleShot(100, speak)
QTimer.singleShot(1000, app.quit)
app.exec()
print(len(heard))
"""


@pytest.mark.skipif(shutil.which("dbus-daemon") is None, reason="no bus to speak over")
def test_login1_is_heard_over_a_real_bus(monkeypatch: pytest.MonkeyPatch) -> None:
    command = ["dbus-daemon", "--session", "--nofork", "--print-address=1"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as bus:
        assert bus.stdout is not None
        monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", bus.stdout.readline().strip())
        monkeypatch.setenv("XDG_SESSION_ID", "2")
        done = subprocess.run([sys.executable, "-c", BUS], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
        bus.terminate()
    assert (done.returncode, done.stdout) == (0, "2\n"), done.stderr


@pytest.fixture
def field(qtbot: QtBot) -> Iterator[QLineEdit]:
    """A field of this program with the keyboard in it, and an empty clipboard."""
    QGuiApplication.clipboard().clear()
    made = QLineEdit("a word of hers")
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(lambda: QGuiApplication.focusWindow() is not None)
    yield made
    QGuiApplication.clipboard().clear()


@pytest.fixture
def copied(qtbot: QtBot) -> Iterator[Callable[..., Copied]]:
    """Makes watchers of the clipboard that are gone after the test."""
    made: list[Copied] = []

    def make(**given: int) -> Copied:
        made.append(Copied(**given))  # type: ignore[arg-type]
        return made[-1]

    yield make
    for watcher in made:
        watcher.deleteLater()
    let_go()


def on_clipboard() -> str:
    return QGuiApplication.clipboard().text()


def copy_from(field: QLineEdit) -> None:
    field.selectAll()
    field.copy()
    assert on_clipboard() == field.text()


def elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    """From now on somebody works in another program."""
    monkeypatch.setattr(QGuiApplication, "focusWindow", staticmethod(lambda: None))


Watchers = Callable[..., Copied]


def test_what_was_copied_here_goes_after_a_while(qtbot: QtBot, field: QLineEdit, copied: Watchers) -> None:
    copied(after_ms=SOON_MS)
    copy_from(field)
    qtbot.waitUntil(lambda: on_clipboard() == "", timeout=SOON_MS * 20)


def test_what_was_copied_here_carries_the_marks_by_which_no_history_keeps_it(field: QLineEdit, copied: Watchers) -> None:
    watcher = copied()
    copy_from(field)
    kept = QGuiApplication.clipboard().mimeData()
    assert {mark: bytes(kept.data(mark).data()) for mark in UNKEPT} == dict(UNKEPT)
    windows = ("ExcludeClipboardContentFromMonitorProcessing", "CanIncludeInClipboardHistory", "CanUploadToCloudClipboard")
    assert [mark for mark in UNKEPT if mark.endswith(tuple(f'"{name}"' for name in windows))] == list(UNKEPT)[:3]
    assert kept.formats() == ["text/plain", *UNKEPT], "the text alone, no other form of it"
    watcher.clear()
    assert on_clipboard() == ""


def test_it_goes_after_ten_seconds(field: QLineEdit, copied: Watchers) -> None:
    watcher = copied()
    copy_from(field)
    assert 9_000 < watcher._timer.remainingTime() < 11_000
    watcher.clear()
    assert on_clipboard() == ""
    assert not watcher._timer.isActive(), "an empty clipboard is not waited for"


def test_each_copy_has_its_own_while(qtbot: QtBot, field: QLineEdit, copied: Watchers) -> None:
    copied(after_ms=SOON_MS * 4)
    copy_from(field)
    qtbot.wait(SOON_MS * 3)
    field.setText("another word")
    copy_from(field)
    qtbot.wait(SOON_MS * 2)
    assert on_clipboard() == "another word"


def test_what_others_copied_since_stays(qtbot: QtBot, field: QLineEdit, copied: Watchers, monkeypatch: pytest.MonkeyPatch) -> None:
    watcher = copied(after_ms=SOON_MS)
    copy_from(field)
    elsewhere(monkeypatch)
    QGuiApplication.clipboard().setText("from another program")
    qtbot.wait(SOON_MS * 3)
    watcher.clear()
    assert on_clipboard() == "from another program"


def test_where_the_system_knows_the_owner_it_is_believed(field: QLineEdit, copied: Watchers, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QGuiApplication, "platformName", staticmethod(lambda: "windows"))
    watcher = copied()
    copy_from(field)
    assert not QGuiApplication.clipboard().ownsClipboard()
    watcher.clear()
    assert on_clipboard() == field.text()


def test_words_marked_in_a_label_are_taken_back_too(qtbot: QtBot, field: QLineEdit, copied: Watchers) -> None:
    watcher, shown = copied(), selectable(QLabel("her code"))
    qtbot.addWidget(shown)
    shown.show()
    shown.activateWindow()
    shown.setFocus()
    shown.setSelection(0, len("her code"))
    QTest.keySequence(shown, QKeySequence.StandardKey.Copy)
    assert on_clipboard() == "her code"
    watcher.clear()
    assert on_clipboard() == ""


def test_the_lock_empties_the_clipboard(screen: Screen, seats: Seats, field: QLineEdit) -> None:
    screen.enter("psychologist", seats.codes["psychologist"])
    copy_from(field)
    screen.program.lock()
    assert on_clipboard() == ""
