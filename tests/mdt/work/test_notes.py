"""Notes: sealed for their own, amended and never edited, signals that cross the wall, history by rights."""

from __future__ import annotations

from datetime import date

import pytest

from mdt.errors import Missing, Refused
from mdt.work import staff
from mdt.work.forms import NewNumber
from mdt.work.incidents import classify_case
from mdt.work.notes import (
    add_opinion,
    add_session_note,
    add_welfare_note,
    amend_opinion,
    amend_session_note,
    amend_welfare_note,
    lift_signal,
    raise_signal,
    read_history,
)
from mdt.work.people import amend_party, reveal_identity
from mdt.work.registration import number_case
from tests.make import ROLES, Seats, add_member
from tests.mdt.work.looking import invalid, opened, party, refused, rows
from tests.mdt.work.marked import DAY

TOMORROW = date(2026, 11, 21)
KINDS = [
    pytest.param("psychologist", "session_notes", add_session_note, amend_session_note, ("psychologist",), id="session"),
    pytest.param("social_welfare", "welfare_notes", add_welfare_note, amend_welfare_note, ("psychologist", "social_welfare"), id="welfare"),
]


@pytest.mark.parametrize(("writer", "section", "add", "amend", "readers"), KINDS)
def test_a_note_opens_for_its_own_and_attendance_for_all(seats, writer, section, add, amend, readers) -> None:  # type: ignore[no-untyped-def]
    note = seats.do(writer, add, seats.case, DAY, "held", "First words.")
    assert seats.do(writer, amend, seats.case, note, "Better words.") == note
    for role in ROLES:
        shown = opened(seats, role)[section][0]
        assert (shown["held_on"], shown["attendance"], shown["written_by"], shown["version"]) == ("2026-11-10", "held", writer, 2)
        assert shown.get("text") == ("Better words." if role in readers else None)
        assert ("text" in shown) is (role in readers)
        told = [(change.old, change.new, change.version) for change in seats.do(role, read_history, seats.case) if change.record == note]
        assert told == ([(None, "First words.", 1), ("First words.", "Better words.", 2)] if role in readers else [])


@pytest.mark.parametrize(("writer", "section", "add", "amend", "readers"), KINDS)
def test_only_the_writer_amends(seats, writer, section, add, amend, readers) -> None:  # type: ignore[no-untyped-def]
    note = seats.do(writer, add, seats.case, DAY, "held", "Her words.")
    add_member(seats, "second", writer)
    seats.do("supervisor", staff.add_to_team, seats.case, seats.members["second"])
    seats.hand_on_all()
    assert opened(seats, "second")[section][0]["text"] == "Her words."
    with refused(Refused, "refused.not_the_writer"):
        seats.do("second", amend, seats.case, note, "Other words.")
    for text in ("", "   "):
        with invalid("text", "invalid.needed"):
            seats.do(writer, amend, seats.case, note, text)
    with refused(Missing, "missing.record"):
        seats.do(writer, amend, seats.case, "no such note", "words")
    assert opened(seats, writer)[section][0]["text"] == "Her words."


@pytest.mark.parametrize(("writer", "section", "add", "amend", "readers"), KINDS)
def test_a_session_that_was_not_held_needs_no_words_and_may_lie_ahead(seats, writer, section, add, amend, readers) -> None:  # type: ignore[no-untyped-def]
    seats.do(writer, add, seats.case, TOMORROW, "postponed")
    seats.do(writer, add, seats.case, DAY, "declined", " She did not come. ")
    seats.do(writer, add, seats.case, DAY, "not_attended", "   ")
    assert [entry["text"] for entry in opened(seats, writer)[section]] == [None, "She did not come.", None]
    service = {"session_notes": "counselling", "welfare_notes": "welfare"}[section]
    assert opened(seats, "supervisor")["services"][service] == {"held": 0, "last": None}
    seats.do(writer, add, seats.case, DAY, "held", "words")
    assert opened(seats, "supervisor")["services"][service] == {"held": 1, "last": "2026-11-10"}
    for given, field, key in (
        ((TOMORROW, "held", "words"), "held_on", "invalid.in_the_future"),
        ((DAY, "held", " "), "text", "invalid.needed"),
        ((DAY, "dreamt", "words"), "attendance", "invalid.choice"),
        ((DAY, "declined", "half \ud83d"), "text", "invalid.broken_letters"),
    ):
        with invalid(field, key):
            seats.do(writer, add, seats.case, *given)
    assert len(opened(seats, writer)[section]) == 4


def test_an_opinion_is_for_prosecutors_of_the_case(seats: Seats) -> None:
    opinion = seats.do("prosecutor", add_opinion, seats.case, DAY, "It will stand.")
    seats.do("prosecutor", amend_opinion, seats.case, opinion, "It may stand.")
    shown = {role: opened(seats, role)["opinions"][0].get("text") for role in ROLES}
    assert shown == {**dict.fromkeys(ROLES), "prosecutor": "It may stand."}
    with invalid("text", "invalid.needed"):
        seats.do("prosecutor", add_opinion, seats.case, DAY, " ")


@pytest.mark.parametrize("role", ROLES)
def test_a_signal_crosses_the_wall_without_the_note(seats: Seats, role: str) -> None:
    seats.do("psychologist", add_session_note, seats.case, DAY, "held", "She spoke of dying.")
    signal = seats.do("psychologist", raise_signal, seats.case, "do_not_interview_before", TOMORROW)
    shown = opened(seats, role)["signals"][0]
    assert (shown["kind"], shown["until"], shown["raised_by"], shown["lifted_on"]) == (
        "do_not_interview_before",
        "2026-11-21",
        "psychologist",
        None,
    )
    seats.do("psychologist", lift_signal, seats.case, signal)
    assert opened(seats, role)["signals"][0]["lifted_on"] == "2026-11-20"
    told = [(change.field, change.old, change.new) for change in seats.do(role, read_history, seats.case) if change.record == signal]
    assert told == [("lifted_on", None, "2026-11-20")]


def test_what_is_signalled_is_looked_at(seats: Seats) -> None:
    with invalid("kind", "invalid.choice"):
        seats.do("psychologist", raise_signal, seats.case, "she_is_lying")
    with refused(Missing, "missing.record"):
        seats.do("psychologist", lift_signal, seats.case, "no such signal")
    assert rows(seats, "SELECT count(*) FROM signals") == [(0,)]


def test_history_says_what_it_was_what_it_is_who_and_when(seats: Seats) -> None:
    seats.clock.pass_by(hours=1)
    seats.do("investigator", classify_case, seats.case, {"typology": "grooming", "also": ("csam",), "occurred_from": None})
    seats.clock.pass_by(hours=1)
    seats.do("investigator", classify_case, seats.case, {"typology": "grooming", "also": ()})
    told = [change for change in seats.do("supervisor", read_history, seats.case) if change.noun == "cases"]
    assert [(change.field, change.old, change.new, change.version) for change in told] == [
        ("typology", "blackmailing", "grooming", 2),
        ("also", "[]", '["csam"]', 2),
        ("occurred_from", "2026-10-01", None, 2),
        ("also", '["csam"]', "[]", 3),
    ]
    assert {change.by for change in told} == {seats.members["investigator"]}
    assert [change.at.hour for change in told] == [10, 10, 10, 11]
    assert {change.sensitivity for change in told} == {"OPERATIONAL"}


def test_history_is_filtered_by_rights_and_by_the_click(seats: Seats) -> None:
    harmed = party(seats, "V1")["id"]
    seats.do("investigator", amend_party, seats.case, harmed, {"school": "Other School", "risk": "high"})

    def told(user: str) -> set[str]:
        return {f"{change.noun}.{change.field}" for change in seats.do(user, read_history, seats.case)}

    assert "parties.risk" in told("supervisor")
    assert told("supervisor") == {field for field in told("supervisor") if field.startswith(("parties.r", "seats", "cases"))}
    assert not {"parties.school", "parties.name"} & told("prosecutor")
    assert "first_reports.text" in told("prosecutor")
    assert "first_reports.text" not in told("social_welfare")
    seats.do("prosecutor", reveal_identity, seats.case, harmed)
    assert {"parties.school", "parties.name"} <= told("prosecutor")
    assert rows(seats, "SELECT count(*) FROM events WHERE act = 'read_history' AND outcome = 'done'") == [(7,)]


def test_what_is_not_changed_leaves_no_history(seats: Seats) -> None:
    before = seats.do("investigator", read_history, seats.case)
    seats.do("investigator", classify_case, seats.case, {"typology": "blackmailing"})
    seats.do("investigator", number_case, seats.case, NewNumber(kind="fir", text="7/2026", circle="MUX"))
    assert seats.do("investigator", read_history, seats.case) == before
    assert opened(seats)["version"] == 1
