"""Passwords, codes and recovery kits for the screen, over the vault that is open."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from mdt.errors import Locked
from ui.desk import Joining, MadeKit

if TYPE_CHECKING:
    from db.doors import Opened
    from db.recovery import NewKit
    from db.vault import OpenVault
    from mdt.model.kits import KitSet
    from mdt.work.desk import Desk
    from ui.cli.entrance import VaultEntrance
    from ui.cli.world import World


class Keyroom:
    """What the screen may ask about ways in; every answer is on the store's thread."""

    def __init__(self, entrance: VaultEntrance, world: World) -> None:
        self._entrance, self._world = entrance, world
        self._made: NewKit | None = None

    def change_password(self, desk: Desk, old: str, code: str, new: str) -> None:
        """Another password; code and workstation stay."""
        from db.passwords import change_password
        from mdt.work.kits import record_way_in

        opened = self._shown_again(desk, old, code)
        log = lambda mark: desk.do(record_way_in, None, "password", mark)  # noqa: E731
        change_password(self._vault, opened, desk.me().user_name, new, self._world.around, log)

    def renew_code(self, desk: Desk, password: str, code: str) -> Joining:
        """Another code, to be printed once."""
        from db.passwords import renew_code
        from mdt.work.kits import record_way_in

        opened, user = self._shown_again(desk, password, code), desk.me().user_name
        log = lambda mark: desk.do(record_way_in, None, "code", mark)  # noqa: E731
        return self._joining(user, renew_code(self._vault, opened, user, password, self._world.around, log))

    def make_kit(self, desk: Desk, kind: KitSet, password: str, code: str) -> MadeKit:
        """A kit in her own name, not kept yet."""
        from db.recovery import make_kit
        from ui.cli.ways_in import kit_sheet

        opened, user = self._shown_again(desk, password, code), desk.me().user_name
        self._made = make_kit(self._vault, opened.secret, kind, self._world.around.clock.now())
        return MadeKit(kind, self._made.kit.number, self._made.code, kit_sheet(self._vault, user, self._made))

    def keep_kit(self, desk: Desk, letters: str) -> None:
        """Keep the kit that was made, when part of what was printed is typed back."""
        from db.recovery import check_typed_back, keep_kit
        from mdt.work.kits import record_kit

        assert self._made is not None
        check_typed_back(self._made, letters)
        kit = self._made.kit
        desk.do(record_kit, None, kit.kind.value, kit.number, kit.mark.hex())
        keep_kit(self._vault, self._made)
        self._made = None

    def try_kit(self, desk: Desk, kind: KitSet, code: str) -> int:
        """The number of the kit in force that a sheet is."""
        from db.recovery import which_kit
        from mdt.work.kits import record_trial

        kit = which_kit(self._vault, code, kind)
        desk.do(record_trial, None, kit.kind.value, kit.number)
        return kit.number

    def reissue(self, desk: Desk, user: str, codes: Sequence[str], password: str) -> Joining:
        """Let a member in again by two kits of each set she needs; her new code, to be printed once."""
        from db.recovery import recover, reissue
        from mdt.work.kits import record_reissue

        found = recover(self._vault.folder, user, codes)
        log = lambda mark: desk.do(record_reissue, None, found.slot.member, found.by, mark)  # noqa: E731
        return self._joining(user, reissue(self._vault, found, user, password, self._world.around, log))

    @property
    def _vault(self) -> OpenVault:
        assert self._entrance.vault is not None
        return self._entrance.vault

    def _shown_again(self, desk: Desk, password: str, code: str) -> Opened:
        from db.passwords import shown_again

        try:
            return shown_again(self._vault, desk.me().user_name, password, lambda: code, self._world.around)
        except Locked as wrong:
            if wrong.key != "locked.wrong":
                raise
            raise Locked("locked.wrong_now") from wrong  # inside the desk no name is asked, so none can be wrong

    def _joining(self, user: str, code: str) -> Joining:
        with self._vault.transaction() as store:
            _, agency, circle, _ = store.desk()
        return Joining(code, "", user, agency, circle)
