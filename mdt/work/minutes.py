"""Minutes of a meeting for one reader: gathered case by case through the door, so that each case lets out what it would anyway."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from mdt.catalogue.schema import Catalogue
from mdt.model.minutes import CaseLine, MinutesContent, TaskLine
from mdt.work.bundle import KARACHI
from mdt.work.desk import Desk
from mdt.work.meetings import AgendaLine, open_meeting, read_item
from mdt.work.staff import list_members
from mdt.work.upkeep import read_desk


def gather_minutes(desk: Desk, catalogue: Catalogue, meeting: str, today: date) -> MinutesContent:
    """What the member at this desk may read of a meeting; every case that is read is logged as opened."""
    view, facts, me = desk.do(open_meeting, None, meeting), desk.do(read_desk), desk.me()
    names = {member.id: member.user_name for member in desk.do(list_members)}
    held = view.meeting
    return MinutesContent(
        agency=catalogue.title("agency", facts.agency),
        circle=catalogue.title("circle", facts.circle),
        planned_for=held.planned_for.astimezone(KARACHI),
        ended=held.ended_at is not None,
        room=catalogue.title("room", held.room) if held.room else None,
        chair=view.chair,
        present=view.present,
        cases=tuple(_case(desk, catalogue, line, names) for line in view.agenda),
        restricted=view.restricted,
        prepared_by=me.user_name,
        prepared_role=catalogue.title("role", me.role),
        prepared_on=today,
    )


def _case(desk: Desk, catalogue: Catalogue, line: AgendaLine, names: Mapping[str, str]) -> CaseLine:
    if line.item is None:
        return CaseLine(code=str(line.code), discussed=False)
    found = desk.do(read_item, line.case, line.item)
    tasks = sorted(found["tasks"], key=lambda task: (task["due_on"], task["id"]))
    text = _read(found.get("findings"))
    return CaseLine(
        code=str(line.code),
        discussed=line.discussed,
        findings=text,
        withheld=line.discussed and text is None,
        tasks=tuple(_task(catalogue, task, names) for task in tasks),
    )


def _task(catalogue: Catalogue, task: Mapping[str, Any], names: Mapping[str, str]) -> TaskLine:
    return TaskLine(
        kind=catalogue.title("task_kind", task["kind"]),
        owner=names.get(task["owner"], task["owner"]),
        due_on=date.fromisoformat(task["due_on"]),
        done_on=date.fromisoformat(task["done_on"]) if task["done_on"] else None,
        what=_read(task.get("what")),
    )


def _read(value: object) -> str | None:
    """A text that is open; None where it is masked or waits for a key."""
    return value if isinstance(value, str) else None
