"""Turning the vault key: the file is copied under a fresh key, which each member who stays finds closed for her beside the slots (ADR 7).

The log says in the copy, and only there, which key it is under; so whichever of the two files is found under the desk's name is whole.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from db import engine
from db.backup import copy_vault
from db.faults import faults_named
from db.files import sync_file, sync_folder
from db.heads import mark_key
from db.keys import KEY, SALT, vault_commitment
from db.places import VAULT_FILE
from db.slots import Slot, SlotsFile
from db.turn_lines import LINE, WORKSHOP, clear_up, generation_of, new_line
from db.vault import Key, OpenVault
from db.verify import check_pages
from mdt.errors import Unavailable

Tell = Callable[[str, float], None]


@dataclass(frozen=True, slots=True)
class Turn:
    """Which key the file will be under, who stays (public key by id), and whose invitation ends."""

    generation: int
    stays: Mapping[str, str]
    again: Mapping[str, str]


def turn(vault: OpenVault, due: Turn, state: Callable[[OpenVault, str, str], None], tell: Tell = lambda step, share: None) -> None:
    """Put the vault under a fresh key and go on in it; whatever ``tell`` raises while it copies or proves leaves everything as it was.

    ``state`` lets the log of the copy say that it was turned: its seat, what binds the key, and what older marks are checked with.
    """
    workshop = vault.folder / WORKSHOP
    key = replace(vault.key, key=os.urandom(KEY), salt=os.urandom(SALT), by_line=True)
    with faults_named():
        shutil.rmtree(workshop, ignore_errors=True)
        try:
            workshop.mkdir(0o700)
            copy = copy_vault(vault.raw(), workshop / VAULT_FILE, key, tell)
            tell("check", 0.0)
            _prove(vault, copy, key)
            tell("turn", 0.0)
            twin = vault.twin(workshop, key)
            try:
                state(twin, vault_commitment(key.key, key.salt), mark_key(vault.key.key).hex())
            finally:
                twin.close()
            sync_file(copy)
            sync_folder(workshop)
            _keep_lines(SlotsFile(vault.folder), key, due)
        except BaseException:
            shutil.rmtree(workshop, ignore_errors=True)
            raise
        vault.give_way(key, lambda: _put_in_place(vault.folder, copy))


def _prove(vault: OpenVault, copy: Path, key: Key) -> None:
    if findings := check_pages(copy, key):
        raise Unavailable("unavailable.turn_unproved", what=findings[0].what)
    raw = engine.connect(copy, key.key, key.salt)
    try:
        if _head(raw) != _head(vault.raw()):
            raise Unavailable("unavailable.turn_unproved", what="log")
    finally:
        raw.close()


def _head(raw: Any) -> Any:
    return raw.execute("SELECT seq, digest FROM events ORDER BY seq DESC LIMIT 1").fetchone()


def _keep_lines(slots: SlotsFile, key: Key, due: Turn) -> None:
    """A line for everybody who stays; lines of turns that ended stay for whoever has not come since, invitations to the old key go."""
    lines = [new_line(key, due.generation, member, bytes.fromhex(public)) for member, public in due.stays.items()]

    def goes(slot: Slot) -> bool:
        if slot.kind == LINE:
            return generation_of(slot) >= due.generation
        return slot.kind == "invitation" or (slot.kind == "member" and slot.member in due.again)

    slots.change(goes, lines)


def _put_in_place(folder: Path, copy: Path) -> None:
    for ending in ("-wal", "-shm"):
        (folder / f"{VAULT_FILE}{ending}").unlink(missing_ok=True)
    sync_folder(folder)  # what is beside the old file is gone for good before the new one has its name
    os.replace(copy, folder / VAULT_FILE)
    sync_folder(copy.parent)
    sync_folder(folder)
    clear_up(folder)
