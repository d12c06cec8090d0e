"""The page that registers a case: errors under fields, the duplicate check, the sealed draft, and the door."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPlainTextEdit

from mdt.catalogue.words import LANGUAGES
from mdt.model.lists import CaseFilter
from mdt.work.casefile import list_cases, open_case
from mdt.work.drafts import take_draft
from tests.make import Seats, add_member, surroundings
from tests.ui.reading import buttons, entered, errors_on, fill, says
from tests.ui.screen import Begin, Screen, button_named
from ui.looks import Looks
from ui.pages.new_case import DRAFT, NewCasePage
from ui.widgets import form as forms


def on_new_case(screen: Screen) -> NewCasePage:
    page = screen.open("new_case")
    assert isinstance(page, NewCasePage)
    return page


def person(page: NewCasePage, role: str, names: str, **reached_by: str) -> Any:
    screen_words = page.say(f"new_case.add_{role}")
    button_named(page, screen_words).click()
    block = page._blocks[-1]
    fill(block.form, names=names, **reached_by)
    return block


def test_what_is_missing_is_said_under_its_field(screen: Screen, seats: Seats) -> None:
    desk = entered(screen, seats, "investigator")
    page = on_new_case(screen)
    assert page._report.text("circle") == "MUX", "the desk's own circle is offered"
    fill(page._report, occurred_from="never")
    fill(page._number, text="seven")
    person(page, "victim", "Somebody New", phone="abc")
    person(page, "witness", "")
    screen.press(page.say("new_case.save"))
    wanted = ("invalid.needed", "invalid.date", "invalid.number_enquiry", "invalid.phone")
    assert {page.say(key) for key in wanted} == set(errors_on(page))
    assert page._blocks[0].form.box("phone").isVisible(), "the part with the fault is unfolded"
    assert page._report.box("channel").hasFocus()
    assert len(desk.do(list_cases, None, CaseFilter())) == 1


def test_a_case_is_registered_and_opened(screen: Screen, seats: Seats) -> None:
    desk = entered(screen, seats, "investigator")
    page = on_new_case(screen)
    fill(page._report, channel="helpline", report="He asked for more.", typology="blackmailing", occurred_from="1/10")
    fill(page._source, kind="local")
    fill(page._number, text="77/2026", dated="2 Nov 2026")
    victim = person(page, "victim", "Saima Newbibi\nSaimi", phone="0300 7654321; 0301 7654321", school="Invented School")
    fill(victim.form, sex="female", age_band="10_13", age_basis="b_form")
    accused = person(page, "accused", "Bilal Newkhan; بلال نیوخان", handle="@never.seen", platform="instagram")
    fill(accused.form, state="account", relation="stranger")
    screen.press(page.say("new_case.save"))
    kind, case = screen.window.place()
    assert kind == "case"
    shown = desk.do(open_case, case).content
    assert [(number["kind"], number["text"], number["dated"]) for number in shown["numbers"]] == [("enquiry", "77/2026", "2026-11-02")]
    assert [(party["alias"], party["minor"], party["age_basis"]) for party in shown["parties"]] == [
        ("V1", True, "b_form"),
        ("A1", False, None),
    ]
    assert shown["persons"][0]["names"] == ["Bilal Newkhan", "بلال نیوخان"]
    assert (shown["occurred_from"], shown["sources"][0]["kind"]) == ("2026-10-01", "local")
    assert desk.do(take_draft, None, DRAFT) is None
    assert on_new_case(screen)._report.text("report") == "", "the next case begins empty"


def test_somebody_known_is_shown_before_anything_is_kept(screen: Screen, seats: Seats) -> None:
    desk = entered(screen, seats, "investigator")
    page = on_new_case(screen)
    fill(page._report, channel="walk_in")
    person(page, "accused", "Muhammad Testkhan")
    screen.press(page.say("new_case.save"))
    code = desk.do(list_cases, None, CaseFilter())[0].code
    assert says(page, page.say("new_case.known_head"))
    assert buttons(page, code)
    assert len(desk.do(list_cases, None, CaseFilter())) == 1
    screen.press(page.say("new_case.looked"))
    assert screen.window.place()[0] == "case"
    assert len(desk.do(list_cases, None, CaseFilter())) == 2


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_wrong_with_a_day_is_scrolled_to(begin: Begin, seats: Seats, language: str) -> None:
    seats.leave()
    screen = begin(seats.folder, surroundings(seats.clock), Looks(language))
    entered(screen, seats, "investigator")
    page = on_new_case(screen)
    fill(page._report, channel="walk_in", occurred_from="30/2")
    screen.press(page.say("new_case.save"))
    error = page._report._fields["occurred_from"].error
    assert error.text() == page.say("invalid.date_no_such_day")
    view = page._scroll.viewport()
    screen.qtbot.waitUntil(lambda: view.rect().contains(error.mapTo(view, error.rect().bottomLeft())), timeout=2000)


def test_of_somebody_elses_case_only_the_lead_is_named(screen: Screen, seats: Seats) -> None:
    code = seats.do("investigator", list_cases, None, CaseFilter())[0].code
    add_member(seats, "stranger", "investigator")
    seats.hand_on_all()
    entered(screen, seats, "stranger")
    page = on_new_case(screen)
    assert page._report.text("circle") == "MUX"
    fill(page._report, circle="LHR", channel="walk_in")
    person(page, "accused", "", handle="@invented.gamer", platform="instagram")
    screen.press(page.say("new_case.save"))
    assert says(page, page.say("screen.ask_lead", code=code, circle="Multan"))
    assert not says(page, "Testkhan")
    assert not buttons(page, code)


def test_what_is_typed_is_kept_and_taken_up_again(screen: Screen, seats: Seats, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forms, "DRAFT_EVERY_MS", 20)
    desk = entered(screen, seats, "investigator")
    page = on_new_case(screen)
    assert desk.do(take_draft, None, DRAFT) is None
    fill(page._report, report="He came back.")
    person(page, "complainant", "Rehana Newbibi", cnic="36302-1234567-1")
    screen.qtbot.waitUntil(lambda: says(page, page.say("acting.kept")), timeout=5000)
    screen.qtbot.wait(60)
    screen.rest()
    assert "36302-1234567-1" in (desk.do(take_draft, None, DRAFT) or "")
    assert screen.program.desk is not None
    again = NewCasePage(screen.program.desk)
    screen.qtbot.addWidget(again)
    screen.rest()
    assert again._report.text("report") == "He came back."
    assert again._blocks[0].form.text("names") == "Rehana Newbibi"
    assert says(again, again.say("acting.taken_up"))


def test_somebody_taken_out_can_be_put_back(screen: Screen, seats: Seats) -> None:
    entered(screen, seats, "investigator")
    page = on_new_case(screen)
    person(page, "victim", "First Newbibi")
    person(page, "victim", "Second Newbibi")
    page._blocks[0].taken_out.emit(page._blocks[0])
    screen.rest()
    assert [block.form.text("names") for block in page._blocks] == ["Second Newbibi"]
    screen.press(page.say("new_case.put_back"))
    assert [block.form.text("names") for block in page._blocks] == ["First Newbibi", "Second Newbibi"]
    assert says(page, "Victim 1")
    assert says(page, "Victim 2")


def test_locking_seals_what_is_typed(screen: Screen, seats: Seats) -> None:
    desk = entered(screen, seats, "investigator")
    page = on_new_case(screen)
    box = page._report.box("report")
    assert isinstance(box, QPlainTextEdit)
    QTest.keyClicks(box, "Half a sentence")
    screen.program.lock()
    screen.rest()
    assert "Half a sentence" in (desk.do(take_draft, None, DRAFT) or "")
