"""Opening and listing cases: one file and five views, what each role is asked to add, figures that name nobody."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from mdt.errors import Missing
from mdt.model.lists import CaseFilter
from mdt.model.sensitivity import Sensitivity
from mdt.model.staff import Role
from mdt.policy.grants import CLASSES
from mdt.work import charges, incidents, notes, requests, staff
from mdt.work.casefile import list_cases, open_case, read_figures
from mdt.work.forms import NewNumber, NewParty, NewSource
from mdt.work.registration import number_case, register_case
from tests.make import ROLES, Seats, add_member, plain_case
from tests.mdt.work.looking import opened, party, refused
from tests.mdt.work.marked import DAY
from tests.mdt.work.samples import reach_stage


def register(seats: Seats, **changes: Any) -> str:
    return seats.do("investigator", register_case, None, plain_case(**{"parties": (), "numbers": (), **changes}))


@pytest.mark.parametrize("role", ROLES)
def test_what_is_withheld_is_said_and_the_rest_is_json(seats: Seats, role: str) -> None:
    view = seats.do(role, open_case, seats.case)
    assert view.withheld == tuple(kind for kind in CLASSES if Role(role) not in CLASSES[kind].cleared)
    again = json.loads(json.dumps(view.content, ensure_ascii=False))
    assert again["registered_by"] == "investigator"
    assert {seat["member"] for seat in again["team"]} == set(ROLES) - {"supervisor"}
    assert set(again["services"]) == {"counselling", "welfare", "prosecution", "investigation"}


def test_services_say_that_and_when_but_never_what(seats: Seats) -> None:
    seats.do("psychologist", notes.add_session_note, seats.case, DAY, "held", "She spoke.")
    seats.do("psychologist", notes.add_session_note, seats.case, date(2026, 11, 12), "held", "She spoke again.")
    seats.do("social_welfare", notes.add_welfare_note, seats.case, DAY, "not_attended")
    accused = party(seats, "A1")["id"]
    seats.do("investigator", incidents.record_arrest, seats.case, accused)
    seats.do("investigator", charges.record_statement, seats.case, accused, "s161", DAY)
    for role in ROLES:
        assert opened(seats, role)["services"] == {
            "counselling": {"held": 2, "last": "2026-11-12"},
            "welfare": {"held": 0, "last": None},
            "prosecution": {"charges": 0},
            "investigation": {"statements": 1, "arrests": 1},
        }


def test_each_role_is_asked_for_what_it_can_add(seats: Seats) -> None:
    def missing(role: str, case: str = seats.case) -> list[str]:
        return list(opened(seats, role, case)["missing"])

    assert {role: missing(role) for role in ROLES} == {
        "investigator": ["next_event"],
        "psychologist": ["session_planned"],
        "prosecutor": ["next_event"],
        "social_welfare": ["welfare_plan"],
        "supervisor": [],
    }
    bare = register(seats, typology=None, occurred_from=None, occurred_to=None, parties=(NewParty(role="victim"), NewParty(role="accused")))
    early = ["occurred_on", "typology", "victim_age_basis", "victim_sex", "next_event"]
    assert missing("investigator", bare) == early
    seats.raw().execute("UPDATE cases SET stage = 'fir' WHERE id = ?", (bare,))
    assert missing("investigator", bare) == ["occurred_on", "typology", "victim_age_basis", "victim_sex", "accused_known", *early[5:],
                                             "enquiry_number", "fir_number", "next_event", "interview_lead"]  # fmt: skip
    reach_stage(seats, "fir")
    assert missing("prosecutor") == ["charge", "next_event"]
    seats.do("prosecutor", charges.lay_charge, seats.case, party(seats, "A1")["id"], "peca-21")
    seats.do("investigator", incidents.classify_case, seats.case, {"next_event": "hearing", "next_event_on": date(2026, 12, 1)})
    seats.do("psychologist", notes.add_session_note, seats.case, DAY, "declined")
    seats.do("social_welfare", notes.add_welfare_note, seats.case, DAY, "held", "A visit.")
    lacking = {"investigator": ["fir_number", "interview_lead"], "psychologist": ["interview_lead"]}
    assert {role: missing(role) for role in ROLES} == {role: lacking.get(role, []) for role in ROLES}


def test_a_list_holds_own_cases_and_says_nothing_about_people(seats: Seats) -> None:
    add_member(seats, "second", "investigator")
    seats.do("psychologist", notes.raise_signal, seats.case, "no_contact")
    lifted = seats.do("psychologist", notes.raise_signal, seats.case, "counsellor_present")
    seats.do("psychologist", notes.lift_signal, seats.case, lifted)
    for role in ROLES:
        (line,) = seats.do(role, list_cases)
        assert (line.id, line.code, line.circle, line.stage) == (seats.case, opened(seats)["code"], "MUX", "complaint")
        assert (line.typology, line.registered_on, line.signals, line.numbers) == (
            "blackmailing",
            date(2026, 11, 2),
            1,
            ("enquiry:4021/2026",),
        )
        assert (line.restricted, line.closed_on, line.voided_on, line.next_event, line.next_event_on) == (False, None, None, None, None)
    assert seats.do("second", list_cases) == ()
    seats.do("supervisor", staff.restrict_case, seats.case, True)
    assert seats.do("psychologist", list_cases)[0].restricted


def test_a_list_is_narrowed_and_turned_page_by_page(seats: Seats) -> None:
    days = [date(2026, 11, 3), date(2026, 11, 5), date(2026, 11, 4), date(2026, 11, 5)]
    cases = [register(seats, received_on=day, circle="Lahore" if at else "Multan") for at, day in enumerate(days)]
    everything = seats.do("investigator", list_cases, None, CaseFilter())
    assert [line.registered_on.day for line in everything] == [5, 5, 4, 3, 2]
    pages, after = [], None
    while page := seats.do("investigator", list_cases, None, CaseFilter(limit=2, after=after)):
        pages.append([line.id for line in page])
        after = (page[-1].registered_on, page[-1].id)
    assert [len(page) for page in pages] == [2, 2, 1]
    assert [case for page in pages for case in page] == [line.id for line in everything]

    def listed(user: str = "investigator", **wanted: Any) -> set[str]:
        return {line.id for line in seats.do(user, list_cases, None, CaseFilter(**wanted))}

    assert listed(circle="LHR") == set(cases[1:])
    assert listed(circle="LHR", user="psychologist") == set()
    assert listed(user="supervisor") == {seats.case, *cases}
    assert listed(stages=("verification", "fir")) == set()
    assert listed(stages=("complaint",)) == {seats.case, *cases}
    asked = seats.do("investigator", requests.request_closure, cases[0], "untraced", "note", DAY)
    seats.do("supervisor", requests.decide_request, cases[0], asked, True)
    asked = seats.do("investigator", requests.request_voiding, cases[1], "test_entry", "")
    seats.do("supervisor", requests.decide_request, cases[1], asked, True)
    assert listed(closed=True) == {cases[0], cases[1]}
    assert listed(closed=False) == {seats.case, cases[2], cases[3]}


def test_figures_count_by_circle_and_leave_void_cases_out(seats: Seats) -> None:
    two = (NewParty(role="accused", names=("One Testname",)), NewParty(role="accused", minor=True), NewParty(role="victim"))
    tip = (NewSource(kind="cybertipline"), NewSource(kind="foreign"))
    fir = NewNumber(kind="fir", text="3/2026", circle="LHR", dated=date(2026, 6, 30))
    case = register(seats, parties=two, sources=tip, numbers=(fir,))
    seats.do("investigator", incidents.record_arrest, case, party(seats, "A1", case)["id"])
    seats.do("investigator", number_case, seats.case, NewNumber(kind="fir", text="4/2026", circle="MUX", dated=date(2026, 7, 1)))
    void = register(seats, numbers=(NewNumber(kind="fir", text="5/2026", circle="MUX", dated=date(2026, 6, 1)),))
    asked = seats.do("investigator", requests.request_voiding, void, "test_entry", "")
    seats.do("supervisor", requests.decide_request, void, asked, True)
    for role in ROLES:
        found = seats.do(role, read_figures, None, date(2026, 1, 1), date(2026, 6, 30))
        names = ("circle", "local", "cybertipline", "foreign", "firs", "accused", "arrests")
        assert [tuple(getattr(line, name) for name in names) for line in found] == [("LHR", 0, 1, 1, 1, 2, 1)]
    both = seats.do("supervisor", read_figures, None, date(2026, 1, 1), date(2026, 12, 31))
    assert [(line.circle, line.firs, line.local, line.accused) for line in both] == [("LHR", 1, 0, 2), ("MUX", 1, 1, 1)]


def test_a_supervisor_opens_every_case_as_a_common_page(seats: Seats) -> None:
    case = register(seats, report="Words of the complaint.")
    view = seats.do("supervisor", open_case, case)
    assert "Words of the complaint." not in json.dumps(view.content)
    assert set(view.withheld) == set(Sensitivity) - {Sensitivity.OPERATIONAL}
    with refused(Missing, "missing.case"):
        opened(seats, "psychologist", case)
