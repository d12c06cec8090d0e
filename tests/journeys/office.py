"""What journeys at the keyboard share: somebody's answers to the system's dialogs, a seat taken by typing, and short looks at the desk."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QWidget

from mdt.work.casefile import open_case
from tests.make import PASSWORD, Seats
from tests.ui.keys import Hands
from tests.ui.screen import Screen
from ui.contents import PAGES
from ui.pages.print import PrintPage
from ui.shell.ask import Questions
from ui.shell.sign_in import SignIn
from ui.shell.window import MainWindow

URDU = "وہ کئی ہفتوں بعد سکون سے سوئی۔"


class Office(Questions):
    """A printer that prints into a folder, and somebody who keeps files there."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def file_to_write(self, parent: QWidget, title: str, name: str) -> str:
        return str(self.folder / name)

    def printer(self, parent: QWidget, printer: QPrinter, then: Callable[[], None]) -> None:
        printer.setOutputFileName(str(self.folder / "printed.pdf"))
        then()


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    folder = tmp_path / "office"
    folder.mkdir()
    made = Office(folder)
    assert "print" in PAGES, "the pages were given their dialogs before this takes them away"
    monkeypatch.setattr(PrintPage, "questions", made)
    monkeypatch.setattr(SignIn, "questions", made)
    return made


def seated(screen: Screen, seats: Seats, user: str) -> Hands:
    """At the locked screen, then signed in."""
    screen.door()
    hands = Hands(screen)
    assert hands.name() == hands.words("sign_in.user")
    hands.sign_in(user, PASSWORD, seats.codes[user])
    assert screen.window.place()[0] == "my_day"
    return hands


def case_of(screen: Screen, case: str) -> Any:
    """What the case says behind the window."""
    assert screen.program.desk is not None
    return screen.program.desk._desk.do(open_case, case).content


def shown_page(hands: Hands) -> str:
    assert isinstance(hands.screen.program.window, MainWindow)
    return hands.screen.program.window.place()[0]


def sheets(path: Path) -> int:
    """How many sheets were painted."""
    paper = QPdfDocument()
    assert paper.load(str(path)) == QPdfDocument.Error.None_
    found = paper.pageCount()
    paper.close()
    return found


def open_the_case(hands: Hands, code: str) -> None:
    """From the list, by the arrows and Enter."""
    hands.keys("Alt+2")
    hands.walk_to(code)
    hands.key(Qt.Key.Key_Return)
    assert shown_page(hands) == "case"


def pages(screen: Screen) -> int:
    page = screen.window.page()
    assert isinstance(page, PrintPage)
    return page.paper.pages()
