"""Columns that stand straight on a terminal, whatever script their words are in."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence

GAP = "  "


def wide(text: str) -> int:
    """How many places of a terminal a text takes: none for marks and signs of direction, two for wide letters, one for any other."""
    return sum(_places(letter) for letter in text)


def columns(rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """Rows as lines, each column as wide as its widest cell; a column that is empty in every row is left out."""
    every = [tuple(row) for row in rows]
    widths = [max(map(wide, cells)) for cells in zip(*every, strict=True)]
    for row in every:
        shown = (f"{cell}{' ' * (width - wide(cell))}" for cell, width in zip(row, widths, strict=True) if width)
        yield GAP.join(shown).rstrip()


def _places(letter: str) -> int:
    if unicodedata.category(letter) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(letter) in ("W", "F") else 1
