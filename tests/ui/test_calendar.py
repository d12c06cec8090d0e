"""The calendar in the window: a week at a time by keys, entries that open, clashes in words, and others who are only busy."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from mdt.work import meetings
from mdt.work.casefile import open_case
from tests.make import Seats, add_member, surroundings
from tests.mdt.work.test_interviews import plan
from tests.ui.keys import Hands
from tests.ui.reading import entered, says
from tests.ui.screen import Begin, Screen
from ui.app import SIZE
from ui.looks import Looks
from ui.pages.calendar import CalendarPage, Week
from ui.widgets.days import long_day
from ui.widgets.week import hour, week_of, weekday

MONDAY = date(2026, 11, 16)
"""Of the week in which the tests' clock stands."""


def calendar(screen: Screen) -> CalendarPage:
    page = screen.open("calendar")
    assert isinstance(page, CalendarPage)
    return page


def entries(page: QWidget) -> list[QPushButton]:
    return [made for made in page.findChildren(QPushButton) if made.property("kind") == "entry"]


def test_a_week_is_turned_by_keys_and_comes_back(screen: Screen, seats: Seats) -> None:
    entered(screen, seats, "investigator")
    page = calendar(screen)
    assert page._first == week_of(seats.clock.today()) == MONDAY
    hands = Hands(screen)
    for key, first in (("Alt+PgDown", 7), ("Alt+PgDown", 14), ("Alt+PgUp", 7), ("Alt+Home", 0), ("Alt+PgUp", -7)):
        hands.keys(key)
        day = MONDAY + timedelta(days=first)
        assert says(page, screen.words("calendar.span", first=long_day(day, "en"), last=long_day(day + timedelta(days=6), "en")))


def test_entries_open_what_they_are_about_and_a_clash_is_said_in_words(screen: Screen, seats: Seats) -> None:
    interview = plan(seats)
    at = seats.do("investigator", open_case, seats.case).content["interviews"][0]["planned_for"]
    start = seats.clock.now() + timedelta(days=1)
    assert start.isoformat()[:13] == at[:13], "the meeting is called into the hour of the interview"
    called = (seats.members["investigator"],)
    meeting = seats.do("supervisor", meetings.plan_meeting, None, start, "quiet_room", called)
    desk = entered(screen, seats, "investigator")
    page = calendar(screen)
    code = str(desk.do(open_case, seats.case).content["code"])
    assert {made.text() for made in entries(page)} == {code, screen.words("calendar.meeting")}
    (line,) = [
        made.text() for made in page.findChildren(QLabel) if screen.words("calendar.needed_twice", who="investigator") in made.text()
    ]
    for part in (weekday(start.date(), "en"), hour(start), code, screen.words("calendar.room_twice", room="Quiet room of the desk")):
        assert part in line, line
    assert sum(made.text() == screen.words("calendar.twice") for made in page.findChildren(QLabel)) >= 2
    next(made for made in entries(page) if made.text() == screen.words("calendar.meeting")).click()
    screen.rest()
    assert screen.window.place() == ("meeting", meeting)
    next(made for made in entries(calendar(screen)) if made.text() == code).click()
    screen.rest()
    assert screen.window.place() == ("plan", f"{seats.case}/{interview}")


def test_of_cases_of_others_only_who_and_which_room_is_said(screen: Screen, seats: Seats) -> None:
    plan(seats)
    code = str(seats.do("investigator", open_case, seats.case).content["code"])
    add_member(seats, "outsider", "psychologist")
    seats.leave()
    screen.enter("outsider", seats.codes["outsider"])
    page = calendar(screen)
    assert entries(page) == []
    said = " ".join(made.text() for made in page.findChildren(QLabel))
    assert screen.words("calendar.busy") in said
    assert "investigator" in said
    assert "Quiet room of the desk" in said
    assert code not in said
    assert screen.words("calendar.interview") not in said


@pytest.mark.parametrize("language", ["en", "ur"])
def test_days_run_as_one_reads_and_stand_below_each_other_where_it_is_narrow(begin: Begin, seats: Seats, language: str) -> None:
    seats.leave()
    screen = begin(seats.folder, surroundings(seats.clock), Looks(language))
    screen.enter("investigator", seats.codes["investigator"])
    screen.window.resize(*SIZE)
    week = calendar(screen).findChild(Week)
    assert week is not None
    heads = [
        next(made for made in week.findChildren(QLabel) if made.text() == weekday(MONDAY + timedelta(days=at), language)) for at in range(7)
    ]
    lefts = [made.mapTo(week, made.rect().topLeft()).x() for made in heads]
    assert lefts == sorted(lefts, reverse=language == "ur")
    assert len(set(lefts)) == 7
    screen.window.resize(SIZE[0] // 2, SIZE[1] // 2)
    screen.rest()
    tops = [made.mapTo(week, made.rect().topLeft()).y() for made in heads]
    assert tops == sorted(tops)
    assert len(set(tops)) == 7


def test_days_have_names_in_both_languages() -> None:
    assert [weekday(MONDAY + timedelta(days=at), "ur") for at in range(7)] == ["پیر", "منگل", "بدھ", "جمعرات", "جمعہ", "ہفتہ", "اتوار"]
    assert weekday(MONDAY, "en") == "Monday"
