"""Pages that do something to a case: each saves through the real door, and says what is wrong where it is wrong."""

from __future__ import annotations

from datetime import date
from string import Formatter
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

import resources
from mdt.catalogue.words import read_sentences
from mdt.work.casefile import open_case
from mdt.work.registration import register_case
from mdt.work.requests import request_closure
from mdt.work.stages import move_to_challan
from tests.make import Seats, add_member, plain_case
from tests.ui.reading import buttons, entered, errors_on, fill, press_keys, says, words_on
from tests.ui.screen import Screen
from ui.pages.charge import ChargePage
from ui.pages.history import HistoryPage
from ui.pages.move import MovePage
from ui.pages.request import RequestPage
from ui.pages.team import TeamPage
from ui.widgets.form import Form
from ui.widgets.page import Page


def test_a_case_moves_when_what_is_asked_for_is_said(screen: Screen, seats: Seats) -> None:
    desk = entered(screen, seats, "investigator")
    page = screen.open("move", seats.case)
    assert isinstance(page, MovePage)
    go = page.say("move.do", stage="Verification")
    screen.press(go)
    assert errors_on(page) == ["No verification officer is named."]
    fill(page._form, verification_officer="B-1402")
    screen.press(go)
    assert screen.window.place() == ("case", seats.case)
    assert desk.do(open_case, seats.case).content["stage_moves"][0]["facts"] == ["verification_officer=B-1402"]


def test_a_number_that_is_missing_is_given_with_the_move(screen: Screen, seats: Seats) -> None:
    case = seats.do("investigator", register_case, None, plain_case(numbers=(), parties=()))
    seats.do("investigator", move_to_challan, case, "verification", {"verification_officer": "B-1"})
    desk = entered(screen, seats, "investigator")
    page: Any = screen.open("move", case)
    go = page.say("move.do", stage="Enquiry")
    fill(page._form, circle_order="41/2026")
    screen.press(go)
    assert errors_on(page) == [page.say("invalid.needed")]
    fill(page._number, text="4021/2026")
    screen.press(go)
    assert says(page, page.say("conflict.number_taken", number="4021/2026", circle="Multan"))
    fill(page._number, text="4022/2026")
    screen.press(go)
    shown = desk.do(open_case, case).content
    assert (shown["stage"], shown["numbers"][0]["text"]) == ("enquiry", "4022/2026")


def test_the_prosecutor_moves_from_the_challan_on(screen: Screen, seats: Seats) -> None:
    seats.take("investigator")
    seats.raw().execute("UPDATE cases SET stage = 'final_challan' WHERE id = ?", (seats.case,))
    desk = entered(screen, seats, "prosecutor")
    page: Any = screen.open("move", seats.case)
    fill(page._form, court="Sessions Court Multan")
    screen.press(page.say("move.do", stage="Trial"))
    assert desk.do(open_case, seats.case).content["stage"] == "trial"


def test_a_charge_is_laid_with_limb_and_assessment_and_withdrawn(screen: Screen, seats: Seats) -> None:
    desk = entered(screen, seats, "prosecutor")
    page: Any = screen.open("charge", seats.case)
    assert isinstance(page, ChargePage)
    screen.press(page.say("charge.lay"))
    assert errors_on(page) == [page.say("charge.choose_section")]
    page._picker.line.setText("PECA 22")
    press_keys(page._picker.line, Qt.Key.Key_Down, Qt.Key.Key_Up)
    screen.rest()
    assert page._picker.row().id == "peca-22"
    assert says(page, page.say("charge.dates_unsure"))
    fill(page._limb, element="22(1)(a)")
    fill(page._assessed, assessment="The pictures prove it.")
    screen.press(page.say("charge.lay"))
    laid = desk.do(open_case, seats.case).content["charges"][0]
    assert (laid["element"], laid["assessment"], laid["occurred_on"]) == ("22(1)(a)", "The pictures prove it.", "2026-10-30")
    assert page._assessed.text("assessment") == ""
    screen.press(page.say("charge.withdraw"))
    assert desk.do(open_case, seats.case).content["charges"][0]["status"] == "withdrawn"
    screen.press(page.say("charge.lay_again"))
    assert [charge["status"] for charge in desk.do(open_case, seats.case).content["charges"]] == ["withdrawn", "laid"]


def test_only_sections_in_force_that_day_are_offered(screen: Screen, seats: Seats) -> None:
    entered(screen, seats, "prosecutor")
    page: Any = screen.open("charge", seats.case)
    now = {section.id for section in page._picker._all}
    assert {"peca-21", "peca-22"} <= now
    fill(page._form, occurred_on="1 May 2010")
    screen.qtbot.wait(500)
    screen.rest()
    then = {section.id for section in page._picker._all}
    assert then
    assert not any(name.startswith("peca") for name in then)


def test_the_team_is_changed_and_changed_back(screen: Screen, seats: Seats) -> None:
    add_member(seats, "second", "psychologist")
    desk = entered(screen, seats, "supervisor")
    page: Any = screen.open("team", seats.case)
    assert isinstance(page, TeamPage)

    def seated() -> list[str]:
        team = desk.do(open_case, seats.case).content["team"]
        return sorted(seat["member"] for seat in team if seat["until"] is None and seat["recused_on"] is None)

    screen.press(page.say("team.add"))
    assert errors_on(page) == [page.say("invalid.needed")]
    fill(page._form, member=seats.members["second"])
    screen.press(page.say("team.add"))
    assert "second" in seated()
    screen.press(page.say("acting.undo"))
    assert "second" not in seated()
    name = page.say("team.take_off_long", who="prosecutor")
    next(made for made in buttons(page, page.say("team.take_off")) if made.accessibleName() == name).click()
    screen.rest()
    assert "prosecutor" not in seated()
    screen.press(page.say("acting.undo"))
    assert "prosecutor" in seated()


def test_a_member_is_kept_away_with_a_reason(screen: Screen, seats: Seats) -> None:
    desk = entered(screen, seats, "supervisor")
    page: Any = screen.open("team", seats.case)
    name = page.say("team.recuse_long", who="psychologist")
    next(made for made in buttons(page, page.say("team.recuse")) if made.accessibleName() == name).click()
    screen.rest()
    screen.press(page.say("team.recuse_do"))
    assert errors_on(page) == [page.say("invalid.needed")]
    fill(page.findChildren(Form)[0], reason="kin")
    screen.press(page.say("team.recuse_do"))
    seat = next(seat for seat in desk.do(open_case, seats.case).content["team"] if seat["member"] == "psychologist")
    assert (seat["recused_on"], seat["recusal_reason"]) == ("2026-11-20", "kin")
    assert says(page, page.say("team.away"))


def test_closing_is_asked_for_and_never_decided_by_oneself(screen: Screen, seats: Seats) -> None:
    desk = entered(screen, seats, "investigator")
    page: Any = screen.open("request", seats.case)
    assert isinstance(page, RequestPage)
    fill(page._form, reason="withdrew", note="The mother asks for it.")
    assert says(page, page.say("request.coercion"))
    screen.press(page.say("request.do_close"))
    assert errors_on(page) == [page.say("invalid.victim_not_told")]
    fill(page._form, informed_on="yesterday")
    screen.press(page.say("request.do_close"))
    asked = desk.do(open_case, seats.case).content["requests"][0]
    assert (asked["reason"], asked["informed_on"]) == ("withdrew", "2026-11-19")
    assert says(page, page.say("refused.own_request"))
    assert not buttons(page, page.say("request.approve"))
    assert not buttons(page, page.say("request.close"))
    assert buttons(page, page.say("request.void"))


@pytest.mark.parametrize("approve", [True, False])
def test_the_supervisor_decides_without_reading_the_note(screen: Screen, seats: Seats, approve: bool) -> None:
    seats.do("investigator", request_closure, seats.case, "untraced", "Nobody was found.", date(2026, 11, 19))
    desk = entered(screen, seats, "supervisor")
    page = screen.open("request", seats.case)
    assert not says(page, "Nobody was found.")
    screen.press(page.say("request.approve" if approve else "request.turn_down"))
    shown = desk.do(open_case, seats.case).content
    assert (shown["requests"][0]["decision"], shown["closed_on"] is not None) == ("approved" if approve else "turned_down", approve)
    assert says(page, page.say("request.before"))


def test_the_history_says_what_stood_there_before(screen: Screen, seats: Seats) -> None:
    seats.clock.pass_by(hours=1)
    seats.do("investigator", move_to_challan, seats.case, "verification", {"verification_officer": "B-1"})
    entered(screen, seats, "investigator")
    page: Any = screen.open("history", seats.case)
    assert isinstance(page, HistoryPage)
    model = page._list.model()
    first = [str(model.index(0, column).data()) for column in range(model.columnCount())]
    assert first[1:] == ["investigator", "Case · stage", "Complaint received", "Verification"]
    assert says(page, "Case · stage · investigator · 20 November 2026")
    assert not any("Gulnaz" in str(model.index(row, 4).data()) for row in range(model.rowCount()))


def test_both_languages_say_the_same_and_fill_the_same_gaps() -> None:
    said = {language: read_sentences({"pages": resources.text(f"i18n/pages.{language}.toml")}) for language in ("en", "ur")}
    gaps = {
        language: {key: {gap for _, gap, _, _ in Formatter().parse(words) if gap} for key, words in said[language].items()}
        for language in said
    }
    assert gaps["en"] == gaps["ur"]


PAGES_OF_A_CASE = ("move", "charge", "team", "request", "history")


@pytest.mark.parametrize("user", ["psychologist", "social_welfare", "supervisor", "investigator", "prosecutor"])
def test_whoever_opens_a_page_gets_words_and_nothing_withheld(screen: Screen, seats: Seats, user: str) -> None:
    entered(screen, seats, user)
    for name in PAGES_OF_A_CASE:
        page: Page = screen.open(name, seats.case)
        assert words_on(page)
        everything = [*words_on(page), *(made.accessibleName() + made.toolTip() for made in page.findChildren(QWidget))]
        assert not any("Gulnaz" in words or "36302" in words for words in everything)
    assert not screen.refused
