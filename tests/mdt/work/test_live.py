"""Holding an interview through the door: who may, what a mark may say, none lost nor out of order, and no closing without a call."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from mdt.errors import Conflict, Invalid, Missing, Refused
from mdt.work import briefs, interviews, live, meetings, notes, staff
from mdt.work.casefile import open_case
from tests.interviewed import approved, held, planned
from tests.make import Seats, add_member
from tests.mdt.work.test_interviews import party, plan, say, shown

HOUR = timedelta(hours=1)


def ready(seats: Seats, **changes: Any) -> str:
    """An approved interview of the girl."""
    interview = plan(seats, **changes)
    approved(seats, seats.case, interview)
    return interview


def running(seats: Seats) -> str:
    """An interview under way."""
    interview = ready(seats)
    seats.do("investigator", live.start_interview, seats.case, interview)
    return interview


def mark(seats: Seats, interview: str, place: int, said: str, user: str = "investigator") -> None:
    seats.do(user, live.mark, seats.case, interview, place, said)


def close(seats: Seats, interview: str, after: timedelta = HOUR, owner: str = "psychologist", outcome: str = "account_full") -> None:
    at = seats.clock.now() + after
    seats.do("investigator", live.close_interview, seats.case, interview, outcome, seats.members[owner], at)


def test_it_begins_only_when_it_is_approved_and_only_by_who_leads_it(seats: Seats) -> None:
    interview = plan(seats)
    with pytest.raises(Conflict, match="not_approved"):
        seats.do("investigator", live.start_interview, seats.case, interview)
    approved(seats, seats.case, interview)
    other = add_member(seats, "other", "investigator")
    seats.do("supervisor", staff.add_to_team, seats.case, other)
    with pytest.raises(Refused, match="not_the_lead"):
        seats.do("other", live.start_interview, seats.case, interview)
    seats.do("psychologist", live.start_interview, seats.case, interview)
    assert shown(seats, interview)["state"] == "running"


def test_the_gate_is_asked_again_at_the_door_of_the_room(seats: Seats) -> None:
    interview = ready(seats)
    signal = seats.do("psychologist", notes.raise_signal, seats.case, "do_not_interview_before", seats.clock.today() + timedelta(days=30))
    with pytest.raises(Conflict, match="plan_changed"):
        seats.do("investigator", live.start_interview, seats.case, interview)
    seats.do("psychologist", notes.lift_signal, seats.case, signal)
    seats.do("investigator", live.start_interview, seats.case, interview)


def test_an_approval_of_another_plan_opens_nothing(seats: Seats) -> None:
    first, second = ready(seats), plan(seats, lead=seats.members["psychologist"], second=None)
    approval = shown(seats, first)["approval"]
    seats.take("investigator")
    seats.raw().execute("UPDATE interviews SET approval = ?, state = 'approved' WHERE id = ?", (approval, second))
    with pytest.raises(Conflict, match="plan_changed"):
        seats.do("psychologist", live.start_interview, seats.case, second)


@pytest.mark.parametrize(
    "said", ["ask:shouting", "phase:lunch", "distress:4", "pause:now", "stop:boredom", "told:", "note: ", "undo:x", "ask", "sing:song"]
)
def test_what_is_no_mark(seats: Seats, said: str) -> None:
    interview = running(seats)
    with pytest.raises(Invalid) as fault:
        mark(seats, interview, 1, said)
    assert set(fault.value.fields) == {"said"}
    assert shown(seats, interview)["marks"] == []


def test_a_place_holds_one_mark_and_marks_stand_in_their_order(seats: Seats) -> None:
    interview = running(seats)
    for place, said in ((2, "ask:directive"), (1, "ask:invitation"), (3, "distress:2")):
        mark(seats, interview, place, said, "psychologist" if place == 3 else "investigator")
    with pytest.raises(Conflict):
        mark(seats, interview, 2, "ask:suggestive")
    with pytest.raises(Invalid):
        mark(seats, interview, 0, "ask:invitation")
    view = seats.do("prosecutor", live.open_interview, seats.case, interview)
    assert [one["said"] for one in view.content["marks"]] == ["ask:invitation", "ask:directive", "distress:2"]
    assert view.tally is not None
    assert (view.tally.content, view.tally.spent, view.tally.distress) == (2, 1, 2)
    assert seats.do("supervisor", live.open_interview, seats.case, interview).tally is None


def test_a_thousand_marks_are_none_lost_and_none_out_of_order(seats: Seats) -> None:
    interview = running(seats)
    kinds = ("invitation", "cued", "directive", "choice", "facilitator")
    desk = seats.take("investigator")
    for place in range(1, 1001):
        desk.do(live.mark, seats.case, interview, place, f"ask:{kinds[place % 5]}")
    found = shown(seats, interview)["marks"]
    assert [one["said"] for one in found] == [f"ask:{kinds[place % 5]}" for place in range(1, 1001)]
    assert [one["place"] for one in found] == list(range(1, 1001))


def test_a_mark_is_never_changed_nor_taken_away(seats: Seats) -> None:
    interview = running(seats)
    mark(seats, interview, 1, "ask:suggestive")
    for statement in ("UPDATE marks SET place = 2", "DELETE FROM marks"):
        with pytest.raises(Exception, match="append-only"):
            seats.raw().execute(statement)


def test_it_does_not_close_without_somebody_who_calls_in_time(seats: Seats) -> None:
    interview = running(seats)
    with pytest.raises(Conflict, match="not_held"):
        close(seats, interview)
    seats.do("investigator", live.end_interview, seats.case, interview)
    with pytest.raises(Conflict, match="not_running"):
        mark(seats, interview, 1, "ask:invitation")
    for after in (timedelta(hours=25), -HOUR):
        with pytest.raises(Invalid) as fault:
            close(seats, interview, after)
        assert set(fault.value.fields) == {"aftercare_at"}
    with pytest.raises(Invalid) as fault:
        close(seats, interview, owner="supervisor")
    assert set(fault.value.fields) == {"aftercare_owner"}
    with pytest.raises(Invalid):
        close(seats, interview, outcome="success")
    close(seats, interview, timedelta(hours=24))
    assert shown(seats, interview)["state"] == "closed"
    ((task, code),) = seats.do("psychologist", meetings.my_tasks)
    assert (task.kind, task.case) == ("call_after_interview", seats.case)
    assert code == seats.do("investigator", open_case, seats.case).content["code"]


def test_a_third_interview_needs_a_reason_and_each_is_counted_as_a_telling(seats: Seats) -> None:
    for tellings in (0, 1):
        interview = ready(seats) if tellings == 0 else plan(seats)
        assert seats.do("investigator", live.open_interview, seats.case, interview).tellings == tellings
        if tellings:
            approved(seats, seats.case, interview)
        held(seats, seats.case, interview)
    third = plan(seats)
    with pytest.raises(Invalid) as fault:
        seats.do("investigator", interviews.ask_approval, seats.case, third)
    assert set(fault.value.fields) == {"too_many_interviews", "told_too_often"}
    approved(seats, seats.case, third, "new_facts")


def test_the_brief_holds_what_the_lead_needs(seats: Seats) -> None:
    interview = ready(seats, support=party(seats, "C1"))
    brief = seats.do("investigator", briefs.read_brief, seats.case, interview)
    assert (brief.alias, brief.lead, brief.second, brief.support) == ("V1", "investigator", "psychologist", "C1")
    assert brief.facts == (("EssentialFact need", "only_person_knows"),)
    assert (brief.known, brief.unsaid) == ("Interview known", "Interview unsaid")


def test_a_checklist_is_kept_with_its_version_and_an_older_filling_stays(seats: Seats) -> None:
    interview = plan(seats)
    with pytest.raises(Invalid):
        seats.do("investigator", briefs.fill_checklist, seats.case, interview, ("sing",))
    for ticks in (("rules",), ("closure", "rules")):
        seats.do("psychologist", briefs.fill_checklist, seats.case, interview, ticks, say(str, "remark"))
    filled = shown(seats, interview)["checklists"]
    assert [(one["form"], one["form_version"], one["ticks"]) for one in filled] == [
        ("child_interview", 1, "rules"),
        ("child_interview", 1, "rules closure"),
    ]


def test_an_interview_of_another_case_is_not_there(seats: Seats) -> None:
    with pytest.raises(Missing):
        seats.do("investigator", live.open_interview, seats.case, "0" * 24)
    assert planned(seats, seats.case, party(seats, "V1"), seats.clock.now() + HOUR, say)
