"""Incidents, arrests, and what a case is: dated rows, looked at before they are kept."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from mdt.work.forms import NewSource
from mdt.work.incidents import add_incident, classify_case, record_arrest
from mdt.work.registration import add_source
from tests.make import Seats
from tests.mdt.work.looking import invalid, opened, party, rows
from tests.mdt.work.marked import DAY

TOMORROW = date(2026, 11, 21)


def test_an_incident_is_told_to_those_who_may_know_what_happened(seats: Seats) -> None:
    seats.do("investigator", add_incident, seats.case, DAY, None, " Instagram ", "He asked again.")
    seats.do("investigator", add_incident, seats.case)
    shown = opened(seats, "psychologist")["incidents"]
    assert [(entry["occurred_from"], entry["platform"], entry["what"]) for entry in shown] == [
        ("2026-11-10", "Instagram", "He asked again."),
        (None, None, None),
    ]
    for role in ("social_welfare", "supervisor"):
        assert [set(entry) & {"platform", "what"} for entry in opened(seats, role)["incidents"]] == [set(), set()]


@pytest.mark.parametrize(
    ("given", "field", "key"),
    [
        ((DAY, date(2026, 11, 9)), "occurred_to", "invalid.ends_before_it_begins"),
        ((TOMORROW, None), "occurred_from", "invalid.in_the_future"),
        ((DAY, TOMORROW), "occurred_to", "invalid.in_the_future"),
        ((None, None, "x" * 401), "platform", "invalid.too_long"),
        ((None, None, None, "half \ud83d"), "what", "invalid.broken_letters"),
    ],
)
def test_an_incident_is_looked_at(seats: Seats, given: tuple[Any, ...], field: str, key: str) -> None:
    with invalid(field, key):
        seats.do("investigator", add_incident, seats.case, *given)
    assert rows(seats, "SELECT count(*) FROM incidents") == [(0,)]


def test_an_arrest_moves_the_accused_up_the_ladder(seats: Seats) -> None:
    assert party(seats, "A1")["state"] == "identified"
    seats.do("investigator", record_arrest, seats.case, party(seats, "A1")["id"], DAY)
    assert party(seats, "A1")["state"] == "arrested"
    assert [entry["arrested_on"] for entry in opened(seats)["arrests"]] == ["2026-11-10"]
    with invalid("party", "invalid.not_accused"):
        seats.do("investigator", record_arrest, seats.case, party(seats, "V1")["id"], DAY)
    with invalid("arrested_on", "invalid.in_the_future"):
        seats.do("investigator", record_arrest, seats.case, party(seats, "A1")["id"], TOMORROW)


def test_one_typology_is_primary_and_the_rest_stand_beside_it_once(seats: Seats) -> None:
    seats.do("investigator", classify_case, seats.case, {"also": ["csam", "grooming", "csam", "blackmailing"]})
    assert (opened(seats)["typology"], opened(seats)["also"]) == ("blackmailing", ["csam", "grooming"])
    seats.do("investigator", classify_case, seats.case, {"typology": "grooming"})
    assert (opened(seats)["typology"], opened(seats)["also"]) == ("grooming", ["csam"])
    seats.do("investigator", classify_case, seats.case, {"typology": None, "also": None})
    assert (opened(seats)["typology"], opened(seats)["also"]) == (None, [])


def test_the_next_event_is_set_and_taken_back(seats: Seats) -> None:
    seats.do("investigator", classify_case, seats.case, {"next_event": "hearing", "next_event_on": date(2027, 1, 5)})
    assert (opened(seats)["next_event"], opened(seats)["next_event_on"]) == ("hearing", "2027-01-05")
    seats.do("investigator", classify_case, seats.case, {"next_event": None, "next_event_on": None})
    assert (opened(seats)["next_event"], opened(seats)["next_event_on"]) == (None, None)


@pytest.mark.parametrize(
    ("fields", "field", "key"),
    [
        ({"typology": "nothing"}, "typology", "invalid.choice"),
        ({"also": ("csam", "nothing")}, "typology", "invalid.choice"),
        ({"next_event": "a party"}, "next_event", "invalid.choice"),
        ({"occurred_to": date(2026, 9, 30)}, "occurred_to", "invalid.ends_before_it_begins"),
        ({"occurred_to": TOMORROW}, "occurred_to", "invalid.in_the_future"),
        ({"occurred_from": TOMORROW, "occurred_to": None}, "occurred_from", "invalid.in_the_future"),
        ({"typology": "csam", "code": "mine-11"}, "code", "invalid.field"),
    ],
)
def test_what_a_case_is_said_to_be_is_looked_at(seats: Seats, fields: dict[str, Any], field: str, key: str) -> None:
    with invalid(field, key):
        seats.do("investigator", classify_case, seats.case, fields)
    assert opened(seats)["version"] == 1


def test_a_source_is_added_beside_the_first(seats: Seats) -> None:
    seats.do("investigator", add_source, seats.case, NewSource(kind="cybertipline", reference=" 155667788 ", received_on=DAY))
    assert [(entry["kind"], entry["reference"]) for entry in opened(seats, "supervisor")["sources"]] == [
        ("local", None),
        ("cybertipline", "155667788"),
    ]
