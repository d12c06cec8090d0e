"""The checklist of an interview on paper, to be ticked by hand or as it was filled, in the version it was filled in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any, Final

from mdt.catalogue.checklists import ChecklistForm, ChecklistLine
from mdt.catalogue.words import Words
from mdt.reports.binding import Binding, stitch
from mdt.reports.bundle_sections import Pen
from mdt.reports.layout import ACCENT, LINE, MEASURE, SOFT, WARN, WARN_BG, Piece, Sheets, Side, gap, rule, words
from mdt.reports.text import Line, Style, code, quoted

PARTS: Final = ("before", "during", "after")
TO_CHECK: Final = ("P", "G")
"""How sure a line's source is: of these it is said that it is not verified."""
BOX, BESIDE, SOURCE = 9.0, 20.0, 84.0
_BODY = Style(size=10, leading=14.5)
_HEAD = Style(size=11, leading=19, bold=True, color=ACCENT)
_TITLE = Style(size=18, leading=27, bold=True)
_SOFT = Style(size=9, leading=13.5, color=SOFT)
_BADGE = Style(size=7.5, leading=14.5, color=WARN, bold=True, fill=WARN_BG)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChecklistPaper:
    """A checklist, of which case and person by code and alias, and how it was filled; ``ticks`` None for one to be ticked by hand."""

    form: ChecklistForm
    code: str = ""
    alias: str = ""
    ticks: frozenset[str] | None = None
    remarks: str | None = None
    filled_by: str = ""
    filled_at: datetime | None = None


def print_checklist(paper: ChecklistPaper, language: str) -> bytes:
    """``paper`` as a PDF in 'en' or 'ur'; the same paper gives the same bytes."""
    side, say = Side(language == "ur"), Words(language)
    pen, sheets = Pen(say, language, side), Sheets(side)
    sheets.put(words(side, paper.form.title.inside(language), _TITLE))
    sheets.put(words(side, _about(pen, paper), _SOFT))
    for part in PARTS:
        lines = paper.form.of(part)
        sheets.put([gap(10, keeps=True), *words(side, say(f"checklist.{part}"), _HEAD, keeps=True), rule(LINE, keeps=True)])
        for line in lines:
            sheets.put(_line(pen, line, paper.ticks))
    _put_remarks(pen, sheets, paper)
    return stitch(Binding(say("checklist.title"), side, say, ""), sheets)


def _about(pen: Pen, paper: ChecklistPaper) -> str:
    say = pen.say
    version = say("checklist.version", number=code(paper.form.version), day=quoted(pen.day(paper.form.dated)))
    about = " · ".join(code(part) for part in (paper.code, paper.alias) if part)
    filled = say("checklist.filled", who=code(paper.filled_by), moment=quoted(pen.moment(paper.filled_at))) if paper.filled_at else ""
    return "\n".join(part for part in (about, version, filled) if part)


def _line(pen: Pen, line: ChecklistLine, ticks: frozenset[str] | None) -> list[Piece]:
    side, ticked = pen.side, ticks is not None and line.id in ticks
    set_lines = side.lines(line.title.inside(pen.language), MEASURE - BESIDE - SOURCE - 8, _BODY)
    source = side.lines(line.source, SOURCE - 30, _SOFT)[:1]
    badge = side.lines(line.confidence, 24, _BADGE)[:1] if line.confidence in TO_CHECK else []
    pieces = [
        Piece(one.style.leading, partial(_draw, side, one, (source, badge) if not at else ([], []), None if at else ticked), keeps=True)
        for at, one in enumerate(set_lines)
    ]
    return [gap(3, keeps=True), *pieces, gap(3)]


def _draw(side: Side, line: Line, beside: tuple[list[Line], list[Line]], ticked: bool | None, canvas: Any, top: float) -> None:
    side.draw(line, BESIDE, canvas, top)
    for source in beside[0]:
        side.draw(source, MEASURE - SOURCE, canvas, top)
    for badge in beside[1]:
        side.draw_end(badge, canvas, top)
    if ticked is None:
        return
    left, low = side.x(0, BOX), top - line.style.leading * 0.5 - BOX / 2
    canvas.setStrokeColor(SOFT)
    canvas.setLineWidth(0.9)
    canvas.rect(left, low, BOX, BOX, stroke=1, fill=0)
    if ticked:
        canvas.setStrokeColor(ACCENT)
        canvas.setLineWidth(1.6)
        canvas.lines(
            [
                (left + 1.8, low + BOX * 0.5, left + BOX * 0.42, low + BOX * 0.22),
                (left + BOX * 0.42, low + BOX * 0.22, left + BOX - 1.2, low + BOX - 1.6),
            ]
        )


def _put_remarks(pen: Pen, sheets: Sheets, paper: ChecklistPaper) -> None:
    side, say = pen.side, pen.say
    if paper.remarks or paper.ticks is None:
        sheets.put([gap(12, keeps=True), *words(side, say("brief.remarks"), _HEAD, keeps=True)])
    if paper.remarks:
        sheets.put(words(side, paper.remarks, _BODY))
    elif paper.ticks is None:
        sheets.put([piece for _ in range(3) for piece in (gap(20, keeps=True), rule(LINE))])
    sheets.put([gap(8), *words(side, say("brief.badges"), _SOFT)])
