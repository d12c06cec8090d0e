"""What recovery kits are for: which sets stand, slots kept openable by them, and a member let in again by two kits of each set."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from db.facts import People
from db.faults import faults_named
from db.keys import MemberSecret
from db.kits import LINE, Kit, is_current, is_of, new_kit, opened_by_kits, read_kit, sets_asked, with_recovery
from db.places import refuse_unfit
from db.slots import Owner, Slot, SlotsFile, bare, held_in, new_code, new_slot, slot_key_of, slot_mark
from db.surroundings import Surroundings
from db.turn_lines import brought_up
from db.vault import Key, OpenVault, only_writer
from mdt.errors import Conflict, DeskError, Invalid, Locked, Missing
from mdt.model.kits import KitSet
from mdt.model.staff import Member, Role, Standing
from mdt.policy.kits import numbers_for, sets_of, stands
from mdt.work.ports import Store

Sets = Mapping[KitSet, tuple[Kit, ...]]
Log = Callable[[str], object]
"""Puts the mark of a new slot into the log, by the act that says why."""


def kits_kept(folder: Path, vault: str) -> tuple[Kit, ...]:
    """Every kit of the slots file that makes sense, whoever signed it."""
    found = (read_kit(line) for line in SlotsFile(folder).of_kind(LINE))
    return tuple(kit for kit in found if kit is not None and kit.vault == vault)


def kits_in_force(vault: OpenVault, store: Store) -> tuple[Kit, ...]:
    """The kits that a certified member signed as hers and that the log knows as the newest of their number."""
    members = {member.id: member for member in store.staff.members()}
    return tuple(kit for kit in kits_kept(vault.folder, vault.key.vault) if _is_hers(kit, members.get(kit.holder), store))


def standing_sets(vault: OpenVault, store: Store) -> Sets:
    """The sets whose three kits are in force and in hands that make a set."""
    members, in_force = store.staff.members(), kits_in_force(vault, store)
    found = {kind: tuple(sorted((kit for kit in in_force if kit.kind is kind), key=lambda kit: kit.number)) for kind in KitSet}
    return {kind: kits for kind, kits in found.items() if stands(kind, {kit.number: kit.holder for kit in kits}, members)}


def with_third_wrap(vault: OpenVault, slot: Slot, slot_key: bytes) -> Slot:
    """The slot itself where its third wrap is right already, or else with the wrap that the sets which stand now allow."""
    kept = kits_kept(vault.folder, vault.key.vault)
    if not kept:
        return slot
    with suppress(DeskError), vault.transaction() as store:
        asked = sets_of(Role(store.records.one(Member, slot.member).role))
        if is_current(slot, {kind: tuple(kit for kit in kept if kit.kind is kind) for kind in asked}):
            return slot
        sets = standing_sets(vault, store)
        # all or none: a psychologist's slot that two operational kits opened would open clinical text
        due = {kind: sets[kind] for kind in asked} if set(asked) <= set(sets) else {}
        if due and not is_current(slot, due):
            return with_recovery(slot, slot_key, due)
    return slot


@dataclass(frozen=True, slots=True)
class NewKit:
    """A kit that was made and is not kept yet, and its code: kept when its holder has typed part of the printed code back."""

    kit: Kit
    code: str


def make_kit(vault: OpenVault, secret: MemberSecret, kind: KitSet, at: datetime, wanted: int | None = None) -> NewKit:
    """A kit of a set in the signed-in member's name, under the number that is due or one of hers; Conflict where there is none for her."""
    with vault.transaction() as store:
        members = store.staff.members()
        held = {kit.number: kit.holder for kit in kits_in_force(vault, store) if kit.kind is kind}
    numbers = numbers_for(kind, vault.member, held, members)
    if not numbers or wanted not in (None, *numbers):
        raise Conflict("conflict.kits_taken")
    kit, code = new_kit(vault.key.vault, kind, wanted or numbers[0], (vault.member, secret), at)
    return NewKit(kit, code)


def check_typed_back(new: NewKit, letters: str) -> None:
    """Invalid where the first letters of the groups are not the code's: then it was not printed, or is not read."""
    if "".join(letters.split()).upper() != first_letters(new.code):
        raise Invalid(fields={"letters": "invalid.not_typed_back"})


def first_letters(code: str) -> str:
    """The first letter of each group of a code."""
    return "".join(group[0] for group in code.split("-"))


def keep_kit(vault: OpenVault, new: NewKit) -> None:
    """Put a kit that the log has taken up into the slots file."""
    with faults_named():
        SlotsFile(vault.folder).put(new.kit.line())


def which_kit(vault: OpenVault, code: str, kind: KitSet) -> Kit:
    """The kit in force of a set that a printed code belongs to; Locked where it is none's."""
    with vault.transaction() as store:
        for kit in kits_in_force(vault, store):
            if kit.kind is kind and is_of(kit, code):
                return kit
    raise Locked("locked.wrong_kit")


@dataclass(frozen=True, slots=True)
class Recovered:
    """A slot opened by kits: whose, her secret, the kits that opened it, as the log names them.

    ``turned``: a turn line gave the vault key.
    """

    slot: Slot
    secret: MemberSecret
    by: str
    turned: bool = False


def recover(folder: Path, user_name: str, codes: Iterable[str]) -> Recovered:
    """A member's secret by two kits of each set her slot asks for; Locked where one is missing or wrong."""
    slot = _slot_of(folder, user_name)
    key, used = opened_by_kits(slot, codes)
    secret, turned = brought_up(folder, slot, held_in(slot, key)[0])
    return Recovered(slot, secret, " ".join(f"{kind.value}:{one}+{two}" for kind, (one, two) in used.items()), turned)


def sets_for(folder: Path, user_name: str) -> tuple[KitSet, ...]:
    """The sets that a member's slot asks for."""
    return sets_asked(_slot_of(folder, user_name))


def sit_down(folder: Path, found: Recovered, around: Surroundings) -> OpenVault:
    """The vault in the hand of whoever was recovered; where everything else was lost nobody else can open it."""
    refuse_unfit(folder)
    lock = only_writer(folder)
    try:
        key = Key(found.slot.vault, found.secret.vault_key, found.secret.salt, found.secret.genesis, found.turned)
        return OpenVault(folder, key, found.slot.member, found.secret, around.clock, lock, around.kept_heads())
    except BaseException:
        lock.release()
        raise


def reissue(vault: OpenVault, found: Recovered, user_name: str, password: str, around: Surroundings, log: Log) -> str:
    """A new slot around a recovered secret, opened by every way before the old one goes; returns the new code.

    ``log`` is what refuses it for a member who left.
    """
    owner = Owner(found.slot.vault, found.slot.member, user_name)
    code = new_code()
    kept = None if is_demonstration(vault) else around.workstation.remember(f"{owner.vault}/{owner.member}")
    put_new_slot(vault, owner, (password, code, kept), found.secret, around, log)
    return code


def put_new_slot(
    vault: OpenVault, owner: Owner, ways: tuple[str, str, bytes | None], secret: MemberSecret, around: Surroundings, log: Log
) -> None:
    """A member's new slot with all three wraps in the place of her old one: password, code and workstation secret are the ways in.

    ``log`` puts its mark into the log before it is kept; where that fails the old slot stays, and where it is cut off the old one opens
    still, and is called older than the log says.
    """
    password, code, workstation = ways
    slot = new_slot(owner, password, code, workstation, secret, around.kdf)
    stretched = around.kdf.derive(password, slot.terms, slot.salt)
    slot = with_third_wrap(vault, slot, slot_key_of(slot, stretched, "code", bare(code)))
    log(slot_mark(slot))
    with faults_named():
        SlotsFile(vault.folder).put(slot, instead_of=("invitation", "member"))
    if vault.member == owner.member:
        vault.slot_is_older = False


def is_older(slot: Slot, people: People) -> bool:
    """Whether the log knows of a newer slot of its member's: an older slots file was put back, or a change was cut off."""
    return slot.kind == "member" and people.ways.get(slot.member, slot_mark(slot)) != slot_mark(slot)


def retire_who_left(vault: OpenVault) -> None:
    """Take away the ways in of everybody whose membership ended."""
    with vault.transaction() as store:
        left = [member.id for member in store.staff.members() if member.standing == Standing.LEFT]
    slots = SlotsFile(vault.folder)
    open_still = {slot.member for slot in slots.of_kind("member") if {"code", "keyring"} & set(slot.wraps)}
    for member in left:
        if member in open_still:
            slots.retire(member)


def is_demonstration(vault: OpenVault) -> bool:
    """Whether the desk's people are invented: then no keyring is touched."""
    with faults_named():
        return bool(vault.raw().execute("SELECT demonstration FROM desk").fetchone()[0])


def _is_hers(kit: Kit, holder: Member | None, store: Store) -> bool:
    if holder is None or holder.standing != Standing.CERTIFIED or not kit.is_signed_by(bytes.fromhex(holder.voice or "")):
        return False
    place = f"{kit.kind.value}:{kit.number}:"
    logged = store.log.last("record_kit", place + kit.mark.hex())
    return logged is not None and logged == store.log.last("record_kit", place)


def _slot_of(folder: Path, user_name: str) -> Slot:
    with faults_named():
        slot = SlotsFile(folder).find(user_name, "member")
    if slot is None:
        raise Missing("missing.member")
    return slot
