"""Closing, reopening, voiding and interviews: one asks with a reason, another decides; nothing is deleted."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from dateutil.relativedelta import relativedelta

from mdt.errors import Conflict, Invalid, Refused
from mdt.model.cases import Case, Request
from mdt.model.lists import ExceptionCount, RequestLine
from mdt.policy.actions import Action
from mdt.work import interviews
from mdt.work.desk import Topic, Work, use_case
from mdt.work.forms import chosen, clean, needed, not_ahead
from mdt.work.people import of_case
from mdt.work.stages import may_be_compounded


@use_case(Action.REQUEST_CLOSURE, Topic.CASE)
def request_closure(work: Work, reason: str, note: str, informed_on: date | None) -> str:
    """Ask to close the case: reason, note, and the day the victim was told."""
    chosen(work.catalogue, "closure_reason", "reason", reason)
    if informed_on is None:
        raise Invalid(fields={"informed_on": "invalid.victim_not_told"})
    not_ahead("informed_on", informed_on, work.clock.today())
    if work.catalogue.closure_reasons[reason].needs_compoundable and not may_be_compounded(work, work.at_case):
        raise Invalid(fields={"reason": "invalid.not_compoundable"})
    _may_close(work, work.store.records.one(Case, work.at_case))
    return _ask(work, "close", reason, needed("note", note), informed_on)


@use_case(Action.REQUEST_REOPENING, Topic.CASE)
def request_reopening(work: Work, reason: str, note: str) -> str:
    """Ask to reopen a closed case; the old closure stays where it is."""
    chosen(work.catalogue, "reopening_reason", "reason", reason)
    if work.store.records.one(Case, work.at_case).closed_on is None:
        raise Conflict("conflict.not_closed")
    return _ask(work, "reopen", reason, needed("note", note), None)


@use_case(Action.REQUEST_VOIDING, Topic.CASE)
def request_voiding(work: Work, reason: str, note: str) -> str:
    """Ask to void a case that was made by mistake; its numbers stay taken."""
    chosen(work.catalogue, "voiding_reason", "reason", reason)
    if work.store.records.one(Case, work.at_case).voided_on is not None:
        raise Conflict("conflict.void_already")
    return _ask(work, "void", reason, clean("note", note), None)


@use_case(Action.LIST_REQUESTS, recorded=False)
def list_requests(work: Work) -> tuple[RequestLine, ...]:
    """What waits for a decision that she may give, oldest first; never her own, never on a case she is recused from."""
    names = work.store.staff.user_names()
    return tuple(replace(line, requested_by=names.get(line.requested_by, "")) for line in work.store.cases.requests_waiting())


@use_case(Action.LIST_REQUESTS, recorded=False)
def count_exceptions(work: Work) -> tuple[ExceptionCount, ...]:
    """How many exceptions from the rules of interviews were granted in the last twelve months, by reason."""
    return work.store.cases.calendar.exceptions(work.clock.today() - relativedelta(months=12))


@use_case(Action.DECIDE_REQUEST, Topic.CASE, Topic.INTERVIEWS)
def decide_request(work: Work, request: str, approve: bool) -> str:
    """Approve or turn down a request; never one's own."""
    found = of_case(work, Request, work.about(request))
    if found.requested_by == work.actor.id:
        raise Refused("refused.own_request")
    if found.decision is not None:
        raise Conflict("conflict.decided_already")
    today = work.clock.today()
    decided: dict[str, Any] = {"decided_by": work.actor.id, "decided_on": today, "decision": "approved" if approve else "turned_down"}
    work.store.records.change(found, **decided)
    work.store.log.state("decide", work.at_case, found.id, decided["decision"], today)
    if found.kind == "interview":
        interviews.decided(work, found, approve)
    elif approve:
        case = work.store.records.one(Case, work.at_case)
        if found.kind == "close":
            _may_close(work, case)
        effects: dict[str, dict[str, Any]] = {"close": {"closed_on": today}, "reopen": {"closed_on": None}, "void": {"voided_on": today}}
        work.store.records.change(case, **effects[found.kind])
    return str(found.id)


def _may_close(work: Work, case: Case) -> None:
    if not work.catalogue.stage(case.stage).may_close:
        raise Invalid(fields={"reason": "invalid.stage_cannot_close"})


def _ask(work: Work, kind: str, reason: str, note: str | None, informed_on: date | None) -> str:
    if any(other.kind == kind and other.decision is None for other in work.store.records.of(Request, work.at_case)):
        raise Conflict("conflict.asked_already")
    kept = Request(
        id=work.about(work.ids.fresh()),
        case=work.at_case,
        kind=kind,
        reason=reason,
        note=note,
        informed_on=informed_on,
        requested_by=work.actor.id,
        requested_at=work.store.moment(),
    )
    work.store.records.add(kept)
    work.store.log.state("ask", kept.case, kept.id, kind)
    return kept.id
