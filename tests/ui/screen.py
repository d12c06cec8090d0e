"""A program running on screen over a copy of a desk, and short ways to look at it and to end it."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QThread, QThreadPool, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from db.surroundings import Surroundings
from mdt.catalogue.words import Words
from tests.make import PASSWORD, Seats, surroundings
from ui.app import Program
from ui.cli.entrance import VaultEntrance
from ui.cli.world import World
from ui.jobs import Errands, StoreWorker
from ui.looks import Looks
from ui.shell.sign_in import SignIn
from ui.shell.window import MainWindow
from ui.widgets.page import Page

PATIENCE_MS = 30_000


class Tally(QObject):
    """Counts what was asked of the worker and the pool and what of it was handed back, so that a test can wait for quiet."""

    def __init__(self, worker: StoreWorker, errands: Errands) -> None:
        super().__init__()
        self.asked, self.ended = 0, 0
        for source, verb in ((worker, "ask"), (errands, "send")):
            setattr(source, verb, self._counting(getattr(source, verb)))
            source.ended.connect(self._one_more)

    def quiet(self) -> bool:
        """Nothing is under way."""
        return self.asked == self.ended

    def _counting(self, ask: Callable[..., None]) -> Callable[..., None]:
        def asked(*args: Any) -> None:
            self.asked += 1
            ask(*args)

        return asked

    def _one_more(self, *how: object) -> None:
        self.ended += 1


class Screen:
    """One run of the program; ``locks`` counts how often it locked, ``refused`` holds every sentence of the notice bar that stays."""

    def __init__(self, qtbot: QtBot, folder: Path, around: Surroundings, looks: Looks) -> None:
        self.qtbot, self.around, self.looks, self.words = qtbot, around, looks, Words(looks.language)
        self.entrance = VaultEntrance(folder, World(around))
        self.locks: list[tuple[str, ...]] = []
        self.refused: list[str] = []
        self.program = Program(self.entrance, looks, around.clock.today, self._locked)
        self.tally = Tally(self.program.worker, self.program.errands)

    def door(self) -> SignIn:
        """The sign-in page, shown."""
        page = self.program.start()
        self.rest()
        return page

    def enter(self, user: str, code: str, password: str = PASSWORD) -> MainWindow:
        """Sign in past the form, and the window that opens."""
        self.program.enter(self.entrance.sign_in(user, password, code))
        self.qtbot.waitUntil(lambda: isinstance(self.program.window, MainWindow), timeout=PATIENCE_MS)
        assert self.program.desk is not None
        self.program.desk.refused.connect(self.refused.append)
        self.rest()
        return self.window

    @property
    def window(self) -> MainWindow:
        """The window past the door."""
        assert isinstance(self.program.window, MainWindow)
        return self.program.window

    def open(self, page: str, about: str = "") -> Page:
        """Open a page and wait until it shows what it has to show."""
        self.window.open(page, about)
        self.rest()
        shown = self.window.page()
        assert shown is not None
        return shown

    def rest(self) -> None:
        """Wait until nothing is under way and everything let go of is gone."""
        self.qtbot.waitUntil(self.tally.quiet, timeout=PATIENCE_MS)
        let_go()
        self.qtbot.waitUntil(self.tally.quiet, timeout=PATIENCE_MS)

    def press(self, words: str, within: QWidget | None = None) -> None:
        """Press the button that says ``words`` and wait."""
        QTest.mouseClick(button_named(within or self.shown(), words), Qt.MouseButton.LeftButton)
        self.rest()

    def type_into(self, name: str, text: str, within: QWidget | None = None) -> QLineEdit:
        """Type into the line that has this accessible name."""
        found = [box for box in (within or self.shown()).findChildren(QLineEdit) if box.accessibleName() == name]
        assert len(found) == 1, [box.accessibleName() for box in (within or self.shown()).findChildren(QLineEdit)]
        found[0].clear()
        QTest.keyClicks(found[0], text)
        return found[0]

    def shown(self) -> QWidget:
        """Whatever stands on screen."""
        assert self.program.window is not None
        return self.program.window

    def finish(self) -> None:
        """End the program and put its windows away."""
        self.program.finish()
        if self.program.window is not None:
            self.program.window.close()
            self.program.window.deleteLater()
        self.program.deleteLater()
        self.tally.deleteLater()
        let_go()

    def _locked(self) -> None:
        self.locks.append(tuple(type(shown).__name__ for shown in QApplication.topLevelWidgets() if shown.isVisible()))


Begin = Callable[..., Screen]


def let_go() -> None:
    """Deliver what is posted, and delete what was let go of."""
    for _ in range(3):
        QCoreApplication.sendPostedEvents()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        QCoreApplication.processEvents()


def button_named(within: QWidget, words: str) -> QPushButton:
    """The one visible button that says ``words``."""
    found = [button for button in within.findChildren(QPushButton) if button.text() == words and button.isVisible()]
    assert len(found) == 1, [button.text() for button in within.findChildren(QPushButton)]
    return found[0]


def left_over() -> list[str]:
    """Windows, running threads and running timers that a test left behind."""
    found = [f"window {type(shown).__name__}" for shown in QApplication.topLevelWidgets()]
    for entry in gc.get_objects():
        if not issubclass(type(entry), QObject) or not isValid(entry):
            continue
        if isinstance(entry, QThread) and entry.isRunning() and entry is not QThread.currentThread():
            found.append(f"thread {type(entry).__name__}")
        elif isinstance(entry, QTimer) and entry.isActive():
            found.append(f"timer of {type(entry.parent()).__name__}")
        elif isinstance(entry, QThreadPool) and entry.activeThreadCount():
            found.append("pool")
    return found


@pytest.fixture
def begin(qtbot: QtBot, tmp_path: Path) -> Iterator[Begin]:
    """Starts programs over a desk in a folder; all of them end with the test, and nothing of them is left."""
    begun: list[Screen] = []

    def start(folder: Path | None = None, around: Surroundings | None = None, looks: Looks | None = None) -> Screen:
        begun.append(Screen(qtbot, folder or tmp_path / "new", around or surroundings(), looks or Looks()))
        return begun[-1]

    yield start
    while begun:
        begun.pop().finish()
    if left_over():
        gc.collect()
        let_go()
    found = left_over()
    assert not found, found


@pytest.fixture
def screen(begin: Begin, seats: Seats) -> Screen:
    """A program over a copy of the template desk, before anybody signed in."""
    seats.leave()
    return begin(seats.folder, surroundings(seats.clock))
