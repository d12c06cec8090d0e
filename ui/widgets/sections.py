"""Sections of a case as cards: rows of a fact, a second line and when; masked and closed things say so."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QWidget

from ui.desk import ScreenDesk
from ui.widgets.days import long_day
from ui.widgets.icons import Sign
from ui.widgets.parts import card, column, hairline, in_one_line, label, row, selectable
from ui.widgets.reading import apart, is_mirrored

Record = Mapping[str, Any]
TABLES = {
    **{"stage": "stage", "origin": "stage", "target": "stage", "circle": "circle", "typology": "typology", "sex": "sex"},
    **{"age_band": "age_band", "relation": "relation", "risk": "risk", "state": "accused_state", "role": "party_role"},
    **{"channel": "channel", "attendance": "attendance", "next_event": "next_event", "offence": "offence", "platform": "platform"},
    **{"age_group": "age_group", "room": "room", "language": "spoken", "preference": "preference", "outcome": "interview_outcome"},
    **{"why_only": "why_only", "told_to": "told_to", "found": "pressure"},
}
IDENTITY = ("name", "other_names", "cnic", "birth_date", "school", "address", "phone", "handle", "email", "device")
KINDS = {
    "numbers": "number",
    "sources": "source",
    "statements": "statement_kind",
    "signals": "signal",
    "interviews": "interview_kind",
    "statement_steps": "statement_step",
}
OF_SECTION = {
    ("interviews", "state"): "interview_state",
    ("rungs", "rung"): "accused_state",
    ("rungs", "before"): "accused_state",
    ("rungs", "evidence"): "rung_evidence",
    ("matches", "outcome"): "match_outcome",
}
"""Tables that a field is said by in one section only."""


def words_of(desk: ScreenDesk, name: str, value: Any, section: str = "") -> str:
    """One field's value in the language of the screen; masked and waiting ones as such."""
    if isinstance(value, Mapping):
        return desk.say("cli.masked" if value.get("masked") else "cli.waiting")
    table = OF_SECTION.get((section, name)) or TABLES.get(name) or (KINDS.get(section) if name == "kind" else None)
    if table:
        return desk.title(table, None if value is None else str(value))
    if name.endswith(("_on", "_at", "_from", "_to")) or name in ("dated", "since", "until", "birth_date"):
        return long_day(value, desk.words.language)
    if name == "identifiers" and isinstance(value, list):
        return "\n".join(_account(desk, str(entry)) for entry in value)
    if isinstance(value, list):
        return joined(desk, (str(entry) for entry in value))
    return "" if value is None else str(value)


def joined(desk: ScreenDesk, parts: Iterable[str]) -> str:
    """Parts of a list as one text, with the comma of the language of the screen."""
    return ("، " if desk.words.language == "ur" else ", ").join(parts)


class Fact(NamedTuple):
    """One row of a card: what, a second line, when, a sign before it, and the tone of the when."""

    words: str
    second: str = ""
    when: str = ""
    sign: str = ""
    tone: str = ""


def facts(rows: Iterable[Sequence[str]], empty: str) -> QWidget:
    """Rows of ``Fact`` with hairlines between; ``empty`` where there is none."""
    made = QWidget()
    body = column(gap=8)
    for at, fact in enumerate(Fact(*given) for given in rows):
        if at:
            body.addWidget(hairline())
        left = column(selectable(label(fact.words)), *([label(fact.second, "second")] if fact.second else []), gap=1)
        line = row(left, gap=12)
        line.setStretch(0, 1)
        if fact.sign:
            line.insertWidget(0, Sign(fact.sign))
        if fact.when:
            line.addWidget(in_one_line(label(fact.when, "second", fact.tone)))
        body.addLayout(line)
    if not body.count():
        body.addWidget(label(empty, "second"))
    made.setLayout(body)
    return made


def titled(title: str, *parts: QWidget, links: Iterable[QWidget] = ()) -> QFrame:
    """A card with its title, and links at its far corner."""
    return card(row(in_one_line(label(title, "head")), 1, *links), *parts)


def person(desk: ScreenDesk, party: Record, named: Record | None, links: Iterable[QWidget] = ()) -> QFrame:
    """One person under the alias; identity masked until somebody with the right asks for it, which is logged."""
    second = [words_of(desk, name, party.get(name)) for name in ("role", "sex", "age_band") if party.get(name)]
    if party.get("relation", "unknown") != "unknown":
        second.append(desk.say("screen.relation", relation=words_of(desk, "relation", party["relation"])))
    if party.get("state"):
        second.append(words_of(desk, "state", party["state"]))
    body = column(row(in_one_line(label(str(party["alias"]), "head")), 1, *links), label(" · ".join(second), "second"), gap=4)
    lines = [(name, party.get(name)) for name in IDENTITY] + [(name, named.get(name)) for name in ("names", "identifiers") if named]
    closed = {name: bool(value.get("masked")) for name, value in lines if isinstance(value, Mapping)}
    for is_masked, sign, key in ((True, "eye-slash", "screen.masked_fields"), (False, "key", "screen.waiting_fields")):
        if kept := [desk.say(f"field.{name}") for name, masked in closed.items() if masked is is_masked]:
            hidden = row(Sign(sign), label(desk.say(key, fields=joined(desk, kept)), "second"), gap=8)
            hidden.setStretch(1, 1)
            body.addLayout(hidden)
    for name, value in lines:
        words = "" if name in closed else words_of(desk, name, value)
        if words:
            fact = selectable(label(words))
            side = Qt.AlignmentFlag.AlignRight if is_mirrored() else Qt.AlignmentFlag.AlignLeft
            fact.setAlignment(side | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignTop)
            body.addLayout(row(_field(desk, name), fact, gap=12))
    return card(body)


def closed_panel(words: str, *buttons: QWidget) -> QFrame:
    """Something sealed that is closed: a lock, who may open it, and the button that says it will be logged."""
    made = QFrame()
    made.setObjectName("closed")
    line = row(Sign("lock-key"), label(words, "second"), *buttons, gap=12, margins=(14, 10, 14, 10))
    line.setStretch(1, 1)
    made.setLayout(line)
    return made


def sealed_text(desk: ScreenDesk, text: Any) -> QWidget:
    """A sealed text that is open: a thin accent edge; or the words that say why it is closed."""
    made = QFrame()
    made.setObjectName("sealed")
    shown = selectable(label(words_of(desk, "text", text)))
    shown.setAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)
    made.setLayout(column(shown, margins=(12, 8, 12, 8)))
    return made


def _account(desk: ScreenDesk, kept: str) -> str:
    """A 'kind|platform|as given' text as one reads it."""
    kind, platform, text = [*kept.split("|", 2), "", ""][:3]
    named = desk.title("platform", platform) if platform else desk.say(f"field.{kind}")
    return f"{named}: {apart(text)}"


def _field(desk: ScreenDesk, name: str) -> QWidget:
    said = desk.say(f"field.{name}")
    made = label(said[:1].upper() + said[1:], "second")
    made.setFixedWidth(130)
    made.setAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignTop)
    return made
