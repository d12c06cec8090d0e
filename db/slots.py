"""The slots file: a line per member with the wraps of her secret and the secret itself; damage to one line spares the others.

Three wraps of one 32-byte slot key: {password + workstation secret}, {password + member code}, {recovery kits} (db/kits.py).
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import os
import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from db.files import write_whole
from db.keys import KEY, SALT, MemberSecret
from db.ledger import digest_of
from db.sealing import Address, BrokenSeal, derived, seal, unseal
from db.stretching import Kdf
from mdt.errors import Locked, Unavailable

SLOTS_FILE = "desk.slots"
MARK = 16
_ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"


@dataclass(frozen=True, slots=True)
class Slot:
    """One line: whose (by a hash of her user name), under which terms, the wraps and the closed secret with her code.

    ``kind`` is 'member', 'invitation', 'kit' or 'turn' (db/turn_lines.py); an invitation holds the vault key, the salt and the genesis
    only, under its one-time code.
    ``station`` is the SHA-256 of the workstation secret (32 random bytes), so that a wrong password is told from a foreign keyring entry.
    """

    vault: str
    member: str
    who: str
    kind: str
    terms: dict[str, int | str]
    salt: bytes
    wraps: dict[str, bytes]
    body: bytes
    station: str = ""


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose slot: vault, member id and user name."""

    vault: str
    member: str
    user_name: str


def who(vault: str, user_name: str) -> str:
    """How a slot is found by its user name without showing it."""
    return hashlib.sha256(f"{vault}\0{user_name.strip().casefold()}".encode("utf-8", "surrogatepass")).hexdigest()


def new_code() -> str:
    """A printed code of 130 random bits: 26 letters and digits that are not mistaken for each other, in groups."""
    return grouped("".join(secrets.choice(_ALPHABET) for _ in range(26)))


def grouped(letters: str) -> str:
    """A code as it is printed: groups of five."""
    return "-".join(letters[at : at + 5] for at in range(0, len(letters), 5))


def bare(code: str) -> bytes:
    """A code as it is used, however it was typed."""
    return "".join(letter for letter in code.upper() if letter.isalnum()).encode()


def new_slot(owner: Owner, password: str, code: str, workstation: bytes | None, secret: MemberSecret, kdf: Kdf) -> Slot:
    """A member's slot, opened once by every way in before it is trusted."""
    slot_key, salt, terms = os.urandom(KEY), os.urandom(SALT), kdf.terms()
    slot = Slot(owner.vault, owner.member, who(owner.vault, owner.user_name), "member", terms, salt, {}, b"")
    slot = replace(slot, body=seal(slot_key, address_in(slot, "body"), _body(secret, bare(code))))
    stretched = kdf.derive(password, terms, salt)
    ways = {"code": bare(code)} | ({"keyring": workstation} if workstation else {})
    slot = replace(
        slot,
        station=station_mark(workstation),
        wraps={way: seal(_wrap_key(stretched, second, way), address_in(slot, way), slot_key) for way, second in ways.items()},
    )
    for way, second in ways.items():
        if open_slot(slot, stretched, way, second) != secret:
            raise Unavailable("unavailable.slot_failed")
    return slot


def with_workstation(slot: Slot, stretched: bytes, code: str, workstation: bytes) -> Slot:
    """The slot with a fresh workstation wrap, opened by it before it is trusted; made by somebody who just opened it with the code."""
    slot_key = slot_key_of(slot, stretched, "code", bare(code))
    wrap = seal(_wrap_key(stretched, workstation, "keyring"), address_in(slot, "keyring"), slot_key)
    renewed = replace(slot, wraps={**slot.wraps, "keyring": wrap}, station=station_mark(workstation))
    open_slot(renewed, stretched, "keyring", workstation)
    return renewed


def slot_mark(slot: Slot) -> str:
    """What tells a slot from the one before it: password or code changed, or she was let in again; not what it is wrapped for since.

    The salt is new each time and bound to all that is sealed in a slot; the inside is sealed anew when the vault key was turned.
    """
    return digest_of(slot.salt)


def station_mark(workstation: bytes | None) -> str:
    """What a slot keeps of the workstation secret it was wrapped with."""
    return hashlib.sha256(workstation).hexdigest() if workstation else ""


def open_slot(slot: Slot, stretched: bytes, way: str, second: bytes) -> MemberSecret:
    """The member's secret by one way in ('code' or 'keyring'); Locked where password or second part are wrong."""
    return held_in(slot, slot_key_of(slot, stretched, way, second))[0]


def slot_key_of(slot: Slot, stretched: bytes, way: str, second: bytes) -> bytes:
    """The key of a slot by one way in; Locked where password or second part are wrong."""
    if way not in slot.wraps:
        raise Locked("locked.no_way_in")
    try:
        return unseal(_wrap_key(stretched, second, way), address_in(slot, way), slot.wraps[way])
    except BrokenSeal as wrong:
        raise Locked("locked.wrong") from wrong


def held_in(slot: Slot, slot_key: bytes) -> tuple[MemberSecret, str]:
    """The member's secret and her code, so that a new password need not cost the printed sheet."""
    try:
        body = unseal(slot_key, address_in(slot, "body"), slot.body)
        code = body[len(body) - 1 - body[-1] : -1]
        return MemberSecret.unpacked(body[: len(body) - 1 - len(code)]), grouped(code.decode())
    except (BrokenSeal, ValueError, IndexError) as damaged:
        raise Unavailable("unavailable.slot_damaged") from damaged


def with_secret(slot: Slot, slot_key: bytes, secret: MemberSecret, code: str) -> Slot:
    """The slot around a secret whose vault key was turned, opened once before the old one goes; every way in stays."""
    renewed = replace(slot, body=seal(slot_key, address_in(slot, "body"), _body(secret, bare(code))))
    if held_in(renewed, slot_key) != (secret, code):
        raise Unavailable("unavailable.slot_failed")
    return renewed


def _body(secret: MemberSecret, code: bytes) -> bytes:
    return secret.packed() + code + bytes((len(code),))


def new_invitation(owner: Owner, code: str, vault_key: bytes, salt: bytes, genesis: bytes) -> Slot:
    """A one-time way to the vault key for a member who has yet to make her own keys; the code itself is the secret (130 bits)."""
    slot = Slot(owner.vault, owner.member, who(owner.vault, owner.user_name), "invitation", {}, os.urandom(SALT), {}, b"")
    return replace(slot, body=seal(_wrap_key(bare(code), slot.salt, "invitation"), address_in(slot, "body"), vault_key + salt + genesis))


def open_invitation(slot: Slot, code: str) -> tuple[bytes, bytes, bytes]:
    """Vault key, salt, and what is kept of the first supervisor's voice; Locked where the code is wrong."""
    try:
        parts = unseal(_wrap_key(bare(code), slot.salt, "invitation"), address_in(slot, "body"), slot.body)
    except BrokenSeal as wrong:
        raise Locked("locked.wrong_invitation") from wrong
    return parts[:KEY], parts[KEY : KEY + SALT], parts[KEY + SALT :]


class SlotsFile:
    """The file with everybody's slots in a vault folder."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / SLOTS_FILE

    def read(self) -> tuple[tuple[Slot, ...], tuple[int, ...]]:
        """The whole slots, and the numbers (from 1) of the lines that are damaged; Unavailable where there is no file."""
        try:
            lines = self.path.read_bytes().split(b"\n")
        except FileNotFoundError as gone:
            raise Unavailable("unavailable.no_slots") from gone
        if not any(lines):
            raise Unavailable("unavailable.slots_damaged")
        whole, damaged = [], []
        for number, line in enumerate(lines, start=1):
            if line:
                slot = _read_line(line)
                whole.append(slot) if slot else damaged.append(number)
        if lines and lines[-1]:
            damaged.append(len(lines))
        return tuple(whole), tuple(sorted(set(damaged)))

    def find(self, user_name: str, kind: str) -> Slot | None:
        """The slot of this user name, or None."""
        return next((slot for slot in self.read()[0] if slot.kind == kind and slot.who == who(slot.vault, user_name)), None)

    def put(self, slot: Slot, instead_of: Iterable[str] = ("member",)) -> None:
        """Keep a slot in place of the member's others of these kinds; damaged lines are kept as they are."""
        kinds = {slot.kind, *instead_of}
        kept = [line for line in self._lines() if not _replaced(_read_line(line), slot.member, kinds)]
        write_whole(self.path, b"".join(line + b"\n" for line in [*kept, _written(slot)]))

    def change(self, goes: Callable[[Slot], bool], come: Iterable[Slot]) -> None:
        """Take away every whole slot that ``goes`` and add those that ``come``, in one step."""
        kept = [line for line in self._lines() if (slot := _read_line(line)) is None or not goes(slot)]
        write_whole(self.path, b"".join(line + b"\n" for line in [*kept, *map(_written, come)]))

    def of_kind(self, kind: str) -> tuple[Slot, ...]:
        """Every whole slot of a kind."""
        return tuple(slot for slot in self.read()[0] if slot.kind == kind)

    def retire(self, member: str) -> None:
        """Take away a member's own ways in; what only recovery kits open stays, since her case keys may be the last of their kind."""
        for slot in self.of_kind("member"):
            if slot.member == member:
                kept = {way: wrap for way, wrap in slot.wraps.items() if way not in ("code", "keyring")}
                self.put(replace(slot, wraps=kept, station=""), instead_of=("invitation", "turn")) if kept else self.drop(member)

    def drop(self, member: str) -> None:
        """Forget every slot of a member."""
        kept = [line for line in self._lines() if not _replaced(_read_line(line), member, {"member", "invitation", "turn"})]
        write_whole(self.path, b"".join(line + b"\n" for line in kept))

    def _lines(self) -> list[bytes]:
        return [line for line in self.path.read_bytes().split(b"\n") if line] if self.path.exists() else []


def _replaced(slot: Slot | None, member: str, kinds: set[str]) -> bool:
    return slot is not None and slot.member == member and slot.kind in kinds


def _wrap_key(first: bytes, second: bytes, way: str) -> bytes:
    return derived(len(first).to_bytes(4, "big") + first + second, f"slot {way}")


def address_in(slot: Slot, part: str) -> Address:
    """Where a part of a slot lives: everything that says whose it is and under which terms is bound to it."""
    terms = json.dumps(slot.terms, sort_keys=True)
    return Address(slot.vault, "slots", part, slot.member, 1, slot.who, f"{slot.kind} {terms} {slot.salt.hex()}", 1)


def _written(slot: Slot) -> bytes:
    said: dict[str, Any] = {name: getattr(slot, name) for name in ("vault", "member", "who", "kind", "terms", "station")}
    said["salt"] = slot.salt.hex()
    said["wraps"] = {way: base64.b64encode(wrap).decode() for way, wrap in slot.wraps.items()}
    said["body"] = base64.b64encode(slot.body).decode()
    line = json.dumps(said, separators=(",", ":"), sort_keys=True).encode()
    return hashlib.sha256(line).hexdigest()[:MARK].encode() + b" " + line


def _read_line(line: bytes) -> Slot | None:
    mark, _, said = line.partition(b" ")
    if not hmac.compare_digest(mark, hashlib.sha256(said).hexdigest()[:MARK].encode()):
        return None
    try:
        parts = json.loads(said)
        wraps = {str(way): base64.b64decode(wrap) for way, wrap in parts["wraps"].items()}
        vault, member, owner, kind, station = (str(parts[name]) for name in ("vault", "member", "who", "kind", "station"))
        body = base64.b64decode(parts["body"])
        return Slot(vault, member, owner, kind, dict(parts["terms"]), bytes.fromhex(parts["salt"]), wraps, body, station)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
