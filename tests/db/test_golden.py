"""Blobs of every version, kept for ever: each later version opens them, and one bit of any of them changed opens nothing."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from cryptography.exceptions import InvalidTag

from db.keys import is_said_by, unwrap
from db.kits import is_of, opened_by_kits, read_kit
from db.sealing import BrokenSeal, unseal
from db.slots import Slot, SlotsFile, bare, held_in, open_invitation, open_slot
from db.stretching import Argon2Kdf
from mdt.errors import DeskError
from mdt.model.kits import PAIRS
from tests.db.make_golden import CODE, GOLDEN, HERE, KEY, NOTE, OWNER, PASSWORD, PURPOSE, SAID, SECRET, STATION, made

VERSIONS = sorted(GOLDEN.glob("*.json"))


@pytest.fixture(params=VERSIONS, ids=lambda path: path.stem)
def kept(request: pytest.FixtureRequest) -> dict[str, Any]:
    """The blobs of one version."""
    return dict(json.loads(request.param.read_text("ascii")))


@pytest.fixture
def file(kept: dict[str, Any], tmp_path: Path) -> SlotsFile:
    """Its slots as a file."""
    found = SlotsFile(tmp_path)
    found.path.write_text("".join(f"{line}\n" for line in kept["slots"]), "ascii", newline="\n")
    return found


def member(file: SlotsFile) -> Slot:
    slot = file.find(OWNER.user_name, "member")
    assert slot is not None
    return slot


def flips(whole: bytes, step: int = 1) -> Iterator[bytes]:
    """The same bytes with one bit changed, at many places."""
    for at in range(0, len(whole) * 8, step):
        other = bytearray(whole)
        other[at // 8] ^= 1 << at % 8
        yield bytes(other)


def test_there_are_blobs_of_a_version_and_they_are_of_today_s_kinds(tmp_path: Path) -> None:
    newest = json.loads(VERSIONS[-1].read_text("ascii"))
    today = made(tmp_path)
    assert newest.keys() == today.keys()
    assert newest["signature"] == today["signature"]


def test_a_golden_slot_opens_by_all_three_ways(kept: dict[str, Any], file: SlotsFile) -> None:
    slot = member(file)
    stretched = Argon2Kdf().derive(PASSWORD, slot.terms, slot.salt)
    assert open_slot(slot, stretched, "code", bare(CODE)) == SECRET
    assert open_slot(slot, stretched, "keyring", STATION) == SECRET
    for one, two in PAIRS:
        key, _ = opened_by_kits(slot, (kept["kit_codes"][str(one)], kept["kit_codes"][str(two)]))
        assert held_in(slot, key) == (SECRET, CODE)


def test_golden_kits_are_signed_and_are_of_their_codes(kept: dict[str, Any], file: SlotsFile) -> None:
    kits = [kit for line in file.of_kind("kit") if (kit := read_kit(line))]
    assert [kit.number for kit in kits] == [1, 2, 3]
    for kit in kits:
        assert kit.is_signed_by(SECRET.public_voice())
        assert is_of(kit, kept["kit_codes"][str(kit.number)])
        assert not replace(kit, made_at="2026-11-26").is_signed_by(SECRET.public_voice())


def test_a_golden_invitation_opens(file: SlotsFile) -> None:
    offer = file.find("golden.guest", "invitation")
    assert offer is not None
    assert open_invitation(offer, CODE) == (SECRET.vault_key, SECRET.salt, SECRET.genesis)
    for body in flips(offer.body, 31):
        with pytest.raises(DeskError):
            open_invitation(replace(offer, body=body), CODE)


def test_a_golden_seal_opens_and_none_of_its_bits_is_spare(kept: dict[str, Any]) -> None:
    closed = bytes.fromhex(kept["seal"])
    assert unseal(KEY, HERE, closed).decode() == NOTE
    for other in flips(closed):
        with pytest.raises(BrokenSeal):
            unseal(KEY, HERE, other)


def test_a_golden_wrap_opens_and_none_of_its_bits_is_spare(kept: dict[str, Any]) -> None:
    closed = bytes.fromhex(kept["wrap"])
    assert unwrap(SECRET.opener(), PURPOSE, closed) == KEY
    for other in flips(closed, 7):
        with pytest.raises((InvalidTag, ValueError)):
            unwrap(SECRET.opener(), PURPOSE, other)
    for purpose in flips(PURPOSE):
        with pytest.raises(InvalidTag):
            unwrap(SECRET.opener(), purpose, closed)


def test_a_golden_signature_holds_and_none_of_its_bits_is_spare(kept: dict[str, Any]) -> None:
    signature = bytes.fromhex(kept["signature"])
    assert is_said_by(SECRET.public_voice(), SAID, signature)
    assert not any(is_said_by(SECRET.public_voice(), SAID, other) for other in flips(signature))
    assert not any(is_said_by(SECRET.public_voice(), other, signature) for other in flips(SAID))


@pytest.mark.parametrize("way", ["code", "keyring", "recovery", "pair operational 1+2"])
def test_a_bit_of_a_golden_wrap_changed_opens_nothing(kept: dict[str, Any], file: SlotsFile, way: str) -> None:
    slot = member(file)
    stretched = Argon2Kdf().derive(PASSWORD, slot.terms, slot.salt)
    second = {"code": bare(CODE), "keyring": STATION}

    def opened(other: Slot) -> None:
        if way in second:
            open_slot(other, stretched, way, second[way])
        else:
            opened_by_kits(other, (kept["kit_codes"]["1"], kept["kit_codes"]["2"]))

    opened(slot)
    for wrap in flips(slot.wraps[way], 13):
        with pytest.raises(DeskError):
            opened(replace(slot, wraps={**slot.wraps, way: wrap}))
