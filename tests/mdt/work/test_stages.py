"""The stage path: one step at a time, by whoever it belongs to, with everything its next stage asks for."""

from __future__ import annotations

from datetime import date

import pytest

from mdt.catalogue.load import load_catalogue
from mdt.errors import Invalid
from mdt.model.staff import Role
from mdt.policy.actions import Action
from mdt.policy.grants import GRANTS
from mdt.work.charges import lay_charge, withdraw_charge
from mdt.work.forms import NewNumber
from mdt.work.incidents import classify_case
from mdt.work.registration import number_case, register_case
from mdt.work.stages import TOLD, move_from_challan, move_to_challan, unmet_conditions
from tests.make import ROLES, Seats, plain_case
from tests.mdt.work.looking import invalid, opened, party, refused
from tests.mdt.work.samples import reach_stage

STAGES = load_catalogue().stages
PATH = (
    ("investigator", "verification", {"verification_officer": "SI Testname"}),
    ("investigator", "enquiry", {"circle_order": "41/2026"}),
    ("investigator", "legal_opinion", {"opinion_sent_on": "2026-11-05"}),
    ("investigator", "fir", {"director_approval": "12/2026", "fir_sections": "PECA 21"}),
    ("investigator", "investigation", {"investigating_officer": "SI Testname", "magistrate_permission": "9/2026"}),
    ("prosecutor", "interim_challan", {"challan_date": "2026-11-18"}),
    ("investigator", "final_challan", {"challan_date": "2026-11-19", "court": "Sessions Court Multan"}),
    ("prosecutor", "trial", {"court": "Sessions Court Multan"}),
    ("prosecutor", "outcome", {"outcome": "convicted"}),
    ("prosecutor", "appeal", {"outcome": "acquitted"}),
)
FIR = NewNumber(kind="fir", text="88/2026", circle="MUX", dated=date(2026, 11, 6))


def move(seats: Seats, user: str, target: str, facts: dict[str, str]) -> str:
    return seats.do(user, move_to_challan if user == "investigator" else move_from_challan, seats.case, target, facts)


def unmet(seats: Seats, target: str, case: str | None = None) -> set[str]:
    """What a case still lacks for a stage; anybody on it may ask."""
    found = seats.do("supervisor", unmet_conditions, case or seats.case, target)
    return {*found}


def lacking(seats: Seats, user: str, target: str, facts: dict[str, str]) -> set[str]:
    """The conditions that a move names as unmet."""
    with pytest.raises(Invalid) as caught:
        move(seats, user, target, facts)
    assert caught.value.key == "invalid.unmet_conditions"
    assert set(caught.value.fields.values()) == {"invalid.condition"}
    return set(caught.value.fields)


def test_the_whole_path_step_by_step_with_every_unmet_condition_named(seats: Seats) -> None:
    seats.do("investigator", number_case, seats.case, FIR)
    walked = [opened(seats)["stage"]]
    for user, target, facts in PATH:
        asked = set(STAGES[target].needs)
        assert unmet(seats, target) <= asked
        assert lacking(seats, user, target, {}) == set(facts)
        assert lacking(seats, user, target, dict.fromkeys(facts, "  ")) == set(facts)
        move(seats, user, target, {**facts, "weather": "fine"})
        walked.append(opened(seats)["stage"])
    assert walked == ["complaint", *(target for _, target, _ in PATH)]
    moves = opened(seats, "psychologist")["stage_moves"]
    assert [(step["origin"], step["target"], step["moved_by"]) for step in moves] == [
        (origin, target, user) for origin, (user, target, _) in zip(walked, PATH, strict=False)
    ]
    assert "facts" not in moves[0]
    assert opened(seats)["stage_moves"][0]["facts"] == ["verification_officer=SI Testname"]
    assert {step["moved_on"] for step in moves} == {"2026-11-20"}


@pytest.mark.parametrize("origin", STAGES)
def test_no_stage_is_skipped_entered_twice_or_gone_back_from(seats: Seats, origin: str) -> None:
    reach_stage(seats, origin)
    everything = dict.fromkeys(TOLD - {"outcome"}, "said") | {"outcome": "convicted"}
    for target in STAGES:
        if target not in STAGES[origin].next:
            for user in ("investigator", "prosecutor"):
                with invalid("target", "invalid.stage_order"):
                    move(seats, user, target, everything)
    assert opened(seats)["stage"] == origin
    assert opened(seats)["stage_moves"] == []


@pytest.mark.parametrize("user", ["investigator", "prosecutor"])
@pytest.mark.parametrize("target", [target for target in STAGES if STAGES[target].moved_by])
def test_each_role_moves_its_own_stretch(seats: Seats, user: str, target: str) -> None:
    origin = next((stage.id for stage in STAGES.values() if target in stage.next), None)
    if origin is None:
        assert target == "complaint"
        return
    seats.do("investigator", number_case, seats.case, FIR)
    reach_stage(seats, origin)
    facts = next(facts for _, stage, facts in PATH if stage == target)
    if user in STAGES[target].moved_by:
        move(seats, user, target, facts)
        assert opened(seats)["stage"] == target
    else:
        with invalid("target", "invalid.stage_of_another"):
            move(seats, user, target, facts)


def test_nobody_moves_a_case_to_closed_and_nobody_else_moves_it_at_all(seats: Seats) -> None:
    assert [stage.id for stage in STAGES.values() if not stage.moved_by or "closed" in stage.next] == ["closed"]
    moving = {Action.MOVE_TO_CHALLAN, Action.MOVE_FROM_CHALLAN}
    assert [role for role in ROLES if moving & set(GRANTS[Role(role)])] == ["investigator", "prosecutor"]
    assert unmet(seats, "closed") == {"closure_reason", "victim_informed_on"}


def test_no_change_of_a_field_moves_a_case(seats: Seats) -> None:
    seats.do("investigator", number_case, seats.case, FIR)
    seats.do("prosecutor", lay_charge, seats.case, party(seats, "A1")["id"], "peca-21")
    seats.do("investigator", classify_case, seats.case, {"next_event": "hearing"})
    assert opened(seats)["stage"] == "complaint"
    for field in ("stage", "closed_on", "voided_on", "restricted", "code"):
        with invalid(field, "invalid.field"):
            seats.do("investigator", classify_case, seats.case, {field: "trial"})


def test_conditions_are_read_from_the_case(seats: Seats) -> None:
    assert unmet(seats, "complaint") == set()
    assert unmet(seats, "enquiry") == {"circle_order"}
    assert unmet(seats, "fir") == {"fir_number", "fir_date", "fir_sections", "director_approval"}
    assert unmet(seats, "investigation") == {"investigating_officer", "magistrate_permission"}
    seats.do("investigator", number_case, seats.case, NewNumber(kind="fir", text="88/2026", circle="MUX"))
    assert unmet(seats, "fir") == {"fir_date", "fir_sections", "director_approval"}
    seats.do("investigator", number_case, seats.case, NewNumber(kind="fir", text="89/2026", circle="MUX", dated=date(2026, 11, 6)))
    assert unmet(seats, "fir") == {"fir_sections", "director_approval"}
    charge = seats.do("prosecutor", lay_charge, seats.case, party(seats, "A1")["id"], "peca-24")
    assert unmet(seats, "fir") == {"director_approval"}
    assert unmet(seats, "investigation") == {"investigating_officer", "magistrate_permission"}
    graver = seats.do("prosecutor", lay_charge, seats.case, party(seats, "A1")["id"], "peca-21")
    assert unmet(seats, "investigation") == {"investigating_officer"}
    for laid in (charge, graver):
        seats.do("prosecutor", withdraw_charge, seats.case, laid)
    assert unmet(seats, "fir") == {"fir_sections", "director_approval"}
    assert unmet(seats, "investigation") == {"investigating_officer", "magistrate_permission"}


def test_a_case_without_a_complainant_or_an_enquiry_lacks_them(seats: Seats) -> None:
    case = seats.do("investigator", register_case, None, plain_case(parties=(), numbers=()))
    assert seats.do("investigator", unmet_conditions, case, "complaint") == ("complainant",)
    assert unmet(seats, "enquiry", case) == {"enquiry_number", "circle_order"}


def test_what_is_said_with_a_move_is_looked_at(seats: Seats) -> None:
    for target in ("nowhere", ""):
        with invalid("target", "invalid.choice"):
            move(seats, "investigator", target, {})
        with invalid("target", "invalid.choice"):
            seats.do("investigator", unmet_conditions, seats.case, target)
    with invalid("verification_officer", "invalid.too_long"):
        move(seats, "investigator", "verification", {"verification_officer": "x" * 121})
    reach_stage(seats, "trial")
    with invalid("outcome", "invalid.choice"):
        move(seats, "prosecutor", "outcome", {"outcome": "forgotten"})


def test_a_case_ends_by_compounding_only_where_every_section_may_be_compounded(seats: Seats) -> None:
    accused = party(seats, "A1")["id"]
    seats.do("prosecutor", lay_charge, seats.case, accused, "peca-24")
    graver = seats.do("prosecutor", lay_charge, seats.case, accused, "peca-21")
    reach_stage(seats, "trial")
    with invalid("outcome", "invalid.not_compoundable"):
        move(seats, "prosecutor", "outcome", {"outcome": "compounded"})
    seats.do("prosecutor", withdraw_charge, seats.case, graver)
    move(seats, "prosecutor", "outcome", {"outcome": "compounded"})
    assert opened(seats)["stage"] == "outcome"


def test_a_move_of_a_case_that_changed_meanwhile_is_refused_whole(seats: Seats) -> None:
    with refused(Invalid, "invalid.unmet_conditions"):
        move(seats, "investigator", "verification", {})
    assert opened(seats)["stage_moves"] == []
