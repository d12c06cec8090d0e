"""Lines of English and Urdu set for a PDF: cleaned, wrapped in reading order, then each line turned, joined and drawn.

What no shipped typeface can draw is never dropped in silence: a sign or an emoji prints as its Unicode name in square brackets
('[melting face]'), any other letter as an empty box under which the letter itself can still be searched and copied. Control characters,
variation selectors and marks that would turn the direction of what follows print nothing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import groupby
from typing import Any

from mdt.reports.bidi import FSI, ISOLATES, LRI, PDI, levels, visual_runs
from mdt.reports.faces import SCALE, Glyphs, choose, face

_SPACES = re.compile(r"[\t\x0b\x0c\x1c-\x1f\u00a0\u2028\u2029\x85]")
_JOINERS = "\u200c\u200d"
_MARKS = "\u200e\u200f\u061c"
_MOST_STACKED = 8
_PART = r"[+@#]?[0-9A-Za-z](?:[0-9A-Za-z]|\([0-9A-Za-z]{1,4}\)|[./:@_+#-](?=[0-9A-Za-z+]))*%?"
# Latin words and figures side by side; the signs inside a part stand between two of its letters, and its brackets close again.
_CODES = re.compile(rf"(?<![0-9A-Za-z]){_PART}(?: {_PART})*")
_WORD = re.compile(rf" *(?:{LRI}[^{PDI}]{{1,40}}{PDI}|[^ ])+ *|^ +$")
_BARE = re.compile(r" *[^ ]+ *")


@dataclass(frozen=True, slots=True)
class Style:
    """How a piece of text looks; ``fill`` puts it on a coloured label, ``struck`` draws a line through it."""

    size: float = 10.0
    leading: float = 15.0
    color: str = "#1B2430"
    bold: bool = False
    fill: str = ""
    struck: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One line ready to be drawn, its stretches from left to right."""

    text: str
    style: Style
    glyphs: tuple[Glyphs, ...]
    width: float


def code(value: object) -> str:
    """A number, code or date that stays left-to-right inside whatever sentence it is put in."""
    return f"{LRI}{value}{PDI}"


def quoted(value: object) -> str:
    """Foreign words that keep their own direction inside whatever sentence they are put in."""
    return f"{FSI}{value}{PDI}"


def clean(text: str) -> str:
    """``text`` as it can be printed: composed, without controls, with names for signs that have no glyph."""
    normal = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n").encode("utf-16", "replace").decode("utf-16"))
    kept: list[str] = []
    stacked = 0
    for character in _SPACES.sub(" ", normal):
        # A hundred marks on one letter would be painted over the lines above and below.
        stacked = stacked + 1 if unicodedata.combining(character) else 0
        if stacked <= _MOST_STACKED:
            kept.append(_printable(character))
    return "".join(kept)


def plain(text: str) -> str:
    """``text`` for places that lay it out themselves, such as bookmarks: cleaned and on one line, without marks of direction."""
    return " ".join("".join(character for character in clean(text) if character not in ISOLATES).split())


def reads_right(text: str, page_right: bool) -> bool:
    """Whether a paragraph is Urdu: on an Urdu page any Urdu letter makes it so, on an English page most letters must be."""
    kinds = [unicodedata.bidirectional(character) for character in text]
    urdu, latin = sum(kind in ("R", "AL") for kind in kinds), kinds.count("L")
    return urdu > (0 if page_right else latin) or (page_right and not latin)


def keep_codes(text: str) -> str:
    """``text`` with its numbers and codes isolated: behind an Urdu letter the bare algorithm turns 22(1)(d) into (d)(1)22."""
    return _CODES.sub(lambda found: code(found[0]) if any(map(str.isdigit, found[0])) else found[0], text)


def wrap(text: str, width: float, style: Style, right: bool) -> list[str]:
    """One cleaned paragraph, Urdu if ``right``, cut into lines no wider than ``width``; joined they are the paragraph, space for space."""
    lines: list[str] = []
    line, used = "", 0.0
    for word in _words(text, width, style, right):
        bare = word.rstrip(" ")
        room = _width(bare, style, right)
        if line and used + room > width:
            lines.append(line)
            line, used = "", 0.0
        line += word
        used += room + (len(word) - len(bare)) * _width(" ", style, right)
    return [*lines, line]


def set_text(text: str, width: float, style: Style, page_right: bool) -> list[Line]:
    """``text`` as lines no wider than ``width``, at least one, on a page that reads from the right if ``page_right``."""
    lines: list[Line] = []
    for paragraph in clean(text).split("\n"):
        right = reads_right(paragraph, page_right)
        if right:
            paragraph = keep_codes(paragraph)
        found = levels(paragraph, right)
        at = 0
        for piece in wrap(paragraph, width, style, right):
            shown = piece.rstrip(" ")
            lines.append(_set_line(shown, found[at : at + len(shown)], style))
            at += len(piece)
    return lines


def draw_line(canvas: Any, line: Line, x: float, baseline: float) -> None:
    """Paint ``line`` on a ReportLab canvas with its left end at ``x``."""
    if line.style.fill and line.width:
        canvas.setFillColor(line.style.fill)
        canvas.roundRect(x - 4, baseline - 3.4, line.width + 8, line.style.size + 4.4, 3, stroke=0, fill=1)
    # One text object for the whole line, or a reader takes each change of face for a new line.
    shown = canvas.beginText(x, baseline)
    shown.setFillColor(line.style.color)
    for glyphs in line.glyphs:
        shown.setFont(glyphs.face, glyphs.size)
        shown.textOut(glyphs.shapes)
    canvas.drawText(shown)
    if line.style.struck and line.width:
        canvas.setStrokeColor(line.style.color)
        canvas.setLineWidth(0.8)
        canvas.line(x, baseline + line.style.size * 0.3, x + line.width, baseline + line.style.size * 0.3)


def _printable(character: str) -> str:
    if character == "\n" or character in ISOLATES + _JOINERS + _MARKS:
        return character
    kind = unicodedata.category(character)
    if kind in ("Cc", "Cf") or unicodedata.name(character, "").startswith("VARIATION SELECTOR"):
        return ""
    if kind in ("So", "Sk", "Sm") and choose(character, False, False) is None:
        return f"[{unicodedata.name(character, f'U+{ord(character):04X}').lower()}]"
    return character


def _words(text: str, width: float, style: Style, right: bool) -> Iterator[str]:
    """Words with the spaces behind them, a short code among them even with spaces in it; one wider than a line comes in pieces."""
    for word in _WORD.findall(text):
        if _width(word.rstrip(" "), style, right) <= width:
            yield word
            continue
        if " " in word.strip(" "):
            for bare in _BARE.findall(word):
                yield from _words(bare, width, style, right)
            continue
        piece, used = "", 0.0
        for character in word:
            room = _width(character, style, right)
            if piece and used + room > width and character != " " and not unicodedata.combining(character):
                yield piece
                piece, used = "", 0.0
            piece += character
            used += room
        yield piece


@lru_cache(maxsize=20_000)
def _width(word: str, style: Style, right: bool) -> float:
    return _set_line(word, levels(word, right), replace(style, color="", fill="", struck=False)).width


def _set_line(text: str, found: list[int], style: Style) -> Line:
    glyphs: list[Glyphs] = []
    for start, end, level in visual_runs(found):
        stretches = list(_stretches(text[start:end], bool(level % 2), style.bold))
        for name, stretch in reversed(stretches) if level % 2 else stretches:
            glyphs.append(face(name).shape(stretch, style.size * SCALE[name], bool(level % 2)))
    return Line(text, style, tuple(glyphs), sum(part.width for part in glyphs))


def _stretches(text: str, right: bool, bold: bool) -> Iterator[tuple[str, str]]:
    """Parts of a run of one direction that one face can draw, in reading order."""
    names: list[tuple[str, str]] = []
    before = ""
    for character in text:
        if character in ISOLATES:
            continue
        follows = character in _JOINERS + _MARKS or character == " " or unicodedata.combining(character) != 0
        if not (before and follows and (character != " " or face(before).draws(" "))):
            before = choose(character, right, bold) or ("latin-bold" if bold else "latin")
        names.append((before, character))
    for name, group in groupby(names, key=lambda pair: pair[0]):
        yield name, "".join(character for _, character in group)
