"""The intake is a case as any in its rights, keys and log, and none in lists, counts, searches, numbers, papers and moves."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from db.verify import verify
from mdt.errors import Conflict, Invalid, Missing, Refused
from mdt.model.lists import CaseFilter
from mdt.model.tips import INTAKE, TipFilter
from mdt.policy.grants import ALSO_AT_INTAKE, AT_INTAKE_ONLY
from mdt.work import calendar, casefile, gaps, intake, meetings, people, registration, requests, search, staff, tips
from mdt.work.desk import USE_CASES, UseCase
from mdt.work.forms import NewNumber, NewParty
from tests.db.given import behind, vault_key
from tests.make import ROLES, Seats, add_member
from tests.mdt.work.samples import SAMPLES
from tests.tipped import opened, recorded


def test_there_is_one_intake_and_the_supervisor_makes_it(seats: Seats) -> None:
    for user in ("investigator", "psychologist", "prosecutor", "social_welfare"):
        with pytest.raises(Refused):
            seats.do(user, intake.open_intake)
    assert seats.do("supervisor", intake.locate_intake) == intake.Intake(None, (), False)
    found = seats.do("supervisor", intake.open_intake)
    assert seats.do("supervisor", intake.locate_intake) == intake.Intake(found, (), True)
    with pytest.raises(Conflict, match=r"conflict\.intake_open"):
        seats.do("supervisor", intake.open_intake)
    assert verify(seats.folder, vault_key(seats)) == ()


def test_whoever_is_seated_there_makes_its_key_and_a_second_officer_gets_it(seats: Seats) -> None:
    place = opened(seats)
    tip = recorded(seats, place, narrative="He wrote to her.")
    add_member(seats, "second.officer", "investigator")
    with pytest.raises(Missing, match=r"missing\.case"):
        seats.do("second.officer", tips.open_tip, place, tip)
    seats.do("supervisor", staff.add_to_team, place, seats.members["second.officer"])
    assert seats.do("second.officer", tips.open_tip, place, tip).waits_for_key
    seats.hand_on_all()
    view = seats.do("second.officer", tips.open_tip, place, tip)
    assert (view.content["narrative"], view.waits_for_key) == ("He wrote to her.", False)
    assert verify(seats.folder, vault_key(seats)) == ()


def test_a_tip_recorded_before_the_officer_came_back_is_sealed_all_the_same(seats: Seats) -> None:
    place = seats.do("supervisor", intake.open_intake)
    seats.do("supervisor", staff.add_to_team, place, seats.members["investigator"])
    tip = recorded(seats, place, narrative="He wrote to her.")
    assert seats.do("investigator", tips.open_tip, place, tip).content["narrative"] == "He wrote to her."


@pytest.mark.parametrize("user", ["psychologist", "prosecutor", "social_welfare", "supervisor"])
def test_only_those_who_may_take_tips_down_sit_there(seats: Seats, user: str) -> None:
    place = seats.do("supervisor", intake.open_intake)
    with pytest.raises(Invalid):
        seats.do("supervisor", staff.add_to_team, place, seats.members[user])


def test_it_is_on_no_list_and_in_no_count(seats: Seats) -> None:
    before = {user: _lists(seats, user) for user in ROLES}
    place = opened(seats)
    recorded(seats, place)
    assert {user: _lists(seats, user) for user in ROLES} == before


def _lists(seats: Seats, user: str) -> str:
    """Everything that lists or counts cases, as one text."""
    year, month = (date(2026, 1, 1), date(2026, 12, 31)), (date(2026, 11, 1), date(2026, 12, 20))
    seats.clock.pass_by(hours=2)
    return repr(
        [
            seats.do(user, casefile.list_cases, None, CaseFilter(limit=1000)),
            seats.do(user, casefile.list_cases, None, CaseFilter(stages=("intake",))),
            seats.do(user, casefile.count_cases),
            seats.do(user, casefile.read_figures, None, *year),
            seats.do(user, gaps.missing_on_desk),
            seats.do(user, meetings.cases_due),
            seats.do(user, meetings.my_tasks),
            seats.do(user, calendar.read_calendar, None, *month),
            [seats.do(user, search.search, None, text) for text in (INTAKE, INTAKE.casefold(), "@invented.gamer")],
            seats.do("supervisor", requests.list_requests),
        ]
    )


@pytest.mark.parametrize("text", [INTAKE, INTAKE.casefold(), "intake-1"])
def test_it_is_not_found_by_its_code(seats: Seats, text: str) -> None:
    opened(seats)
    with pytest.raises((Missing, Invalid)):
        seats.do("supervisor", casefile.locate_case, None, text)


def test_a_planted_number_finds_it_neither(seats: Seats) -> None:
    place = opened(seats)
    with behind(seats) as raw:
        raw.execute('UPDATE numbers SET "case" = ?', (place,))
    with pytest.raises(Missing):
        seats.do("investigator", casefile.locate_case, None, "enquiry:4021/2026@Multan")
    assert seats.do("investigator", search.search, None, "4021/2026") == ()


REFUSED = sorted(job.name for job in USE_CASES if job.action.verb.on_case and job.action not in AT_INTAKE_ONLY | ALSO_AT_INTAKE)


@pytest.mark.parametrize("name", REFUSED)
def test_every_other_act_of_a_case_is_refused_there(seats: Seats, name: str) -> None:
    place, job = opened(seats), SAMPLES[name].job
    for user in ("investigator", "supervisor"):
        with pytest.raises(Refused) as refusal:
            seats.do(user, job, place)
        assert refusal.value.key in ("refused.role", "refused.intake")
        assert job.action not in seats.take(user).allowed(place)


def test_the_walk_names_what_must_never_happen_to_it() -> None:
    for name in ("move_to_challan", "number_case", "assemble_bundle", "request_closure", "request_voiding", "restrict_case", "open_case",
                 "put_on_agenda", "add_party", "plan_interview", "link_tip"):  # fmt: skip
        assert name in REFUSED


@pytest.mark.parametrize("job", [tips.open_tip, tips.record_tip, tips.assign_tip], ids=lambda job: job.name)
def test_no_tip_is_taken_down_at_a_case(seats: Seats, job: UseCase[..., Any]) -> None:
    with pytest.raises(Refused, match=r"refused\.not_intake"):
        seats.do("investigator", job, seats.case)


def test_whoever_steps_back_from_it_is_off_every_door(seats: Seats) -> None:
    place = opened(seats)
    tip = recorded(seats, place)
    seats.do("investigator", staff.recuse_self, place, "kin")
    assert seats.do("investigator", intake.list_tips) == ()
    assert seats.do("investigator", intake.count_tips) == ()
    assert seats.do("investigator", intake.locate_intake) == intake.Intake(None, (), True)
    with pytest.raises(Missing, match=r"missing\.case"):
        seats.do("investigator", tips.open_tip, place, tip)
    with pytest.raises(Missing, match=r"missing\.case"):
        seats.do("investigator", tips.mark_read, place, tip)


def test_a_supervisor_sees_what_is_operational_and_no_more(seats: Seats) -> None:
    place = opened(seats)
    tip = recorded(seats, place, "phone||0300 5556667", narrative="He wrote to her.", victims="A girl", kept="all of it", names=("Shown",))
    shown = seats.do("supervisor", tips.open_tip, place, tip)
    assert {"identifiers", "names", "narrative", "victims", "kept"} & set(shown.content) == set()
    assert (shown.content["number"], shown.content["a1"], shown.content["source"]) == ("900000001", 2, "cybertip")
    assert [line.id for line in seats.do("supervisor", intake.list_tips, None, TipFilter())] == [tip]


def test_an_investigator_without_a_seat_finds_an_empty_ledger(seats: Seats) -> None:
    place = opened(seats)
    recorded(seats, place)
    add_member(seats, "other", "investigator")
    assert seats.do("other", intake.list_tips) == ()
    assert seats.do("other", intake.locate_intake) == intake.Intake(None, (), True)
    for user in ("psychologist", "prosecutor", "social_welfare"):
        with pytest.raises(Refused):
            seats.do(user, intake.list_tips)


def test_a_number_and_a_party_meant_for_it_are_kept_nowhere(seats: Seats) -> None:
    place = opened(seats)
    with pytest.raises(Refused, match=r"refused\.intake"):
        seats.do("investigator", registration.number_case, place, NewNumber(kind="fir", text="1/2026", circle="MUX"))
    with pytest.raises(Refused, match=r"refused\.intake"):
        seats.do("investigator", people.add_party, place, NewParty(role="victim"))
