"""One call of every use case about clocks, and about telling people how it stands."""

from __future__ import annotations

from datetime import date
from typing import Any

from mdt.work import clocks, contacts, due
from tests.make import Seats
from tests.mdt.work.call import Sample, desk_wide
from tests.mdt.work.marked import DAY, party_of

NEXT_YEAR = date(2027, 1, 4)


def _harmed(seats: Seats) -> str:
    return party_of(seats, "V1")


def _event(seats: Seats) -> tuple[Any, ...]:
    return (seats.do("investigator", clocks.record_event, seats.case, "lab_handed", DAY),)


def _paused(seats: Seats) -> tuple[Any, ...]:
    seats.do("investigator", clocks.pause_clock, seats.case, f"update.{_harmed(seats)}", "victim")
    return (f"update.{_harmed(seats)}",)


def _flag(seats: Seats) -> tuple[Any, ...]:
    return seats.do("investigator", clocks.raise_flag, seats.case, NEXT_YEAR, "Look again."), "Seen to."


def _holiday(seats: Seats) -> tuple[Any, ...]:
    return (seats.do("supervisor", clocks.enter_holiday, None, NEXT_YEAR, "Announced"),)


CLOCK_SAMPLES: tuple[Sample, ...] = (
    desk_wide(due.read_due),
    desk_wide(due.escalate_overdue),
    Sample(clocks.record_event, lambda seats: ("lab_handed", DAY)),
    Sample(clocks.withdraw_event, _event),
    Sample(clocks.pause_clock, lambda seats: (f"update.{_harmed(seats)}", "victim")),
    Sample(clocks.resume_clock, _paused),
    Sample(clocks.raise_flag, lambda seats: (NEXT_YEAR, "Look again.")),
    Sample(clocks.resolve_flag, _flag),
    desk_wide(clocks.list_holidays),
    desk_wide(clocks.enter_holiday, lambda seats: (NEXT_YEAR, "Announced")),
    desk_wide(clocks.drop_holiday, _holiday),
    Sample(contacts.log_contact, lambda seats: (_harmed(seats), "contacted", "call", ("court_date",))),
    Sample(contacts.make_slip, lambda seats: (_harmed(seats),)),
)
