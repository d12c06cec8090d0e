"""What a live interview keeps: faults of the disk and bugs cost no mark, others' marks are respected, the lock hands over what waits."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton

from mdt.errors import Unavailable
from mdt.work.live import mark
from tests.make import Seats, surroundings
from tests.ui.holding import LEAD, behind, on_live, strike
from tests.ui.reading import says
from tests.ui.screen import Begin, Screen
from ui.pages.live import LivePage
from ui.widgets import marking

BEGUN = [(1, "phase:introduction")]
Faulty = Callable[[Screen, int], list[int]]


@pytest.fixture
def faulty(monkeypatch: pytest.MonkeyPatch) -> Faulty:
    """The disk fails at so many marks from now on; returns the places that were tried."""
    monkeypatch.setattr(marking, "AGAIN_MS", 5)

    def plant(screen: Screen, times: int) -> list[int]:
        assert screen.program.desk is not None
        desk, tried = screen.program.desk._desk, list[int]()
        does = desk.do

        def do(job: Any, case: Any = None, *args: Any, **kwargs: Any) -> Any:
            if job is mark:
                tried.append(args[1])
                if len(tried) <= times:
                    raise Unavailable("unavailable.disk_full")
            return does(job, case, *args, **kwargs)

        monkeypatch.setattr(desk, "do", do)
        return tried

    return plant


def test_a_mark_that_could_not_be_saved_is_said_quietly_and_saved_later(
    screen: Screen, seats: Seats, interview: str, page: LivePage, faulty: Faulty
) -> None:
    tried = faulty(screen, 4)
    QTest.keyClick(screen.window, Qt.Key.Key_1)
    screen.qtbot.waitUntil(lambda: bool(page._marking.why))
    assert says(page, page.say("live.not_saved", count=1, why=page.say("unavailable.disk_full")))
    strike(screen, "23")
    screen.qtbot.waitUntil(lambda: not page._marking.unsaved())
    screen.rest()
    assert behind(screen, seats, interview) == [*BEGUN, (2, "ask:invitation"), (3, "ask:cued"), (4, "ask:directive")]
    assert set(tried) == {2, 3, 4}
    assert says(page, page.say("live.saved_mark", what="Wh-"))
    assert not button_maybe(page, page.say("live.again"))


def button_maybe(page: LivePage, words: str) -> list[QAbstractButton]:
    return [made for made in page.findChildren(QAbstractButton) if made.text() == words and made.isVisible()]


def test_a_bug_in_saving_loses_no_mark_either(
    screen: Screen, seats: Seats, interview: str, page: LivePage, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*given: Any) -> None:
        raise RuntimeError("planted")

    assert screen.program.desk is not None
    with monkeypatch.context() as patched:
        patched.setattr(screen.program.desk._desk, "do", broken)
        strike(screen, "14")
    assert says(page, page.say("live.not_saved", count=2, why=page.say("live.fault")))
    screen.press(page.say("live.again"), page)
    assert behind(screen, seats, interview) == [*BEGUN, (2, "ask:invitation"), (3, "ask:choice")]


def test_marks_another_screen_made_push_nobodys_aside(screen: Screen, seats: Seats, interview: str, page: LivePage) -> None:
    assert screen.program.desk is not None
    for place, said in ((2, "ask:cued"), (3, "ask:choice")):
        screen.program.desk._desk.do(mark, seats.case, interview, place, said)
    strike(screen, "33<")
    screen.qtbot.waitUntil(lambda: not page._marking.unsaved())
    screen.rest()
    found = behind(screen, seats, interview)
    assert [place for place, _ in found] == list(range(1, len(found) + 1))
    assert [said for _, said in found[:3]] == ["phase:introduction", "ask:cued", "ask:choice"]
    assert page._marking.tally().asked == {"cued": 1, "choice": 1, "directive": 1}


def test_it_ends_only_when_every_mark_is_saved(screen: Screen, seats: Seats, interview: str, page: LivePage, faulty: Faulty) -> None:
    faulty(screen, 3)
    strike(screen, "1e")
    screen.press(page.desk.title("stop_reason", "room"), page)
    screen.qtbot.waitUntil(lambda: page._mode() == "over")
    assert behind(screen, seats, interview) == [*BEGUN, (2, "ask:invitation"), (3, "stop:room")]


def test_the_lock_hands_over_what_waits_and_the_interview_comes_back(
    screen: Screen, seats: Seats, interview: str, page: LivePage, begin: Begin
) -> None:
    strike(screen, "1+")
    for key in "2233447":
        QTest.keyClick(screen.window, Qt.Key(ord(key)))
    QTest.keyClick(screen.window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert screen.locks == [()]
    screen.program.finish()
    seats.clock.pass_by(minutes=12)
    again = begin(seats.folder, surroundings(seats.clock))
    again.enter(LEAD, seats.codes[LEAD])
    back = again.window.page()
    assert isinstance(back, LivePage)
    tally = back._marking.tally()
    assert (tally.phase, tally.distress, tally.spent) == ("rapport", 1, 4)
    assert says(back, back.say("live.break_in", minutes=12, left=8))


def test_a_desk_on_which_somebody_listens_locks_later_and_only_there(screen: Screen, seats: Seats, interview: str) -> None:
    page = on_live(screen, seats, interview)
    watch = screen.program._watch
    assert watch is not None
    usual, longer = (page.desk.catalogue.setting(name) * 60_000 for name in ("idle_lock_minutes", "live_lock_minutes"))
    assert (watch._timer.interval(), usual < longer) == (usual, True)
    strike(screen, "+")
    assert watch._timer.interval() == longer
    strike(screen, "1p")
    assert watch._timer.interval() == longer
    screen.open("cases")
    assert watch._timer.interval() == usual
    screen.open("live", f"{seats.case}/{interview}")
    assert watch._timer.interval() == longer
    strike(screen, "e")
    screen.press(page.say("live.finished"), page)
    assert watch._timer.interval() == usual


def test_what_is_pressed_twice_is_done_once(screen: Screen, seats: Seats, interview: str) -> None:
    page = on_live(screen, seats, interview)
    strike(screen, "++")
    assert says(page, page.say("live.say_this"))
    assert not says(page, page.say("conflict.not_approved"))
    strike(screen, "e")
    reason = next(made for made in page.findChildren(QAbstractButton) if made.text() == page.desk.title("stop_reason", "room"))
    reason.click()
    reason.click()
    screen.rest()
    assert page._mode() == "over"
    assert [said for _, said in behind(screen, seats, interview)].count("stop:room") == 1
    assert page._marking.unsaved() == 0
