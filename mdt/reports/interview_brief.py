"""The brief of an interview on one sheet: who, when, what is missing, what is known already, and what is not to be mentioned."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from mdt.catalogue.load import load_catalogue
from mdt.catalogue.words import Words
from mdt.model.briefs import Brief
from mdt.reports.binding import Binding, stitch
from mdt.reports.bundle_sections import Pen
from mdt.reports.layout import ACCENT, ACCENT_BG, SOFT, WARN, WARN_BG, Piece, Sheets, Side, gap, tinted, words
from mdt.reports.tables import Cell, Column, Row, put_table
from mdt.reports.text import Style, code, quoted

SIZES: Final = (1.0, 0.92, 0.84, 0.76)
"""How much smaller the words get where the brief would not fit on one sheet."""
_INSET = 14.0


def print_brief(brief: Brief, language: str) -> bytes:
    """``brief`` as a PDF in 'en' or 'ur', on one sheet as long as its words have room there; the same brief gives the same bytes."""
    side, say = Side(language == "ur"), Words(language)
    for size in SIZES:
        sheets = Sheets(side)
        _Sheet(Pen(say, language, side), sheets, size).put(brief)
        if len(sheets.finish()) == 1:
            break
    return stitch(Binding(say("brief.title"), side, say, say("brief.mark")), sheets)


class _Sheet:
    """One sheet in one size of letters."""

    def __init__(self, pen: Pen, sheets: Sheets, size: float) -> None:
        self._pen, self._say, self._sheets = pen, pen.say, sheets
        self._body = Style(size=10 * size, leading=14.5 * size)
        self._head = Style(size=10.5 * size, leading=16 * size, bold=True)
        self._soft = Style(size=9 * size, leading=13 * size, color=SOFT)
        self._big = Style(size=20 * size, leading=29 * size, bold=True)
        self._gap = 8.0 * size

    def put(self, brief: Brief) -> None:
        """The whole brief."""
        side, say = self._pen.side, self._say
        self._sheets.put(words(side, f"{code(brief.code)} · {code(brief.alias)}", self._big))
        self._sheets.put([*words(side, self._who(brief), self._soft), gap(self._gap)])
        cells = list(self._about(brief))
        rows = [Row((*cells[at], *cells[at + 1])) for at in range(0, len(cells) - 1, 2)]
        put_table(self._sheets, (Column("", 0.16), Column("", 0.34), Column("", 0.16), Column("", 0.34)), rows)
        self._text("brief.purpose", brief.purpose)
        self._facts(brief)
        self._text("brief.known", brief.known)
        if brief.unsaid:
            self._sheets.put([gap(self._gap), *self._box(say("brief.unsaid"), brief.unsaid, WARN_BG, WARN)])
        self._text("brief.needs", brief.needs)
        self._text("brief.interpreter", brief.interpreter)
        self._sheets.put([gap(self._gap), *self._box("", say("brief.remember"), ACCENT_BG, ACCENT)])
        made = say("brief.prepared", moment=quoted(self._pen.moment(brief.prepared_at)))
        self._sheets.put([gap(self._gap), *words(side, made, self._soft)])

    def _who(self, brief: Brief) -> str:
        named = ("interview_kind", brief.kind), ("age_group", brief.age_group), ("sex", brief.sex), ("spoken", brief.language)
        return " · ".join(self._title(table, identity) for table, identity in named)

    def _about(self, brief: Brief) -> Iterator[tuple[Cell, Cell]]:
        say = self._say
        wish = self._title("preference", brief.preference)
        told = {
            "when": self._pen.moment(brief.planned_for) if brief.planned_for else say("brief.open"),
            "room": self._title("room", brief.room) if brief.room else say("brief.open"),
            "lead": code(brief.lead) if brief.lead else say("brief.open"),
            "second": code(brief.second) if brief.second else say("brief.nobody"),
            "preference": wish,
            "support": code(brief.support) if brief.support else say("brief.nobody"),
            "length": say("brief.minutes", minutes=code(brief.minutes)),
            "budget": say("brief.questions", count=code(brief.budget)),
        }
        if brief.guardian_away:
            told |= {"away": say("brief.kept_away"), "none": ""}
        for name, value in told.items():
            yield [(say(f"brief.about_{name}") if value else "", self._soft)], [(value, self._body)]

    def _facts(self, brief: Brief) -> None:
        side, say = self._pen.side, self._say
        self._sheets.put([gap(self._gap, keeps=True), *words(side, say("brief.facts"), self._head, keeps=True)])
        if not brief.facts:
            self._sheets.put(words(side, say("brief.no_facts"), self._body))
            return
        rows = [
            Row(([(str(at), self._soft)], [(need, self._body)], [(self._title("why_only", why), self._soft)]))
            for at, (need, why) in enumerate(brief.facts, 1)
        ]
        put_table(self._sheets, (Column("", 0.05), Column("", 0.6), Column("", 0.35)), rows)

    def _text(self, key: str, text: str | None) -> None:
        if text:
            side = self._pen.side
            self._sheets.put([gap(self._gap, keeps=True), *words(side, self._say(key), self._head, keeps=True)])
            self._sheets.put(words(side, text, self._body))

    def _box(self, title: str, text: str, fill: str, bar: str) -> list[Piece]:
        side = self._pen.side
        head = words(side, title, Style(self._head.size, self._head.leading, bar, bold=True), _INSET) if title else []
        return tinted(side, [gap(6), *head, *words(side, text, self._body, _INSET), gap(6)], fill, bar)

    def _title(self, table: str, identity: str) -> str:
        return load_catalogue().title(table, identity).inside(self._pen.language)
