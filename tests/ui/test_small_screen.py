"""A screen of 1366x768 enlarged to 200 %: nothing is cut off, nothing is wider than the window, and the rail folds away."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton

from mdt.catalogue.words import LANGUAGES
from tests.make import READERS, Seats, surroundings
from tests.ui.room import cut_off, pages
from tests.ui.screen import Begin, Screen
from ui.app import SIZE
from ui.looks import Looks
from ui.shell.rail import Rail

HALF = (SIZE[0] // 2, SIZE[1] // 2)


def small(begin: Begin, seats: Seats, role: str, language: str = "en") -> Screen:
    seats.leave()
    screen = begin(seats.folder, surroundings(seats.clock), Looks(language))
    screen.enter(role, seats.codes[role])
    screen.window.resize(*HALF)
    screen.qtbot.waitExposed(screen.window)
    screen.rest()
    return screen


@pytest.mark.parametrize(("role", "language"), READERS)
def test_no_page_is_cut_off_or_wider_than_a_small_screen(begin: Begin, seats: Seats, role: str, language: str) -> None:
    screen = small(begin, seats, role, language)
    found = []
    for place, _ in pages(screen, seats.case):
        found += [f"{place}: {fault}" for fault in cut_off(screen.window)]
        if screen.window.size().toTuple() != HALF:
            found.append(f"{place}: pushes the window to {screen.window.size().toTuple()}")
            screen.window.resize(*HALF)
    assert found == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_door_has_room_on_a_small_screen(begin: Begin, seats: Seats, tmp_path: Path, language: str) -> None:
    seats.leave()
    for folder in (tmp_path / "new", seats.folder):
        screen = begin(folder, surroundings(seats.clock), Looks(language))
        door = screen.door()
        door.resize(*HALF)
        screen.rest()
        assert cut_off(door) == []
        assert door.size().toTuple() == HALF


def test_the_rail_folds_away_and_comes_back_by_a_key(begin: Begin, seats: Seats) -> None:
    screen = small(begin, seats, "investigator")
    rail = screen.window.findChild(Rail)
    assert rail is not None
    assert not rail.isVisible()
    menu = next(made for made in screen.window.findChildren(QPushButton) if made.text() == screen.words("screen.menu"))
    menu.click()
    assert rail.isVisible()
    assert screen.program.window is not None
    assert rail.isAncestorOf(screen.program.window.focusWidget())
    QTest.keyClick(screen.window, Qt.Key.Key_Escape)
    assert not rail.isVisible()
    menu.click()
    next(made for made in rail.findChildren(QPushButton) if made.text() == screen.words("screen.settings")).click()
    screen.rest()
    assert not rail.isVisible()
    assert [made.text() for made in screen.window.page().findChildren(QLabel) if made.property("kind") == "title"] == ["Settings"]  # type: ignore[union-attr]
    screen.window.resize(*SIZE)
    screen.rest()
    assert rail.isVisible()
    assert not menu.isVisible()
