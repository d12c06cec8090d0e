"""Where a member comes back to after the lock: her page if it is still hers to open, her day otherwise, and nobody else's."""

from __future__ import annotations

import json
from datetime import date

import pytest

from mdt.work.drafts import keep_draft, take_draft
from mdt.work.requests import decide_request, request_closure
from mdt.work.staff import take_off_team
from tests.make import Seats
from tests.ui.screen import Begin, Screen
from ui.contents import PAGES
from ui.session import HOME, NEEDS, PLACE

WORKER = "psychologist"


def locked_at(screen: Screen, seats: Seats, page: str, about: str = "", user: str = WORKER) -> None:
    """Sign in, open a page, lock; the process is gone."""
    screen.enter(user, seats.codes[user])
    screen.open(page, about)
    screen.program.lock()
    screen.program.finish()


def back(begin: Begin, seats: Seats, user: str = WORKER) -> Screen:
    """The next sign-in at this desk."""
    seats.leave()
    screen = begin(seats.folder)
    screen.enter(user, seats.codes[user])
    return screen


@pytest.mark.parametrize(
    ("page", "on_case"), [("case", True), ("session_note", True), ("history", True), ("cases", False), ("search", False)]
)
def test_the_page_comes_back_once(screen: Screen, seats: Seats, begin: Begin, page: str, on_case: bool) -> None:
    about = seats.case if on_case else ""
    locked_at(screen, seats, page, about)
    again = back(begin, seats)
    assert again.window.place() == (page, about)
    assert again.refused == []
    again.program.finish()
    assert seats.do(WORKER, take_draft, None, PLACE) is None


def test_the_section_of_the_case_comes_back_too(screen: Screen, seats: Seats, begin: Begin) -> None:
    screen.enter(WORKER, seats.codes[WORKER])
    page = screen.open("case", seats.case)
    screen.press(screen.words("screen.tab_people"))
    assert page.spot == "people"
    screen.program.lock()
    screen.program.finish()
    shown = back(begin, seats).window.page()
    assert shown is not None
    assert (shown.about, shown.spot) == (seats.case, "people")


@pytest.mark.parametrize("spot", ["", "no_such_section"])
def test_a_section_that_is_gone_is_not_looked_for(screen: Screen, seats: Seats, spot: str) -> None:
    seats.do(WORKER, keep_draft, None, PLACE, json.dumps(["case", seats.case, spot]))
    seats.leave()
    screen.enter(WORKER, seats.codes[WORKER])
    shown = screen.window.page()
    assert (shown is not None and shown.spot, screen.refused) == ("shared", [])


def test_it_is_hers_alone(screen: Screen, seats: Seats, begin: Begin) -> None:
    locked_at(screen, seats, "case", seats.case)
    assert back(begin, seats, "investigator").window.place() == HOME


def test_a_print_is_not_begun_again_unasked(screen: Screen, seats: Seats, begin: Begin) -> None:
    locked_at(screen, seats, "print", seats.case, "prosecutor")
    assert back(begin, seats, "prosecutor").window.place() == ("case", seats.case)


def test_who_was_taken_off_the_case_comes_back_to_her_day(screen: Screen, seats: Seats, begin: Begin) -> None:
    locked_at(screen, seats, "session_note", seats.case)
    seats.do("supervisor", take_off_team, seats.case, seats.members[WORKER])
    again = back(begin, seats)
    assert (again.window.place(), again.refused) == (HOME, [])


def test_a_closed_case_takes_no_note(screen: Screen, seats: Seats, begin: Begin) -> None:
    locked_at(screen, seats, "session_note", seats.case)
    asked = seats.do("investigator", request_closure, seats.case, "untraced", "note", date(2026, 11, 20))
    seats.do("supervisor", decide_request, seats.case, asked, True)
    again = back(begin, seats)
    assert (again.window.place(), again.refused) == (HOME, [])


@pytest.mark.parametrize(
    "kept",
    ["nonsense", "[]", '["case"]', "7", '["no_such_page", ""]', '["log", ""]', '["case", "no-such-case"]', '["new_case", ""]'],
)
def test_nonsense_and_what_is_not_hers_lead_to_her_day(screen: Screen, seats: Seats, kept: str) -> None:
    seats.do(WORKER, keep_draft, None, PLACE, kept)
    seats.leave()
    screen.enter(WORKER, seats.codes[WORKER])
    assert (screen.window.place(), screen.refused) == (HOME, [])


def test_the_first_page_of_the_day_is_not_kept(screen: Screen, seats: Seats) -> None:
    locked_at(screen, seats, *HOME)
    assert seats.do(WORKER, take_draft, None, PLACE) is None


def test_nothing_of_the_place_is_outside_the_vault(screen: Screen, seats: Seats) -> None:
    locked_at(screen, seats, "session_note", seats.case)
    assert json.loads(seats.do(WORKER, take_draft, None, PLACE) or "") == ["session_note", seats.case, ""]
    for path in seats.folder.iterdir():
        assert seats.case.encode() not in path.read_bytes(), path.name
        assert b"session_note" not in path.read_bytes(), path.name


def test_every_page_that_may_come_back_is_one_of_the_programs() -> None:
    assert {page for page, _ in NEEDS} <= set(PAGES)
    assert "print" not in dict(NEEDS)
