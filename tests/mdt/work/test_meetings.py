"""Meetings, tasks and the calendar through the door: whose cases are named, what is due when, and what clashes."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from mdt.errors import Conflict, Invalid
from mdt.work import calendar, meetings, notes, staff
from mdt.work.casefile import open_case
from mdt.work.incidents import classify_case
from mdt.work.registration import register_case
from tests.make import Seats, add_member, plain_case
from tests.mdt.work.test_interviews import plan

DAYS = timedelta(days=1)


def meeting_of(seats: Seats, *cases: str) -> str:
    """A meeting two days from now with these cases on its agenda."""
    made = seats.do("supervisor", meetings.plan_meeting, None, seats.clock.now() + 2 * DAYS, "quiet_room", (seats.members["investigator"],))
    for case in cases:
        seats.do("supervisor", meetings.put_on_agenda, case, made)
    return made


def code_of(seats: Seats) -> str:
    return str(seats.do("investigator", open_case, seats.case).content["code"])


def test_a_case_is_due_a_month_after_it_came_a_week_where_a_signal_stands_and_again_after_it_was_looked_at(seats: Seats) -> None:
    (due,) = seats.do("investigator", meetings.cases_due)
    assert (due.due_on - due.last, due.acute) == (30 * DAYS, False)
    signal = seats.do("psychologist", notes.raise_signal, seats.case, "self_harm_precautions")
    (due,) = seats.do("investigator", meetings.cases_due)
    assert (due.due_on - due.last, due.acute) == (7 * DAYS, True)
    seats.do("psychologist", notes.lift_signal, seats.case, signal)
    seats.do("psychologist", notes.raise_signal, seats.case, "no_contact", seats.clock.today() - DAYS)
    assert not seats.do("investigator", meetings.cases_due)[0].acute
    made = meeting_of(seats, seats.case)
    item = seats.do("investigator", open_case, seats.case).content["agenda_items"][0]["id"]
    assert seats.do("investigator", meetings.cases_due)[0].last == due.last
    seats.do("investigator", meetings.record_findings, seats.case, item, "Gaps: the phone.")
    assert seats.do("investigator", meetings.cases_due)[0].last == seats.clock.today() + 2 * DAYS
    assert made


def test_a_meeting_names_a_case_to_its_team_and_counts_it_for_others(seats: Seats) -> None:
    add_member(seats, "outsider", "psychologist")
    own = seats.do("investigator", register_case, None, plain_case(parties=(), numbers=()))
    made = meeting_of(seats, seats.case, own)
    seen = seats.do("psychologist", meetings.open_meeting, None, made)
    assert ([line.code for line in seen.agenda], seen.restricted) == ([code_of(seats)], 1)
    assert (seen.chair, seen.present) == ("supervisor", ("investigator",))
    for user, lines, restricted in (("investigator", 2, 0), ("supervisor", 2, 0), ("outsider", 0, 2)):
        seen = seats.do(user, meetings.open_meeting, None, made)
        assert (len(seen.agenda), seen.restricted) == (lines, restricted), user
    seats.do("supervisor", staff.recuse_member, seats.case, seats.members["psychologist"], "kin")
    assert seats.do("psychologist", meetings.open_meeting, None, made).restricted == 2


def test_findings_are_read_by_those_who_may_read_accounts(seats: Seats) -> None:
    meeting_of(seats, seats.case)
    item = seats.do("investigator", open_case, seats.case).content["agenda_items"][0]["id"]
    seats.do("psychologist", meetings.record_findings, seats.case, item, "She needs rest.")
    seats.do("prosecutor", meetings.give_task, seats.case, "charge", seats.members["prosecutor"], seats.clock.today(), "Look at 22.", item)
    found = seats.do("investigator", meetings.read_item, seats.case, item)
    assert (found["findings"], found["tasks"][0]["what"], found["discussed"]) == ("She needs rest.", "Look at 22.", True)
    for user in ("supervisor", "social_welfare"):
        found = seats.do(user, meetings.read_item, seats.case, item)
        assert "findings" not in found
        assert "what" not in found["tasks"][0]


def test_an_agenda_holds_a_case_once_and_an_ended_meeting_no_more(seats: Seats) -> None:
    made = meeting_of(seats, seats.case)
    with pytest.raises(Conflict, match="on_agenda_already"):
        seats.do("supervisor", meetings.put_on_agenda, seats.case, made)
    with pytest.raises(Invalid):
        seats.do("supervisor", meetings.end_meeting, None, made, ("nobody",))
    seats.do("supervisor", meetings.end_meeting, None, made, (seats.members["psychologist"],))
    assert seats.do("investigator", meetings.open_meeting, None, made).present == ("psychologist",)
    own = seats.do("investigator", register_case, None, plain_case(parties=(), numbers=()))
    with pytest.raises(Conflict, match="meeting_over"):
        seats.do("supervisor", meetings.end_meeting, None, made, ())
    with pytest.raises(Conflict, match="meeting_over"):
        seats.do("investigator", meetings.put_on_agenda, own, made)


def test_a_task_is_given_to_the_team_for_a_day_to_come_and_done_once(seats: Seats) -> None:
    today, owner = seats.clock.today(), seats.members["social_welfare"]
    for wrong, field in (
        (("dance", owner, today), "kind"),
        (("safety", seats.members["supervisor"], today), "owner"),
        (("safety", owner, today - DAYS), "due_on"),
    ):
        with pytest.raises(Invalid) as fault:
            seats.do("psychologist", meetings.give_task, seats.case, *wrong)
        assert set(fault.value.fields) == {field}
    late = seats.do("psychologist", meetings.give_task, seats.case, "safety", owner, today + 5 * DAYS)
    soon = seats.do("supervisor", meetings.give_task, seats.case, "service", owner, today)
    assert [task.id for task, _ in seats.do("social_welfare", meetings.my_tasks)] == [soon, late]
    seats.do("social_welfare", meetings.finish_task, seats.case, soon)
    assert [task.id for task, _ in seats.do("social_welfare", meetings.my_tasks)] == [late]
    seats.do("psychologist", meetings.reopen_task, seats.case, soon)
    assert [task.id for task, _ in seats.do("social_welfare", meetings.my_tasks)] == [soon, late]
    seats.do("supervisor", staff.take_off_team, seats.case, owner)
    assert seats.do("social_welfare", meetings.my_tasks) == ()


def test_the_calendar_shows_what_is_hers_and_that_others_are_busy(seats: Seats) -> None:
    add_member(seats, "outsider", "psychologist")
    first, last = seats.clock.today(), seats.clock.today() + 40 * DAYS
    seats.do("investigator", classify_case, seats.case, {"next_event": "hearing", "next_event_on": first + 3 * DAYS})
    seats.do("investigator", meetings.give_task, seats.case, "other", seats.members["investigator"], first + DAYS)
    interview = plan(seats)
    meeting_of(seats, seats.case)
    span = seats.do("investigator", calendar.read_calendar, None, first, last)
    assert [one.kind for one in span.appointments] == ["interview", "task", "meeting", "event", "review"]
    assert {one.code for one in span.appointments if one.kind != "meeting"} == {code_of(seats)}
    assert span.appointments[0].record == interview
    (busy, called) = seats.do("outsider", calendar.read_calendar, None, first, last).appointments
    assert (busy.kind, busy.case, busy.code, busy.record, busy.what) == ("interview", None, None, None, "")
    assert busy.people == (seats.members["investigator"], seats.members["psychologist"])
    assert called.kind == "meeting"


def test_two_at_once_with_the_same_officer_in_the_same_room_clash(seats: Seats) -> None:
    plan(seats)
    plan(seats, alias="C1")
    span = seats.do("investigator", calendar.read_calendar, None, seats.clock.today(), seats.clock.today() + 2 * DAYS)
    (clash,) = span.clashes
    assert clash.people == {seats.members["investigator"], seats.members["psychologist"]}
    assert clash.room


@pytest.mark.parametrize("span", [(date(2026, 11, 2), date(2026, 11, 1)), (date(2026, 11, 1), date(2027, 2, 1))])
def test_a_span_that_runs_backwards_or_too_long(seats: Seats, span: tuple[date, date]) -> None:
    with pytest.raises(Invalid):
        seats.do("investigator", calendar.read_calendar, None, *span)


def test_meetings_are_listed_in_their_order_whether_one_is_called_or_not(seats: Seats) -> None:
    add_member(seats, "outsider", "psychologist")
    later = seats.do("supervisor", meetings.plan_meeting, None, seats.clock.now() + 9 * DAYS)
    soon = meeting_of(seats, seats.case)
    far = seats.do("supervisor", meetings.plan_meeting, None, seats.clock.now() + 400 * DAYS)
    for user in ("supervisor", "outsider"):
        listed = [meeting.id for meeting in seats.do(user, meetings.list_meetings)]
        assert listed == [soon, later], far
