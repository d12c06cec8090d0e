"""Settings: anybody chooses how this screen looks; how long it stays open and whose desk it is are the supervisor's."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QComboBox, QLabel

from tests.make import TEAM_ROLES, Seats
from tests.ui.screen import Screen
from ui.looks import Looks
from ui.widgets.form import Form
from ui.widgets.page import Page


def choose(page: Page, name: str, identity: str) -> None:
    box = next(form.box(name) for form in page.findChildren(Form) if form.has(name))
    assert isinstance(box, QComboBox)
    box.setCurrentIndex(box.findData(identity))


def test_the_supervisor_says_after_how_many_minutes_it_locks_and_whose_desk_it_is(screen: Screen, seats: Seats) -> None:
    screen.enter("supervisor", seats.codes["supervisor"])
    page = screen.open("settings")
    chosen: list[Looks] = []
    page.looks_chosen.connect(chosen.append)
    choose(page, "minutes", "5")
    screen.press(screen.words("settings.use"))
    choose(page, "pictures", "allowed")
    screen.press(screen.words("settings.use"))
    assert chosen == [Looks("en", "light", 5), Looks("en", "light", 5, pictures=True)]
    choose(page, "agency", "fia_ccw")
    choose(page, "circle", "ISB")
    screen.press(screen.words("settings.change"))
    assert screen.entrance.vault is not None
    with screen.entrance.vault.transaction() as store:
        assert store.desk()[1:3] == ("fia_ccw", "ISB")
    assert screen.program.desk is not None
    assert screen.program.desk.circle == "ISB", "forms offer it from now on"


@pytest.mark.parametrize("role", TEAM_ROLES)
def test_nobody_else_is_offered_either(screen: Screen, seats: Seats, role: str) -> None:
    screen.enter(role, seats.codes[role])
    page = screen.open("settings")
    offered = {
        name for form in page.findChildren(Form) for name in ("language", "theme", "minutes", "pictures", "agency") if form.has(name)
    }
    assert offered == {"language", "theme"}
    said = [shown.text() for shown in page.findChildren(QLabel)]
    assert screen.words("settings.lock", minutes=3) in said
