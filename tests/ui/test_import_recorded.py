"""A file read from the window meets the ledger: recorded where one sits, asked about where it is there already."""

from __future__ import annotations

from pathlib import Path

from mdt.model.tips import TipFilter
from mdt.work.intake import list_tips, locate_intake
from mdt.work.tips import open_tip
from tests.make import Seats
from tests.tipped import opened
from tests.ui.screen import Screen
from tests.ui.test_import_tip import Sits, form, said, sits

__all__ = ["sits"]


def test_whoever_has_no_seat_at_the_intake_records_nothing(screen: Screen, sits: Sits) -> None:
    page = sits("report")
    screen.press(screen.words("reading.record"))
    assert screen.words("missing.intake") in said(page)
    assert form(page).text("number"), "what was read still stands there"


def test_a_tip_read_from_a_file_stands_in_the_ledger_and_a_second_time_is_asked_about(screen: Screen, seats: Seats, sits: Sits) -> None:
    opened(seats)
    seats.leave()
    page = sits("cybertip")
    screen.press(screen.words("reading.record"))
    assert screen.words("reading.done", count=1) in said(page)
    page.read(Path(page.questions.file_to_read(page, "")))
    screen.rest()
    screen.press(screen.words("reading.record"))
    assert screen.words("newtip.alike") in said(page)
    screen.press(screen.words("newtip.anyway"))
    assert screen.words("reading.done", count=1) in said(page)
    screen.program.finish()
    lines = seats.do("investigator", list_tips, None, TipFilter())
    assert [line.number for line in lines] == ["900000001", "900000001"]
    found = seats.do("investigator", open_tip, seats.do("investigator", locate_intake).case, lines[0].id)
    assert any("+923000000000" in entry for entry in found.content["identifiers"])
    assert "Instagram, Inc." in str(found.content["kept"]), "the original is kept"
