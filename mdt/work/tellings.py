"""How often a person told it, how the account stands, and who pressed: so that nobody is asked again without need (product C5, C8)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from mdt.errors import Invalid
from mdt.model.interviews import Pressure, StatementStep, Telling
from mdt.model.meetings import Task
from mdt.model.people import Party
from mdt.policy.actions import Action
from mdt.work.desk import Topic, Work, use_case
from mdt.work.forms import LONGEST_LINE, chosen, clean, not_ahead
from mdt.work.people import of_case
from mdt.work.tasks import keep_task


@use_case(Action.WRITE_TELLINGS, Topic.INTERVIEWS)
def record_telling(work: Work, party: str, told_to: str, told_on: date | None = None, note: str | None = None) -> str:
    """Record that a person told it elsewhere: to a parent, a helpline, a school, the police."""
    _person(work, party)
    chosen(work.catalogue, "told_to", "told_to", told_to)
    not_ahead("told_on", told_on, work.clock.today())
    return _keep(work, Telling, party, {"told_to": told_to, "told_on": told_on, "note": clean("note", note, LONGEST_LINE)})


@use_case(Action.WRITE_TELLINGS, Topic.INTERVIEWS, Topic.MEETINGS)
def record_step(work: Work, party: str, kind: str, told_on: date, note: str | None = None) -> str:
    """Record how an account stands now; one that is withdrawn gives the writer the task to look for pressure (product X7)."""
    _person(work, party)
    chosen(work.catalogue, "statement_step", "kind", kind)
    not_ahead("told_on", told_on, work.clock.today())
    if kind == "withdrawn":
        due = work.clock.today() + timedelta(days=work.catalogue.setting("pressure_days"))
        keep_task(work, "look_for_pressure", work.actor.id, due)
    told = {"kind": kind, "told_on": told_on, "written_by": work.actor.id, "note": clean("note", note)}
    return _keep(work, StatementStep, party, told)


@use_case(Action.WRITE_TELLINGS, Topic.INTERVIEWS, Topic.MEETINGS)
def record_pressure(work: Work, party: str, found: str, seen_on: date, by_whom: str | None = None, how: str | None = None) -> str:
    """Record what was found of pressure on a person, none found included; the writer's task to look for it is done with it."""
    _person(work, party)
    chosen(work.catalogue, "pressure", "found", found)
    not_ahead("seen_on", seen_on, work.clock.today())
    for task in work.store.records.of(Task, work.at_case):
        if task.kind == "look_for_pressure" and task.done_on is None:
            work.store.records.change(task, done_on=work.clock.today())
    said = {"by_whom": clean("by_whom", by_whom, LONGEST_LINE), "how": clean("how", how)}
    return _keep(work, Pressure, party, {"found": found, "seen_on": seen_on, "written_by": work.actor.id, **said})


def _person(work: Work, party: str) -> None:
    if of_case(work, Party, party).role == "accused":
        raise Invalid(fields={"party": "invalid.accused_not_interviewed"})


def _keep(work: Work, kind: Any, party: str, said: dict[str, Any]) -> str:
    kept = kind(id=work.about(work.ids.fresh()), case=work.at_case, party=party, **said)
    work.store.records.add(kept)
    return str(kept.id)
