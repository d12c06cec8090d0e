"""Whether two people may be one and the same: an identifier, an address or a whole name that both have, in whichever spelling."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from typing import Final

from mdt.model.identifiers import IdentifierKind, numbers_in, recognise
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


def agreements(one: Known, other: Known) -> tuple[tuple[str, str], ...]:
    """In what two people agree, as (kind, what both have), in the order of KINDS, then addresses and names."""
    found = [(kind, key) for kind in KINDS for key in sorted(_keys(one, kind) & _keys(other, kind))]
    found += [("address", _both(_said, here, there)) for here, there in _pairs(one, other, "address") if _is_one_place(here, there)]
    found += [("name", _both(_heard, here, there)) for here, there in _pairs(one, other, "name") if _is_one_name(here, there)]
    return tuple(dict.fromkeys(found))


def shared(one: Known, other: Known) -> tuple[str, ...]:
    """The kinds in which two people agree, in the order of ``agreements``."""
    return tuple(dict.fromkeys(kind for kind, _ in agreements(one, other)))


def reached_by(text: str | None) -> tuple[tuple[str, str], ...]:
    """A number or address at which somebody is reached, as everything it may be."""
    return tuple(pair for kind in ("phone", "email", "handle") for pair in told(kind, (text,)))


def told(kind: str, texts: Iterable[str | None]) -> tuple[tuple[str, str], ...]:
    """Texts of one kind as ``Known`` takes them; several in one text are parted by semicolons."""
    return tuple((kind, part.strip()) for text in texts if text for part in text.split(";") if part.strip())


def _pairs(one: Known, other: Known, kind: str) -> Iterator[tuple[str, str]]:
    return product(tuple(one.of(kind)), tuple(other.of(kind)))


def _both(form: Callable[[str], list[str]], here: str, there: str) -> str:
    """Two texts as one key, whichever of them came first."""
    return " | ".join(sorted(" ".join(form(text)) for text in (here, there)))


def _said(text: str) -> list[str]:
    return sorted(folded_words(text))


def _heard(name: str) -> list[str]:
    return sorted(map(sound, tokens(name)))


def _keys(one: Known, kind: str) -> frozenset[str]:
    return frozenset().union(*(_keys_of(kind, text) for text in one.of(kind)))


@lru_cache(maxsize=4096)
def _keys_of(kind: str, text: str) -> frozenset[str]:
    """The forms in which an identifier is compared; a number that is none of any country is compared by its letters and digits."""
    keys = set(numbers_in(text)) if kind == "phone" else set[str]()
    keys |= {
        found.key for found in recognise(text) if found.kind == kind or (kind == "handle" and found.kind is IdentifierKind.ACCOUNT_URL)
    }
    return frozenset(keys or {run} if (run := "".join(folded_words(text))) else keys)


@lru_cache(maxsize=4096)
def _is_one_name(one: str, other: str) -> bool:
    """All words of both as they are heard, or two of one that the other bears too: a family name alone is a whole family's."""
    whole = [_heard(name) for name in (one, other)]
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
