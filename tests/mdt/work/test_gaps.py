"""What is missing on the desk: the same rules as on each case, gap by gap, from plain facts only."""

from __future__ import annotations

from typing import Any

import pytest

from mdt.work import casefile, charges, gaps, incidents, notes, people, registration, staff
from mdt.work.forms import NewParty
from tests.make import ROLES, TEAM_ROLES, TODAY, Seats, plain_case
from tests.mdt.work.looking import opened, party
from tests.mdt.work.samples import close


def listed(seats: Seats, user: str) -> dict[str, list[str]]:
    """Gap to the ids of the cases that have it."""
    return {line.gap: [identity for identity, _ in line.cases] for line in seats.do(user, gaps.missing_on_desk)}


def on_each_case(seats: Seats, user: str) -> dict[str, set[str]]:
    """The same, put together from the cases one by one."""
    found: dict[str, set[str]] = {}
    for line in seats.do(user, casefile.list_cases):
        if not (line.closed_on or line.voided_on):
            for gap in opened(seats, user, line.id)["missing"]:
                found.setdefault(gap, set()).add(line.id)
    return found


def bare(seats: Seats, **changes: Any) -> str:
    """A second case of the investigator with nearly nothing in it; nobody else is on it."""
    nothing: dict[str, Any] = {"typology": None, "occurred_from": None, "occurred_to": None, "numbers": (), "report": None}
    nothing["parties"] = (NewParty(role="victim"), NewParty(role="accused", names=()))
    return seats.do("investigator", registration.register_case, None, plain_case(**{**nothing, **changes}))


@pytest.mark.parametrize("role", TEAM_ROLES)
def test_the_report_says_what_each_case_says(seats: Seats, role: str) -> None:
    case = bare(seats)
    for user in ("psychologist", "prosecutor", "social_welfare"):
        seats.do("supervisor", staff.add_to_team, case, seats.members[user])
    seats.do("psychologist", notes.add_session_note, seats.case, TODAY, "held", "words")
    seats.raw().execute("UPDATE cases SET stage = 'fir' WHERE id = ?", (case,))
    found = {gap: set(cases) for gap, cases in listed(seats, role).items()}
    assert found == on_each_case(seats, role)
    assert case in set().union(*found.values())


def test_a_supervisor_is_told_what_anybody_is_asked_for_but_waiting_keys(seats: Seats) -> None:
    bare(seats)
    told = {gap: set(cases) for gap, cases in listed(seats, "supervisor").items()}
    each: dict[str, set[str]] = {}
    for role in TEAM_ROLES:
        for gap, cases in listed(seats, role).items():
            each.setdefault(gap, set()).update(cases)
    assert {"occurred_on", "typology", "session_planned", "welfare_plan", "next_event"} <= set(told)
    assert all(each[gap] <= told[gap] for gap in each if gap != "key_waiting")
    assert "key_waiting" not in told


def test_filling_a_gap_takes_its_case_off_the_line(seats: Seats) -> None:
    case = bare(seats)
    assert case in listed(seats, "investigator")["typology"]
    seats.do("investigator", incidents.classify_case, case, {"typology": "blackmailing"})
    assert case not in listed(seats, "investigator").get("typology", [])


def test_a_case_in_which_nobody_is_recorded_is_named(seats: Seats) -> None:
    case = bare(seats, parties=())
    assert listed(seats, "investigator")["person"] == [case]
    assert "person" in opened(seats, "investigator", case)["missing"]
    seats.do("investigator", people.add_party, case, NewParty(role="victim"))
    assert "person" not in listed(seats, "investigator")


def test_a_charge_that_was_withdrawn_is_missing_again(seats: Seats) -> None:
    seats.take("investigator").do(casefile.list_cases)
    seats.raw().execute("UPDATE cases SET stage = 'fir' WHERE id = ?", (seats.case,))
    assert listed(seats, "prosecutor")["charge"] == [seats.case]
    accused = party(seats, "A1")["id"]
    laid = seats.do("prosecutor", charges.lay_charge, seats.case, accused, "peca-21")
    assert "charge" not in listed(seats, "prosecutor")
    seats.do("prosecutor", charges.withdraw_charge, seats.case, laid)
    assert listed(seats, "prosecutor")["charge"] == [seats.case]


def test_a_key_under_way_is_told_until_it_came(seats: Seats) -> None:
    case = bare(seats)
    seats.do("supervisor", staff.add_to_team, case, seats.members["prosecutor"])
    assert listed(seats, "prosecutor")["key_waiting"] == [case]
    assert opened(seats, "prosecutor", case)["missing"][-1] == "key_waiting"
    seats.hand_on_all()
    assert "key_waiting" not in listed(seats, "prosecutor")
    assert "key_waiting" not in opened(seats, "prosecutor", case)["missing"]


@pytest.mark.parametrize("column", ["closed_on", "voided_on"])
def test_what_is_over_is_not_asked_after(seats: Seats, column: str) -> None:
    assert listed(seats, "supervisor")
    close(seats, column)
    assert listed(seats, "supervisor") == {}


def test_others_cases_are_not_looked_at(seats: Seats) -> None:
    case = bare(seats)
    assert all(case not in cases for cases in listed(seats, "psychologist").values())
    seats.do("supervisor", staff.recuse_self, case, "kin")
    assert all(case not in cases for cases in listed(seats, "supervisor").values())


@pytest.mark.parametrize("role", ROLES)
def test_four_cases_cost_as_many_statements_as_one(seats: Seats, role: str) -> None:
    def statements() -> int:
        asked: list[str] = []
        listed(seats, role)
        seats.raw().set_trace_callback(asked.append)
        listed(seats, role)
        seats.raw().set_trace_callback(None)
        return len(asked)

    alone = statements()
    for number in range(3):
        bare(seats, report=f"Another {number}.")
    assert 0 < statements() == alone <= 19


def test_only_the_newest_are_looked_at(seats: Seats, monkeypatch: pytest.MonkeyPatch) -> None:
    case = bare(seats, received_on=TODAY)
    monkeypatch.setattr(gaps, "LOOKED_AT", 1)
    assert {identity for cases in listed(seats, "investigator").values() for identity in cases} == {case}
