"""A file read from the window: values beside what came, confirmed tip by tip, and nothing recorded of what was not."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QCheckBox, QLabel, QPlainTextEdit, QPushButton, QWidget

from mdt.errors import Conflict
from mdt.model.readings import TipReading
from mdt.reading import apart
from mdt.reading.whole import read_bytes
from mdt.work.desk import Desk
from mdt.work.duplicates import Duplicates
from tests.make import Seats, surroundings
from tests.mdt.reading.samples import EVERY, TWO, ZERO, as_json, media, tip, vics_case
from tests.tipped import opened
from tests.ui.room import cut_off
from tests.ui.screen import Begin, Screen
from ui.app import SIZE
from ui.contents import PAGES
from ui.looks import Looks
from ui.pages import import_tip
from ui.pages.import_tip import ImportTipPage
from ui.widgets.original import Original
from ui.widgets.table import Listing


class Chooses:
    """Somebody who names a file to read, or none."""

    def __init__(self, path: str) -> None:
        self.path = path

    def file_to_read(self, parent: QWidget, title: str) -> str:
        return self.path


Kept = list[TipReading]
Sits = Callable[..., ImportTipPage]


@pytest.fixture
def kept(monkeypatch: pytest.MonkeyPatch) -> Kept:
    """What was recorded."""
    given: Kept = []

    def record(desk: Desk, tips: tuple[TipReading, ...], again: bool = False) -> tuple[str, ...]:
        given.extend(tips)
        return tuple("id" for _ in tips)

    monkeypatch.setattr(import_tip, "look_for", lambda desk, tip: Duplicates())
    monkeypatch.setattr(import_tip, "record", record)
    return given


@pytest.fixture
def sits(screen: Screen, seats: Seats, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Sits:
    """The page, with a sample read."""
    assert PAGES["import_tip"] is ImportTipPage

    def open_with(name: str = "", raw: bytes = b"") -> ImportTipPage:
        (tmp_path / "sent").write_bytes(raw or EVERY[name])
        monkeypatch.setattr(ImportTipPage, "questions", Chooses(str(tmp_path / "sent")))
        screen.enter("investigator", seats.codes["investigator"])
        page = screen.open("import_tip")
        assert isinstance(page, ImportTipPage)
        screen.press(screen.words("reading.choose"))
        return page

    return open_with


def said(within: QWidget) -> list[str]:
    return [shown.text() for shown in within.findChildren(QLabel) if shown.isVisible()]


def form(page: ImportTipPage) -> Any:
    assert page._form is not None
    return page._form


def rows(page: ImportTipPage) -> list[str]:
    model = page.findChildren(Listing)[0].model()
    return [str(model.index(at, 1).data()) for at in range(model.rowCount())]


def test_values_stand_beside_what_came(screen: Screen, sits: Sits, kept: Kept) -> None:
    page = sits("cybertip")
    assert form(page).text("number") == "900000001"
    assert form(page).text("received_at") == "2025-01-04 01:30"
    assert form(page).text("names") == "Qxample\nQ X"
    assert form(page).text("identifier_2") == "+923000000000"
    assert screen.words("reading.caution.shared_address") in said(page)
    assert screen.words("reading.part_apart") in said(page)
    assert "Instagram, Inc." in rows(page)
    screen.press(screen.words("reading.show_kept", count=len(read_bytes(EVERY["cybertip"]).tips[0].kept)), page)
    assert rows(page) == [" ".join(leaf.text.split()) for leaf in read_bytes(EVERY["cybertip"]).tips[0].kept]
    assert kept == []


def test_where_a_value_came_from_is_marked_while_one_stands_in_it(screen: Screen, sits: Sits, kept: Kept) -> None:
    page = sits("cybertip")
    form(page).box("incident_type").setFocus()
    screen.rest()
    whole = next(box for box in page.findChildren(Original)[0].findChildren(QPlainTextEdit) if box.isReadOnly())
    assert whole.toPlainText() == "Apparent Child Pornography"
    assert any("incidentSummary.incidentType" in words.replace("\u200b", "") for words in said(page.findChildren(Original)[0]))


def test_what_is_confirmed_is_recorded_as_it_was_read(screen: Screen, sits: Sits, kept: Kept) -> None:
    sits("cybertip")
    screen.press(screen.words("reading.record"))
    assert kept == list(read_bytes(EVERY["cybertip"]).tips)
    assert screen.words("reading.done", count=1) in said(screen.window)


def test_every_value_can_be_corrected_and_an_emptied_one_is_left_out(screen: Screen, sits: Sits, kept: Kept) -> None:
    page = sits("cybertip")
    for name, text in {
        "number": "900000777",
        "received_at": "5/1/2025 10:00",
        "priority": "",
        "platform": " TikTok ",
        "a1": "7",
        "identifier_0": "",
        "identifier_3": "another@example.invalid",
    }.items():
        form(page).box(name).setText(text)
    form(page).box("names").setPlainText("Q X\n\n")
    form(page).box("victims").setPlainText("victim: nobody")
    form(page).box("narrative").setPlainText("Shorter\nthan before")
    form(page).box("event_1").setChecked(False)
    screen.press(screen.words("reading.record"))
    (tip,), (before,) = kept, read_bytes(EVERY["cybertip"]).tips
    assert tip.first("number") == "900000777"
    assert tip.first("received_at") == "2025-01-05T05:00:00+00:00"
    assert tip.every("priority") == ()
    assert tip.first("platform") == "TikTok"
    assert dict(tip.counts)["a1"] == 7
    assert tip.every("names") == ("Q X",)
    assert tip.every("victims") == ("victim: nobody",)
    assert tip.every("narrative") == ("Shorter\nthan before",)
    assert next(one.text for one in tip.identifiers if one.role == "reported") == "handle|instagram|qxample.user"
    assert "email||another@example.invalid" in [one.text for one in tip.identifiers]
    assert [event.address for event in tip.events] == [event.address for at, event in enumerate(before.events) if at != 1]
    assert (tip.original, tip.kept) == (before.original, before.kept)


@pytest.mark.parametrize(
    ("name", "text", "key"),
    [
        ("received_at", "some day", "invalid.moment"),
        ("a1", "many", "reading.count"),
        ("identifier_2", "ask him", "invalid.phone"),
    ],
)
def test_what_cannot_be_kept_is_said_under_its_field(screen: Screen, sits: Sits, kept: Kept, name: str, text: str, key: str) -> None:
    page = sits("cybertip")
    form(page).box(name).setText(text)
    screen.press(screen.words("reading.record"))
    assert screen.words(key) in said(page)
    assert kept == []


def test_several_tips_one_after_another_and_one_left_out(screen: Screen, sits: Sits, kept: Kept) -> None:
    page = sits("cybertips")
    assert screen.words("reading.which", at=1, count=2) in said(page)
    screen.press(screen.words("reading.skip"))
    assert screen.words("reading.which", at=2, count=2) in said(page)
    assert not [button for button in page.findChildren(QPushButton) if button.text() == screen.words("reading.skip")]
    screen.press(screen.words("reading.record"))
    assert [tip.first("number") for tip in kept] == ["900000009"]
    assert screen.words("reading.done", count=1) in said(page)


def test_a_refusal_of_the_desk_stands_above_the_button(screen: Screen, sits: Sits, kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    def record(desk: Desk, tips: tuple[TipReading, ...], again: bool = False) -> tuple[str, ...]:
        raise Conflict("conflict.file_exists")

    page = sits("cybertip")
    monkeypatch.setattr(import_tip, "record", record)
    screen.press(screen.words("reading.record"))
    assert screen.words("conflict.file_exists") in said(page)
    assert form(page).text("number") == "900000001"


def test_a_hash_list_is_counted_kept_when_that_is_said_and_withdrawn(screen: Screen, sits: Sits, seats: Seats) -> None:
    opened(seats)
    seats.leave()
    page = sits("vics_list")
    assert screen.words("hashes.not_read") in said(page)
    assert screen.words("reading.contradictions", count=2) in said(page)
    assert not [button for button in page.findChildren(QPushButton) if button.text() == screen.words("reading.record")]
    screen.press(screen.words("hashes.keep"))
    assert screen.words("hashes.kept", count=2) in said(page)
    assert screen.words("hashes.title") in said(page)
    screen.press(screen.words("hashes.withdraw"))
    assert screen.words("hashes.withdrawn") in said(page)
    assert screen.words("hashes.title") not in said(page)


def test_the_hashes_of_a_case_and_of_a_tip_are_held_against_the_lists(screen: Screen, sits: Sits, seats: Seats, tmp_path: Path) -> None:
    opened(seats)
    seats.leave()
    page = sits("vics_list")
    screen.press(screen.words("hashes.keep"))
    where = {"list": screen.words("reading.kind.vics_list"), "category": "0"}
    for raw in (EVERY["vics_case"], as_json(tip(note=ZERO))):
        (tmp_path / "sent").write_bytes(raw)
        screen.press(screen.words("reading.choose"))
        assert screen.words("hashes.stand", count=1, **where) in said(page)
        screen.press(screen.words("reading.another"))
    (tmp_path / "sent").write_bytes(vics_case(media(TWO, 1)))
    screen.press(screen.words("reading.choose"))
    assert screen.words("hashes.none_stands") in said(page)


@pytest.mark.parametrize("language", ["en", "ur"])
def test_a_file_that_cannot_be_read_is_one_sentence(
    begin: Begin, seats: Seats, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    seats.leave()
    (tmp_path / "sent").write_bytes(b"PK\x03\x04")
    monkeypatch.setattr(ImportTipPage, "questions", Chooses(str(tmp_path / "sent")))
    screen = begin(seats.folder, surroundings(seats.clock), Looks(language))
    screen.enter("investigator", seats.codes["investigator"])
    page = screen.open("import_tip")
    screen.press(screen.words("reading.choose"))
    assert screen.words("unread.zip") in said(page)
    assert screen.words("reading.choose") in [button.text() for button in page.findChildren(QPushButton)]
    assert screen.refused == []


@pytest.fixture
def endless(screen: Screen, seats: Seats, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ImportTipPage:
    """The page while a file is read that never ends."""
    monkeypatch.setattr(apart, "command", lambda: [sys.executable, "-c", "import time; time.sleep(60)"])
    (tmp_path / "sent").write_bytes(EVERY["report"])
    screen.enter("investigator", seats.codes["investigator"])
    page = screen.open("import_tip")
    assert isinstance(page, ImportTipPage)
    page.read(tmp_path / "sent")
    screen.qtbot.waitUntil(lambda: screen.words("reading.under_way") in said(page))
    return page


def test_reading_can_be_left_off(screen: Screen, endless: ImportTipPage) -> None:
    screen.press(screen.words("print.cancel"), endless)
    assert screen.words("reading.help") in said(endless)
    assert screen.words("unread.slow") not in said(endless)


def test_whoever_locks_does_not_wait_for_it(screen: Screen, endless: ImportTipPage) -> None:
    began = time.monotonic()
    screen.program.seal()
    screen.rest()
    assert time.monotonic() - began < 20


@pytest.mark.parametrize("language", ["en", "ur"])
def test_a_tip_has_room_on_a_small_screen(begin: Begin, seats: Seats, tmp_path: Path, language: str) -> None:
    seats.leave()
    screen = begin(seats.folder, surroundings(seats.clock), Looks(language))
    screen.enter("investigator", seats.codes["investigator"])
    screen.window.resize(SIZE[0] // 2, SIZE[1] // 2)
    page = screen.open("import_tip")
    assert isinstance(page, ImportTipPage)
    for name in ("cybertip", "report", "vics_list"):
        (tmp_path / "sent").write_bytes(EVERY[name])
        page.read(tmp_path / "sent")
        screen.rest()
        screen.rest()
        assert cut_off(screen.window) == [], name


def test_no_file_chosen_changes_nothing(screen: Screen, seats: Seats, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ImportTipPage, "questions", Chooses(""))
    screen.enter("investigator", seats.codes["investigator"])
    page = screen.open("import_tip")
    before = said(page)
    screen.press(screen.words("reading.choose"))
    assert said(page) == before


def test_letters_that_were_guessed_are_said(screen: Screen, sits: Sits, kept: Kept) -> None:
    raw = EVERY["cybertip"].decode().replace("Hello", "Grüße").encode("iso-8859-1")
    page = sits(raw=raw)
    assert screen.words("reading.caution.letters", letters="ISO-8859-1") in said(page)
    assert page.findChildren(QCheckBox)
