"""Slots file cut at every length and flipped at every byte: no crash, one sentence, and everybody else still signs in."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from bench.flips import SENTENCES, slot_flips
from db.slots import SlotsFile, who
from db.stretching import Argon2Kdf
from db.verify import verify
from tests.db.given import entering, vault_key
from tests.make import ROLES, Seats


def owners(seats: Seats) -> list[str]:
    """User names in the order of their lines."""
    slots = SlotsFile(seats.folder).read()[0]
    names = {who(slots[-1].vault, user): user for user in ROLES}
    return [names.get(slot.who, "") for slot in slots]


def test_a_file_cut_at_any_length_is_read_up_to_the_cut(seats: Seats) -> None:
    file = SlotsFile(seats.folder)
    whole = b"".join(file.path.read_bytes().splitlines(keepends=True)[:2])
    slots = file.read()[0]
    ends = [at + 1 for at, letter in enumerate(whole) if letter == ord("\n")]
    for size in range(1, len(whole)):
        file.path.write_bytes(whole[:size])
        left, damaged = file.read()
        kept = sum(end - 1 <= size for end in ends)
        assert left == slots[:kept]
        assert damaged == (() if size in ends else (sum(end <= size for end in ends) + 1,))


def test_after_a_cut_whole_lines_still_sign_in(seats: Seats) -> None:
    file, order = SlotsFile(seats.folder), owners(seats)
    whole = file.path.read_bytes()
    ends = [at + 1 for at, letter in enumerate(whole) if letter == ord("\n")]
    for size in sorted(
        {0, *range(1, len(whole), 211), *(end + step for end in ends for step in (-2, -1, 0, 1) if end + step <= len(whole))}
    ):
        file.path.write_bytes(whole[:size])
        kept = sum(end - 1 <= size for end in ends)
        for user in order[:kept]:
            assert entering(seats, user) == "done", (size, user)
        for user in order[kept:]:
            assert entering(seats, user) in SENTENCES, (size, user)


def test_a_flipped_byte_touches_its_own_line_only(seats: Seats) -> None:
    tally = slot_flips(seats, step=23)
    assert tally.trials > 200
    assert (tally.crashes, tally.others_out, tally.unnamed) == (0, 0, 0), tally


def test_an_empty_or_missing_file_is_not_a_wrong_password(seats: Seats) -> None:
    file, key = SlotsFile(seats.folder), vault_key(seats)
    file.path.write_bytes(b"")
    assert entering(seats, "investigator") == "unavailable.slots_damaged"
    assert [finding.where for finding in verify(seats.folder, key)] == ["desk.slots"]
    file.path.unlink()
    assert entering(seats, "investigator") == "unavailable.no_slots"
    assert [finding.where for finding in verify(seats.folder, key)] == ["desk.slots"]


def test_damage_is_named_by_verify_with_its_line(seats: Seats) -> None:
    key, file = vault_key(seats), SlotsFile(seats.folder)
    lines = file.path.read_bytes().splitlines(keepends=True)
    file.path.write_bytes(b"".join([lines[0], b"garbage\n", *lines[1:]]))
    assert [(finding.what, finding.where) for finding in verify(seats.folder, key)] == [("slot_damaged", "desk.slots line 2")]


def test_a_damaged_line_is_kept_when_another_is_written(seats: Seats) -> None:
    file = SlotsFile(seats.folder)
    whole = file.path.read_bytes()
    file.path.write_bytes(b"garbage\n" + whole)
    slot = file.read()[0][0]
    file.put(slot)
    assert file.read()[1] == (1,)
    assert len(file.read()[0]) == len(ROLES)


HOSTILE = {
    "not json": b"{",
    "no object": b"[]",
    "a number": b"3",
    "nothing": b"null",
    "no parts": b"{}",
    "deep": b"[" * 200_000,
    "deep object": b'{"wraps":' * 50_000,
    "wraps of numbers": b'{"wraps":{"code":3}}',
    "wraps a list": b'{"wraps":[1]}',
    "not utf-8": b'{"wraps":"\xff"}',
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_line_with_a_right_mark_stops_nobody_else(seats: Seats, name: str) -> None:
    plant(seats.folder, HOSTILE[name])
    assert SlotsFile(seats.folder).read()[1] == (1,)
    assert entering(seats, "investigator") == "done"


@pytest.mark.parametrize(
    ("part", "value"),
    [
        ("vault", "\ud800"),
        ("member", "\ud800"),
        ("who", "\ud800"),
        ("kind", "\ud800"),
        ("terms", []),
        ("terms", 3),
        ("terms", [[1, 2]]),
        ("salt", "zz"),
        ("salt", 5),
        ("body", "?"),
        ("wraps", {"code": ""}),
        ("wraps", {"code": "\u06f0"}),
        ("station", None),
    ],
)
def test_a_hostile_part_of_a_line_stops_nobody_else(seats: Seats, part: str, value: object) -> None:
    line = SlotsFile(seats.folder).path.read_bytes().splitlines()[0]
    said = {**json.loads(line.partition(b" ")[2]), part: value}
    plant(seats.folder, json.dumps(said).encode())
    owner = owners(seats)[-len(ROLES)]  # the planted line stands before hers and may be taken for it
    for user in ROLES:
        assert entering(seats, user) == "done" or user == owner


def test_a_user_name_that_is_no_text_is_a_wrong_one(seats: Seats) -> None:
    for name in ("\ud800", "\0", "", "x" * 100_000):
        assert entering(seats, name, code="x") == "locked.wrong"


def test_a_password_or_code_that_is_no_text_is_a_wrong_one(seats: Seats) -> None:
    assert len(Argon2Kdf().derive("\ud800" * 14, Argon2Kdf().terms(), bytes(16))) == 32
    assert entering(seats, "investigator", code="\ud800") == "locked.wrong"


def plant(folder: Path, said: bytes) -> None:
    """Put a line in front whose mark is right."""
    path = folder / "desk.slots"
    line = hashlib.sha256(said).hexdigest()[:16].encode() + b" " + said
    path.write_bytes(line + b"\n" + path.read_bytes())
