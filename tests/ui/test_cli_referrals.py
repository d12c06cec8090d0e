"""Received referrals at the command line: JSON with the same rights as everywhere."""

from __future__ import annotations

import json

import pytest

from mdt.work.tips import mark_read
from tests.make import Seats, add_member
from tests.tipped import ACCOUNT, linked, opened, recorded
from tests.ui.commanded import Command, command

__all__ = ["command"]


@pytest.fixture
def tip(seats: Seats) -> str:
    place = opened(seats)
    recorded(seats, place, source="interpol", number="I-24/7-11", days=40)
    found = recorded(seats, place, ACCOUNT, days=3, narrative="He wrote at night.", victims="A girl of twelve")
    seats.do("investigator", mark_read, place, found)
    linked(seats, seats.case, found)
    return found


def test_the_ledger_is_listed_with_what_waits_longest_first(command: Command, tip: str) -> None:
    for user in ("investigator", "supervisor"):
        told = json.loads(command("referral", "list", user=user).out)
        assert told["schema"] == 1
        assert [(one["number"], one["days"], one["cases"]) for one in told["referrals"]] == [("I-24/7-11", 40, 0), ("900000001", 3, 1)]
    narrowed = json.loads(command("referral", "list", "--all", "--source", "interpol", user="supervisor").out)
    assert [one["number"] for one in narrowed["referrals"]] == ["I-24/7-11"]


def test_one_is_shown_by_number_or_id_as_each_may_see_it(command: Command, tip: str) -> None:
    for name in ("900000001", tip):
        told = json.loads(command("referral", "show", name, user="investigator").out)
        assert (told["referral"]["id"], told["referral"]["narrative"], told["days"]) == (tip, "He wrote at night.", 3)
        assert told["referral"]["victims"] == {"masked": True}
        assert [link["fields"]["reason"] for link in told["links"]] == ["same_account"]
        assert [hit["what"] for hit in told["alike"]["cases"]] == ["accused_account"]
        assert told["feedback"][0]["due_on"] == "2027-02-15"
    plain = command("referral", "show", tip, user="supervisor").out
    assert ("He wrote" in plain, "invented.gamer" in plain, "A girl" in plain) == (False, False, False)


def test_two_of_one_number_are_named_by_their_ids(command: Command, seats: Seats, tip: str) -> None:
    place = seats.raw().execute("SELECT id FROM cases WHERE code = 'INTAKE'").fetchone()[0]
    other = recorded(seats, place, again=True)
    ran = command("referral", "show", "900000001", user="investigator")
    assert ran.code == 1
    assert tip in ran.err
    assert other in ran.err
    assert len(ran.err.strip().splitlines()) == 1


@pytest.mark.parametrize("user", ["psychologist", "prosecutor", "social_welfare"])
def test_who_takes_no_referrals_is_refused(command: Command, tip: str, user: str) -> None:
    for argv in (("list",), ("show", tip)):
        ran = command("referral", *argv, user=user)
        assert (ran.code, ran.out) == (3, "")


def test_without_a_seat_there_is_nothing(command: Command, seats: Seats, tip: str) -> None:
    add_member(seats, "other", "investigator")
    for argv in (("list",), ("show", tip)):
        ran = command("referral", *argv, user="other")
        assert (ran.code, ran.out, len(ran.err.strip().splitlines())) == (1, "", 1)


def test_what_is_not_there_is_missing(command: Command, tip: str) -> None:
    assert command("referral", "show", "900000999", user="investigator").code == 1
