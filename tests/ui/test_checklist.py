"""The checklist of an interview on screen and on paper: ticked, kept, and shown in the version it was filled in."""

from __future__ import annotations

from typing import Any

import pytest

import mdt.catalogue.checklists
from mdt.catalogue.checklists import ChecklistForm, load_checklist
from mdt.work import briefs, live
from tests.make import Seats
from tests.mdt.work.test_interviews import plan
from tests.ui.reading import buttons, entered, fill, says, words_on
from tests.ui.screen import Screen
from ui.pages.checklist import ChecklistPage


def on_checklist(screen: Screen, seats: Seats, interview: str) -> ChecklistPage:
    shown = screen.open("checklist", f"{seats.case}/{interview}")
    assert isinstance(shown, ChecklistPage)
    return shown


def test_lines_are_ticked_and_kept_and_stand_there_the_next_time(screen: Screen, seats: Seats) -> None:
    interview = plan(seats)
    desk = entered(screen, seats, "investigator")
    page = on_checklist(screen, seats, interview)
    form = load_checklist("child_interview")
    assert list(page._ticks) == [line.id for part in ("before", "during", "after") for line in form.of(part)]
    unsure = sum(line.confidence in ("P", "G") for line in form.lines)
    badges = {page.say("checklist.badge_p"), page.say("checklist.badge_g")}
    assert sum(text in badges for text in words_on(page)) == unsure
    for line in ("woman_lead", "room"):
        page._ticks[line].click()
    assert says(page, page.say("checklist.count", ticked=2, all=len(form.lines)))
    fill(page._remarks, remarks="The fan was loud.")
    screen.press(page.say("checklist.save"), page)
    (kept,) = desk.do(live.open_interview, seats.case, interview).content["checklists"]
    assert (kept["ticks"], kept["remarks"], kept["form_version"]) == ("woman_lead room", "The fan was loud.", 1)
    assert {line for line, tick in page._ticks.items() if tick.isChecked()} == {"woman_lead", "room"}
    assert says(page, "The fan was loud.")


def test_a_filled_one_is_shown_in_its_own_version(screen: Screen, seats: Seats, monkeypatch: pytest.MonkeyPatch) -> None:
    interview = plan(seats)
    seats.do("investigator", briefs.fill_checklist, seats.case, interview, ("woman_lead",))
    entered(screen, seats, "investigator")
    first = load_checklist("child_interview", 1)
    second = ChecklistForm(id=first.id, version=2, dated=first.dated, title=first.title, lines=first.lines[2:4])

    def newer(identity: str, version: int | None = None) -> Any:
        return second if version in (None, 2) else first

    monkeypatch.setattr("ui.pages.checklist.load_checklist", newer)
    page = on_checklist(screen, seats, interview)
    assert len(page._ticks) == 2
    assert not any(tick.isChecked() for tick in page._ticks.values())
    assert says(page, first.lines[0].title.en)
    assert len([text for text in words_on(page) if text in ("✓", "–")]) == len(first.lines)
    assert mdt.catalogue.checklists.load_checklist("child_interview").version == 1


@pytest.mark.parametrize("user", ["prosecutor", "social_welfare", "supervisor"])
def test_others_tick_nothing(screen: Screen, seats: Seats, user: str) -> None:
    interview = plan(seats)
    seats.do("investigator", briefs.fill_checklist, seats.case, interview, ("woman_lead",), "Said aloud.")
    entered(screen, seats, user)
    page = on_checklist(screen, seats, interview)
    assert page._ticks == {}
    assert not buttons(page, page.say("checklist.save"))
    assert ("Said aloud." in words_on(page)) == (user == "prosecutor")


@pytest.mark.parametrize("page", ["brief", "checklist_paper"])
def test_both_papers_are_drawn_in_both_languages(screen: Screen, seats: Seats, page: str) -> None:
    interview = plan(seats)
    seats.do("investigator", briefs.fill_checklist, seats.case, interview, ("woman_lead",))
    entered(screen, seats, "investigator")
    shown: Any = screen.open(page, f"{seats.case}/{interview}")
    first = shown.paper.printed
    assert first.startswith(b"%PDF")
    screen.press(shown.say("print.in_ur"), shown)
    assert shown.paper.printed not in (b"", first)
    screen.press(shown.say("note.back"), shown)
    assert screen.window.place() == ("case", seats.case)
