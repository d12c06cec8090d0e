"""Plans taken back and up again, judged before they are saved, missed as a gap; and the gate at the use cases themselves."""

from __future__ import annotations

from typing import Any

import pytest

from mdt.errors import Conflict, Invalid
from mdt.policy.gate import Bar
from mdt.work import interviews, live
from mdt.work.casefile import open_case
from tests.interviewed import approved
from tests.make import Seats
from tests.mdt.work.samples import reach_stage
from tests.mdt.work.test_interviews import amend, asked, man, party, plan, shown, standing


def test_a_plan_that_was_taken_back_is_taken_up_again_and_needs_leave_anew(seats: Seats) -> None:
    interview = plan(seats)
    approved(seats, seats.case, interview)
    with pytest.raises(Conflict, match="not_taken_back"):
        seats.do("investigator", interviews.resume_plan, seats.case, interview)
    seats.do("investigator", interviews.cancel_interview, seats.case, interview)
    seats.do("investigator", interviews.resume_plan, seats.case, interview)
    assert (shown(seats, interview)["state"], shown(seats, interview)["approval"]) == ("planned", None)


def test_what_would_stand_is_said_before_anything_is_saved(seats: Seats) -> None:
    interview, girl = plan(seats), party(seats, "V1")

    def judged(of: str | None, **changes: Any) -> set[Bar]:
        found = seats.do("investigator", interviews.judge_plan, seats.case, of, changes)
        return set(found)

    assert judged(interview, lead=None, purpose="Left unread.") == {Bar.NO_LEAD}
    assert judged(None, party=girl) == {Bar.NO_LEAD, Bar.NO_TIME, Bar.NO_FACTS, Bar.PREFERENCE_NOT_ASKED}
    assert standing(seats, interview) == ()


def test_a_victim_whom_nobody_is_to_hear_is_a_gap_from_verification_on(seats: Seats) -> None:
    def lacks() -> bool:
        return "interview_lead" in seats.do("investigator", open_case, seats.case).content["missing"]

    assert not lacks()
    reach_stage(seats, "verification")
    assert lacks()
    interview = plan(seats, lead=None, second=None)
    assert lacks()
    amend(seats, interview, lead=seats.members["investigator"])
    assert not lacks()
    seats.do("investigator", interviews.cancel_interview, seats.case, interview)
    assert lacks()


def test_the_gate_holds_at_the_door_itself(seats: Seats) -> None:
    """Whoever calls the use cases directly meets the same gate: asked without a reason, approved, begun."""
    lead = man(seats, trained=None)
    interview = plan(seats, lead=lead, second=None)
    with pytest.raises(Invalid, match="needs_exception"):
        asked(seats, interview)
    with pytest.raises(Conflict, match="not_approved"):
        seats.do("man", live.start_interview, seats.case, interview)
    amend(seats, interview, preference="not_asked")
    with pytest.raises(Invalid, match="barred"):
        asked(seats, interview, "no_woman_in_reach")
    with pytest.raises(Conflict, match="not_approved"):
        seats.do("man", live.start_interview, seats.case, interview)
