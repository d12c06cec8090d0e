"""Registering a case: looked up first, several of everybody, numbers that stay one of their kind, the first report frozen."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from mdt.catalogue.schema import Catalogue
from mdt.errors import Conflict, Refused
from mdt.work import incidents, registration, search, staff
from mdt.work.forms import Account, NewCase, NewNumber, NewParty, NewSource
from mdt.work.registration import LooksKnown, look_before_registering, register_case
from tests.make import TODAY, Seats, add_member, plain_case
from tests.mdt.work.looking import invalid, opened, refused, rows

TOMORROW = date(2026, 11, 21)
NOBODY: dict[str, Any] = {"parties": (), "numbers": ()}
ACCUSED = NewParty(role="accused", names=("Mohd. Testkhan",))


def harmed(text: str, kind: str = "phone") -> NewCase:
    """Another case with one victim who has this account."""
    return plain_case(parties=(NewParty(role="victim", accounts=(Account(kind=kind, text=text),)),), numbers=())


@pytest.fixture
def pair(seats: Seats) -> Seats:
    """The desk with a second investigator, who is on no case and holds the key of the index."""
    add_member(seats, "second", "investigator")
    seats.hand_on_all()
    return seats


def test_several_of_everybody_in_one_case(seats: Seats) -> None:
    roles = ("victim", "victim", "complainant", "accused", "accused", "accused", "witness", "guardian", "victim")
    parties = tuple(NewParty(role=role, minor=at == 4, names=(f"Person Number{at}",)) for at, role in enumerate(roles))
    numbers = (NewNumber(kind="fir", text="5/2026", circle="Lahore"), NewNumber(kind="cybertip", text="155667788"))
    sources = (NewSource(kind="cybertipline", reference="155667788"), NewSource(kind="foreign", received_on=TODAY))
    case = seats.do("investigator", register_case, None, plain_case(parties=parties, numbers=numbers, sources=sources))
    for _ in range(2):
        seats.do("investigator", incidents.add_incident, case, date(2026, 10, 2), date(2026, 10, 3))
    found = opened(seats, case=case)
    assert [entry["alias"] for entry in found["parties"]] == ["V1", "V2", "C1", "A1", "A2", "A3", "W1", "G1", "V3"]
    assert [bool(entry["person"]) for entry in found["parties"]] == [False, False, False, True, False, True, False, False, False]
    assert len(found["persons"]) == 2
    assert [(entry["kind"], entry["text"], entry["circle"]) for entry in found["numbers"]] == [
        ("fir", "5/2026", "LHR"),
        ("cybertip", "155667788", ""),
    ]
    assert [(entry["kind"], entry["received_on"]) for entry in found["sources"]] == [("cybertipline", None), ("foreign", "2026-11-20")]
    assert len(found["incidents"]) == 2


def test_a_new_case_is_led_by_who_registers_it_and_by_nobody_else(seats: Seats) -> None:
    case = seats.do("investigator", register_case, None, plain_case(also=("csam", "csam", "blackmailing"), **NOBODY))
    found = opened(seats, case=case)
    assert [(seat["member"], seat["lead"], seat["since"], seat["added_by"]) for seat in found["team"]] == [
        ("investigator", True, "2026-11-20", "investigator")
    ]
    assert (found["stage"], found["typology"], found["also"]) == ("complaint", "blackmailing", ["csam"])
    assert (found["registered_on"], found["registered_by"], found["circle"]) == ("2026-11-02", "investigator", "MUX")
    assert found["code"] != opened(seats)["code"]


def test_the_first_report_is_frozen_and_corrections_stand_beside_it(seats: Seats) -> None:
    seats.do("investigator", incidents.correct_report, seats.case, "He asked for money too.", "the mother remembered")
    found = opened(seats)
    assert [report["text"] for report in found["first_report"]] == ["He has her pictures and wants more."]
    beside = found["corrections"][0]
    assert (beside["text"], beside["reason"], beside["written_by"]) == ("He asked for money too.", "the mother remembered", "investigator")
    assert beside["written_at"].startswith("2026-11-20T09:00")
    for lacking, field in ((("", "misheard"), "text"), (("It was May.", "  "), "reason")):
        with invalid(field, "invalid.needed"):
            seats.do("investigator", incidents.correct_report, seats.case, *lacking)
    assert rows(seats, "SELECT version FROM first_reports") == [(1,)]
    with pytest.raises(Exception, match="append"):
        seats.raw().execute("UPDATE first_reports SET channel = 'tip'")


@pytest.mark.parametrize("written", ["4021/2026", "4021/26", " 4021 / 2026 ", "۴۰۲۱/۲۰۲۶", "04021/2026"])
@pytest.mark.parametrize("circle", ["Multan", "MUX", "mux", "ملتان"])
def test_a_number_is_taken_however_it_is_written(seats: Seats, written: str, circle: str) -> None:
    again = NewNumber(kind="enquiry", text=written, circle=circle)
    with pytest.raises(Conflict) as caught:
        seats.do("investigator", register_case, None, plain_case(parties=(), numbers=(again,)))
    assert caught.value.key == "conflict.number_taken"
    assert rows(seats, "SELECT count(*) FROM cases") == [(1,)]


def test_a_number_is_free_for_another_circle_kind_or_year(seats: Seats) -> None:
    for kind, text, circle in (("enquiry", "4021/2026", "Lahore"), ("fir", "4021/2026", "Multan"), ("enquiry", "4021/2025", "Multan")):
        seats.do("investigator", registration.number_case, seats.case, NewNumber(kind=kind, text=text, circle=circle))
    assert len(opened(seats)["numbers"]) == 4
    worldwide = NewNumber(kind="cybertip", text="12345678")
    seats.do("investigator", registration.number_case, seats.case, worldwide)
    with refused(Conflict, "conflict.number_taken"):
        seats.do("prosecutor", registration.number_case, seats.case, worldwide)


@pytest.mark.parametrize(
    ("changes", "field", "key"),
    [
        ({"circle": "Atlantis"}, "circle", "invalid.circle"),
        ({"circle": ""}, "circle", "invalid.circle"),
        ({"channel": "dream"}, "channel", "invalid.choice"),
        ({"typology": "nothing"}, "typology", "invalid.choice"),
        ({"also": ("csam", "nothing")}, "typology", "invalid.choice"),
        ({"received_on": TOMORROW}, "received_on", "invalid.in_the_future"),
        ({"occurred_from": TOMORROW, "occurred_to": TOMORROW}, "occurred_from", "invalid.in_the_future"),
        ({"occurred_to": date(2026, 9, 1)}, "occurred_to", "invalid.ends_before_it_begins"),
        ({"report": "x" * 5_000_001}, "report", "invalid.too_long"),
        ({"report": "half \ud83d"}, "report", "invalid.broken_letters"),
        ({"sources": (NewSource(kind="rumour"),)}, "source", "invalid.choice"),
        ({"sources": (NewSource(kind="local", received_on=TOMORROW),)}, "received_on", "invalid.in_the_future"),
        ({"sources": (NewSource(kind="local", reference="x" * 401),)}, "reference", "invalid.too_long"),
        ({"numbers": (NewNumber(kind="enquiry", text="none", circle="MUX"),)}, "number", "invalid.number_enquiry"),
        ({"numbers": (NewNumber(kind="enquiry", text="1/2026"),)}, "circle", "invalid.circle"),
        ({"numbers": (NewNumber(kind="fir", text="1/2026", circle="MUX", dated=TOMORROW),)}, "dated", "invalid.in_the_future"),
        ({"parties": (NewParty(role="bystander"),)}, "role", "invalid.choice"),
        ({"parties": (NewParty(role="victim", sex="f"),)}, "sex", "invalid.choice"),
        ({"parties": (NewParty(role="accused", state="guilty"),)}, "state", "invalid.choice"),
        ({"parties": (NewParty(role="victim", names=(" ",)),)}, "names", "invalid.needed"),
        ({"parties": (NewParty(role="victim", accounts=(Account(kind="fax", text="1"),)),)}, "accounts", "invalid.choice"),
        ({"parties": (NewParty(role="accused", accounts=(Account(kind="cnic", text="123"),)),)}, "cnic", "invalid.cnic"),
    ],
)
def test_what_cannot_be_kept_leaves_no_case_behind(seats: Seats, changes: dict[str, Any], field: str, key: str) -> None:
    with invalid(field, key):
        seats.do("investigator", register_case, None, plain_case(**{**NOBODY, **changes}))
    assert rows(seats, "SELECT count(*) FROM cases") == [(1,)]
    assert rows(seats, "SELECT act, outcome FROM events ORDER BY seq DESC LIMIT 1") == [("register_case", "failed")]


def test_the_duplicate_check_names_an_own_case_in_full(seats: Seats) -> None:
    code = opened(seats)["code"]
    with pytest.raises(LooksKnown) as caught:
        seats.do("investigator", register_case, None, plain_case(numbers=()))
    assert {(hit.code, hit.own, hit.what, hit.party) for hit in caught.value.hits} == {
        (code, True, "person_account", "V1"),
        (code, True, "person_name", "V1"),
        (code, True, "person_name", "C1"),
        (code, True, "accused_account", "A1"),
        (code, True, "accused_name", "A1"),
    }
    assert caught.value.gaps == {"codes": code}
    assert rows(seats, "SELECT count(*) FROM cases") == [(1,)]
    seats.do("investigator", register_case, None, plain_case(numbers=()), (code,))
    assert rows(seats, "SELECT count(*) FROM cases") == [(2,)]


def test_the_duplicate_check_says_code_and_circle_of_anothers_case(pair: Seats) -> None:
    code = opened(pair)["code"]
    with pytest.raises(LooksKnown) as caught:
        pair.do("second", register_case, None, plain_case(numbers=()))
    assert {(hit.code, hit.circle, hit.own, hit.party, hit.name) for hit in caught.value.hits} == {(code, "MUX", False, None, None)}
    # her mother's name alone is found in own cases only
    assert {hit.what for hit in caught.value.hits} == {"person_account", "accused_account", "accused_name"}
    case = pair.do("second", register_case, None, plain_case(numbers=()), (code,))
    assert opened(pair, "second", case)["code"] != code


@pytest.mark.parametrize(("text", "kind"), [("+92 300 111 2223", "phone"), ("0092-300-1112223", "phone"), ("3630211122234", "cnic")])
def test_the_duplicate_check_knows_the_same_number_in_another_dress(pair: Seats, text: str, kind: str) -> None:
    with pytest.raises(LooksKnown):
        pair.do("second", register_case, None, harmed(text, kind))


def test_the_duplicate_check_is_silent_about_restricted_recused_and_voided_cases(pair: Seats) -> None:
    pair.do("supervisor", staff.restrict_case, pair.case, True)
    assert pair.do("second", look_before_registering, None, plain_case().parties) == ()
    pair.do("second", register_case, None, plain_case(numbers=()))
    assert {hit.own for hit in pair.do("investigator", look_before_registering, None, plain_case().parties)} == {True, False}
    pair.do("supervisor", staff.restrict_case, pair.case, False)
    pair.do("supervisor", staff.recuse_member, pair.case, pair.members["second"], "acquainted")
    assert {hit.own for hit in pair.do("second", look_before_registering, None, plain_case().parties)} == {True}


def test_looking_leaves_nothing_but_its_entry(seats: Seats) -> None:
    assert seats.do("investigator", look_before_registering, None, (ACCUSED,))[0].what == "accused_name"
    assert rows(seats, "SELECT act, outcome FROM events ORDER BY seq DESC LIMIT 1") == [("look_before_registering", "done")]
    assert rows(seats, "SELECT count(*) FROM persons") == [(1,)]


def test_an_organisation_that_complains_in_many_cases_is_no_duplicate(seats: Seats) -> None:
    centre = NewParty(role="complainant", names=("Rehana Testbibi",), organisation=True)
    assert seats.do("investigator", look_before_registering, None, (centre,)) == ()
    with_phone = replace(centre, accounts=(Account(kind="phone", text="0300 1112223"),))
    assert [hit.what for hit in seats.do("investigator", look_before_registering, None, (with_phone,))] == ["person_account"]


def test_look_ups_before_registering_are_limited_as_searches_are(pair: Seats, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Catalogue, "setting", lambda catalogue, name: 3)
    pair.do("second", look_before_registering, None, ())
    pair.do("second", search.search, None, "0300 1112223")
    pair.do("second", look_before_registering, None, ())
    with refused(Refused, "refused.too_many_lookups"):
        pair.do("second", look_before_registering, None, ())
    with refused(Refused, "refused.too_many_lookups"):
        pair.do("second", search.search, None, "0300 1112223")
    pair.clock.pass_by(hours=1, seconds=1)
    assert pair.do("second", look_before_registering, None, harmed("0300 1112223").parties)
