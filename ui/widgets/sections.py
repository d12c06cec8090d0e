"""Sections of a case as cards: rows of a fact, a second line and when; masked and closed things say so."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QWidget

from ui.desk import ScreenDesk
from ui.widgets.days import long_day
from ui.widgets.parts import button, card, column, hairline, in_one_line, label, row, selectable

Record = Mapping[str, Any]
TABLES = {
    **{"stage": "stage", "origin": "stage", "target": "stage", "circle": "circle", "typology": "typology", "sex": "sex"},
    **{"age_band": "age_band", "relation": "relation", "risk": "risk", "state": "accused_state", "role": "party_role"},
    **{"channel": "channel", "attendance": "attendance", "next_event": "next_event", "offence": "offence"},
}
KINDS = {"numbers": "number", "sources": "source", "statements": "statement_kind", "signals": "signal"}


def words_of(desk: ScreenDesk, name: str, value: Any, section: str = "") -> str:
    """One field's value in the language of the screen; masked and waiting ones as such."""
    if isinstance(value, Mapping):
        return desk.say("cli.masked" if value.get("masked") else "cli.waiting")
    table = TABLES.get(name) or (KINDS.get(section) if name == "kind" else None)
    if table:
        return desk.title(table, None if value is None else str(value))
    if name.endswith(("_on", "_at", "_from", "_to")) or name in ("dated", "since", "until", "birth_date"):
        return long_day(value, desk.words.language)
    if isinstance(value, list):
        return ", ".join(str(entry) for entry in value)
    return "" if value is None else str(value)


def facts(rows: Iterable[tuple[str, str, str]], empty: str) -> QWidget:
    """Rows of fact, second line and when, with hairlines between; ``empty`` where there is none."""
    made = QWidget()
    body = column(gap=8)
    for at, (fact, second, when) in enumerate(rows):
        if at:
            body.addWidget(hairline())
        left = column(selectable(label(fact)), *([label(second, "second")] if second else []), gap=2)
        shown = label(when, "second")
        shown.setWordWrap(False)
        body.addLayout(row(left, 1, shown))
    if not body.count():
        body.addWidget(label(empty, "second"))
    made.setLayout(body)
    return made


def titled(title: str, *parts: QWidget) -> QFrame:
    """A card with its title."""
    return card(label(title, "head"), *parts)


def person(desk: ScreenDesk, party: Record, named: Record | None, reveal: Callable[[], object] | None) -> QFrame:
    """One person under the alias; identity masked until somebody with the right asks for it, which is logged."""
    second = [words_of(desk, name, party.get(name)) for name in ("role", "sex", "age_band") if party.get(name)]
    second += (
        [desk.say("screen.relation", relation=words_of(desk, "relation", party["relation"]))]
        if party.get("relation", "unknown") != "unknown"
        else []
    )
    second += [words_of(desk, "state", party["state"])] if party.get("state") else []
    head = row(in_one_line(label(str(party["alias"]), "head")), in_one_line(label(" · ".join(second), "second")), 1)
    masked = any(isinstance(value, Mapping) and value.get("masked") for value in party.values())
    if masked and reveal is not None:
        shown = button(desk.say("screen.reveal"), reveal, "link", name=desk.say("screen.reveal_long", alias=party["alias"]))
        shown.setToolTip(desk.say("screen.reveal_long", alias=party["alias"]))
        head.addWidget(shown)
    lines = [
        (name, words_of(desk, name, party.get(name)))
        for name in ("name", "other_names", "cnic", "birth_date", "school", "address", "phone", "handle")
    ]
    if named is not None:
        lines += [(name, words_of(desk, name, named.get(name))) for name in ("names", "identifiers")]
    body = column(head, gap=4)
    for name, words in lines:
        if words:
            fact = selectable(label(words))
            fact.setAlignment(Qt.AlignmentFlag.AlignLeading)
            body.addLayout(row(_field(desk, name), fact, gap=12))
    return card(body)


def sealed_text(desk: ScreenDesk, text: Any) -> QWidget:
    """A sealed text that is open: a thin accent edge; or the words that say why it is closed."""
    made = QFrame()
    made.setObjectName("sealed")
    made.setLayout(column(selectable(label(words_of(desk, "text", text))), margins=(12, 8, 12, 8)))
    return made


def _field(desk: ScreenDesk, name: str) -> QWidget:
    made = label(desk.say(f"field.{name}"), "second")
    made.setFixedWidth(130)
    made.setAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignTop)
    return made
