"""A way through a file's tree that remembers where one is and what was taken, so that all that was not taken is kept."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from mdt.errors import Invalid
from mdt.model.readings import Leaf
from mdt.reading.bounds import DEPTH, LEAVES
from mdt.reading.letters import whole

MISSING: Final = frozenset({"", "n/a"})
_TRUE, _FALSE = frozenset("true yes y t 1".split()), frozenset("false no n f 0".split())
_SIGNS: Final = re.compile(r"[\W_]+")
_WIDE: Final = 200
"""A place with more names than that is looked up by the exact name only."""


def squashed(name: str) -> str:
    """A name without signs and capitals: 'Report ID' and 'reportId' are one."""
    return _SIGNS.sub("", name).casefold()


class Tree:
    """The texts of one tree by their places, and which of them were taken."""

    def __init__(self, root: Any, top: str = "", between: str = ".") -> None:
        """Raises Invalid where it is too deep, holds too much or broken letters."""
        self.between = between
        self.leaves: dict[str, str] = {}
        self._taken: set[str] = set()
        self.root = Spot(root, top, self)
        for path, text in self.walk(root, top):
            whole(text)
            self.leaves[path] = text
            if len(self.leaves) > LEAVES:
                raise Invalid("unread.much")

    def take(self, path: str) -> None:
        """This text has a place of its own."""
        self._taken.add(path)

    def is_taken(self, path: str) -> bool:
        """Whether a text has a place of its own by now."""
        return path in self._taken

    def every(self) -> tuple[Leaf, ...]:
        """All texts with their places, in the order of the file."""
        return tuple(Leaf(path, text) for path, text in self.leaves.items())

    def kept(self) -> tuple[Leaf, ...]:
        """What nobody took; texts that only say that something is missing are none."""
        found = self.leaves.items()
        return tuple(Leaf(path, text) for path, text in found if path not in self._taken and text.strip().casefold() not in MISSING)

    def below(self, spot: Spot) -> Iterator[Leaf]:
        """Every text at a place or below it."""
        return (Leaf(path, text) for path, text in self.walk(spot.value, spot.path))

    def walk(self, root: Any, top: str) -> Iterator[tuple[str, str]]:
        """Places and texts in the order of the file; raises Invalid where it is too deep or holds too much."""
        waiting: list[tuple[Any, str, int]] = [(root, top, 0)]
        while waiting:
            value, path, depth = waiting.pop()
            if depth > DEPTH:
                raise Invalid("unread.deep")
            if isinstance(value, dict):
                whole("".join(value))
                waiting += [(inner, self.step(path, name), depth + 1) for name, inner in reversed(value.items())]
            elif isinstance(value, list):
                waiting += [(value[at], f"{path}[{at}]", depth + 1) for at in reversed(range(len(value)))]
            elif value is not None:
                yield path, said(value)
            if len(waiting) > LEAVES:
                raise Invalid("unread.much")

    def step(self, path: str, name: str) -> str:
        """The place of a name below a place."""
        return f"{path}{self.between}{name}" if path else name


def said(value: Any) -> str:
    """A single value as text."""
    return ("true" if value else "false") if isinstance(value, bool) else str(value)


class Spot:
    """One place of a tree; a place that is not there is an empty spot, so that nobody has to ask."""

    __slots__ = ("path", "tree", "value")

    def __init__(self, value: Any, path: str, tree: Tree) -> None:
        self.value, self.path, self.tree = value, path, tree

    def at(self, *names: str) -> Spot:
        """The first of the names that is there."""
        if isinstance(self.value, dict):
            for name in names:
                if self.value.get(name) is not None:
                    return Spot(self.value[name], self.tree.step(self.path, name), self.tree)
            if len(self.value) <= _WIDE:
                wanted = {squashed(name) for name in names}
                for name, inner in self.value.items():
                    if inner is not None and squashed(name) in wanted:
                        return Spot(inner, self.tree.step(self.path, name), self.tree)
        return Spot(None, self.path, self.tree)

    def each(self, *names: str) -> list[Spot]:
        """Everything under any of the names: a list, a list nested under its own name, or a single one."""
        found: dict[str, Spot] = {}
        for name in names:
            spot = self.at(name)
            while isinstance(spot.value, dict) and (inner := spot.at(name)).value is not None:
                spot = inner
            for one in spot.listed():
                found[one.path] = one
        return list(found.values())

    def listed(self) -> list[Spot]:
        """The members of a list; a single value is a list of one."""
        if isinstance(self.value, list):
            return [Spot(inner, f"{self.path}[{at}]", self.tree) for at, inner in enumerate(self.value) if inner is not None]
        return [] if self.value is None else [self]

    def members(self) -> list[tuple[str, Spot]]:
        """The names below, with what they hold."""
        if not isinstance(self.value, dict):
            return []
        return [(name, Spot(inner, self.tree.step(self.path, name), self.tree)) for name, inner in self.value.items()]

    def single(self) -> Spot:
        """The value itself where it is wrapped as {value: ...}, or beside attributes."""
        return self.at("value", "#text") if isinstance(self.value, dict) else self

    def text(self) -> str:
        """What is said here, empty where it is missing or says so; it counts as taken."""
        spot = self.single()
        if spot.value is None or isinstance(spot.value, dict | list):
            return ""
        spot.tree.take(spot.path)
        words = said(spot.value).strip()
        return "" if words.casefold() in MISSING else words

    def peek(self) -> str:
        """The same, and it stays with what is kept."""
        spot = self.single()
        words = "" if spot.value is None or isinstance(spot.value, dict | list) else said(spot.value).strip()
        return "" if words.casefold() in MISSING else words

    def flag(self) -> bool | None:
        """A yes or no; None where it is missing or neither. An element without text says yes."""
        spot = self.single()
        if spot.value is None and isinstance(self.value, dict) and all(name.startswith("@") for name in self.value):
            return True
        if spot.value is None or isinstance(spot.value, dict | list):
            return None
        words = said(spot.value).strip().casefold()
        told = True if words in _TRUE or (not words and spot.tree.between == "/") else False if words in _FALSE else None
        if told is not None:
            spot.tree.take(spot.path)
        return told
