"""Consents: what was agreed to, by whom, for which purpose and recipient; taken back; or gone past for a reason that stays (product D5)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from mdt.errors import Conflict, Invalid, Refused
from mdt.model.outgoing import Consent
from mdt.model.people import Party
from mdt.policy.actions import Action
from mdt.work.desk import Topic, Work, use_case
from mdt.work.forms import LONGEST_LINE, chosen, clean, needed, not_ahead
from mdt.work.gate import is_conflicted
from mdt.work.matches import suspicion
from mdt.work.people import of_case
from mdt.work.protection import PROTECTED, is_protected

FOR_HER: Final = frozenset({"guardian", "other_relative", "protection_officer", "court_guardian", "support_adviser"})
"""Signers who sign for somebody else."""
INSTEAD: Final = FOR_HER - {"guardian"}
"""Who signs where the guardian is not safe, and why that is has to be said."""
KIN: Final = frozenset({"guardian", "other_relative"})
RECIPIENTS: Final = ("referral_agency", "platform_route", "removal_authority", "country")
"""Tables whose rows a consent may name as recipient; 'desk' is the desk itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewConsent:
    """A consent as typed; ``fields`` are names of a party's protected fields, and the items are made of them."""

    party: str
    purpose: str
    recipient: str
    fields: tuple[str, ...] = ()
    signer: str
    signed_by: str | None = None
    signed_on: date
    until: date | None = None
    language: str = "ur"
    form_version: int = 1
    paper_ref: str | None = None
    why_unsafe: str | None = None


@use_case(Action.WRITE_CONSENTS, Topic.OUTGOING)
def record_consent(work: Work, new: NewConsent) -> str:
    """Keep a consent; a guardian who stands under suspicion signs for nobody (domain 10.4)."""
    party = _checked(work, new)
    if new.signer == "nobody":
        raise Invalid(fields={"signer": "invalid.choice"})
    _check_signer(work, new, party)
    return _keep(work, new, party, None)


@use_case(Action.OVERRIDE_CONSENT, Topic.OUTGOING)
def override_consent(work: Work, new: NewConsent, reason: str) -> str:
    """Go past a consent that cannot be had, for a reason of the list and in words; the entry stays, with who did it."""
    party = _checked(work, new)
    chosen(work.catalogue, "override_reason", "reason", reason)
    needed("why_unsafe", new.why_unsafe)
    if new.signer != "nobody":
        raise Invalid(fields={"signer": "invalid.choice"})
    return _keep(work, new, party, reason)


@use_case(Action.WRITE_CONSENTS, Topic.OUTGOING)
def withdraw_consent(work: Work, consent: str, on: date) -> str:
    """It was taken back; nothing goes out under it from now on."""
    found: Consent = of_case(work, Consent, work.about(consent))
    if found.withdrawn_on is not None:
        raise Conflict("conflict.withdrawn_already")
    not_ahead("on", on, work.clock.today())
    if on < found.signed_on:
        raise Invalid(fields={"on": "invalid.ends_before_it_begins"})
    work.store.records.change(found, withdrawn_on=on)
    return found.id


def items_of(party: Party, fields: tuple[str, ...]) -> tuple[str, ...]:
    """Fields of a party as items; Invalid where one is none, or the party is an adult accused."""
    if fields and (not set(fields) <= set(PROTECTED) or not is_protected(party)):
        raise Invalid(fields={"fields": "invalid.choice"})
    return tuple(f"{party.alias}.{name}" for name in PROTECTED if name in fields)


def _checked(work: Work, new: NewConsent) -> Party:
    rows, party = work.catalogue, of_case(work, Party, new.party)
    for table, field, value in (
        ("consent_purpose", "purpose", new.purpose),
        ("signer", "signer", new.signer),
        ("spoken", "language", new.language),
    ):
        chosen(rows, table, field, value)
    if new.recipient != "desk" and not any(new.recipient in rows.tables[table] for table in RECIPIENTS):
        raise Invalid(fields={"recipient": "invalid.choice"})
    not_ahead("signed_on", new.signed_on, work.clock.today())
    if new.until is not None and new.until < new.signed_on:
        raise Invalid(fields={"until": "invalid.ends_before_it_begins"})
    found: Party = party
    return found


def _check_signer(work: Work, new: NewConsent, party: Party) -> None:
    signer: Party | None = of_case(work, Party, new.signed_by) if new.signed_by else None
    if new.signer in KIN and signer is None:
        raise Invalid(fields={"signed_by": "invalid.needed"})
    if signer is not None and (is_conflicted(signer) or signer.role == "accused" or signer.id in suspicion(work).suspected):
        raise Refused("refused.guardian_conflict")
    if new.signer == "self" and party.minor:
        raise Invalid(fields={"signer": "invalid.child_signs_alone"})
    if new.signer in INSTEAD and party.minor:
        needed("why_unsafe", new.why_unsafe)


def _keep(work: Work, new: NewConsent, party: Party, override: str | None) -> str:
    kept = Consent(
        id=work.about(work.ids.fresh()),
        case=work.at_case,
        party=party.id,
        purpose=new.purpose,
        recipient=new.recipient,
        items=items_of(party, new.fields),
        signer=new.signer,
        signed_by=new.signed_by,
        signed_on=new.signed_on,
        until=new.until,
        language=new.language,
        form_version=new.form_version,
        override=override,
        recorded_by=work.actor.id,
        why_unsafe=clean("why_unsafe", new.why_unsafe),
        paper_ref=clean("paper_ref", new.paper_ref, LONGEST_LINE),
    )
    work.store.records.add(kept)
    return kept.id
