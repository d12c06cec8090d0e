"""A live interview in a process of its own that is killed in the middle: every mark that was told as saved is there, and it goes on."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.make import Seats
from tests.ui.holding import LEAD, kept
from tests.ui.process import Process

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks into processes as Linux shows them")


@pytest.fixture
def runs(seats: Seats, interview: str, tmp_path: Path) -> Iterator[Process]:
    with Process(seats, tmp_path) as made:
        yield made


def opened(run: Process, seats: Seats, interview: str) -> dict[str, object]:
    """Sign in, and the interview as the screen shows it."""
    run.sit(user=LEAD)
    run.ask("open", page="live", about=f"{seats.case}/{interview}")
    return run.ask("live")


def test_killed_in_the_middle_it_goes_on_where_it_was(runs: Process, seats: Seats, interview: str, tmp_path: Path) -> None:
    assert opened(runs, seats, interview)["mode"] == "wait"
    runs.ask("strike", keys=["Return", "1", "3", "Ctrl+2", "Return", "4", "8", "Backspace", "8"])
    before = runs.ask("live")
    runs.ask("strike", keys=["P"])
    stood = runs.ask("live")
    runs.tell("strike", keys=list("1234"))
    runs.kill()
    found = kept(seats, interview)
    assert [place for place, _ in found] == list(range(1, len(found) + 1))
    assert [said for _, said in found][-1] == "pause:"
    place = tmp_path / "again"
    place.mkdir()
    with Process(seats, place) as again:
        back = opened(again, seats, interview)
        assert {name: back[name] for name in back if name != "minutes"} == {name: stood[name] for name in stood if name != "minutes"}
        assert (back["mode"], back["phase"], back["distress"], back["spent"]) == ("pause", "rapport", 2, 2)
        assert before["told"] == back["told"] != []
        again.ask("strike", keys=["P", "2"])
    assert kept(seats, interview)[len(found) :] == [(len(found) + 1, "resume:"), (len(found) + 2, "ask:cued")]


def test_killed_while_one_marks_nothing_told_as_saved_is_lost_nor_out_of_order(runs: Process, seats: Seats, interview: str) -> None:
    opened(runs, seats, interview)
    runs.ask("strike", keys=["Return"])
    keys = [str(1 + at % 5) for at in range(150)]
    runs.ask("mark_on", keys=keys, every_ms=10)
    saved = 0
    while saved < 40:
        saved = int(runs.answer()["saved"])
    runs.kill()
    told = [saved, *(int(line["saved"]) for line in runs.answers() if "saved" in line)]
    found = kept(seats, interview)
    kinds = {"1": "invitation", "2": "cued", "3": "directive", "4": "choice", "5": "suggestive"}
    assert found == [(1, "phase:introduction"), *((at + 2, f"ask:{kinds[keys[at]]}") for at in range(len(found) - 1))]
    assert len(found) >= max(told)
