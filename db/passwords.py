"""A member's own ways in: another password, another code; whoever asks shows first that she is the one whose slot it is."""

from __future__ import annotations

from collections.abc import Callable
from hmac import compare_digest

from db.doors import Opened, check_password, open_again
from db.faults import faults_named
from db.recovery import Log, is_demonstration, put_new_slot
from db.slots import Owner, SlotsFile, new_code, station_mark, who
from db.surroundings import Surroundings
from db.vault import OpenVault
from mdt.errors import Invalid, Locked


def shown_again(vault: OpenVault, user_name: str, password: str, ask_code: Callable[[], str], around: Surroundings) -> Opened:
    """The signed-in member's slot opened once more: she is still the one at the desk. Locked where she is not."""
    with faults_named():
        slot = SlotsFile(vault.folder).find(user_name, "member")
    if slot is None or slot.member != vault.member or slot.who != who(vault.key.vault, user_name):
        raise Locked("locked.wrong")
    return open_again(vault.folder, slot, password, ask_code, around)


def change_password(vault: OpenVault, opened: Opened, user_name: str, new: str, around: Surroundings, log: Log) -> None:
    """Another password for an opened slot; code and workstation stay as they are."""
    check_password(new)
    _refuse_same(opened, new, around)
    _put(vault, opened, user_name, (new, opened.code), around, log)


def renew_code(vault: OpenVault, opened: Opened, user_name: str, password: str, around: Surroundings, log: Log) -> str:
    """Another code for an opened slot, to be printed once; the old one opens nothing any more."""
    code = new_code()
    _put(vault, opened, user_name, (password, code), around, log)
    return code


def _refuse_same(opened: Opened, new: str, around: Surroundings) -> None:
    if compare_digest(around.kdf.derive(new, opened.slot.terms, opened.slot.salt), opened.stretched):
        raise Invalid(fields={"password": "invalid.password_same"})


def _put(vault: OpenVault, opened: Opened, user_name: str, ways: tuple[str, str], around: Surroundings, log: Log) -> None:
    slot = opened.slot
    place = f"{slot.vault}/{slot.member}"
    known = None if is_demonstration(vault) else around.workstation.recall(place)
    workstation = known if known is not None and station_mark(known) == slot.station else None
    put_new_slot(vault, Owner(slot.vault, slot.member, user_name), (*ways, workstation), opened.secret, around, log)
