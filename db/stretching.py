"""How a password becomes a key: the one slow step of a sign-in, behind a small port so that tests need not wait for it."""

from __future__ import annotations

import unicodedata
from typing import Protocol

from mdt.errors import Locked

LENGTH = 32
LEAST_SALT = 16


class Kdf(Protocol):
    """How a password becomes a key; the terms are kept beside the slot."""

    def terms(self) -> dict[str, int | str]:
        """The terms a new slot is made with."""
        ...

    def derive(self, password: str, terms: dict[str, int | str], salt: bytes) -> bytes:
        """32 bytes from a password under given terms; Locked where the terms are outside the floor."""
        ...


class Argon2Kdf:
    """Argon2id (RFC 9106), 64 MiB, t=3, p=4; refuses weaker or absurd terms before it uses them."""

    def terms(self) -> dict[str, int | str]:
        """64 MiB, three passes, four lanes."""
        return {"name": "argon2id", "memory": 65536, "passes": 3, "lanes": 4}

    def derive(self, password: str, terms: dict[str, int | str], salt: bytes) -> bytes:
        """32 bytes; Locked('locked.weak_terms') outside [64 MiB..1 GiB, 3..20 passes, 1..16 lanes]."""
        memory, passes, lanes = (terms.get(part) for part in ("memory", "passes", "lanes"))
        if not (isinstance(memory, int) and isinstance(passes, int) and isinstance(lanes, int)) or terms.get("name") != "argon2id":
            raise Locked("locked.weak_terms")
        if not (65536 <= memory <= 1048576 and 3 <= passes <= 20 and 1 <= lanes <= 16 and len(salt) >= LEAST_SALT):
            raise Locked("locked.weak_terms")
        from cryptography.hazmat.primitives.kdf.argon2 import Argon2id  # not before somebody signs in

        kdf = Argon2id(salt=salt, length=LENGTH, iterations=passes, lanes=lanes, memory_cost=memory)
        return kdf.derive(unicodedata.normalize("NFKC", password).encode("utf-8", "surrogatepass"))
