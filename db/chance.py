"""Ids that say nothing, and code names that are easy to say and belong to nobody."""

from __future__ import annotations

import secrets
from collections.abc import Callable

from resources import text


class Chance:
    """Ids and codes from the system's source of randomness."""

    def fresh(self) -> str:
        """96 random bits as 24 hex digits."""
        return secrets.token_hex(12)

    def code(self, is_taken: Callable[[str], bool]) -> str:
        """A word and a number from 11 to 99; longer numbers once a desk has used up many."""
        words = text("code_words.txt").split()
        for tries in range(1, 1000):
            code = f"{secrets.choice(words)}-{secrets.choice(range(11, 100 if tries < 20 else 10_000))}"
            if not is_taken(code):
                return code
        raise RuntimeError("no code name is free")
