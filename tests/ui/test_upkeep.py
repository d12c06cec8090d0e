"""Looking after the desk from its window: a backup is proved or said not to be, a check names what is wrong."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from time import sleep

import pytest
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from db.backup import prove
from mdt.work.upkeep import read_condition
from tests.make import Seats
from tests.ui.screen import Screen, button_named
from ui.contents import PAGES
from ui.pages.upkeep import UpkeepPage
from ui.widgets.errand import Abandoned, Errand


class Chooses:
    """Somebody who names a place for the file, or none."""

    def __init__(self, path: str) -> None:
        self.path, self.offered = path, ""

    def file_to_write(self, parent: QWidget, title: str, name: str) -> str:
        self.offered = name
        return self.path


def said(screen: Screen) -> list[str]:
    return [shown.text() for shown in screen.window.findChildren(QLabel) if shown.isVisible()]


@pytest.fixture
def backup(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Chooses:
    assert "upkeep" in PAGES  # the pages were given their dialogs before this takes them away
    chooses = Chooses(str(tmp_path / "away.mdtbackup"))
    assert PAGES["upkeep"] is UpkeepPage, "only then are its questions there to be answered by others"
    monkeypatch.setattr(UpkeepPage, "questions", chooses)
    return chooses


def test_a_backup_from_the_window_is_proved_and_its_age_stands_above_every_page(screen: Screen, seats: Seats, backup: Chooses) -> None:
    screen.enter("social_welfare", seats.codes["social_welfare"])
    screen.open("upkeep")
    assert screen.words("screen.no_backup") in said(screen)
    screen.press(screen.words("upkeep.backup_do"))
    assert backup.offered == "desk-2026-11-20.mdtbackup"
    assert any(words.startswith("Proved: ") for words in said(screen)), said(screen)
    assert screen.words("screen.backup_now") in [button.text() for button in screen.window.findChildren(QPushButton)]
    assert screen.entrance.vault is not None
    assert prove(Path(backup.path), screen.entrance.vault.key, Path(backup.path).with_name("workshop")).findings == ()


def test_nothing_is_written_where_no_place_was_named(screen: Screen, seats: Seats, backup: Chooses) -> None:
    backup.path = ""
    screen.enter("investigator", seats.codes["investigator"])
    screen.open("upkeep")
    screen.press(screen.words("upkeep.backup_do"))
    assert screen.words("screen.no_backup") in said(screen)


def test_a_file_in_the_way_is_said_in_words_and_left_alone(screen: Screen, seats: Seats, backup: Chooses) -> None:
    Path(backup.path).write_text("something else", encoding="utf-8")
    screen.enter("supervisor", seats.codes["supervisor"])
    screen.open("upkeep")
    screen.press(screen.words("upkeep.backup_do"))
    assert screen.words("conflict.file_exists") in said(screen)
    assert Path(backup.path).read_text(encoding="utf-8") == "something else"
    assert button_of(screen).isEnabled()


def test_a_check_says_that_all_is_well_and_names_what_is_not(screen: Screen, seats: Seats) -> None:
    screen.enter("psychologist", seats.codes["psychologist"])
    screen.open("upkeep")
    screen.press(screen.words("upkeep.verify_do"))
    assert screen.words("cli.verified") in said(screen)
    assert screen.entrance.vault is not None
    screen.entrance.vault.raw().execute("DROP TRIGGER events_no_delete")
    screen.press(screen.words("upkeep.verify_do"))
    assert screen.words("finding.guard_missing", where="events_no_delete", case="") in said(screen)
    assert screen.words("cli.verified") not in said(screen)


def button_of(screen: Screen) -> QWidget:
    page = screen.window.page()
    assert isinstance(page, UpkeepPage)
    first = page.first_field()
    assert first is not None
    return first


def test_the_desk_works_on_while_a_backup_is_made_and_it_can_be_left_off(
    screen: Screen, seats: Seats, backup: Chooses, monkeypatch: pytest.MonkeyPatch
) -> None:
    screen.enter("supervisor", seats.codes["supervisor"])
    page = screen.open("upkeep")
    met: list[str] = []

    def slow(path: str, tell: Callable[[str, float], None]) -> object:
        tell("copy", 0.5)
        met.append("begun")
        while True:
            sleep(0.005)
            tell("prove", 0.0)

    monkeypatch.setattr(screen.entrance, "back_up", slow)
    button_named(page, screen.words("upkeep.backup_do")).click()
    screen.qtbot.waitUntil(lambda: met == ["begun"])
    assert screen.program.desk is not None
    heard: list[object] = []
    screen.program.desk.do(page, heard.append, read_condition)
    screen.qtbot.waitUntil(lambda: bool(heard))
    errand = page.findChild(Errand)
    assert errand is not None
    screen.press(screen.words("print.cancel"), page)
    assert screen.words("upkeep.backup_left") in said(screen)
    assert not Path(backup.path).exists()
    with pytest.raises(Abandoned):
        errand.tell("copy", 0.1)


def test_a_backup_left_off_leaves_nothing_beside_its_place(screen: Screen, seats: Seats, tmp_path: Path) -> None:
    screen.enter("supervisor", seats.codes["supervisor"])
    place = tmp_path / "away"
    place.mkdir()

    def stop(step: str, share: float) -> None:
        if step == "prove":
            raise Abandoned

    with pytest.raises(Abandoned):
        screen.entrance.back_up(str(place / "desk.mdtbackup"), stop)
    assert list(place.iterdir()) == []
