"""The clocks of a case: what runs and until when, flags, what was recorded by hand, and who was told how it stands."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from PySide6.QtWidgets import QWidget

from mdt.work.bundle import KARACHI
from ui.widgets.case_shown import CaseShown
from ui.widgets.days import moment
from ui.widgets.due_rows import TELLING, TONES, basis_of, left_in
from ui.widgets.flow import Columns, Flow
from ui.widgets.parts import column, holding, in_one_line, label, row
from ui.widgets.sections import Record, joined, sealed_text, titled
from ui.widgets.tasks import below_each_other

DAY = 86400


def clocks(shown: CaseShown) -> list[QWidget]:
    """Everything about time on this case."""
    case = shown.case
    running = below_each_other([_clock(shown, one) for one in case["clocks"]], shown.say("clocks.none"))
    told = sorted(case["contact_logs"], key=lambda one: str(one["at"]), reverse=True)
    recorded = sorted(case["case_events"], key=lambda one: str(one["happened_at"]), reverse=True)
    wide: list[QWidget] = [titled(shown.say("clocks.running"), running, links=shown.links("clocks", "", ""))]
    narrow: list[QWidget] = [
        titled(
            shown.say("clocks.flags"), below_each_other([_flag(shown, one) for one in case["case_flags"]], shown.say("clocks.no_flags"))
        ),
        titled(shown.say("clocks.told"), below_each_other([_told(shown, one) for one in told], shown.say("clocks.nobody_told"))),
        titled(shown.say("clocks.events"), below_each_other([_event(shown, one) for one in recorded], shown.say("clocks.no_events"))),
    ]
    return [Columns(wide, narrow)]


def _clock(shown: CaseShown, clock: Record) -> QWidget:
    title = " · ".join(part for part in (_named(shown, clock), shown.desk.title("deadline", clock["rule"])) if part)
    second = [basis_of(shown.desk, clock["rule"]), clock["owner"] or shown.say("due.nobody")]
    if days := clock["paused_seconds"] // DAY:
        second.append(shown.say("clocks.stood", count=days))
    if clock["level"]:
        second.append(shown.say("due.taken_to", level=shown.say(f"due.level_{clock['level']}")))
    if clock["due_at"]:
        second.insert(0, _moment(shown, clock["due_at"]))
        when = left_in(shown.desk, clock["left_seconds"])
    else:
        when = shown.say("due.stands", reason=shown.desk.title("pause_reason", clock["why_paused"] or None))
    due = in_one_line(label(when, "second", TONES.get(clock["state"], "")))
    head = row(label(title), due, gap=10)
    head.setStretch(0, 1)
    links = shown.links("people", "told", str(clock["about"])) if clock["rule"] in TELLING else []
    links += shown.links("clocks", "clock", str(clock["id"]))
    body = column(head, label(" · ".join(second), "second"), gap=2)
    if links:
        body.addLayout(Flow(*links, gap=8))
    return holding(body)


def _named(shown: CaseShown, clock: Record) -> str:
    return shown.desk.title("task_kind", clock["named"]) if clock["rule"] == "task" else str(clock["named"])


def _flag(shown: CaseShown, flag: Record) -> QWidget:
    day = shown.day(flag["due_on"])
    head = row(label(" · ".join((day, str(flag["raised_by"])))), 1, *shown.links("clocks", "flag", str(flag["id"])))
    body = column(head, gap=4)
    if flag.get("what"):
        body.addWidget(sealed_text(shown.desk, flag["what"]))
    if flag["resolved_on"]:
        said = " · ".join((shown.say("clocks.resolved"), shown.day(flag["resolved_on"]), str(flag["resolved_by"])))
        body.addWidget(label(said, "second"))
        if flag.get("resolution"):
            body.addWidget(sealed_text(shown.desk, flag["resolution"]))
    return holding(body)


def _told(shown: CaseShown, log: Record) -> QWidget:
    alias = next((party["alias"] for party in shown.case["parties"] if party["id"] == log["party"]), "")
    title = " · ".join((alias, shown.desk.title("contact_outcome", log["outcome"]), shown.desk.title("contact_channel", log["channel"])))
    contents = joined(shown.desk, (shown.desk.title("contact_content", content) for content in log["contents"]))
    second = " · ".join(part for part in (_moment(shown, log["at"]), str(log["written_by"]), contents) if part)
    return holding(column(label(title), label(second, "second"), gap=2))


def _event(shown: CaseShown, event: Record) -> QWidget:
    alias = next((party["alias"] for party in shown.case["parties"] if party["id"] == event["about"]), "")
    when = _moment(shown, event["happened_at"]) if event["timed"] else shown.day(_local(event["happened_at"]).date())
    gone = shown.say("clocks.withdrawn") if event["withdrawn_on"] else ""
    second = " · ".join(part for part in (when, alias, str(event["written_by"]), gone) if part)
    head = row(label(shown.desk.title("case_event", event["kind"])), 1, *shown.links("clocks", "case_event", str(event["id"])))
    return holding(column(head, label(second, "second"), gap=2))


def _local(iso: Any) -> datetime:
    return datetime.fromisoformat(str(iso)).astimezone(KARACHI)


def _moment(shown: CaseShown, iso: Any) -> str:
    return moment(_local(iso), shown.desk.words.language)


def contact_lines(shown: CaseShown, contact: Record) -> list[tuple[str, str]]:
    """The ways and manners of a safe contact in words: (what is said, its field)."""
    lines = []
    if isinstance(contact.get("ways"), str):
        ways = (shown.desk.title("contact_channel", way) for way in contact["ways"].split(","))
        lines.append((joined(shown.desk, ways), shown.say("field.ways")))
    manners = contact["manners"].split(",") if isinstance(contact.get("manners"), str) else []
    for name, _, answer in (manner.partition("=") for manner in manners):
        said = shown.desk.title("spoken", answer) if name == "spoken" else shown.say("clocks.yes" if answer == "yes" else "clocks.no")
        lines.append((said, shown.say(f"field.{name}")))
    return lines


def told_links(shown: CaseShown, party: Record) -> list[QWidget]:
    """What can be done to tell a person how it stands."""
    return shown.links("people", "told", str(party["id"]))
