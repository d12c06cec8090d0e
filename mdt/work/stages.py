"""The stage path: a case moves by a deliberate act, with what its next stage asks for, and never by itself."""

from __future__ import annotations

from collections.abc import Mapping

from mdt.errors import Invalid
from mdt.model.cases import Case, Charge, FirstReport, Number, StageMove
from mdt.model.people import Party
from mdt.policy.actions import Action
from mdt.work.desk import Topic, Work, use_case
from mdt.work.forms import chosen, needed

TOLD = frozenset(
    {
        *("verification_officer", "circle_order", "opinion_sent_on", "director_approval", "investigating_officer"),
        *("magistrate_permission", "challan_date", "court", "outcome", "fir_sections"),
    }
)
"""Conditions that are met by saying the fact with the move; all others are read from the case."""


@use_case(Action.MOVE_TO_CHALLAN, Topic.CASE)
def move_to_challan(work: Work, target: str, facts: Mapping[str, str]) -> str:
    """Move the case one stage on, up to the final challan; Invalid with every unmet condition."""
    return _move(work, target, facts)


@use_case(Action.MOVE_FROM_CHALLAN, Topic.CASE)
def move_from_challan(work: Work, target: str, facts: Mapping[str, str]) -> str:
    """Move the case one stage on, from the interim challan; Invalid with every unmet condition."""
    return _move(work, target, facts)


@use_case(Action.OPEN_CASE, recorded=False)
def unmet_conditions(work: Work, target: str) -> tuple[str, ...]:
    """What the case still lacks for a stage, before anything is said with the move; opens nothing sealed, since it leaves no entry."""
    work.keep_seals_shut()
    return unmet(work, work.at_case, target, {})


def unmet(work: Work, case: str, target: str, facts: Mapping[str, str]) -> tuple[str, ...]:
    """Ids of the conditions of a stage that neither the case nor the given facts fulfil."""
    chosen(work.catalogue, "stage", "target", target)
    return tuple(need for need in work.catalogue.stage(target).needs if not _met(work, case, need, facts))


def _move(work: Work, target: str, facts: Mapping[str, str]) -> str:
    case = work.store.records.one(Case, work.at_case)
    chosen(work.catalogue, "stage", "target", target)
    stage = work.catalogue.stage(target)
    if target not in work.catalogue.stage(case.stage).next:
        raise Invalid(fields={"target": "invalid.stage_order"})
    if work.role.value not in stage.moved_by:
        raise Invalid(fields={"target": "invalid.stage_of_another"})
    said = {name: needed(name, fact, 120) for name, fact in facts.items() if name in TOLD and fact.strip()}
    if "outcome" in said:
        _fits(work, case.id, said["outcome"])
    if lacking := unmet(work, case.id, target, said):
        raise Invalid("invalid.unmet_conditions", dict.fromkeys(lacking, "invalid.condition"))
    move = StageMove(
        id=work.about(work.ids.fresh()),
        case=case.id,
        origin=case.stage,
        target=target,
        moved_on=work.clock.today(),
        moved_by=work.actor.id,
        facts=tuple(f"{name}={fact}" for name, fact in sorted(said.items())),
    )
    work.store.records.add(move)
    work.store.records.change(case, stage=target)
    return move.id


def _fits(work: Work, case: str, outcome: str) -> None:
    row = work.catalogue.outcomes[chosen(work.catalogue, "outcome", "outcome", outcome)]
    if row.needs_compoundable and not may_be_compounded(work, case):
        raise Invalid(fields={"outcome": "invalid.not_compoundable"})


def may_be_compounded(work: Work, case: str) -> bool:
    """Whether every section laid in the case may be compounded."""
    laid = [charge for charge in work.store.records.of(Charge, case) if charge.status == "laid"]
    return all(work.catalogue.offence(charge.offence or "").compoundable for charge in laid)


def _met(work: Work, case: str, need: str, facts: Mapping[str, str]) -> bool:
    records = work.store.records
    if need in facts:
        return True
    if need in ("complaint_date", "channel"):
        return bool(records.of(FirstReport, case))
    if need == "complainant":
        return any(party.role == "complainant" for party in records.of(Party, case))
    if need in ("fir_sections", "magistrate_permission"):
        laid = [work.catalogue.offence(charge.offence or "") for charge in records.of(Charge, case) if charge.status == "laid"]
        # without a magistrate's order only cognizable sections are investigated (CrPC 155); one of them is enough
        return any(row.cognizable for row in laid) if need == "magistrate_permission" else bool(laid)
    numbers = {number.kind: number for number in records.of(Number, case)}
    if need in ("enquiry_number", "fir_number"):
        return need.removesuffix("_number") in numbers
    return need == "fir_date" and "fir" in numbers and numbers["fir"].dated is not None
