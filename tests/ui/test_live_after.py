"""What comes beside and after a live interview: the monitor's view with the unit's advice, and an aftercare that closes it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from PySide6.QtWidgets import QLabel

from mdt.catalogue.words import LANGUAGES
from mdt.work import live
from mdt.work.bundle import KARACHI
from mdt.work.casefile import open_case
from mdt.work.live import InterviewView
from tests.make import Seats, surroundings
from tests.ui.holding import FACTS, LEAD
from tests.ui.reading import errors_on, fill, says
from tests.ui.room import cut_off
from tests.ui.screen import Begin, Screen
from ui.app import SIZE
from ui.looks import Looks
from ui.pages import monitor
from ui.pages.act import ActPage
from ui.pages.monitor import MonitorPage
from ui.widgets.live_parts import RatioBar

SECOND = "psychologist"


def begun(seats: Seats, interview: str, *said: str) -> None:
    seats.do(LEAD, live.start_interview, seats.case, interview)
    for place, mark in enumerate(("phase:introduction", *said), start=1):
        seats.do(LEAD, live.mark, seats.case, interview, place, mark)


def on_page(screen: Screen, seats: Seats, name: str, interview: str, user: str = LEAD) -> Any:
    seats.leave()
    screen.enter(user, seats.codes[user])
    return screen.open(name, f"{seats.case}/{interview}")


def test_the_second_officer_sees_ratios_as_advice_and_what_is_not_told(screen: Screen, seats: Seats, interview: str) -> None:
    facts = seats.do(LEAD, live.open_interview, seats.case, interview).content["facts"]
    begun(seats, interview, "ask:invitation", "ask:choice", "ask:suggestive", "ask:cued", "ask:facilitator", f"told:{facts[1]['id']}")
    page = on_page(screen, seats, "monitor", interview, SECOND)
    assert says(page, page.say("monitor.open", percent=50))
    assert says(page, page.say("monitor.choice", percent=25))
    assert [bar._mark for bar in page.findChildren(RatioBar)] == [50, 20]
    assert [made.text() for made in page.findChildren(QLabel) if made.property("kind") == "chip"] == ["Advisory · G"]
    assert says(page, page.say("monitor.never"))
    said = [made.text() for made in page.findChildren(QLabel)]
    assert said.index(FACTS[0]) > said.index(page.say("monitor.gaps"))
    assert said.index(FACTS[1]) > said.index(page.say("monitor.told"))
    assert says(page, page.say("monitor.spent", spent=2, budget=12))


def test_it_is_fresh_with_the_marks_and_asks_once_a_second_at_most(
    screen: Screen, seats: Seats, interview: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(monitor, "AT_MOST_EVERY_MS", 150)
    begun(seats, interview)
    page = on_page(screen, seats, "monitor", interview)
    assert isinstance(page, MonitorPage)
    assert says(page, page.say("monitor.no_ratio"))
    asked: list[int] = []
    came = page._came

    def counted(view: InterviewView) -> None:
        asked.append(1)
        came(view)

    monkeypatch.setattr(page, "_came", counted)
    desk = page.desk
    for place in range(2, 22):
        desk.do(page, lambda _: None, live.mark, seats.case, interview, place, "ask:directive")
    screen.qtbot.waitUntil(lambda: says(page, page.say("monitor.spent", spent=20, budget=12)))
    assert len(asked) < 8
    assert screen.refused == []
    screen.qtbot.waitUntil(lambda: not page._pause.isActive())
    screen.rest()


def test_who_may_not_read_accounts_sees_no_tally(screen: Screen, seats: Seats, interview: str) -> None:
    begun(seats, interview, "ask:cued")
    page = on_page(screen, seats, "monitor", interview, "social_welfare")
    assert says(page, page.say("monitor.closed"))
    assert not any(says(page, fact) for fact in FACTS)


@pytest.mark.parametrize("language", LANGUAGES)
def test_monitor_and_aftercare_have_room(begin: Begin, seats: Seats, interview: str, language: str) -> None:
    begun(seats, interview, "ask:cued", "ask:suggestive")
    seats.do(LEAD, live.end_interview, seats.case, interview)
    seats.leave()
    screen = begin(seats.folder, surroundings(seats.clock), Looks(language))
    for name in ("monitor", "aftercare"):
        on_page(screen, seats, name, interview) if screen.program.desk is None else screen.open(name, f"{seats.case}/{interview}")
        for size in (SIZE, (SIZE[0] // 2, SIZE[1] // 2)):
            screen.window.resize(*size)
            screen.qtbot.wait(20)
            assert cut_off(screen.window) == []


@pytest.mark.parametrize(
    ("typed", "wrong"), [("soon", "invalid.moment"), ("today 25:00", "invalid.moment"), ("کل 10:00", "invalid.date_two_sided")]
)
def test_an_hour_that_cannot_be_read_is_said_under_its_field(screen: Screen, seats: Seats, interview: str, typed: str, wrong: str) -> None:
    page = held(screen, seats, interview)
    fill(page._form, outcome="account_partial", aftercare_owner=seats.members[SECOND], aftercare_at=typed)
    screen.press(page.say("doing.aftercare_do"), page)
    assert errors_on(page) == [page.say(wrong)]


def held(screen: Screen, seats: Seats, interview: str) -> ActPage:
    begun(seats, interview, "ask:cued")
    seats.do(LEAD, live.end_interview, seats.case, interview)
    page = on_page(screen, seats, "aftercare", interview)
    assert isinstance(page, ActPage)
    return page


def test_it_closes_only_with_a_call_in_time_and_the_call_is_a_task(screen: Screen, seats: Seats, interview: str) -> None:
    page = held(screen, seats, interview)
    fill(page._form, outcome="account_partial", aftercare_owner=seats.members[SECOND], aftercare_at="tomorrow 23:00")
    screen.press(page.say("doing.aftercare_do"), page)
    assert errors_on(page) == [page.say("invalid.aftercare_late", hours=24)]
    fill(page._form, aftercare_at="today 18:30", deviations="A break came late.")
    screen.press(page.say("doing.aftercare_do"), page)
    assert screen.window.place() == ("case", seats.case)
    assert screen.program.desk is not None
    case = screen.program.desk._desk.do(open_case, seats.case).content
    found = next(one for one in case["interviews"] if one["id"] == interview)
    assert (found["state"], found["outcome"], found["deviations"]) == ("closed", "account_partial", "A break came late.")
    at = datetime.fromisoformat(found["aftercare_at"]).astimezone(KARACHI)
    assert (at.date(), at.hour, at.minute) == (seats.clock.today(), 18, 30)
    assert at - seats.clock.now() < timedelta(hours=24)
    assert [(task["kind"], task["owner"]) for task in case["tasks"]] == [("call_after_interview", SECOND)]


def test_everybody_on_the_team_may_call(screen: Screen, seats: Seats, interview: str) -> None:
    page = held(screen, seats, interview)
    assert page._form is not None
    box = page._form.box("aftercare_owner")
    offered = {str(box.itemData(at)) for at in range(1, box.count())}  # type: ignore[union-attr]
    assert offered == {seats.members[user] for user in (LEAD, SECOND, "prosecutor", "social_welfare")}
