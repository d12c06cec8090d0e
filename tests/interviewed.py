"""An interview from its plan to its end and a meeting about the case, with a text of the test's own in every closed field."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from mdt.model.interviews import Checklist, EssentialFact, Interview, Mark, Pressure, StatementStep, Telling
from mdt.model.meetings import AgendaItem, Task
from mdt.work import briefs, interviews, live, meetings, requests, tellings
from mdt.work.casefile import open_case
from mdt.work.interviews import NewFact, Plan
from tests.make import Seats

LINE = "nothing_of_others"
"""The line of every checklist that is ticked."""


def planned(seats: Seats, case: str, person: str, when: datetime, say: Callable[[type, str], str], **changes: Any) -> str:
    """A plan that the gate lets pass, led by the investigator, with one missing fact; returns the interview's id."""
    texts = {name: say(Interview, name) for name in ("purpose", "known", "unsaid", "needs", "interpreter", "exhibit", "exhibit_hash")}
    plan: dict[str, Any] = {"party": person, "lead": seats.members["investigator"], "second": seats.members["psychologist"]}
    plan |= {"planned_for": when, "preference": "no_preference", "room": "quiet_room", **texts, **changes}
    interview = seats.do("investigator", interviews.plan_interview, case, Plan(**plan))
    fact = NewFact(need=say(EssentialFact, "need"), why_only="only_person_knows", why=say(EssentialFact, "why"))
    seats.do("investigator", interviews.add_fact, case, interview, fact)
    return interview


def approved(seats: Seats, case: str, interview: str, reason: str | None = None) -> str:
    """Leave is asked and given; returns the request."""
    asked = seats.do("investigator", interviews.ask_approval, case, interview, reason)
    seats.do("supervisor", requests.decide_request, case, asked, True)
    return asked


def held(seats: Seats, case: str, interview: str, *said: str) -> None:
    """Begun, marked and ended."""
    seats.do("investigator", live.start_interview, case, interview)
    for place, mark in enumerate(("phase:introduction", "ask:invitation", *said), start=1):
        seats.do("investigator", live.mark, case, interview, place, mark)
    seats.do("investigator", live.end_interview, case, interview)


def closed(seats: Seats, case: str, interview: str, outcome: str, deviations: str) -> None:
    """Closed, with a call by the psychologist three hours later."""
    at = seats.clock.now() + timedelta(hours=3)
    seats.do("investigator", live.close_interview, case, interview, outcome, seats.members["psychologist"], at, deviations)


def whole_story(seats: Seats, case: str, person: str, say: Callable[[type, str], str], element: tuple[str, str] | None = None) -> str:
    """Everything this module can write of one person, ``element`` being a charge and its limb; returns the interview's id."""
    user, today = "investigator", seats.clock.today()
    seats.do(user, tellings.record_telling, case, person, "parent", today, say(Telling, "note"))
    seats.do(user, tellings.record_step, case, person, "withdrawn", today, say(StatementStep, "note"))
    seats.do(user, tellings.record_pressure, case, person, "family", today, say(Pressure, "by_whom"), say(Pressure, "how"))
    interview = planned(seats, case, person, seats.clock.now() + timedelta(days=1), say)
    if element:
        fact = NewFact(need="The limb that is missing.", why_only="record_unclear", charge=element[0], element=element[1])
        seats.do(user, interviews.add_fact, case, interview, fact)
    approved(seats, case, interview, "new_facts")
    held(seats, case, interview, f"note:{say(Mark, 'said')}")
    seats.do(user, briefs.fill_checklist, case, interview, (LINE,), say(Checklist, "remarks"))
    closed(seats, case, interview, say(Interview, "outcome"), say(Interview, "deviations"))
    meeting = seats.do("supervisor", meetings.plan_meeting, None, seats.clock.now() + timedelta(days=2), "quiet_room")
    item = seats.do("supervisor", meetings.put_on_agenda, case, meeting)
    seats.do(user, meetings.record_findings, case, item, say(AgendaItem, "findings"))
    owner = seats.members["psychologist"]
    seats.do("prosecutor", meetings.give_task, case, "evidence", owner, today, say(Task, "what"), item)
    return interview


def interview_of(seats: Seats, user: str, case: str) -> str:
    """The id of the first interview of a case, as a member sees it."""
    return str(seats.do(user, open_case, case).content["interviews"][0]["id"])
