"""One call of every use case about interviews, meetings and the calendar."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from mdt.model.cases import Request
from mdt.model.interviews import Interview
from mdt.policy.actions import Action
from mdt.work import briefs, calendar, interviews, live, meetings, tellings
from mdt.work.desk import UseCase, Work
from mdt.work.interviews import NewFact, Plan
from tests.interviewed import planned
from tests.make import Seats
from tests.mdt.work.call import Sample, Scene, desk_wide
from tests.mdt.work.marked import DAY, first_id, party_of

NEXT_YEAR = date(2027, 1, 4)


def put_at(seats: Seats, state: str) -> str:
    """A fresh plan of the marked case, approved, and set on by hand to a state; the walk there is tested in test_live."""
    person = party_of(seats, "C1")
    interview = planned(seats, seats.case, person, seats.clock.now() + timedelta(days=1), lambda kind, field: "plain words")
    if state == "planned":
        return interview
    asked = seats.do("investigator", interviews.ask_approval, seats.case, interview, "new_facts")

    def put(work: Work) -> None:
        request, found = work.store.records.one(Request, asked), work.store.records.one(Interview, interview)
        work.store.records.change(request, decided_by=work.actor.id, decided_on=work.clock.today(), decision="approved")
        work.store.log.state("decide", work.at_case, asked, "approved", work.clock.today())
        moments: dict[str, Any] = {"running": {"started_at": work.store.moment()}, "held": {"ended_at": work.store.moment()}}
        work.store.records.change(found, state=state, **moments.get(state, {}))

    seats.do("supervisor", UseCase("planted", Action.DECIDE_REQUEST, frozenset(), True, put), seats.case)
    return interview


def plan_at(state: str, *more: Any) -> Scene:
    """An interview in a state, and the arguments after it."""
    return lambda seats: (put_at(seats, state), *more)


def _plan(seats: Seats) -> tuple[Any, ...]:
    return (Plan(party=party_of(seats, "V1"), purpose="What only she can tell."),)


def _fact(seats: Seats) -> tuple[Any, ...]:
    interview = put_at(seats, "planned")
    return (seats.do("investigator", interviews.add_fact, seats.case, interview, NewFact(need="Which account.", why_only="device_gone")),)


def _taken_back(seats: Seats) -> tuple[Any, ...]:
    return (seats.do("investigator", interviews.cancel_interview, seats.case, put_at(seats, "planned")),)


def _closing(seats: Seats) -> tuple[Any, ...]:
    at = seats.clock.now() + timedelta(hours=3)
    return put_at(seats, "held"), "account_full", seats.members["social_welfare"], at


def _meeting(seats: Seats) -> str:
    return seats.do("supervisor", meetings.plan_meeting, None, seats.clock.now() + timedelta(days=4))


def _item(seats: Seats) -> str:
    return first_id(seats, "supervisor", "agenda_items")


def _task(seats: Seats) -> tuple[Any, ...]:
    return (seats.do("supervisor", meetings.give_task, seats.case, "other", seats.members["psychologist"], NEXT_YEAR),)


def _told(seats: Seats) -> tuple[Any, ...]:
    return (party_of(seats, "V1"),)


INTERVIEW_SAMPLES: tuple[Sample, ...] = (
    Sample(interviews.plan_interview, _plan),
    Sample(interviews.amend_plan, plan_at("planned", {"minutes": 30})),
    Sample(interviews.add_fact, plan_at("planned", NewFact(need="Which account.", why_only="device_gone"))),
    Sample(interviews.drop_fact, _fact),
    Sample(interviews.cancel_interview, plan_at("planned")),
    Sample(interviews.resume_plan, _taken_back),
    Sample(interviews.judge_plan, plan_at("planned")),
    Sample(interviews.ask_approval, plan_at("planned", "new_facts")),
    Sample(live.start_interview, plan_at("approved")),
    Sample(live.mark, plan_at("running", 1, "ask:invitation")),
    Sample(live.end_interview, plan_at("running")),
    Sample(live.close_interview, _closing),
    Sample(live.open_interview, plan_at("held")),
    Sample(briefs.read_brief, plan_at("approved")),
    Sample(briefs.fill_checklist, plan_at("approved", ("rules",))),
    Sample(tellings.record_telling, lambda seats: (*_told(seats), "school", DAY)),
    Sample(tellings.record_step, lambda seats: (*_told(seats), "reaffirmed", DAY)),
    Sample(tellings.record_pressure, lambda seats: (*_told(seats), "none_found", DAY)),
    desk_wide(meetings.cases_due),
    desk_wide(meetings.plan_meeting, lambda seats: (seats.clock.now() + timedelta(days=3),)),
    desk_wide(meetings.open_meeting, lambda seats: (_meeting(seats),)),
    desk_wide(meetings.end_meeting, lambda seats: (_meeting(seats), (seats.members["investigator"],))),
    desk_wide(meetings.my_tasks),
    desk_wide(calendar.read_calendar, lambda seats: (date(2026, 11, 1), date(2026, 12, 20))),
    Sample(meetings.put_on_agenda, lambda seats: (_meeting(seats),)),
    Sample(meetings.record_findings, lambda seats: (_item(seats), "Found.")),
    Sample(meetings.read_item, lambda seats: (_item(seats),)),
    Sample(meetings.give_task, lambda seats: ("other", seats.members["psychologist"], NEXT_YEAR)),
    Sample(meetings.finish_task, _task),
    Sample(meetings.reopen_task, _task),
    desk_wide(meetings.list_meetings),
)
