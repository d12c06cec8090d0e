"""Meetings of the team over several cases: who came, what was decided of each case, and the tasks that came of it."""

from __future__ import annotations

from dataclasses import dataclass

from mdt.model.sensitivity import Account, Count, Flag, MaybeMoment, MaybePlain, MaybePlainDate, Moment, Plain, PlainDate, Plains


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """A meeting of the desk (MDT): when, under whose chair, which cases are on its agenda, and who came."""

    id: Plain
    planned_for: Moment
    room: MaybePlain = None
    chair: Plain
    cases: Plains = ()
    present: Plains = ()
    ended_at: MaybeMoment = None
    version: Count = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class AgendaItem:
    """One case on a meeting's agenda; what was found of it is for those who may read accounts."""

    id: Plain
    case: Plain
    meeting: Plain
    discussed: Flag = False
    findings: Account = None
    version: Count = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """Something one member has to do for a case until a day; ``kind`` is the desk's to see, ``what`` is not."""

    id: Plain
    case: Plain
    item: MaybePlain = None
    kind: Plain
    owner: Plain
    given_by: Plain
    due_on: PlainDate
    done_on: MaybePlainDate = None
    what: Account = None
    version: Count = 1
