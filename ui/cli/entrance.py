"""A way into the vault for the screen; what opens one is taken in when somebody signs in, so that the first window need not wait."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from db.places import VAULT_FILE
from mdt.errors import DeskError, Unavailable
from ui.cli.keyroom import Keyroom
from ui.cli.world import World
from ui.desk import Backed, CodeNeeded, Found, Joining, WaysIn

if TYPE_CHECKING:
    from db.vault import OpenVault
    from mdt.work.desk import Change, Desk

HANDED_OVER_S = 2.0
"""For so long a sign-in waits for the process before it to let the vault go."""


class VaultEntrance:
    """One folder, and the vault in it while somebody is signed in."""

    def __init__(self, folder: Path, world: World) -> None:
        self.folder, self._world = folder, world
        self.ways: WaysIn = Keyroom(self, world)
        self.vault: OpenVault | None = None
        self._hear: Callable[[Any], None] = lambda change: None

    def is_there(self) -> bool:
        """Whether there is a desk in the folder."""
        return (self.folder / VAULT_FILE).exists()

    def make(self, agency: str, circle: str, user: str, password: str) -> str:
        """Make a desk; returns the first supervisor's member code."""
        from db.doors import NewDesk, make_desk

        return make_desk(self.folder, NewDesk(agency, circle, user), password, self._world.around)

    def sign_in(self, user: str, password: str, code: str | None) -> Desk:
        """Open the vault; CodeNeeded where the workstation does not know her and no code was given."""

        def ask() -> str:
            if code is None:
                raise CodeNeeded(self._world.around.workstation.is_there())
            return code

        from db.chance import Chance
        from db.doors import sign_in
        from mdt.catalogue.load import load_catalogue
        from mdt.work.desk import Desk, Tools

        self.vault = self._opened(lambda: sign_in(self.folder, user, password, ask, self._world.around))
        tools = Tools(self._world.around.clock, Chance(), load_catalogue())
        return Desk(self.vault.member, self.vault, tools, self._told)

    def join(self, user: str, invitation: str, password: str) -> Joining:
        """A member's first sign-in by her invitation."""
        from db.doors import join

        vault, joined = join(self.folder, user, invitation, password, self._world.around)
        try:
            with vault.transaction() as store:
                _, agency, circle, _ = store.desk()
        finally:
            vault.close()
        return Joining(joined.code, joined.fingerprint, user, agency, circle)

    def invite(self, member: str, user: str) -> str:
        """A one-time invitation for a registered member."""
        assert self.vault is not None
        from db.doors import invite

        return invite(self.vault, member, user)

    def back_up(self, path: str, tell: Callable[[str, float], None]) -> Backed:
        """Write a backup and prove it, beside whatever the desk does meanwhile."""
        assert self.vault is not None
        from db.backup import back_up

        proof = back_up(self.vault, Path(path), self._world.around.clock.now(), tell)
        return Backed(proof.size, sum(proof.seals.values()), proof.digest, not proof.findings)

    def turn_vault(self, desk: Desk, tell: Callable[[str, float], None]) -> tuple[str, ...]:
        """Put the desk under a new vault key, on the store's thread; user names of who has to be invited again."""
        assert self.vault is not None
        from db.chance import Chance
        from mdt.catalogue.load import load_catalogue
        from mdt.work.desk import Change, Tools, Topic
        from ui.cli.upkeep import turned

        tools = Tools(self._world.around.clock, Chance(), load_catalogue())
        again = turned(desk, self.vault, tools, tell).again
        self._hear(Change(frozenset({Topic.LOG, Topic.MEMBERS}), None))  # it was said in the copy, where nobody hears
        return tuple(again.values())

    def verify(self, desk: Desk) -> tuple[Found, ...]:
        """Check the whole desk; empty where all is well."""
        assert self.vault is not None
        from ui.cli.upkeep import verified

        found = verified(desk, self.vault, self._world.around.clock.now())
        return tuple(Found(finding.what, finding.where, finding.case) for finding in found)

    def lost(self) -> tuple[Found, ...]:
        """What could not be saved of the desk that this one was salvaged from."""
        from db.copies import lost_in

        return tuple(Found(one.what, one.where, one.case) for one in lost_in(self.folder))

    def announce_to(self, hear: Callable[[object], None]) -> None:
        """Where changes are told from now on."""
        self._hear = hear

    def leave(self) -> None:
        """Close the vault."""
        if self.vault is not None:
            self.vault.close()
            self.vault = None

    def _opened(self, open_vault: Callable[[], OpenVault]) -> OpenVault:
        until = time.monotonic() + HANDED_OVER_S
        while True:
            try:
                return open_vault()
            except Unavailable as held:
                if held.key != "unavailable.in_use" or time.monotonic() > until:
                    raise
            time.sleep(0.05)

    def _told(self, change: Change) -> None:
        from db.recovery import retire_who_left
        from mdt.work.desk import Topic

        if Topic.MEMBERS in change.topics and self.vault is not None:
            with suppress(OSError, DeskError):  # done at the next sign-in otherwise
                retire_who_left(self.vault)
        self._hear(change)
