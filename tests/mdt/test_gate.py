"""The gate as a pure rule: whoever is guarded is asked by a trained woman, or chose otherwise, or an exception is counted."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mdt.policy.gate import EXCEPTIONS, Bar, Limits, Proposal, bars, is_lifted

LIMITS = Limits(interviews=3, tellings=3, facts=5)
DAY = date(2026, 11, 25)
FAIR = Proposal(
    harmed=True,
    grown=False,
    lead_sex="female",
    lead_trained=date(2025, 3, 1),
    preference="no_preference",
    preferred_lead=False,
    day=DAY,
    facts=2,
    s164=False,
    s164_before=0,
    interviews_before=0,
    tellings_before=0,
    support_suspect=False,
    conflicted=False,
    guardian_away=False,
    not_before=None,
)
SEXES = ("female", "male", "transgender", "unknown", None)
PREFERENCES = ("not_asked", "female", "male", "named", "no_preference")
TRAINED = (None, DAY - timedelta(days=400), DAY, DAY + timedelta(days=1))
PLANS = st.builds(
    Proposal,
    harmed=st.booleans(),
    grown=st.booleans(),
    lead_sex=st.sampled_from(SEXES),
    lead_trained=st.sampled_from(TRAINED),
    preference=st.sampled_from(PREFERENCES),
    preferred_lead=st.booleans(),
    day=st.sampled_from((None, DAY)),
    facts=st.integers(0, 8),
    s164=st.booleans(),
    s164_before=st.integers(0, 2),
    interviews_before=st.integers(0, 4),
    tellings_before=st.integers(0, 5),
    support_suspect=st.booleans(),
    conflicted=st.booleans(),
    guardian_away=st.booleans(),
    not_before=st.sampled_from((None, DAY - timedelta(days=1), DAY, DAY + timedelta(days=1), date.max)),
)


def read_in(word: str | None) -> str | None:
    """The same word as it comes out of a vault: equal, and another object."""
    return word and "".join([*word])


def test_a_fair_plan_meets_no_bar() -> None:
    assert bars(FAIR, LIMITS) == ()


def test_who_may_lead_whom() -> None:
    """Every combination of person, lead, training and preference against the rule said anew."""
    for harmed, grown, sex, trained, preference, named in product((True, False), (True, False), SEXES, TRAINED, PREFERENCES, (True, False)):
        lead = {"lead_sex": read_in(sex), "lead_trained": trained, "preference": read_in(preference), "preferred_lead": named}
        found = set(bars(replace(FAIR, harmed=harmed, grown=grown, **lead), LIMITS))  # type: ignore[arg-type]
        ready = trained is not None and trained <= DAY
        chosen = preference == "named" and named
        fit = (sex == "female" and ready) or (sex == "male" and preference == "male" and ready) or chosen
        unasked = preference == "not_asked"
        if sex is None:
            assert Bar.NO_LEAD in found
        elif harmed or not grown:
            assert (found == set()) is (fit and not unasked), (lead, found)
            assert (Bar.PREFERENCE_NOT_ASKED in found) is unasked
        else:
            assert found == set()


@given(PLANS)
def test_whatever_stands_the_guarded_are_never_asked_by_somebody_unfit_without_a_counted_exception(plan: Proposal) -> None:
    found = bars(plan, LIMITS)
    guarded = plan.harmed or not plan.grown
    chosen = (plan.preference == "named" and plan.preferred_lead) or (plan.preference == "male" and plan.lead_sex == "male")
    if guarded and plan.lead_sex not in ("female", None) and not chosen:
        assert Bar.LEAD_NOT_A_WOMAN in found
    if plan.s164 and plan.s164_before:
        assert Bar.SECOND_S164 in found
        assert not is_lifted(found, tuple(found))
    if plan.support_suspect or (plan.conflicted and not plan.guardian_away):
        assert not is_lifted(found, tuple(Bar))
    if plan.interviews_before >= 2:
        assert not is_lifted(found, ())
    assert list(found) == [bar for bar in Bar if bar in found]


@given(PLANS, st.sets(st.sampled_from(list(Bar))))
def test_an_approval_covers_what_it_lifts_and_nothing_that_nothing_lifts(plan: Proposal, lifted: set[Bar]) -> None:
    found = bars(plan, LIMITS)
    assert is_lifted(found, tuple(lifted)) is (set(found) <= lifted & EXCEPTIONS)


@pytest.mark.parametrize("bar", Bar)
def test_a_reason_lifts_who_leads_and_how_often_and_nothing_else(bar: Bar) -> None:
    may = {"lead_not_a_woman", "lead_not_trained", "too_many_interviews", "told_too_often", "too_many_facts"}
    assert is_lifted((bar,), (bar.value,)) is (bar.value in may)
    assert not is_lifted((bar,), ())


@pytest.mark.parametrize(
    ("changes", "bar"),
    [
        ({"day": None}, Bar.NO_TIME),
        ({"facts": 0}, Bar.NO_FACTS),
        ({"facts": 6}, Bar.TOO_MANY_FACTS),
        ({"interviews_before": 2}, Bar.TOO_MANY_INTERVIEWS),
        ({"tellings_before": 2}, Bar.TOLD_TOO_OFTEN),
        ({"s164": True, "s164_before": 1}, Bar.SECOND_S164),
        ({"support_suspect": True}, Bar.SUSPECT_AS_SUPPORT),
        ({"conflicted": True}, Bar.SUSPECT_NOT_KEPT_AWAY),
        ({"not_before": DAY + timedelta(days=1)}, Bar.SIGNAL_IN_FORCE),
    ],
)
def test_each_bar_stands_alone(changes: dict[str, object], bar: Bar) -> None:
    assert bars(replace(FAIR, **changes), LIMITS) == (bar,)  # type: ignore[arg-type]


def test_just_below_each_limit_nothing_stands() -> None:
    near = replace(FAIR, facts=5, interviews_before=1, tellings_before=1, not_before=DAY, conflicted=True, guardian_away=True)
    assert bars(near, LIMITS) == ()
    assert bars(replace(FAIR, s164=True, facts=0), LIMITS) == ()
    for day in (DAY - timedelta(days=1), date.fromisoformat(DAY.isoformat())):
        assert bars(replace(FAIR, not_before=day), LIMITS) == ()


@pytest.mark.parametrize("limit", range(1, 7))
def test_from_a_limit_on_a_reason_is_asked_for_however_far_it_is_passed(limit: int) -> None:
    for before in range(9):
        over = before + 1 >= limit
        asked = bars(replace(FAIR, interviews_before=before), replace(LIMITS, interviews=limit))
        assert asked == ((Bar.TOO_MANY_INTERVIEWS,) if over else ())
        told = bars(replace(FAIR, tellings_before=before), replace(LIMITS, tellings=limit))
        assert told == ((Bar.TOLD_TOO_OFTEN,) if over else ())
        looked_for = bars(replace(FAIR, facts=before + 1), replace(LIMITS, facts=limit))
        assert looked_for == ((Bar.TOO_MANY_FACTS,) if before + 1 > limit else ())


@pytest.mark.parametrize("sex", ["", "intersex", "zzz"])
@pytest.mark.parametrize("preference", ["male", "other"])
def test_a_sex_that_is_in_no_list_is_no_womans_and_no_mans(sex: str, preference: str) -> None:
    assert bars(replace(FAIR, lead_sex=sex, preference=preference), LIMITS) == (Bar.LEAD_NOT_A_WOMAN,)
