"""A member's own keys: the vault key she was let in with, her sealing and signing pairs, and how a password guards them."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey, MLKEM768PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, MLKEM768X25519PrivateKey, MLKEM768X25519PublicKey, Suite

SUITE = Suite(KEM.MLKEM768_X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
MLKEM_PUBLIC = 1184
KEY = 32
SALT = 16
_SECRET_PARTS = (("vault_key", KEY), ("salt", SALT), ("mlkem_seed", 64), ("x25519_seed", 32), ("ed25519_seed", 32), ("draft_key", KEY))


@dataclass(frozen=True, slots=True, repr=False)
class MemberSecret:
    """Everything a slot guards: 32-byte vault key, the vault file's 16-byte salt, the three seeds of her pairs, her draft key."""

    vault_key: bytes
    salt: bytes
    mlkem_seed: bytes
    x25519_seed: bytes
    ed25519_seed: bytes
    draft_key: bytes

    def packed(self) -> bytes:
        """All parts in one fixed order and length (208 bytes)."""
        return b"".join(getattr(self, name) for name, _ in _SECRET_PARTS)

    @classmethod
    def unpacked(cls, packed: bytes) -> MemberSecret:
        """The parts again; ValueError for a wrong length."""
        if len(packed) != sum(size for _, size in _SECRET_PARTS):
            raise ValueError("member secret of a wrong length")
        parts, at = {}, 0
        for name, size in _SECRET_PARTS:
            parts[name], at = packed[at : at + size], at + size
        return cls(**parts)

    def opener(self) -> MLKEM768X25519PrivateKey:
        """Her private key for case keys (hybrid HPKE, RFC 9180)."""
        return MLKEM768X25519PrivateKey(
            MLKEM768PrivateKey.from_seed_bytes(self.mlkem_seed), X25519PrivateKey.from_private_bytes(self.x25519_seed)
        )

    def public_key(self) -> bytes:
        """Her public sealing key: ML-KEM-768 encapsulation key (1184 bytes), then X25519 (32 bytes)."""
        mlkem = MLKEM768PrivateKey.from_seed_bytes(self.mlkem_seed).public_key().public_bytes_raw()
        return mlkem + X25519PrivateKey.from_private_bytes(self.x25519_seed).public_key().public_bytes_raw()

    def public_voice(self) -> bytes:
        """Her public signing key (Ed25519, 32 bytes)."""
        return Ed25519PrivateKey.from_private_bytes(self.ed25519_seed).public_key().public_bytes_raw()


def new_member_secret(vault_key: bytes, salt: bytes) -> MemberSecret:
    """Fresh pairs for a member who was let in with ``vault_key``; nobody else ever holds them."""
    return MemberSecret(vault_key, salt, os.urandom(64), os.urandom(32), os.urandom(32), os.urandom(KEY))


def fingerprint(public_key: bytes, public_voice: bytes) -> str:
    """What a member reads out to be certified: 8 groups of 4 hex digits over both public keys (128 bits)."""
    digest = hashlib.sha256(b"mdt-desk member" + public_key + public_voice).hexdigest()[:32]
    return " ".join(digest[at : at + 4] for at in range(0, 32, 4))


def wrap_for(public_key: bytes, purpose: bytes, plain: bytes) -> bytes:
    """Close ``plain`` for the holder of ``public_key`` and one purpose."""
    recipient = MLKEM768X25519PublicKey(
        MLKEM768PublicKey.from_public_bytes(public_key[:MLKEM_PUBLIC]), X25519PublicKey.from_public_bytes(public_key[MLKEM_PUBLIC:])
    )
    return SUITE.encrypt(plain, recipient, info=purpose)


def unwrap(opener: MLKEM768X25519PrivateKey, purpose: bytes, closed: bytes) -> bytes:
    """Open what ``wrap_for`` closed; cryptography's InvalidTag or ValueError where it is not hers."""
    return SUITE.decrypt(closed, opener, info=purpose)


def password_fault(password: str) -> str | None:
    """The key of the sentence that says why a new password is too weak, or None: 14 characters or 6 words."""
    if len(password.split()) >= 6 or len(password) >= 14:
        return None
    return "invalid.password_short"
