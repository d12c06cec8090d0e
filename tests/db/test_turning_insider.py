"""Insiders and the turned vault key: what is planted beside the slots or put back in the folder is passed over, refused or named."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

from db.backup import copy_vault
from db.keys import MemberSecret
from db.places import VAULT_FILE
from db.slots import SLOTS_FILE, SlotsFile
from db.turn_lines import LINE, brought_up, new_line
from db.vault import Key
from db.verify import verify
from tests.db.given import behind, enter, entering, vault_key
from tests.db.insider import Scene, append, secret_of
from tests.db.sheets import slot_of
from tests.db.test_turning import lines
from tests.db.turns import turn_key
from tests.make import PASSWORD, ROLES, Seats, surroundings


def test_the_old_vault_beside_new_slots_is_named(seats: Seats, tmp_path: Path) -> None:
    shutil.copyfile(seats.folder / VAULT_FILE, tmp_path / "old")
    turn_key(seats)
    enter(seats, "investigator")
    shutil.copyfile(tmp_path / "old", seats.folder / VAULT_FILE)
    assert entering(seats, "investigator") == "unavailable.other_key"
    shutil.copytree(seats.folder, tmp_path / "aside")
    kept = lines(seats)
    enter(seats, "psychologist")  # her slot is from before, and this computer never saw the desk
    assert lines(seats) == kept, "the line is not spent on an older file"


def test_the_old_slots_beside_the_new_vault_are_named(seats: Seats, tmp_path: Path) -> None:
    shutil.copyfile(seats.folder / SLOTS_FILE, tmp_path / "old")
    turn_key(seats)
    shutil.copyfile(tmp_path / "old", seats.folder / SLOTS_FILE)
    assert entering(seats, "investigator") == "unavailable.other_key"


def plant(seats: Seats, key: Key, generation: int, user: str) -> None:
    public = secret_of(seats, user).public_key()
    SlotsFile(seats.folder).change(lambda slot: False, [new_line(key, generation, seats.members[user], public)])


def test_a_planted_line_is_passed_over_and_with_a_vault_under_its_key_refused(seats: Seats, tmp_path: Path) -> None:
    seats.leave()
    key = vault_key(seats)
    his = replace(key, key=bytes(32), salt=bytes(range(16)))
    plant(seats, his, 9, "psychologist")
    enter(seats, "psychologist")
    with behind(seats, guards=True) as raw:
        copy_vault(raw, tmp_path / "his", his)
    shutil.copyfile(tmp_path / "his", seats.folder / VAULT_FILE)
    assert entering(seats, "psychologist") == "unavailable.vault_key_forged"
    assert entering(seats, "investigator") == "unavailable.other_key"
    assert "vault_key_forged" in {found.what for found in verify(seats.folder, replace(his, by_line=True))}


def test_a_vault_put_back_under_an_older_key_is_refused_though_the_slot_still_has_that_key(seats: Seats, tmp_path: Path) -> None:
    old, slots = vault_key(seats), (seats.folder / SLOTS_FILE).read_bytes()
    turn_key(seats)
    with behind(seats, guards=True) as raw:
        copy_vault(raw, tmp_path / "back", old)
    shutil.copyfile(tmp_path / "back", seats.folder / VAULT_FILE)
    (seats.folder / SLOTS_FILE).write_bytes(slots)
    for user in ROLES:
        assert entering(seats, user) == "unavailable.vault_key_forged"
    assert [found.what for found in verify(seats.folder, old)] == ["vault_key_forged"]


def test_a_turn_stated_by_somebody_not_entitled_changes_nothing(seats: Seats, tmp_path: Path) -> None:
    """An insider without the right writes the turn herself, rightly signed in her own name."""
    seats.leave()
    secret, key = secret_of(seats, "prosecutor"), vault_key(seats)
    with behind(seats) as raw:
        scene = Scene(seats, raw)
        fact = ["turn_vault", 2, "00" * 32, "00" * 32]
        append(scene, "turn_vault", seats.members["prosecutor"], None, [fact], secret, roll=1)
    assert "fact_not_entitled" in {found.what for found in verify(seats.folder, key)}
    enter(seats, "psychologist")


def test_a_line_of_another_member_or_generation_opens_nothing(seats: Seats) -> None:
    turn_key(seats)
    slots = SlotsFile(seats.folder)
    secrets = {user: slot_secret(seats, user) for user in ("psychologist", "prosecutor")}
    hers = next(line for line in slots.of_kind(LINE) if line.member == seats.members["psychologist"])
    theirs = next(line for line in slots.of_kind(LINE) if line.member == seats.members["prosecutor"])
    for planted in (
        replace(theirs, member=hers.member),
        replace(hers, member=theirs.member),
        replace(hers, terms={**hers.terms, "generation": 3}),
        replace(hers, terms={**hers.terms, "generation": "2"}),
        replace(hers, terms={**hers.terms, "format": 2}),
        replace(hers, vault="ff" * 8),
        replace(hers, body=hers.body[:-1]),
    ):
        slots.change(lambda slot: slot.kind == LINE, [planted])
        for user, secret in secrets.items():
            assert brought_up(seats.folder, slot_of(seats, user), secret) == (secret, False)
    slots.change(lambda slot: slot.kind == LINE, [hers])
    assert brought_up(seats.folder, slot_of(seats, "psychologist"), secrets["psychologist"])[1]


def slot_secret(seats: Seats, user: str) -> MemberSecret:
    """What her slot itself holds."""
    from db.slots import bare, open_slot

    slot = slot_of(seats, user)
    stretched = surroundings(seats.clock).kdf.derive(PASSWORD, slot.terms, slot.salt)
    return open_slot(slot, stretched, "code", bare(seats.codes[user]))
