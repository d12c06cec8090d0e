"""Interviews at the command line: planned, shown and printed with the same rights and the same gate as anywhere."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from mdt.work import live, staff
from mdt.work.casefile import open_case
from tests.interviewed import approved
from tests.make import Seats, add_member
from tests.mdt.work.test_interviews import plan
from tests.ui.commanded import Command, command

__all__ = ["command"]
NUMBER = "enquiry:4021/2026@Multan"
FACT = {"need": "Which account.", "why_only": "device_gone"}
FAIR: dict[str, Any] = {
    "party": "V1",
    "purpose": "Who held the phone.",
    "lead": "investigator",
    "observers": ["psychologist"],
    "preference": "female",
    "planned_for": "tomorrow 10:30",
    "facts": [FACT],
}


@pytest.fixture
def written(tmp_path: Path) -> Callable[..., str]:
    def write(**changes: Any) -> str:
        (tmp_path / "plan.json").write_text(json.dumps({**FAIR, **changes}), "utf-8")
        return str(tmp_path / "plan.json")

    return write


def test_a_plan_is_made_from_json_shown_and_asked_for(command: Command, seats: Seats, written: Callable[..., str]) -> None:
    ran = command("interview", "plan", NUMBER, written(), "--ask", user="investigator")
    assert (ran.code, ran.err) == (0, "")
    made, asked = (json.loads(line) for line in ran.out.splitlines())
    assert (made["schema"], made["bars"], set(asked)) == (1, [], {"schema", "request"})
    told = json.loads(command("interview", "show", NUMBER, "1", user="investigator").out)
    assert (told["schema"], told["bars"], told["tellings"]) == (1, [], 0)
    kept = told["interview"]
    assert (kept["id"], kept["state"], kept["purpose"]) == (made["interview"], "asked", "Who held the phone.")
    assert kept["planned_for"] == "2026-11-21T05:30:00+00:00"
    assert kept["observers"] == [seats.members["psychologist"]]
    assert [fact["need"] for fact in kept["facts"]] == ["Which account."]
    assert command("interview", "show", NUMBER, made["interview"], user="investigator").code == 0
    assert command("interview", "show", NUMBER, "2", user="investigator").code == 1


def test_the_gate_holds_at_the_command_line(command: Command, seats: Seats, written: Callable[..., str]) -> None:
    man = add_member(seats, "man", "investigator", sex="male", trained=None)
    seats.do("supervisor", staff.add_to_team, seats.case, man)
    never = command("interview", "plan", NUMBER, written(lead="man", preference="not_asked"), "--ask", user="investigator")
    assert never.code == 1
    assert json.loads(never.out)["bars"] == ["preference_not_asked", "lead_not_a_woman", "lead_not_trained"]
    unreasoned = command("interview", "plan", NUMBER, written(lead="man", preference="female"), "--ask", user="investigator")
    assert (unreasoned.code, len(unreasoned.err.strip().splitlines())) == (1, 1)
    states = [one["state"] for one in seats.do("investigator", open_case, seats.case).content["interviews"]]
    assert states == ["planned", "planned"]
    reasoned = command("interview", "plan", NUMBER, written(lead="man", exception="no_woman_in_reach"), "--ask", user="investigator")
    assert reasoned.code == 0
    asked = seats.do("supervisor", open_case, seats.case).content["requests"]
    assert [one["reason"] for one in asked] == ["no_woman_in_reach lead_not_a_woman lead_not_trained"]


@pytest.mark.parametrize("user", ["prosecutor", "social_welfare", "supervisor"])
def test_whoever_plans_no_interviews_is_refused(command: Command, seats: Seats, written: Callable[..., str], user: str) -> None:
    assert command("interview", "plan", NUMBER, written(), user=user).code == 3
    assert seats.do("investigator", open_case, seats.case).content["interviews"] == []


@pytest.mark.parametrize(
    "changes",
    [{"weather": "fine"}, {"facts": "many"}, {"facts": [{"need": "x"}]}, {"party": "V9"}, {"lead": "nobody"}, {"planned_for": "x"}],
)
def test_what_is_no_plan_keeps_nothing(command: Command, seats: Seats, written: Callable[..., str], changes: dict[str, Any]) -> None:
    ran = command("interview", "plan", NUMBER, written(**changes), user="investigator")
    assert (ran.code, ran.out, len(ran.err.strip().splitlines())) == (1, "", 1)
    assert seats.do("investigator", open_case, seats.case).content["interviews"] == []


def test_each_role_is_shown_what_the_window_shows_it(command: Command, seats: Seats) -> None:
    interview = plan(seats)
    for user in ("investigator", "psychologist", "prosecutor", "social_welfare", "supervisor"):
        told = json.loads(command("interview", "show", NUMBER, user=user).out)["interview"]
        same = seats.do(user, live.open_interview, seats.case, interview).content
        assert told == json.loads(json.dumps(same))
        assert ("purpose" in told) == (user in ("investigator", "psychologist", "prosecutor"))
        assert ("exhibit" in told) == (user in ("investigator", "prosecutor"))


@pytest.mark.parametrize("language", ["en", "ur"])
def test_the_brief_is_printed_for_its_lead_and_for_nobody_else(command: Command, seats: Seats, tmp_path: Path, language: str) -> None:
    approved(seats, seats.case, plan(seats))
    out = tmp_path / "brief.pdf"
    ran = command("interview", "brief", NUMBER, "--out", str(out), "--lang", language, user="investigator")
    assert (ran.code, json.loads(ran.out)) == (0, {"schema": 1, "brief": str(out)})
    assert len(PdfReader(out).pages) == 1
    assert "Interview unsaid" in PdfReader(out).pages[0].extract_text()
    assert out.stat().st_mode & 0o077 == 0
    assert command("interview", "brief", NUMBER, "--out", str(out), user="investigator").code == 1
    for user in ("prosecutor", "social_welfare", "supervisor"):
        assert command("interview", "brief", NUMBER, "--out", str(tmp_path / f"{user}.pdf"), user=user).code == 3
        assert not (tmp_path / f"{user}.pdf").exists()


@pytest.mark.parametrize("language", ["en", "ur"])
def test_a_case_with_interviews_is_told_as_text_too(command: Command, seats: Seats, language: str) -> None:
    approved(seats, seats.case, plan(seats))
    shown = command("case", "show", NUMBER, user="investigator", MDT_LANG=language)
    assert (shown.code, shown.err) == (0, "")
    assert {"en": "Interviews", "ur": "انٹرویوز"}[language] in shown.out
    assert {"en": "Approved", "ur": "منظور شدہ"}[language] in shown.out
