"""Minutes gathered through the door: each reader gets the findings she may read, and cases of others are only counted."""

from __future__ import annotations

from datetime import timedelta

from mdt.catalogue.load import load_catalogue
from mdt.model.minutes import MinutesContent
from mdt.work import meetings
from mdt.work.casefile import open_case
from mdt.work.minutes import gather_minutes
from mdt.work.registration import register_case
from tests.make import Seats, add_member, plain_case

FINDINGS, WHAT = "The aunt knows, and says nothing.", "Ask the aunt again."


def minuted(seats: Seats) -> str:
    """A meeting over the case and one more of the investigator's, with findings and a task."""
    own = seats.do("investigator", register_case, None, plain_case(parties=(), numbers=()))
    called = (seats.members["investigator"], seats.members["psychologist"])
    made = seats.do("supervisor", meetings.plan_meeting, None, seats.clock.now() + timedelta(days=2), "quiet_room", called)
    item = seats.do("supervisor", meetings.put_on_agenda, seats.case, made)
    seats.do("investigator", meetings.put_on_agenda, own, made)
    seats.do("psychologist", meetings.record_findings, seats.case, item, FINDINGS)
    owner, due = seats.members["social_welfare"], seats.clock.today() + timedelta(days=3)
    task = seats.do("investigator", meetings.give_task, seats.case, "safety", owner, due, WHAT, item)
    seats.do("social_welfare", meetings.finish_task, seats.case, task)
    return made


def gathered(seats: Seats, user: str, meeting: str) -> MinutesContent:
    return gather_minutes(seats.take(user), load_catalogue(), meeting, seats.clock.today())


def test_whoever_may_read_accounts_gets_findings_and_others_that_there_are_some(seats: Seats) -> None:
    made = minuted(seats)
    code = str(seats.do("investigator", open_case, seats.case).content["code"])
    for user, reads, lines in (
        ("investigator", True, 2),
        ("psychologist", True, 1),
        ("supervisor", False, 2),
        ("social_welfare", False, 1),
    ):
        found = gathered(seats, user, made)
        assert (len(found.cases), found.restricted) == (lines, 2 - lines), user
        line = next(line for line in found.cases if line.code == code)
        assert (line.discussed, line.findings, line.withheld) == (True, FINDINGS if reads else None, not reads), user
        (task,) = line.tasks
        assert (task.owner, task.what, task.done_on) == ("social_welfare", WHAT if reads else None, seats.clock.today()), user
        assert not any(other.discussed or other.withheld or other.tasks for other in found.cases if other.code != code)
        assert (found.prepared_by, found.chair, found.present, found.ended) == (user, "supervisor", ("investigator", "psychologist"), False)


def test_whoever_comes_near_no_case_gets_a_number_and_no_code(seats: Seats) -> None:
    made = minuted(seats)
    add_member(seats, "outsider", "prosecutor")
    found = gathered(seats, "outsider", made)
    assert (found.cases, found.restricted) == ((), 2)
