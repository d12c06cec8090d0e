"""The due list in the window and at the command line: views, the next step one click away, clocks of a case, telling a person."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest
from PySide6.QtWidgets import QWidget

from mdt.model.boards import VIEWS
from mdt.work import clocks, people, staff
from mdt.work.casefile import open_case
from mdt.work.desk import Desk
from mdt.work.due import Board, read_due
from mdt.work.forms import NewNumber
from mdt.work.people import ContactLines
from mdt.work.registration import number_case
from tests.make import Seats, surroundings
from tests.mdt.work.test_due import party
from tests.ui.commanded import Command
from tests.ui.reading import buttons, entered, errors_on, fill, says
from tests.ui.screen import Begin, Screen
from ui.looks import Looks
from ui.pages.act import ActPage
from ui.pages.due import DuePage
from ui.pages.my_day import MyDayPage
from ui.pages.slip import SlipPage
from ui.widgets import due_rows


def due_page(screen: Screen) -> DuePage:
    page = screen.open("due")
    assert isinstance(page, DuePage)
    return page


def listed(page: DuePage) -> list[str]:
    return [page._rows.row(at).rule for at in range(page._rows.rowCount())]


def act(screen: Screen, name: str, about: str) -> ActPage:
    page = screen.open(name, about)
    assert isinstance(page, ActPage)
    return page


def test_the_list_is_turned_by_its_pills_and_its_row_leads_to_the_next_step(screen: Screen, seats: Seats) -> None:
    victim = party(seats, "V1")
    entered(screen, seats, "investigator")
    page = due_page(screen)
    assert listed(page) == ["update", "review"]
    for view, count in zip(VIEWS, (2, 2, 0, 0, 1), strict=True):
        screen.press(screen.words("due.pill", view=screen.words(f"due.{view}"), count=count))
        assert len(listed(page)) == count, view
    page.turn("team")
    screen.rest()
    page._list.chosen.emit(page._rows.row(0))
    screen.rest()
    shown = screen.window.page()
    assert isinstance(shown, ActPage)
    assert (shown.ACT.page, shown.record) == ("tell", victim)


def test_reading_the_list_takes_up_what_is_late_and_the_supervisors_day_says_so(screen: Screen, seats: Seats) -> None:
    desk = entered(screen, seats, "supervisor")
    day = screen.open("my_day")
    assert isinstance(day, MyDayPage)
    assert says(day, screen.words("due.up_day", count=1))
    assert desk.do(read_due).to_escalate == 0
    screen.press(screen.words("due.step_case"), day)
    assert screen.refused == []


def test_a_person_is_told_with_the_neutral_line_in_sight(screen: Screen, seats: Seats) -> None:
    lines = ContactLines(number="0300 9998887", neutral_line="I call about the sewing class.", first_way="visit", blocked="0300 5")
    seats.do("psychologist", people.keep_safe_contact, seats.case, party(seats, "V1"), (), lines)
    about = f"{seats.case}/{party(seats, 'V1')}"
    desk = entered(screen, seats, "psychologist")
    page = act(screen, "tell", about)
    for words in ("0300 9998887", "I call about the sewing class.", screen.words("clocks.never", numbers="0300 5")):
        assert says(page, words), words
    assert page._form is not None
    assert page._form.text("channel") == "visit"
    fill(page._form, outcome="contacted", channel="visit", contents="court_date")
    screen.press(screen.words("doing.tell_do"))
    (kept,) = desk.do(open_case, seats.case).content["contact_logs"]
    assert (kept["outcome"], kept["contents"]) == ("contacted", ["court_date"])


def test_others_of_the_team_see_no_number_on_that_page(screen: Screen, seats: Seats) -> None:
    lines = ContactLines(number="0300 9998887", neutral_line="I call about the sewing class.")
    seats.do("psychologist", people.keep_safe_contact, seats.case, party(seats, "V1"), (), lines)
    about = f"{seats.case}/{party(seats, 'V1')}"
    entered(screen, seats, "investigator")
    page = act(screen, "tell", about)
    assert says(page, screen.words("clocks.contact_closed"))
    assert not says(page, "0300 9998887")
    assert not says(page, "sewing")


def test_an_event_is_recorded_stops_its_clock_and_is_taken_back(screen: Screen, seats: Seats) -> None:
    seats.do("investigator", clocks.record_event, seats.case, "search", seats.clock.today())
    desk = entered(screen, seats, "investigator")
    page = act(screen, "stop_clock", f"{seats.case}/search24.")
    assert page._form is not None
    assert page._form.text("kind") == "search_reported"
    fill(page._form, happened_at="25:99")
    screen.press(screen.words("doing.stop_clock_do"))
    assert screen.words("invalid.hour") in errors_on(page)
    fill(page._form, happened_at="9:05")
    screen.press(screen.words("doing.stop_clock_do"))
    running = {one["rule"] for one in desk.do(open_case, seats.case).content["clocks"]}
    assert "search24" not in running
    screen.press(screen.words("acting.undo"))
    assert "search24" in {one["rule"] for one in desk.do(open_case, seats.case).content["clocks"]}


def test_a_clock_stands_and_runs_again_and_a_flag_asks_for_its_note(screen: Screen, seats: Seats) -> None:
    flag = seats.do("investigator", clocks.raise_flag, seats.case, seats.clock.today(), "Ask again.")
    desk = entered(screen, seats, "investigator")
    page = act(screen, "pause_clock", f"{seats.case}/review.")
    fill(page._form, reason="court")
    screen.press(screen.words("doing.pause_clock_do"))
    assert {one["state"] for one in desk.do(open_case, seats.case).content["clocks"] if one["rule"] == "review"} == {"paused"}
    act(screen, "resume_clock", f"{seats.case}/review.")
    screen.press(screen.words("doing.resume_clock_do"))
    assert {one["state"] for one in desk.do(open_case, seats.case).content["clocks"] if one["rule"] == "review"} != {"paused"}
    page = act(screen, "resolve_flag", f"{seats.case}/{flag}")
    assert says(page, "Ask again.")
    screen.press(screen.words("doing.resolve_flag_do"))
    assert errors_on(page)
    fill(page._form, resolution="Asked.")
    screen.press(screen.words("doing.resolve_flag_do"))
    assert desk.do(open_case, seats.case).content["case_flags"][0]["resolved_by"] == "investigator"


def test_the_supervisor_enters_a_holiday_and_takes_it_back(screen: Screen, seats: Seats) -> None:
    desk = entered(screen, seats, "supervisor")
    page = due_page(screen)
    (box,) = [made for made in page.findChildren(QWidget) if type(made).__name__ == "Form"]
    fill(box, day="25 Dec 2026", name="Announced")  # type: ignore[arg-type]
    screen.press(screen.words("due.enter"), page)
    (made,) = desk.do(clocks.list_holidays)
    assert (made.day, made.name) == (date(2026, 12, 25), "Announced")
    screen.press(screen.words("due.drop"), page)
    assert desk.do(clocks.list_holidays) == ()


def test_a_slip_is_made_once_for_both_languages(screen: Screen, seats: Seats) -> None:
    about = f"{seats.case}/{party(seats, 'V1')}"
    entered(screen, seats, "social_welfare")
    page = screen.open("slip", about)
    assert isinstance(page, SlipPage)
    screen.press(screen.words("print.in_ur"), page)
    assert page.paper.pages() == 1
    assert page._made is not None
    assert screen.refused == []


@pytest.mark.parametrize(("language", "theme"), [("en", "light"), ("ur", "dark")])
def test_every_role_sees_its_list_in_its_language(begin: Begin, seats: Seats, language: str, theme: str) -> None:
    seats.do("investigator", number_case, seats.case, NewNumber(kind="fir", text="88/2026", circle="Multan", dated=date(2026, 11, 10)))
    seats.leave()
    screen = begin(seats.folder, surroundings(seats.clock), Looks(language, theme))
    screen.enter("prosecutor", seats.codes["prosecutor"])
    page = due_page(screen)
    assert set(listed(page)) == {"update", "review", "challan14", "interim17", "s164"}
    case = screen.open("case", seats.case)
    (tab,) = buttons(case, screen.words("screen.tab_clocks"))
    tab.click()
    screen.rest()
    assert says(case, "CrPC 173")


def test_the_command_line_says_the_same_with_the_same_rights(command: Command, seats: Seats) -> None:
    seats.do("supervisor", staff.restrict_case, seats.case, True)
    found = {}
    for user in ("investigator", "supervisor"):
        told = json.loads(command("due", "--json", user=user).out)
        assert (told["schema"], told["view"]) == (1, "team")
        found[user] = {(item["rule"], item["state"]) for item in told["due"]}
    assert found["investigator"] == found["supervisor"] == {("update", "over"), ("review", "later")}
    item = json.loads(command("due", "--json", "--view", "escalated", user="prosecutor").out)["due"][0]
    assert (item["authority"], item["confidence"], item["level"], item["owner"]) == ("CrPC 173(1)(b)", "G", "supervisor", "investigator")
    seats.do("supervisor", staff.recuse_member, seats.case, seats.members["prosecutor"], "kin")
    assert json.loads(command("due", "--json", user="prosecutor").out)["due"] == []
    assert command("due", user="prosecutor").out.strip() == "Nothing is due."
    shown = command("due", user="psychologist").out
    assert "CrPC 173(1)(b)" in shown
    assert "verify" in shown
    assert "واجب" in command("due", "--view", "mine", user="psychologist", MDT_LANG="ur").out


def test_a_pause_and_hours_are_said_in_words_at_the_command_line(command: Command, seats: Seats) -> None:
    seats.do("investigator", clocks.record_event, seats.case, "search", seats.clock.today(), seats.clock.now() - timedelta(hours=2))
    seats.do("investigator", clocks.pause_clock, seats.case, "review.", "lab")
    shown = command("due", user="investigator").out
    assert "22 hours left" in shown
    assert "stands: Waiting for the laboratory" in shown


def test_a_list_that_takes_long_is_read_now_and_then_only(screen: Screen, seats: Seats, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    plain = due_rows.board_of

    def counted(desk: Desk, view: str, limit: int) -> Board:
        read.append("once")
        return plain(desk, view, limit)

    monkeypatch.setattr(due_rows, "SOON_READ_S", -1.0)
    monkeypatch.setattr(due_rows, "board_of", counted)
    screen.enter("investigator", seats.codes["investigator"])
    page = screen.open("my_day")
    page.refresh()
    screen.rest()
    assert read == ["once"]
    monkeypatch.setattr(due_rows, "KEPT_S", 0.0)
    page.refresh()
    screen.rest()
    assert read == ["once", "once"]
