"""Backups, checks, restored and salvaged copies of a desk at the command line."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Final

from db.backup import restore
from db.compare import Finding
from db.copies import SALVAGE, lost_in
from db.doors import key_of
from db.salvage import salvage
from db.verify import verify
from mdt.errors import Conflict, Unavailable
from mdt.work.upkeep import confirm_restore
from ui.cli.grammar import desk_folder
from ui.cli.seats import Seated, seat
from ui.cli.upkeep import backed_up, verified
from ui.cli.world import World

UNFIT: Final = frozenset(
    "damaged disk_fault foreign_vault other_key vault_key_forged rolled_back forked replaced clock_back "
    "log_forged planted_genesis before_signatures member_differs".split()
)
"""Why a vault does not open that can still be verified with the key of a slot."""


def verify_desk(given: argparse.Namespace, world: World) -> int:
    """Check the whole desk, also one that no longer opens; each thing found wrong is a line, and the exit code 1."""
    folder = desk_folder(given)
    try:
        with seat(world, folder, given.user, tells=False) as seated:
            findings = verified(seated.desk, seated.vault, world.around.clock.now(), full=given.full)
            if given.seal:
                findings += _sealed(given.seal, seated, world)
    except Unavailable as damage:
        if damage.key.partition(".")[2] not in UNFIT:
            raise
        findings = _verify_closed(given, world, folder)
    for finding in findings:
        world.complain(world.words(f"finding.{finding.what}", where=finding.where, case=finding.case))
    world.say(world.words("cli.verified" if not findings else "cli.found", count=len(findings)))
    return 1 if findings else 0


def _sealed(seal: str, seated: Seated, world: World) -> tuple[Finding, ...]:
    """Say at which entry a printed seal stands; a finding where the log has it nowhere."""
    with seated.vault.transaction() as store:
        entry = store.log.place_of("".join(seal.split()))
    if entry is None:
        return (Finding("seal_not_in_log", "desk.vault"),)
    world.say(world.words("cli.seal_found", entry=entry))
    return ()


def _verify_closed(given: argparse.Namespace, world: World, folder: Path) -> tuple[Finding, ...]:
    """Verify a vault that no longer opens; the slot still gives its key."""
    user, password = given.user or world.answer("cli.ask_user", "--as"), world.secret("MDT_PASSWORD", "cli.ask_password")
    key = key_of(folder, user, password, lambda: world.secret("MDT_CODE", "cli.ask_code"), world.around)
    return verify(folder, key, world.around.kept_heads(), world.around.clock.now()) or (Finding("cannot_be_opened", "desk.vault"),)


def backup(given: argparse.Namespace, world: World) -> int:
    """Write a backup and prove it."""
    with seat(world, desk_folder(given), given.user) as seated:
        proof = backed_up(seated.desk, seated.vault, given.file, world.around.clock.now())
    if proof.findings:
        world.complain(world.words("cli.not_proved", file=str(given.file)))
        return 1
    world.say(world.words("cli.backed_up", file=str(given.file), size=f"{proof.size / 1_000_000:.1f}", seals=sum(proof.seals.values())))
    return 0


def restore_desk(given: argparse.Namespace, world: World) -> int:
    """Put a backup into an empty folder, to be confirmed by two."""
    restore(given.file, given.folder)
    world.say(world.words("cli.restored", folder=str(given.folder)))
    world.say(world.words("cli.to_confirm", folder=str(given.folder)))
    return 0


def confirm(given: argparse.Namespace, world: World) -> int:
    """Say that a copy took the desk's place, with what it lost."""
    folder = desk_folder(given)
    with seat(world, folder, given.user, tells=False) as seated:
        asked = seated.vault.unconfirmed()
        for lost in lost_in(folder) if asked and asked[0] == SALVAGE else ():
            world.complain(world.words(f"finding.{lost.what}", where=lost.where, case=lost.case))
        seated.desk.do(confirm_restore)
        waits = seated.vault.unconfirmed()
    world.say(world.words("cli.confirm_waits" if waits else "cli.confirmed_alone" if asked and asked[-1] == 1 else "cli.confirmed"))
    return 0


def salvage_desk(given: argparse.Namespace, world: World) -> int:
    """Copy what verifies of a damaged desk into an empty folder, and name the rest."""
    user, password = given.user or world.answer("cli.ask_user", "--as"), world.secret("MDT_PASSWORD", "cli.ask_password")
    key = key_of(desk_folder(given), user, password, lambda: world.secret("MDT_CODE", "cli.ask_code"), world.around)
    if not verify(desk_folder(given), key):
        raise Conflict("conflict.desk_is_whole")
    found = salvage(desk_folder(given), key, given.folder, world.around.clock.now())
    for lost in found.lost:
        world.complain(world.words(f"finding.{lost.what}", where=lost.where, case=lost.case))
    world.say(world.words("cli.salvaged", count=sum(found.copied.values()), folder=str(given.folder)))
    if found.lost:
        world.complain(world.words("cli.not_saved", count=len(found.lost)))
    world.say(world.words("cli.to_confirm", folder=str(given.folder)))
    return 1 if found.lost else 0
