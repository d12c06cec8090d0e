"""The live interview on screen: keys or touch alone, marks kept in order, nothing lost by Esc, a fault, another page or the lock."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from mdt.work import live, notes
from mdt.work.casefile import open_case
from tests.make import Seats, add_member, surroundings
from tests.ui.holding import FACTS, LEAD, behind, on_live, planned_for, strike, tick
from tests.ui.reading import says, words_on
from tests.ui.screen import Begin, Screen, button_named
from tests.ui.visible import on_sight
from ui.looks import Looks
from ui.pages.live import LivePage
from ui.shell.rail import Rail
from ui.shell.top import TopBar
from ui.widgets.live_parts import FactTick


def test_a_whole_interview_by_keys_alone(screen: Screen, seats: Seats, interview: str, page: LivePage) -> None:
    strike(screen, "10+2345")
    tick(screen, 2)
    strike(screen, "8p")
    strike(screen, "1p1")
    strike(screen, "+" * 9)
    said = [said for _, said in behind(screen, seats, interview)]
    assert said[:4] == ["phase:introduction", "ask:invitation", "ask:facilitator", "phase:rapport"]
    assert said[4:8] == ["ask:cued", "ask:directive", "ask:choice", "ask:suggestive"]
    assert said[8].startswith("told:")
    assert said[9:13] == ["distress:2", "pause:", "resume:", "ask:invitation"]
    assert said[13:] == [f"phase:{phase.id}" for phase in page.phases[2:]]
    assert page._mode() == "stop"
    QTest.keyClick(screen.window, Qt.Key.Key_Tab)
    assert QApplication.focusWidget().accessibleName() == page.say("live.finished")  # type: ignore[union-attr]
    strike(screen, "+")
    assert page._mode() == "over"
    strike(screen, "+")
    assert screen.window.place() == ("aftercare", f"{seats.case}/{interview}")


def test_a_whole_interview_by_touch_alone(screen: Screen, seats: Seats, interview: str) -> None:
    page = on_live(screen, seats, interview)
    screen.press(page.say("live.begin"), page)
    for kind in page.desk.catalogue.questions.values():
        screen.press(f"{kind.title.en}\n{kind.key}", page)
    screen.press(f"{page.say('live.level_1')}\n7", page)
    for fact in page.findChildren(FactTick)[:2]:
        QTest.mouseClick(fact, Qt.MouseButton.LeftButton, pos=QPoint(12, 12))
    screen.press(page.say("live.undo"), page)
    screen.press(page.say("live.pause"), page)
    screen.press(page.say("live.resume"), page)
    for phase in page.phases[1:]:
        screen.press(page.say("live.next", phase=phase.title.en), page)
    screen.press(page.say("live.finish"), page)
    screen.press(page.desk.title("stop_reason", "asked_to_stop"), page)
    said = [said for _, said in behind(screen, seats, interview)]
    assert said[1:7] == [f"ask:{kind}" for kind in page.desk.catalogue.questions]
    assert said[10:13] == ["undo:10", "pause:", "resume:"]
    assert said[-1] == "stop:asked_to_stop"
    assert page._marking.tally().told == {said[8].partition(":")[2]}
    screen.press(page.say("live.to_aftercare"), page)
    assert screen.window.place()[0] == "aftercare"


def test_a_touch_leaves_the_keys_to_the_page(screen: Screen, page: LivePage) -> None:
    screen.press("Cued\n2", page)
    said = words_on(page)
    strike(screen, " ")
    assert page._marking.tally().asked == {"cued": 1}
    assert words_on(page) != said, "space shows another prompt and presses nothing"


def test_every_button_is_large_enough_for_a_finger(screen: Screen, page: LivePage) -> None:
    shown = [made for made in page.findChildren(QPushButton) if made.isVisible() and made.property("kind") != "link"]
    assert len(shown) == 6 + 4 + 4
    assert [made.text() for made in shown if made.height() < 64 or made.width() < 64] == []
    assert all(fact.height() >= 40 for fact in page.findChildren(FactTick))


def test_urdu_digits_are_keys_too(screen: Screen, page: LivePage) -> None:
    QTest.sendKeyEvent(QTest.KeyAction.Click, screen.window, Qt.Key(0x06F2), "۲", Qt.KeyboardModifier.NoModifier)
    screen.rest()
    assert page._marking.tally().asked == {"cued": 1}


def test_the_last_mark_is_taken_back_and_a_tick_by_its_own_key(screen: Screen, seats: Seats, interview: str, page: LivePage) -> None:
    strike(screen, "13<+<<")
    tick(screen, 1)
    strike(screen, "3")
    tick(screen, 1)
    assert behind(screen, seats, interview)[1:9] == [
        (2, "ask:invitation"),
        (3, "ask:directive"),
        (4, "undo:3"),
        (5, "phase:rapport"),
        (6, "undo:5"),
        (7, "undo:2"),
        *[(8, said) for place, said in behind(screen, seats, interview) if place == 8],
        (9, "ask:directive"),
    ]
    assert behind(screen, seats, interview)[9] == (10, "undo:8")
    tally = page._marking.tally()
    assert (tally.phase, tally.told, dict(tally.asked)) == ("introduction", frozenset(), {"directive": 1})
    strike(screen, "<<<<")
    assert page._marking.tally().phase == "introduction", "the phase it began with stays"


def test_dots_count_what_is_left_and_invitations_are_free(screen: Screen, page: LivePage) -> None:
    strike(screen, "1122")
    assert says(page, page.say("live.left", left=12, budget=12))
    strike(screen, "3" * 12)
    assert says(page, page.say("live.none_left", budget=12))
    strike(screen, "44")
    assert says(page, page.say("live.over_budget", over=2, budget=12))


def test_space_walks_through_the_prompts_of_the_phase_and_the_age(screen: Screen, page: LivePage) -> None:
    strike(screen, "+++++")
    prompts = page.desk.catalogue.prompts_for("free_account", "10_12")
    for prompt in (*prompts, prompts[0]):
        assert says(page, f"“{prompt.title.en}”")
        assert says(page, f"”{prompt.title.ur}“")
        strike(screen, " ")


@pytest.mark.parametrize("group", ["3_5", "13_17", "adult"])
def test_prompts_and_breaks_are_those_of_the_age(screen: Screen, seats: Seats, group: str) -> None:
    page = on_live(screen, seats, planned_for(seats, group))
    strike(screen, "+")
    first = page.desk.catalogue.prompts_for("introduction", group)[0]
    assert says(page, first.title.en)
    every = page.desk.catalogue.age_groups[group].break_minutes
    assert says(page, page.say("live.break_in", minutes=0, left=every))


def test_rail_and_top_bar_are_put_away_and_come_back(screen: Screen, page: LivePage) -> None:
    around = [screen.window.findChild(Rail), screen.window.findChild(TopBar)]
    assert [part.isVisible() for part in around if part] == [False, False]
    assert page.width() == screen.window.width()
    screen.window.resize(683, 384)
    screen.window.resize(1366, 768)
    screen.rest()
    assert [part.isVisible() for part in around if part] == [False, False]
    screen.open("cases")
    assert [part.isVisible() for part in around if part] == [True, True]


def test_esc_opens_and_closes_the_way_out_and_loses_nothing(screen: Screen, seats: Seats, interview: str, page: LivePage) -> None:
    strike(screen, "1e")
    assert says(page, page.say("live.stop_head"))
    strike(screen, "3")
    assert page._marking.tally().asked == {"invitation": 1}, "nothing is asked while it is said why it stops"
    strike(screen, "e3e")
    assert page._marking.tally().asked == {"invitation": 1, "directive": 1}
    screen.press(page.say("live.leave"), page)
    assert screen.window.place() == ("case", seats.case)
    again = screen.open("live", f"{seats.case}/{interview}")
    assert isinstance(again, LivePage)
    strike(screen, "2")
    assert [said for _, said in behind(screen, seats, interview)][1:] == ["ask:invitation", "ask:directive", "ask:cued"]


def test_nobody_is_named_and_nothing_is_red(screen: Screen, seats: Seats, interview: str, page: LivePage) -> None:
    strike(screen, "5559")
    assert screen.program.desk is not None
    case = screen.program.desk._desk.do(open_case, seats.case)
    people = {name for one in case.content["persons"] for name in one["names"]} | {"Gulnaz", "Rehana", "Testbibi", *seats.members}
    said = [str(one) for one in on_sight(screen.window)]
    assert [(name, line) for name in people for line in said if name in line] == []
    picture = screen.window.grab().toImage()
    dots = (picture.pixelColor(x, y) for x in range(0, picture.width(), 3) for y in range(0, picture.height(), 3))
    assert [dot.name() for dot in dots if dot.red() > dot.green() + 60 and dot.red() > dot.blue() + 60] == []
    screen.program.desk.refused.emit("Something else fell.")
    screen.rest()
    red = [made for made in screen.window.findChildren(QLabel) if made.isVisible() and made.property("tone") == "danger"]
    assert red == []


def test_what_stopped_it_is_kept_and_the_psychologist_is_asked_for(screen: Screen, seats: Seats, interview: str, page: LivePage) -> None:
    strike(screen, "e")
    screen.press(page.desk.title("stop_reason", "self_harm"), page)
    assert behind(screen, seats, interview)[-1] == (2, "stop:self_harm")
    assert says(page, page.say("live.self_harm"))
    assert not any(page.desk.title("stop_reason", "self_harm") in said.text for said in on_sight(screen.window))


def test_what_the_gate_finds_at_the_door_of_the_room_is_told_there(screen: Screen, seats: Seats, interview: str) -> None:
    seats.do("psychologist", notes.raise_signal, seats.case, "do_not_interview_before", None)
    page = on_live(screen, seats, interview)
    strike(screen, "+")
    assert page._mode() == "wait"
    assert says(page, page.say("conflict.plan_changed"))
    screen.press(page.say("acting.back"), page)
    assert screen.window.place() == ("case", seats.case)


@pytest.mark.parametrize("state", ["planned", "closed", "none"])
def test_what_cannot_be_held_says_so(screen: Screen, seats: Seats, interview: str, state: str) -> None:
    if state == "planned":
        seats.do(LEAD, live.start_interview, seats.case, interview)
        seats.do(LEAD, live.end_interview, seats.case, interview)
        interview = planned_for(seats, reason="new_facts", leave=False)
    elif state == "closed":
        seats.do(LEAD, live.start_interview, seats.case, interview)
        seats.do(LEAD, live.end_interview, seats.case, interview)
        seats.do(LEAD, live.close_interview, seats.case, interview, "no_account", seats.members[LEAD], seats.clock.now())
    page = on_live(screen, seats, interview if state != "none" else "none")
    strike(screen, "+1p")
    assert page._mode() == "shut"
    told = page.say("missing.record") if state == "none" else page.say("live.not_now", state=page.desk.title("interview_state", state))
    assert says(page, told)
    assert screen.refused == []


def test_only_lead_and_second_hold_it(screen: Screen, seats: Seats, interview: str) -> None:
    from mdt.work import staff

    other = add_member(seats, "other", "investigator")
    seats.do("supervisor", staff.add_to_team, seats.case, other)
    seats.hand_on_all()
    page = on_live(screen, seats, interview, "other")
    strike(screen, "+1")
    assert says(page, page.say("refused.not_the_lead"))
    assert [words for words in words_on(page) if any(fact in words for fact in FACTS) and not page.aside.isHidden()] == []


def test_urdu_stands_first_in_an_urdu_window(begin: Begin, seats: Seats, interview: str) -> None:
    seats.leave()
    screen = begin(seats.folder, surroundings(seats.clock), Looks("ur"))
    page = on_live(screen, seats, interview)
    kinds = {
        made.property("kind"): made.text() for made in page.findChildren(QLabel) if made.property("kind") in ("prompt", "prompt_second")
    }
    prompt = page.desk.catalogue.prompts_for("introduction", "10_12")[0]
    assert kinds == {"prompt": f"”{prompt.title.ur}“", "prompt_second": f"“{prompt.title.en}”"}
    assert button_named(page, "شروع کریں").width() >= 64
