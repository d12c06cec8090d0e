"""Tables that wrap, run over several sheets under a repeated head, and read from the side of the page's language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from mdt.reports.layout import ACCENT, LINE, MEASURE, SOFT, Piece, Sheets, Side, gap, rule
from mdt.reports.text import Line, Style

HEAD = Style(size=8.5, leading=13, color=SOFT, bold=True)
_GUTTER = 10.0
_PADDING = 5.0
_WHOLE_UP_TO = 10

Cell = Sequence[tuple[str, Style]]


@dataclass(frozen=True, slots=True)
class Column:
    """A column; the shares of all columns make up 1."""

    title: str
    share: float


@dataclass(frozen=True, slots=True)
class Row:
    """One row; ``marks`` are the places (title, level) that begin with it."""

    cells: tuple[Cell, ...]
    marks: tuple[tuple[str, int], ...] = ()


def put_table(sheets: Sheets, columns: Sequence[Column], rows: Sequence[Row]) -> None:
    """Set a table; columns without any title have no head."""
    head: tuple[Piece, ...] = ()
    if any(column.title for column in columns):
        titles = _bands(sheets.side, columns, [[(column.title, HEAD)] for column in columns])
        head = (*(Piece(piece.height, piece.draw, True) for piece in titles), gap(4, True), rule(ACCENT, 0.9, True), gap(2, True))
    sheets.put(head)
    sheets.repeated = head
    for row in rows:
        for title, level in row.marks:
            sheets.mark(title, level)
        bands = _bands(sheets.side, columns, row.cells)
        sheets.put([gap(_PADDING, True), *bands, gap(_PADDING, True), rule(LINE)])
    sheets.repeated = ()


def _bands(side: Side, columns: Sequence[Column], cells: Sequence[Cell]) -> list[Piece]:
    """The row cut into bands of one line of every cell, so that a row longer than a sheet still prints."""
    starts = [sum(column.share for column in columns[:at]) * MEASURE for at in range(len(columns))]
    laid = [
        [line for text, style in cell for line in side.lines(text, column.share * MEASURE - _GUTTER, style)]
        for column, cell in zip(columns, cells, strict=True)
    ]
    count = max(map(len, laid))
    pieces: list[Piece] = []
    for at in range(count):
        band = [(lines[at], start) for lines, start in zip(laid, starts, strict=True) if at < len(lines)]
        keeps = count <= _WHOLE_UP_TO or at in (0, count - 2, count - 1)
        pieces.append(Piece(max(line.style.leading for line, _ in band), partial(_draw_band, side, band), keeps))
    return pieces


def _draw_band(side: Side, band: Sequence[tuple[Line, float]], canvas: Any, top: float) -> None:
    for line, start in band:
        side.draw(line, start, canvas, top)
