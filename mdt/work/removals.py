"""Removal requests: locked until capture and hash are logged (PECA 30D), then asked for, removed, and looked at again (product X15)."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any, Final

from mdt.errors import Conflict, Invalid, Refused
from mdt.model.outgoing import CHECK_DAYS, REMOVAL_STEPS, RemovalCheck, RemovalRequest, may_step
from mdt.policy.actions import Action
from mdt.work.desk import Topic, Work, use_case
from mdt.work.forms import LONGEST_LINE, chosen, needed, not_ahead
from mdt.work.people import of_case

_SHA256: Final = re.compile(r"[0-9a-f]{64}")
CYBERBULLYING: Final = "s24a_2"
"""The section under which the Authority asks first whether the investigation needs it (PECA 24A(4))."""


@use_case(Action.ASK_REMOVAL, Topic.OUTGOING)
def plan_removal(work: Work, url: str, authority: str, section: str, needed_for_case: str = "not_asked") -> str:
    """Keep what is to be taken down; it stays locked until it was captured."""
    chosen(work.catalogue, "removal_authority", "authority", authority)
    chosen(work.catalogue, "removal_section", "section", section)
    chosen(work.catalogue, "needed_for_case", "needed_for_case", needed_for_case)
    address = needed("url", url, LONGEST_LINE)
    if len(address.split()) > 1:
        raise Invalid(fields={"url": "invalid.one_identifier"})
    kept = RemovalRequest(
        id=work.about(work.ids.fresh()),
        case=work.at_case,
        authority=authority,
        section=section,
        needed=needed_for_case,
        asked_by=work.actor.id,
        url=address,
    )
    work.store.records.add(kept)
    return kept.id


@use_case(Action.ASK_REMOVAL, Topic.OUTGOING)
def log_capture(work: Work, removal: str, on: date, capture_hash: str) -> str:
    """It was captured: the day, and the SHA-256 of what was kept, never the thing itself."""
    found = _at(work, removal, "captured")
    not_ahead("on", on, work.clock.today())
    digest = needed("capture_hash", capture_hash, LONGEST_LINE).lower()
    if not _SHA256.fullmatch(digest):
        raise Invalid(fields={"capture_hash": "invalid.sha256"})
    work.store.records.change(found, state="captured", captured_on=on, capture_hash=digest)
    return found.id


@use_case(Action.ASK_REMOVAL, Topic.OUTGOING)
def request_removal(work: Work, removal: str, on: date) -> str:
    """It was asked for; Refused while it is not captured, and while it is not said whether a cyberbullying case still needs it."""
    found: RemovalRequest = of_case(work, RemovalRequest, work.about(removal))
    if found.captured_on is None:
        raise Refused("refused.capture_first")
    if found.section == CYBERBULLYING and found.needed != "not_needed":
        raise Refused("refused.needed_for_case")
    if not may_step(REMOVAL_STEPS, found.state, "requested"):
        raise Conflict("conflict.removal_step")
    _not_before(work, on, max(found.captured_on, found.ended_on or found.captured_on))
    work.store.records.change(found, state="requested", requested_on=on, ended_on=None, removed=None)
    return found.id


@use_case(Action.ASK_REMOVAL, Topic.OUTGOING)
def answer_need(work: Work, removal: str, needed_for_case: str) -> str:
    """The agency's answer whether the investigation needs what is to go (PECA 24A(4))."""
    found: RemovalRequest = of_case(work, RemovalRequest, work.about(removal))
    chosen(work.catalogue, "needed_for_case", "needed_for_case", needed_for_case)
    work.store.records.change(found, needed=needed_for_case)
    return found.id


@use_case(Action.ASK_REMOVAL, Topic.OUTGOING)
def record_removal(work: Work, removal: str, to: str, on: date, removed: str | None = None) -> str:
    """It was removed, and what of it, or the removal was refused; looks after 1, 7 and 30 days are due from then on."""
    found = _at(work, removal, to)
    if to not in ("removed", "refused") or found.requested_on is None:
        raise Conflict("conflict.removal_step")
    _not_before(work, on, found.requested_on)
    said: dict[str, Any] = {"state": to, "ended_on": on}
    if to == "removed":
        said["removed"] = chosen(work.catalogue, "removed_part", "removed", needed("removed", removed))
        for days in CHECK_DAYS:
            due = on + timedelta(days=days)
            check = RemovalCheck(id=work.ids.fresh(), case=work.at_case, removal=found.id, days=days, due_on=due)
            work.store.records.add(check)
    work.store.records.change(found, **said)
    return found.id


@use_case(Action.ASK_REMOVAL, Topic.OUTGOING)
def record_check(work: Work, check: str, on: date, found: str) -> str:
    """Somebody looked again: it is gone, back, or seen elsewhere."""
    kept: RemovalCheck = of_case(work, RemovalCheck, work.about(check))
    chosen(work.catalogue, "check_found", "found", found)
    if kept.checked_on is not None:
        raise Conflict("conflict.checked_already")
    not_ahead("on", on, work.clock.today())
    work.store.records.change(kept, checked_on=on, found=found)
    return kept.id


def _at(work: Work, removal: str, to: str) -> RemovalRequest:
    """The removal, where it may come to a state."""
    found: RemovalRequest = of_case(work, RemovalRequest, work.about(removal))
    chosen(work.catalogue, "removal_state", "to", to)
    if not may_step(REMOVAL_STEPS, found.state, to):
        raise Conflict("conflict.removal_step")
    return found


def _not_before(work: Work, on: date, since: date) -> None:
    not_ahead("on", on, work.clock.today())
    if on < since:
        raise Invalid(fields={"on": "invalid.ends_before_it_begins"})
