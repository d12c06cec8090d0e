"""Every combination of lead, preference, exception and person, walked through the door up to the room itself."""

from __future__ import annotations

from datetime import date
from itertools import product
from typing import Any

import pytest
from sqlcipher3 import dbapi2

from mdt.errors import DeskError
from mdt.work import interviews, live, requests, staff
from tests.make import Seats, add_member
from tests.mdt.work.test_interviews import plan

TRAINED = date(2025, 1, 1)
LEADS: dict[str, tuple[str, date | None]] = {
    "woman": ("female", TRAINED),
    "green_woman": ("female", None),
    "trained_man": ("male", TRAINED),
    "green_man": ("male", None),
}
PREFERENCES = ("not_asked", "female", "male", "named", "named_other", "no_preference")


def enters(seats: Seats, interview: str, lead: str, reason: str | None) -> bool:
    """Whether anybody gets into the room: leave is asked with or without a reason, given by a supervisor, and the lead begins."""
    try:
        request = seats.do("investigator", interviews.ask_approval, seats.case, interview, reason)
        seats.do("supervisor", requests.decide_request, seats.case, request, True)
    except DeskError:
        pass
    try:
        seats.do(lead, live.start_interview, seats.case, interview)
    except DeskError:
        return False
    return True


def test_nobody_unfit_gets_into_the_room_and_every_exception_is_counted(seats: Seats) -> None:
    members = {name: add_member(seats, name, "investigator", sex=sex, trained=trained) for name, (sex, trained) in LEADS.items()}
    for identity in members.values():
        seats.do("supervisor", staff.add_to_team, seats.case, identity)
    for lead, preference, reason in product(LEADS, PREFERENCES, (None, "no_woman_in_reach")):
        sex, trained = LEADS[lead]
        named = {"named": members[lead], "named_other": seats.members["psychologist"]}.get(preference)
        wish: dict[str, Any] = {"preference": "named" if named else preference, "preferred": named}
        interview = plan(seats, lead=members[lead], second=None, **wish)
        chosen = preference == "named"
        fit = chosen or (trained is not None and (sex == "female" or preference == "male"))
        due = preference != "not_asked" and (fit or reason is not None)
        assert enters(seats, interview, lead, reason) is due, (lead, preference, reason)
        asked = next(iter(seats.raw().execute("SELECT reason FROM requests WHERE about = ?", (interview,)).fetchall()), ("",))[0]
        assert bool(asked) is (preference != "not_asked" and not fit and reason is not None)
        seats.raw().execute("UPDATE interviews SET state = 'cancelled' WHERE id = ?", (interview,))


def test_the_database_refuses_that_one_approves_her_own_exception(seats: Seats) -> None:
    request = seats.do("investigator", interviews.ask_approval, seats.case, plan(seats))
    own = "UPDATE requests SET decided_by = requested_by, decision = 'approved' WHERE id = ?"
    with pytest.raises(dbapi2.IntegrityError, match="requester_is_not_approver"):
        seats.raw().execute(own, (request,))
