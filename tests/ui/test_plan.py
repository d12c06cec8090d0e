"""The plan of an interview on screen: what stands against it is said as one types, leave is asked for, and the gate holds at this door."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from mdt.errors import Conflict
from mdt.policy.gate import Bar
from mdt.work import charges, interviews, live, notes, requests, staff, tellings
from mdt.work.casefile import open_case
from mdt.work.desk import Desk
from tests.interviewed import approved, planned
from tests.make import Seats, add_member
from tests.mdt.work.test_interviews import party, plan
from tests.ui.reading import buttons, entered, errors_on, fill, says, words_on
from tests.ui.screen import Screen
from ui.pages.plan import AFTER_TYPING_MS, PlanPage
from ui.widgets.form import Form

PURPOSE = "Who held the phone in September."


def on_plan(screen: Screen, seats: Seats, interview: str = "") -> PlanPage:
    shown = screen.open("plan", f"{seats.case}/{interview}" if interview else seats.case)
    assert isinstance(shown, PlanPage)
    return shown


def typing(screen: Screen, page: PlanPage, **texts: str) -> None:
    """Type into the plan, and wait until what stands against it was asked again."""
    fill(page._form, **texts)
    screen.qtbot.wait(AFTER_TYPING_MS + 50)
    screen.rest()


def stands(page: PlanPage, *bars: Bar) -> bool:
    """Whether these bars are said, and no others."""
    return {bar for bar in Bar if says(page, page.say(f"invalid.{bar}"))} == set(bars)


def small(page: PlanPage, spec: str) -> Form:
    """One of the two small forms beside the plan."""
    name = {"ask": "note", "fact": "need"}[spec]
    return next(form for form in page.findChildren(Form) if form.has(name) and form.isVisible())


def shown(desk: Desk, seats: Seats, interview: str) -> Any:
    return desk.do(live.open_interview, seats.case, interview).content


def test_a_plan_is_begun_filled_and_sent_for_leave_and_every_step_can_be_taken_back(screen: Screen, seats: Seats) -> None:
    girl = party(seats, "V1")
    lead = seats.members["psychologist"]
    desk = entered(screen, seats, "investigator")
    page = on_plan(screen, seats)
    assert says(page, page.say("gate.choose_person"))
    typing(screen, page, party=girl)
    assert stands(page, Bar.NO_LEAD, Bar.NO_TIME, Bar.NO_FACTS, Bar.PREFERENCE_NOT_ASKED)
    typing(screen, page, purpose=PURPOSE, preference="female", lead=lead, planned_for="tomorrow 10:30")
    assert stands(page, Bar.NO_FACTS)
    screen.press(page.say("plan.begin"), page)
    page = screen.window.page()  # type: ignore[assignment]
    assert isinstance(page, PlanPage)
    found = shown(desk, seats, page.interview)
    assert (found["purpose"], found["lead"], found["budget"], found["state"]) == (PURPOSE, lead, 12, "planned")
    assert found["planned_for"].startswith("2026-11-21T05:30")
    assert says(page, page.say("plan.ask_first"))
    fill(small(page, "fact"), need="Which account.", why_only="device_gone")
    screen.press(page.say("plan.add_fact"), page)
    assert says(page, page.say("gate.clear"))
    screen.press(page.say("plan.drop_fact"), page)
    assert stands(page, Bar.NO_FACTS)
    screen.press(page.say("acting.undo"))
    assert stands(page)
    screen.press(page.say("plan.ask"), page)
    assert shown(desk, seats, page.interview)["state"] == "asked"
    assert says(page, page.say("plan.is_asked"))
    screen.press(page.say("plan.take_back"), page)
    assert says(page, page.say("plan.over"))
    screen.press(page.say("acting.undo"))
    assert shown(desk, seats, page.interview)["state"] == "planned"
    assert screen.refused == []


def test_a_change_is_saved_by_field_and_taken_back(screen: Screen, seats: Seats) -> None:
    interview = plan(seats)
    desk = entered(screen, seats, "investigator")
    page = on_plan(screen, seats, interview)
    screen.press(page.say("plan.save"), page)
    assert errors_on(page) == [page.say("plan.nothing_changed")]
    before = shown(desk, seats, interview)
    typing(screen, page, needs="Water.", minutes="25", planned_for="+4d 9:15")
    screen.press(page.say("plan.save"), page)
    after = shown(desk, seats, interview)
    assert (after["needs"], after["minutes"], after["planned_for"][:16]) == ("Water.", 25, "2026-11-24T04:15")
    screen.press(page.say("acting.undo"))
    again = shown(desk, seats, interview)
    assert {**again, "version": 0} == {**before, "version": 0}
    for name, wrong, key in (("minutes", "long", "invalid.number"), ("planned_for", "soon", "invalid.moment")):
        typing(screen, page, **{name: wrong})
        screen.press(page.say("plan.save"), page)
        assert page._form is not None
        assert page._form._fields[name].error.text() == page.say(key, least=5, most=240), name
        typing(screen, page, **{name: ""})


def test_a_draft_of_a_plan_is_kept_and_taken_up(screen: Screen, seats: Seats) -> None:
    entered(screen, seats, "investigator")
    page = on_plan(screen, seats)
    typing(screen, page, purpose=PURPOSE)
    page._touched = True
    page.seal_draft()
    screen.rest()
    screen.window._open.pop(screen.window.place())
    page.deleteLater()
    screen.open("cases")
    again = on_plan(screen, seats)
    assert again._form is not None
    assert again._form.text("purpose") == PURPOSE


def test_what_is_known_already_stands_beside_the_plan_and_the_lead_is_shown_with_sex_and_training(screen: Screen, seats: Seats) -> None:
    seats.do(
        "investigator", charges.record_statement, seats.case, party(seats, "C1"), "complaint", seats.clock.today(), "He wrote at night."
    )
    add_member(seats, "beginner", "investigator", sex="male", trained=None)
    seats.do("supervisor", staff.add_to_team, seats.case, seats.members["beginner"])
    entered(screen, seats, "investigator")
    page = on_plan(screen, seats)
    texts = [box.toPlainText() for box in page.findChildren(type(page._form.box("purpose"))) if box.isReadOnly()]  # type: ignore[union-attr]
    assert texts == ["He has her pictures and wants more.", "He wrote at night."]
    assert page._form is not None
    leads: Any = page._form.box("lead")
    rows = [leads.itemText(at) for at in range(leads.count())]
    assert "beginner · Male · no training recorded" in rows
    assert "psychologist · Female · trained 1 March 2025" in rows
    assert not [row for row in rows if row.startswith(("prosecutor", "social_welfare"))]


def test_a_limb_of_a_charge_is_offered_to_whoever_may_see_it(screen: Screen, seats: Seats) -> None:
    interview = plan(seats)
    seats.do("prosecutor", charges.lay_charge, seats.case, party(seats, "A1"), "peca-21", None, "21(1)(c)", "strong")
    desk = entered(screen, seats, "investigator")
    page = on_plan(screen, seats, interview)
    box: Any = small(page, "fact").box("charge")
    limb = next(str(box.itemData(at)) for at in range(box.count()) if str(box.itemData(at)).endswith("|21(1)(c)"))
    fill(small(page, "fact"), need="Whether it was sent.", why_only="record_unclear", charge=limb)
    screen.press(page.say("plan.add_fact"), page)
    kept = shown(desk, seats, interview)["facts"][-1]
    assert (kept["charge"], kept["element"]) == (limb.partition("|")[0], "21(1)(c)")
    assert says(page, "A1 · PECA 2016 21: Intimidates with a sexual act or image")


def test_the_psychologist_sees_no_charge_and_no_exhibit_in_a_plan(screen: Screen, seats: Seats) -> None:
    interview = plan(seats)
    seats.do("prosecutor", charges.lay_charge, seats.case, party(seats, "A1"), "peca-21", None, "21(1)(c)", "strong")
    entered(screen, seats, "psychologist")
    page = on_plan(screen, seats, interview)
    assert page._form is not None
    assert not page._form.has("exhibit")
    assert not small(page, "fact").has("charge")
    new = on_plan(screen, seats)
    assert new._form is not None
    assert not new._form.has("exhibit")


@pytest.mark.parametrize("user", ["prosecutor", "social_welfare", "supervisor"])
def test_others_read_a_plan_as_far_as_they_may_and_change_nothing(screen: Screen, seats: Seats, user: str) -> None:
    interview = plan(seats)
    entered(screen, seats, user)
    page = on_plan(screen, seats, interview)
    assert page.findChildren(Form) == []
    assert says(page, page.say("plan.no_right"))
    assert ("Interview purpose" in words_on(page)) == (user == "prosecutor")
    assert not buttons(page, page.say("plan.take_back"))
    assert says(on_plan(screen, seats), page.say("refused.role"))
    assert says(on_plan(screen, seats, "gone"), page.say("plan.gone"))


def test_the_gate_holds_at_the_screen(screen: Screen, seats: Seats) -> None:
    """A man without training may be asked for with a reason only; what nothing lifts cannot be asked for at all."""
    man = add_member(seats, "man", "investigator", sex="male", trained=None)
    seats.do("supervisor", staff.add_to_team, seats.case, man)
    interview = plan(seats, lead=man, second=None)
    desk = entered(screen, seats, "investigator")
    page = on_plan(screen, seats, interview)
    assert stands(page, Bar.LEAD_NOT_A_WOMAN, Bar.LEAD_NOT_TRAINED)
    screen.press(page.say("plan.ask"), page)
    assert page.say("invalid.needed") in errors_on(page)
    assert shown(desk, seats, interview)["state"] == "planned"
    fill(small(page, "ask"), reason="no_woman_in_reach")
    screen.press(page.say("plan.ask"), page)
    assert shown(desk, seats, interview)["state"] == "asked"
    typing(screen, page, preference="not_asked")
    screen.press(page.say("plan.save"), page)
    assert stands(page, Bar.PREFERENCE_NOT_ASKED, Bar.LEAD_NOT_A_WOMAN, Bar.LEAD_NOT_TRAINED)
    assert says(page, page.say("plan.ask_first"))
    assert not buttons(page, page.say("plan.ask"))
    screen.qtbot.wait(AFTER_TYPING_MS + 50)
    screen.rest()
    unasked = plan_of(desk, seats)
    screen.rest()  # the page hears of the new plan and looks again, on the thread of the store
    with pytest.raises(Conflict):
        desk.do(live.start_interview, seats.case, unasked)
    assert screen.refused == []


def plan_of(desk: Desk, seats: Seats) -> str:
    """An interview that the investigator leads and nobody approved."""
    girl = next(str(one["id"]) for one in desk.do(open_case, seats.case).content["parties"] if one["alias"] == "V1")
    return desk.do(interviews.plan_interview, seats.case, interviews.Plan(party=girl, purpose=PURPOSE, lead=seats.members["investigator"]))


def test_the_supervisor_sees_what_an_approval_lifts_and_decides(screen: Screen, seats: Seats) -> None:
    man = add_member(seats, "man", "investigator", sex="male", trained=None)
    seats.do("supervisor", staff.add_to_team, seats.case, man)
    interview = plan(seats, lead=man, second=None)
    seats.do("investigator", interviews.ask_approval, seats.case, interview, "no_woman_in_reach", "Said to nobody else.")
    desk = entered(screen, seats, "supervisor")
    day = screen.open("my_day")
    assert says(day, f"{day.say('screen.asked_interview')} · investigator")
    page = screen.open("request", seats.case)
    for bar in (Bar.LEAD_NOT_A_WOMAN, Bar.LEAD_NOT_TRAINED):
        assert says(page, page.say(f"invalid.{bar}"))
    assert {"man", "V1", page.desk.title("exception_reason", "no_woman_in_reach")} <= set(words_on(page))
    assert not [text for text in words_on(page) if "purpose" in text]
    screen.press(page.say("request.approve"), page)
    assert says(screen.window, page.say("waiting.decided"))
    assert shown(desk, seats, interview)["state"] == "approved"


def test_what_was_asked_for_a_plan_that_changed_can_only_be_turned_down(screen: Screen, seats: Seats) -> None:
    interview = plan(seats)
    asked = seats.do("investigator", interviews.ask_approval, seats.case, interview)
    seats.do("investigator", interviews.amend_plan, seats.case, interview, {"guardian_away": True})
    with pytest.raises(Conflict):
        seats.do("supervisor", requests.decide_request, seats.case, asked, True)
    desk = entered(screen, seats, "supervisor")
    page = screen.open("request", seats.case)
    assert says(page, page.say("waiting.stale"))
    assert not buttons(page, page.say("request.approve"))
    screen.press(page.say("request.turn_down"), page)
    assert desk.do(requests.list_requests) == ()
    assert shown(desk, seats, interview)["state"] == "planned"


def test_the_case_says_who_is_heard_how_often_it_was_told_and_how_the_account_stands(screen: Screen, seats: Seats) -> None:
    girl, today = party(seats, "V1"), seats.clock.today()
    seats.do("investigator", tellings.record_telling, seats.case, girl, "school", today)
    seats.do("investigator", tellings.record_step, seats.case, girl, "first", today - timedelta(days=2), "In her words.")
    seats.do("social_welfare", tellings.record_pressure, seats.case, girl, "family", today)
    interview = planned(seats, seats.case, girl, seats.clock.now() + timedelta(days=1), lambda kind, name: "text")
    approved(seats, seats.case, interview)
    entered(screen, seats, "investigator")
    page = screen.open("case", seats.case)
    screen.press(page.say("screen.tab_interviews"))
    assert says(page, page.say("interviews.led_by", state="Approved", who="investigator"))
    assert page.say("interviews.told", count=1) in words_on(page)
    assert not says(page, page.say("interviews.told_warn"))
    assert says(page, "In her words.")
    leads_to = {page.say(key) for key in ("plan.open_act", "brief.act", "checklist.act", "live.act", "plan.act")}
    assert all(buttons(page, words) for words in leads_to)
    assert screen.program.desk is not None
    screen.program.desk._desk.do(tellings.record_telling, seats.case, girl, "police", today)
    screen.rest()
    page.refresh()
    screen.rest()
    assert says(page, page.say("interviews.told_warn"))
    assert says(page, page.say("interviews.told_block"))


def test_a_signal_and_a_second_magistrates_statement_are_lifted_by_nothing_on_screen(screen: Screen, seats: Seats) -> None:
    girl = party(seats, "V1")
    interview = plan(seats, kind="s164")
    seats.do("prosecutor", charges.record_statement, seats.case, girl, "s164", seats.clock.today())
    seats.do("psychologist", notes.raise_signal, seats.case, "do_not_interview_before", seats.clock.today() + timedelta(days=9))
    entered(screen, seats, "investigator")
    page = on_plan(screen, seats, interview)
    assert stands(page, Bar.SECOND_S164, Bar.SIGNAL_IN_FORCE)
    assert not buttons(page, page.say("plan.ask"))
