"""How good a new password is: the floor is 14 characters or 6 words, and above it a sentence says how soon it would be guessed."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

SIGNS, WORDS = 14, 6
LEAST = 2
"""The lowest score of zxcvbn (0 to 4) that is taken."""
MEASURED = 72
"""zxcvbn measures no more than so many; what is longer is at least as good as its beginning."""


class Strength(StrEnum):
    """What is said of a password as one types it."""

    SHORT = "short"
    EASY = "easy"
    FAIR = "fair"
    GOOD = "good"


def is_long_enough(password: str) -> bool:
    """The floor, for every new password."""
    return len(password.split()) >= WORDS or len(password) >= SIGNS


def is_soon_guessed(password: str) -> bool:
    """Whether a guesser's lists reach a password among the first million tries, however long it is."""
    return _score(password, ()) < LEAST


def strength(password: str, known: Sequence[str] = ()) -> Strength:
    """How good it is; ``known`` are words a guesser would try first, such as the user name."""
    if not is_long_enough(password):
        return Strength.SHORT
    score = _score(password, known)
    return Strength.GOOD if score > 3 else Strength.FAIR if score == 3 else Strength.EASY


def _score(password: str, known: Sequence[str]) -> int:
    from zxcvbn import zxcvbn  # with its lists of words: only for somebody who chooses a password

    return int(zxcvbn(password[:MEASURED], user_inputs=[word for word in known if word])["score"])
