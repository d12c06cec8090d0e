"""Where the unit has its leads read the brief only, the rest of the file is shut to the lead until the interview is closed."""

from __future__ import annotations

import json
from dataclasses import replace
from types import MappingProxyType

import pytest

from mdt.catalogue.load import load_catalogue
from mdt.catalogue.schema import Catalogue
from mdt.work import briefs, notes
from mdt.work.casefile import open_case
from tests.interviewed import approved, closed, held
from tests.make import Seats
from tests.mdt.work.test_interviews import plan, shown

REPORT = "He has her pictures"


@pytest.fixture
def blind(seats: Seats, monkeypatch: pytest.MonkeyPatch) -> Seats:
    """A desk of a unit with the setting on."""
    loaded = load_catalogue()
    on = replace(loaded.settings["blind_brief"], value=1)
    whole: Catalogue = replace(loaded, settings=MappingProxyType({**loaded.settings, "blind_brief": on}))
    monkeypatch.setattr("tests.make.load_catalogue", lambda: whole)
    return seats


def words(seats: Seats, user: str) -> str:
    return json.dumps(seats.do(user, open_case, seats.case).content, ensure_ascii=False)


def test_the_lead_reads_the_brief_and_not_the_file(blind: Seats) -> None:
    interview = plan(blind)
    assert REPORT in words(blind, "investigator")
    approved(blind, blind.case, interview)
    assert REPORT not in words(blind, "investigator")
    assert "first_report" not in {change.noun for change in blind.do("investigator", notes.read_history, blind.case)}
    assert REPORT in words(blind, "prosecutor")
    assert REPORT in words(blind, "psychologist")
    assert blind.do("investigator", briefs.read_brief, blind.case, interview).known == "Interview known"
    held(blind, blind.case, interview)
    assert [one["said"] for one in shown(blind, interview)["marks"]] == ["phase:introduction", "ask:invitation"]
    assert REPORT not in words(blind, "investigator")
    closed(blind, blind.case, interview, "account_full", "None.")
    assert REPORT in words(blind, "investigator")


def test_a_unit_without_the_setting_hides_nothing(seats: Seats) -> None:
    interview = plan(seats)
    approved(seats, seats.case, interview)
    assert REPORT in words(seats, "investigator")
