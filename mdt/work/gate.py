"""Laying a plan before the gate: what the case says of the person, the lead and what was told before."""

from __future__ import annotations

from datetime import date
from typing import Final

from mdt.model.evidence import Statement
from mdt.model.interviews import EssentialFact, Interview, Telling
from mdt.model.notes import Signal
from mdt.model.people import Party
from mdt.model.staff import Member
from mdt.policy.gate import Bar, Limits, Proposal, bars
from mdt.work.bundle import KARACHI
from mdt.work.desk import Work

HELD: Final = ("running", "held", "closed")
"""Interviews that were told in."""
TOLD_IN: Final = ("s161", "s164", "complaint")
"""Kinds of statement in which the person told it."""
HARMED: Final = ("victim", "complainant")
GROWN: Final = ("18_25", "26_40", "41_plus")
"""Age bands of those who are known to be of age."""
SUSPECTED: Final = ("account", "subscriber", "device", "identified", "arrested")
"""States of an accused (list 'accused_state') that put a guardian or relative under suspicion too."""


def standing_bars(work: Work, interview: Interview) -> tuple[Bar, ...]:
    """What stands against a plan now; reads plain fields only."""
    setting = work.catalogue.setting
    limits = Limits(interviews=setting("interviews_block"), tellings=setting("tellings_block"), facts=setting("facts_most"))
    return bars(_proposal(work, interview), limits)


def tellings_of(work: Work, party: str, but: str = "") -> int:
    """How often a person told it: elsewhere, in interviews (leaving out ``but``) and in other statements (product X3)."""
    elsewhere = sum(telling.party == party for telling in work.store.records.of(Telling, work.at_case))
    taken = sum(found.party == party and found.kind in TOLD_IN for found in work.store.records.of(Statement, work.at_case))
    return elsewhere + taken + _held(work, party, but=but)


def _held(work: Work, party: str, kind: str | None = None, but: str = "") -> int:
    found = work.store.records.of(Interview, work.at_case)
    return sum(one.party == party and one.state in HELD and one.id != but and kind in (None, one.kind) for one in found)


def _proposal(work: Work, interview: Interview) -> Proposal:
    parties = {party.id: party for party in work.store.records.of(Party, work.at_case)}
    person, support = parties[interview.party], parties.get(interview.support or "")
    lead = work.store.records.one(Member, interview.lead) if interview.lead else None
    magistrate = sum(told.party == person.id and told.kind == "s164" for told in work.store.records.of(Statement, work.at_case))
    return Proposal(
        harmed=person.role in HARMED,
        grown=not person.minor and person.age_band in GROWN,
        lead_sex=lead.sex if lead else None,
        lead_trained=lead.trained_on if lead else None,
        preference=interview.preference,
        preferred_lead=interview.preferred is not None and interview.preferred == interview.lead,
        day=interview.planned_for.astimezone(KARACHI).date() if interview.planned_for else None,
        facts=sum(fact.interview == interview.id and not fact.dropped for fact in work.store.records.of(EssentialFact, work.at_case)),
        s164=interview.kind == "s164",
        s164_before=magistrate + _held(work, person.id, "s164", interview.id),
        interviews_before=_held(work, person.id, "interview", interview.id),
        tellings_before=tellings_of(work, person.id, interview.id),
        support_suspect=support is not None and _is_suspect(support),
        conflicted=any(is_conflicted(party) for party in parties.values()),
        guardian_away=interview.guardian_away,
        not_before=_not_before(work),
    )


def _is_suspect(party: Party) -> bool:
    return party.role == "accused" or party.state in SUSPECTED


def is_conflicted(party: Party) -> bool:
    """Whether a guardian stands under suspicion, or a parent is accused (domain 10.4)."""
    return (party.role == "guardian" and _is_suspect(party)) or (party.role == "accused" and party.relation == "parent")


def _not_before(work: Work) -> date | None:
    signals = work.store.records.of(Signal, work.at_case)
    days = [signal.until or date.max for signal in signals if signal.kind == "do_not_interview_before" and signal.lifted_on is None]
    return max(days, default=None)
