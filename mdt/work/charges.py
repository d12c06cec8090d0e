"""Charges and statements: sections in force when it happened, and what was told, once."""

from __future__ import annotations

from datetime import date

from mdt.catalogue.schema import Offence
from mdt.errors import Conflict, Invalid
from mdt.model.cases import Case, Charge
from mdt.model.evidence import Statement
from mdt.model.people import Party
from mdt.model.sensitivity import Audience
from mdt.policy.actions import Action
from mdt.work.desk import Topic, Work, use_case
from mdt.work.forms import LONGEST_LINE, chosen, clean, not_ahead
from mdt.work.notes import hold_key
from mdt.work.people import of_case


@use_case(Action.LAY_CHARGES, recorded=False)
def offences_offered(work: Work, occurred: date | None = None) -> tuple[Offence, ...]:
    """The sections in force on the day of occurrence (the case's own where none is given)."""
    day = occurred or _day(work)
    return work.catalogue.offences_on(day)


@use_case(Action.LAY_CHARGES, Topic.CHARGES)
def lay_charge(
    work: Work, party: str, offence: str, occurred_on: date | None = None, element: str | None = None, assessment: str | None = None
) -> str:
    """Lay one section against one accused; refused where the section was not in force when it happened, or asks for a child victim."""
    found = of_case(work, Party, party)
    if found.role != "accused":
        raise Invalid(fields={"party": "invalid.not_accused"})
    chosen(work.catalogue, "offence", "offence", offence)
    row = work.catalogue.offence(offence)
    day = occurred_on or _day(work)
    not_ahead("occurred_on", day, work.clock.today())
    if not row.was_in_force(day):
        raise Invalid(fields={"offence": "invalid.not_in_force"})
    if element is not None and element not in {limb.id for limb in row.elements}:
        raise Invalid(fields={"element": "invalid.choice"})
    if row.victim_must_be_minor and not any(
        person.minor for person in work.store.records.of(Party, work.at_case) if person.role == "victim"
    ):
        raise Invalid(fields={"offence": "invalid.no_child_victim"})
    if assessment:
        hold_key(work, Audience.LEGAL)
    kept = Charge(
        id=work.about(work.ids.fresh()),
        case=work.at_case,
        party=party,
        offence=offence,
        element=element,
        occurred_on=day,
        assessment=clean("assessment", assessment),
    )
    work.store.records.add(kept)
    return kept.id


@use_case(Action.LAY_CHARGES, Topic.CHARGES)
def withdraw_charge(work: Work, charge: str) -> str:
    """Withdraw a charge; it stays in the history."""
    found = of_case(work, Charge, work.about(charge))
    work.store.records.change(found, status="withdrawn")
    return str(found.id)


@use_case(Action.WRITE_STATEMENTS, Topic.CASE)
def record_statement(
    work: Work, party: str, kind: str, taken_on: date, text: str | None = None, reference: str | None = None, recorded: bool = False
) -> str:
    """Record that a person told, and what; a second statement under s.164 is refused (ARA s.14: once only)."""
    of_case(work, Party, party)
    chosen(work.catalogue, "statement_kind", "kind", kind)
    not_ahead("taken_on", taken_on, work.clock.today())
    if kind == "s164" and any(other.party == party and other.kind == kind for other in work.store.records.of(Statement, work.at_case)):
        raise Conflict("conflict.second_s164")
    kept = Statement(
        id=work.about(work.ids.fresh()),
        case=work.at_case,
        party=party,
        kind=kind,
        taken_on=taken_on,
        taken_by=work.actor.id,
        recorded=recorded,
        reference=clean("reference", reference, LONGEST_LINE),
        text=clean("text", text),
    )
    work.store.records.add(kept)
    return kept.id


def _day(work: Work) -> date:
    case = work.store.records.one(Case, work.at_case)
    day = case.occurred_to or case.occurred_from
    if day is None:
        raise Invalid(fields={"occurred_on": "invalid.needed"})
    return day
