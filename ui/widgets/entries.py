"""Entries of a calendar: when, what, who and where in words; of cases of others that somebody or a room is taken, and nothing else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta

from PySide6.QtWidgets import QFrame, QWidget

from mdt.model.clashes import Clash
from mdt.model.lists import Appointment
from ui.desk import ScreenDesk
from ui.widgets.icons import Sign
from ui.widgets.parts import column, in_one_line, label, row
from ui.widgets.reading import INSIDE_ENDS, LEFT_INSIDE
from ui.widgets.sections import joined
from ui.widgets.week import hour, weekday

Names = Mapping[str, str]


def said_of(desk: ScreenDesk, one: Appointment) -> str:
    """What an entry is called: the code of its case, a meeting, or that somebody is busy."""
    if one.kind == "meeting":
        return desk.say("calendar.meeting")
    return one.code or desk.say("calendar.busy")


def entry(desk: ScreenDesk, one: Appointment, names: Names, opens: QWidget | None, clashes: Sequence[Clash]) -> QWidget:
    """One entry of a day."""
    made = QFrame()
    made.setObjectName("entry")
    made.setProperty("tone", "warn" if clashes else "busy" if opens is None else "")
    head: list[QWidget | int] = [in_one_line(label(_hours(one), "second")), 1] if one.at else []
    if clashes:
        head = [Sign("warning-circle-fill", "warn", 16), *(head or [1])]
    parts = [row(*head, gap=4)] if head else []
    second = [_kind(desk, one), desk.title("room", one.room), " · ".join(names.get(member, member) for member in one.people)]
    lines: list[QWidget] = [label(words, "second") for words in second if words]
    if clashes:
        lines.append(label(desk.say("calendar.twice"), "second", "warn"))
    called = row(opens, 1, gap=0) if opens is not None else column(label(said_of(desk, one), "head"))
    made.setLayout(column(*parts, called, *lines, gap=2, margins=(8, 6, 8, 6)))
    return made


def whole_clash(desk: ScreenDesk, found: Sequence[Appointment], clash: Clash, names: Names) -> str:
    """What stands there twice: which two, and why they cannot both be."""
    one, other = found[clash.first], found[clash.second]
    both = {one.people[0], other.people[0]} if one.people and other.people and one.kind == other.kind == "interview" else set()
    leads = sorted(names.get(member, member) for member in clash.people if both == {member})
    needed = sorted(names.get(member, member) for member in clash.people if both != {member})
    why = [desk.say("calendar.leads_both", who=joined(desk, leads))] if leads else []
    why += [desk.say("calendar.needed_twice", who=joined(desk, needed))] if needed else []
    why += [desk.say("calendar.room_twice", room=desk.title("room", one.room))] if clash.room else []
    day = weekday(one.day, desk.words.language)
    first, second = (f"{LEFT_INSIDE}{_hours(each)}{INSIDE_ENDS} {said_of(desk, each)}" for each in (one, other))
    return desk.say("calendar.clash", day=day, first=first, second=second, why=" · ".join(why))


def _hours(one: Appointment) -> str:
    assert one.at is not None
    return f"{hour(one.at)}–{hour(one.at + timedelta(minutes=one.minutes))}" if one.minutes else hour(one.at)


def _kind(desk: ScreenDesk, one: Appointment) -> str:
    if one.case is None:
        return ""
    said = desk.say(f"calendar.{one.kind}")
    more = {"interview": "interview_state", "event": "next_event", "task": "task_kind"}.get(one.kind)
    return f"{said} · {desk.title(more, one.what)}" if more and one.what else said
