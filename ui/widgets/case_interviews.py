"""The interviews of a case: who is heard and by whom, how often each person told it, and how every account stands."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from PySide6.QtWidgets import QFrame, QWidget

from mdt.work.bundle import KARACHI
from mdt.work.gate import HELD, TOLD_IN
from ui.widgets.case_shown import CaseShown
from ui.widgets.days import moment
from ui.widgets.flow import Columns, flowing
from ui.widgets.parts import column, hairline, in_one_line, label, row
from ui.widgets.sections import Fact, Record, facts, titled


def interviews(shown: CaseShown) -> list[QWidget]:
    """Plans and interviews on one side, what was told to whom and how it stands on the other."""
    return [Columns([interview_list(shown)], [told_so_far(shown), _account(shown)], (1, 1))]


def interview_list(shown: CaseShown) -> QFrame:
    """Who is or was heard, by whom and when, how it stands, and what may be done about it."""
    aliases = _aliases(shown)
    lines: list[QWidget] = []
    for one in shown.case["interviews"]:
        head = f"{aliases[one['party']]} · {shown.desk.title('interview_kind', one['kind'])}"
        state = shown.desk.title("interview_state", one["state"])
        led = shown.say("interviews.led_by", state=state, who=one["lead"]) if one["lead"] else shown.say("interviews.no_lead", state=state)
        said = facts([Fact(head, led, _when(shown, one["started_at"] or one["planned_for"]), "chat-circle")], "")
        links = shown.links("interviews", "interview", str(one["id"]))
        made = QWidget()
        made.setLayout(column(said, *([flowing(*links, gap=4)] if links else []), gap=2))
        lines += [hairline(), made] if lines else [made]
    nothing = label(shown.say("interviews.none"), "second")
    return titled(shown.say("interviews.title"), *(lines or [nothing]), links=shown.links("interviews", "", ""))


def told_so_far(shown: CaseShown) -> QFrame:
    """How often each person told it, and the word of the desk where that is often."""
    body = column(gap=10)
    for party in (one for one in shown.case["parties"] if one["role"] != "accused"):
        count = told_by(shown.case, str(party["id"]))
        if count or party["role"] in ("victim", "complainant"):
            body.addWidget(_told(shown, party, count))
    holder = QWidget()
    holder.setLayout(body)
    return titled(shown.say("interviews.told_title"), holder, links=shown.links("tellings", "", ""))


def told_by(case: Any, party: str) -> int:
    """How often a person told it, from what the case shows: elsewhere, in interviews held, in statements."""
    elsewhere: int = sum(one["party"] == party for one in case["tellings"])
    held: int = sum(one["party"] == party and one["state"] in HELD for one in case["interviews"])
    taken: int = sum(one["party"] == party and one["kind"] in TOLD_IN for one in case["statements"])
    return elsewhere + held + taken


def _told(shown: CaseShown, party: Record, count: int) -> QWidget:
    setting, say = shown.desk.catalogue.setting, shown.say
    role = shown.desk.title("party_role", party["role"])
    often, warned = count >= setting("tellings_block"), count >= setting("tellings_warn")
    said = say("interviews.told", count=count) if count else say("interviews.told_never")
    tone = "danger" if often else "warn" if warned else ""
    lines: list[Any] = [row(in_one_line(label(f"{party['alias']} · {role}")), 1, label(said, "second", tone))]
    to = [shown.desk.title("told_to", one["told_to"]) for one in shown.case["tellings"] if one["party"] == party["id"]]
    if to:
        lines.append(flowing(*(label(word, "chip") for word in dict.fromkeys(to)), gap=6))
    if warned:
        lines.append(label(say("interviews.told_warn"), "second"))
    if count + 1 >= setting("tellings_block"):
        lines.append(label(say("interviews.told_block"), "second"))
    made = QWidget()
    made.setLayout(column(*lines, gap=4))
    return made


def _account(shown: CaseShown) -> QFrame:
    """First, partial, withdrawn, reaffirmed, and pressure, the newest first; words only for those who may read them."""
    aliases, title = _aliases(shown), shown.desk.title
    found: list[tuple[str, Fact]] = []

    def add(day: Any, words: str, second: Any, sign: str) -> None:
        found.append((str(day or ""), Fact(words, second if isinstance(second, str) else "", shown.day(day), sign)))

    for one in shown.case["statement_steps"]:
        words = shown.say("interviews.step", alias=aliases[one["party"]], kind=title("statement_step", one["kind"]))
        add(one["told_on"], words, one.get("note"), "chat-circle")
    for one in shown.case["pressures"]:
        words = shown.say("interviews.pressed", alias=aliases[one["party"]], kind=title("pressure", one["found"]))
        add(one["seen_on"], words, one.get("how"), "warning-circle")
    for one in shown.case["tellings"]:
        words = shown.say("interviews.told_to", alias=aliases[one["party"]], kind=title("told_to", one["told_to"]))
        add(one["told_on"], words, one.get("note"), "question")
    lines = [fact for _, fact in sorted(found, key=lambda entry: entry[0], reverse=True)]
    body = facts(lines, shown.say("interviews.account_none"))
    return titled(shown.say("interviews.account_title"), body, links=shown.links("accounts", "", ""))


def _aliases(shown: CaseShown) -> dict[str, str]:
    return {party["id"]: party["alias"] for party in shown.case["parties"]}


def _when(shown: CaseShown, iso: Any) -> str:
    return moment(datetime.fromisoformat(str(iso)).astimezone(KARACHI), shown.desk.words.language) if iso else ""
