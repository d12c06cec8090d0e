"""An accused climbs the ladder by what shows it; whoever close to the case may be the one is out of reach until somebody settled it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

import pytest

import mdt.reports
from db.verify import verify
from mdt.errors import Conflict, Invalid, Refused
from mdt.model.ladder import Match
from mdt.policy.actions import Action
from mdt.policy.outward import MAKERS, Channel, Kind, Line, Paper, Protection, Recipient, cleared
from mdt.work import contacts, gaps, incidents, ladder, matches, people, staff
from mdt.work.consents import NewConsent, record_consent
from mdt.work.desk import UseCase
from mdt.work.due import read_due
from mdt.work.forms import Account, NewParty
from mdt.work.people import ContactLines
from mdt.work.protection import protection_of
from tests.climbed import REACHED, SHARED, matched, rung, shown
from tests.db.given import vault_key
from tests.make import Seats, add_member
from tests.mdt.work.marked import party_of

USER = "investigator"
PHONE = (Account(kind="phone", text=SHARED),)


def add(seats: Seats, role: str, user: str = USER, **more: Any) -> str:
    return seats.do(user, people.add_party, seats.case, NewParty(role=role, **more))


def settle(seats: Seats, match: str, outcome: str = "another", user: str = USER, why: str = "Seen together.") -> str:
    return seats.do(user, ladder.settle_match, seats.case, match, outcome, why)


def found(seats: Seats, user: str = USER) -> list[tuple[str, str, tuple[str, ...]]]:
    return [(match["party"], match["other"], tuple(match["kinds"])) for match in shown(seats, "matches", user)]


PROTECTION: UseCase[[], Protection] = UseCase("protection", Action.OPEN_CASE, frozenset(), False, protection_of)
"""Not among the use cases of the program."""


def objections_to(seats: Seats, alias: str, user: str = USER, **more: Any) -> str:
    """What the guard says of a slip to a person, handed over or to a number."""
    protection = seats.do(user, PROTECTION, seats.case)
    how: dict[str, Any] = {"kind": Kind.SLIP, "to": Recipient.PERSON, "purpose": "slip", "channel": Channel.HAND, **more}
    try:
        cleared(Paper(recipient=alias, on=seats.clock.today(), lines=(Line(text="7K-21"),), **how), protection)
    except Refused as why:
        return why.key
    return ""


# -- rungs


def test_each_rung_has_its_paper_and_its_days(seats: Seats) -> None:
    accused = party_of(seats, "A1")
    first = shown(seats, "ladders")[0]
    assert (first["party"], first["now"], first["next"]) == (accused, "identified", "arrested")
    other = add(seats, "accused", state="account")
    made = rung(seats, other, "subscriber", reference="Letter 7", address="House 9, Invented Lane, Multan")
    kept = next(one for one in shown(seats, "rungs") if one["id"] == made)
    assert (kept["reference"], kept["address"], kept["before"], kept["written_by"]) == (
        "Letter 7",
        "House 9, Invented Lane, Multan",
        "account",
        USER,
    )
    stands = next(one for one in shown(seats, "ladders") if one["party"] == other)
    days = (seats.clock.today() - REACHED).days
    assert (stands["now"], stands["since"], stands["next"]) == ("subscriber", REACHED.isoformat(), "device")
    assert stands["days"]["subscriber"] == days + 1
    assert next(party["state"] for party in shown(seats, "parties") if party["id"] == other) == "subscriber"
    assert verify(seats.folder, vault_key(seats)) == ()


def test_a_rung_that_proved_wrong_is_taken_back_and_kept(seats: Seats) -> None:
    other = add(seats, "accused", state="account")
    made = rung(seats, other, "identified")
    seats.do(USER, ladder.withdraw_rung, seats.case, made, "The card was in another's name.")
    assert next(one["now"] for one in shown(seats, "ladders") if one["party"] == other) == "account"
    kept = next(one for one in shown(seats, "rungs") if one["id"] == made)
    assert (kept["withdrawn_why"], kept["withdrawn_by"]) == ("The card was in another's name.", USER)
    with pytest.raises(Conflict, match=r"conflict\.rung_withdrawn"):
        seats.do(USER, ladder.withdraw_rung, seats.case, made, "Again.")
    with pytest.raises(Invalid):
        seats.do(USER, ladder.withdraw_rung, seats.case, rung(seats, other), "  ")


def test_an_arrest_is_the_highest_rung(seats: Seats) -> None:
    other = add(seats, "accused", state="account")
    seats.do(USER, incidents.record_arrest, seats.case, other, seats.clock.today())
    stands = next(one for one in shown(seats, "ladders") if one["party"] == other)
    assert (stands["now"], stands["next"]) == ("arrested", None)
    assert [(one["rung"], one["evidence"]) for one in shown(seats, "rungs") if one["party"] == other] == [("arrested", "arrest_memo")]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"to": "guilty"}, "rung"),
        ({"evidence": "gossip"}, "evidence"),
        ({"reached_on": REACHED + timedelta(days=400)}, "reached_on"),
    ],
)
def test_a_rung_that_cannot_be_kept_says_why(seats: Seats, changes: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as fault:
        rung(seats, party_of(seats, "A1"), **changes)
    assert set(fault.value.fields) == {field}


def test_only_an_accused_climbs_and_only_by_the_ladder(seats: Seats) -> None:
    with pytest.raises(Invalid) as fault:
        rung(seats, party_of(seats, "V1"))
    assert fault.value.fields == {"party": "invalid.not_accused"}
    with pytest.raises(Invalid) as fault:
        seats.do(USER, people.amend_party, seats.case, party_of(seats, "A1"), {"state": "arrested"})
    assert fault.value.fields == {"state": "invalid.field"}


# -- who it may be


def test_each_act_that_can_find_somebody_looks(seats: Seats) -> None:
    accused = party_of(seats, "A1")
    guardian = add(seats, "guardian", names=("Imran Farzi",), address="House 9, Invented Lane, Multan")
    assert found(seats) == []
    rung(seats, accused, address="house no. 9 invented lane multan")
    assert found(seats) == [(accused, guardian, ("address",))]
    seats.do(USER, people.amend_accused, seats.case, accused, ("عمران فرضی",), PHONE)
    assert found(seats)[1:] == [(accused, guardian, ("address", "name"))]
    witness = add(seats, "witness", accounts=PHONE)
    assert found(seats)[2:] == [(accused, witness, ("phone",))]
    lines = ContactLines(number=SHARED)
    seats.do("psychologist", people.keep_safe_contact, seats.case, party_of(seats, "V1"), (), lines)
    assert found(seats)[3:] == [(accused, party_of(seats, "V1"), ("safe_contact",))], "though she may not read the accused's telephone"


def test_what_only_an_owner_can_compare_is_found_when_she_opens_the_case(seats: Seats) -> None:
    accused, victim = party_of(seats, "A1"), party_of(seats, "V1")
    seats.do("psychologist", people.keep_safe_contact, seats.case, victim, (), ContactLines(number=SHARED))
    seats.do(USER, people.amend_accused, seats.case, accused, (), PHONE)
    assert (found(seats), shown(seats, "unkept_matches")) == ([], 0), "the number is not hers to read"
    assert shown(seats, "unkept_matches", "psychologist") == 1
    assert objections_to(seats, "V1", "psychologist") == "refused.outward_frozen", "before anybody kept it"
    assert seats.do("psychologist", matches.look_for_matches, seats.case) == 1
    assert found(seats) == [(accused, victim, ("safe_contact",))]


def test_a_member_of_the_team_is_compared_by_name(seats: Seats) -> None:
    add_member(seats, "imran.farzi", "investigator")
    seats.do("supervisor", staff.add_to_team, seats.case, seats.members["imran.farzi"])
    seats.do(USER, staff.hand_on_keys)
    accused = party_of(seats, "A1")
    seats.do(USER, people.amend_accused, seats.case, accused, ("Imran Farzi",), ())
    assert found(seats) == [(accused, "imran.farzi", ("name",))]
    match = shown(seats, "matches")[0]["id"]
    with pytest.raises(Refused, match=r"refused\.own_match"):
        settle(seats, match, user="imran.farzi")
    settle(seats, match)


def test_what_was_settled_is_not_found_again_for_the_same_reason(seats: Seats) -> None:
    accused, guardian = party_of(seats, "A1"), add(seats, "guardian", names=("Imran Farzi",))
    seats.do(USER, people.amend_accused, seats.case, accused, ("Imran Farzi",), ())
    settle(seats, shown(seats, "matches")[0]["id"])
    seats.do(USER, people.amend_accused, seats.case, accused, ("Imran Farzi", "Falcon"), ())
    assert len(found(seats)) == 1
    seats.do(USER, people.amend_party, seats.case, guardian, {"phone": SHARED})
    seats.do(USER, people.amend_accused, seats.case, accused, ("Imran Farzi",), PHONE)
    assert found(seats)[1:] == [(accused, guardian, ("phone", "name"))]


def test_a_match_is_settled_once_with_a_reason(seats: Seats) -> None:
    match = matched(seats)
    for outcome, why in (("perhaps", "Seen."), ("another", " ")):
        with pytest.raises(Invalid):
            settle(seats, match, outcome, why=why)
    settle(seats, match, "same")
    with pytest.raises(Conflict, match=r"conflict\.match_settled"):
        settle(seats, match)
    for user in ("psychologist", "social_welfare", "supervisor"):
        with pytest.raises(Refused):
            settle(seats, match, user=user)


def test_looking_again_keeps_nothing_new(seats: Seats) -> None:
    matched(seats)
    assert seats.do(USER, matches.look_for_matches, seats.case) == 0
    assert len(found(seats)) == 1


def test_who_may_not_read_the_value_is_told_only_by_what_they_are_alike(seats: Seats) -> None:
    matched(seats)
    settle(seats, shown(seats, "matches")[0]["id"], why="A secret reason.")
    told = shown(seats, "matches", "social_welfare")[0]
    assert told["kinds"] == ["phone"]
    assert "A secret reason." not in str(told)
    assert SHARED not in str(told)


# -- nobody is written to meanwhile


def test_whoever_is_matched_is_out_of_reach_until_it_is_settled(seats: Seats) -> None:
    victim = party_of(seats, "V1")
    lines = ContactLines(number="0301 4443332", first_way="call")
    seats.do(USER, people.keep_safe_contact, seats.case, victim, (), lines)
    assert objections_to(seats, "V1") == ""
    seats.do(USER, people.amend_accused, seats.case, party_of(seats, "A1"), (), (Account(kind="phone", text="+92 301 4443332"),))
    assert [kinds for _, _, kinds in found(seats)] == [("safe_contact",)]
    assert objections_to(seats, "V1") == "refused.outward_frozen"
    with pytest.raises(Refused, match=r"refused\.outward_frozen"):
        seats.do(USER, contacts.make_slip, seats.case, victim)
    settle(seats, shown(seats, "matches")[0]["id"])
    assert objections_to(seats, "V1") == "", "what is settled as another person is handed to her again"
    call = {"channel": Channel.CALL, "number": "0301 4443332"}
    assert objections_to(seats, "V1", **call) == "refused.outward_blocked", "a number of the accused is never called"


@pytest.mark.parametrize("outcome", [None, "same"])
def test_a_guardian_who_may_be_the_accused_signs_for_nobody_and_is_not_called(seats: Seats, outcome: str | None) -> None:
    victim = party_of(seats, "V1")
    guardian = add(seats, "guardian", names=("Imran Farzi",), accounts=PHONE)
    signed: dict[str, Any] = {"purpose": "c6", "recipient": "cpwb", "fields": ("name",), "signer": "guardian", "signed_by": guardian}
    seats.do(USER, record_consent, seats.case, NewConsent(party=victim, signed_on=seats.clock.today(), **signed))
    assert [one.in_force for one in seats.do(USER, PROTECTION, seats.case).consents] == [True]
    seats.do(USER, people.amend_accused, seats.case, party_of(seats, "A1"), ("Imran Farzi",), ())
    if outcome:
        settle(seats, shown(seats, "matches")[0]["id"], outcome)
    protection = seats.do(USER, PROTECTION, seats.case)
    assert [one.in_force for one in protection.consents] == [False]
    assert SHARED in protection.blocked
    with pytest.raises(Refused, match=r"refused\.guardian_conflict"):
        seats.do(USER, record_consent, seats.case, NewConsent(party=victim, signed_on=seats.clock.today(), **signed))


@pytest.mark.parametrize("with_contact", [True, False])
def test_no_maker_draws_for_somebody_who_may_be_the_accused(seats: Seats, with_contact: bool) -> None:
    for module in iter_modules(mdt.reports.__path__):
        import_module(f"mdt.reports.{module.name}")
    assert MAKERS
    witness = matched(seats) and party_of(seats, "W1")
    assert witness
    if with_contact:
        seats.do(USER, people.keep_safe_contact, seats.case, witness, (), ContactLines(number="0301 4443332", first_way="call"))
    protection = seats.do(USER, PROTECTION, seats.case)
    for maker in MAKERS:
        for kind in sorted(maker.kinds):
            how: dict[str, Any] = {"kind": kind, "to": Recipient.PERSON, "recipient": "W1", "purpose": "update", "channel": Channel.HAND}
            with pytest.raises(Refused, match=r"refused\.outward_frozen"):
                maker(cleared(Paper(on=seats.clock.today(), lines=(), **how), protection), "en")


# -- somebody is told


def test_an_open_match_is_missing_on_every_role_and_due_within_a_day(seats: Seats) -> None:
    match = matched(seats)
    for user in ("investigator", "psychologist", "prosecutor", "social_welfare"):
        assert "match_open" in shown(seats, "missing", user)
    assert next(gap.gap for gap in seats.do("supervisor", gaps.missing_on_desk)) == "match_open"
    due = next(one for one in seats.do(USER, read_due).items if one.rule == "match")
    assert due.due_at == due.began + timedelta(hours=24)
    settle(seats, match)
    assert "match_open" not in shown(seats, "missing")
    assert not any(one.rule == "match" for one in seats.do(USER, read_due).items)


def test_what_is_kept_of_a_match_is_no_value(seats: Seats) -> None:
    matched(seats)
    seats.take(USER)
    for table in ("matches", "rungs"):
        rows = seats.raw().execute(f"SELECT * FROM {table}").fetchall()
        assert SHARED not in str(rows)
    kept = Match(id="", case="", party="", other="", kinds=(), found_at=seats.clock.now(), found_by="")
    assert replace(kept, kinds=("phone",)).kinds == ("phone",)
