"""No window of the desk is in a picture of the screen: each is shut and asked whether it is, and the foot of the rail says so."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from tests.make import Seats, surroundings
from tests.ui.screen import Begin, Screen, let_go
from ui.looks import Looks
from ui.shade import BLACK, LEFT_OUT, OPEN, SHUT, UNABLE, Shade, way_here, windows_way


class System:
    """A system that shuts windows: by handle, what is shut; what it refuses."""

    def __init__(self) -> None:
        self.shut: list[int] = []
        self.obeys = True

    def __call__(self, window: int) -> bool:
        self.shut.append(window)
        return self.obeys


@pytest.fixture
def system(monkeypatch: pytest.MonkeyPatch) -> System:
    made = System()
    monkeypatch.setattr("ui.app.way_here", lambda: made)
    return made


@pytest.fixture
def parent(qtbot: QtBot) -> Iterator[QWidget]:
    made = QWidget()
    qtbot.addWidget(made)
    yield made
    let_go()


class User32:
    """The two calls of Windows; ``knows`` are the affinities it can give a window, ``keeps`` whether it does."""

    def __init__(self, knows: tuple[int, ...], keeps: bool = True) -> None:
        self._knows, self._keeps, self.user32 = knows, keeps, self
        self.asked: list[tuple[int, int]] = []
        self.stands = 0

    def SetWindowDisplayAffinity(self, handle: ctypes.c_void_p, wanted: int) -> int:
        self.asked.append((handle.value or 0, wanted))
        if wanted in self._knows and self._keeps:
            self.stands = wanted
        return wanted in self._knows

    def GetWindowDisplayAffinity(self, handle: ctypes.c_void_p, into: Any) -> int:
        ctypes.cast(into, ctypes.POINTER(ctypes.c_uint32)).contents.value = self.stands
        return 1


@pytest.mark.parametrize(
    ("windows", "shut", "asked"),
    [
        (User32((LEFT_OUT, BLACK)), True, [(7, LEFT_OUT)]),
        (User32((BLACK,)), True, [(7, LEFT_OUT), (7, BLACK)]),
        (User32(()), False, [(7, LEFT_OUT), (7, BLACK)]),
        (User32((LEFT_OUT, BLACK), keeps=False), False, [(7, LEFT_OUT)]),
    ],
)
def test_windows_is_asked_and_believed_only_when_the_window_says_so(windows: User32, shut: bool, asked: list[tuple[int, int]]) -> None:
    assert windows_way(windows)(7) is shut
    assert windows.asked == asked


def test_the_window_its_lists_and_every_later_one_are_shut(system: System, screen: Screen, seats: Seats) -> None:
    door = screen.door()
    assert set(system.shut) == {int(door.winId())}, "the door too: a code is typed there"
    window = screen.enter("supervisor", seats.codes["supervisor"])
    assert int(window.winId()) in system.shut
    hint = QLabel("a list that drops down and a hint are windows of their own", window, Qt.WindowType.Window)
    hint.show()
    assert int(hint.winId()) in set(system.shut) - {int(window.winId())}
    hint.hide()
    said = [shown.text() for shown in window.findChildren(QLabel)]
    assert screen.words("screen.shade_shut") in said


def test_a_window_that_is_not_shut_after_all_is_told(system: System, screen: Screen, seats: Seats) -> None:
    window = screen.enter("investigator", seats.codes["investigator"])
    system.obeys = False
    stranger = QWidget(window)
    stranger.setWindowFlag(stranger.windowFlags().Window)
    stranger.show()
    said = [shown.text() for shown in window.findChildren(QLabel)]
    assert screen.words("screen.shade_unable") in said
    system.obeys = True
    stranger.hide()
    stranger.show()
    assert screen.program._shade.state == UNABLE, "one that was seen was seen"


def test_where_the_supervisor_allowed_it_nothing_is_shut(system: System, begin: Begin, seats: Seats) -> None:
    screen = begin(seats.folder, surroundings(seats.clock), Looks(pictures=True))
    window = screen.enter("investigator", seats.codes["investigator"])
    assert system.shut == []
    assert screen.words("screen.shade_open") in [shown.text() for shown in window.findChildren(QLabel)]


def test_a_system_without_a_way_is_told_as_it_is(parent: QWidget) -> None:
    assert Shade(parent, pictures=False, way=None).state == UNABLE
    assert Shade(parent, pictures=True, way=None).state == OPEN
    assert Shade(parent, pictures=False, way=System()).state == SHUT


def test_a_part_of_a_window_is_no_window(qtbot: QtBot, parent: QWidget) -> None:
    system = System()
    shade = Shade(parent, pictures=False, way=system)
    inner = QLabel("words", parent)
    parent.show()
    shut = len(system.shut)
    assert set(system.shut) == {int(parent.winId())}
    inner.hide()
    inner.show()
    assert len(system.shut) == shut
    shade.deleteLater()


def test_only_windows_has_a_way(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ui.shade.sys.platform", "linux")
    assert way_here() is None
    monkeypatch.setattr("ui.shade.sys.platform", "win32")
    monkeypatch.setattr(ctypes, "windll", User32((LEFT_OUT,)), raising=False)
    way = way_here()
    assert way is not None
    assert way(9)
