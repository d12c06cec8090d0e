"""What leaves the desk and what comes back: consents, referrals, requests to platforms, removals, foreign requests, and their letters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from mdt.model.sensitivity import Account, Count, Evidence, MaybePlain, MaybePlainDate, Plain, PlainDate, Plains


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    """What a person, or somebody for her, agreed to (domain 10.3): for which purpose, to whom, which items, until when.

    ``signer`` is an id of the list 'signer', ``signed_by`` the party who signed for her. ``override`` is the reason of an entry made
    without anybody's consent. ``withdrawn_on`` ends it; it is never deleted.
    """

    id: Plain
    case: Plain
    party: Plain
    purpose: Plain
    recipient: Plain
    items: Plains = ()
    signer: Plain
    signed_by: MaybePlain = None
    signed_on: PlainDate
    until: MaybePlainDate = None
    language: Plain
    form_version: Count = 1
    override: MaybePlain = None
    withdrawn_on: MaybePlainDate = None
    recorded_by: Plain
    why_unsafe: Account = None
    paper_ref: Evidence = None
    version: Count = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class OutgoingReferral:
    """A person sent on to another agency, in Primero's states; ``items`` are what the pack carries, never more than was ticked."""

    id: Plain
    case: Plain
    party: Plain
    agency: Plain
    asked: Plains
    purpose: Plain = "c6"
    items: Plains = ()
    state: Plain = "offered"
    offered_on: PlainDate
    reply_due: PlainDate
    answered_on: MaybePlainDate = None
    reason: MaybePlain = None
    ended_on: MaybePlainDate = None
    handed_on: MaybePlainDate = None
    sent_by: Plain
    note: Account = None
    received_by: Evidence = None
    version: Count = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class PlatformRequest:
    """A request to a platform or provider: to preserve (PECA s.31), to hand over, or in an emergency. Which account is the team's to read.

    ``chased`` are the days, as ISO 8601, on which it was asked after.
    """

    id: Plain
    case: Plain
    platform: Plain
    kind: Plain
    records: Plains = ()
    first_day: PlainDate
    last_day: PlainDate
    reply_to: Plain
    state: Plain = "drafted"
    sent_on: MaybePlainDate = None
    preserved_until: MaybePlainDate = None
    chased: Plains = ()
    answered_on: MaybePlainDate = None
    reason: MaybePlain = None
    asked_by: Plain
    account: Evidence = None
    version: Count = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class RemovalRequest:
    """A request to take something down; locked until what is to go was captured and its hash is logged (PECA s.30D)."""

    id: Plain
    case: Plain
    authority: Plain
    section: Plain
    needed: Plain = "not_asked"
    state: Plain = "planned"
    captured_on: MaybePlainDate = None
    requested_on: MaybePlainDate = None
    ended_on: MaybePlainDate = None
    removed: MaybePlain = None
    asked_by: Plain
    url: Evidence = None
    capture_hash: Evidence = None
    version: Count = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class RemovalCheck:
    """One look whether what was removed came back: 1, 7 or 30 days after."""

    id: Plain
    case: Plain
    removal: Plain
    days: Count
    due_on: PlainDate
    checked_on: MaybePlainDate = None
    found: MaybePlain = None
    version: Count = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class ForeignRequest:
    """One line of the register of foreign requests and what was done (PECA s.42(7)); the partner's own reference is intelligence."""

    id: Plain
    case: Plain
    number: Plain
    direction: Plain
    country: Plain
    purpose: Plain
    caveat: Plain = "police_only"
    received_on: PlainDate
    reply_due: PlainDate
    replied_on: MaybePlainDate = None
    action: MaybePlain = None
    hashes: Count = 0
    officer: Plain
    ncb_ref: Evidence = None
    version: Count = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A letter that was made: its number, what it is about, to whom and how, what was ticked and enclosed, the SHA-256 of its file."""

    id: Plain
    case: Plain
    number: Plain
    about: Plain
    kind: Plain
    recipient: Plain
    channel: Plain
    language: Plain
    items: Plains = ()
    enclosed: Plains = ()
    digest: Plain
    made_on: PlainDate
    made_by: Plain
    version: Count = 1


REFERRAL_STEPS: Final[Mapping[str, frozenset[str]]] = {
    "offered": frozenset({"accepted", "refused", "revoked"}),
    "accepted": frozenset({"done", "revoked"}),
    "refused": frozenset(),
    "done": frozenset(),
    "revoked": frozenset(),
}
"""Primero's states and where each may go."""
PLATFORM_STEPS: Final[Mapping[str, frozenset[str]]] = {
    "drafted": frozenset({"sent"}),
    "sent": frozenset({"answered", "refused"}),
    "answered": frozenset(),
    "refused": frozenset(),
}
REMOVAL_STEPS: Final[Mapping[str, frozenset[str]]] = {
    "planned": frozenset({"captured"}),
    "captured": frozenset({"requested"}),
    "requested": frozenset({"removed", "refused"}),
    "removed": frozenset({"requested"}),
    "refused": frozenset({"requested"}),
}
"""What was removed may come back, and is then asked for again."""
CHECK_DAYS: Final = (1, 7, 30)
"""Days after a removal on which somebody looks whether it came back (product X15)."""
ENDS_WITH_REASON: Final = frozenset({"refused", "revoked"})


def may_step(steps: Mapping[str, frozenset[str]], state: str, to: str) -> bool:
    """Whether something may go from a state to another."""
    return to in steps[state]
