"""What is shown can be reached: every button answers where it stands, and a list that is dropped down shows its last line whole."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication, QComboBox, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from tests.make import Seats
from tests.ui.screen import Begin, Screen
from tests.ui.test_code_paper import first_run, joined


def dead(shown: QWidget) -> list[str]:
    """Buttons that something else lies over, at their top, middle or bottom."""
    found = []
    for button in shown.findChildren(QPushButton):
        if not button.isVisible():
            continue
        corner = button.mapTo(shown, QPoint(0, 0))
        for down in (2, button.height() // 2, button.height() - 3):
            if shown.childAt(corner + QPoint(button.width() // 2, down)) is not button:
                found.append(button.text())
                break
    return found


def test_the_buttons_beside_a_code_answer(begin: Begin, seats: Seats) -> None:
    screen = joined(begin, seats)
    screen.rest()
    assert dead(screen.shown()) == []


def test_the_buttons_of_a_new_desk_answer(begin: Begin, seats: Seats) -> None:
    screen = first_run(begin, seats.folder.parent / "other")
    screen.rest()
    assert dead(screen.shown()) == []


def test_a_form_that_lies_over_a_button_would_be_found(screen: Screen) -> None:
    page = screen.door()
    cover = QWidget(page)
    cover.resize(page.size())
    cover.show()
    assert dead(page)


@pytest.mark.qt_log_ignore("This plugin does not support")  # a list that drops down asks the screen for more than there is offscreen
@pytest.mark.parametrize("count", [2, 5, 9])
def test_the_last_line_of_a_list_is_whole(qtbot: QtBot, screen: Screen, count: int) -> None:
    screen.door()  # its program dresses what is shown
    shown = QWidget()
    qtbot.addWidget(shown)
    box = QComboBox()
    box.addItems([f"line {number}" for number in range(count)])
    QVBoxLayout(shown).addWidget(box)
    shown.resize(300, 200)
    shown.show()
    QApplication.processEvents()
    box.showPopup()
    QApplication.processEvents()
    view = box.view()
    last = view.visualRect(view.model().index(count - 1, 0))
    assert last.bottom() <= view.viewport().height()
    box.hidePopup()
