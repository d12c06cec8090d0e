"""Short ways to sign in, fill a form and read what a page says."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from mdt.work.desk import Desk
from tests.make import Seats
from tests.ui.screen import Screen
from ui.widgets.form import Form


def entered(screen: Screen, seats: Seats, user: str) -> Desk:
    """The desk of ``user`` behind the window, for looking behind the screen; touch it only while nothing is under way."""
    seats.leave()
    screen.enter(user, seats.codes[user])
    assert screen.program.desk is not None
    return screen.program.desk._desk


def fill(form: Form | None, **texts: str) -> None:
    """Put texts into fields by their names."""
    assert form is not None
    form.fill("\x1e".join(f"{name}\x1f{text}" for name, text in texts.items()))


def words_on(page: QWidget) -> list[str]:
    """Every text of a label that is not hidden."""
    return [shown.text() for shown in page.findChildren(QLabel) if shown.text() and not shown.isHidden()]


def errors_on(page: QWidget) -> list[str]:
    return [
        shown.text() for shown in page.findChildren(QLabel) if shown.property("kind") == "error" and shown.text() and not shown.isHidden()
    ]


def says(page: QWidget, part: str) -> bool:
    return any(part in words for words in words_on(page))


def buttons(page: QWidget, words: str) -> list[QPushButton]:
    return [made for made in page.findChildren(QPushButton) if made.text() == words and made.isVisible()]


def press_keys(box: QWidget, *keys: Qt.Key) -> None:
    """Press keys where the keyboard would be."""
    for key in keys:
        QTest.keyClick(box, key)
