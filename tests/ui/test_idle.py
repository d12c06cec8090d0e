"""The watch that locks a desk nobody is at: what counts as somebody, what does not, and the seconds it tells of."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from tests.ui.screen import let_go
from ui import session
from ui.session import IdleWatch

SHORT = 0.3


@pytest.fixture
def watch(qtbot: QtBot) -> Iterator[IdleWatch]:
    made = IdleWatch(SHORT / 60)
    yield made
    made.deleteLater()
    let_go()


def test_the_watch_runs_out_once_when_nobody_is_there(qtbot: QtBot, watch: IdleWatch) -> None:
    ran_out: list[float] = []
    watch.ran_out.connect(lambda: ran_out.append(time.monotonic()))
    begun = time.monotonic()
    qtbot.waitUntil(lambda: bool(ran_out), timeout=2000)
    assert SHORT * 0.8 <= ran_out[0] - begun <= SHORT * 2.5
    qtbot.wait(int(SHORT * 1500))
    assert len(ran_out) == 1
    assert watch.left_ms() == 0


@pytest.mark.parametrize("sign", ["key", "click", "move"])
def test_a_key_or_the_mouse_begins_the_time_anew(qtbot: QtBot, watch: IdleWatch, sign: str) -> None:
    ran_out: list[bool] = []
    watch.ran_out.connect(lambda: ran_out.append(True))
    box, at = QLineEdit(), QPointF(3, 3)
    qtbot.addWidget(box)
    box.show()
    begun = time.monotonic()
    while time.monotonic() - begun < 3 * SHORT:
        if sign == "key":
            QTest.keyClick(box, Qt.Key.Key_A)
        elif sign == "click":
            QTest.mouseClick(box, Qt.MouseButton.LeftButton)
        else:
            none, left = Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier
            at.setX(at.x() + 1)
            QCoreApplication.sendEvent(box, QMouseEvent(QEvent.Type.MouseMove, at, at, none, none, left))
        qtbot.wait(20)
    assert ran_out == []
    qtbot.waitUntil(lambda: ran_out == [True], timeout=3000)


def test_a_mouse_that_rests_is_nobody(qtbot: QtBot, watch: IdleWatch) -> None:
    """Windows sends moves of a resting mouse when something changes under it."""
    box, at, begun = QLineEdit(), QPointF(7, 7), time.monotonic()
    qtbot.addWidget(box)
    ran_out: list[float] = []
    watch.ran_out.connect(lambda: ran_out.append(time.monotonic()))
    while not ran_out and time.monotonic() - begun < 4 * SHORT:
        none, left = Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier
        QCoreApplication.sendEvent(box, QMouseEvent(QEvent.Type.MouseMove, at, at, none, none, left))
        qtbot.wait(10)
    assert len(ran_out) == 1


def test_every_second_it_says_what_is_left(qtbot: QtBot) -> None:
    watch, told = IdleWatch(3), list[int]()
    watch.ticking.connect(told.append)
    qtbot.waitUntil(lambda: len(told) == 2, timeout=5000)
    assert 170_000 < told[1] < told[0] < 180_000
    watch.deleteLater()
    let_go()


def test_a_sleep_that_nobody_told_of_counts_as_time(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    """A timer may stand still while the machine sleeps."""
    watch, now = IdleWatch(3), session.uptime()
    monkeypatch.setattr(session, "uptime", lambda: now + 3600)
    with qtbot.waitSignal(watch.ran_out, timeout=3000):
        pass
    watch.deleteLater()
    let_go()


def test_what_the_program_does_by_itself_is_no_sign_of_anybody(qtbot: QtBot, watch: IdleWatch) -> None:
    ran_out: list[bool] = []
    watch.ran_out.connect(lambda: ran_out.append(True))
    shown = QLabel()
    qtbot.addWidget(shown)
    shown.show()
    begun = time.monotonic()
    while not ran_out and time.monotonic() - begun < 4 * SHORT:
        shown.setText(shown.text() + ".")
        qtbot.wait(10)
    assert ran_out == [True]


def test_the_watch_runs_out_behind_an_open_dialog_too(qtbot: QtBot, watch: IdleWatch) -> None:
    dialog = QDialog()
    qtbot.addWidget(dialog)
    dialog.open()
    with qtbot.waitSignal(watch.ran_out, timeout=2000):
        pass


def test_a_system_that_goes_to_sleep_locks_at_once(qtbot: QtBot, watch: IdleWatch) -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    with qtbot.waitSignal(watch.ran_out, timeout=100):
        app.applicationStateChanged.emit(Qt.ApplicationState.ApplicationSuspended)
