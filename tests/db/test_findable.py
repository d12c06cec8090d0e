"""What search goes by is vouched for: names and accounts of accused by their records, marks of those who were hurt by the log."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from db.findable import sounds_of
from db.verify import verify
from mdt.model.people import Person
from mdt.work import people, staff
from mdt.work.forms import Account, NewParty
from tests.db.given import behind, told, vault_key
from tests.make import Seats, add_member
from tests.tipped import ACCOUNT, linked, opened, recorded

PERSON = "(SELECT id FROM persons LIMIT 1)"
VICTIM = "(SELECT id FROM parties WHERE alias = 'V1')"
OTHER = "(SELECT id FROM parties WHERE alias = 'C1')"
PLANTED: tuple[tuple[str, str], ...] = (
    (f"INSERT INTO name_sounds VALUES ({PERSON}, 'planted', 'plntt')", "sound_planted"),
    ("UPDATE name_sounds SET sound = 'x' WHERE rowid = 1", "sound_planted"),
    ("DELETE FROM name_sounds WHERE rowid = 1", "sound_vanished"),
    ("DELETE FROM name_sounds", "sound_vanished"),
    (f"INSERT INTO account_keys VALUES ({PERSON}, 'phone', '+923001234567')", "account_planted"),
    ("UPDATE account_keys SET key = x'00'", "account_planted"),
    ("DELETE FROM account_keys", "account_vanished"),
    (f"INSERT INTO blind_marks VALUES (x'00112233445566778899aabbccddeeff', {OTHER})", "mark_changed"),
    (f"INSERT INTO blind_marks VALUES ('text', {OTHER})", "mark_changed"),
    (f"UPDATE blind_marks SET party = {OTHER} WHERE rowid = 1", "mark_changed"),
    ("DELETE FROM blind_marks WHERE rowid = 1", "mark_changed"),
    ("DELETE FROM blind_marks", "mark_changed"),
    (f"INSERT INTO marks_owed VALUES ({VICTIM})", "mark_changed"),
    (f"INSERT INTO marks_owed VALUES ({VICTIM}); DELETE FROM blind_marks", "mark_changed"),
)


def found(seats: Seats) -> list[str]:
    return [one.what for one in verify(seats.folder, vault_key(seats))]


@pytest.mark.parametrize(("statement", "word"), PLANTED)
def test_a_mark_that_was_planted_changed_or_taken_away_is_named(seats: Seats, statement: str, word: str) -> None:
    with behind(seats) as raw:
        for part in statement.split("; "):
            raw.execute(part)
    assert set(found(seats)) == {word}


@pytest.mark.parametrize(
    ("statement", "word"),
    [
        ("INSERT INTO tip_keys VALUES ((SELECT id FROM tips), 'phone', '+923001234567')", "account_planted"),
        ("UPDATE tip_keys SET key = '+923001234567'", "account_planted"),
        ("DELETE FROM tip_keys", "account_vanished"),
        ("UPDATE tips SET triage = '4'", "row_changed"),
        ("DELETE FROM tip_links", "row_vanished"),
        ("UPDATE feedbacks SET sent_on = '2026-11-20'", "row_changed"),
    ],
)
def test_what_a_tip_is_found_by_and_what_it_says_is_vouched_for(seats: Seats, statement: str, word: str) -> None:
    linked(seats, seats.case, recorded(seats, opened(seats), ACCOUNT))
    assert found(seats) == []
    with behind(seats) as raw:
        raw.execute(statement)
    assert set(found(seats)) == {word}


def test_an_intake_turned_into_a_case_is_named(seats: Seats) -> None:
    opened(seats)
    with behind(seats) as raw:
        raw.execute("UPDATE cases SET stage = 'enquiry' WHERE code = 'INTAKE'")
    assert found(seats) == ["row_changed"]


def test_it_says_whose_mark_and_of_which_case(seats: Seats) -> None:
    with behind(seats) as raw:
        raw.execute("DELETE FROM blind_marks WHERE rowid = 1")
        raw.execute("DELETE FROM name_sounds WHERE rowid = 1")
        person = raw.execute(f"SELECT {PERSON}").fetchone()[0]
        victim = raw.execute(f"SELECT {VICTIM}").fetchone()[0]
    told_of = {(one.where, one.case) for one in verify(seats.folder, vault_key(seats))}
    assert told_of == {(f"persons {person}", ""), (f"parties {victim}", seats.case)}


def amends(seats: Seats) -> None:
    victim = seats.raw().execute(f"SELECT {VICTIM}").fetchone()[0]
    seats.do("investigator", people.amend_party, seats.case, victim, {"phone": "0300 9998887", "cnic": None})


def empties(seats: Seats) -> None:
    victim = seats.raw().execute(f"SELECT {VICTIM}").fetchone()[0]
    seats.do("investigator", people.amend_party, seats.case, victim, {"phone": None, "cnic": None})


def adds(seats: Seats) -> None:
    accounts = (Account(kind="phone", text="0300 7654321"), Account(kind="phone", text="+92 300 7654321"))
    seats.do("investigator", people.add_party, seats.case, NewParty(role="witness", names=("Invented Witness",), accounts=accounts))


def renames(seats: Seats) -> None:
    accused = seats.raw().execute("SELECT id FROM parties WHERE alias = 'A1'").fetchone()[0]
    named: Any = (accused, ("Another Testkhan", "دوسرا نام"), (Account(kind="email", text="a@invented.example"),))
    seats.do("investigator", people.amend_accused, seats.case, *named)


def turns_out_a_child(seats: Seats) -> None:
    accused = seats.raw().execute("SELECT id FROM parties WHERE alias = 'A1'").fetchone()[0]
    seats.do("investigator", people.treat_as_child, seats.case, accused, "14_17", "b_form")


def turns_the_key(seats: Seats) -> None:
    """The key of the index turns; what was owed before is owed still, and everything is made anew by who may open it."""
    leaver = add_member(seats, "leaver", "prosecutor")
    seats.hand_on_all()
    seats.do("supervisor", staff.end_member, None, leaver)
    del seats.codes["leaver"]
    seats.do("investigator", staff.hand_on_keys)
    assert seats.raw().execute("SELECT max(epoch) FROM grants WHERE audience = 'index'").fetchone()[0] == 2


ACTS = (amends, empties, adds, renames, turns_out_a_child, turns_the_key)


@pytest.mark.parametrize("act", ACTS, ids=lambda act: act.__name__)
def test_every_act_that_makes_marks_is_vouched_for(seats: Seats, act: Callable[[Seats], None]) -> None:
    seats.take("investigator")
    act(seats)
    assert found(seats) == []
    with behind(seats) as raw:
        raw.execute("DELETE FROM blind_marks")
    expected = ["mark_changed"] if act is not empties else []
    assert sorted(set(found(seats))) == expected


def test_what_a_writer_without_the_key_owes_is_owed_until_it_is_made(seats: Seats) -> None:
    seats.do("supervisor", staff.end_member, None, add_member(seats, "leaver", "prosecutor"))
    seats.leave()
    with behind(seats) as raw:
        raw.execute("DELETE FROM grants WHERE audience = 'index' AND member = ?", (seats.members["investigator"],))
    seats.take("investigator")
    amends(seats)
    assert "mark_changed" not in found(seats)
    with behind(seats) as raw:
        assert raw.execute("DELETE FROM marks_owed").rowcount == 1
    assert "mark_changed" in found(seats)


def test_the_key_turned_loses_no_mark_that_was_owed_before(seats: Seats) -> None:
    seats.take("investigator")
    victim = seats.raw().execute(f"SELECT {VICTIM}").fetchone()[0]
    assert seats.vault is not None
    with seats.vault.transaction() as store:
        store.people._connection.exec_driver_sql(f"INSERT INTO marks_owed VALUES ({OTHER})")
        store.people._connection.exec_driver_sql(f"INSERT INTO marks_owed VALUES ({VICTIM})")
        store.people.unmark()
        rows = set(store.people._connection.exec_driver_sql("SELECT party FROM marks_owed").scalars())
        assert victim in rows
        assert len(rows) == 2


def test_words_are_heard_by_the_same_rule_as_they_are_found() -> None:
    assert sounds_of(Person(id="x", names=("Muhammad Testkhan", "محمد"))).keys() >= {"muhammad", "testkhan"}
    assert told(lambda: sounds_of(Person(id="x"))) == "done"
