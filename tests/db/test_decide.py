"""Keys decide: with every key of everybody who is not entitled, sealed rows and other people's grants stay shut."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.hpke import MLKEM768X25519PrivateKey

from db.keys import MemberSecret, unwrap
from db.sealing import Address, BrokenSeal, derived, unseal
from mdt.errors import Unavailable
from mdt.model.sensitivity import Audience
from mdt.work.notes import add_session_note
from tests.db.given import DAY, TEAM, behind, told
from tests.make import ROLES, Seats, add_member

ENTITLED = {
    "clinical": {"psychologist"},
    "welfare": {"psychologist", "social_welfare"},
    "legal": {"prosecutor"},
    "contact": {"investigator", "psychologist"},
    "team": set(TEAM),
}


@dataclass
class Bunch:
    """All that one member's open seat holds: her opener, and every 32-byte key that can be made or opened with it."""

    member: str
    opener: MLKEM768X25519PrivateKey
    keys: list[bytes] = field(default_factory=list)


def bunch_of(seats: Seats, user: str) -> Bunch:
    """Everything in the hand of ``user`` once she has opened whatever is closed for her."""
    seats.take(user)
    assert seats.vault is not None
    case_keys: Any = seats.vault._keys
    secret: MemberSecret = case_keys._secret
    found = Bunch(seats.vault.member, secret.opener())
    with seats.vault.transaction() as store:
        connection: Any = store.records._connection
        rows = seats.raw().execute('SELECT "case", audience, epoch FROM grants WHERE member = ?', (found.member,)).fetchall()
        opened = [case_keys.key(connection, case, Audience(audience), epoch) for case, audience, epoch in rows]
    assert len(opened) >= (0 if user == "supervisor" else 2)
    parts = [secret.vault_key, secret.draft_key, secret.x25519_seed, secret.ed25519_seed, secret.mlkem_seed[:32], secret.mlkem_seed[32:]]
    found.keys = [*opened, *parts, *(derived(key, "blind phone") for key in (*opened, *parts)), bytes(32)]
    return found


def purpose_of(vault: str, row: Any, member: str) -> bytes:
    parts = ("case key", vault, row[0], row[1], str(row[2]), member)
    return b"".join(len(part.encode()).to_bytes(4, "big") + part.encode() for part in parts)


def opened_by(row: Any, vault: str, keys: Iterable[bytes]) -> bytes | None:
    """What one of these keys opens of a sealed row."""
    record, name, version, noun, case, audience, epoch, body = row
    for key in keys:
        try:
            return unseal(key, Address(vault, noun, name, record, version, case, audience, epoch), body)
        except BrokenSeal:
            continue
    return None


@pytest.fixture
def bunches(full: Seats) -> dict[str, Bunch]:
    """Everybody's keys, on a desk with every kind of record."""
    return {user: bunch_of(full, user) for user in ROLES}


def test_sealed_rows_open_for_the_entitled_and_for_nobody_else(full: Seats, bunches: dict[str, Bunch]) -> None:
    with behind(full, guards=True) as raw:
        vault = raw.execute("SELECT id FROM desk").fetchone()[0]
        rows = raw.execute('SELECT record, field, version, noun, "case", audience, epoch, body FROM sealed').fetchall()
    assert {row[5] for row in rows} == set(ENTITLED)
    for row in rows:
        entitled = {"investigator"} if row[3] == "tips" else ENTITLED[row[5]]  # who alone sits at the intake
        for user in entitled:
            assert opened_by(row, vault, bunches[user].keys) is not None, (user, row[:6])
        others = [key for user in ROLES if user not in entitled for key in bunches[user].keys]
        assert opened_by(row, vault, others) is None, row[:6]


def test_a_grant_opens_for_its_member_alone(full: Seats, bunches: dict[str, Bunch]) -> None:
    with behind(full, guards=True) as raw:
        vault = raw.execute("SELECT id FROM desk").fetchone()[0]
        rows = raw.execute('SELECT "case", audience, epoch, member, closed_key FROM grants').fetchall()
    assert {row[1] for row in rows} == {*ENTITLED, "index"}
    for row in rows:
        for bunch in bunches.values():
            for member in {row[3], bunch.member}:
                if bunch.member == row[3] == member:
                    assert len(unwrap(bunch.opener, purpose_of(vault, row, member), row[4])) == 32
                    continue
                with pytest.raises(InvalidTag):
                    unwrap(bunch.opener, purpose_of(vault, row, member), row[4])


def test_a_draft_opens_for_its_writer_alone(full: Seats, bunches: dict[str, Bunch]) -> None:
    with behind(full, guards=True) as raw:
        vault = raw.execute("SELECT id FROM desk").fetchone()[0]
        rows = raw.execute("SELECT member, form, version, body FROM drafts").fetchall()
    assert len(rows) == len(TEAM)
    for member, form, version, body in rows:
        row = (f"{member}/{form}", "body", version, "drafts", "", "draft", 1, body)
        assert opened_by(row, vault, [key for bunch in bunches.values() if bunch.member != member for key in bunch.keys]) is None
        assert opened_by(row, vault, [key for bunch in bunches.values() if bunch.member == member for key in bunch.keys]) is not None


def test_no_key_of_a_case_is_anybody_elses_key(bunches: dict[str, Bunch]) -> None:
    hers = set(bunches["psychologist"].keys) - {bytes(32)}
    clinical = hers - {key for user in ROLES if user != "psychologist" for key in bunches[user].keys}
    assert clinical
    assert len({bunch.member for bunch in bunches.values()}) == len(ROLES)


def test_a_grant_closed_for_another_is_a_broken_one(seats: Seats) -> None:
    """An insider gives the investigator a copy of the psychologist's clinical grant under her own name."""
    seats.do("psychologist", add_session_note, seats.case, DAY, "held", "words")
    hers, theirs = seats.members["investigator"], seats.members["psychologist"]
    with behind(seats) as raw:
        raw.execute(
            'INSERT INTO grants SELECT "case", audience, epoch, ?, granted_by, granted_at, commitment, closed_key, place, signature'
            " FROM grants WHERE member = ? AND audience = 'clinical'",
            (hers, theirs),
        )
    assert _key_told(seats, "investigator", Audience.CLINICAL) == "unavailable.forged_grant"


@pytest.mark.parametrize("column", ["commitment", "closed_key"])
@pytest.mark.parametrize("value", [b"", b"x", b"\0" * 32, b"\0" * 1168])
def test_a_grant_that_does_not_carry_what_it_promised_is_refused(seats: Seats, column: str, value: bytes) -> None:
    with behind(seats) as raw:
        raw.execute(f"UPDATE grants SET {column} = ? WHERE audience = 'team'", (value,))
    assert _key_told(seats, "investigator", Audience.TEAM) == "unavailable.forged_grant"


def test_a_key_that_was_never_granted_waits(seats: Seats) -> None:
    assert _key_told(seats, "investigator", Audience.LEGAL) == "unavailable.key_waiting"


def test_a_key_is_made_once_and_given_only_to_certified_members(seats: Seats) -> None:
    newcomer = add_member(seats, "newcomer", "psychologist", certify=False)
    seats.take("investigator")
    assert seats.vault is not None
    vault, me = seats.vault, seats.members["investigator"]

    def give(to: str, audience: Audience, make: bool) -> None:
        with vault.transaction() as store:
            store.keys.make(seats.case, audience) if make else store.keys.hand_on(seats.case, audience, to)

    assert told(lambda: give(me, Audience.TEAM, True)) == "unavailable.key_waiting"
    assert told(lambda: give(newcomer, Audience.TEAM, False)) == "unavailable.member_without_key"
    assert told(lambda: give(me, Audience.LEGAL, False)) == "unavailable.member_without_key"
    assert told(lambda: give(seats.members["prosecutor"], Audience.LEGAL, False)) == "unavailable.key_waiting"
    assert told(lambda: give(me, Audience.TEAM, False)) == "done", "she has it, and nothing is given twice"


def test_a_key_made_in_a_transaction_that_failed_is_forgotten(seats: Seats) -> None:
    seats.take("prosecutor")
    vault, other = seats.vault, "0" * 24
    assert vault is not None

    def fail() -> None:
        with vault.transaction() as store:
            assert not store.keys.exists(other, Audience.LEGAL)
            store.keys.make(other, Audience.LEGAL)
            assert store.keys.held(other) == {Audience.LEGAL}
            raise ZeroDivisionError

    for _ in range(2):
        with pytest.raises(ZeroDivisionError):
            fail()
    with vault.transaction() as store:
        assert store.keys.held(other) == frozenset()
    assert _key_told(seats, "prosecutor", Audience.LEGAL, other) == "unavailable.key_waiting"


def _key_told(seats: Seats, user: str, audience: Audience, case: str = "") -> str:
    seats.take(user)
    vault = seats.vault
    assert vault is not None

    def reach() -> None:
        with vault.transaction() as store:
            records: Any = store.records
            vault._keys.key(records._connection, case or seats.case, audience, 1)

    try:
        reach()
    except Unavailable as fault:
        return fault.key
    return "done"
