"""The due list through the door: what the desk's records start and stop, who sees what of it, and what is taken up when it is read."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from mdt.errors import Conflict, Invalid, Missing, Refused
from mdt.model.boards import VIEWS
from mdt.work import charges, clocks, contacts, due, incidents, meetings, notes, people, staff, stages
from mdt.work.casefile import open_case
from mdt.work.due import DueItem, read_due
from mdt.work.forms import NewNumber, NewParty
from mdt.work.interviews import cancel_interview
from mdt.work.registration import number_case, register_case
from tests.interviewed import approved, closed, held, planned
from tests.make import TEAM_ROLES, Seats, add_member, plain_case
from tests.mdt.work.samples import close, reach_stage

DAYS, HOURS = timedelta(days=1), timedelta(hours=1)
FIR_DAY = date(2026, 11, 10)
OTHER = plain_case(numbers=(), parties=(NewParty(role="victim"),))


def items(seats: Seats, user: str = "investigator", view: str = "team") -> dict[str, DueItem]:
    """What is due, by rule; the last of several."""
    return {item.rule: item for item in seats.do(user, read_due, None, view).items}


def party(seats: Seats, alias: str) -> str:
    found = seats.do("investigator", open_case, seats.case).content["parties"]
    return str(next(one["id"] for one in found if one["alias"] == alias))


def give_fir(seats: Seats, day: date = FIR_DAY) -> None:
    new = NewNumber(kind="fir", text="88/2026", circle="Multan", dated=day)
    seats.do("investigator", number_case, seats.case, new)


def test_a_registered_case_owes_its_victim_a_word_and_the_team_a_look(seats: Seats) -> None:
    found = items(seats)
    assert set(found) == {"update", "review"}
    update = found["update"]
    assert (update.named, update.owner, update.state) == ("V1", "investigator", "over")
    assert update.due_at is not None
    assert update.due_at.date() == date(2026, 11, 2) + 14 * DAYS


def test_the_number_of_an_fir_starts_three_clocks_and_challans_stop_two(seats: Seats) -> None:
    give_fir(seats)
    assert {"challan14", "interim17", "s164"} <= set(items(seats))
    reach_stage(seats, "investigation")
    seats.do("investigator", charges.record_statement, seats.case, party(seats, "V1"), "s164", seats.clock.today(), "Told.")
    assert "s164" not in items(seats)
    seats.do("investigator", stages.move_to_challan, seats.case, "interim_challan", {"challan_date": "2026-11-20", "court": "Multan"})
    found = set(items(seats))
    assert "interim17" not in found
    assert "challan14" in found


def test_an_arrest_runs_for_each_accused_until_the_court_saw_him(seats: Seats) -> None:
    accused = party(seats, "A1")
    seats.do("investigator", incidents.record_arrest, seats.case, accused, seats.clock.today())
    found = items(seats)["produce"]
    assert (found.named, found.state) == ("A1", "soon")
    assert found.due_at == datetime(2026, 11, 20, 19, 0, tzinfo=UTC), "a day without an hour counts from its first minute"
    seats.do("investigator", clocks.record_event, seats.case, "first_remand", seats.clock.today(), None, accused)
    assert {"remand14", "remand30"} <= set(items(seats))
    assert "produce" not in items(seats)


def test_an_event_with_an_hour_counts_from_it_and_can_be_taken_back(seats: Seats) -> None:
    at = seats.clock.now() - 5 * HOURS
    made = seats.do("investigator", clocks.record_event, seats.case, "search", at.date(), at)
    assert items(seats)["search24"].due_at == at + 24 * HOURS
    seats.do("investigator", clocks.withdraw_event, seats.case, made)
    assert "search24" not in items(seats)


def test_what_the_desk_finds_by_itself_and_what_is_to_come_is_not_recorded_by_hand(seats: Seats) -> None:
    for kind, day in (("fir", FIR_DAY), ("nothing", FIR_DAY), ("search", seats.clock.today() + DAYS)):
        with pytest.raises(Invalid):
            seats.do("investigator", clocks.record_event, seats.case, kind, day)
    other = seats.do("investigator", register_case, None, OTHER)
    of_other = seats.do("investigator", open_case, other).content["parties"][0]["id"]
    with pytest.raises(Missing):
        seats.do("investigator", clocks.record_event, seats.case, "search", FIR_DAY, None, of_other)


def test_a_report_of_the_laboratory_owes_the_victim_a_word_and_ends_the_chase(seats: Seats) -> None:
    seats.do("investigator", clocks.record_event, seats.case, "lab_handed", date(2026, 9, 1))
    assert items(seats)["forensic_chase"].state == "over"
    seats.do("investigator", clocks.record_event, seats.case, "report_received", seats.clock.today())
    found = items(seats)
    assert "forensic_chase" not in found
    due_at = found["update_forensic"].due_at
    assert due_at is not None
    assert due_at.date() == date(2026, 11, 25), "three working days from a Friday, Saturday and Sunday left out"
    seats.do("supervisor", clocks.enter_holiday, None, date(2026, 11, 24), "Announced")
    moved = items(seats)["update_forensic"].due_at
    assert moved is not None
    assert moved.date() == date(2026, 11, 26)
    seats.clock.pass_by(hours=1)
    seats.do("psychologist", contacts.log_contact, seats.case, party(seats, "V1"), "contacted", "call", ("forensic_status",))
    assert "update_forensic" not in items(seats)


def test_after_an_interview_somebody_calls_and_that_is_that(seats: Seats) -> None:
    person = party(seats, "C1")
    interview = planned(seats, seats.case, person, seats.clock.now() + DAYS, lambda kind, field: "plain words")
    approved(seats, seats.case, interview)
    held(seats, seats.case, interview)
    assert items(seats)["wellbeing"].owner == "investigator"
    closed(seats, seats.case, interview, "account_full", "None.")
    found = items(seats)
    assert found["wellbeing"].owner == found["aftercare"].owner == "psychologist"
    assert found["aftercare"].due_at == seats.clock.now() + 4 * HOURS
    seats.clock.pass_by(hours=1)
    seats.do("psychologist", contacts.log_contact, seats.case, person, "contacted", "call", ("protection",))
    assert {"wellbeing", "aftercare"} & set(items(seats)) == set()


def test_high_risk_and_a_signal_shorten_clocks_and_come_first(seats: Seats) -> None:
    other = seats.do("investigator", register_case, None, OTHER)
    seats.do("investigator", people.amend_party, seats.case, party(seats, "V1"), {"risk": "high"})
    seats.do("psychologist", notes.raise_signal, seats.case, "no_contact")
    found = seats.do("investigator", read_due).items
    hers = [item.rule for item in found if item.case == seats.case]
    assert set(hers) == {"update_high_risk", "review_acute"}
    late = [(item.case == seats.case, item.harm) for item in found if item.state == "over"]
    assert late[:2] == [(True, 3), (True, 3)]
    assert all(item.harm == 1 for item in found if item.case == other)


def test_a_task_is_its_owners_and_a_flag_goes_only_with_a_note(seats: Seats) -> None:
    today = seats.clock.today()
    task = seats.do("supervisor", meetings.give_task, seats.case, "charge", seats.members["prosecutor"], today)
    flag = seats.do("psychologist", clocks.raise_flag, seats.case, today + 2 * DAYS, "Ask how she sleeps.")
    found = items(seats)
    assert (found["task"].owner, found["task"].named, found["flag"].owner) == ("prosecutor", "charge", "investigator")
    assert set(items(seats, "prosecutor", "mine")) == {"task"}
    seats.do("prosecutor", meetings.finish_task, seats.case, task)
    with pytest.raises(Invalid):
        seats.do("prosecutor", clocks.resolve_flag, seats.case, flag, "  ")
    assert set(items(seats)) >= {"flag"}
    seats.do("prosecutor", clocks.resolve_flag, seats.case, flag, "Asked; she sleeps.")
    assert {"task", "flag"} & set(items(seats)) == set()
    with pytest.raises(Conflict):
        seats.do("prosecutor", clocks.resolve_flag, seats.case, flag, "Once more.")
    with pytest.raises(Invalid):
        seats.do("prosecutor", clocks.raise_flag, seats.case, today - DAYS, "Late.")
    with pytest.raises(Refused):
        seats.do("social_welfare", clocks.raise_flag, seats.case, today, "What she may not read she may not write.")


def test_a_pause_stops_the_clock_with_a_reason_and_its_time_is_told_apart(seats: Seats) -> None:
    clock = f"update.{party(seats, 'V1')}"
    seats.do("investigator", clocks.pause_clock, seats.case, clock, "lab")
    found = items(seats)["update"]
    assert (found.state, found.due_at, found.why_paused) == ("paused", None, "lab")
    with pytest.raises(Conflict):
        seats.do("investigator", clocks.pause_clock, seats.case, clock, "lab")
    seats.clock.pass_by(days=3)
    seats.do("investigator", clocks.resume_clock, seats.case, clock)
    found = items(seats)["update"]
    assert (found.paused, found.why_paused) == (3 * DAYS, "")
    with pytest.raises(Conflict):
        seats.do("investigator", clocks.resume_clock, seats.case, clock)


def test_the_law_goes_on_and_a_clock_that_does_not_run_cannot_stand(seats: Seats) -> None:
    give_fir(seats)
    for clock in ("challan14.", "update.nobody", "nothing."):
        with pytest.raises(Invalid):
            seats.do("investigator", clocks.pause_clock, seats.case, clock, "lab")
    with pytest.raises(Invalid):
        seats.do("investigator", clocks.pause_clock, seats.case, "review.", "no reason of the list")


@pytest.mark.parametrize("user", [*TEAM_ROLES, "supervisor"])
def test_nothing_leaks_of_cases_one_may_not_come_near(seats: Seats, user: str) -> None:
    """A restricted case is its team's and the supervisor's; a recused member learns nothing, whatever the view."""
    other = seats.do("investigator", register_case, None, OTHER)
    seats.do("supervisor", staff.restrict_case, other, True)
    near = {seats.case, other} if user in ("investigator", "supervisor") else {seats.case}
    for view in VIEWS:
        board = seats.do(user, read_due, None, view)
        assert {item.case for item in board.items} <= near, view
    assert {item.case for item in seats.do(user, read_due).items} == near
    away = "prosecutor" if user == "supervisor" else "supervisor"
    if user != "supervisor":
        seats.do(away, staff.recuse_member, seats.case, seats.members[user], "kin")
    else:
        seats.do(user, staff.recuse_self, seats.case, "kin")
    left = near - {seats.case}
    for view in VIEWS:
        board = seats.do(user, read_due, None, view)
        assert {item.case for item in board.items} <= left, view
        assert board.whole == len(board.items)
    assert seats.do(user, due.escalate_overdue) == 0 or left
    assert seats.case not in {str(row[0]) for row in seats.raw().execute('SELECT "case" FROM escalations')}


def test_a_case_that_is_over_runs_no_clock(seats: Seats) -> None:
    close(seats)
    assert seats.do("supervisor", read_due).items == ()


def test_overdue_work_is_taken_up_once_a_level_by_whoever_reads(seats: Seats) -> None:
    seats.do("investigator", clocks.record_event, seats.case, "lab_handed", seats.clock.today() - 32 * DAYS)
    assert {item.rule for item in items(seats).values() if item.state == "over"} == {"update", "forensic_chase"}
    assert seats.do("investigator", read_due).to_escalate == 1, "what is late by a day is not taken up yet"
    assert seats.do("investigator", due.escalate_overdue) == 1
    assert seats.do("supervisor", due.escalate_overdue) == 0
    (item,) = seats.do("supervisor", read_due, None, "escalated").items
    assert (item.rule, item.level) == ("update", "supervisor")
    seats.clock.pass_by(days=4)
    assert seats.do("supervisor", due.escalate_overdue) == 2
    assert seats.do("psychologist", due.escalate_overdue) == 0
    levels = {rule: item.level for rule, item in items(seats, "supervisor", "escalated").items()}
    assert levels == {"update": "circle_head", "forensic_chase": "supervisor"}
    entry = seats.raw().execute("SELECT outcome FROM events WHERE act = 'escalate_overdue' AND writes <> '[]'").fetchall()
    assert [row[0] for row in entry] == ["done", "done"]
    seats.do("investigator", contacts.log_contact, seats.case, party(seats, "V1"), "contacted", "call", ("no_change",))
    assert set(items(seats, "supervisor", "escalated")) == {"forensic_chase"}


def test_a_case_that_nobody_leads_is_on_the_list_of_what_nobody_owns(seats: Seats) -> None:
    assert seats.do("supervisor", read_due, None, "missing_owner").items == ()
    seats.do("supervisor", staff.recuse_member, seats.case, seats.members["investigator"], "kin")
    found = seats.do("supervisor", read_due, None, "missing_owner").items
    assert {item.rule for item in found} == {"update", "review"}
    assert {item.owner for item in found} == {None}


def test_people_nobody_told_anything_stand_on_a_board_of_their_own_with_the_reason(seats: Seats) -> None:
    assert items(seats, view="silent") == {}
    seats.clock.pass_by(days=13)
    (found,) = items(seats, view="silent").values()
    assert (found.rule, found.tried, (seats.clock.now() - found.began).days) == ("update", "", 31)
    seats.do("investigator", contacts.log_contact, seats.case, party(seats, "V1"), "unsafe", "call")
    assert items(seats, view="silent")["update"].tried == "unsafe"
    seats.clock.pass_by(hours=1)
    seats.do("investigator", contacts.log_contact, seats.case, party(seats, "V1"), "contacted", "visit", ("stage_change",))
    assert items(seats, view="silent") == {}
    told = items(seats)["update"]
    assert told.due_at is not None
    assert told.due_at.date() == seats.clock.today() + 14 * DAYS


def test_a_case_without_a_victim_owes_the_word_to_whoever_complained(seats: Seats) -> None:
    complaint = plain_case(numbers=(), parties=(NewParty(role="complainant", names=("Nobody Known",)),))
    made = seats.do("investigator", register_case, None, complaint)
    (item,) = [item for item in seats.do("investigator", read_due).items if item.case == made and item.rule == "update"]
    assert item.named == "C1"


def test_a_holiday_is_entered_once_by_the_supervisor_and_can_be_taken_back(seats: Seats) -> None:
    day = date(2026, 12, 25)
    made = seats.do("supervisor", clocks.enter_holiday, None, day, "Announced")
    with pytest.raises(Conflict):
        seats.do("supervisor", clocks.enter_holiday, None, day, "Again")
    with pytest.raises(Refused):
        seats.do("investigator", clocks.enter_holiday, None, day + DAYS, "Not hers to say")
    assert [one.day for one in seats.do("prosecutor", clocks.list_holidays)] == [day]
    seats.do("supervisor", clocks.drop_holiday, None, made)
    assert seats.do("prosecutor", clocks.list_holidays) == ()


def test_an_outsider_and_a_plan_that_was_taken_back_change_nothing(seats: Seats) -> None:
    add_member(seats, "outsider", "psychologist")
    assert seats.do("outsider", read_due).whole == 0
    interview = planned(seats, seats.case, party(seats, "C1"), seats.clock.now() + DAYS, lambda kind, field: "plain words")
    seats.do("investigator", cancel_interview, seats.case, interview)
    assert {"wellbeing", "aftercare"} & set(items(seats)) == set()


def test_the_case_page_is_told_the_same_clocks(seats: Seats) -> None:
    give_fir(seats)
    shown: list[dict[str, Any]] = seats.do("investigator", open_case, seats.case).content["clocks"]
    listed = {(item.rule, item.about): item for item in seats.do("investigator", read_due).items}
    assert {(one["rule"], one["about"]) for one in shown} == set(listed)
    assert [one["state"] for one in shown] == sorted((one["state"] for one in shown), key=due.STATES.index)
