"""Giving a member of the desk something to do for the case at hand."""

from __future__ import annotations

from datetime import date

from mdt.model.meetings import Task
from mdt.work.desk import Work


def keep_task(work: Work, kind: str, owner: str, due_on: date, what: str | None = None, item: str | None = None) -> Task:
    """Keep a task of a kind (list 'task_kind') for ``owner`` until a day, given by whoever acts."""
    kept = Task(id=work.ids.fresh(), case=work.at_case, kind=kind, owner=owner, given_by=work.actor.id, due_on=due_on, what=what, item=item)
    work.store.records.add(kept)
    return kept
