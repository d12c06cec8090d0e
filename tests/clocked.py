"""Everything that can be written about clocks and about telling a person, with a text of the test's own in every closed field."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from mdt.model.clocks import CaseFlag
from mdt.work import clocks, contacts, due
from tests.make import Seats

LONG_AGO = date(2026, 9, 1)
HOLIDAY = date(2026, 12, 25)


def clock_story(seats: Seats, case: str, person: str, say: Callable[[type, str], str]) -> None:
    """An event, a pause, a flag that was resolved, a try to tell her, a slip, a holiday, and what is overdue taken up."""
    user = "investigator"
    seats.do(user, clocks.record_event, case, "lab_handed", LONG_AGO)
    seats.do(user, clocks.record_event, case, "consent_signed", LONG_AGO, None, person)
    seats.do(user, clocks.pause_clock, case, f"consent_review.{person}", "court")
    flag = seats.do(user, clocks.raise_flag, case, seats.clock.today(), say(CaseFlag, "what"))
    seats.do(user, clocks.resolve_flag, case, flag, say(CaseFlag, "resolution"))
    seats.do(user, contacts.log_contact, case, person, "no_answer", "call")
    seats.do(user, contacts.make_slip, case, person)
    seats.do("supervisor", clocks.enter_holiday, None, HOLIDAY, "Announced")
    assert seats.do(user, due.escalate_overdue) > 0
