"""How often it was told, how the account stands, and who pressed."""

from __future__ import annotations

from datetime import timedelta

import pytest

from mdt.errors import Invalid
from mdt.work import live, meetings, tellings
from mdt.work.casefile import open_case
from tests.make import Seats
from tests.mdt.work.test_interviews import party, plan


def test_each_telling_counts_whoever_heard_it(seats: Seats) -> None:
    girl, today = party(seats, "V1"), seats.clock.today()
    for user, told_to in (("social_welfare", "school"), ("psychologist", "counsellor"), ("investigator", "police")):
        seats.do(user, tellings.record_telling, seats.case, girl, told_to, today, "Said in tears.")
    seats.do("investigator", tellings.record_telling, seats.case, party(seats, "C1"), "parent")
    assert seats.do("investigator", live.open_interview, seats.case, plan(seats)).tellings == 3
    assert "note" not in seats.do("social_welfare", open_case, seats.case).content["tellings"][0]


def test_an_account_that_was_withdrawn_asks_for_a_look_at_pressure_within_three_days(seats: Seats) -> None:
    girl, today = party(seats, "V1"), seats.clock.today()
    seats.do("social_welfare", tellings.record_step, seats.case, girl, "first", today)
    assert seats.do("social_welfare", meetings.my_tasks) == ()
    seats.do("social_welfare", tellings.record_step, seats.case, girl, "withdrawn", today, "She says nothing happened.")
    ((task, _),) = seats.do("social_welfare", meetings.my_tasks)
    assert (task.kind, task.due_on) == ("look_for_pressure", today + timedelta(days=3))
    seats.do("psychologist", tellings.record_pressure, seats.case, girl, "family", today, "An uncle", "Shame")
    assert seats.do("social_welfare", meetings.my_tasks) == ()
    found = seats.do("prosecutor", open_case, seats.case).content
    assert [step["kind"] for step in found["statement_steps"]] == ["first", "withdrawn"]
    assert (found["pressures"][0]["by_whom"], found["pressures"][0]["how"]) == ("An uncle", "Shame")


def test_nothing_of_it_is_said_of_an_accused_nor_of_a_day_to_come(seats: Seats) -> None:
    accused, girl, tomorrow = party(seats, "A1"), party(seats, "V1"), seats.clock.today() + timedelta(days=1)
    for job, more in (
        (tellings.record_telling, ("school",)),
        (tellings.record_step, ("first", seats.clock.today())),
        (tellings.record_pressure, ("family", seats.clock.today())),
    ):
        with pytest.raises(Invalid) as fault:
            seats.do("investigator", job, seats.case, accused, *more)
        assert set(fault.value.fields) == {"party"}
        with pytest.raises(Invalid):
            seats.do("investigator", job, seats.case, girl, more[0], tomorrow)
        with pytest.raises(Invalid):
            seats.do("investigator", job, seats.case, girl, "nobody", seats.clock.today())
    assert seats.do("investigator", open_case, seats.case).content["tellings"] == []
