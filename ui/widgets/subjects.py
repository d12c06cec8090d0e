"""What an act is about, above its form: the person, note, signal, charge or report it changes, and texts that stood there before."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QWidget

from mdt.model.audit import FieldChange
from mdt.model.names import script
from mdt.work.bundle import KARACHI
from mdt.work.consents import RECIPIENTS
from ui.desk import ScreenDesk
from ui.widgets.case_ladder import match_of, rung_of
from ui.widgets.clock_subjects import clock_of, event_of, flag_of, told_of
from ui.widgets.days import long_day
from ui.widgets.fields import LOOKED_AT, Rows
from ui.widgets.filled import Record, person_of
from ui.widgets.outgoing_said import KINDS, said_of
from ui.widgets.parts import column, in_one_line, label, row
from ui.widgets.sections import words_of

LETTERS_A_LINE, LINES_AT_ONCE = 70, 6
SECTION_OF: Final[Mapping[str, str]] = {
    **{"party": "parties", "signal": "signals", "charge": "charges", "interview": "interviews", "tip_link": "tip_links"},
    **{"told": "parties", "clock": "clocks", "flag": "case_flags", "case_event": "case_events"},
    **{"session_note": "session_notes", "welfare_note": "welfare_notes", "opinion": "opinions"},
    **{"consent": "consents", "referral": "outgoing_referrals", "request": "platform_requests", "removal": "removal_requests"},
    **{"check": "removal_checks", "foreign": "foreign_requests", "rung": "rungs", "match": "matches"},
}
"""Where a case keeps the records an act can be about."""


def subject(desk: ScreenDesk, kind: str, case: Record, record: Record) -> list[QWidget]:
    """The record an act is about, as labels; nothing where it is about the whole case."""
    made = _SUBJECTS.get(kind)
    return made(desk, case, record) if made is not None else []


def parties_of(desk: ScreenDesk, case: Record) -> Rows:
    """Everybody in the case, by alias and part."""
    return tuple((party["id"], f"{party['alias']} · {desk.title('party_role', party['role'])}") for party in case["parties"])


def people_of(desk: ScreenDesk, case: Record) -> Rows:
    """Everybody but the accused."""
    accused = {party["id"] for party in case["parties"] if party["role"] == "accused"}
    return tuple(row for row in parties_of(desk, case) if row[0] not in accused)


def accused_of(desk: ScreenDesk, case: Record) -> Rows:
    """The accused, by alias and the first name she may see; of one under 18 the age."""
    found = []
    for party in case["parties"]:
        if party["role"] == "accused":
            names = person_of(case, party).get("names") or []
            more = names[0] if names else desk.title("age_band", party["age_band"]) if party["minor"] else ""
            found.append((party["id"], " · ".join(part for part in (party["alias"], more) if part)))
    return tuple(found)


def firs_of(desk: ScreenDesk, case: Record) -> Rows:
    """The FIRs of the case."""
    return tuple((number["id"], number["text"]) for number in case["numbers"] if number["kind"] == "fir")


def recipients_of(desk: ScreenDesk, case: Record) -> Rows:
    """Everybody a consent can name as recipient, the desk itself first."""
    rows = [(row.id, row.title.inside(desk.words.language)) for table in RECIPIENTS for row in desk.catalogue.tables[table].values()]
    return (("desk", desk.say("outgoing.this_desk")), *rows)


def earlier_texts(desk: ScreenDesk, changes: Sequence[FieldChange]) -> list[QWidget]:
    """Every text that was replaced, newest first, with the day it was."""
    shown: list[QWidget] = []
    for change in reversed(changes):
        if change.old:
            day = long_day(change.at.astimezone(KARACHI).date(), desk.words.language)
            title = desk.say("doing.stood_until", day=day)
            shown += _titled(title, change.old)
    return [label(desk.say("doing.earlier"), "head"), *shown] if shown else []


def reading(text: str, name: str) -> QFrame:
    """A text that is open: to be read, scrolled and copied, and not to be changed; as high as it needs, up to a limit."""
    shown = QPlainTextEdit(text)
    shown.setReadOnly(True)
    shown.setTabChangesFocus(True)
    shown.setObjectName("reading")
    shown.setAccessibleName(name)
    if script(text[:LOOKED_AT]) == "urdu":
        shown.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    lines = text[:LOOKED_AT].count("\n") + 1 + len(text) // LETTERS_A_LINE
    shown.setFixedHeight(min(lines, LINES_AT_ONCE) * shown.fontMetrics().lineSpacing() + 22)
    made = QFrame()
    made.setObjectName("sealed")
    made.setLayout(column(shown, margins=(12, 8, 12, 8)))
    return made


def _titled(title: str, text: str) -> list[QWidget]:
    return [label(title, "second"), reading(text, title)]


def _note(desk: ScreenDesk, case: Record, record: Record) -> list[QWidget]:
    held = words_of(desk, "attendance", record["attendance"]) if record.get("attendance") else ""
    head = " · ".join(part for part in (long_day(record["held_on"], desk.words.language), held, record["written_by"]) if part)
    text = record.get("text")
    return [label(head, "head"), *(_titled(desk.say("doing.as_it_stands"), text) if isinstance(text, str) else [])]


def _party(desk: ScreenDesk, case: Record, record: Record) -> list[QWidget]:
    names = list(person_of(case, record).get("names") or [])[:1]
    return [label(" · ".join([record["alias"], desk.title("party_role", record["role"]), *names]), "head")]


def _in_place(words: str) -> QWidget:
    """A head of Latin letters, on the reading side of an Urdu window too."""
    made = QWidget()
    made.setLayout(row(in_one_line(label(words, "head")), 1))
    return made


def _signal(desk: ScreenDesk, case: Record, record: Record) -> list[QWidget]:
    kind, until = desk.title("signal", record["kind"]), long_day(record["until"], desk.words.language)
    return [label(desk.say("screen.until", signal=kind, day=until) if until else kind, "head")]


def _charge(desk: ScreenDesk, case: Record, record: Record) -> list[QWidget]:
    of = desk.catalogue.offence(record["offence"])
    alias = next((party["alias"] for party in case["parties"] if party["id"] == record["party"]), "")
    title = of.title.inside(desk.words.language)
    return [_in_place(f"{alias} · {of.act} {record.get('element') or of.section}"), label(title, "second")]


def _interview(desk: ScreenDesk, case: Record, record: Record) -> list[QWidget]:
    alias = next((party["alias"] for party in case["parties"] if party["id"] == record["party"]), "")
    said = [alias, desk.title("interview_kind", record["kind"]), long_day(record["ended_at"] or record["planned_for"], desk.words.language)]
    return [label(" · ".join(part for part in said if part), "head"), label(desk.title("interview_state", record["state"]), "second")]


def _report(desk: ScreenDesk, case: Record, record: Record) -> list[QWidget]:
    texts = [found["text"] for found in case["first_report"] if isinstance(found.get("text"), str)]
    title = desk.say("cli.first_report")
    return [part for text in texts for part in (label(title, "head"), reading(text, title))]


def _outgoing(kind: str) -> Callable[[ScreenDesk, Any, Any], list[QWidget]]:
    def made(desk: ScreenDesk, case: Record, record: Record) -> list[QWidget]:
        head, second = said_of(desk, kind, case, record)
        return [_in_place(head), label(second, "second")]

    return made


_SUBJECTS: Final[Mapping[str, Callable[[ScreenDesk, Any, Any], list[QWidget]]]] = {
    **dict.fromkeys(("session_note", "welfare_note", "opinion"), _note),
    **{"rung": rung_of, "match": match_of},
    **{"told": told_of, "clock": clock_of, "flag": flag_of, "case_event": event_of},
    **{"party": _party, "signal": _signal, "charge": _charge, "interview": _interview, "correct_report": _report},
    **{kind: _outgoing(kind) for kind in KINDS},
}
