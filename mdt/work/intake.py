"""The intake: the one standing case that tips lie in, with seats, keys and log as any case; and the ledger of what lies there."""

from __future__ import annotations

from dataclasses import dataclass

from mdt.errors import Conflict, Missing
from mdt.model.cases import Case
from mdt.model.staff import Seat
from mdt.model.tips import INTAKE, INTAKE_STAGE, TipCount, TipFilter, TipLine
from mdt.policy.actions import Action
from mdt.policy.rules import may_come_near
from mdt.work.desk import Topic, Work, use_case


@dataclass(frozen=True, slots=True)
class Intake:
    """The intake as a member finds it: its id where there is one and she may come near, who sits there, whether it was opened at all."""

    case: str | None
    seats: tuple[Seat, ...]
    opened: bool


@use_case(Action.OPEN_INTAKE, Topic.TIPS, Topic.TEAM)
def open_intake(work: Work) -> str:
    """Make the intake; there is one for a desk, and nobody sits there until she seats somebody. Its key is made by who sits there first."""
    if work.store.records.tips.intake() is not None:
        raise Conflict("conflict.intake_open")
    _, _, circle, _ = work.store.desk()
    today = work.clock.today()
    kept = Case(id=work.ids.fresh(), code=INTAKE, circle=circle, stage=INTAKE_STAGE, registered_on=today, registered_by=work.actor.id)
    work.store.records.add(kept)
    work.store.log.state("intake", kept.id)
    work.made.append(kept.id)
    return work.about(kept.id)


@use_case(Action.LIST_TIPS, recorded=False)
def locate_intake(work: Work) -> Intake:
    """Where tips lie: for whoever sits there or supervises, with its seats."""
    found = work.store.records.tips.intake()
    if found is None or not is_near(work):
        return Intake(None, (), found is not None)
    return Intake(found, work.store.staff.seats(found), True)


@use_case(Action.LIST_TIPS, recorded=False)
def list_tips(work: Work, wanted: TipFilter | None = None) -> tuple[TipLine, ...]:
    """One page of the ledger, whatever waits longest first; nothing for whoever has no seat at the intake."""
    return work.store.records.tips.page(wanted or TipFilter()) if is_near(work) else ()


@use_case(Action.LIST_TIPS, recorded=False)
def count_tips(work: Work) -> tuple[TipCount, ...]:
    """How many tips there are by source, triage and state."""
    return work.store.records.tips.counts() if is_near(work) else ()


def is_near(work: Work) -> bool:
    """Whether she may come near the intake, whichever case is at hand."""
    found = work.store.records.tips.intake()
    return found is not None and may_come_near(work.actor, work.store.cases.access(found))


def intake_of(work: Work) -> str:
    """The id of the intake; Missing where there is none for her."""
    found = work.store.records.tips.intake()
    if found is None or not is_near(work):
        raise Missing("missing.intake")
    return found
