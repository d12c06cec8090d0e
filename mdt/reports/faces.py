"""The typefaces that ship with the program, shaped by HarfBuzz and set into a PDF so that the letters can be found again.

ReportLab maps a joined Urdu letter to a private code, and a search for the word finds nothing. A ``Face`` hands every glyph out under a
code of its own and writes into the font which letters of the original text it stands for.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from itertools import groupby
from threading import Lock
from typing import Any

import uharfbuzz
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import ShapeData, ShapedStr, TTFont

import resources

# The third face has no bold: it only steps in for arrows, signs and faces that the other two cannot draw.
_FILES = {
    "latin": "NotoSans-Regular.ttf",
    "latin-bold": "NotoSans-Bold.ttf",
    "urdu": "Amiri-Regular.ttf",
    "urdu-bold": "Amiri-Bold.ttf",
    "signs": "DejaVuSans.ttf",
}
# Naskh letters are small on their body; at this scale they stand as tall as the Latin beside them.
SCALE = {"latin": 1.0, "latin-bold": 1.0, "urdu": 1.28, "urdu-bold": 1.28, "signs": 0.94}
_FIRST_PRIVATE = 0xF0000


@dataclass(frozen=True, slots=True)
class Glyphs:
    """A shaped stretch in one face, ready to be drawn from its left end."""

    face: str
    size: float
    shapes: ShapedStr
    width: float


class Face:
    """One shipped typeface."""

    def __init__(self, name: str) -> None:
        content = resources.data(f"fonts/{_FILES[name]}")
        self.name = name
        self.font = TTFont(f"desk-{name}", BytesIO(content), asciiReadable=False, shapable=True)
        self.font.addObjects = self._add_objects
        self._add = TTFont.addObjects
        self._shaper = uharfbuzz.Font(uharfbuzz.Face(content))
        self._drawn = frozenset(self.font.face.charToGlyph)
        self._codes: dict[tuple[int, str], int] = {}
        self._stands_for: dict[int, str] = {}
        self._one_at_a_time = Lock()
        pdfmetrics.registerFont(self.font)

    def draws(self, character: str) -> bool:
        """Whether there is a glyph for ``character``."""
        return ord(character) in self._drawn

    def shape(self, text: str, size: float, right: bool) -> Glyphs:
        """``text`` as joined glyphs from left to right; ``right`` if it is read from the right."""
        buffer = uharfbuzz.Buffer()
        buffer.add_str(text)
        buffer.cluster_level = uharfbuzz.BufferClusterLevel.MONOTONE_CHARACTERS
        buffer.guess_segment_properties()
        buffer.direction = "rtl" if right else "ltr"
        if buffer.script == "Arab":
            buffer.language = "ur"
        uharfbuzz.shape(self._shaper, buffer)
        meanings = _meanings(text, [found.cluster for found in buffer.glyph_infos])
        codes: list[str] = []
        places: list[ShapeData] = []
        for found, spot, meaning in zip(buffer.glyph_infos, buffer.glyph_positions, meanings, strict=True):
            code = self._code(found.codepoint, meaning)
            advance, across, up = (self.font.pdfScale(value) for value in (spot.x_advance, spot.x_offset, spot.y_offset))
            codes.append(chr(code))
            places.append(ShapeData(found.cluster, advance, 0, across, up, self.font.face.charWidths[code]))
        width = sum(place.x_advance for place in places) * size / 1000
        return Glyphs(self.font.fontName, size, ShapedStr("".join(codes), places), width)

    def _code(self, glyph: int, meaning: str) -> int:
        with self._one_at_a_time:
            code = self._codes.get((glyph, meaning))
            if code is None:
                code = self._codes[glyph, meaning] = _FIRST_PRIVATE + len(self._codes)
                self._stands_for[code] = meaning
                self.font.face.charToGlyph[code] = glyph
                self.font.face.charWidths[code] = self.font.pdfScale(self._shaper.get_glyph_h_advance(glyph))
            return code

    def _add_objects(self, document: Any) -> None:
        # Called by ReportLab when the file is closed; it knows the letters by their private codes only.
        subsets = list(self.font.state[document].subsets)
        before = set(document.idToObject)
        self._add(self.font, document)
        maps = [key for key in document.idToObject if key not in before and key.startswith("toUnicodeCMap:")]
        for key, subset in zip(maps, subsets, strict=True):
            document.idToObject[key].content = _to_unicode([self._stands_for.get(code, " ") for code in subset])


def _meanings(text: str, clusters: Sequence[int]) -> list[str]:
    """For each glyph the letters it stands for; where several glyphs draw one letter, the first says it and the others say nothing."""
    starts = sorted(set(clusters))
    ends = dict(zip(starts, [*starts[1:], len(text)], strict=True))
    meanings: list[str] = []
    for cluster, group in groupby(clusters):
        meanings.extend([text[cluster : ends[cluster]]] + [""] * (len(list(group)) - 1))
    return meanings


def _to_unicode(meanings: Sequence[str]) -> str:
    lines = [f"<{code:02X}> <{meant.encode('utf-16-be').hex().upper()}>" for code, meant in enumerate(meanings)]
    blocks = [lines[at : at + 100] for at in range(0, len(lines), 100)]
    return "\n".join(
        [
            "/CIDInit /ProcSet findresource begin",
            "12 dict begin",
            "begincmap",
            "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
            "/CMapName /Adobe-Identity-UCS def",
            "/CMapType 2 def",
            "1 begincodespacerange",
            "<00> <FF>",
            "endcodespacerange",
            *(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks),
            "endcmap",
            "CMapName currentdict /CMap defineresource pop",
            "end",
            "end",
        ]
    )


@cache
def face(name: str) -> Face:
    """The face called ``name`` (a key of SCALE), read once."""
    return Face(name)


@cache
def choose(character: str, right: bool, bold: bool) -> str | None:
    """The first face that has ``character``, the one of the script around it being asked first."""
    latin, urdu = ("latin-bold", "urdu-bold") if bold else ("latin", "urdu")
    for name in (urdu, latin, "signs") if right else (latin, urdu, "signs"):
        if face(name).draws(character):
            return name
    return None
