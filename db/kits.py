"""Recovery kits: each a key pair made from a printed code at its holder's own seat; any two of a set's three open the set's part of a slot.

Nobody ever has two codes in hand, not even whoever makes them: a member's own program closes the third wrap of her slot for the public
halves. No Shamir: three random pieces, one for each kit, and the set's part of the slot key sealed under each pair of them.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.hpke import MLKEM768X25519PrivateKey

from db.keys import KEY, MemberSecret, is_said_by, joined_up, unwrap, wrap_for
from db.sealing import BrokenSeal, derived, seal, unseal
from db.slots import Slot, address_in, bare, new_code
from mdt.errors import Locked, Unavailable
from mdt.model.kits import NUMBERS, PAIRS, KitSet

LINE, FORMAT = "kit", 1
MARK = 16
RECOVERY = "recovery"


@dataclass(frozen=True, slots=True)
class Kit:
    """The public half of a kit: which set and number, who holds it since when, its public key, all signed by its holder's voice."""

    vault: str
    kind: KitSet
    number: int
    holder: str
    made_at: str
    public: bytes
    signature: bytes = b""

    @property
    def mark(self) -> bytes:
        """16 bytes that tell this kit from any other."""
        return hashlib.sha256(b"mdt-desk kit" + self.public).digest()[:MARK]

    def is_signed_by(self, voice: bytes) -> bool:
        """Whether the holder said all of this."""
        return is_said_by(voice, self._said(), self.signature)

    def _said(self) -> bytes:
        return joined_up("mdt-desk kit", FORMAT, self.vault, self.kind.value, self.number, self.holder, self.made_at, self.public)

    def line(self) -> Slot:
        """The kit as a line of the slots file."""
        terms: dict[str, int | str] = {"format": FORMAT, "holder": self.holder, "made_at": self.made_at, "public": self.public.hex()}
        return Slot(self.vault, f"{self.kind.value} {self.number}", "", LINE, terms, b"", {}, self.signature)


def read_kit(line: Slot) -> Kit | None:
    """The kit of a line, or None where the line makes no sense."""
    try:
        kind, number = line.member.split(" ")
        terms = line.terms
        if terms["format"] != FORMAT or int(number) not in NUMBERS:
            return None
        public = bytes.fromhex(str(terms["public"]))
        return Kit(line.vault, KitSet(kind), int(number), str(terms["holder"]), str(terms["made_at"]), public, line.body)
    except (KeyError, ValueError, TypeError):
        return None


def new_kit(vault: str, kind: KitSet, number: int, holder: tuple[str, MemberSecret], at: datetime) -> tuple[Kit, str]:
    """A kit in its holder's name, and the code that is to be printed once."""
    code = new_code()
    kit = Kit(vault, kind, number, holder[0], at.isoformat(), _public(code, vault, kind, number))
    return replace(kit, signature=holder[1].sign(kit._said())), code


def is_of(kit: Kit, code: str) -> bool:
    """Whether a printed code is this kit's."""
    return _public(code, kit.vault, kit.kind, kit.number) == kit.public


def with_recovery(slot: Slot, slot_key: bytes, sets: Mapping[KitSet, tuple[Kit, ...]]) -> Slot:
    """The slot with a fresh third wrap that takes two kits of every set; without sets it has none."""
    wraps = {way: wrap for way, wrap in slot.wraps.items() if way in ("code", "keyring")}
    parts = []
    for kind, kits in sorted(sets.items()):
        part, pieces = os.urandom(KEY), {kit.number: os.urandom(KEY) for kit in kits}
        parts.append(part)
        for kit in kits:
            wraps[_way(kind, kit.number)] = kit.mark + wrap_for(kit.public, _purpose(slot, kind, kit.number), pieces[kit.number])
        for one, two in PAIRS:
            wraps[_way(kind, one, two)] = seal(_pair_key(pieces[one], pieces[two]), address_in(slot, _way(kind, one, two)), part)
    if parts:
        wraps[RECOVERY] = seal(derived(b"".join(parts), RECOVERY), address_in(slot, RECOVERY), slot_key)
    return replace(slot, wraps=wraps)


def is_current(slot: Slot, sets: Mapping[KitSet, tuple[Kit, ...]]) -> bool:
    """Whether the slot's third wrap is for exactly these kits."""
    due = {_way(kind, kit.number): kit.mark for kind, kits in sets.items() for kit in kits}
    return due == {way: wrap[:MARK] for way, wrap in slot.wraps.items() if _is_piece(way)} and (RECOVERY in slot.wraps) == bool(sets)


def sets_asked(slot: Slot) -> tuple[KitSet, ...]:
    """Which sets it takes to open the slot's third wrap; Locked where it has none."""
    kinds = {way.split(" ")[1] for way in slot.wraps if _is_piece(way)}
    if not kinds or RECOVERY not in slot.wraps or not kinds <= set(KitSet):
        raise Locked("locked.no_recovery")
    return tuple(kind for kind in KitSet if kind.value in kinds)


def opened_by_kits(slot: Slot, codes: Iterable[str]) -> tuple[bytes, dict[KitSet, tuple[int, int]]]:
    """The key of a slot by two kits of every set it asks for, and which numbers they were; Locked where one is missing or wrong."""
    given, parts, used = tuple(codes), [], {}
    for kind in sorted(sets_asked(slot)):
        pieces: dict[int, bytes] = {}
        for number in NUMBERS:
            for code in given:
                piece = _piece(slot, kind, number, code)
                if piece is not None:
                    pieces[number] = piece
        if len(pieces) < 2:
            raise Locked("locked.wrong_kits", kind=kind.value)
        one, two = sorted(pieces)[:2]
        used[kind] = (one, two)
        parts.append(_unsealed(_pair_key(pieces[one], pieces[two]), slot, _way(kind, one, two)))
    return _unsealed(derived(b"".join(parts), RECOVERY), slot, RECOVERY), used


def _piece(slot: Slot, kind: KitSet, number: int, code: str) -> bytes | None:
    closed = slot.wraps.get(_way(kind, number), b"")[MARK:]
    try:
        return unwrap(_opener(code, slot.vault, kind, number), _purpose(slot, kind, number), closed)
    except (InvalidTag, ValueError):
        return None


def _unsealed(key: bytes, slot: Slot, way: str) -> bytes:
    try:
        return unseal(key, address_in(slot, way), slot.wraps.get(way, b""))
    except BrokenSeal as damaged:
        raise Unavailable("unavailable.slot_damaged") from damaged


def _seeds(code: str, vault: str, kind: KitSet, number: int) -> tuple[bytes, bytes]:
    whose = f"kit {vault} {kind.value} {number}"
    parts = [derived(bare(code), f"{whose} {part}") for part in ("mlkem d", "mlkem z", "x25519")]
    return parts[0] + parts[1], parts[2]


def _opener(code: str, vault: str, kind: KitSet, number: int) -> MLKEM768X25519PrivateKey:
    mlkem, x25519 = _seeds(code, vault, kind, number)
    return MLKEM768X25519PrivateKey(MLKEM768PrivateKey.from_seed_bytes(mlkem), X25519PrivateKey.from_private_bytes(x25519))


def _public(code: str, vault: str, kind: KitSet, number: int) -> bytes:
    mlkem, x25519 = _seeds(code, vault, kind, number)
    halves = MLKEM768PrivateKey.from_seed_bytes(mlkem).public_key(), X25519PrivateKey.from_private_bytes(x25519).public_key()
    return halves[0].public_bytes_raw() + halves[1].public_bytes_raw()


def _pair_key(one: bytes, two: bytes) -> bytes:
    return derived(one + two, "kit pair")


def _purpose(slot: Slot, kind: KitSet, number: int) -> bytes:
    return joined_up("mdt-desk recovery", FORMAT, slot.vault, slot.member, slot.who, slot.salt, kind.value, number)


def _way(kind: KitSet, *numbers: int) -> str:
    return f"{'kit' if len(numbers) == 1 else 'pair'} {kind.value} {'+'.join(map(str, numbers))}"


def _is_piece(way: str) -> bool:
    return way.startswith("kit ")
