"""The Unicode bidirectional algorithm for one paragraph: which letters run right to left, and in what order a line shows them.

Isolates (U+2066 to U+2069) work; embeddings and overrides do not, because nothing printed may pretend to be in another order than it
is. Written here because rlbidi cannot be installed, python-bidi puts brackets on the wrong side and fpdf2 overflows the stack on a long
row of dashes.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from itertools import groupby

LRI, RLI, FSI, PDI = "\u2066", "\u2067", "\u2068", "\u2069"
ISOLATES = LRI + RLI + FSI + PDI
BRACKETS = {"(": ")", "[": "]", "{": "}", "⟨": "⟩", "⟦": "⟧"}
_CLOSERS = {close: open_ for open_, close in BRACKETS.items()}
_NEUTRAL = frozenset(("B", "S", "WS", "ON"))
_DEEPEST = 30
_MOST_OPEN = 63


def starts_right(text: str) -> bool | None:
    """Whether the first letter with a direction is written from the right; None when there is no such letter."""
    for kind in map(unicodedata.bidirectional, text):
        if kind in ("L", "R", "AL"):
            return kind != "L"
    return None


def levels(text: str, right: bool) -> list[int]:
    """The embedding level of each character of ``text``, a paragraph that starts at the right if ``right``; odd runs to the left."""
    found = [0] * len(text)
    _resolve(text, 0, len(text), int(right), found)
    return found


def visual_runs(found: Sequence[int]) -> list[tuple[int, int, int]]:
    """Stretches (start, end, level) of one line with these levels, as the eye meets them from the left."""
    runs: list[tuple[int, int, int]] = []
    at = 0
    for level, group in groupby(found):
        end = at + len(list(group))
        runs.append((at, end, level))
        at = end
    lowest_odd = min((level for level in found if level % 2), default=None)
    if lowest_odd is None:
        return runs
    for level in range(max(found), lowest_odd - 1, -1):
        turned: list[tuple[int, int, int]] = []
        for deep, stretch in groupby(runs, key=lambda run: run[2] >= level):
            part = list(stretch)
            turned.extend(part[::-1] if deep else part)
        runs = turned
    return runs


def _resolve(text: str, start: int, end: int, base: int, found: list[int]) -> None:
    places: list[int] = []
    at = start
    while at < end:
        places.append(at)
        if text[at] in ISOLATES[:3] and base < _DEEPEST:
            close = _closing(text, at, end)
            inner = starts_right(text[at + 1 : close]) if text[at] == FSI else text[at] == RLI
            _resolve(text, at + 1, close, base + 1 if bool(inner) != bool(base % 2) else base + 2, found)
            at = close
        else:
            at += 1
    kinds = _kinds([text[place] for place in places], base)
    for place, kind in zip(places, kinds, strict=True):
        if base % 2:
            found[place] = base + (kind != "R")
        else:
            found[place] = base + {"L": 0, "R": 1}.get(kind, 2)


def _closing(text: str, start: int, end: int) -> int:
    depth = 0
    for at in range(start, end):
        depth += (text[at] in ISOLATES[:3]) - (text[at] == PDI)
        if not depth:
            return at
    return end


def _kinds(characters: list[str], base: int) -> list[str]:
    edge = "R" if base % 2 else "L"
    first = ["ON" if character in ISOLATES else unicodedata.bidirectional(character) or "L" for character in characters]
    kinds = _weak(first, edge)
    _brackets(characters, first, kinds, edge)
    _neutrals(kinds, edge)
    return kinds


def _weak(first: list[str], edge: str) -> list[str]:
    kinds: list[str] = []
    strong = edge
    for at, kind in enumerate(first):
        if kind in ("NSM", "BN"):
            kind = kinds[at - 1] if at else edge
        if kind == "EN" and strong == "AL":
            kind = "AN"
        if kind in ("L", "R", "AL"):
            strong = kind
        kinds.append(kind)
    kinds = ["R" if kind == "AL" else kind for kind in kinds]
    for at in range(1, len(kinds) - 1):
        before, kind, after = kinds[at - 1 : at + 2]
        if kind in ("ES", "CS") and before == after and (before == "EN" or (before == "AN" and kind == "CS")):
            kinds[at] = before
    _terminators(kinds)
    strong = edge
    for at, kind in enumerate(kinds):
        strong = kind if kind in ("L", "R") else strong
        kinds[at] = "L" if kind == "EN" and strong == "L" else "ON" if kind in ("ES", "ET", "CS", "BN") else kind
    return kinds


def _terminators(kinds: list[str]) -> None:
    at = 0
    for kind, group in groupby(list(kinds)):
        end = at + len(list(group))
        if kind == "ET" and ((at and kinds[at - 1] == "EN") or (end < len(kinds) and kinds[end] == "EN")):
            kinds[at:end] = ["EN"] * (end - at)
        at = end


def _pairs(characters: list[str], kinds: list[str]) -> Iterator[tuple[int, int]]:
    opened: list[tuple[str, int]] = []
    found: list[tuple[int, int]] = []
    for at, (character, kind) in enumerate(zip(characters, kinds, strict=True)):
        if kind != "ON":
            continue
        if character in BRACKETS:
            if len(opened) == _MOST_OPEN:
                return
            opened.append((character, at))
        elif character in _CLOSERS:
            for depth in range(len(opened) - 1, -1, -1):
                if opened[depth][0] == _CLOSERS[character]:
                    found.append((opened[depth][1], at))
                    del opened[depth:]
                    break
    yield from sorted(found)


def _brackets(characters: list[str], first: list[str], kinds: list[str], edge: str) -> None:
    for start, end in _pairs(characters, kinds):
        inside = {"L" if kind == "L" else "R" for kind in kinds[start + 1 : end] if kind in ("L", "R", "EN", "AN")}
        if not inside:
            continue
        chosen = edge
        if edge not in inside:
            before = next((kind for kind in reversed(kinds[:start]) if kind not in _NEUTRAL), edge)
            chosen = "L" if before == "L" else "R"
        for place in (start, end):
            kinds[place] = chosen
            after = place + 1
            while after < len(first) and first[after] in ("NSM", "BN"):
                kinds[after] = chosen
                after += 1


def _neutrals(kinds: list[str], edge: str) -> None:
    at = 0
    side = edge
    for neutral, group in groupby(list(kinds), key=lambda kind: kind in _NEUTRAL):
        end = at + len(list(group))
        if neutral:
            follows = edge if end == len(kinds) else "L" if kinds[end] == "L" else "R"
            kinds[at:end] = [side if side == follows else edge] * (end - at)
        else:
            side = "L" if kinds[end - 1] == "L" else "R"
        at = end
