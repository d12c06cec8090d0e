"""Charges and statements: what was law on the day, a child victim where the section asks for one, one statement under s.164."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from mdt.errors import Conflict, Invalid, Missing, Unavailable
from mdt.work import staff
from mdt.work.charges import lay_charge, offences_offered, record_statement, withdraw_charge
from mdt.work.forms import NewParty
from mdt.work.notes import read_history
from mdt.work.people import add_party
from mdt.work.registration import register_case
from tests.make import TODAY, Seats, add_member, plain_case, seat_team
from tests.mdt.work.looking import invalid, opened, party, refused, rows
from tests.mdt.work.marked import DAY

BEFORE, AFTER = date(2022, 12, 31), date(2023, 1, 1)


def accused(seats: Seats) -> str:
    return str(party(seats, "A1")["id"])


def charge(seats: Seats, offence: str, occurred: date | None = None, **said: Any) -> str:
    return seats.do("prosecutor", lay_charge, seats.case, accused(seats), offence, occurred, **said)


def dated_case(seats: Seats, first: date | None, last: date | None, *more: NewParty) -> str:
    """Another case of the whole team with one accused, having happened between two days."""
    parties = (NewParty(role="accused"), *more)
    new = plain_case(parties=parties, numbers=(), occurred_from=first, occurred_to=last)
    case = seats.do("investigator", register_case, None, new)
    seat_team(seats, case)
    return case


@pytest.mark.parametrize(
    ("offence", "day", "law"),
    [
        ("peca-22a", BEFORE, False),
        ("peca-22a", AFTER, True),
        ("ppc-292b", date(2023, 12, 31), True),
        ("ppc-292b", date(2024, 1, 1), False),
        ("peca-21", date(2016, 8, 17), False),
        ("peca-21", date(2016, 8, 18), True),
        ("peca-26a", date(2024, 12, 31), False),
        ("peca-26a", date(2025, 1, 1), True),
        ("ppc-506", date(1999, 1, 1), True),
    ],
)
def test_a_section_is_offered_and_laid_when_it_was_law(seats: Seats, offence: str, day: date, law: bool) -> None:
    offered = {row.id for row in seats.do("prosecutor", offences_offered, seats.case, day)}
    assert (offence in offered) is law
    if law:
        charge(seats, offence, day)
        assert opened(seats)["charges"][0]["occurred_on"] == day.isoformat()
    else:
        with invalid("offence", "invalid.not_in_force"):
            charge(seats, offence, day)
        assert opened(seats)["charges"] == []


def test_the_day_of_the_case_counts_where_none_is_said(seats: Seats) -> None:
    assert seats.do("prosecutor", offences_offered, seats.case) == seats.do("prosecutor", offences_offered, seats.case, date(2026, 10, 30))
    charge(seats, "peca-21")
    assert opened(seats)["charges"][0]["occurred_on"] == "2026-10-30"
    for first, last, there in ((BEFORE, None, False), (BEFORE, AFTER, True)):
        case = dated_case(seats, first, last)
        assert ("peca-24a" in {row.id for row in seats.do("prosecutor", offences_offered, case)}) is there
    undated = dated_case(seats, None, None)
    with invalid("occurred_on", "invalid.needed"):
        seats.do("prosecutor", offences_offered, undated)
    with invalid("occurred_on", "invalid.needed"):
        seats.do("prosecutor", lay_charge, undated, party(seats, "A1", undated)["id"], "peca-21")


def test_a_section_about_children_needs_a_child_who_was_hurt(seats: Seats) -> None:
    case = dated_case(seats, AFTER, AFTER, NewParty(role="victim", age_band="26_40"), NewParty(role="witness", minor=True))
    suspect = party(seats, "A1", case)["id"]
    with invalid("offence", "invalid.no_child_victim"):
        seats.do("prosecutor", lay_charge, case, suspect, "peca-22a")
    seats.do("prosecutor", lay_charge, case, suspect, "peca-24")
    seats.do("investigator", add_party, case, NewParty(role="victim", age_band="14_17"))
    seats.do("prosecutor", lay_charge, case, suspect, "peca-22a")
    assert len(opened(seats, case=case)["charges"]) == 2


def test_what_is_laid_is_looked_at(seats: Seats) -> None:
    for alias in ("V1", "C1"):
        with invalid("party", "invalid.not_accused"):
            seats.do("prosecutor", lay_charge, seats.case, party(seats, alias)["id"], "peca-21")
    with invalid("offence", "invalid.choice"):
        charge(seats, "peca-99")
    with invalid("element", "invalid.choice"):
        charge(seats, "peca-21", element="22(1)(a)")
    with invalid("occurred_on", "invalid.in_the_future"):
        charge(seats, "peca-21", date(2026, 11, 21))
    theirs = dated_case(seats, AFTER, AFTER)
    with refused(Missing, "missing.record"):
        seats.do("prosecutor", lay_charge, theirs, accused(seats), "peca-21")
    with refused(Missing, "missing.record"):
        seats.do("prosecutor", withdraw_charge, theirs, charge(seats, "peca-21"))


def test_the_assessment_is_for_prosecutors_and_the_charge_for_those_who_know_the_accused(seats: Seats) -> None:
    charge(seats, "peca-21", element="21(1)(c)", assessment=" weak on intent ")
    seen = {
        role: opened(seats, role)["charges"][0] for role in ("investigator", "psychologist", "prosecutor", "social_welfare", "supervisor")
    }
    assert seen["prosecutor"]["assessment"] == "weak on intent"
    assert [role for role, shown in seen.items() if "assessment" in shown] == ["prosecutor"]
    assert [role for role, shown in seen.items() if shown.get("element") == "21(1)(c)"] == ["investigator", "prosecutor"]
    assert {shown["status"] for shown in seen.values()} == {"laid"}
    assert {opened(seats, role)["services"]["prosecution"]["charges"] for role in seen} == {1}


def test_a_second_prosecutor_waits_for_the_key_of_assessments(seats: Seats) -> None:
    charge(seats, "peca-21", assessment="weak on intent")
    add_member(seats, "second", "prosecutor")
    seats.do("supervisor", staff.add_to_team, seats.case, seats.members["second"])
    seats.do("investigator", staff.hand_on_keys)
    assert opened(seats, "second")["charges"][0]["assessment"] == {"waiting_for_key": True}
    with refused(Unavailable, "unavailable.key_waiting"):
        seats.do("second", lay_charge, seats.case, accused(seats), "peca-24", None, None, "strong")
    seats.do("second", lay_charge, seats.case, accused(seats), "peca-24")
    seats.do("prosecutor", staff.hand_on_keys)
    assert opened(seats, "second")["charges"][0]["assessment"] == "weak on intent"


def test_a_withdrawn_charge_stays_with_its_history(seats: Seats) -> None:
    laid = charge(seats, "peca-21")
    for _ in range(2):
        assert seats.do("prosecutor", withdraw_charge, seats.case, laid) == laid
    shown = opened(seats)["charges"]
    assert [(entry["offence"], entry["status"]) for entry in shown] == [("peca-21", "withdrawn")]
    told = [change for change in seats.do("social_welfare", read_history, seats.case) if change.record == laid]
    assert [(change.field, change.old, change.new, change.by) for change in told] == [
        ("status", "laid", "withdrawn", seats.members["prosecutor"])
    ]
    assert opened(seats)["services"]["prosecution"] == {"charges": 0}


def test_a_person_is_heard_once_under_section_164(seats: Seats) -> None:
    harmed, mother = party(seats, "V1")["id"], party(seats, "C1")["id"]
    seats.do("prosecutor", record_statement, seats.case, harmed, "s164", DAY, "All of it.", "DVD 7", True)
    for user in ("prosecutor", "investigator"):
        with refused(Conflict, "conflict.second_s164"):
            seats.do(user, record_statement, seats.case, harmed, "s164", TODAY)
    seats.do("prosecutor", record_statement, seats.case, mother, "s164", TODAY)
    for _ in range(2):
        seats.do("investigator", record_statement, seats.case, harmed, "s161", TODAY, "  ")
    shown = opened(seats)["statements"]
    assert [(entry["kind"], entry["taken_by"], entry["text"], entry["recorded"]) for entry in shown] == [
        ("s164", "prosecutor", "All of it.", True),
        ("s164", "prosecutor", None, False),
        ("s161", "investigator", None, False),
        ("s161", "investigator", None, False),
    ]
    assert shown[0]["reference"] == "DVD 7"
    assert "reference" not in opened(seats, "psychologist")["statements"][0]
    assert opened(seats, "psychologist")["statements"][0]["text"] == "All of it."
    assert "text" not in opened(seats, "social_welfare")["statements"][0]


def test_what_is_told_is_looked_at(seats: Seats) -> None:
    harmed = party(seats, "V1")["id"]
    with invalid("kind", "invalid.choice"):
        seats.do("investigator", record_statement, seats.case, harmed, "rumour", DAY)
    with invalid("taken_on", "invalid.in_the_future"):
        seats.do("investigator", record_statement, seats.case, harmed, "s161", date(2026, 11, 21))
    with pytest.raises(Invalid):
        seats.do("investigator", record_statement, seats.case, harmed, "s161", DAY, "text", "x" * 401)
    with refused(Missing, "missing.record"):
        seats.do("investigator", record_statement, seats.case, "nobody", "s161", DAY)
    assert rows(seats, "SELECT count(*) FROM statements") == [(0,)]
