"""Requests to platforms and providers: drafted, sent, asked after, answered or refused; what is preserved until when (product D9, X13)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from mdt.errors import Conflict, Invalid
from mdt.model.identifiers import IdentifierKind, normalise
from mdt.model.outgoing import PLATFORM_STEPS, PlatformRequest, may_step
from mdt.policy.actions import Action
from mdt.work.desk import Topic, Work, use_case
from mdt.work.forms import LONGEST_LINE, chosen, needed, not_ahead
from mdt.work.people import of_case
from mdt.work.protection import say_nobody

LONGEST_NOTICE: Final = timedelta(days=90)
"""A notice under s.31 preserves 90 days at the most; a court extends it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewRequest:
    """A request as typed; ``account`` is a profile, address, number or other identifier, ``reply_to`` the agency's own e-mail address."""

    platform: str
    kind: str
    records: tuple[str, ...]
    account: str
    first_day: date
    last_day: date
    reply_to: str


@use_case(Action.ASK_PLATFORMS, Topic.OUTGOING)
def draft_request(work: Work, new: NewRequest) -> str:
    """Keep a request; it names at least one identifier, or a provider need not act on it (PECA 38(1))."""
    rows = work.catalogue
    chosen(rows, "platform_route", "platform", new.platform)
    chosen(rows, "request_kind", "kind", new.kind)
    for one in new.records:
        chosen(rows, "record_kind", "records", one)
    if not new.records:
        raise Invalid(fields={"records": "invalid.needed"})
    if new.last_day < new.first_day:
        raise Invalid(fields={"last_day": "invalid.ends_before_it_begins"})
    not_ahead("last_day", new.last_day, work.clock.today())
    say_nobody(work, new.reply_to)
    kept = PlatformRequest(
        id=work.about(work.ids.fresh()),
        case=work.at_case,
        platform=new.platform,
        kind=new.kind,
        records=new.records,
        first_day=new.first_day,
        last_day=new.last_day,
        reply_to=_e_mail(new.reply_to),
        asked_by=work.actor.id,
        account=_identifier(new.account),
    )
    work.store.records.add(kept)
    return kept.id


@use_case(Action.ASK_PLATFORMS, Topic.OUTGOING)
def send_request(work: Work, request: str, on: date, preserved_until: date | None = None) -> str:
    """It was sent; how long it is kept is what the platform is known for, or the notice says, and never more than s.31 allows."""
    found = _at(work, request, "sent")
    not_ahead("on", on, work.clock.today())
    route: Any = work.catalogue.tables["platform_route"][found.platform]
    until = preserved_until or (on + timedelta(days=route.preserved_days) if route.preserved_days else None)
    if until is not None and not on <= until <= on + LONGEST_NOTICE:
        raise Invalid(fields={"preserved_until": "invalid.over_90_days"})
    work.store.records.change(found, state="sent", sent_on=on, preserved_until=until)
    return found.id


@use_case(Action.ASK_PLATFORMS, Topic.OUTGOING)
def extend_preservation(work: Work, request: str, until: date) -> str:
    """A court or the platform extended it: what is kept is kept longer, never shorter."""
    found: PlatformRequest = of_case(work, PlatformRequest, work.about(request))
    if found.sent_on is None:
        raise Conflict("conflict.request_not_sent")
    if until <= (found.preserved_until or found.sent_on):
        raise Invalid(fields={"until": "invalid.ends_before_it_begins"})
    work.store.records.change(found, preserved_until=until)
    return found.id


@use_case(Action.ASK_PLATFORMS, Topic.OUTGOING)
def chase_request(work: Work, request: str, on: date) -> str:
    """It was asked after once more."""
    found: PlatformRequest = of_case(work, PlatformRequest, work.about(request))
    if found.state != "sent" or found.sent_on is None:
        raise Conflict("conflict.not_waiting")
    _within(work, "on", on, found.sent_on)
    work.store.records.change(found, chased=(*found.chased, on.isoformat()))
    return found.id


@use_case(Action.ASK_PLATFORMS, Topic.OUTGOING)
def record_answer(work: Work, request: str, to: str, on: date, reason: str | None = None) -> str:
    """The platform answered, or refused for a reason of the list."""
    found = _at(work, request, to)
    if to == "sent" or found.sent_on is None:
        raise Conflict("conflict.request_step")
    _within(work, "on", on, found.sent_on)
    why = chosen(work.catalogue, "platform_reason", "reason", needed("reason", reason)) if to == "refused" else None
    work.store.records.change(found, state=to, answered_on=on, reason=why)
    return found.id


def _at(work: Work, request: str, to: str) -> PlatformRequest:
    """The request, where it may come to a state."""
    found: PlatformRequest = of_case(work, PlatformRequest, work.about(request))
    chosen(work.catalogue, "request_state", "to", to)
    if not may_step(PLATFORM_STEPS, found.state, to):
        raise Conflict("conflict.request_step")
    return found


def _within(work: Work, field: str, day: date, since: date) -> None:
    not_ahead(field, day, work.clock.today())
    if day < since:
        raise Invalid(fields={field: "invalid.ends_before_it_begins"})


def _identifier(text: str) -> str:
    """An identifier: one word, or a number however it is spaced, so that no story stands in its place (PECA 38(1))."""
    found = needed("account", text, LONGEST_LINE)
    if len(found.split()) == 1:
        return found
    try:
        return normalise(IdentifierKind.PHONE, found)
    except Invalid as fault:
        raise Invalid(fields={"account": "invalid.one_identifier"}) from fault


def _e_mail(text: str) -> str:
    try:
        return normalise(IdentifierKind.EMAIL, text)
    except Invalid as fault:
        raise Invalid(fields={"reply_to": "invalid.email"}) from fault
