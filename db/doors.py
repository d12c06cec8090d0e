"""Ways in: making a desk, signing in, joining by invitation."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from db import engine
from db.beginning import begin_log, public_of
from db.faults import faults_named
from db.files import whole_folder
from db.keys import KEY, SALT, MemberSecret, fingerprint, new_member_secret, password_fault
from db.migrate import migrate
from db.places import VAULT_FILE, refuse_occupied, refuse_unfit
from db.recovery import is_demonstration, is_older, retire_who_left, with_third_wrap
from db.slots import (
    Owner,
    Slot,
    SlotsFile,
    bare,
    held_in,
    new_code,
    new_invitation,
    new_slot,
    open_invitation,
    slot_key_of,
    station_mark,
    with_secret,
    with_workstation,
)
from db.stretching import Kdf
from db.surroundings import Surroundings
from db.tables import desk
from db.turn_lines import brought_up, clear_up
from db.vault import Key, OpenVault, only_writer
from db.waits import Waits
from db.workstation import Workstation
from mdt.errors import Conflict, DeskError, Invalid, Locked, Unavailable
from mdt.model.audit import Entry, Outcome
from mdt.model.staff import Member, Standing
from mdt.work.forms import fit_user_name

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class NewDesk:
    """What is said about a desk: whose agency and circle, who supervises it first, whether it is a demonstration."""

    agency: str
    circle: str
    user_name: str
    demonstration: bool = False
    sex: str = "unknown"


def make_desk(folder: Path, new: NewDesk, password: str, around: Surroundings) -> str:
    """Make a vault and its first supervisor in an empty folder; returns her member code, to be printed once.

    Made under another name and renamed when whole, so that a cut leaves a desk or none.
    """
    check_password(password)
    fit_user_name(new.user_name)
    look_for_room(folder)
    engine.assert_versions()
    with faults_named(), whole_folder(folder, "new") as beside:
        return _fill(beside, new, password, around)


def look_for_room(folder: Path) -> None:
    """Refuse a folder in which no desk can be made, before anything is asked for it."""
    refuse_unfit(folder)
    with faults_named():
        refuse_occupied(folder)


def _fill(folder: Path, new: NewDesk, password: str, around: Surroundings) -> str:
    vault, member = secrets.token_hex(8), secrets.token_hex(8)
    secret = new_member_secret(os.urandom(KEY), os.urandom(SALT))
    raw = engine.create(folder / VAULT_FILE, secret.vault_key, secret.salt)
    try:
        over = engine.engine_over(raw)
        migrate(over, raw, around.clock.now())
        with over.begin() as connection:
            connection.execute(
                desk.insert(),
                {
                    "id": vault,
                    "agency": new.agency,
                    "circle": new.circle,
                    "made_at": around.clock.now(),
                    "demonstration": new.demonstration,
                },
            )
            begin_log(connection, Owner(vault, member, new.user_name), new.sex, secret, around.clock.now())
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        over.dispose()
    finally:
        raw.close()
    workstation = None if new.demonstration else around.workstation
    return _keep_slot(SlotsFile(folder), Owner(vault, member, new.user_name), password, secret, around.kdf, workstation)


def sign_in(folder: Path, user_name: str, password: str, ask_code: Callable[[], str], around: Surroundings) -> OpenVault:
    """Open the vault for a member; the code is asked only where this workstation does not know her.

    Locked for a wrong name, password or code (the same words) and while she waits; Unavailable for everything that is not her fault.
    """
    slots, slot = _find(folder, user_name, "member")
    refuse_unfit(folder)
    engine.assert_versions()
    lock, vault = only_writer(folder), None
    try:
        opened = open_again(folder, slot, password, ask_code, around)
        vault = OpenVault(folder, opened.key(), slot.member, opened.secret, around.clock, lock, around.kept_heads())
        clear_up(folder)
        vault.slot_is_older = is_older(slot, vault.roll.people)
        with suppress(OSError):  # on a full disk she comes in all the same, and is asked for the code again next time
            _renew(vault, slots, opened, around)
        with suppress(OSError, DeskError):  # rows that cannot be trusted are named where she acts, not at the door
            retire_who_left(vault)
        return vault
    except BaseException:
        vault.close() if vault else lock.release()
        raise


def key_of(folder: Path, user_name: str, password: str, ask_code: Callable[[], str], around: Surroundings) -> Key:
    """The vault's key by way of a member's slot, without opening the vault: for verifying one that no longer opens."""
    _, slot = _find(folder, user_name, "member")
    return open_again(folder, slot, password, ask_code, around).key()


def invite(vault: OpenVault, member: str, user_name: str) -> str:
    """A one-time invitation code for a registered member, to be handed over on paper; never for one whose slot holds certified keys."""
    with vault.transaction() as store:
        if store.records.one(Member, member).standing not in (Standing.INVITED, Standing.JOINED):
            raise Conflict("conflict.certified_already")
    code = new_code()
    offer = new_invitation(Owner(vault.key.vault, member, user_name), code, vault.key.key, vault.key.salt, vault.key.genesis)
    with faults_named():
        SlotsFile(vault.folder).put(offer, instead_of=("invitation", "member"))
    return code


@dataclass(frozen=True, slots=True)
class Joined:
    """What a member takes away from her first sign-in: her code, to print, and the fingerprint to read out."""

    code: str
    fingerprint: str


def join(folder: Path, user_name: str, invitation: str, password: str, around: Surroundings) -> tuple[OpenVault, Joined]:
    """First sign-in: make her own keys, keep her slot, burn the invitation. She may act once the supervisor has certified her."""
    check_password(password)
    slots, offer = _find(folder, user_name, "invitation")
    refuse_unfit(folder)
    vault_key, salt, genesis = _counted(folder, offer.member, around, lambda: open_invitation(offer, invitation))
    secret = new_member_secret(vault_key, salt, genesis)
    lock, vault = only_writer(folder), None
    try:
        vault = OpenVault(folder, Key(offer.vault, vault_key, salt, genesis), offer.member, secret, around.clock, lock, around.kept_heads())
        workstation = None if is_demonstration(vault) else around.workstation
        _enter(vault, secret)
        with faults_named():
            code = _keep_slot(slots, Owner(offer.vault, offer.member, user_name), password, secret, around.kdf, workstation)
    except BaseException:
        vault.close() if vault else lock.release()
        raise
    return vault, Joined(code, fingerprint(secret.public_key(), secret.public_voice()))


def look_for_invitation(folder: Path, user_name: str) -> None:
    """Locked where nobody of this name is invited, before anything is asked for it."""
    _find(folder, user_name, "invitation")


def check_password(password: str) -> None:
    """Invalid where a new password is too weak."""
    fault = password_fault(password)
    if fault:
        raise Invalid(fields={"password": fault})


def _enter(vault: OpenVault, secret: MemberSecret) -> None:
    """Put a joining member's public keys into her record; with a lost slot this may be done again until she is certified."""
    with vault.transaction() as store:
        member = store.records.one(Member, vault.member)
        if member.standing not in (Standing.INVITED, Standing.JOINED):
            raise Locked("locked.wrong_invitation")
        store.records.change(member, standing=Standing.JOINED.value, **public_of(secret))
        store.write_log(Entry(0, store.moment(), vault.member, "join_desk", None, Outcome.DONE, vault.member, ""))


def _find(folder: Path, user_name: str, kind: str) -> tuple[SlotsFile, Slot]:
    slots = SlotsFile(folder)
    with faults_named():
        if not (folder / VAULT_FILE).exists():
            raise Unavailable("unavailable.no_vault")
        slot = slots.find(user_name, kind)
        if slot is None and slots.read()[1]:
            raise Unavailable("unavailable.slots_damaged")
    if slot is None:
        raise Locked("locked.wrong" if kind == "member" else "locked.wrong_invitation")
    return slots, slot


@dataclass(frozen=True, slots=True, repr=False)
class Opened:
    """A slot that was just opened: its key, the secret and code in it, the stretched password, and the code where it was asked for.

    ``turned``: the vault key in the secret is not the slot's own, but from a turn line beside it.
    """

    slot: Slot
    slot_key: bytes
    secret: MemberSecret
    code: str
    stretched: bytes
    asked: str | None
    turned: bool = False

    def key(self) -> Key:
        """The vault's key."""
        return Key(self.slot.vault, self.secret.vault_key, self.secret.salt, self.secret.genesis, self.turned)


def open_again(folder: Path, slot: Slot, password: str, ask_code: Callable[[], str], around: Surroundings) -> Opened:
    """Open a slot by password and this workstation, or by password and code; misses are counted, and waited for."""
    known = around.workstation.recall(_place(slot)) if "keyring" in slot.wraps else None
    recognised = known is not None and station_mark(known) == slot.station

    def tried() -> Opened:
        asked = None if recognised else ask_code()
        stretched = around.kdf.derive(password, slot.terms, slot.salt)
        way, second = ("keyring", known or b"") if asked is None else ("code", bare(asked))
        slot_key = slot_key_of(slot, stretched, way, second)
        return Opened(slot, slot_key, *held_in(slot, slot_key), stretched, asked)

    opened = _counted(folder, slot.member, around, tried)
    secret, turned = brought_up(folder, slot, opened.secret)
    return replace(opened, secret=secret, turned=turned)


def _counted(folder: Path, member: str, around: Surroundings, tried: Callable[[], T]) -> T:
    waits, now = Waits(folder), around.clock.now()
    if left := waits.left(member, now):
        raise Locked("locked.wait", seconds=left)
    try:
        done = tried()
    except Locked as wrong:
        if wrong.key in ("locked.wrong", "locked.wrong_invitation"):
            waits.missed(member, now)
        raise
    waits.forgive(member)
    return done


def _renew(vault: OpenVault, slots: SlotsFile, opened: Opened, around: Surroundings) -> None:
    """The slot with a wrap for this workstation where it did not know her, with a third wrap for the kits that stand now, and with the
    key the vault was turned to; her turn lines go with the slot they were for."""
    slot = opened.slot
    if opened.asked is not None and not is_demonstration(vault) and (fresh := around.workstation.remember(_place(slot))):
        slot = with_workstation(slot, opened.stretched, opened.asked, fresh)
    if opened.turned:
        slot = with_secret(slot, opened.slot_key, opened.secret, opened.code)
    slot = with_third_wrap(vault, slot, opened.slot_key)
    if slot is not opened.slot:
        slots.put(slot, instead_of=("member", "turn") if opened.turned else ("member",))


def _keep_slot(slots: SlotsFile, owner: Owner, password: str, secret: MemberSecret, kdf: Kdf, workstation: Workstation | None) -> str:
    code = new_code()
    kept = workstation.remember(f"{owner.vault}/{owner.member}") if workstation else None
    slot = new_slot(owner, password, code, kept, secret, kdf)
    slots.put(slot, instead_of=("invitation", "member"))
    return code


def _place(slot: Slot) -> str:
    return f"{slot.vault}/{slot.member}"
