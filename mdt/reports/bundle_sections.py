"""The sections of a case bundle behind its index, one function each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from mdt.catalogue.days import long_day
from mdt.catalogue.words import Words
from mdt.model.bundles import BundleContent, ChargeLine, PartyLine, StatementLine
from mdt.model.phrases import Phrase
from mdt.reports.binding import HINT, TITLE
from mdt.reports.layout import MEASURE, SOFT, WARN, WARN_BG, Piece, Sheets, Side, gap, words
from mdt.reports.tables import Cell, Column, Row, put_table
from mdt.reports.text import Style, code, plain, quoted

BODY = Style(size=10, leading=15)
NOTE = Style(size=10, leading=15.5)
FACT = Style(size=10, leading=15, bold=True)
LABEL = Style(size=10, leading=15, color=SOFT)
SMALL = Style(size=9, leading=15, color=SOFT)
STRUCK = Style(size=10, leading=15, color=SOFT, bold=True, struck=True)
HEADING = Style(size=11, leading=18, bold=True)
BADGE = Style(size=8.5, leading=15, color=WARN, bold=True, fill=WARN_BG)
ROOM, BETWEEN = 300.0, 34.0
"""So much of a sheet must be empty for a section to go on there, and so far from the one before it."""
COMMAND = "mdt-desk verify --seal"


@dataclass(frozen=True, slots=True)
class Pen:
    """Writes facts in the language of the page."""

    say: Words
    language: str
    side: Side

    def inside(self, phrase: Phrase | None) -> str:
        """The phrase in the language of the page, nothing for None."""
        return phrase.inside(self.language) if phrase else ""

    def day(self, day: date | None) -> str:
        """A day in words, or that none is recorded."""
        if day is None:
            return self.say("bundle.span.none")
        return long_day(day, self.language)

    def moment(self, moment: datetime) -> str:
        """A day and a time with the distance to UTC it was written in."""
        zone = moment.strftime("%z")
        time = f"{moment:%H:%M} (UTC{zone[:3]}:{zone[3:5]})" if zone else f"{moment:%H:%M}"
        return self.say("bundle.cover.moment", date=quoted(self.day(moment.date())), time=code(time))

    def span(self, start: date | None, end: date | None) -> str:
        """From one day to another, either of them perhaps unknown."""
        known = (start is not None, end is not None)
        key = {(True, True): "both", (True, False): "since", (False, True): "until", (False, False): "none"}[known]
        if start is not None and start == end:
            key = "day"
        return self.say(f"bundle.span.{key}", start=quoted(self.day(start)), end=quoted(self.day(end)))

    def by(self, content: BundleContent) -> str:
        """Who made the bundle: the role, and the name the desk knows the person by."""
        return f"{quoted(self.inside(content.prepared_role))} ({code(content.prepared_by)})"


def put_body(pen: Pen, sheets: Sheets, content: BundleContent) -> None:
    """Every section of ``content`` in its order; one that finds a good part of a sheet empty goes on there."""
    for section in (_chronology, _parties, _charges, _statements, _withheld):
        sheets.turn(ROOM, BETWEEN)
        section(pen, sheets, content)
    sheets.turn()
    _certificate(pen, sheets, content)


def _head(pen: Pen, sheets: Sheets, section: str, note: str = "") -> None:
    title = pen.say(f"bundle.{section}.title")
    sheets.mark(title, 0)
    sheets.put(words(pen.side, title, TITLE, keeps=True))
    if note:
        sheets.put([gap(2, keeps=True), *words(pen.side, note, HINT, keeps=True)])
    sheets.put([gap(16, keeps=True)])


def _chronology(pen: Pen, sheets: Sheets, content: BundleContent) -> None:
    say = pen.say
    _head(pen, sheets, "chronology")
    if not content.chronology:
        sheets.put(words(pen.side, say("bundle.chronology.empty"), BODY))
        return
    rows: list[Row] = []
    year = 0
    sourced = any(line.source for line in content.chronology)
    for line in sorted(content.chronology, key=lambda line: line.on):
        marks = ((say("bundle.chronology.year", year=code(line.on.year)), 1),) if line.on.year != year else ()
        year = line.on.year
        known = [[(pen.inside(line.source), LABEL)]] if sourced else []
        rows.append(Row(([(pen.day(line.on), FACT)], [(pen.inside(line.what), BODY)], *known), marks))
    columns = (("date", 0.23), ("what", 0.53), ("source", 0.24)) if sourced else (("date", 0.25), ("what", 0.75))
    put_table(sheets, [Column(say(f"bundle.chronology.{key}"), share) for key, share in columns], rows)


def _parties(pen: Pen, sheets: Sheets, content: BundleContent) -> None:
    say = pen.say
    if not content.parties:
        _head(pen, sheets, "parties")
        sheets.put(words(pen.side, say("bundle.parties.empty"), BODY))
        return
    _head(pen, sheets, "parties", say("bundle.parties.note"))
    columns = (("alias", 0.12), ("role", 0.3), ("person", 0.22), ("identity", 0.36))
    rows = [_party(pen, line) for line in content.parties]
    put_table(sheets, [Column(say(f"bundle.parties.{key}"), share) for key, share in columns], rows)


def _party(pen: Pen, line: PartyLine) -> Row:
    say = pen.say
    role: list[tuple[str, Style]] = [(pen.inside(line.role), BODY)]
    if line.relation:
        role.append((say("bundle.parties.relation", relation=quoted(pen.inside(line.relation))), SMALL))
    person: list[tuple[str, Style]] = [(pen.inside(line.sex), BODY), (pen.inside(line.age_band), SMALL)]
    if line.minor:
        person.append((say("bundle.parties.minor"), BADGE))
    named = line.alias.startswith("A") and not line.minor
    identity: list[tuple[str, Style]] = [(line.name, FACT)] if line.name else []
    if not identity:
        identity.append((say("bundle.parties.not_known" if named else "bundle.parties.withheld"), LABEL))
    identity += [(code(identifier), BODY) for identifier in line.identifiers]
    if line.status:
        identity.append((pen.inside(line.status), SMALL))
    entry = say("bundle.parties.entry", alias=code(plain(line.alias)), role=quoted(plain(pen.inside(line.role))))
    return Row(([(code(line.alias), FACT)], role, person, identity), ((entry, 1),))


def _charges(pen: Pen, sheets: Sheets, content: BundleContent) -> None:
    say = pen.say
    notes = [say("bundle.charges.period", period=pen.span(content.occurred_from, content.occurred_to))] if content.charges else []
    if any(not line.verified for line in content.charges):
        notes.append(say("bundle.charges.note"))
    _head(pen, sheets, "charges", "\n".join(notes))
    if not content.charges:
        sheets.put(words(pen.side, say("bundle.charges.empty"), BODY))
        return
    columns = (("section", 0.18), ("offence", 0.42), ("accused", 0.12), ("dates", 0.28))
    heads = [Column(say(f"bundle.charges.{key}"), share) for key, share in columns]
    standing = [_charge(pen, line) for line in content.charges if not line.withdrawn]
    withdrawn = [_charge(pen, line) for line in content.charges if line.withdrawn]
    if standing:
        put_table(sheets, heads, standing)
    else:
        sheets.put(words(pen.side, say("bundle.charges.none_stands"), BODY))
    if withdrawn:
        title = say("bundle.charges.withdrawn_title")
        sheets.put([gap(18, keeps=True), *words(pen.side, title, HEADING, keeps=True), gap(6, keeps=True)])
        put_table(sheets, heads, withdrawn)


def _charge(pen: Pen, line: ChargeLine) -> Row:
    say = pen.say
    offence: list[tuple[str, Style]] = [
        (pen.inside(line.title), STRUCK if line.withdrawn else FACT),
        (say("bundle.charges.punishment", punishment=quoted(pen.inside(line.punishment))), BODY),
    ]
    answers = {"cognizable": line.cognizable, "bailable": line.bailable, "compoundable": line.compoundable}
    kinds = [say(f"bundle.charges.{'' if answer else 'not_'}{key}") for key, answer in answers.items() if answer is not None]
    if kinds:
        offence.append((" · ".join(kinds), SMALL))
    if line.withdrawn:
        key = "withdrawn_on" if line.withdrawn_on else "withdrawn"
        offence.insert(0, (say(f"bundle.charges.{key}", date=quoted(pen.day(line.withdrawn_on))), BADGE))
    elif line.status:
        offence.append((say("bundle.charges.status", status=quoted(pen.inside(line.status))), SMALL))
    if line.source:
        offence.append((say("bundle.charges.source", source=quoted(line.source)), SMALL))
    if not line.verified:
        offence.append((say("bundle.charges.verify"), BADGE))
    dates: list[tuple[str, Style]] = [
        (say("bundle.charges.in_force"), SMALL),
        (pen.span(line.in_force_from, line.in_force_to), BODY),
        (say("bundle.charges.occurred"), SMALL),
        (pen.span(line.occurred_from, line.occurred_to), BODY),
    ]
    if line.outside_force and not line.withdrawn:
        dates.append((say("bundle.charges.outside"), Style(size=9, leading=15, color=WARN, bold=True)))
    named = {"act": quoted(plain(line.act)), "section": code(plain(line.section)), "accused": code(plain(line.accused))}
    entry = say("bundle.charges.withdrawn_entry" if line.withdrawn else "bundle.charges.entry", **named)
    return Row(
        ([(code(line.section), STRUCK if line.withdrawn else FACT), (line.act, SMALL)], offence, [(code(line.accused), BODY)], dates),
        ((entry, 1),),
    )


def _statements(pen: Pen, sheets: Sheets, content: BundleContent) -> None:
    say = pen.say
    _head(pen, sheets, "statements", say("bundle.statements.note"))
    if not content.statements:
        sheets.put(words(pen.side, say("bundle.statements.empty"), BODY))
        return
    columns = (("person", 0.09), ("kind", 0.18), ("taken_on", 0.215), ("taken_by", 0.145), ("reference", 0.22), ("recorded", 0.15))
    rows = [_statement(pen, line) for line in content.statements]
    put_table(sheets, [Column(say(f"bundle.statements.{key}"), share) for key, share in columns], rows)


def _statement(pen: Pen, line: StatementLine) -> Row:
    cells: list[Cell] = [
        [(code(line.person), FACT)],
        [(pen.inside(line.kind), BODY)],
        [(pen.day(line.taken_on), BODY)],
        [(pen.inside(line.taken_by), BODY)],
        [(code(line.reference) if line.reference else pen.say("bundle.dash"), LABEL)],
        [(pen.say("bundle.statements.yes" if line.recorded else "bundle.statements.no"), BODY if line.recorded else LABEL)],
    ]
    return Row(tuple(cells))


def _withheld(pen: Pen, sheets: Sheets, content: BundleContent) -> None:
    say = pen.say
    _head(pen, sheets, "withheld", say("bundle.withheld.lead") if content.withheld else "")
    if not content.withheld:
        sheets.put(words(pen.side, say("bundle.withheld.empty"), BODY))
        return
    rows = [Row(([(code(number), LABEL)], [(pen.inside(line), BODY)])) for number, line in enumerate(content.withheld, 1)]
    put_table(sheets, (Column("", 0.07), Column("", 0.93)), rows)


def _certificate(pen: Pen, sheets: Sheets, content: BundleContent) -> None:
    say = pen.say
    _head(pen, sheets, "certificate")
    sheets.put([*words(pen.side, say("bundle.certificate.lead", command=code(COMMAND)), NOTE), gap(18)])
    facts = {
        "case_code": code(content.case_code),
        "vault": code(content.vault_mark),
        "length": code(content.log_length),
        "head": code(content.log_head),
        "by": pen.by(content),
        "printed": pen.moment(content.prepared_at),
    }
    head = Style(size=8.5, leading=15, bold=True)
    rows = [Row(([(say(f"bundle.certificate.{key}"), LABEL)], [(text, head if key == "head" else BODY)])) for key, text in facts.items()]
    put_table(sheets, (Column("", 0.3), Column("", 0.7)), rows)
    sheets.put([gap(70, keeps=True), _signature(pen)])


def _signature(pen: Pen) -> Piece:
    """Where the officer who certifies the print signs; no statement has such a line."""
    parts = ((0.0, 0.58 * MEASURE, "sign"), (0.66 * MEASURE, 0.34 * MEASURE, "sign_date"))
    lines = [(start, width, pen.side.lines(pen.say(f"bundle.certificate.{key}"), width, SMALL)[0]) for start, width, key in parts]

    def draw(canvas: Any, top: float) -> None:
        for start, width, line in lines:
            left = pen.side.x(start, width)
            canvas.setStrokeColor(SOFT)
            canvas.setLineWidth(0.6)
            canvas.line(left, top, left + width, top)
            pen.side.draw(line, start, canvas, top - 3)

    return Piece(24, draw)
