"""What an act on a clock, a flag, an event or a person to be told is about, above its form."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from ui.desk import ScreenDesk
from ui.widgets.days import long_day
from ui.widgets.due_rows import basis_of
from ui.widgets.filled import Record
from ui.widgets.parts import label, selectable
from ui.widgets.sections import sealed_text


def clock_of(desk: ScreenDesk, case: Record, record: Record) -> list[QWidget]:
    """Which clock, on which basis, since when."""
    said = " · ".join((basis_of(desk, record["rule"]), desk.say("clocks.since", day=long_day(record["began"], desk.words.language))))
    title = " · ".join(part for part in (record["named"], desk.title("deadline", record["rule"])) if part)
    return [label(title, "head"), label(said, "second")]


def event_of(desk: ScreenDesk, case: Record, record: Record) -> list[QWidget]:
    """Which event, when."""
    return [label(f"{desk.title('case_event', record['kind'])} · {long_day(record['happened_at'], desk.words.language)}", "head")]


def flag_of(desk: ScreenDesk, case: Record, record: Record) -> list[QWidget]:
    """Until when, and what was to be looked at."""
    words = [sealed_text(desk, record["what"])] if record.get("what") else []
    return [label(long_day(record["due_on"], desk.words.language), "head"), *words]


def told_of(desk: ScreenDesk, case: Record, record: Record) -> list[QWidget]:
    """Whom to tell by which way, and the one line that is said to anybody else, as far as she may know them."""
    contacts = [one for one in case["safe_contacts"] if one["party"] == record["id"]]
    readable = [one for one in contacts if any(isinstance(one.get(name), str) for name in ("number", "neutral_line", "ways", "hours"))]
    said: list[QWidget] = [label(" · ".join((record["alias"], desk.title("party_role", record["role"]))), "head")]
    if record["id"] in case["out_of_reach"]:
        return [*said, label(desk.say("refused.frozen_contact", who=record["alias"]), "second", "danger")]
    if way := way_words(desk, case, record):
        said.append(label(way, "second"))
    if not contacts:
        return [*said, label(desk.say("clocks.no_contact"), "second", "warn"), label(desk.say("clocks.no_line"), "second")]
    if not readable:
        return [*said, label(desk.say("clocks.contact_closed"), "second")]
    contact = readable[-1]
    told = [contact.get(name) for name in ("number", "whose", "hours")]
    said += [selectable(label(text)) for text in told if isinstance(text, str)]
    line = contact.get("neutral_line")
    said.append(selectable(label(desk.say("clocks.line", line=line) if isinstance(line, str) else desk.say("clocks.no_line"))))
    if isinstance(contact.get("blocked"), str):
        said.append(label(desk.say("clocks.never", numbers=contact["blocked"]), "second", "danger"))
    return said


def way_words(desk: ScreenDesk, case: Record, record: Record) -> str:
    """The way to try next, and that the last one reached nobody too often."""
    found = next((one for one in case["ways"] if one["id"] == record["id"]), None)
    if found is None:
        return ""
    if found["way"] is None:
        return desk.say("clocks.way_owner", count=found["in_a_row"]) if found["moved_on"] else ""
    way = desk.title("contact_channel", found["way"])
    moved = found["moved_on"] and found["in_a_row"]
    return desk.say("clocks.way_moved", count=found["in_a_row"], way=way) if moved else desk.say("clocks.way", way=way)
