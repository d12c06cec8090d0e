"""Pages of a printed report: pieces of known height set on sheets one after the other, then drawn once the number of sheets is known."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from mdt.reports.text import Line, Style, draw_line, set_text

WIDTH, HEIGHT = 595.28, 841.89
MARGIN = 56.0
TOP, BOTTOM = HEIGHT - 84.0, 66.0
MEASURE = WIDTH - 2 * MARGIN

INK, SOFT, LINE, ACCENT, ACCENT_BG = "#1B2430", "#465160", "#E4E7EC", "#0F6E68", "#E4F2F0"
WARN, WARN_BG = "#9A5B00", "#FDF3E1"

Draw = Callable[[Any, float], None]


@dataclass(frozen=True, slots=True)
class Piece:
    """Something that cannot be cut, drawn from its top edge downwards; ``keeps`` ties it to the piece after it."""

    height: float
    draw: Draw
    keeps: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """A spot the index and the bookmarks lead to; ``sheet`` counts from 0, ``top`` from the foot of the sheet."""

    title: str
    level: int
    sheet: int
    top: float


@dataclass(frozen=True, slots=True)
class Side:
    """The direction of the page: every distance is measured from the edge where reading starts."""

    right: bool

    def x(self, start: float, width: float) -> float:
        """The left end of something ``width`` wide that begins ``start`` into the measure."""
        return WIDTH - MARGIN - start - width if self.right else MARGIN + start

    def lines(self, text: str, width: float, style: Style) -> list[Line]:
        """``text`` wrapped to ``width``; Urdu pages get the room that Naskh needs."""
        return set_text(text, width, replace(style, leading=style.leading * 1.22) if self.right else style, self.right)

    def draw(self, line: Line, start: float, canvas: Any, top: float) -> None:
        """``line`` with its reading start at ``start`` and the top of its band at ``top``."""
        start += 4 if line.style.fill else 0
        draw_line(canvas, line, self.x(start, line.width), top - line.style.leading * 0.5 - line.style.size * 0.36)

    def draw_end(self, line: Line, canvas: Any, top: float) -> None:
        """``line`` against the edge where reading ends."""
        self.draw(line, MEASURE - line.width - (8 if line.style.fill else 0), canvas, top)


@dataclass(slots=True)
class Sheets:
    """The sheets as they fill up."""

    side: Side
    sheets: list[list[tuple[float, Piece]]] = field(default_factory=lambda: [[]])
    places: list[Place] = field(default_factory=list)
    repeated: tuple[Piece, ...] = ()
    _top: float = TOP
    _held: list[Piece] = field(default_factory=list)
    _marks: list[tuple[int, str, int]] = field(default_factory=list)

    def put(self, pieces: Iterable[Piece]) -> None:
        """Set ``pieces`` one below the other, turning to a new sheet when one does not fit."""
        for piece in pieces:
            self._held.append(piece)
            if not piece.keeps:
                self._settle()

    def mark(self, title: str, level: int) -> None:
        """Let the index and the bookmarks lead to the piece that is put next."""
        self._marks.append((len(self._held), title, level))

    def turn(self, room: float = HEIGHT, between: float = 0.0) -> None:
        """Go on at the top of a new sheet, or ``between`` further down where at least ``room`` is left on this one."""
        self._settle()
        if self.sheets[-1] and self._top - BOTTOM < room:
            self._fresh(repeat=False)
        elif self.sheets[-1]:
            self._place(gap(between))

    def finish(self) -> list[list[tuple[float, Piece]]]:
        """All sheets, nothing held back."""
        self._settle()
        return self.sheets

    def _settle(self) -> None:
        held, self._held = self._held, []
        marks, self._marks = self._marks, []
        if held and self._top - sum(piece.height for piece in held) < BOTTOM and self._top < TOP:
            self._fresh(repeat=not any(piece in self.repeated for piece in held))
        for number, piece in enumerate(held):
            if self._top - piece.height < BOTTOM and self._top < TOP:
                self._fresh(repeat=True)
            self.places += [Place(title, level, len(self.sheets) - 1, self._top) for at, title, level in marks if at == number]
            self._place(piece)
        self._marks = [(0, title, level) for at, title, level in marks if at >= len(held)]

    def _place(self, piece: Piece) -> None:
        self.sheets[-1].append((self._top, piece))
        self._top -= piece.height

    def _fresh(self, repeat: bool) -> None:
        self.sheets.append([])
        self._top = TOP
        for piece in self.repeated if repeat else ():
            self._place(piece)


def gap(height: float, keeps: bool = False) -> Piece:
    """Empty room."""
    return Piece(height, lambda canvas, top: None, keeps)


def rule(color: str = LINE, width: float = 0.6, keeps: bool = False) -> Piece:
    """A hairline across the measure."""

    def draw(canvas: Any, top: float) -> None:
        canvas.setStrokeColor(color)
        canvas.setLineWidth(width)
        canvas.line(MARGIN, top, WIDTH - MARGIN, top)

    return Piece(width, draw, keeps)


def words(side: Side, text: str, style: Style, inset: float = 0.0, keeps: bool = False) -> list[Piece]:
    """A paragraph across the measure, a piece for each line; no first or last line stands alone on a sheet."""
    lines = side.lines(text, MEASURE - 2 * inset, style)
    last = len(lines) - 1
    return [
        Piece(line.style.leading, partial(side.draw, line, inset), keeps or (at in (0, last - 1) and at < last))
        for at, line in enumerate(lines)
    ]


def tinted(side: Side, pieces: Sequence[Piece], fill: str, bar: str) -> list[Piece]:
    """``pieces`` on a coloured ground with a bar where reading starts, kept together."""

    def draw(piece: Piece, canvas: Any, top: float) -> None:
        canvas.setFillColor(fill)
        # A little more than its height, so that no seam shows between two lines.
        canvas.rect(MARGIN, top - piece.height - 0.3, MEASURE, piece.height + 0.3, stroke=0, fill=1)
        canvas.setFillColor(bar)
        canvas.rect(side.x(0, 3), top - piece.height - 0.3, 3, piece.height + 0.3, stroke=0, fill=1)
        piece.draw(canvas, top)

    return [Piece(piece.height, partial(draw, piece), at < len(pieces) - 1) for at, piece in enumerate(pieces)]
