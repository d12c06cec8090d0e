"""One case of a meeting as cards: what each discipline is asked to tell, what was found, and what somebody has to do."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QFrame, QWidget

from mdt.catalogue.interviewing import MeetingPrompt
from ui.desk import ScreenDesk
from ui.widgets.parts import label
from ui.widgets.sections import Fact, Record, closed_panel, facts, joined, sealed_text, titled
from ui.widgets.tasks import Finish, below_each_other, done_tasks, open_tasks


def prompts(desk: ScreenDesk) -> QFrame:
    """What a meeting asks of each case; what is hers to tell stands first and says so."""
    rows = [found for found in desk.catalogue.tables["meeting_prompt"].values() if isinstance(found, MeetingPrompt)]
    rows.sort(key=lambda found: desk.me.role not in found.roles)
    lines = []
    for found in rows:
        told_by = joined(desk, (desk.title("role", role) for role in found.roles))
        hers = desk.me.role in found.roles
        lines.append(Fact(found.title.inside(desk.words.language), told_by, desk.say("meeting.yours") if hers else "", tone="accent"))
    return titled(desk.say("meeting.prompts"), facts(lines, ""))


def found_of(desk: ScreenDesk, item: Record) -> list[QWidget]:
    """What the meeting found of the case, or why it does not stand here."""
    if item.get("findings"):
        return [sealed_text(desk, item["findings"])]
    if "findings" not in item:
        return [closed_panel(desk.say("meeting.closed"))]
    return [label(desk.say("meeting.nothing_found"), "second")]


def tasks_of(desk: ScreenDesk, tasks: Sequence[Record], finish: Finish) -> list[QWidget]:
    """The decisions that became tasks."""
    done = done_tasks(desk, tasks)
    rows = below_each_other(open_tasks(desk, tasks, finish), desk.say("tasks.none"))
    return [label(desk.say("meeting.decisions"), "head"), rows, *([facts(done, "")] if done else [])]
