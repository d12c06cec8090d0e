"""The ladder of an accused on the page of a case: its rungs, what leads higher, and matches that stop all contact until settled."""

from __future__ import annotations

import json
from typing import Any

import pytest

from mdt.work import people
from mdt.work.casefile import open_case
from mdt.work.forms import Account, NewParty
from mdt.work.people import ContactLines
from tests.climbed import SHARED, matched, rung
from tests.make import Seats, surroundings
from tests.mdt.work.marked import party_of
from tests.ui.commanded import Command
from tests.ui.reading import buttons, entered, errors_on, fill, says
from tests.ui.screen import Begin, Screen
from ui.looks import Looks
from ui.pages.act import ActPage
from ui.pages.case import CasePage
from ui.widgets.stage_path import StagePath

USER = "investigator"


def section(screen: Screen, seats: Seats, name: str = "people") -> CasePage:
    page = screen.open("case", seats.case)
    assert isinstance(page, CasePage)
    page.turn(name)
    screen.rest()
    return page


def on_rung(seats: Seats, state: str) -> str:
    return seats.do(USER, people.add_party, seats.case, NewParty(role="accused", state=state))


@pytest.mark.parametrize("language", ["en", "ur"])
def test_each_accused_has_six_rungs_with_what_shows_them(begin: Begin, seats: Seats, language: str) -> None:
    rung(seats, party_of(seats, "A1"), "arrested", evidence="arrest_memo", reference="Memo 12")
    on_rung(seats, "account")
    screen = begin(seats.folder, surroundings(seats.clock), Looks(language))
    entered(screen, seats, USER)
    page = section(screen, seats)
    for alias in ("A1", "A2"):
        assert says(page, screen.words("ladder.title", alias=alias))
    assert says(page, "Memo 12")
    paths = [path for path in page.findChildren(StagePath) if path.isVisible() and len(path._steps) == 6]
    assert [path._here for path in paths] == [6, 2]
    assert len(buttons(page, screen.words("ladder.ask"))) == 1, "where the account is known and nobody was asked"


@pytest.mark.parametrize(
    ("state", "leads", "others"),
    [
        ("account", "ladder.ask", 0),
        ("subscriber", "ladder.ask", 0),
        ("identified", "doing.record_arrest", 1),
        ("unknown", "ladder.ask", -1),
    ],
)
def test_a_rung_offers_the_page_that_leads_higher(screen: Screen, seats: Seats, state: str, leads: str, others: int) -> None:
    """An arrest can be recorded from the head of the section too."""
    rung(seats, party_of(seats, "A1"), "arrested", evidence="arrest_memo")
    on_rung(seats, state)
    entered(screen, seats, USER)
    assert len(buttons(section(screen, seats), screen.words(leads))) == 1 + others


def test_a_rung_is_written_and_taken_back_on_screen(screen: Screen, seats: Seats) -> None:
    accused = party_of(seats, "A1")
    entered(screen, seats, USER)
    page = screen.open("record_rung", f"{seats.case}/{accused}")
    assert isinstance(page, ActPage)
    fill(page._form, rung="arrested", evidence="arrest_memo", reference="Memo 12")
    screen.press(screen.words("doing.record_rung_do"), page)
    assert says(section(screen, seats), "Memo 12")
    screen.press(screen.words("doing.withdraw_rung"))
    back = screen.window.page()
    assert isinstance(back, ActPage)
    screen.press(screen.words("doing.withdraw_rung_do"), back)
    assert errors_on(back), "a reason is needed"
    fill(back._form, why="Somebody of the same name.")
    screen.press(screen.words("doing.withdraw_rung_do"), back)
    page = section(screen, seats)
    assert says(page, "taken back on")
    assert says(page, "Somebody of the same name.")
    assert not buttons(page, screen.words("doing.withdraw_rung"))


@pytest.mark.parametrize("name", ["shared", "people"])
def test_an_open_match_stands_on_top_until_it_is_settled(screen: Screen, seats: Seats, name: str) -> None:
    match = matched(seats)
    entered(screen, seats, USER)
    assert says(section(screen, seats, name), "may be one person")
    assert says(section(screen, seats, name), "No paper leaves for")
    page = screen.open("settle_match", f"{seats.case}/{match}")
    assert isinstance(page, ActPage)
    fill(page._form, outcome="another", why="They were seen together.")
    screen.press(screen.words("doing.settle_match_do"), page)
    page = section(screen, seats, name)
    assert not says(page, "No paper leaves for")
    assert not buttons(page, screen.words("doing.settle_match"))


@pytest.mark.parametrize("user", ["psychologist", "social_welfare"])
def test_who_does_not_settle_is_warned_and_told_no_value(screen: Screen, seats: Seats, user: str) -> None:
    matched(seats)
    entered(screen, seats, user)
    page = section(screen, seats)
    assert says(page, "may be one person: the same telephone number")
    assert not says(page, SHARED)
    assert not buttons(page, screen.words("doing.settle_match"))
    assert not buttons(page, screen.words("doing.record_rung"))


def test_opening_the_case_keeps_what_only_this_member_can_see(screen: Screen, seats: Seats) -> None:
    seats.do("psychologist", people.keep_safe_contact, seats.case, party_of(seats, "V1"), (), ContactLines(number=SHARED))
    seats.do(USER, people.amend_accused, seats.case, party_of(seats, "A1"), (), (Account(kind="phone", text=SHARED),))
    desk: Any = entered(screen, seats, "psychologist")
    page = section(screen, seats)
    kept = desk.do(open_case, seats.case).content
    assert ([match["kinds"] for match in kept["matches"]], kept["unkept_matches"]) == ([["safe_contact"]], 0)
    assert says(page, "No paper leaves for V1")


def test_the_page_of_a_try_shows_no_number_of_somebody_out_of_reach(screen: Screen, seats: Seats) -> None:
    girl, number = party_of(seats, "V1"), "0301 4443332"
    seats.do(USER, people.keep_safe_contact, seats.case, girl, (), ContactLines(number=number))
    seats.do(USER, people.amend_accused, seats.case, party_of(seats, "A1"), (), (Account(kind="phone", text=number),))
    entered(screen, seats, USER)
    page = screen.open("tell", f"{seats.case}/{girl}")
    assert isinstance(page, ActPage)
    said = screen.words("refused.frozen_contact", who="V1")
    assert says(page, said)
    assert not says(page, number)
    fill(page._form, outcome="no_answer", channel="call")
    screen.press(screen.words("doing.tell_do"), page)
    assert said in (*errors_on(page), *screen.refused)


def test_a_safe_contact_that_leads_to_nobody_says_so(screen: Screen, seats: Seats) -> None:
    girl, words = party_of(seats, "V1"), screen.words
    for number in ("0302 5554443", "0301 4443332"):
        seats.do(USER, people.keep_safe_contact, seats.case, girl, (), ContactLines(number=number))
    entered(screen, seats, USER)
    page = section(screen, seats)
    assert (says(page, words("ladder.contact_older")), says(page, words("ladder.contact_lost"))) == (True, False)
    desk: Any = screen.program.desk
    accounts = (Account(kind="phone", text="0301 4443332"),)
    assert page._view is not None
    accused = next(party["id"] for party in page._view.content["parties"] if party["role"] == "accused")
    desk._desk.do(people.amend_accused, seats.case, accused, (), accounts)
    assert says(section(screen, seats), words("ladder.contact_lost"))


def test_a_slip_for_somebody_out_of_reach_says_why(screen: Screen, seats: Seats) -> None:
    girl = party_of(seats, "V1")
    seats.do(USER, people.keep_safe_contact, seats.case, girl, (), ContactLines(number=SHARED))
    seats.do(USER, people.amend_accused, seats.case, party_of(seats, "A1"), (), (Account(kind="phone", text=SHARED),))
    entered(screen, seats, USER)
    page = screen.open("slip", f"{seats.case}/{girl}")
    assert screen.words("refused.outward_frozen", who="V1") in (*errors_on(page), *screen.refused)


def test_my_day_of_a_supervisor_names_who_is_not_identified(screen: Screen, seats: Seats) -> None:
    on_rung(seats, "account")
    entered(screen, seats, "supervisor")
    page = screen.open("my_day")
    assert says(page, screen.words("ladder.unknown", count=1))
    assert says(page, "A2 · Account known")


def test_the_command_line_lists_who_is_not_identified(command: Command, seats: Seats) -> None:
    code = command("case", "unknown", user=USER).out
    assert code == "Every accused is identified.\n"
    on_rung(seats, "account")
    seats.leave()
    (one,) = json.loads(command("case", "unknown", "--json", user=USER).out)["unknown"]
    assert (one["case"], one["alias"], one["rung"], one["next"]) == (seats.case, "A2", "account", "subscriber")
    assert command("case", "unknown", user=USER).out == f"{one['code']} A2  Account known  {one['days']} days\n"
    assert "اکاؤنٹ" in command("case", "unknown", user="supervisor", MDT_LANG="ur").out
