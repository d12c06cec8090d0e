"""One seal for everything that must stay closed: AES-256-GCM, bound to the whole address of the field it closes."""

from __future__ import annotations

import os
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

FORMAT = 1
NONCE = 12
STEP = 256
_END = b"\x80"


class BrokenSeal(Exception):
    """The sealed bytes, their address or the key do not belong together."""


@dataclass(frozen=True, slots=True)
class Address:
    """Where a sealed value lives; two values never share one, so a moved, swapped or older one does not open."""

    vault: str
    table: str
    column: str
    record: str
    version: int
    case: str
    audience: str
    epoch: int

    def bound(self) -> bytes:
        """The address as associated bytes: every part with its length in front, so that no two addresses read alike."""
        parts = (
            self.vault,
            self.table,
            self.column,
            self.record,
            str(self.version),
            self.case,
            self.audience,
            str(self.epoch),
            str(FORMAT),
        )
        return b"".join([len(part).to_bytes(4, "big") + part for part in map(str.encode, parts)])


def seal(key: bytes, address: Address, plain: bytes) -> bytes:
    """Close ``plain`` (any length) for ``address``: format byte, nonce, ciphertext; padded to 256-byte steps to hide its length."""
    padded = plain + _END
    padded += b"\0" * (-len(padded) % STEP)
    nonce = os.urandom(NONCE)
    return bytes((FORMAT,)) + nonce + AESGCM(key).encrypt(nonce, padded, address.bound())


def unseal(key: bytes, address: Address, sealed: bytes) -> bytes:
    """Open what ``seal`` closed; BrokenSeal where one bit of it, its address or the key differs."""
    if len(sealed) < 1 + NONCE or sealed[0] != FORMAT:
        raise BrokenSeal("format")
    try:
        padded = AESGCM(key).decrypt(sealed[1 : 1 + NONCE], sealed[1 + NONCE :], address.bound())
        return padded[: padded.rindex(_END)]
    except (InvalidTag, ValueError) as broken:
        raise BrokenSeal("tag") from broken


def derived(secret: bytes, purpose: str) -> bytes:
    """A 32-byte key for one purpose from a 32-byte or longer secret (HKDF-SHA256, RFC 5869)."""
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=b"mdt-desk " + purpose.encode()).derive(secret)
