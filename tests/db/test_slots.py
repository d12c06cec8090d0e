"""Slots: each is whole by itself, bound to its member, opened before it is trusted, and an invitation lets in once."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from typing import Any

import pytest

from db.doors import invite, join
from db.keys import new_member_secret
from db.sealing import seal
from db.slots import Owner, Slot, SlotsFile, bare, grouped, new_code, new_slot, open_slot, who, with_workstation
from db.stretching import Argon2Kdf
from mdt.errors import DeskError, Locked, Unavailable
from mdt.model.staff import Member
from mdt.work import staff
from tests.db.given import enter, entering, told
from tests.make import PASSWORD, CheapKdf, Seats, surroundings

OWNER = Owner("vault", "member", "user")
SECRET = new_member_secret(b"v" * 32, b"s" * 16)
STATION = b"w" * 32


def made(workstation: bytes | None = STATION) -> tuple[Slot, bytes]:
    """A slot, and its password stretched."""
    slot = new_slot(OWNER, PASSWORD, "CODE", workstation, SECRET, CheapKdf())
    return slot, CheapKdf().derive(PASSWORD, slot.terms, slot.salt)


def rewritten(seats: Seats, user: str, **parts: Any) -> None:
    """An insider rewrites parts of a member's line, mark and all."""
    file = SlotsFile(seats.folder)
    lines = file.path.read_bytes().splitlines()
    vault = json.loads(lines[0].partition(b" ")[2])["vault"]
    for at, line in enumerate(lines):
        said = json.loads(line.partition(b" ")[2])
        if said["who"] == who(vault, user) and said["kind"] == "member":
            lines[at] = marked(json.dumps({**said, **parts}).encode())
    file.path.write_bytes(b"".join(line + b"\n" for line in lines))


def marked(said: bytes) -> bytes:
    return hashlib.sha256(said).hexdigest()[:16].encode() + b" " + said


def test_a_slot_opens_by_either_way_and_by_no_other() -> None:
    slot, stretched = made()
    assert open_slot(slot, stretched, "code", b"CODE") == SECRET
    assert open_slot(slot, stretched, "keyring", STATION) == SECRET
    wrong = CheapKdf().derive("another", slot.terms, slot.salt)
    for password, way, second in ((wrong, "code", b"CODE"), (stretched, "code", b"CODF"), (stretched, "keyring", b"x" * 32)):
        assert told(lambda p=password, w=way, s=second: open_slot(slot, p, w, s)) == "locked.wrong"  # type: ignore[misc]
    assert told(lambda: open_slot(slot, stretched, "recovery", b"")) == "locked.no_way_in"


def test_a_slot_without_a_workstation_has_one_way_in() -> None:
    slot, stretched = made(None)
    assert (set(slot.wraps), slot.station) == ({"code"}, "")
    assert told(lambda: open_slot(slot, stretched, "keyring", STATION)) == "locked.no_way_in"


def test_a_slot_whose_body_is_damaged_is_not_a_wrong_password() -> None:
    slot, stretched = made()
    for body in (b"", slot.body[:-1], slot.body[:-1] + bytes((slot.body[-1] ^ 1,))):
        assert told(lambda b=body: open_slot(replace(slot, body=b), stretched, "code", b"CODE")) == "unavailable.slot_damaged"  # type: ignore[misc]


@pytest.mark.parametrize("part", ["vault", "member", "who", "kind", "salt", "terms"])
def test_every_part_of_a_slot_is_bound_to_it(part: str) -> None:
    slot, stretched = made()
    kept = getattr(slot, part)
    other: Any = {"name": "weak"} if part == "terms" else kept + kept[:1]
    assert told(lambda: open_slot(replace(slot, **{part: other}), stretched, "code", b"CODE")) == "locked.wrong"


def test_a_new_slot_is_opened_before_it_is_trusted(seats: Seats, monkeypatch: pytest.MonkeyPatch) -> None:
    seats.take("supervisor")
    before = SlotsFile(seats.folder).path.read_bytes()
    monkeypatch.setattr("db.keys.MemberSecret.unpacked", lambda packed: new_member_secret(b"o" * 32, b"s" * 16))
    with pytest.raises(Unavailable, match="slot_failed"):
        new_slot(OWNER, PASSWORD, "CODE", None, SECRET, CheapKdf())
    assert SlotsFile(seats.folder).path.read_bytes() == before


def test_a_workstations_wrap_is_opened_before_it_is_trusted(monkeypatch: pytest.MonkeyPatch) -> None:
    slot, stretched = made(None)
    assert open_slot(with_workstation(slot, stretched, "code", STATION), stretched, "keyring", STATION) == SECRET
    monkeypatch.setattr("db.slots.seal", lambda key, address, plain: seal(key, address, plain)[:-1] + b"x")
    with pytest.raises(DeskError):
        with_workstation(slot, stretched, "code", STATION)


def test_weak_terms_in_a_slot_are_refused_before_use(seats: Seats) -> None:
    rewritten(seats, "investigator", terms={"name": "argon2id", "memory": 8, "passes": 1, "lanes": 1})
    real = replace(surroundings(seats.clock), kdf=Argon2Kdf())
    assert entering(seats, "investigator", around=real) == "locked.weak_terms"
    assert entering(seats, "psychologist", around=real) == "locked.weak_terms", "a slot made on cheap terms is no exception"


def test_a_slot_without_a_way_in_says_so_and_is_no_miss(seats: Seats) -> None:
    rewritten(seats, "investigator", wraps={})
    assert [entering(seats, "investigator") for _ in range(8)] == ["locked.no_way_in"] * 8
    assert not (seats.folder / "desk.waits").exists()


def test_swapped_slots_let_nobody_in(seats: Seats) -> None:
    """Two members' lines with their marks of whose they are exchanged, on correct check sums."""
    file = SlotsFile(seats.folder)
    names = {who(file.read()[0][0].vault, user): user for user in ("investigator", "psychologist")}
    both = [json.loads(line.partition(b" ")[2]) for line in file.path.read_bytes().splitlines()]
    for part in ("who", "member"):
        hers, his = (said for said in both if said["who"] in names)
        hers[part], his[part] = his[part], hers[part]
        file.path.write_bytes(b"".join(marked(json.dumps(said).encode()) + b"\n" for said in both))
        assert [entering(seats, user) for user in names.values()] == ["locked.wrong"] * 2, part
    assert entering(seats, "prosecutor") == "done"


def test_a_member_put_on_anothers_slot_is_refused(seats: Seats) -> None:
    rewritten(seats, "investigator", member=seats.members["psychologist"])
    assert entering(seats, "investigator") == "locked.wrong"
    assert entering(seats, "psychologist") == "done"


def invited(seats: Seats, user: str = "newcomer") -> tuple[str, str]:
    """A registered member's id and her invitation."""
    identity = seats.do("supervisor", staff.register_member, None, user, "prosecutor", "female")
    assert seats.vault is not None
    code = invite(seats.vault, identity, user)
    seats.leave()
    return identity, code


def test_an_invitation_lets_in_once(seats: Seats) -> None:
    identity, code = invited(seats)
    assert told(lambda: join(seats.folder, "newcomer", "AAAAA-BBBBB", PASSWORD, surroundings(seats.clock))) == "locked.wrong_invitation"
    assert told(lambda: join(seats.folder, "newcomer", code, "short", surroundings(seats.clock))) == "invalid.fields"
    kept = SlotsFile(seats.folder).path.read_bytes()
    vault, joined = join(seats.folder, "newcomer", code.lower().replace("-", " "), PASSWORD, surroundings(seats.clock))
    vault.close()
    assert told(lambda: join(seats.folder, "newcomer", code, PASSWORD, surroundings(seats.clock))) == "locked.wrong_invitation"
    enter(seats, "newcomer", code=joined.code)
    seats.do("supervisor", staff.certify_member, None, identity, joined.fingerprint)
    seats.leave()
    SlotsFile(seats.folder).path.write_bytes(kept)  # an old copy of the slots brings the invitation back
    assert told(lambda: join(seats.folder, "newcomer", code, PASSWORD, surroundings(seats.clock))) == "locked.wrong_invitation"
    assert entering(seats, "supervisor") == "done"


def test_a_new_invitation_burns_the_one_before(seats: Seats) -> None:
    identity, old = invited(seats)
    seats.take("supervisor")
    assert seats.vault is not None
    new = invite(seats.vault, identity, "newcomer")
    seats.leave()
    assert told(lambda: join(seats.folder, "newcomer", old, PASSWORD, surroundings(seats.clock))) == "locked.wrong_invitation"
    join(seats.folder, "newcomer", new, PASSWORD, surroundings(seats.clock))[0].close()


def test_inviting_a_certified_member_does_not_burn_her_keys(seats: Seats) -> None:
    """Her slot is the only copy of her keys; the drafts and case keys under them would be lost for ever."""
    seats.take("supervisor")
    vault = seats.vault
    assert vault is not None
    with pytest.raises(DeskError):
        invite(vault, seats.members["psychologist"], "psychologist")
    seats.leave()
    assert entering(seats, "psychologist") == "done"


def test_nobody_joins_by_a_members_slot_nor_signs_in_by_an_invitation(seats: Seats) -> None:
    _, code = invited(seats)
    assert entering(seats, "newcomer", code=code) == "locked.wrong"
    assert told(lambda: join(seats.folder, "psychologist", code, PASSWORD, surroundings(seats.clock))) == "locked.wrong_invitation"
    assert told(lambda: join(seats.folder, "nobody", code, PASSWORD, surroundings(seats.clock))) == "locked.wrong_invitation"


def test_a_joining_member_may_do_nothing_until_she_is_certified(seats: Seats) -> None:
    _, code = invited(seats)
    vault, _ = join(seats.folder, "newcomer", code, PASSWORD, surroundings(seats.clock))
    with vault.transaction() as store:
        assert store.records.one(Member, vault.member).standing == "joined"
    vault.close()


def test_a_codes_letters_are_read_however_they_were_typed() -> None:
    code = new_code()
    assert (len(bare(code)), code.count("-")) == (26, 5)
    assert bare(f" {code.lower().replace('-', ' . ')}\n") == bare(code)
    assert len({new_code() for _ in range(200)}) == 200
    assert grouped("ABCDEFG") == "ABCDE-FG"


def test_a_dropped_member_has_no_slot_left(seats: Seats) -> None:
    SlotsFile(seats.folder).drop(seats.members["prosecutor"])
    assert entering(seats, "prosecutor") == "locked.wrong"
    assert [entering(seats, user) for user in ("supervisor", "psychologist")] == ["done", "done"]


def test_a_user_name_is_found_however_it_was_typed_but_not_shown(seats: Seats) -> None:
    seats.codes[" Investigator "] = seats.codes["investigator"]
    assert entering(seats, " Investigator ") == "done"
    assert b"investigator" not in (seats.folder / "desk.slots").read_bytes()
    with pytest.raises(Locked):
        enter(seats, "nobody", code="x")
