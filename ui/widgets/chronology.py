"""What happened on a case, in the order of days, from what its common page may say; the same words as the bundle's chronology."""

from __future__ import annotations

from typing import Any

from ui.desk import ScreenDesk
from ui.widgets.days import long_day
from ui.widgets.sections import Fact


def happenings(desk: ScreenDesk, case: Any) -> list[Fact]:
    """Every dated fact of the case, the newest first."""
    aliases = {party["id"]: party["alias"] for party in case["parties"]}
    found: list[tuple[str, Fact]] = []

    def add(day: Any, sign: str, key: str, second: str = "", **gaps: Any) -> None:
        if day:
            iso = str(day)[:10]
            found.append((iso, Fact(desk.say(key, **gaps), second, long_day(iso, desk.words.language), sign)))

    start, end = case["occurred_from"], case["occurred_to"]
    add(start, "calendar-blank", "chronology.on_the_day" if start == end else "chronology.occurred")
    add(end if end != start else None, "calendar-blank", "chronology.ended")
    for report in case["first_report"]:
        add(report["received_on"], "paper-plane-tilt", "chronology.reported", channel=desk.title("channel", report["channel"]))
    for source in case["sources"]:
        add(source["received_on"], "paper-plane-tilt", "chronology.source", source=desk.title("source", source["kind"]))
    for move in case["stage_moves"]:
        add(move["moved_on"], "path", "chronology.moved", move["moved_by"], stage=desk.title("stage", move["target"]))
    for number in case["numbers"]:
        add(number["dated"], "note-pencil", "chronology.numbered", kind=desk.title("number", number["kind"]), number=number["text"])
    for arrest in case["arrests"]:
        add(arrest["arrested_on"], "lock-key", "chronology.arrested", alias=aliases[arrest["party"]])
    for told in case["statements"]:
        kind = desk.title("statement_kind", told["kind"])
        add(told["taken_on"], "chat-circle", "chronology.statement", told["taken_by"], alias=aliases[told["party"]], kind=kind)
    for one in case["interviews"]:
        add(one["started_at"], "chat-circle", "interviews.heard", one["lead"] or "", alias=aliases[one["party"]])
    for step in case["statement_steps"]:
        kind = desk.title("statement_step", step["kind"])
        add(step["told_on"], "chat-circle", "interviews.stands", step["written_by"], alias=aliases[step["party"]], kind=kind)
    for section, sign in (("session_notes", "chat-circle"), ("welfare_notes", "house-line")):
        for note in case[section]:
            attendance = desk.title("attendance", note["attendance"])
            add(note["held_on"], sign, f"screen.{section}_said", note["written_by"], attendance=attendance)
    for request in case["requests"]:
        add(request["requested_at"], "question", f"screen.asked_{request['kind']}", request["requested_by"])
        add(request["decided_on"], "seal-check", f"screen.{request['decision']}", request["decided_by"] or "")
    return [fact for _, fact in sorted(found, key=lambda entry: entry[0], reverse=True)]
