"""Binding: cover, index and body become one file whose stamped, linked and bookmarked page numbers are the viewer's own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from io import BytesIO
from typing import Any

from reportlab.pdfgen.canvas import Canvas

from mdt.catalogue.words import Words
from mdt.reports.layout import (
    BOTTOM,
    HEIGHT,
    INK,
    LINE,
    MARGIN,
    MEASURE,
    SOFT,
    WARN,
    WARN_BG,
    WIDTH,
    Piece,
    Place,
    Sheets,
    Side,
    gap,
    rule,
    words,
)
from mdt.reports.text import Line, Style, code, plain, quoted

TITLE = Style(size=20, leading=30, bold=True)
HINT = Style(size=9.5, leading=14.5, color=SOFT)
_RUNNING = Style(size=8.5, leading=13, color=SOFT)
_MARK = Style(size=8.5, leading=13, color=WARN, bold=True, fill=WARN_BG)
_NUMBER_ROOM = 44.0


@dataclass(frozen=True, slots=True)
class Binding:
    """What every page of one printed file has in common."""

    title: str
    side: Side
    say: Words
    mark: str = ""


def bind(binding: Binding, cover: Sheets, body: Sheets) -> bytes:
    """The file: ``cover``, an index of the places in ``body``, and ``body``."""
    front = cover.finish()
    pages = body.finish()
    before = len(front) + len(_index(binding, body.places, 0).finish())
    index = _index(binding, body.places, before)
    all_pages = [*front, *index.finish(), *pages]
    moved = [
        *cover.places,
        *(replace(place, sheet=place.sheet + len(front)) for place in index.places),
        *(replace(place, sheet=place.sheet + before) for place in body.places),
    ]
    out = BytesIO()
    canvas = open_canvas(binding, out)
    for number, pieces in enumerate(all_pages, 1):
        running(binding, canvas, number, len(all_pages))
        for top, piece in pieces:
            piece.draw(canvas, top)
        for key, place in _keyed(moved, len(moved) - len(body.places)):
            if place.sheet == number - 1:
                canvas.bookmarkPage(key, fit="XYZ", left=0, top=place.top + 12, zoom=0)
                canvas.addOutlineEntry(_bookmark(binding.say, place), key, place.level)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def stitch(binding: Binding, sheets: Sheets) -> bytes:
    """A file of these sheets alone, for papers too short for an index; the bookmarks lead to its places."""
    pages, out = sheets.finish(), BytesIO()
    canvas = open_canvas(binding, out)
    for number, pieces in enumerate(pages, 1):
        running(binding, canvas, number, len(pages))
        for top, piece in pieces:
            piece.draw(canvas, top)
        for key, place in _keyed(sheets.places, 0):
            if place.sheet == number - 1:
                canvas.bookmarkPage(key, fit="XYZ", left=0, top=place.top + 12, zoom=0)
                canvas.addOutlineEntry(_bookmark(binding.say, place), key, place.level)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def open_canvas(binding: Binding, out: BytesIO) -> Any:
    """A file in the making, with its own title and nothing of ReportLab's."""
    canvas = Canvas(out, pagesize=(WIDTH, HEIGHT), invariant=1, pageCompression=1, lang=binding.say.language)
    canvas.setTitle(plain(binding.title))
    # Whatever is not set here ReportLab fills with words of its own.
    for setting in (canvas.setAuthor, canvas.setSubject, canvas.setKeywords):
        setting("")
    for setting in (canvas.setCreator, canvas.setProducer):
        setting(binding.say("bundle.product"))
    canvas.setViewerPreference("DisplayDocTitle", "true")
    canvas.setViewerPreference("Direction", "R2L" if binding.side.right else "L2R")
    canvas.addPageLabel(0, style="ARABIC", start=1)
    canvas.showOutline()
    return canvas


def _bookmark(say: Words, place: Place) -> str:
    return plain(say("bundle.bookmark", title=quoted(place.title), n=place.sheet + 1))


def _keyed(places: Sequence[Place], front: int) -> list[tuple[str, Place]]:
    """Each place with its name inside the file; those of the body count from 0, as the index does."""
    return [(f"place-{at - front}" if at >= front else f"front-{at}", place) for at, place in enumerate(places)]


def running(binding: Binding, canvas: Any, number: int, total: int) -> None:
    """The head and the foot of one sheet."""
    side = binding.side
    # A code too long for the head is cut there; it stands in full on the cover.
    for line in side.lines(binding.title, MEASURE * 0.6, replace(_RUNNING, color=INK, bold=True))[:1]:
        side.draw(line, 0, canvas, HEIGHT - 38)
    if binding.mark:
        side.draw_end(side.lines(binding.mark, MEASURE * 0.4, _MARK)[0], canvas, HEIGHT - 38)
    rule(LINE).draw(canvas, HEIGHT - 60)
    rule(LINE).draw(canvas, BOTTOM - 14)
    stamp = binding.say("bundle.page", n=code(number), total=code(total))
    side.draw_end(side.lines(stamp, MEASURE * 0.5, _RUNNING)[0], canvas, BOTTOM - 20)


def _index(binding: Binding, places: Sequence[Place], before: int) -> Sheets:
    side, say = binding.side, binding.say
    sheets = Sheets(side)
    sheets.mark(say("bundle.index.title"), 0)
    sheets.put(words(side, say("bundle.index.title"), TITLE, keeps=True))
    sheets.put([*words(side, say("bundle.index.hint"), HINT, keeps=True), gap(14)])
    for at, place in enumerate(places):
        style = Style(size=11, leading=19, bold=True) if place.level == 0 else Style(size=10, leading=16.5, color=SOFT)
        inset = 18.0 * place.level
        lines = side.lines(place.title, MEASURE - inset - _NUMBER_ROOM, style)
        number = side.lines(str(place.sheet + before + 1), _NUMBER_ROOM, replace(style, color=INK))[0]
        if place.level == 0:
            sheets.put([gap(7, keeps=True)])
        for count, line in enumerate(lines):
            draw = partial(_index_line, side, line, inset, number if count == 0 else None, f"place-{at}")
            last = count == len(lines) - 1
            heads = place.level == 0 and at + 1 < len(places) and places[at + 1].level > 0
            sheets.put([Piece(line.style.leading, draw, keeps=heads or not last)])
        if place.level == 0:
            sheets.put([rule(LINE)] if not heads else [rule(LINE, keeps=True)])
    return sheets


def _index_line(side: Side, line: Line, inset: float, number: Line | None, key: str, canvas: Any, top: float) -> None:
    side.draw(line, inset, canvas, top)
    if number is not None:
        side.draw_end(number, canvas, top)
    canvas.linkRect("", key, (MARGIN, top - line.style.leading, WIDTH - MARGIN, top), relative=0, thickness=0)
