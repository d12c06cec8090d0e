"""One seal: it opens for its own address and key, and one bit of anything else breaks it."""

from __future__ import annotations

import os
from dataclasses import fields, replace
from typing import Any

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import given
from hypothesis import strategies as st

from db.sealing import FORMAT, NONCE, STEP, Address, BrokenSeal, derived, seal, unseal

KEY = bytes(range(32))
HERE = Address("vault", "session_notes", "text", "note-1", 3, "case-1", "clinical", 1)
GOLDEN = {
    "short": (
        "016465666768696a6b6c6d6e6f093bb909158d33f01e0c309cbf5f4a25f11b80d10ab442a92b51ac48fba3a54894e940c04c129b04fdf3783ffd42ca"
        "cf1b5b98e7204a4128faf1acd6ef81a58a088cdb0ed64b3b058b6fed43118a31e664781f34a7c58dc6dff136c47b134e518e71927e6b4db87eb3fade"
        "c5a20db8e8222b801fc179b934b27993b1dab408c7329f98a86932422bc949560589805c8296c7fd46504b869231917e4de011a5fa9031275c90dce1"
        "e06b58a1f7ec74a3ce96f1cda937b352cf78011148c2801fceca2f06eaa8157401427f6b63453af2084048960287580cbdf21802d4ece511eb4e27a2"
        "fba2852b3e1aac5cd1a85580d150d607abf3c4edcbc7f01a6b223efa9b0c1457b9b2a654abccf6d57a84bc0e5d",
        "A golden note: سنہری",
    ),
}
"""Format 1, sealed under KEY for HERE by the first version; every later version must open these."""


@given(st.binary(max_size=2000))
def test_what_is_sealed_comes_back(plain: bytes) -> None:
    assert unseal(KEY, HERE, seal(KEY, HERE, plain)) == plain


@given(st.binary(max_size=600), st.data())
def test_one_bit_of_the_sealed_bytes_breaks_it(plain: bytes, data: st.DataObject) -> None:
    closed = bytearray(seal(KEY, HERE, plain))
    at = data.draw(st.integers(0, len(closed) * 8 - 1))
    closed[at // 8] ^= 1 << at % 8
    with pytest.raises(BrokenSeal):
        unseal(KEY, HERE, bytes(closed))


@given(st.binary(max_size=600), st.data())
def test_what_is_cut_or_longer_is_broken(plain: bytes, data: st.DataObject) -> None:
    closed = seal(KEY, HERE, plain)
    with pytest.raises(BrokenSeal):
        unseal(KEY, HERE, closed[: data.draw(st.integers(0, len(closed) - 1))])
    with pytest.raises(BrokenSeal):
        unseal(KEY, HERE, closed + data.draw(st.binary(min_size=1, max_size=20)))


@given(st.data())
def test_one_letter_or_number_of_the_address_breaks_it(data: st.DataObject) -> None:
    closed = seal(KEY, HERE, b"words")
    part = data.draw(st.sampled_from([field.name for field in fields(Address)]))
    kept = getattr(HERE, part)
    other: Any = data.draw((st.integers(0, 99) if isinstance(kept, int) else st.text(max_size=12)).filter(lambda drawn: drawn != kept))
    with pytest.raises(BrokenSeal):
        unseal(KEY, replace(HERE, **{part: other}), closed)


@given(st.integers(0, 255))
def test_one_bit_of_the_key_breaks_it(at: int) -> None:
    other = bytearray(KEY)
    other[at // 8] ^= 1 << at % 8
    with pytest.raises(BrokenSeal):
        unseal(bytes(other), HERE, seal(KEY, HERE, b"words"))


@given(st.text(max_size=4), st.text(max_size=4), st.text(max_size=4), st.text(max_size=4))
def test_no_two_addresses_read_alike(table: str, column: str, other_table: str, other_column: str) -> None:
    one, two = replace(HERE, table=table, column=column), replace(HERE, table=other_table, column=other_column)
    assert (one.bound() == two.bound()) == (one == two)


@given(st.integers(0, 3 * STEP))
def test_length_shows_in_steps_only(size: int) -> None:
    overhead = 1 + NONCE + 16
    assert len(seal(KEY, HERE, b"x" * size)) == overhead + (size // STEP + 1) * STEP


def test_a_step_is_256_bytes() -> None:
    assert [len(seal(KEY, HERE, b"x" * size)) - 29 for size in (0, 255, 256, 511, 512)] == [256, 256, 512, 512, 768]


@given(st.binary(max_size=40))
def test_text_that_looks_like_padding_comes_back_whole(core: bytes) -> None:
    for plain in (core + b"\x80", core + b"\x80\0\0", core + b"\0" * 300):
        assert unseal(KEY, HERE, seal(KEY, HERE, plain)) == plain


def test_the_same_text_never_looks_the_same_twice() -> None:
    assert len({seal(KEY, HERE, b"words") for _ in range(50)}) == 50


def test_a_seal_of_the_first_format_opens_for_ever() -> None:
    closed, said = GOLDEN["short"]
    assert unseal(KEY, HERE, bytes.fromhex(closed)).decode() == said


def test_an_unknown_format_is_refused_unread() -> None:
    closed = seal(KEY, HERE, b"words")
    assert closed[0] == FORMAT
    with pytest.raises(BrokenSeal, match="format"):
        unseal(KEY, HERE, bytes((FORMAT + 1,)) + closed[1:])


def test_what_is_too_short_for_a_nonce_has_no_format_and_the_shortest_is_tried() -> None:
    closed = seal(KEY, HERE, b"words")
    for size in range(1 + NONCE):
        with pytest.raises(BrokenSeal, match="format"):
            unseal(KEY, HERE, closed[:size])
    with pytest.raises(BrokenSeal, match="tag"):
        unseal(KEY, HERE, closed[: 1 + NONCE])


def test_a_seal_without_an_end_mark_is_broken() -> None:
    nonce = os.urandom(NONCE)
    closed = bytes((FORMAT,)) + nonce + AESGCM(KEY).encrypt(nonce, b"\0" * STEP, HERE.bound())
    with pytest.raises(BrokenSeal):
        unseal(KEY, HERE, closed)


def test_keys_for_different_purposes_differ_and_stay() -> None:
    assert derived(KEY, "slot code") != derived(KEY, "slot keyring")
    assert derived(KEY, "slot code").hex() == "98cf4c8e8b308ea8386b7373bc91ebefe8a4cb455792d5e77505245d19e6414c"
