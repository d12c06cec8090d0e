"""Who opened a case: told to its team in ids and kinds, newest first, without opening anything itself."""

from __future__ import annotations

from typing import Any

import pytest

from db.records import Records
from mdt.errors import Missing
from mdt.model.audit import Opening
from mdt.work import bundle, casefile, notes, openings, people, staff
from tests.make import ROLES, Seats
from tests.mdt.work.looking import party
from tests.mdt.work.samples import bare_case


@pytest.fixture
def seals_opened(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Every seal that is opened from here on."""
    opened: list[Any] = []
    really = Records.opened

    def noticed(records: Records, row: Any) -> str | None:
        opened.append(row)
        return really(records, row)

    monkeypatch.setattr(Records, "opened", noticed)
    return opened


def said(seats: Seats, user: str = "investigator", count: int = 200) -> list[tuple[str, str, str | None]]:
    return [(line.by, line.act, line.party) for line in seats.do(user, openings.who_opened, seats.case, count)]


def test_every_way_to_read_a_case_is_told_newest_first(seats: Seats) -> None:
    harmed = party(seats, "V1", user="psychologist")
    seats.clock.pass_by(minutes=5)
    seats.do("psychologist", people.reveal_identity, seats.case, harmed["id"])
    seats.do("prosecutor", bundle.assemble_bundle, seats.case)
    seats.do("social_welfare", notes.read_history, seats.case)
    seats.do("supervisor", casefile.open_case, seats.case)
    assert said(seats)[:5] == [
        ("supervisor", "open_case", None),
        ("social_welfare", "read_history", None),
        ("prosecutor", "assemble_bundle", None),
        ("psychologist", "reveal_identity", "V1"),
        ("psychologist", "open_case", None),
    ]
    lines = seats.do("investigator", openings.who_opened, seats.case)
    assert [line.at for line in lines] == sorted((line.at for line in lines), reverse=True)
    assert lines[0] == Opening(seats.clock.now(), "supervisor", "open_case", None)


def test_other_acts_other_cases_and_attempts_are_left_out(marked: Seats) -> None:
    before = said(marked)
    assert before
    marked.do("psychologist", notes.raise_signal, marked.case, "counsellor_present")
    with pytest.raises(Missing):
        marked.do("supervisor", casefile.open_case, "nowhere")
    marked.do("investigator", casefile.open_case, bare_case(marked))
    marked.do("supervisor", staff.take_off_team, marked.case, marked.members["social_welfare"])
    with pytest.raises(Missing):
        marked.do("social_welfare", casefile.open_case, marked.case)
    assert said(marked) == before


def test_only_as_many_as_were_asked_for(seats: Seats) -> None:
    for _ in range(4):
        seats.do("investigator", casefile.open_case, seats.case)
    assert said(seats, count=3) == [("investigator", "open_case", None)] * 3
    assert said(seats, count=0) == []


@pytest.mark.parametrize("role", ROLES)
def test_asking_opens_no_seal_and_leaves_no_entry(seats: Seats, role: str, seals_opened: list[Any]) -> None:
    seats.do("investigator", casefile.open_case, seats.case)
    assert seals_opened, "the case has seals to open"
    seats.take(role)
    length = seats.raw().execute("SELECT count(*) FROM events").fetchone()
    seals_opened.clear()
    assert said(seats, role)[0] == ("investigator", "open_case", None)
    assert seals_opened == []
    assert seats.raw().execute("SELECT count(*) FROM events").fetchone() == length


def test_a_supervisor_who_stepped_back_is_told_nothing(seats: Seats) -> None:
    seats.do("supervisor", staff.recuse_self, seats.case, "kin")
    with pytest.raises(Missing):
        said(seats, "supervisor")
