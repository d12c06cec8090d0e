"""Keys turn when a holder leaves: what is written after opens for who is left, and for nobody who left, whatever she kept."""

from __future__ import annotations

from mdt.work import notes
from mdt.work.casefile import open_case
from mdt.work.forms import Account, NewParty
from mdt.work.incidents import add_incident
from mdt.work.people import add_party
from mdt.work.search import search
from mdt.work.staff import add_to_team, end_member, hand_on_keys, recuse_member, take_off_team
from tests.make import Seats, add_member
from tests.mdt.work.looking import opened, rows
from tests.mdt.work.marked import DAY


def epochs(seats: Seats, audience: str, user: str) -> list[int]:
    """The epochs of the case's audience that somebody was given."""
    where = 'WHERE "case" = ? AND audience = ? AND member = ? ORDER BY epoch'
    return [epoch for (epoch,) in rows(seats, f"SELECT epoch FROM grants {where}", seats.case, audience, seats.members[user])]


def test_the_first_text_after_somebody_left_is_under_a_key_she_never_had(seats: Seats) -> None:
    seats.do("supervisor", take_off_team, seats.case, seats.members["social_welfare"])
    assert seats.do("psychologist", hand_on_keys) == 0
    seats.do("investigator", add_incident, seats.case, DAY, DAY, "platform", "after she left")
    assert [epochs(seats, "team", user) for user in ("investigator", "psychologist", "prosecutor")] == [[1, 2]] * 3
    assert epochs(seats, "team", "social_welfare") == [1]
    assert rows(seats, "SELECT DISTINCT epoch FROM sealed WHERE noun = 'incidents'") == [(2,)]
    assert opened(seats, "psychologist")["incidents"][0]["what"] == "after she left"
    assert opened(seats, "psychologist")["first_report"][0]["text"] == "He has her pictures and wants more."


def test_who_comes_back_gets_what_she_missed(seats: Seats) -> None:
    seats.do("supervisor", take_off_team, seats.case, seats.members["prosecutor"])
    seats.do("investigator", add_incident, seats.case, DAY, DAY, "platform", "while she was away")
    seats.do("supervisor", add_to_team, seats.case, seats.members["prosecutor"])
    assert opened(seats, "prosecutor")["incidents"][0]["what"] == {"waiting_for_key": True}
    seats.do("investigator", hand_on_keys)
    assert epochs(seats, "team", "prosecutor") == [1, 2]
    assert opened(seats, "prosecutor")["incidents"][0]["what"] == "while she was away"


def test_a_recusal_and_an_end_turn_the_key_too(seats: Seats) -> None:
    seats.do("supervisor", recuse_member, seats.case, seats.members["prosecutor"], "kin")
    seats.do("investigator", add_incident, seats.case, DAY, DAY, "platform", "first")
    seats.do("supervisor", end_member, None, seats.members["social_welfare"])
    seats.do("psychologist", notes.add_session_note, seats.case, DAY, "held", "words")
    seats.do("investigator", add_incident, seats.case, DAY, DAY, "platform", "second")
    assert epochs(seats, "team", "investigator") == [1, 2, 3]
    assert epochs(seats, "team", "prosecutor") == [1]
    assert epochs(seats, "team", "social_welfare") == [1, 2]
    assert {entry["what"] for entry in opened(seats)["incidents"]} == {"first", "second"}


def test_nobody_left_to_hold_a_key_is_told_on_the_case(seats: Seats) -> None:
    seats.do("psychologist", notes.add_session_note, seats.case, DAY, "held", "words")
    assert seats.do("investigator", open_case, seats.case).content["frozen"] == []
    seats.do("supervisor", take_off_team, seats.case, seats.members["psychologist"])
    assert seats.do("investigator", open_case, seats.case).content["frozen"] == ["clinical"]


def test_the_key_of_the_index_turns_when_a_member_ends_and_every_mark_is_made_anew(seats: Seats) -> None:
    add_member(seats, "second", "investigator")
    seats.do("investigator", hand_on_keys)
    victim = NewParty(role="victim", accounts=(Account(kind="phone", text="0301 2223334"),))
    seats.do("investigator", add_party, seats.case, victim)
    before = rows(seats, "SELECT mark FROM blind_marks")
    seats.do("supervisor", end_member, None, seats.members["second"])
    seats.do("investigator", hand_on_keys)
    marks = rows(seats, "SELECT mark FROM blind_marks")
    assert len(marks) == len(before)
    assert set(marks) & set(before) == set()
    assert rows(seats, "SELECT party FROM marks_owed") == []
    assert seats.do("investigator", search, None, "03012223334")
