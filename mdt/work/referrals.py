"""Referrals to other agencies, in Primero's states: offered, accepted, refused, done, revoked (product D4, D6)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from mdt.errors import Conflict, Invalid
from mdt.model.outgoing import ENDS_WITH_REASON, REFERRAL_STEPS, OutgoingReferral, may_step
from mdt.model.people import Party
from mdt.policy.actions import Action
from mdt.work.consents import items_of
from mdt.work.desk import Topic, Work, use_case
from mdt.work.forms import LONGEST_LINE, chosen, clean, needed, not_ahead
from mdt.work.people import of_case


@use_case(Action.REFER_OUT, Topic.OUTGOING)
def offer_referral(
    work: Work,
    party: str,
    agency: str,
    asked: tuple[str, ...],
    fields: tuple[str, ...] = (),
    reply_due: date | None = None,
    note: str | None = None,
) -> str:
    """Offer a person's case to an agency; its pack carries the ticked fields of that person and nothing else."""
    found: Party = of_case(work, Party, party)
    today = work.clock.today()
    chosen(work.catalogue, "referral_agency", "agency", agency)
    for one in asked:
        chosen(work.catalogue, "referral_asked", "asked", one)
    if not asked:
        raise Invalid(fields={"asked": "invalid.needed"})
    due = reply_due or today + timedelta(days=work.catalogue.setting("referral_reply_days"))
    if due < today:
        raise Invalid(fields={"reply_due": "invalid.in_the_past"})
    kept = OutgoingReferral(
        id=work.about(work.ids.fresh()),
        case=work.at_case,
        party=found.id,
        agency=agency,
        asked=asked,
        items=items_of(found, fields),
        offered_on=today,
        reply_due=due,
        sent_by=work.actor.id,
        note=clean("note", note),
    )
    work.store.records.add(kept)
    return kept.id


@use_case(Action.REFER_OUT, Topic.OUTGOING)
def move_referral(work: Work, referral: str, to: str, on: date, reason: str | None = None) -> str:
    """What became of it: accepted or refused by the agency, done, or revoked by the desk; the last two refusals carry a reason."""
    found: OutgoingReferral = of_case(work, OutgoingReferral, work.about(referral))
    chosen(work.catalogue, "referral_state", "to", to)
    if not may_step(REFERRAL_STEPS, found.state, to):
        raise Conflict("conflict.referral_step")
    not_ahead("on", on, work.clock.today())
    if on < found.offered_on:
        raise Invalid(fields={"on": "invalid.ends_before_it_begins"})
    said: dict[str, Any] = {"state": to, "answered_on" if to in ("accepted", "refused") else "ended_on": on}
    if to in ENDS_WITH_REASON:
        said["reason"] = chosen(work.catalogue, "referral_reason", "reason", needed("reason", reason))
    work.store.records.change(found, **said)
    return found.id


@use_case(Action.REFER_OUT, Topic.OUTGOING)
def hand_over(work: Work, referral: str, on: date, received_by: str) -> str:
    """The pack was carried there by hand: when, and who signed for it, for agencies without the software."""
    found: OutgoingReferral = of_case(work, OutgoingReferral, work.about(referral))
    not_ahead("on", on, work.clock.today())
    if on < found.offered_on:
        raise Invalid(fields={"on": "invalid.ends_before_it_begins"})
    if found.handed_on is not None:
        raise Conflict("conflict.handed_already")
    work.store.records.change(found, handed_on=on, received_by=needed("received_by", received_by, LONGEST_LINE))
    return found.id
