"""A member's keys: HPKE wraps open for one member and one purpose, passwords are stretched on strong terms only."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from cryptography.exceptions import InvalidTag
from hypothesis import given
from hypothesis import strategies as st

from db import engine
from db.keys import (
    MemberSecret,
    fingerprint,
    genesis_of,
    is_said_by,
    joined_up,
    new_member_secret,
    password_fault,
    unwrap,
    vault_commitment,
    wrap_for,
)
from db.stretching import Argon2Kdf
from mdt.errors import Locked
from tests.db.given import vault_key
from tests.make import Seats

STRONG: dict[str, int | str] = {"name": "argon2id", "memory": 65536, "passes": 3, "lanes": 4}
HERS = new_member_secret(b"v" * 32, b"s" * 16)
SEEDED = MemberSecret(b"v" * 32, b"s" * 16, bytes(range(64)), bytes(range(32)), bytes(range(1, 33)), b"d" * 32, b"g" * 32)


@given(st.binary(max_size=300), st.binary(max_size=60))
def test_a_wrap_opens_for_its_member_and_purpose(plain: bytes, purpose: bytes) -> None:
    assert unwrap(HERS.opener(), purpose, wrap_for(HERS.public_key(), purpose, plain)) == plain


@given(st.data())
def test_one_bit_of_a_wrap_breaks_it(data: st.DataObject) -> None:
    closed = bytearray(wrap_for(HERS.public_key(), b"purpose", b"k" * 32))
    at = data.draw(st.integers(0, len(closed) * 8 - 1))
    closed[at // 8] ^= 1 << at % 8
    with pytest.raises((InvalidTag, ValueError)):
        unwrap(HERS.opener(), b"purpose", bytes(closed))


@given(st.integers(0, 1167))
def test_a_wrap_cut_anywhere_is_refused(size: int) -> None:
    closed = wrap_for(HERS.public_key(), b"purpose", b"k" * 32)
    assert len(closed) == 1168
    with pytest.raises((InvalidTag, ValueError)):
        unwrap(HERS.opener(), b"purpose", closed[:size])


def test_another_members_key_and_another_purpose_are_refused() -> None:
    closed = wrap_for(HERS.public_key(), b"case 1", b"k" * 32)
    with pytest.raises(InvalidTag):
        unwrap(new_member_secret(b"v" * 32, b"s" * 16).opener(), b"case 1", closed)
    with pytest.raises(InvalidTag):
        unwrap(HERS.opener(), b"case 2", closed)


def test_a_half_of_her_hybrid_key_is_not_enough() -> None:
    closed = wrap_for(SEEDED.public_key(), b"p", b"k" * 32)
    for part in ("mlkem_seed", "x25519_seed"):
        stolen = replace(SEEDED, **{part: bytes(len(getattr(SEEDED, part)))})
        with pytest.raises(InvalidTag):
            unwrap(stolen.opener(), b"p", closed)


def test_a_secret_packs_and_unpacks_whole() -> None:
    assert MemberSecret.unpacked(HERS.packed()) == HERS
    assert len(HERS.packed()) == 241
    for wrong in (b"", HERS.packed()[:-1], HERS.packed() + b"x", b"\0" + HERS.packed()[1:], b"\2" + HERS.packed()[1:]):
        with pytest.raises(ValueError, match="length"):
            MemberSecret.unpacked(wrong)


def test_a_secret_does_not_show_itself() -> None:
    assert HERS.vault_key.hex() not in repr(HERS)
    assert "vvvv" not in repr(HERS)


def test_the_same_seeds_give_the_same_public_keys_for_ever() -> None:
    assert fingerprint(SEEDED.public_key(), SEEDED.public_voice()) == "96ba 59a4 2cbe c12d 2af1 04ca 5f50 003b"
    assert SEEDED.public_voice().hex() == "79b5562e8fe654f94078b112e8a98ba7901f853ae695bed7e0e3910bad049664"
    assert len(SEEDED.public_key()) == 1184 + 32


def test_what_is_bound_and_committed_to_is_the_same_for_ever() -> None:
    assert joined_up("a", b"bc", 7).hex() == "00000001" + "61" + "00000002" + "6263" + "00000001" + "37"
    assert vault_commitment(b"k" * 32, b"s" * 16) == "5f659d6dfb78635ef811077cbebf2cb7ab955e36d348b348994c61976cf5b39f"
    assert genesis_of(SEEDED.public_voice()).hex() == "3a5a0976c598b3a273d5ee74fb2d345c93e9c0218cd0f3d8c8541075f9d8a554"


def test_the_first_voice_is_its_own_genesis_and_later_ones_keep_it() -> None:
    assert HERS.genesis == genesis_of(HERS.public_voice())
    assert new_member_secret(b"v" * 32, b"s" * 16, b"g" * 32).genesis == b"g" * 32


def test_what_is_no_voice_said_nothing() -> None:
    for voice, signature in ((None, bytes(64)), ("voice", bytes(64)), (HERS.public_voice(), None), (b"", b"")):
        assert not is_said_by(voice, b"words", signature)  # type: ignore[arg-type]


def test_a_fingerprint_covers_both_keys() -> None:
    key, voice = SEEDED.public_key(), SEEDED.public_voice()
    shown = fingerprint(key, voice)
    assert shown != fingerprint(bytes((key[0] ^ 1,)) + key[1:], voice)
    assert shown != fingerprint(key, bytes((voice[0] ^ 1,)) + voice[1:])


def test_argon2id_gives_the_known_answer() -> None:
    stretched = Argon2Kdf().derive("six words are enough for this", Argon2Kdf().terms(), bytes(range(16)))
    assert stretched.hex() == "e9fa8972b82fedc51f664cf13caaefe31b31a9d5b9dd1879321d8134e4675da2"
    assert Argon2Kdf().terms() == STRONG


def test_a_password_is_one_however_its_letters_were_composed() -> None:
    assert Argon2Kdf().derive("caf\u00e9" * 4, STRONG, bytes(16)) == Argon2Kdf().derive("cafe\u0301" * 4, STRONG, bytes(16))


@pytest.mark.parametrize(
    ("change", "salt"),
    [
        *[({"memory": wrong}, 16) for wrong in (65535, 1048577, 8, 0, -1, "65536", 65536.0, None)],
        *[({"passes": wrong}, 16) for wrong in (2, 21, 1, 0, "3", None)],
        *[({"lanes": wrong}, 16) for wrong in (0, 17, -4, "4", None)],
        *[({"name": wrong}, 16) for wrong in ("argon2i", "argon2d", "pbkdf2", "", None)],
        ({}, 15),
        ({}, 0),
    ],
)
def test_weaker_or_absurd_terms_are_refused_before_use(change: dict[str, Any], salt: int, monkeypatch: pytest.MonkeyPatch) -> None:
    def never(**terms: Any) -> None:
        raise AssertionError("the terms were used")

    monkeypatch.setattr("cryptography.hazmat.primitives.kdf.argon2.Argon2id", never)
    with pytest.raises(Locked, match="weak_terms"):
        Argon2Kdf().derive("password", {**STRONG, **change}, bytes(salt))


def test_terms_that_miss_a_part_are_refused() -> None:
    for part in STRONG:
        with pytest.raises(Locked, match="weak_terms"):
            Argon2Kdf().derive("password", {name: term for name, term in STRONG.items() if name != part}, bytes(16))


@pytest.mark.parametrize(
    ("password", "fault"),
    [
        ("short", "invalid.password_short"),
        ("a b c d e", "invalid.password_short"),
        ("quarry b c d e muslin", None),
        ("tidy-quarry-muslin", None),
        ("x" * 14, "invalid.password_easy"),
        ("password123456", "invalid.password_easy"),
        ("", "invalid.password_short"),
    ],
)
def test_a_new_password_has_14_signs_or_6_words_and_is_not_soon_guessed(password: str, fault: str | None) -> None:
    assert password_fault(password) == fault


@pytest.mark.parametrize(("key", "salt"), [(0, 16), (31, 16), (33, 16), (64, 16), (32, 0), (32, 15), (32, 17)])
def test_a_key_of_a_wrong_length_is_never_taken_as_a_passphrase(seats: Seats, key: int, salt: int) -> None:
    whole = vault_key(seats)
    with pytest.raises(ValueError, match="32 bytes"):
        engine.connect(seats.folder / "desk.vault", (whole.key * 2)[:key], (whole.salt * 2)[:salt])


def test_a_vault_is_never_made_over_a_file(tmp_path: Path) -> None:
    (tmp_path / "desk.vault").write_bytes(b"")
    with pytest.raises(FileExistsError):
        engine.create(tmp_path / "desk.vault", b"k" * 32, b"s" * 16)
    assert (tmp_path / "desk.vault").read_bytes() == b""


@given(st.data())
def test_what_was_signed_is_hers_and_nothing_else_is(data: st.DataObject) -> None:
    said, signature = b"words", HERS.sign(b"words")
    assert is_said_by(HERS.public_voice(), said, signature)
    at = data.draw(st.integers(0, len(signature) * 8 - 1))
    flipped = bytes(byte ^ (1 << at % 8 if place == at // 8 else 0) for place, byte in enumerate(signature))
    assert not is_said_by(HERS.public_voice(), said, flipped)
    assert not is_said_by(HERS.public_voice(), b"other words", signature)
    assert not is_said_by(SEEDED.public_voice(), said, signature)
    assert not is_said_by(data.draw(st.binary(max_size=31)), said, signature)
