"""The gate before an interview: what stands against a plan, what an exception can lift and what nothing lifts (product X1, domain 4.3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final


class Bar(StrEnum):
    """What stands against a plan."""

    NO_LEAD = "no_lead"
    NO_TIME = "no_time"
    NO_FACTS = "no_facts"
    PREFERENCE_NOT_ASKED = "preference_not_asked"
    SUSPECT_AS_SUPPORT = "suspect_as_support"
    SUSPECT_NOT_KEPT_AWAY = "suspect_not_kept_away"
    SECOND_S164 = "second_s164"
    SIGNAL_IN_FORCE = "signal_in_force"
    LEAD_NOT_A_WOMAN = "lead_not_a_woman"
    LEAD_NOT_TRAINED = "lead_not_trained"
    TOO_MANY_INTERVIEWS = "too_many_interviews"
    TOLD_TOO_OFTEN = "told_too_often"
    TOO_MANY_FACTS = "too_many_facts"


EXCEPTIONS: Final = frozenset({Bar.LEAD_NOT_A_WOMAN, Bar.LEAD_NOT_TRAINED, Bar.TOO_MANY_INTERVIEWS, Bar.TOLD_TOO_OFTEN, Bar.TOO_MANY_FACTS})
"""What a supervisor who did not ask for it may lift, with a reason; each is counted. Nothing lifts the others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """The unit's numbers: at how many interviews and tellings a reason is asked for, and how many facts one interview may look for."""

    interviews: int
    tellings: int
    facts: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A plan as the gate sees it: sexes as in the list 'sex', trained ones by the day of training, days and counts, no words.

    ``harmed`` is a victim or complainant of harassment; ``grown`` is True only where the person is known to be of age. ``preferred_lead``
    says that the officer the person named leads. ``conflicted`` says that a guardian of the case stands under suspicion.
    """

    harmed: bool
    grown: bool
    lead_sex: str | None
    lead_trained: date | None
    preference: str
    preferred_lead: bool
    day: date | None
    facts: int
    s164: bool
    s164_before: int
    interviews_before: int
    tellings_before: int
    support_suspect: bool
    conflicted: bool
    guardian_away: bool
    not_before: date | None


def bars(plan: Proposal, limits: Limits) -> tuple[Bar, ...]:
    """Everything that stands against a plan, in the order of ``Bar``; empty where it may be held as it is."""
    found = {*_unready(plan), *_of_lead(plan), *_too_often(plan, limits)}
    if plan.support_suspect:
        found.add(Bar.SUSPECT_AS_SUPPORT)
    if plan.conflicted and not plan.guardian_away:
        found.add(Bar.SUSPECT_NOT_KEPT_AWAY)
    if plan.not_before is not None and (plan.day is None or plan.day < plan.not_before):
        found.add(Bar.SIGNAL_IN_FORCE)
    return tuple(bar for bar in Bar if bar in found)


def is_lifted(standing: tuple[Bar, ...], lifted: tuple[str, ...]) -> bool:
    """Whether an approval that lifted these bars covers all that stand now; what nothing lifts is never covered."""
    return all(bar in EXCEPTIONS and bar in lifted for bar in standing)


def _unready(plan: Proposal) -> set[Bar]:
    found = {Bar.NO_LEAD} if plan.lead_sex is None else set()
    if plan.day is None:
        found.add(Bar.NO_TIME)
    if plan.facts == 0 and not plan.s164:
        found.add(Bar.NO_FACTS)
    if plan.preference == "not_asked" and _is_guarded(plan):
        found.add(Bar.PREFERENCE_NOT_ASKED)
    return found


def _of_lead(plan: Proposal) -> set[Bar]:
    """A minor and whoever was harassed is asked by a trained woman, unless the person chose otherwise; a man must be trained too."""
    if plan.lead_sex is None or not _is_guarded(plan):
        return set()
    named = plan.preference == "named" and plan.preferred_lead
    found = set()
    if plan.lead_sex != "female" and not named and not (plan.preference == "male" and plan.lead_sex == "male"):
        found.add(Bar.LEAD_NOT_A_WOMAN)
    if not named and (plan.lead_trained is None or (plan.day is not None and plan.lead_trained > plan.day)):
        found.add(Bar.LEAD_NOT_TRAINED)
    return found


def _too_often(plan: Proposal, limits: Limits) -> set[Bar]:
    found = set()
    if plan.s164 and plan.s164_before:
        found.add(Bar.SECOND_S164)
    if plan.interviews_before + 1 >= limits.interviews:
        found.add(Bar.TOO_MANY_INTERVIEWS)
    if plan.tellings_before + 1 >= limits.tellings:
        found.add(Bar.TOLD_TOO_OFTEN)
    if plan.facts > limits.facts:
        found.add(Bar.TOO_MANY_FACTS)
    return found


def _is_guarded(plan: Proposal) -> bool:
    return plan.harmed or not plan.grown
