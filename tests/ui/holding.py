"""A live interview on screen: an approved plan of a child, an adolescent or a woman, and short ways to the page."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from mdt.work import interviews
from mdt.work.casefile import open_case
from mdt.work.interviews import NewFact
from mdt.work.live import open_interview
from tests.interviewed import approved, planned
from tests.make import Seats
from tests.ui.screen import Screen
from ui.pages.live import LivePage

LEAD = "investigator"
KEYS = {"+": Qt.Key.Key_Return, "<": Qt.Key.Key_Backspace, "p": Qt.Key.Key_P, " ": Qt.Key.Key_Space, "e": Qt.Key.Key_Escape}
TEXTS = {"known": "Dates and messages: on the phone. The first meeting: told to the school."}
FACTS = ("Which account asked for pictures", "What was said would happen", "Whether money was asked", "Who else has seen them")


def planned_for(seats: Seats, age_group: str = "10_12", reason: str | None = None, leave: bool = True, **changes: Any) -> str:
    """An interview of the girl with four missing facts, approved where ``leave`` is given; returns its id."""
    person = next(str(one["id"]) for one in seats.do(LEAD, open_case, seats.case).content["parties"] if one["role"] == "victim")
    when = seats.clock.now() + timedelta(days=1)
    interview = planned(seats, seats.case, person, when, lambda kind, name: TEXTS.get(name, FACTS[0]), age_group=age_group, **changes)
    for need in FACTS[1:]:
        seats.do(LEAD, interviews.add_fact, seats.case, interview, NewFact(need=need, why_only="only_person_knows"))
    if leave:
        approved(seats, seats.case, interview, reason)
    return interview


def on_live(screen: Screen, seats: Seats, interview: str, user: str = LEAD) -> LivePage:
    """Signed in, with the interview open."""
    seats.leave()
    screen.enter(user, seats.codes[user])
    screen.window.activateWindow()
    shown = screen.open("live", f"{seats.case}/{interview}")
    assert isinstance(shown, LivePage)
    return shown


def kept(seats: Seats, interview: str, user: str = LEAD) -> list[tuple[int, str]]:
    """Every mark as it is kept: its place and what it says."""
    marks = seats.do(user, open_interview, seats.case, interview).content["marks"]
    return [(one["place"], one["said"]) for one in marks]


def strike(screen: Screen, keys: str) -> None:
    """Press keys as whoever leads does, and wait."""
    for key in keys:
        QTest.keyClick(screen.window, KEYS.get(key) or Qt.Key(ord(key)))
    screen.rest()


def tick(screen: Screen, at: int) -> None:
    QTest.keyClick(screen.window, Qt.Key(ord(str(at))), Qt.KeyboardModifier.ControlModifier)
    screen.rest()


def behind(screen: Screen, seats: Seats, interview: str) -> list[tuple[int, str]]:
    """The marks as they are kept, asked at the same desk."""
    assert screen.program.desk is not None
    view = screen.program.desk._desk.do(open_interview, seats.case, interview)
    return [(one["place"], one["said"]) for one in view.content["marks"]]


@pytest.fixture
def interview(seats: Seats) -> str:
    return planned_for(seats)


@pytest.fixture
def page(screen: Screen, seats: Seats, interview: str) -> LivePage:
    """The interview, begun."""
    shown = on_live(screen, seats, interview)
    strike(screen, "+")
    return shown
