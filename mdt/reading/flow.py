"""JSON met piece by piece, so that a list of millions of records needs room for one of them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import Any, Final

from mdt.errors import Invalid
from mdt.reading.bounds import RECORD_LETTERS

_CHUNK: Final = 256 * 1024
_BLANKS: Final = re.compile(r"[ \t\n\r]*")
_DIGITS: Final = 25


def number(text: str) -> int | str:
    """A whole number; one of absurd length stays a text."""
    return int(text) if len(text) <= _DIGITS else text


def no_number(text: str) -> None:
    """NaN and the infinities are no JSON."""
    raise Invalid("unread.broken_json", place=text)


def names_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object; refused where it has one name twice, since one of the two would be lost."""
    made = dict(pairs)
    if len(made) != len(pairs):
        raise Invalid("unread.twice")
    return made


DECODER: Final = json.JSONDecoder(object_pairs_hook=names_once, parse_int=number, parse_float=str, parse_constant=no_number)


class Flow:
    """Letters as they come, and the place in them."""

    def __init__(self, read: Callable[[int], str]) -> None:
        self._read, self._held, self._at, self._past, self._ended = read, "", 0, 0, False

    def peek(self) -> str:
        """The next sign that is no blank, empty at the end."""
        while True:
            found = _BLANKS.match(self._held, self._at)
            self._at = found.end() if found else self._at
            if self._at < len(self._held):
                return self._held[self._at]
            if not self._more():
                return ""

    def take(self, sign: str) -> None:
        """Go past a sign that must stand here."""
        if self.peek() != sign:
            raise self.broken()
        self._at += 1

    def value(self) -> Any:
        """A whole value, small enough to be held."""
        self.peek()
        while True:
            if len(self._held) - self._at > RECORD_LETTERS + _CHUNK:
                raise Invalid("unread.long_record")
            try:
                found, end = DECODER.raw_decode(self._held, self._at)
            except json.JSONDecodeError:
                if not self._more():
                    raise self.broken() from None
                continue
            except RecursionError:
                raise Invalid("unread.deep") from None
            if end == len(self._held) and self._more():
                continue
            self._at = end
            return found

    def members(self) -> Iterator[str]:
        """Names of the object that begins here; whoever asks goes past each value before the next."""
        self.take("{")
        if self.peek() == "}":
            self._at += 1
            return
        while True:
            name = self.value() if self.peek() == '"' else None
            if not isinstance(name, str):
                raise self.broken()
            self.take(":")
            yield name
            if self.peek() != ",":
                self.take("}")
                return
            self._at += 1

    def items(self) -> Iterator[None]:
        """Stops before each member of the list that begins here."""
        self.take("[")
        if self.peek() == "]":
            self._at += 1
            return
        while True:
            yield
            if self.peek() != ",":
                self.take("]")
                return
            self._at += 1

    def broken(self) -> Invalid:
        """What is wrong at this place."""
        return Invalid(
            "unread.cut" if not self._more() and self._at >= len(self._held) else "unread.broken_json", place=self._past + self._at
        )

    def _more(self) -> bool:
        if self._ended:
            return False
        came = self._read(_CHUNK)
        self._ended = not came
        if came and self._at:
            self._past += self._at
            self._held, self._at = self._held[self._at :] + came, 0
        else:
            self._held += came
        return bool(came)
