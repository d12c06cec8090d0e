"""Where each event of the deadline table is found in what a desk keeps; another noun adds its own lines here and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Date, Select, Text, and_, bindparam, case, func, literal, or_, select, type_coerce

from db.tables import RECORDS
from mdt.model.cases import Arrest, Case, Number, StageMove
from mdt.model.clocks import CaseEvent, CaseFlag
from mdt.model.contacts import ContactLog
from mdt.model.evidence import Statement
from mdt.model.interviews import Interview
from mdt.model.ladder import Match
from mdt.model.meetings import AgendaItem, Meeting, Task
from mdt.model.notes import Signal
from mdt.model.outgoing import ForeignRequest, OutgoingReferral, PlatformRequest, RemovalCheck, RemovalRequest
from mdt.model.people import Party
from mdt.model.tips import INTAKE_STAGE, Feedback, Tip

_cases, _parties, _logs = (RECORDS[kind] for kind in (Case, Party, ContactLog))
_events, _interviews, _signals = (RECORDS[kind] for kind in (CaseEvent, Interview, Signal))
Open = Select[tuple[str]]
"""The ids of the cases that are not over and that the member may come near."""
NOBODY: Final = literal("")


@dataclass(frozen=True, slots=True)
class Found:
    """Events and how they are found: rows of case, event, when (a day or a moment), what it is about, who has to act on it."""

    what: str
    rows: Callable[[Open], Select[Any]]


def _row(kept: Any, event: Any, when: Any, about: Any = NOBODY, owner: Any = NOBODY) -> Select[Any]:
    named = literal(event) if isinstance(event, str) else event
    return select(kept, named, type_coerce(when, Text), about, owner)


def _numbered(near: Open) -> Select[Any]:
    numbers = RECORDS[Number]
    return _row(numbers.c.case, "fir", numbers.c.dated).where(
        numbers.c.kind == "fir", numbers.c.dated.is_not(None), numbers.c.case.in_(near)
    )


def _arrested(near: Open) -> Select[Any]:
    arrests = RECORDS[Arrest]
    return _row(arrests.c.case, "arrest", arrests.c.arrested_on, arrests.c.party).where(
        arrests.c.arrested_on.is_not(None), arrests.c.case.in_(near)
    )


def _moved(near: Open) -> Select[Any]:
    """Challans; whatever comes behind the final one says that it was submitted."""
    moves = RECORDS[StageMove]
    event = case((moves.c.target == "interim_challan", "interim_challan"), else_="final_challan")
    behind = or_(*(moves.c.target == stage for stage in ("interim_challan", "final_challan", "trial", "outcome", "appeal")))
    return _row(moves.c.case, event, moves.c.moved_on).where(behind, moves.c.case.in_(near))


def _before_magistrate(near: Open) -> Select[Any]:
    told = RECORDS[Statement]
    return _row(told.c.case, "s164_recorded", told.c.taken_on, told.c.party).where(told.c.kind == "s164", told.c.case.in_(near))


def _held(near: Open) -> Select[Any]:
    return _row(_interviews.c.case, "interview_held", _interviews.c.ended_at, _interviews.c.party, _interviews.c.aftercare_owner).where(
        _interviews.c.ended_at.is_not(None), _interviews.c.state != "cancelled", _interviews.c.case.in_(near)
    )


def _agreed(near: Open) -> Select[Any]:
    """Calls after interviews that were agreed on and not made: no contact with the person since it ended."""
    called = select(_logs.c.id).where(
        _logs.c.party == _interviews.c.party, _logs.c.outcome == "contacted", _logs.c.at >= _interviews.c.ended_at
    )
    rows = _row(_interviews.c.case, "aftercare_agreed", _interviews.c.aftercare_at, _interviews.c.party, _interviews.c.aftercare_owner)
    return rows.where(_interviews.c.aftercare_at.is_not(None), ~called.exists(), _interviews.c.case.in_(near))


def _called(near: Open) -> Select[Any]:
    interviewed = select(_interviews.c.party).where(_interviews.c.ended_at.is_not(None))
    return _row(_logs.c.case, "wellbeing_call", _logs.c.at, _logs.c.party).where(
        _logs.c.outcome == "contacted", _logs.c.party.in_(interviewed), _logs.c.case.in_(near)
    )


def _told(near: Open) -> Select[Any]:
    """When each person who was hurt was last told, the day of registration where never; whoever complained, where nobody is a victim."""
    last = select(func.max(type_coerce(_logs.c.at, Text))).where(_logs.c.party == _parties.c.id, _logs.c.outcome == "contacted")
    other = _parties.alias()
    hurt = select(other.c.id).where(other.c.role == "victim", other.c.case == _parties.c.case)
    event = case((_parties.c.risk == "high", "victim_told_high_risk"), else_="victim_told")
    when = func.coalesce(last.scalar_subquery(), type_coerce(_cases.c.registered_on, Text))
    whose = or_(_parties.c.role == "victim", and_(_parties.c.role == "complainant", ~hurt.exists()))
    return (
        _row(_parties.c.case, event, when, _parties.c.id)
        .join(_cases, _cases.c.id == _parties.c.case)
        .where(or_(_parties.c.role == "victim", _parties.c.role == "complainant"), whose, _cases.c.id.in_(near))
    )


def _reviewed(near: Open) -> Select[Any]:
    """When the team last looked at each case, the day of registration where it never did; acute while an instruction is in force."""
    items, meetings = RECORDS[AgendaItem], RECORDS[Meeting]
    last = (
        select(func.max(type_coerce(meetings.c.planned_for, Text)))
        .join(items, items.c.meeting == meetings.c.id)
        .where(items.c.case == _cases.c.id, items.c.discussed)
    )
    lasts = or_(_signals.c.until.is_(None), _signals.c.until >= bindparam("today", type_=Date))
    in_force = select(_signals.c.id).where(_signals.c.case == _cases.c.id, _signals.c.lifted_on.is_(None), lasts)
    event = case((in_force.exists(), "reviewed_acute"), else_="reviewed")
    when = func.coalesce(last.scalar_subquery(), type_coerce(_cases.c.registered_on, Text))
    # the intake is no case the team looks at
    return _row(_cases.c.id, event, when).where(_cases.c.id.in_(near), _cases.c.stage != INTAKE_STAGE)


def _given(near: Open) -> Select[Any]:
    tasks = RECORDS[Task]
    return _row(tasks.c.case, "task_due", tasks.c.due_on, tasks.c.id, tasks.c.owner).where(
        tasks.c.done_on.is_(None), tasks.c.case.in_(near)
    )


def _flagged(near: Open) -> Select[Any]:
    flags = RECORDS[CaseFlag]
    return _row(flags.c.case, "flag_due", flags.c.due_on, flags.c.id).where(flags.c.resolved_on.is_(None), flags.c.case.in_(near))


def _recorded(near: Open, event: Any = _events.c.kind) -> Select[Any]:
    # the hour counts where it is known; otherwise the day in Pakistan, which is what the moment was made of
    when = case(
        (_events.c.timed, type_coerce(_events.c.happened_at, Text)), else_=literal("=", Text) + type_coerce(_events.c.happened_at, Text)
    )
    return _row(_events.c.case, event, when, _events.c.about).where(_events.c.withdrawn_on.is_(None), _events.c.case.in_(near))


def _recorded_as(event: str, *kinds: str) -> Callable[[Open], Select[Any]]:
    """Recorded events of some kinds that are another event too."""

    def rows(near: Open) -> Select[Any]:
        return _recorded(near, event).where(or_(*(_events.c.kind == kind for kind in kinds)))

    return rows


def _untriaged(near: Open) -> Select[Any]:
    """Tips nobody sorted yet, faster the higher the sender put them (domain 6.1); one that is one with another waits with it."""
    tips = RECORDS[Tip]
    urgent = or_(*(tips.c.priority == word for word in ("1", "E", "e")))
    event = case((urgent, "tip_received_urgent"), (tips.c.priority == "2", "tip_received_high"), else_="tip_received")
    rows = _row(tips.c.case, event, tips.c.received_at, tips.c.id, tips.c.assigned_to)
    return rows.where(tips.c.triage.is_(None), tips.c.answered_on.is_(None), tips.c.merged_into.is_(None), tips.c.case.in_(near))


def _unanswered(near: Open) -> Select[Any]:
    """Tips whose sender is still owed an answer."""
    tips, feedback = RECORDS[Tip], RECORDS[Feedback]
    event = case((tips.c.source == "cybertip", "tip_received_ncmec"), else_="ncb_received")
    rows = _row(tips.c.case, event, tips.c.received_at, tips.c.id, tips.c.assigned_to).join(feedback, feedback.c.tip == tips.c.id)
    owed = (feedback.c.due_on.is_not(None), feedback.c.sent_on.is_(None), tips.c.merged_into.is_(None))
    return rows.where(*owed, tips.c.case.in_(near))


def _preserved(near: Open) -> Select[Any]:
    asked = RECORDS[PlatformRequest]
    rows = _row(asked.c.case, "preserved_until", asked.c.preserved_until, asked.c.id, asked.c.asked_by)
    return rows.where(asked.c.preserved_until.is_not(None), asked.c.answered_on.is_(None), asked.c.case.in_(near))


def _offered(near: Open) -> Select[Any]:
    sent = RECORDS[OutgoingReferral]
    rows = _row(sent.c.case, "referral_reply_due", sent.c.reply_due, sent.c.id, sent.c.sent_by)
    return rows.where(sent.c.answered_on.is_(None), sent.c.ended_on.is_(None), sent.c.case.in_(near))


def _to_look_again(near: Open) -> Select[Any]:
    checks, removals = RECORDS[RemovalCheck], RECORDS[RemovalRequest]
    rows = _row(checks.c.case, "removal_check_due", checks.c.due_on, checks.c.id, removals.c.asked_by)
    return rows.join(removals, removals.c.id == checks.c.removal).where(checks.c.checked_on.is_(None), checks.c.case.in_(near))


def _asked_from_abroad(near: Open) -> Select[Any]:
    asked = RECORDS[ForeignRequest]
    rows = _row(asked.c.case, "foreign_reply_due", asked.c.reply_due, asked.c.id, asked.c.officer)
    return rows.where(asked.c.replied_on.is_(None), asked.c.case.in_(near))


def _matched(near: Open) -> Select[Any]:
    """Matches nobody settled: until then somebody close to a child may be the accused."""
    matches = RECORDS[Match]
    rows = _row(matches.c.case, "match_found", matches.c.found_at, matches.c.party)
    return rows.where(matches.c.settled_at.is_(None), matches.c.case.in_(near))


FOUND: Final = (
    Found("numbers", _numbered),
    Found("arrests", _arrested),
    Found("stage moves", _moved),
    Found("statements", _before_magistrate),
    Found("interviews", _held),
    Found("aftercare", _agreed),
    Found("calls", _called),
    Found("updates", _told),
    Found("reviews", _reviewed),
    Found("tasks", _given),
    Found("flags", _flagged),
    Found("matches", _matched),
    Found("tips to sort", _untriaged),
    Found("senders to answer", _unanswered),
    Found("preservations", _preserved),
    Found("referrals", _offered),
    Found("removals", _to_look_again),
    Found("foreign requests", _asked_from_abroad),
    Found("recorded", _recorded),
    Found("first remand is a remand", _recorded_as("remand_order", "first_remand", "first_remand_other")),
    Found("a report is forensic", _recorded_as("forensic_event", "report_received")),
)
"""Every line, in no order that matters."""
