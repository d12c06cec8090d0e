"""Keys travel from holder to holder: who waits, who makes the first one, and what is paid later."""

from __future__ import annotations

import pytest

from mdt.errors import Unavailable
from mdt.work import notes, people
from mdt.work.casefile import open_case
from mdt.work.forms import Account, NewParty
from mdt.work.registration import register_case
from mdt.work.search import search
from mdt.work.staff import add_to_team, end_member, hand_on_keys, recuse_member, take_off_team
from tests.make import TEAM_ROLES, Seats, add_member, new_desk, plain_case
from tests.mdt.work.looking import opened, party, refused, rows
from tests.mdt.work.marked import DAY

WAITING = {"waiting_for_key": True}


@pytest.fixture
def joined(seats: Seats) -> Seats:
    """The desk with a session note and a second psychologist, seated, who has no key yet."""
    seats.do("psychologist", notes.add_session_note, seats.case, DAY, "held", "First words.")
    add_member(seats, "second", "psychologist")
    seats.do("supervisor", add_to_team, seats.case, seats.members["second"])
    return seats


def held(seats: Seats, user: str) -> set[str]:
    return {audience for (audience,) in rows(seats, "SELECT audience FROM grants WHERE member = ?", seats.members[user])}


def test_a_new_member_waits_and_sees_that_she_does(joined: Seats) -> None:
    shown = opened(joined, "second")
    assert shown["session_notes"][0]["text"] == WAITING
    assert shown["session_notes"][0]["attendance"] == "held"
    assert shown["first_report"][0]["text"] == WAITING
    assert next(entry["name"] for entry in shown["parties"] if entry["alias"] == "V1") == WAITING
    assert "key_waiting" in shown["missing"]
    assert joined.do("second", people.reveal_identity, joined.case, shown["parties"][0]["id"])["name"] == WAITING
    assert "first_reports" not in {change.noun for change in joined.do("second", notes.read_history, joined.case)}
    assert joined.do("second", search, None, "Gulnaz") == ()
    with refused(Unavailable, "unavailable.key_waiting"):
        joined.do("second", notes.add_session_note, joined.case, DAY, "held", "Her own words.")
    assert len(opened(joined, "psychologist")["session_notes"]) == 1


def test_each_key_comes_from_a_holder_of_it_only(joined: Seats) -> None:
    assert joined.do("second", hand_on_keys) == 0
    assert joined.do("supervisor", hand_on_keys) == 0
    assert held(joined, "second") == set()
    joined.do("investigator", hand_on_keys)
    assert held(joined, "second") == {"team", "index"}
    shown = opened(joined, "second")
    assert shown["first_report"][0]["text"] == "He has her pictures and wants more."
    assert shown["session_notes"][0]["text"] == WAITING
    assert joined.do("psychologist", hand_on_keys) == 2
    assert opened(joined, "second")["session_notes"][0]["text"] == "First words."
    assert "key_waiting" not in opened(joined, "second")["missing"]
    assert held(joined, "second") == {"team", "index", "clinical", "welfare"}
    assert [joined.do(user, hand_on_keys) for user in ("psychologist", "investigator", "second")] == [0, 0, 0]


def test_the_first_of_a_profession_makes_its_key_when_she_comes_to_the_desk(seats: Seats) -> None:
    case = seats.do("investigator", register_case, None, plain_case(parties=(), numbers=()))
    assert rows(seats, 'SELECT audience, member FROM grants WHERE "case" = ?', case) == [("team", seats.members["investigator"])]
    for role in ("psychologist", "prosecutor", "social_welfare"):
        seats.do("supervisor", add_to_team, case, seats.members[role])
    assert seats.do("psychologist", hand_on_keys) == 3  # clinical, welfare, and welfare for her colleague
    assert seats.do("prosecutor", hand_on_keys) == 1
    assert seats.do("social_welfare", hand_on_keys) == 0
    assert seats.do("investigator", hand_on_keys) == 3
    granted = set(rows(seats, 'SELECT audience, member FROM grants WHERE "case" = ?', case))
    due = {"team": TEAM_ROLES, "clinical": ("psychologist",), "welfare": ("psychologist", "social_welfare"), "legal": ("prosecutor",)}
    assert granted == {(audience, seats.members[role]) for audience, roles in due.items() for role in roles}


def test_whoever_writes_first_makes_the_key_she_needs(seats: Seats) -> None:
    case = seats.do("investigator", register_case, None, plain_case(parties=(), numbers=()))
    seats.do("supervisor", add_to_team, case, seats.members["psychologist"])
    seats.do("psychologist", notes.add_session_note, case, DAY, "held", "First words.")
    assert opened(seats, "psychologist", case)["session_notes"][0]["text"] == "First words."


def test_nobody_gets_a_key_who_is_off_the_team_recused_or_gone(joined: Seats) -> None:
    for user in ("third", "fourth", "fifth"):
        add_member(joined, user, "psychologist")
        joined.do("supervisor", add_to_team, joined.case, joined.members[user])
    joined.do("supervisor", take_off_team, joined.case, joined.members["third"])
    joined.do("supervisor", recuse_member, joined.case, joined.members["fourth"], "kin")
    joined.do("supervisor", end_member, None, joined.members["fifth"])
    for user in ("investigator", "psychologist"):
        joined.do(user, hand_on_keys)
    assert held(joined, "third") == held(joined, "fourth") == {"index"}
    assert held(joined, "fifth") == set()
    assert held(joined, "second") == {"team", "index", "clinical", "welfare"}


def test_a_holder_who_left_the_team_hands_nothing_on(joined: Seats) -> None:
    joined.do("supervisor", take_off_team, joined.case, joined.members["psychologist"])
    joined.do("psychologist", hand_on_keys)
    assert "clinical" not in held(joined, "second")
    joined.do("investigator", hand_on_keys)
    joined.do("second", hand_on_keys)
    # frozen until recovery: nobody makes a second first key over the first one's texts
    assert opened(joined, "second")["session_notes"][0]["text"] == WAITING
    with refused(Unavailable, "unavailable.key_frozen"):
        joined.do("second", notes.add_session_note, joined.case, DAY, "held", "Words.")


def test_a_key_made_in_an_act_that_fails_is_not_kept(seats: Seats) -> None:
    case = seats.do("investigator", register_case, None, plain_case(parties=(), numbers=()))
    seats.do("supervisor", add_to_team, case, seats.members["psychologist"])
    with pytest.raises(Exception, match=r"invalid\.fields"):
        seats.do("psychologist", notes.add_session_note, case, DAY, "held", " ")
    assert rows(seats, "SELECT count(*) FROM grants WHERE \"case\" = ? AND audience = 'clinical'", case) == [(0,)]
    seats.do("psychologist", notes.add_session_note, case, DAY, "held", "First words.")
    seats.leave()
    assert opened(seats, "psychologist", case)["session_notes"][0]["text"] == "First words."


def test_marks_that_are_owed_are_paid_when_the_key_of_the_index_comes(seats: Seats) -> None:
    for user in ("second", "third"):
        add_member(seats, user, "investigator")
    victim = NewParty(
        role="victim", accounts=(Account(kind="phone", text="0301 2223334"), Account(kind="handle", text="My Game Name", platform="pubg"))
    )
    case = seats.do("second", register_case, None, plain_case(parties=(victim,), numbers=()))
    assert len(rows(seats, "SELECT party FROM marks_owed")) == 1
    assert seats.do("investigator", search, None, "03012223334") == ()
    seats.do("investigator", hand_on_keys)
    assert len(rows(seats, "SELECT party FROM marks_owed")) == 1  # she is not on that case, so she cannot read what to mark
    seats.do("third", hand_on_keys)
    seats.do("second", hand_on_keys)
    assert rows(seats, "SELECT party FROM marks_owed") == []
    code = opened(seats, "second", case)["code"]
    for user in ("investigator", "third"):
        assert [(hit.code, hit.own) for hit in seats.do(user, search, None, "03012223334")] == [(code, False)]


def test_who_was_taken_off_the_case_no_longer_reads_it_to_pay_marks(seats: Seats) -> None:
    add_member(seats, "second", "investigator")
    victim = NewParty(role="victim", accounts=(Account(kind="phone", text="0301 2223334"),))
    case = seats.do("second", register_case, None, plain_case(parties=(victim,), numbers=()))
    seats.do("investigator", hand_on_keys)
    seats.do("supervisor", take_off_team, case, seats.members["second"])
    seats.do("second", hand_on_keys)
    assert len(rows(seats, "SELECT party FROM marks_owed")) == 1


def test_a_party_amended_without_the_key_of_the_index_is_marked_anew_later(seats: Seats) -> None:
    add_member(seats, "second", "investigator")
    case = seats.do("second", register_case, None, plain_case(parties=(NewParty(role="victim"),), numbers=()))
    harmed = party(seats, "V1", case, "second")["id"]
    seats.do("second", people.amend_party, case, harmed, {"phone": "0301 2223334; 0301 2223335"})
    seats.do("investigator", hand_on_keys)
    seats.do("second", hand_on_keys)
    for text in ("03012223334", "03012223335"):
        assert len(seats.do("investigator", search, None, text)) == 1


def test_a_desk_without_cases_has_no_key_to_hand_on(seats: Seats) -> None:
    fresh = new_desk(seats.folder.parent / "fresh", seats.clock)
    try:
        assert [fresh.do(user, hand_on_keys) for user in sorted(fresh.codes)] == [0] * 5
        assert rows(fresh, "SELECT * FROM grants") == []
        case = fresh.do("investigator", register_case, None, plain_case())
        assert held(fresh, "investigator") == {"team", "index"}
        assert fresh.do("investigator", hand_on_keys) == 3
        assert fresh.do("investigator", open_case, case).content["stage"] == "complaint"
    finally:
        fresh.leave()
