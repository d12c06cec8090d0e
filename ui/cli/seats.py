"""A seat at a desk for as long as one command runs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from db.chance import Chance
from db.doors import sign_in
from db.vault import OpenVault
from mdt.catalogue.load import load_catalogue
from mdt.errors import Refused
from mdt.work.desk import Desk, Tools
from mdt.work.staff import hand_on_keys
from mdt.work.upkeep import COPY_SAID
from ui.cli.world import World


@dataclass(frozen=True)
class Seated:
    """A member at her seat: the desk to act by, and the vault it stands on."""

    desk: Desk
    vault: OpenVault


@contextmanager
def seat(world: World, folder: Path, user: str | None, *, tells: bool = True) -> Iterator[Seated]:
    """Sign in, take over and hand on the keys that are due, and close the vault when done; ``tells``: what is to be known of the desk."""
    name = user or world.answer("cli.ask_user", "--as")
    password = world.secret("MDT_PASSWORD", "cli.ask_password")
    vault = sign_in(folder, name, password, lambda: world.secret("MDT_CODE", "cli.ask_code"), world.around)
    try:
        desk = Desk(vault.member, vault, Tools(world.around.clock, Chance(), load_catalogue()))
        try:
            desk.do(hand_on_keys)
        except Refused as uncertified:
            if uncertified.key != "refused.not_certified":
                raise
        if tells:
            _tell(world, vault)
        yield Seated(desk, vault)
    finally:
        vault.close()


def _tell(world: World, vault: OpenVault) -> None:
    """Say on the second stream that this is a copy which waits to be confirmed, or that her way in is an older one."""
    waits = vault.unconfirmed()
    if waits is not None:
        world.complain(world.words(COPY_SAID[waits[0]]))
    if vault.slot_is_older:
        world.complain(world.words("sign_in.older_slot"))
