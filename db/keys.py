"""A member's own keys: the vault key she was let in with, her sealing and signing pairs, and how a password guards them."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass, replace

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey, MLKEM768PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, MLKEM768X25519PrivateKey, MLKEM768X25519PublicKey, Suite

from mdt.model.passwords import is_long_enough, is_soon_guessed

SUITE = Suite(KEM.MLKEM768_X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
MLKEM_PUBLIC = 1184
KEY = 32
SALT = 16
FORMAT = 1
_SECRET_PARTS = (
    *(("vault_key", KEY), ("salt", SALT), ("mlkem_seed", 64), ("x25519_seed", 32), ("ed25519_seed", 32), ("draft_key", KEY)),
    ("genesis", 32),
)


@dataclass(frozen=True, slots=True, repr=False)
class MemberSecret:
    """Everything a slot guards: 32-byte vault key, the vault file's 16-byte salt, the three seeds of her pairs, her draft key.

    ``genesis`` is the SHA-256 of the voice that signed the first entry of the log: whoever plants another log plants another voice.
    """

    vault_key: bytes
    salt: bytes
    mlkem_seed: bytes
    x25519_seed: bytes
    ed25519_seed: bytes
    draft_key: bytes
    genesis: bytes

    def packed(self) -> bytes:
        """A format byte, then all parts in one fixed order and length (241 bytes)."""
        return bytes((FORMAT,)) + b"".join(getattr(self, name) for name, _ in _SECRET_PARTS)

    @classmethod
    def unpacked(cls, packed: bytes) -> MemberSecret:
        """The parts again; ValueError for a wrong length or another format."""
        if len(packed) != 1 + sum(size for _, size in _SECRET_PARTS) or packed[0] != FORMAT:
            raise ValueError("member secret of a wrong length or format")
        parts, at = {}, 1
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

    def sign(self, said: bytes) -> bytes:
        """What she says, signed with her voice (64 bytes)."""
        return Ed25519PrivateKey.from_private_bytes(self.ed25519_seed).sign(said)


def new_member_secret(vault_key: bytes, salt: bytes, genesis: bytes | None = None) -> MemberSecret:
    """Fresh pairs for a member who was let in with ``vault_key``; nobody else ever holds them. Without ``genesis`` her own voice is it."""
    secret = MemberSecret(vault_key, salt, os.urandom(64), os.urandom(32), os.urandom(32), os.urandom(KEY), genesis or b"")
    return secret if genesis else replace(secret, genesis=genesis_of(secret.public_voice()))


def genesis_of(voice: bytes) -> bytes:
    """What every secret and invitation keeps of the first supervisor's voice."""
    return hashlib.sha256(b"mdt-desk genesis" + voice).digest()


def is_said_by(voice: bytes, said: bytes, signature: bytes) -> bool:
    """Whether a signature over ``said`` is of this voice; False for anything that is no voice or no signature."""
    try:
        Ed25519PublicKey.from_public_bytes(voice).verify(signature, said)
    except (InvalidSignature, ValueError, TypeError):
        return False
    return True


def joined_up(*parts: bytes | str | int) -> bytes:
    """Parts as one text to be signed or bound, each with its length in front, so that no two ways to split them read alike."""
    told = [part if isinstance(part, bytes) else str(part).encode() for part in parts]
    return b"".join(len(part).to_bytes(4, "big") + part for part in told)


def vault_commitment(key: bytes, salt: bytes) -> str:
    """What the log says of a vault key, so that no other is taken for it (SHA-256, hex)."""
    return hashlib.sha256(b"mdt-desk vault key" + key + salt).hexdigest()


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
    """The key of the sentence that says why a new password is too weak, or None: 14 characters or 6 words, not soon guessed."""
    if not is_long_enough(password):
        return "invalid.password_short"
    return "invalid.password_easy" if is_soon_guessed(password) else None
