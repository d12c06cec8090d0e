"""A letter on paper: head, reference, what is asked, the facts in a table, what is enclosed, where it is signed; nothing but its lines."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import Final

from mdt.catalogue.words import Words
from mdt.policy.outward import Cleared, Kind, Line, outward_maker
from mdt.reports.binding import Binding, stitch
from mdt.reports.bundle_sections import BODY, FACT, LABEL
from mdt.reports.layout import INK, SOFT, Piece, Sheets, Side, gap, rule, words
from mdt.reports.tables import Column, Row, put_table
from mdt.reports.text import Style, quoted

_AGENCY: Final = Style(size=13, leading=20, bold=True)
_CIRCLE: Final = Style(size=10, leading=16, color=SOFT)
_SUBJECT: Final = Style(size=13, leading=21, bold=True)
_SHARES: Final = (Column("", 0.32), Column("", 0.68))
_SIGNED: Final = 44.0


@outward_maker(Kind.LETTER, Kind.REMINDER)
def print_letter(letter: Cleared, language: str) -> bytes:
    """``letter`` as a PDF in ``language`` ('en' or 'ur'); the same letter always gives the same bytes."""
    side, say, lines = Side(language == "ur"), Words(language), letter.paper.lines
    sheets = Sheets(side)
    for part, style in (("agency", _AGENCY), ("circle", _CIRCLE)):
        sheets.put(piece for line in _of(lines, part) for piece in words(side, line.text, style))
    sheets.put([gap(6), rule(INK, 0.8), gap(14)])
    _put_facts(sheets, _of(lines, "ref"))
    sheets.put([gap(16, keeps=True)])
    subject = _of(lines, "subject")
    for line in subject:
        sheets.put([*words(side, line.text, _SUBJECT, keeps=True), gap(6, keeps=True)])
    body, after = _of(lines, "body"), (*_of(lines, "fact"), *_of(lines, "item"))
    _put_text(sheets, side, body[:1])
    _put_facts(sheets, [line for line in lines if line in after])
    sheets.put([gap(12)])
    _put_text(sheets, side, body[1:])
    _put_facts(sheets, _of(lines, "enclosed"))
    for line in _of(lines, "signature"):
        sheets.put([gap(_SIGNED, keeps=True), *_signature(side, line)])
    title = subject[0].text if subject else ""
    return stitch(Binding(title, side, say, say("letter.mark")), sheets)


def _of(lines: Iterable[Line], part: str) -> list[Line]:
    return [line for line in lines if line.part == part]


def _put_text(sheets: Sheets, side: Side, lines: Iterable[Line]) -> None:
    for line in lines:
        sheets.put([*words(side, line.text, BODY), gap(8)])


def _put_facts(sheets: Sheets, lines: Iterable[Line]) -> None:
    """Labels beside values; what has one label stands below each other."""
    rows = [
        Row(([(label, LABEL)], [(quoted(line.text), FACT) for line in found])) for label, found in groupby(lines, lambda line: line.label)
    ]
    if rows:
        put_table(sheets, _SHARES, rows)
        sheets.put([gap(6)])


def _signature(side: Side, line: Line) -> list[Piece]:
    return [*words(side, line.text, LABEL)]
