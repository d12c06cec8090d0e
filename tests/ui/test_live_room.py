"""The live interview has room in every mode, language and window, Tab goes as one reads there, and its minutes are those of the age."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QScrollArea

from mdt.catalogue.words import LANGUAGES
from tests.make import Seats, surroundings
from tests.ui.holding import on_live, planned_for, strike
from tests.ui.room import cut_off
from tests.ui.screen import Begin, Screen
from tests.ui.test_keys import goes_back, keys_of, name_of, place, tabbed
from ui.app import SIZE
from ui.looks import Looks
from ui.pages.live import LivePage
from ui.widgets.course import Course, course
from ui.widgets.live_parts import Dots
from ui.widgets.marking import Made

HALF = (SIZE[0] // 2, SIZE[1] // 2)
TO_EACH = {"wait": "", "run": "+++++1239", "pause": "p", "stop": "pe", "over": ""}
"""Keys from each mode to the next; the last is reached by a button."""
AT = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize("size", [SIZE, HALF])
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_mode_is_cut_off_and_tab_goes_as_one_reads(begin: Begin, seats: Seats, language: str, size: tuple[int, int]) -> None:
    interview = planned_for(seats, "adult")
    seats.leave()
    screen = begin(seats.folder, surroundings(seats.clock), Looks(language))
    page = on_live(screen, seats, interview)
    found = []
    for mode, keys in TO_EACH.items():
        strike(screen, keys)
        if mode == "over":
            screen.press(page.say("live.finished"), page)
        screen.window.resize(*size)
        screen.qtbot.wait(20)
        screen.rest()
        assert page._mode() == mode
        found += [f"{mode}: {fault}" for fault in cut_off(screen.window)]
        found += [f"{mode}: window of {screen.window.size().toTuple()}"] if screen.window.size().toTuple() != size else []
        found += [f"{mode}: {fault}" for fault in astray(screen, mirrored=language == "ur")]
    assert found == []


def astray(screen: Screen, *, mirrored: bool) -> list[str]:
    """Where Tab goes against the way one reads, names that are missing, and keys that mean two things."""
    stops = tabbed(screen.window)
    for scroll in screen.window.findChildren(QScrollArea):
        scroll.verticalScrollBar().setValue(0)
    keys = keys_of(screen.window)
    wrong = [f"key {key}" for key in set(keys) if keys.count(key) > 1]
    wrong += [f"no name: {name_of(part)}" for part in stops if not part.accessibleName()]
    # what is pinned below the sheet lies over what is scrolled away under it
    above = [part for part in stops if inside_sheet(screen, part)]
    below = [part for part in stops if part not in above]
    for half in (above, below):
        places = [place(part, screen.window) for part in half]
        wrong += [name_of(half[at]) for at in range(len(half) - 1) if goes_back(places[at], places[at + 1], mirrored)]
    return wrong


def inside_sheet(screen: Screen, part: object) -> bool:
    page = screen.window.page()
    return page is not None and page.sheet.isAncestorOf(part)  # type: ignore[arg-type]


def test_everything_that_is_pressed_while_one_asks_is_in_sight_on_a_small_screen(screen: Screen, page: LivePage) -> None:
    screen.window.resize(*HALF)
    screen.qtbot.wait(20)
    for part in (page.asks, page.foot):
        corner = part.mapTo(screen.window, QPoint(0, part.height()))
        assert corner.y() <= HALF[1]
    prompt = next(made for made in page.card.findChildren(type(page.saved)) if made.property("kind") == "prompt")
    assert prompt.mapTo(screen.window, QPoint(0, prompt.height())).y() < page.below.mapTo(screen.window, QPoint(0, 0)).y()


def made(*said: tuple[str, int]) -> list[Made]:
    return [(place, mark, AT + timedelta(minutes=after)) for place, (mark, after) in enumerate(said, start=1)]


@pytest.mark.parametrize(
    ("marks", "after", "left"),
    [
        ((), 0, 20),
        ((("ask:cued", 5),), 19, 1),
        ((), 20, 0),
        ((), 26, -6),
        ((("pause:", 10),), 18, None),
        ((("pause:", 10), ("resume:", 18)), 20, 18),
        ((("phase:break", 12),), 14, None),
        ((("phase:break", 12), ("phase:clear_up", 15)), 20, 15),
        ((("phase:rapport", 12),), 15, 5),
    ],
)
def test_a_break_is_counted_from_the_end_of_the_last_rest(marks: tuple[tuple[str, int], ...], after: int, left: int | None) -> None:
    assert course(AT, made(*marks), 20, AT + timedelta(minutes=after, seconds=30)) == Course(after, left)


def test_many_questions_left_stand_in_lines(screen: Screen, page: LivePage) -> None:
    dots = page.aside.findChildren(Dots)[0]
    low = dots.height()
    dots.show_left(60, 60, "60 of 60")
    assert dots.height() >= 3 * low
    assert dots.accessibleName() == "60 of 60"
