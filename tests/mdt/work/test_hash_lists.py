"""Hash lists are kept as fingerprints, found again in a moment, withdrawn with their hashes, and watched by the check of the desk."""

from __future__ import annotations

from base64 import b64decode, b64encode
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.verify import verify
from mdt.errors import Conflict, Invalid, Missing, Refused
from mdt.model.hash_lists import AT_ONCE, WIDTHS, Known, digest_of, entries_of, hashes_in, place_in, rows_of, texts_of
from mdt.reading.whole import read_bytes
from mdt.work import hash_lists
from tests.db.given import behind, vault_key
from tests.listed import kept_list
from tests.make import Seats, add_member
from tests.mdt.reading.samples import EVERY, LIST, ONE, TWO, ZERO, media, vics_list
from tests.tipped import opened

USER = "investigator"


def match(seats: Seats, *texts: str, user: str = USER) -> tuple[Known, ...]:
    return seats.do(user, hash_lists.match_hashes, None, texts)


def test_a_list_is_kept_and_what_stands_on_it_is_found(seats: Seats) -> None:
    opened(seats)
    made = kept_list(seats)
    kept = seats.do(USER, hash_lists.list_hash_lists)[0]
    assert (kept.id, kept.kind, kept.records, kept.hashes, kept.contradictions) == (made, "vics_list", 3, 2, 2)
    assert kept.categories == ("0=1", "1=1", "2=1")
    assert match(seats, ZERO.upper(), f" {ONE} ", TWO, "a story", "zz" * 16) == (Known(made, "0", 1), Known(made, "1", 1))
    assert match(seats) == ()
    assert verify(seats.folder, vault_key(seats)) == ()


def test_a_hash_keeps_its_category_in_whatever_order_a_list_names_them(seats: Seats) -> None:
    opened(seats)
    made = kept_list(seats, vics_list(media(ZERO, 5), media(ONE, 2)))
    assert match(seats, ZERO) == (Known(made, "5", 1),)
    assert match(seats, ONE) == (Known(made, "2", 1),)


def test_one_hash_on_two_lists_is_told_of_both(seats: Seats) -> None:
    opened(seats)
    first, second = kept_list(seats), kept_list(seats, vics_list(media(ZERO, 5)))
    assert set(match(seats, ZERO)) == {Known(first, "0", 1), Known(second, "5", 1)}


def test_a_withdrawn_list_has_no_hashes_and_may_come_again(seats: Seats) -> None:
    opened(seats)
    made = kept_list(seats)
    with pytest.raises(Conflict, match=r"conflict\.hash_list_kept"):
        kept_list(seats)
    seats.do(USER, hash_lists.withdraw_hash_list, None, made)
    assert match(seats, ZERO) == ()
    with pytest.raises(Conflict, match=r"conflict\.hash_list_withdrawn"):
        seats.do(USER, hash_lists.withdraw_hash_list, None, made)
    seats.take(USER)
    assert seats.raw().execute("SELECT count(*) FROM hash_rows").fetchone()[0] == 0
    again = kept_list(seats)
    assert [one.id for one in seats.do(USER, hash_lists.list_hash_lists) if one.withdrawn_on is None] == [again]
    assert verify(seats.folder, vault_key(seats)) == ()


def test_what_is_no_list_to_keep_is_refused(seats: Seats) -> None:
    opened(seats)
    for name in ("vics_case", "cybertip"):
        with pytest.raises(Invalid) as fault:
            kept_list(seats, EVERY[name])
        assert fault.value.fields == {"file": "invalid.no_hash_list"}
    for user in ("psychologist", "prosecutor", "social_welfare", "supervisor"):
        with pytest.raises(Refused):
            kept_list(seats, user=user)
    assert seats.do(USER, hash_lists.list_hash_lists) == ()


def test_nobody_without_a_seat_at_the_intake_is_told_of_lists(seats: Seats) -> None:
    assert (seats.do(USER, hash_lists.list_hash_lists), match(seats, ZERO)) == ((), ())
    with pytest.raises(Missing, match=r"missing\.intake"):
        kept_list(seats)
    opened(seats)
    made = kept_list(seats)
    add_member(seats, "elsewhere", "investigator")
    assert (seats.do("elsewhere", hash_lists.list_hash_lists), match(seats, ZERO, user="elsewhere")) == ((), ())
    with pytest.raises(Missing, match=r"missing\.intake"):
        seats.do("elsewhere", hash_lists.withdraw_hash_list, None, made)


def test_an_answer_that_is_no_list_is_not_kept(seats: Seats) -> None:
    opened(seats)
    reading = read_bytes(LIST)
    assert reading.hashes is not None
    good = b64decode(dict(reading.hashes.packed)["md5"])
    for raw in (good[:-1], good[17:] + good[:17], good[:17] * 2, good[:16] + b"\x09", b""):
        hashes = replace(reading.hashes, packed=(("md5", b64encode(raw).decode()),))
        with pytest.raises(Invalid):
            seats.do(USER, hash_lists.keep_hash_list, None, replace(reading, hashes=hashes))
    misled: list[dict[str, Any]] = [
        {"hashes": -5},
        {"records": 10**30},
        {"contradictions": -1},
        {"source": "x" * 5000},
        {"version": "\ud800"},
    ]
    for wrong in misled:
        with pytest.raises(Invalid):
            seats.do(USER, hash_lists.keep_hash_list, None, replace(reading, hashes=replace(reading.hashes, **wrong)))
    for packed in ((("sha9", "AAAA"),), (("md5", "no base64"),), (*reading.hashes.packed, *reading.hashes.packed), ()):
        with pytest.raises(Invalid):
            seats.do(USER, hash_lists.keep_hash_list, None, replace(reading, hashes=replace(reading.hashes, packed=packed)))


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE hash_rows SET entries = zeroblob(17)",
        "DELETE FROM hash_rows WHERE kind = 'sha1'",
        "DELETE FROM hash_rows",
        "UPDATE hash_lists SET withdrawn_on = '2026-11-20'",
    ],
)
def test_hashes_that_were_changed_past_the_door_are_named(seats: Seats, change: str) -> None:
    opened(seats)
    made = kept_list(seats)
    seats.leave()
    with behind(seats) as raw:
        raw.execute(change)
    assert ("hash_list_changed", made) in {(one.what, one.where) for one in verify(seats.folder, vault_key(seats))}


@given(
    kind=st.sampled_from(sorted(WIDTHS)),
    numbers=st.sets(st.integers(0, 9_999), min_size=1, max_size=700),
    asked=st.lists(st.integers(0, 9_999), max_size=30),
)
def test_what_is_packed_is_found_and_nothing_else(kind: str, numbers: set[int], asked: list[int]) -> None:
    def key(number: int) -> bytes:
        return number.to_bytes(WIDTHS[kind], "big")

    raw = b"".join(key(number) + bytes([number % 7]) for number in sorted(numbers))
    packed = b64encode(raw).decode()
    assert entries_of(kind, packed, 7) == raw
    pieces = list(rows_of(kind, raw))
    assert b"".join(pieces) == raw
    assert all(len(piece) <= AT_ONCE * (WIDTHS[kind] + 1) for piece in pieces)
    assert digest_of([(kind, pieces)]) == digest_of([(kind, [raw])])
    for number in asked:
        below = [piece for piece in pieces if piece[: WIDTHS[kind]] <= key(number)]
        found = place_in(kind, below[-1], key(number)) if below else None
        assert found == (number % 7 if number in numbers else None)
    assert hashes_in(texts_of([(kind, packed)])) == {(kind, key(number)) for number in numbers}
