"""What the log by itself insists on: numbers from 1 without a gap, lists of lists, whole digests, and what makes the roll."""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

import pytest

from db.ledger import GENESIS, ROLL_KINDS, LogRow, digest_of, link, listed, replay
from mdt.errors import Refused
from mdt.model.audit import Entry, Outcome
from mdt.work import people, staff
from mdt.work.casefile import open_case
from tests.make import Seats, StandingClock
from tests.mdt.work.looking import party

AT = StandingClock().now()


class Kept:
    """A log of so many empty entries, rightly chained, counted by ``numbers``."""

    def __init__(self, numbers: Sequence[int]) -> None:
        self.rows, before = [], GENESIS
        for seq in numbers:
            entry = Entry(seq, AT, "actor", "act", None, Outcome.DONE, "", "")
            before = link(before, entry, "[]")
            at = AT.isoformat(timespec="microseconds")
            self.rows.append(tuple(LogRow(seq, at, "actor", "act", None, "done", "", "", "[]", "[]", before, 0, None)))

    def execute(self, statement: str) -> list[tuple[Any, ...]]:
        assert statement.startswith("SELECT")
        return self.rows


def right(numbers: Sequence[int]) -> list[bool]:
    return [good for _, good in replay(Kept(numbers))]


def test_entries_are_counted_from_one_without_a_gap_however_many() -> None:
    assert right(range(1, 400)) == [True] * 399
    assert right([0, 1, 2]) == right([2, 3, 4]) == right([-3, -2, -1]) == [False] * 3
    assert right([1, 2, 4, 5]) == [True, True, False, False]


@pytest.mark.parametrize("text", ["{", "{}", "3", "null", '"a"', '["a"]', "[[]]", '[["a"], []]', '[["a"], 3]', "[1]", "[", " "])
def test_facts_and_writes_are_lists_of_lists_or_nothing(text: str) -> None:
    with pytest.raises(ValueError, match=r"no list of lists|Expecting"):
        listed(text)


def test_a_list_of_lists_is_read_as_it_was_written() -> None:
    assert [listed(text) for text in ("[]", "[ ]", '[["a",1],["b"]]')] == [[], [], [["a", 1], ["b"]]]


def test_what_the_log_keeps_of_a_sealed_value_has_128_bits() -> None:
    assert digest_of(b"sealed") == "c9d0036bed6744bcdf692fc980d8717d"


@pytest.mark.parametrize(
    ("kind", "rolls"),
    [
        *[(kind, True) for kind in ("genesis", "invite", "certify", "end", "unseat", "recuse", "restrict")],
        *[(kind, True) for kind in ("turn", "restore", "ways", "turn_vault")],
        *[(kind, False) for kind in ("seat", "found", "ask", "decide")],
    ],
)
def test_whatever_takes_a_right_or_a_way_in_away_is_of_the_roll(seats: Seats, kind: str, rolls: bool) -> None:
    """The signer is told so for the entry, the entry says so, and its place among other facts does not matter."""
    seats.take("supervisor")
    assert seats.vault is not None
    told: list[tuple[int, bool]] = []

    def sign(seq: int, digest: bytes, roll: bool) -> bytes:
        told.append((seq, roll))
        return b"signature"

    with suppress(ZeroDivisionError), seats.vault.transaction() as store:
        for other in ("seat", kind, "seat"):
            store.log.state(other, "what")
        store.log.append(Entry(0, AT, "actor", "act", None, Outcome.DONE, "", ""), (), sign)
        seq, roll, facts = store._connection.exec_driver_sql("SELECT seq, roll, facts FROM events ORDER BY seq DESC LIMIT 1").one()
        raise ZeroDivisionError  # nothing of it is kept: it is not signed
    assert told == [(seq, rolls)]
    assert (bool(roll), json.loads(facts)) == (rolls, [["seat", "what"], [kind, "what"], ["seat", "what"]])
    assert len(ROLL_KINDS) == 11


def test_who_was_refused_did_not_read_the_case(seats: Seats) -> None:
    girl = str(party(seats, "V1")["id"])
    with pytest.raises(Refused):
        seats.do("supervisor", people.reveal_identity, seats.case, girl)
    seats.do("psychologist", open_case, seats.case)
    seats.do("supervisor", staff.list_members)
    assert seats.raw().execute("SELECT outcome FROM events WHERE act = 'reveal_identity' AND \"case\" = ?", (seats.case,)).fetchone()
    assert seats.vault is not None
    with seats.vault.transaction() as store:
        readings = store.log.readings(seats.case, 100)
    assert {entry.outcome for entry in readings} == {Outcome.DONE}
    assert (readings[0].act, readings[0].actor) == ("open_case", seats.members["psychologist"])
