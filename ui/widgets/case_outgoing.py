"""The section of a case page for what leaves the desk: platforms, removals, foreign requests; referrals, consents, letters."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from PySide6.QtWidgets import QFrame, QWidget

from ui.widgets.case_shown import CaseShown
from ui.widgets.flow import Columns, flowing
from ui.widgets.outgoing_said import day, over, recipient, said_of
from ui.widgets.parts import column, hairline, in_one_line, label, row
from ui.widgets.sections import Fact, Record, facts, titled

_SIGNS: Final = {
    "consent": "users-three",
    "referral": "house-line",
    "request": "paper-plane-tilt",
    "removal": "eye-slash",
    "foreign": "folder",
}
_CARDS: Final[Mapping[str, tuple[str, str]]] = {
    "platforms": ("request", "platform_requests"),
    "removals": ("removal", "removal_requests"),
    "foreign": ("foreign", "foreign_requests"),
    "referrals": ("referral", "outgoing_referrals"),
    "consents": ("consent", "consents"),
}
"""By the place of its acts: the kind of record, and the section of the case it is kept in."""
_DUE: Final = {"referral": ("offered", "reply_due"), "request": ("sent", "preserved_until")}


def outgoing(shown: CaseShown) -> list[QWidget]:
    """What was asked of others on one side, what was agreed and sent on the other."""
    asked = [_list(shown, place) for place in ("platforms", "removals", "foreign")]
    sent = [_list(shown, place) for place in ("referrals", "consents")]
    return [Columns(list(asked), [*sent, _letters(shown)], (1, 1))]


def _list(shown: CaseShown, place: str) -> QFrame:
    kind, section = _CARDS[place]
    lines: list[QWidget] = []
    for record in reversed(shown.case[section]):
        made = _record(shown, kind, record)
        lines += [hairline(), made] if lines else [made]
    body: list[QWidget] = lines or [label(shown.say(f"outgoing.none_{place}"), "second")]
    if place == "platforms":
        body += [hairline(), _beside(*shown.links("figures", "", ""))]
    return titled(shown.say(f"outgoing.{place}"), *body, links=shown.links(place, "", ""))


def _beside(*links: QWidget) -> QWidget:
    made = QWidget()
    made.setLayout(row(*links, 1))
    return made


def _record(shown: CaseShown, kind: str, record: Record) -> QWidget:
    head, second = said_of(shown.desk, kind, shown.case, record)
    parts: list[Any] = [facts([Fact(head, second, _when(shown, record), _SIGNS[kind], _tone(shown, kind, record))], "")]
    if links := shown.links("outgoing", kind, str(record["id"])):
        parts.append(flowing(*links, gap=4))
    if kind == "removal":
        parts += [_check(shown, one) for one in shown.case["removal_checks"] if one["removal"] == record["id"]]
    made = QWidget()
    made.setLayout(column(*parts, gap=2))
    return made


def _check(shown: CaseShown, record: Record) -> QWidget:
    head, second = said_of(shown.desk, "check", shown.case, record)
    late = not record["checked_on"] and over(shown.desk, record["due_on"])
    tone = "danger" if late or record["found"] in ("back", "elsewhere") else ""
    made = QWidget()
    said = in_one_line(label(f"{head} · {second}", "second", tone))
    made.setLayout(column(flowing(said, *shown.links("outgoing", "check", str(record["id"])), gap=4), margins=(24, 0, 0, 0)))
    return made


def _when(shown: CaseShown, record: Record) -> str:
    for name in (
        "ended_on",
        "answered_on",
        "replied_on",
        "requested_on",
        "sent_on",
        "offered_on",
        "received_on",
        "signed_on",
        "captured_on",
    ):
        if record.get(name):
            return day(shown.desk, record[name])
    return ""


def _tone(shown: CaseShown, kind: str, record: Record) -> str:
    """Overdue in red: a reply, a preservation that lapsed, an answer owed abroad."""
    if kind in _DUE:
        state, field = _DUE[kind]
        return "danger" if record["state"] == state and over(shown.desk, record[field]) else ""
    return "danger" if kind == "foreign" and not record["replied_on"] and over(shown.desk, record["reply_due"]) else ""


def _letters(shown: CaseShown) -> QFrame:
    lines = [
        Fact(
            f"{one['number']} · {shown.desk.title('letter_kind', one['kind'])}",
            f"{recipient(shown.desk, one['recipient'])} · {shown.desk.title('letter_channel', one['channel'])} · {one['digest'][:12]}",
            day(shown.desk, one["made_on"]),
            "printer",
        )
        for one in reversed(shown.case["letters"])
    ]
    return titled(shown.say("outgoing.letters"), facts(lines, shown.say("outgoing.none_letters")))
