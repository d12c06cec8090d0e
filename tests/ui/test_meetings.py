"""Meetings in the window: called with ticked cases, opened case by case, written, ended and printed; tasks done by a click."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from mdt.model.minutes import MinutesContent
from mdt.work import meetings
from mdt.work.casefile import open_case
from mdt.work.desk import Desk
from mdt.work.registration import register_case
from tests.make import ROLES, Seats, add_member, copied, plain_case
from tests.ui.acts import NOTE_TEXT, entered_desk
from tests.ui.reading import buttons, entered, errors_on, fill, says
from tests.ui.screen import Screen
from ui.pages.meeting import MeetingPage
from ui.pages.meetings import MeetingsPage
from ui.pages.minutes import MinutesPage
from ui.widgets.form import Form


@pytest.fixture
def seats(acted_template: Seats, tmp_path: Path) -> Iterator[Seats]:
    desk = copied(acted_template, tmp_path / "desk")
    yield desk
    desk.leave()


def first_meeting(desk: Desk) -> str:
    return desk.do(meetings.list_meetings)[0].id


def meeting_page(screen: Screen) -> MeetingPage:
    page = screen.open("meeting", first_meeting(entered_desk(screen)))
    assert isinstance(page, MeetingPage)
    return page


def code_of(desk: Desk, case: str) -> str:
    return str(desk.do(open_case, case).content["code"])


def forms(page: MeetingsPage | MeetingPage) -> list[Form]:
    return [form for form in page.findChildren(Form) if form.isVisible()]


def test_the_supervisor_calls_a_meeting_at_a_typed_hour_with_ticked_cases(screen: Screen, seats: Seats) -> None:
    desk = entered(screen, seats, "supervisor")
    page = screen.open("meetings")
    assert isinstance(page, MeetingsPage)
    code = code_of(desk, seats.case)
    assert [row.code for row in page._rows._rows] == [code]
    screen.press(screen.words("meetings.call"), page)
    form, agenda = forms(page)
    fill(form, planned_for="when it suits", room="quiet_room", present=seats.members["investigator"])
    screen.press(screen.words("meetings.call_do"), page)
    assert screen.words("invalid.moment") in errors_on(page)
    fill(form, planned_for="+2d 15:45")
    fill(agenda, cases=seats.case)
    screen.press(screen.words("meetings.call_do"), page)
    assert screen.refused == []
    made = desk.do(meetings.list_meetings)[-1]
    assert screen.window.place() == ("meeting", made.id)
    assert (made.cases, made.room, made.present) == ((seats.case,), "quiet_room", (seats.members["investigator"],))
    assert f"{made.planned_for:%H:%M}" == "10:45", "the desk's clock is five hours ahead of UTC"


@pytest.mark.parametrize("role", [role for role in ROLES if role != "supervisor"])
def test_nobody_else_is_offered_to_call_or_to_end_one(screen: Screen, seats: Seats, role: str) -> None:
    entered(screen, seats, role)
    page = screen.open("meetings")
    assert not [made for made in buttons(page, screen.words("meetings.call")) if made.isVisible()]
    assert not buttons(meeting_page(screen), screen.words("meeting.end"))


def test_a_case_is_opened_by_a_click_and_closes_with_the_page(screen: Screen, seats: Seats) -> None:
    desk = entered(screen, seats, "investigator")
    page = meeting_page(screen)
    assert not says(page, NOTE_TEXT)
    assert says(page, screen.words("meeting.choose"))
    screen.press(code_of(desk, seats.case), page)
    assert says(page, NOTE_TEXT)
    screen.open("meetings")
    assert not says(page, NOTE_TEXT)


def test_findings_are_closed_to_whoever_may_not_read_accounts(screen: Screen, seats: Seats) -> None:
    desk = entered(screen, seats, "supervisor")
    page = meeting_page(screen)
    screen.press(code_of(desk, seats.case), page)
    assert says(page, screen.words("meeting.closed"))
    assert not says(page, NOTE_TEXT)
    assert not buttons(page, screen.words("meeting.findings"))
    screen.press(screen.words("meeting.task"), page)
    (form,) = forms(page)
    assert not form.has("what"), "whoever cannot read the words cannot write them"
    fill(form, kind="service", owner=seats.members["psychologist"], due_on="+4d")
    screen.press(screen.words("meeting.task_do"), page)
    assert screen.refused == []
    assert len(desk.do(open_case, seats.case).content["tasks"]) == 4


def test_findings_and_a_task_are_written_in_the_meeting(screen: Screen, seats: Seats) -> None:
    desk = entered(screen, seats, "psychologist")
    page = meeting_page(screen)
    screen.press(code_of(desk, seats.case), page)
    screen.press(screen.words("meeting.findings"), page)
    (form,) = forms(page)
    assert form.text("findings") == NOTE_TEXT
    fill(form, findings="She needs rest.")
    screen.press(screen.words("meeting.findings_do"), page)
    assert says(page, "She needs rest.")
    screen.press(screen.words("meeting.task"), page)
    (form,) = forms(page)
    fill(form, kind="safety", owner=seats.members["psychologist"], due_on="tomorrow", what="Call the school.")
    screen.press(screen.words("meeting.task_do"), page)
    assert screen.refused == []
    tasks = desk.do(open_case, seats.case).content["tasks"]
    assert [task["owner"] for task in tasks if task.get("what") == "Call the school."] == ["psychologist"]
    assert says(page, "Call the school.")


def test_what_is_typed_in_a_meeting_is_sealed_when_it_is_left(screen: Screen, seats: Seats) -> None:
    desk = entered(screen, seats, "psychologist")
    page = meeting_page(screen)
    code = code_of(desk, seats.case)
    screen.press(code, page)
    screen.press(screen.words("meeting.findings"), page)
    fill(forms(page)[0], findings="Half a sentence")
    screen.open("meetings")
    assert forms(meeting_page(screen)) == []
    screen.press(code, page)
    screen.press(screen.words("meeting.findings"), page)
    assert forms(page)[0].text("findings") == "Half a sentence"


def test_cases_of_others_are_counted(screen: Screen, seats: Seats) -> None:
    add_member(seats, "outsider", "psychologist")
    meeting = seats.do("supervisor", meetings.list_meetings)[0].id
    own = seats.do("investigator", register_case, None, plain_case(parties=(), numbers=()))
    seats.do("investigator", meetings.put_on_agenda, own, meeting)
    code = code_of(seats.take("investigator"), seats.case)
    seats.leave()
    screen.enter("outsider", seats.codes["outsider"])
    page = meeting_page(screen)
    assert says(page, screen.words("meeting.restricted", count=2))
    assert not says(page, code)


def test_a_meeting_ends_with_who_came_and_esc_leads_back(screen: Screen, seats: Seats) -> None:
    desk = entered(screen, seats, "supervisor")
    page = meeting_page(screen)
    screen.press(screen.words("meeting.end"), page)
    (form,) = forms(page)
    fill(form, present=seats.members["psychologist"])
    screen.press(screen.words("meeting.attendance_do"), page)
    assert desk.do(meetings.open_meeting, None, page.meeting).present == ("psychologist",)
    assert not buttons(page, screen.words("meeting.end"))
    QTest.keyClick(screen.window, Qt.Key.Key_Escape)
    screen.rest()
    assert screen.window.place() == ("meetings", "")


def test_more_cases_go_on_the_agenda(screen: Screen, seats: Seats) -> None:
    own = seats.do("investigator", register_case, None, plain_case(parties=(), numbers=()))
    desk = entered(screen, seats, "supervisor")
    page = meeting_page(screen)
    screen.press(screen.words("meeting.add"), page)
    fill(forms(page)[0], cases=own)
    screen.press(screen.words("meeting.agenda_do"), page)
    assert desk.do(meetings.list_meetings)[0].cases == (seats.case, own)
    assert buttons(page, code_of(desk, own))


@pytest.mark.parametrize(("role", "reads"), [("investigator", True), ("social_welfare", False)])
def test_the_minutes_are_drawn_for_their_reader(
    screen: Screen, seats: Seats, monkeypatch: pytest.MonkeyPatch, role: str, reads: bool
) -> None:
    drawn: list[tuple[MinutesContent, str]] = []

    def draw(content: MinutesContent, language: str) -> bytes:
        drawn.append((content, language))
        return b"%PDF"

    monkeypatch.setattr("mdt.reports.minutes.print_minutes", draw)
    entered(screen, seats, role)
    page = screen.open("minutes", first_meeting(entered_desk(screen)))
    assert isinstance(page, MinutesPage)
    ((content, language),) = drawn
    assert language == "en"
    assert [line.findings for line in content.cases] == [NOTE_TEXT if reads else None]
    QTest.keyClick(screen.window, Qt.Key.Key_Escape)
    screen.rest()
    assert screen.window.place() == ("meeting", page.about)


def test_a_meeting_that_is_not_there_says_so_on_its_page(screen: Screen, seats: Seats) -> None:
    entered(screen, seats, "investigator")
    page = screen.open("meeting", "none")
    assert screen.refused == []
    assert says(page, screen.words("missing.record"))


@pytest.mark.parametrize("place", ["my_day", "case"])
def test_a_task_is_done_by_one_click_and_taken_back(screen: Screen, seats: Seats, place: str) -> None:
    desk = entered(screen, seats, "investigator")
    page = screen.open(place, seats.case if place == "case" else "")
    if place == "case":
        screen.press(screen.words("screen.tab_tasks"), page)
    done = buttons(page, screen.words("tasks.done"))
    assert len(done) == (3 if place == "case" else 1)
    done[0].click()
    screen.rest()
    assert desk.do(meetings.my_tasks) == ()
    assert len(buttons(page, screen.words("tasks.done"))) == len(done) - 1
    screen.press(screen.words("acting.undo"))
    assert len(desk.do(meetings.my_tasks)) == 1
    assert len(buttons(page, screen.words("tasks.done"))) == len(done)


def test_a_task_that_is_late_says_so_in_words_and_in_danger(screen: Screen, seats: Seats) -> None:
    seats.clock.at += timedelta(days=3)
    screen.around.clock.at = seats.clock.at  # type: ignore[attr-defined]
    entered(screen, seats, "psychologist")
    page = screen.open("my_day")
    late = screen.words("tasks.over", days=1)
    tones = [made.property("tone") for made in page.findChildren(QLabel) if made.text() == late]
    assert tones == ["danger"]
