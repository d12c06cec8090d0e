"""Whether two people may be one and the same: an identifier, an address or a whole name that both have, in whichever spelling."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from mdt.model.identifiers import IdentifierKind, recognise
from mdt.model.names import alike, folded_words, sound, telling_words, tokens

KINDS: Final = ("phone", "cnic", "email", "handle", "device")
"""Identifiers that two people do not share unless they share a telephone or are one."""
_MUCH, _SAME_PLACE = 0.9, 0.75
_WORDS_OF_A_PLACE: Final = 3


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of somebody: ``texts`` are (kind, as given), the kind one of KINDS, 'name' or 'address'."""

    id: str
    texts: tuple[tuple[str, str], ...]

    def of(self, kind: str) -> Iterator[str]:
        """What is known of one kind."""
        return (text for found, text in self.texts if found == kind and text.strip())


def shared(one: Known, other: Known) -> tuple[str, ...]:
    """The kinds in which two people agree, in the order of KINDS, then address and name."""
    found = [kind for kind in KINDS if _keys(one, kind) & _keys(other, kind)]
    found += ["address"] if any(_is_one_place(here, there) for here in one.of("address") for there in other.of("address")) else []
    found += ["name"] if any(_is_one_name(here, there) for here in one.of("name") for there in other.of("name")) else []
    return tuple(found)


def told(kind: str, texts: Iterable[str | None]) -> tuple[tuple[str, str], ...]:
    """Texts of one kind as ``Known`` takes them; several in one text are parted by semicolons."""
    return tuple((kind, part.strip()) for text in texts if text for part in text.split(";") if part.strip())


def _keys(one: Known, kind: str) -> frozenset[str]:
    return frozenset().union(*(_keys_of(kind, text) for text in one.of(kind)))


@lru_cache(maxsize=4096)
def _keys_of(kind: str, text: str) -> frozenset[str]:
    """The forms in which an identifier is compared; a number that is none of any country is compared by its letters and digits."""
    keys = {found.key for found in recognise(text) if found.kind == kind or (kind == "handle" and found.kind is IdentifierKind.ACCOUNT_URL)}
    return frozenset(keys or {run} if (run := "".join(folded_words(text))) else keys)


@lru_cache(maxsize=4096)
def _is_one_name(one: str, other: str) -> bool:
    """All words of both as they are heard, or two of one that the other bears too: a family name alone is a whole family's."""
    whole = [tuple(sorted(map(sound, tokens(name)))) for name in (one, other)]
    if whole[0] == whole[1] and len(whole[0]) > 1:
        return True
    telling = [telling_words(name) for name in (one, other)]
    if min(map(len, telling)) < 2:
        return False
    return max(alike(*telling), alike(*reversed(telling))) >= _MUCH


@lru_cache(maxsize=4096)
def _is_one_place(one: str, other: str) -> bool:
    here, there = frozenset(folded_words(one)), frozenset(folded_words(other))
    numbers = [frozenset(word for word in words if word.isdecimal()) for words in (here, there)]
    if min(len(here), len(there)) < _WORDS_OF_A_PLACE or (all(numbers) and not numbers[0] & numbers[1]):
        return False
    return len(here & there) / len(here | there) >= _SAME_PLACE
