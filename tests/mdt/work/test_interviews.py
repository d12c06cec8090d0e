"""Planning an interview through the door: what may stand in a plan, what takes an approval away, and who may say yes."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from mdt.errors import Conflict, Invalid, Refused
from mdt.model.lists import ExceptionCount
from mdt.policy.gate import Bar
from mdt.work import charges, interviews, live, notes, people, requests, staff
from mdt.work.casefile import open_case
from mdt.work.forms import NewParty
from mdt.work.interviews import NewFact
from tests.interviewed import approved, planned
from tests.make import Seats, add_member

TOMORROW = timedelta(days=1)


def say(kind: type, field: str) -> str:
    return f"{kind.__name__} {field}"


def party(seats: Seats, alias: str) -> str:
    found = seats.do("investigator", open_case, seats.case).content["parties"]
    return next(str(one["id"]) for one in found if one["alias"] == alias)


def plan(seats: Seats, **changes: Any) -> str:
    return planned(seats, seats.case, party(seats, changes.pop("alias", "V1")), seats.clock.now() + TOMORROW, say, **changes)


def amend(seats: Seats, interview: str, **changes: Any) -> None:
    seats.do("investigator", interviews.amend_plan, seats.case, interview, changes)


def shown(seats: Seats, interview: str, user: str = "investigator") -> Any:
    return seats.do(user, live.open_interview, seats.case, interview).content


def standing(seats: Seats, interview: str) -> tuple[Bar, ...]:
    return seats.do("investigator", interviews.judge_plan, seats.case, interview)


def asked(seats: Seats, interview: str, reason: str | None = None) -> str:
    return seats.do("investigator", interviews.ask_approval, seats.case, interview, reason)


def man(seats: Seats, trained: date | None) -> str:
    """A man who may lead, seated on the case."""
    identity = add_member(seats, "man", "investigator", sex="male", trained=trained)
    seats.do("supervisor", staff.add_to_team, seats.case, identity)
    return identity


def test_a_plan_begins_with_the_units_numbers_and_the_persons_age(seats: Seats) -> None:
    girl, mother = plan(seats), plan(seats, alias="C1")
    said = shown(seats, girl)
    assert (said["age_group"], said["minutes"], said["budget"], said["state"]) == ("10_12", 45, 12, "planned")
    assert shown(seats, mother)["age_group"] == "adult"
    assert said["preference_on"] == seats.clock.today().isoformat()
    assert [fact["need"] for fact in said["facts"]] == ["EssentialFact need"]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"purpose": " "}, "purpose"),
        ({"minutes": 4}, "minutes"),
        ({"budget": 61}, "budget"),
        ({"room": "cellar"}, "room"),
        ({"language": "xx"}, "language"),
        ({"preference": "named"}, "preferred"),
        ({"lead": "nobody"}, "lead"),
    ],
)
def test_what_cannot_stand_in_a_plan(seats: Seats, changes: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as fault:
        plan(seats, **changes)
    assert set(fault.value.fields) == {field}
    interview = plan(seats)
    with pytest.raises(Invalid) as fault:
        amend(seats, interview, **changes)
    assert set(fault.value.fields) == {field}


def test_an_accused_is_not_interviewed_and_nobody_supports_himself(seats: Seats) -> None:
    with pytest.raises(Invalid) as fault:
        plan(seats, alias="A1")
    assert fault.value.fields == {"party": "invalid.accused_not_interviewed"}
    with pytest.raises(Invalid) as fault:
        plan(seats, support=party(seats, "V1"))
    assert set(fault.value.fields) == {"support"}


def test_only_the_team_sits_in_it_and_only_who_may_hold_one_leads(seats: Seats) -> None:
    stranger = add_member(seats, "stranger", "investigator")
    for named in (stranger, seats.members["prosecutor"], seats.members["social_welfare"]):
        with pytest.raises(Invalid) as fault:
            plan(seats, lead=named)
        assert fault.value.fields == {"lead": "invalid.not_seated"}
    with pytest.raises(Invalid) as fault:
        plan(seats, observers=(stranger,))
    assert set(fault.value.fields) == {"observers"}
    with pytest.raises(Invalid) as fault:
        plan(seats, second=seats.members["investigator"])
    assert set(fault.value.fields) == {"second"}
    assert shown(seats, plan(seats, observers=(seats.members["social_welfare"],)))["observers"] == [seats.members["social_welfare"]]


def test_a_fact_is_tied_to_a_limb_of_a_charge(seats: Seats) -> None:
    interview = plan(seats)
    charge = seats.do("prosecutor", charges.lay_charge, seats.case, party(seats, "A1"), "peca-21")

    def add(**said: str) -> None:
        fact = NewFact(need="Which.", why_only="device_gone", **said)
        seats.do("investigator", interviews.add_fact, seats.case, interview, fact)

    add(charge=charge, element="21(1)(c)")
    for wrong, field in (({"charge": charge, "element": "22(1)(b)"}, "element"), ({"element": "21(1)(c)"}, "charge")):
        with pytest.raises(Invalid) as fault:
            add(**wrong)
        assert set(fault.value.fields) == {field}
    facts = shown(seats, interview, "prosecutor")["facts"]
    assert [fact["place"] for fact in facts] == [1, 2]
    assert facts[1]["element"] == "21(1)(c)"
    assert "element" not in shown(seats, interview, "psychologist")["facts"][1]
    assert "need" not in shown(seats, interview, "supervisor")["facts"][1]


def test_a_man_leads_a_girl_only_where_she_asked_for_him_or_a_supervisor_makes_an_exception(seats: Seats) -> None:
    interview = plan(seats, lead=man(seats, date(2025, 1, 1)))
    assert standing(seats, interview) == (Bar.LEAD_NOT_A_WOMAN,)
    with pytest.raises(Invalid) as fault:
        asked(seats, interview)
    assert (fault.value.key, fault.value.fields) == ("invalid.needs_exception", {"lead_not_a_woman": "invalid.lead_not_a_woman"})
    amend(seats, interview, preference="male")
    assert standing(seats, interview) == ()
    amend(seats, interview, preference="no_preference")
    request = approved(seats, seats.case, interview, "no_woman_in_reach")
    found = next(one for one in seats.do("supervisor", open_case, seats.case).content["requests"] if one["id"] == request)
    assert (found["reason"], found["decision"], found["about"]) == ("no_woman_in_reach lead_not_a_woman", "approved", interview)


def test_every_exception_granted_is_counted_for_a_year_and_no_other_leave(seats: Seats) -> None:
    approved(seats, seats.case, plan(seats))
    asked(seats, plan(seats, lead=man(seats, date(2025, 1, 1))), "no_woman_in_reach")
    assert seats.do("supervisor", requests.count_exceptions) == (), "asked is not granted"
    waiting = next(one for one in seats.do("supervisor", open_case, seats.case).content["requests"] if one["decision"] is None)
    seats.do("supervisor", requests.decide_request, seats.case, waiting["id"], True)
    assert seats.do("supervisor", requests.count_exceptions) == (ExceptionCount(reason="no_woman_in_reach", count=1),)
    seats.clock.pass_by(days=400)
    assert seats.do("supervisor", requests.count_exceptions) == ()
    with pytest.raises(Refused):
        seats.do("investigator", requests.count_exceptions)


def test_an_untrained_man_is_barred_twice_and_named_by_her_not_at_all(seats: Seats) -> None:
    lead = man(seats, None)
    interview = plan(seats, lead=lead)
    assert standing(seats, interview) == (Bar.LEAD_NOT_A_WOMAN, Bar.LEAD_NOT_TRAINED)
    amend(seats, interview, preference="named", preferred=lead)
    assert standing(seats, interview) == ()


@pytest.mark.parametrize(
    ("bar", "changes"),
    [
        (Bar.NO_LEAD, {"lead": None}),
        (Bar.NO_TIME, {"planned_for": None}),
        (Bar.PREFERENCE_NOT_ASKED, {"preference": "not_asked"}),
    ],
)
def test_what_nothing_lifts_cannot_even_be_asked_for(seats: Seats, bar: Bar, changes: dict[str, Any]) -> None:
    interview = plan(seats, **changes)
    with pytest.raises(Invalid) as fault:
        asked(seats, interview, "new_facts")
    assert (fault.value.key, fault.value.fields) == ("invalid.barred", {bar.value: f"invalid.{bar}"})
    assert shown(seats, interview)["state"] == "planned"


def test_a_guardian_under_suspicion_neither_sits_with_her_nor_stays_near(seats: Seats) -> None:
    seats.do("investigator", people.add_party, seats.case, NewParty(role="guardian", relation="parent", names=("Father Testname",)))
    guardian = party(seats, "G1")
    interview = plan(seats, support=guardian)
    assert standing(seats, interview) == ()
    seats.do("investigator", people.amend_party, seats.case, guardian, {"state": "identified"})
    assert standing(seats, interview) == (Bar.SUSPECT_AS_SUPPORT, Bar.SUSPECT_NOT_KEPT_AWAY)
    amend(seats, interview, support=None, guardian_away=True)
    assert standing(seats, interview) == ()


def test_the_psychologists_signal_holds_until_its_day(seats: Seats) -> None:
    interview = plan(seats)
    later = seats.clock.today() + timedelta(days=3)
    signal = seats.do("psychologist", notes.raise_signal, seats.case, "do_not_interview_before", later)
    assert standing(seats, interview) == (Bar.SIGNAL_IN_FORCE,)
    amend(seats, interview, planned_for=seats.clock.now() + timedelta(days=4))
    assert standing(seats, interview) == ()
    amend(seats, interview, planned_for=seats.clock.now() + TOMORROW)
    seats.do("psychologist", notes.lift_signal, seats.case, signal)
    assert standing(seats, interview) == ()


def test_the_statement_before_a_magistrate_is_taken_once(seats: Seats) -> None:
    interview = plan(seats, kind="s164")
    assert standing(seats, interview) == ()
    seats.do("prosecutor", charges.record_statement, seats.case, party(seats, "V1"), "s164", seats.clock.today())
    assert standing(seats, interview) == (Bar.SECOND_S164,)
    with pytest.raises(Invalid):
        asked(seats, interview, "court_ordered")


def test_nobody_approves_what_was_asked_or_led_by_the_same_person_and_no_other_role_may(seats: Seats) -> None:
    interview = plan(seats)
    request = asked(seats, interview)
    with pytest.raises(Conflict, match="asked_already"):
        asked(seats, interview)
    for user in ("investigator", "psychologist", "prosecutor", "social_welfare"):
        with pytest.raises(Refused):
            seats.do(user, requests.decide_request, seats.case, request, True)
    seats.do("supervisor", requests.decide_request, seats.case, request, False)
    assert shown(seats, interview)["state"] == "planned"
    approved(seats, seats.case, interview)
    assert shown(seats, interview)["state"] == "approved"


@pytest.mark.parametrize(
    "changes", [{"second": None}, {"planned_for": "later"}, {"preference": "female"}, {"guardian_away": True}, {"support": "C1"}]
)
def test_an_approval_falls_away_with_what_it_was_given_for(seats: Seats, changes: dict[str, Any]) -> None:
    interview = plan(seats)
    approved(seats, seats.case, interview)
    amend(seats, interview, needs="Water.", minutes=30)
    assert shown(seats, interview)["state"] == "approved"
    told = {"later": seats.clock.now() + timedelta(days=2), "C1": party(seats, "C1")}
    amend(seats, interview, **{name: told.get(value, value) for name, value in changes.items()})
    assert (shown(seats, interview)["state"], shown(seats, interview)["approval"]) == ("planned", None)


def test_a_decision_on_a_plan_that_changed_meanwhile_changes_nothing(seats: Seats) -> None:
    interview = plan(seats)
    request = asked(seats, interview)
    amend(seats, interview, second=None)
    with pytest.raises(Conflict, match="plan_changed"):
        seats.do("supervisor", requests.decide_request, seats.case, request, True)
    second = asked(seats, interview)
    later = seats.clock.today() + timedelta(days=9)
    seats.do("psychologist", notes.raise_signal, seats.case, "do_not_interview_before", later)
    with pytest.raises(Conflict, match="plan_changed"):
        seats.do("supervisor", requests.decide_request, seats.case, second, True)
    assert shown(seats, interview)["state"] == "asked"


def test_more_facts_need_new_leave_and_fewer_do_not(seats: Seats) -> None:
    interview = plan(seats)
    fact = seats.do("investigator", interviews.add_fact, seats.case, interview, NewFact(need="Who.", why_only="record_unclear"))
    approved(seats, seats.case, interview)
    seats.do("investigator", interviews.drop_fact, seats.case, fact)
    assert shown(seats, interview)["state"] == "approved"
    assert [one["dropped"] for one in shown(seats, interview)["facts"]] == [False, True]
    seats.do("investigator", interviews.add_fact, seats.case, interview, NewFact(need="When.", why_only="record_unclear"))
    assert shown(seats, interview)["state"] == "planned"


def test_a_plan_taken_back_changes_no_more(seats: Seats) -> None:
    interview = plan(seats)
    approved(seats, seats.case, interview)
    seats.do("investigator", interviews.cancel_interview, seats.case, interview)
    with pytest.raises(Conflict):
        amend(seats, interview, minutes=30)
    with pytest.raises(Conflict):
        asked(seats, interview)
    with pytest.raises(Conflict):
        seats.do("investigator", live.start_interview, seats.case, interview)
    assert shown(seats, interview)["state"] == "cancelled"


def test_what_is_no_part_of_a_plan_is_refused(seats: Seats) -> None:
    interview = plan(seats)
    for changes in ({"state": "approved"}, {"approval": "x"}, {"party": party(seats, "C1")}, {"kind": "s164"}):
        with pytest.raises(Invalid):
            amend(seats, interview, **changes)
    assert shown(seats, interview)["state"] == "planned"
