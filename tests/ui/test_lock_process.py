"""The lock in real processes: how fast, against what, what it keeps, what is left in memory (bench/memory.py goes on longer)."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from bench.memory import forms
from mdt.work.casefile import open_case
from mdt.work.drafts import take_draft
from tests.make import Seats
from tests.ui.process import PATIENCE_S, ROOT, Process

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks into processes as Linux shows them")
LOCKED_WITHIN = 0.5
DRAFT_EVERY = 5.0
SLACK = 0.4
MARK = "quillfeather"
NOTE = f"She slept for the first time in weeks, {MARK}"


@pytest.fixture
def run(seats: Seats, tmp_path: Path) -> Iterator[Process]:
    with Process(seats, tmp_path) as made:
        yield made


def kept(seats: Seats) -> str:
    return seats.do("psychologist", take_draft, None, f"session/{seats.case}") or ""


def notes(seats: Seats) -> list[object]:
    return [entry["text"] for entry in seats.do("psychologist", open_case, seats.case).content["session_notes"]]


def leaks(place: Path) -> list[str]:
    """Files below a place that hold the mark."""
    return [path.name for path in place.rglob("*") if path.is_file() and any(form in path.read_bytes() for form in forms(MARK))]


@pytest.mark.parametrize("against", ["nothing", "a page that fails", "a long job"])
def test_the_keys_are_gone_half_a_second_after_the_key(run: Process, seats: Seats, against: str) -> None:
    run.sit("session_note")
    run.ask("type", text=NOTE)
    if against == "a page that fails":
        run.ask("break_page")
    if against == "a long job":
        run.ask("seal")
        run.ask("stall", seconds=50)
    at = run.ask("lock")["at"]
    assert run.ended() - at <= LOCKED_WITHIN
    assert len(run.fresh()) == 1
    assert "Error" not in run.complaints()
    assert kept(seats) == "" if against == "a page that fails" else NOTE in kept(seats)


@pytest.mark.parametrize("dialog", ["print", "file", "loop"])
def test_an_idle_desk_locks_though_a_dialog_is_open(run: Process, seats: Seats, dialog: str) -> None:
    run.sit("session_note")
    run.ask("type", text=NOTE)
    run.ask("dialog", kind=dialog)
    begun = time.monotonic()
    while not run.ask("modal")["open"]:
        assert time.monotonic() - begun < PATIENCE_S
    at = run.ask("nobody", for_ms=200)["at"]
    assert run.ended() - at <= LOCKED_WITHIN
    assert len(run.fresh()) == 1
    assert NOTE in kept(seats)


def test_the_page_and_the_draft_come_back_to_her_alone(run: Process, seats: Seats, tmp_path: Path) -> None:
    run.sit("session_note")
    run.ask("type", text=NOTE)
    run.ask("lock")
    run.ended()
    (other := tmp_path / "other").mkdir()
    with Process(seats, other) as hers:
        assert hers.sit(user="investigator")["place"] == ["my_day", ""]
    (again := tmp_path / "again").mkdir()
    with Process(seats, again) as back:
        assert back.sit()["place"] == ["session_note", seats.case]
        assert back.ask("read") == {"text": NOTE}
    assert leaks(tmp_path) == []


@pytest.mark.timeout(180)
def test_a_kill_while_typing_costs_five_seconds_at_most(run: Process, seats: Seats, tmp_path: Path) -> None:
    text = (f"{MARK} " * 40).strip()
    run.sit("session_note")
    run.ask("keep_typing", text=text, every_ms=40)
    time.sleep(DRAFT_EVERY + 1.5)
    killed = run.kill()
    typed = [said for said in run.answers() if said.get("typed")]
    assert len(typed) > 100
    due = max(said["typed"] for said in typed if said["at"] <= killed - DRAFT_EVERY - SLACK)
    assert leaks(tmp_path) == []
    assert len(kept(seats)) >= due
    (again := tmp_path / "again").mkdir()
    with Process(seats, again) as back:
        back.sit("session_note")
        found = back.ask("read")["text"]
    assert text.startswith(found)
    assert due <= len(found) <= len(typed) + 1
    assert leaks(tmp_path) == []


@pytest.mark.parametrize("after_ms", [0, 2, 8, 30])
def test_a_save_under_way_is_whole_or_absent(run: Process, seats: Seats, after_ms: int) -> None:
    run.sit("session_note")
    run.ask("type", text=NOTE)
    at = run.ask("save_then_lock", after_ms=after_ms)["at"]
    assert run.ended() - at <= LOCKED_WITHIN
    found = notes(seats)
    assert found == [NOTE] or (found == [] and NOTE in kept(seats))


def test_a_save_that_never_began_is_absent_and_its_draft_is_there(run: Process, seats: Seats) -> None:
    run.sit("session_note")
    run.ask("type", text=NOTE)
    run.ask("seal")
    run.ask("stall", seconds=50)
    at = run.ask("save_then_lock", after_ms=0)["at"]
    assert run.ended() - at <= LOCKED_WITHIN
    assert notes(seats) == []
    assert NOTE in kept(seats)


@pytest.mark.timeout(300)
def test_nothing_of_anybody_is_in_memory_after_the_lock() -> None:
    done = subprocess.run([sys.executable, "-m", "bench.memory", "1"], cwd=ROOT, capture_output=True, text=True, check=False, timeout=280)
    assert done.stdout, done.stderr
    said = json.loads(done.stdout)
    assert done.returncode == 0, said
    assert said["canaries"] >= 20
    assert (said["unseen_while_open"], said["found_after"]) == ([], [])
    assert (said["processes_after"], said["old_ones_left"], said["blind"]) == (1, 0, 0)
