"""The case bundle for the prosecutor: what the desk knows of a case and may hand over, as one PDF."""

from __future__ import annotations

from mdt.catalogue.words import Words
from mdt.model.bundles import BundleContent, NumberLine
from mdt.reports.binding import Binding, bind
from mdt.reports.bundle_sections import BODY, COMMAND, FACT, HEADING, LABEL, NOTE, Pen, put_body
from mdt.reports.layout import ACCENT, ACCENT_BG, SOFT, WARN, WARN_BG, Piece, Sheets, Side, gap, tinted, words
from mdt.reports.tables import Cell, Column, Row, put_table
from mdt.reports.text import Style, code, quoted

_CODE = Style(size=26, leading=40, bold=True)
_KIND = Style(size=11, leading=18, color=ACCENT, bold=True)
_AGENCY = Style(size=11, leading=17, bold=True)
_SEAL = Style(size=8.5, leading=14, color=SOFT)
_SMALL = Style(size=9, leading=14, color=SOFT)
_INSET = 16.0


def print_bundle(content: BundleContent, language: str) -> bytes:
    """``content`` as a PDF in ``language`` ('en' or 'ur'); the same content always gives the same bytes."""
    side = Side(language == "ur")
    say = Words(language)
    pen = Pen(say, language, side)
    cover, body = Sheets(side), Sheets(side)
    _put_cover(pen, cover, content)
    put_body(pen, body, content)
    mark = say("bundle.in_camera") if content.child_victim else ""
    return bind(Binding(content.case_code, side, say, mark), cover, body)


def _put_cover(pen: Pen, sheets: Sheets, content: BundleContent) -> None:
    side, say = pen.side, pen.say
    sheets.mark(say("bundle.cover.title"), 0)
    sheets.put(words(side, pen.inside(content.agency), _AGENCY))
    sheets.put(words(side, pen.inside(content.circle), Style(size=10, leading=16, color=SOFT)))
    sheets.put([gap(26)])
    sheets.put(words(side, say("bundle.cover.kind"), _KIND))
    sheets.put(words(side, content.case_code, _CODE))
    sheets.put([gap(14)])
    _put_warning(pen, sheets, content.child_victim)
    sheets.put([gap(10), *_box(pen, "", say("bundle.cover.confidential"), ACCENT_BG, ACCENT)])
    sheets.put([gap(16, keeps=True), *words(side, say("bundle.cover.numbers"), HEADING, keeps=True)])
    if content.numbers:
        put_table(sheets, (Column("", 0.3), Column("", 0.4), Column("", 0.3)), [_number(pen, line) for line in content.numbers])
    else:
        sheets.put(words(side, say("bundle.cover.no_numbers"), BODY))
    sheets.put([gap(16, keeps=True), *words(side, say("bundle.cover.about"), HEADING, keeps=True)])
    put_table(sheets, (Column("", 0.3), Column("", 0.7)), _about(pen, content))


def _put_warning(pen: Pen, sheets: Sheets, child: bool) -> None:
    say = pen.say
    if child:
        title = say("bundle.cover.camera_title")
        text = f"{say('bundle.cover.camera')}\n{say('bundle.cover.identity_child')}"
    else:
        title, text = say("bundle.cover.identity_title"), say("bundle.cover.identity")
    sheets.put(_box(pen, title, text, WARN_BG, WARN))


def _box(pen: Pen, title: str, text: str, fill: str, bar: str) -> list[Piece]:
    inner = [gap(10), *(words(pen.side, title, Style(size=11, leading=18, color=bar, bold=True), _INSET) if title else [])]
    return tinted(pen.side, [*inner, *words(pen.side, text, NOTE, _INSET), gap(10)], fill, bar)


def _number(pen: Pen, line: NumberLine) -> Row:
    dated = pen.say("bundle.cover.dated", date=quoted(pen.day(line.dated))) if line.dated else ""
    return Row(
        (
            [(pen.inside(line.kind), LABEL)],
            [(" ".join([code(line.value), *([quoted(pen.inside(line.circle))] if line.circle else [])]), FACT)],
            [(dated, LABEL)],
        )
    )


def _about(pen: Pen, content: BundleContent) -> list[Row]:
    say = pen.say
    log = say("bundle.cover.log_line", length=code(content.log_length))
    facts: list[tuple[str, Cell]] = [
        ("stage", [(pen.inside(content.stage), BODY)]),
        ("typology", [(pen.inside(content.typology), BODY)]),
        ("prepared_by", [(pen.by(content), BODY)]),
        ("prepared_at", [(pen.moment(content.prepared_at), BODY)]),
        ("log", [(log, BODY), (code(content.log_head), _SEAL), (say("bundle.cover.log_check", command=code(COMMAND)), _SMALL)]),
    ]
    return [Row(([(say(f"bundle.cover.{key}"), LABEL)], cell)) for key, cell in facts]
