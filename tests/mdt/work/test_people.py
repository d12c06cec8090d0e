"""People in a case: one accused across cases, children sealed whoever they are, masks a click lifts, contacts for their owners."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from mdt.errors import Missing, Refused
from mdt.work import people, search, staff
from mdt.work.desk import UseCase
from mdt.work.forms import Account, NewParty
from mdt.work.notes import read_history
from mdt.work.people import ContactLines, add_party, amend_accused, amend_party, keep_safe_contact, reveal_identity, treat_as_child
from mdt.work.registration import register_case
from tests.make import TEAM_ROLES, Seats, add_member, plain_case
from tests.mdt.work.looking import invalid, opened, party, refused, rows

MASKED = {"masked": True}
CLOSED = ("name", "other_names", "cnic", "birth_date", "school", "address", "phone", "handle")


def second_case(seats: Seats, *parties: NewParty) -> str:
    """Another case of the investigator."""
    return seats.do("investigator", register_case, None, plain_case(parties=parties, numbers=()))


def person_of(seats: Seats, alias: str = "A1", case: str | None = None) -> str:
    return str(party(seats, alias, case)["person"])


def test_an_accused_is_one_record_in_every_case(seats: Seats) -> None:
    other = second_case(seats, NewParty(role="accused", same_as=person_of(seats)))
    assert person_of(seats, case=other) == person_of(seats)
    account = Account(kind="phone", text="0301 7654321")
    seats.do("investigator", amend_accused, other, party(seats, "A1", other)["id"], ("Kashif Renamed",), (account,))
    for case in (seats.case, other):
        known = opened(seats, case=case)["persons"]
        assert [(entry["names"], entry["identifiers"]) for entry in known] == [(["Kashif Renamed"], ["phone||0301 7654321"])]
    found = seats.do("investigator", search.search, None, "+923017654321")
    assert len({hit.code for hit in found}) == 2
    assert seats.do("investigator", search.search, None, "@invented.gamer") == ()
    assert rows(seats, "SELECT count(*) FROM persons") == [(1,)]


def test_an_accused_is_taken_over_from_own_cases_only(seats: Seats) -> None:
    stranger = person_of(seats)
    add_member(seats, "second", "investigator")
    for same_as in (stranger, "no such person"):
        with refused(Missing, "missing.record"):
            seats.do("second", register_case, None, plain_case(parties=(NewParty(role="accused", same_as=same_as),), numbers=()))


def test_the_history_of_an_accused_is_told_in_each_of_the_cases(seats: Seats) -> None:
    other = second_case(seats, NewParty(role="accused", same_as=person_of(seats)))
    seats.do("investigator", amend_accused, other, party(seats, "A1", other)["id"], ("Kashif Renamed",), ())
    for case in (other, seats.case):
        told = [change for change in seats.do("investigator", read_history, case) if change.field == "names"]
        assert [json.loads(change.new or "") for change in told] == [["Kashif Renamed"]], case


@pytest.mark.parametrize(
    "child",
    [
        {"minor": True},
        {"age_band": "14_17"},
        {"birth_date": date(2010, 1, 1)},
        {"birth_date": date(2008, 10, 15)},  # of age today, not when it happened
    ],
)
def test_a_child_accused_is_sealed_and_in_no_index(seats: Seats, child: dict[str, Any]) -> None:
    account = Account(kind="phone", text="0302 5550001")
    new = NewParty(role="accused", names=("Zeeshan Smallboy",), accounts=(account,), **child)
    before = rows(seats, "SELECT (SELECT count(*) FROM persons), (SELECT count(*) FROM name_sounds), (SELECT count(*) FROM account_keys)")
    seats.do("investigator", add_party, seats.case, new)
    shown = party(seats, "A2")
    assert (shown["person"], shown["minor"], shown["name"], shown["phone"]) == (None, True, MASKED, MASKED)
    assert (
        rows(seats, "SELECT (SELECT count(*) FROM persons), (SELECT count(*) FROM name_sounds), (SELECT count(*) FROM account_keys)")
        == before
    )
    assert {hit.what for hit in seats.do("investigator", search.search, None, "Zeeshan Smallboy")} == {"person_name"}
    add_member(seats, "second", "investigator")
    seats.hand_on_all()
    assert seats.do("second", search.search, None, "Zeeshan Smallboy") == ()
    assert [(hit.what, hit.own) for hit in seats.do("second", search.search, None, "03025550001")] == [("person_account", False)]


def test_an_accused_who_turns_out_to_be_a_child_leaves_every_index(seats: Seats) -> None:
    identity = party(seats, "A1")["id"]
    seats.do(
        "investigator", amend_accused, seats.case, identity, ("Asad Oldname", "Asad Testkhan"), (Account(kind="phone", text="03025550002"),)
    )
    seats.do("investigator", amend_accused, seats.case, identity, ("Asad Testkhan",), (Account(kind="phone", text="03025550002"),))
    seats.do("investigator", treat_as_child, seats.case, identity, "14_17", "b_form")
    shown = party(seats, "A1")
    assert (shown["person"], shown["minor"], shown["age_band"], shown["age_basis"], shown["name"]) == (
        None,
        True,
        "14_17",
        "b_form",
        MASKED,
    )
    assert seats.do("investigator", reveal_identity, seats.case, identity)["name"] == "Asad Testkhan"
    assert opened(seats)["persons"] == []
    for table in ("name_sounds", "account_keys"):
        assert rows(seats, f"SELECT * FROM {table}") == []


def test_no_older_name_of_a_child_stays_in_the_clear(seats: Seats) -> None:
    identity = party(seats, "A1")["id"]
    seats.do("investigator", amend_accused, seats.case, identity, ("Asad Oldname",), ())
    seats.do("investigator", treat_as_child, seats.case, identity, "14_17", "b_form")
    tables = [name for (name,) in rows(seats, "SELECT name FROM sqlite_master WHERE type = 'table'")]
    assert [table for table in tables for name in ("Testkhan", "Oldname") if name in repr(rows(seats, f'SELECT * FROM "{table}"'))] == []


def test_only_an_adult_accused_can_turn_out_to_be_a_child(seats: Seats) -> None:
    for alias in ("V1", "C1"):
        with invalid("party", "invalid.not_accused"):
            seats.do("investigator", treat_as_child, seats.case, party(seats, alias)["id"], "14_17", "b_form")
    for band, basis, field in (("old", "b_form", "age_band"), ("14_17", " ", "age_basis"), ("26_40", "b_form", "age_band")):
        with invalid(field, "invalid.needed" if field == "age_basis" else "invalid.choice"):
            seats.do("investigator", treat_as_child, seats.case, party(seats, "A1")["id"], band, basis)


@pytest.mark.parametrize("role", TEAM_ROLES)
def test_identity_is_masked_until_a_click_and_the_click_is_logged(seats: Seats, role: str) -> None:
    harmed = party(seats, "V1", user=role)
    assert [harmed[field] for field in ("name", "cnic", "phone", "birth_date", "school", "address")] == [MASKED] * 6
    assert harmed["other_names"] is harmed["handle"] is None
    shown = seats.do(role, reveal_identity, seats.case, harmed["id"])
    assert (shown["name"], shown["cnic"], shown["phone"]) == ("Gulnaz Testbibi", "36302-1112223-4", "0300 1112223")
    assert (shown["birth_date"], shown["school"]) == ("2014-01-05", "Invented Public School")
    assert party(seats, "V1", user=role)["name"] == "Gulnaz Testbibi"
    assert party(seats, "C1", user=role)["name"] == MASKED
    entry = rows(seats, "SELECT act, subject, outcome FROM events WHERE act = 'reveal_identity'")
    assert entry == [("reveal_identity", harmed["id"], "done")]


def test_fields_are_amended_with_their_history(seats: Seats) -> None:
    harmed = party(seats, "V1")["id"]
    seats.do(
        "investigator", amend_party, seats.case, harmed, {"risk": "high", "school": "Other School", "phone": "0300 9998887; 03111112222"}
    )
    seats.do("investigator", amend_party, seats.case, harmed, {"phone": None, "birth_date": date(2014, 1, 6)})
    shown = seats.do("investigator", reveal_identity, seats.case, harmed)
    assert (shown["risk"], shown["school"], shown["phone"], shown["birth_date"]) == ("high", "Other School", None, "2014-01-06")
    told = [
        (change.field, change.old, change.new) for change in seats.do("investigator", read_history, seats.case) if change.record == harmed
    ]
    assert ("risk", "unknown", "high") in told
    assert ("school", "Invented Public School", "Other School") in told
    assert set(told[-2:]) == {("phone", "0300 9998887; 03111112222", None), ("birth_date", "2014-01-05", "2014-01-06")}
    assert seats.do("investigator", search.search, None, "03009998887") == ()


@pytest.mark.parametrize(
    ("alias", "changes", "field", "key"),
    [
        ("V1", {"alias": "V9"}, "alias", "invalid.field"),
        ("V1", {"person": "x"}, "person", "invalid.field"),
        ("V1", {"version": 7}, "version", "invalid.field"),
        ("A1", {"name": "In the clear"}, "name", "invalid.field"),
        ("V1", {"sex": "x"}, "sex", "invalid.choice"),
        ("V1", {"cnic": "123"}, "cnic", "invalid.cnic"),
        ("V1", {"phone": "0300 1112223; 12"}, "phone", "invalid.phone"),
        ("V1", {"school": "x" * 401}, "school", "invalid.too_long"),
        ("V1", {"sex": None}, "sex", "invalid.choice"),
        ("V1", {"birth_date": "05-01-2014"}, "birth_date", "invalid.date"),
        ("V1", {"birth_date": date(2026, 11, 21)}, "birth_date", "invalid.in_the_future"),
        ("A1", {"age_band": "14_17"}, "age_band", "invalid.field"),
    ],
)
def test_what_cannot_be_amended_is_named(seats: Seats, alias: str, changes: dict[str, Any], field: str, key: str) -> None:
    with invalid(field, key):
        seats.do("investigator", amend_party, seats.case, party(seats, alias)["id"], changes)


def test_people_of_another_case_are_missing_here(seats: Seats) -> None:
    other = second_case(seats, NewParty(role="victim"))
    theirs = party(seats, "V1", other)["id"]
    acts: tuple[tuple[UseCase[..., Any], tuple[Any, ...]], ...] = (
        (amend_party, ({"risk": "low"},)),
        (amend_accused, ((), ())),
        (treat_as_child, ("14_17", "b_form")),
        (reveal_identity, ()),
        (keep_safe_contact, ((), ContactLines())),
    )
    for job, given in acts:
        for identity in (theirs, "nobody"):
            with refused(Missing, "missing.record"):
                seats.do("investigator", job, seats.case, identity, *given)
    with refused(Missing, "missing.record"):
        seats.do("investigator", amend_accused, seats.case, party(seats, "V1")["id"], (), ())


@pytest.mark.parametrize("kind", ["email", "device"])
def test_every_account_of_somebody_who_was_hurt_is_kept(seats: Seats, kind: str) -> None:
    typed = {"email": "gulnaz@example.org", "device": "356938035643809"}[kind]
    new = NewParty(role="victim", names=("Second Testbibi",), accounts=(Account(kind=kind, text=typed),))
    identity = seats.do("investigator", add_party, seats.case, new)
    assert typed in json.dumps(seats.do("investigator", reveal_identity, seats.case, identity))


def test_a_name_from_a_game_does_not_stand_in_the_way_of_later_changes(seats: Seats) -> None:
    account = Account(kind="handle", text="Dark Lord 99", platform="pubg")
    identity = seats.do("investigator", add_party, seats.case, NewParty(role="victim", accounts=(account,)))
    seats.do("investigator", amend_party, seats.case, identity, {"phone": "0300 4443332"})
    assert seats.do("investigator", reveal_identity, seats.case, identity)["handle"] == "Dark Lord 99"


def test_a_safe_contact_opens_for_its_owners_and_nobody_else(seats: Seats) -> None:
    harmed, lines = party(seats, "V1")["id"], ContactLines(number="0300 7770001", code_word=" lantern ", hours="")
    seats.do("social_welfare", keep_safe_contact, seats.case, harmed, (seats.members["psychologist"],), lines)
    for role in TEAM_ROLES:
        contact = opened(seats, role)["safe_contacts"][0]
        assert sorted(contact["owners"]) == ["psychologist", "social_welfare"]
        assert (contact.get("code_word"), contact.get("number")) == (
            ("lantern", "0300 7770001") if role in ("social_welfare", "psychologist") else (None, None)
        )
        assert ("hours" in contact) is (role in ("social_welfare", "psychologist"))
    told = {role: {change.field for change in seats.do(role, read_history, seats.case)} for role in TEAM_ROLES}
    assert [role for role in TEAM_ROLES if "code_word" in told[role]] == ["psychologist", "social_welfare"]


def test_who_is_no_owner_cannot_write_beside_one(seats: Seats) -> None:
    harmed = party(seats, "V1")["id"]
    seats.do("social_welfare", keep_safe_contact, seats.case, harmed, (), ContactLines(hours="after six"))
    with refused(Refused, "refused.not_owner"):
        seats.do("prosecutor", keep_safe_contact, seats.case, harmed, (), ContactLines())
    seats.do("social_welfare", keep_safe_contact, seats.case, harmed, (seats.members["prosecutor"],), ContactLines(hours="before ten"))
    assert [contact.get("hours") for contact in opened(seats, "prosecutor")["safe_contacts"]] == [None, "before ten"]
    seats.do("prosecutor", people.keep_safe_contact, seats.case, harmed, (seats.members["social_welfare"],), ContactLines(hours="noon"))
    assert len(opened(seats, "prosecutor")["safe_contacts"]) == 3


@pytest.mark.parametrize("standing", ["supervisor", "outsider", "left", "recused", "unknown"])
def test_owners_are_members_of_the_team(seats: Seats, standing: str) -> None:
    add_member(seats, "outsider", "psychologist")
    if standing == "left":
        seats.do("supervisor", staff.end_member, None, seats.members["psychologist"])
    if standing == "recused":
        seats.do("supervisor", staff.recuse_member, seats.case, seats.members["psychologist"], "kin")
    owner = {"supervisor": "supervisor", "outsider": "outsider"}.get(standing, "psychologist")
    named = "no such member" if standing == "unknown" else seats.members[owner]
    with invalid("owners", "invalid.owners"):
        seats.do("investigator", keep_safe_contact, seats.case, party(seats, "V1")["id"], (named,), ContactLines())
