"""The whole story of one case, told by all five roles: from the first look-up to the bundle, the closure and the reopening."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pypdf
import pytest

from mdt.errors import Invalid, Locked, Missing, Refused
from mdt.reports.case_bundle import print_bundle
from mdt.work import bundle, charges, drafts, incidents, notes, people, registration, requests, search, staff, stages
from mdt.work.casefile import list_cases, open_case, read_figures
from mdt.work.forms import NewNumber, NewSource
from mdt.work.people import ContactLines
from mdt.work.registration import LooksKnown, register_case
from tests.make import ROLES, TEAM_ROLES, Seats, StandingClock, add_member, new_desk, plain_case

FIR = NewNumber(kind="fir", text="88/2026", circle="Multan", dated=date(2026, 11, 24))
SECRETS = (
    "Gulnaz",
    "36302-1112223-4",
    "He has her pictures",
    "She cannot sleep",
    "The uncle must not know",
    "It will stand",
    "the tall gate",
)


@pytest.fixture
def story(tmp_path: Path) -> Iterator[Seats]:
    """A new desk: five members, no case yet."""
    desk = new_desk(tmp_path / "desk", StandingClock())
    yield desk
    desk.leave()


def view(seats: Seats, user: str) -> dict[str, Any]:
    return dict(seats.do(user, open_case, seats.case).content)


def words(seats: Seats, user: str) -> str:
    return json.dumps(view(seats, user), ensure_ascii=False)


def the_investigator_registers_it(seats: Seats) -> None:
    user = "investigator"
    assert seats.do(user, search.search, None, "0300 1112223") == ()
    assert seats.do(user, registration.look_before_registering, None, plain_case().parties) == ()
    seats.do(user, drafts.keep_draft, None, "register", "He has her pictures and")
    seats.case = seats.do(user, register_case, None, plain_case())
    seats.do(user, drafts.drop_draft, None, "register")
    with pytest.raises(LooksKnown):
        seats.do(user, register_case, None, plain_case(numbers=()))
    seats.do(user, registration.add_source, seats.case, NewSource(kind="cybertipline", reference="155667788"))
    seats.do(user, stages.move_to_challan, seats.case, "verification", {"verification_officer": "SI Testname"})
    with pytest.raises(Refused):
        seats.do(user, staff.add_to_team, seats.case, seats.members["psychologist"])


def the_supervisor_seats_the_team(seats: Seats) -> None:
    for role in ("psychologist", "prosecutor", "social_welfare"):
        with pytest.raises(Missing):
            view(seats, role)
        seats.do("supervisor", staff.add_to_team, seats.case, seats.members[role])
    assert view(seats, "psychologist")["first_report"][0]["text"] == {"waiting_for_key": True}
    seats.hand_on_all()
    assert view(seats, "psychologist")["first_report"][0]["text"].startswith("He has her pictures")
    assert [secret for secret in SECRETS if secret in words(seats, "supervisor")] == []


def the_carers_do_their_work(seats: Seats) -> None:
    harmed = view(seats, "psychologist")["parties"][0]["id"]
    name = seats.do("psychologist", people.reveal_identity, seats.case, harmed)["name"]
    assert name == "Gulnaz Testbibi"
    seats.do("psychologist", notes.add_session_note, seats.case, date(2026, 11, 20), "held", "She cannot sleep.")
    seats.do("psychologist", notes.raise_signal, seats.case, "do_not_interview_before", date(2026, 11, 23))
    seats.do("social_welfare", notes.add_welfare_note, seats.case, date(2026, 11, 20), "held", "The uncle must not know.")
    owners = (seats.members["psychologist"],)
    seats.do("social_welfare", people.keep_safe_contact, seats.case, harmed, owners, ContactLines(code_word="the tall gate"))
    for user in ("investigator", "prosecutor", "supervisor"):
        assert view(seats, user)["signals"][0]["kind"] == "do_not_interview_before"
        assert view(seats, user)["services"]["counselling"]["held"] == 1
        assert [secret for secret in ("She cannot sleep", "The uncle", "the tall gate") if secret in words(seats, user)] == []
    assert seats.do("psychologist", search.search, None, "Muhammad Testkhan") == ()


def it_becomes_an_fir_and_goes_to_court(seats: Seats) -> None:
    seats.clock.pass_by(days=5)
    accused, harmed = (party["id"] for party in (view(seats, "prosecutor")["parties"][at] for at in (2, 0)))
    move = stages.move_to_challan
    seats.do("investigator", move, seats.case, "enquiry", {"circle_order": "41/2026"})
    seats.do("investigator", move, seats.case, "legal_opinion", {"opinion_sent_on": "2026-11-21"})
    seats.do("prosecutor", notes.add_opinion, seats.case, date(2026, 11, 23), "It will stand.")
    seats.do("prosecutor", charges.lay_charge, seats.case, accused, "peca-21", None, "21(1)(c)", "strong")
    with pytest.raises(Invalid) as lacking:
        seats.do("investigator", move, seats.case, "fir", {"director_approval": "12/2026"})
    assert set(lacking.value.fields) == {"fir_number", "fir_date"}
    seats.do("investigator", registration.number_case, seats.case, FIR)
    seats.do("investigator", move, seats.case, "fir", {"director_approval": "12/2026"})
    seats.do("investigator", move, seats.case, "investigation", {"investigating_officer": "SI Testname"})
    seats.do("investigator", incidents.record_arrest, seats.case, accused, date(2026, 11, 25))
    seats.do("prosecutor", charges.record_statement, seats.case, harmed, "s164", date(2026, 11, 25), "All of it.", "DVD 7", True)
    seats.do("prosecutor", stages.move_from_challan, seats.case, "interim_challan", {"challan_date": "2026-11-25"})
    court = {"challan_date": "2026-11-25", "court": "Sessions Court Multan"}
    seats.do("investigator", move, seats.case, "final_challan", court)
    seats.do("prosecutor", stages.move_from_challan, seats.case, "trial", court)


def the_prosecutor_prints_the_bundle(seats: Seats) -> None:
    content = seats.do("prosecutor", bundle.assemble_bundle, seats.case)
    paper = pypdf.PdfReader(BytesIO(print_bundle(content, "en")))
    text = " ".join(" ".join(page.extract_text() for page in paper.pages).split())
    for said in ("4021/2026", "88/2026", "21(1)(c)", "Muhammad Testkhan", "DVD 7", view(seats, "prosecutor")["code"]):
        assert said in text
    assert [secret for secret in (*SECRETS, "Rehana", "All of it", "strong") if secret in text] == []
    assert len(pypdf.PdfReader(BytesIO(print_bundle(content, "ur"))).pages) == len(paper.pages)
    with pytest.raises(Refused):
        seats.do("investigator", bundle.assemble_bundle, seats.case)


def it_ends_is_closed_and_is_opened_again(seats: Seats) -> None:
    told = seats.clock.today()
    with pytest.raises(Invalid):
        seats.do("investigator", requests.request_closure, seats.case, "decided", "The court decided.", told)
    seats.do("prosecutor", stages.move_from_challan, seats.case, "outcome", {"outcome": "convicted"})
    asked = seats.do("investigator", requests.request_closure, seats.case, "decided", "The court decided.", told)
    for role in TEAM_ROLES:
        with pytest.raises(Refused):
            seats.do(role, requests.decide_request, seats.case, asked, True)
    seats.do("supervisor", requests.decide_request, seats.case, asked, True)
    with pytest.raises(Refused) as shut:
        seats.do("psychologist", notes.add_session_note, seats.case, told, "held", "One more.")
    assert shut.value.key == "refused.closed"
    assert "She cannot sleep" in words(seats, "psychologist")
    again = seats.do("prosecutor", requests.request_reopening, seats.case, "court_order", "Remanded.")
    seats.do("supervisor", requests.decide_request, seats.case, again, True)
    seats.do("prosecutor", stages.move_from_challan, seats.case, "appeal", {"outcome": "acquitted"})
    assert view(seats, "investigator")["closed_on"] is None
    assert [entry["decision"] for entry in view(seats, "investigator")["requests"]] == ["approved", "approved"]


def somebody_leaves_and_somebody_comes(seats: Seats) -> None:
    add_member(seats, "second", "psychologist")
    seats.do("supervisor", staff.add_to_team, seats.case, seats.members["second"])
    seats.do("psychologist", staff.hand_on_keys)
    seats.do("supervisor", staff.end_member, None, seats.members["psychologist"])
    assert "She cannot sleep" in words(seats, "second")
    with pytest.raises(Locked):  # her way in is gone with her membership
        view(seats, "psychologist")
    seats.do("investigator", staff.recuse_self, seats.case, "acquainted")
    assert seats.do("investigator", list_cases) == ()
    assert seats.do("investigator", search.search, None, "0300 1112223") == ()


def test_one_case_and_five_views_of_it(story: Seats) -> None:
    the_investigator_registers_it(story)
    the_supervisor_seats_the_team(story)
    the_carers_do_their_work(story)
    it_becomes_an_fir_and_goes_to_court(story)
    the_prosecutor_prints_the_bundle(story)
    it_ends_is_closed_and_is_opened_again(story)
    walked = [move["target"] for move in view(story, "social_welfare")["stage_moves"]]
    assert walked == [
        *("verification", "enquiry", "legal_opinion", "fir", "investigation"),
        *("interim_challan", "final_challan", "trial", "outcome", "appeal"),
    ]
    figures = story.do("supervisor", read_figures, None, date(2026, 7, 1), date(2026, 12, 31))
    assert [(line.circle, line.local, line.cybertipline, line.firs, line.accused, line.arrests) for line in figures] == [
        ("MUX", 1, 1, 1, 1, 1)
    ]
    assert len({words(story, role) for role in ROLES}) == len(ROLES)
    somebody_leaves_and_somebody_comes(story)
    log = repr(story.do("supervisor", staff.read_log, None, 10_000))
    assert [secret for secret in (*SECRETS, "Testkhan", "Rehana") if secret in log] == []
    assert {entry.outcome for entry in story.do("supervisor", staff.read_log, None, 10_000)} == {"done", "refused", "failed"}
