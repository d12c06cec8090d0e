"""Insiders with the vault key: no attack succeeds, and each gets a name."""

from __future__ import annotations

import shutil
from dataclasses import replace

import pytest

from db.heads import Heads
from db.keys import genesis_of
from db.slots import Owner, SlotsFile, new_slot
from db.verify import verify
from tests.db.attacks import ATTACKS, Attack
from tests.db.given import behind, told, vault_key
from tests.db.insider import Scene, secret_of
from tests.make import PASSWORD, CheapKdf, Seats


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.name.replace(" ", "_"))
def test_no_attack_of_an_insider_succeeds_and_each_is_named(seats: Seats, attack: Attack) -> None:
    seats.heads = seats.folder.with_name("heads")
    seats.take("investigator")
    seats.leave()
    scene = Scene(seats)
    attack.before(scene)
    key = vault_key(seats)
    with behind(seats) as raw:
        scene.raw = raw
        attack.do(scene)
    if "dropped" in scene.left:
        with behind(seats, guards=True) as raw:
            raw.execute(f"DROP TRIGGER {scene.left['dropped']}")
    if "swap" in scene.left:
        shutil.rmtree(seats.folder)
        seats.folder.with_name(str(scene.left["swap"])).rename(seats.folder)
    found = {finding.what for finding in verify(seats.folder, key, Heads(seats.heads), seats.clock.now())}
    assert attack.named in found if attack.named else found == set()
    assert told(lambda: attack.use(seats)) == attack.met


def test_all_twenty_five_of_the_issue_are_tried() -> None:
    assert len({attack.name for attack in ATTACKS}) >= 25
    assert all(attack.named or attack.met != "done" for attack in ATTACKS)


def test_a_log_with_another_beginning_is_refused(seats: Seats) -> None:
    """A log that is rightly signed from its first entry on, by a supervisor whom this slot does not know."""
    key = vault_key(seats)
    theirs = replace(key, genesis=genesis_of(b"v" * 32))
    assert next(finding.what for finding in verify(seats.folder, theirs)) == "genesis_foreign"
    slots = SlotsFile(seats.folder)
    secret = secret_of(seats, "psychologist")
    owner = Owner(key.vault, seats.members["psychologist"], "psychologist")
    slots.put(new_slot(owner, PASSWORD, seats.codes["psychologist"], None, replace(secret, genesis=theirs.genesis), CheapKdf()))
    assert told(lambda: seats.take("psychologist")) == "unavailable.planted_genesis"
