"""Power cuts at writes and syncs of every flow, what was not synced dropped, torn or out of order (bench/cuts.py does every one)."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from bench import shim
from tests.db.shimmed import run

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="a preloaded library; Windows has no such thing")


@pytest.mark.timeout(300)
def test_no_flow_loses_or_halves_anything() -> None:
    """Ten flows, 4 cut points each, five variants a point."""
    done, tallies = run("bench.cuts", "4", timeout=290)
    assert done.returncode == 0, done.stdout + done.stderr
    assert {tally["flow"] for tally in tallies} == {
        "create",
        "save",
        "join",
        "turn keys",
        "turn vault",
        "password",
        "migrate",
        "back up",
        "restore",
        "salvage",
    }
    for tally in tallies:
        assert tally["wrong"] == {}, tally
        assert tally["cuts"] >= 25
        assert tally["judged"] > 3, "the cuts must differ in what they leave"
        assert tally["said"] > 0


@pytest.mark.parametrize(
    ("fault", "wrong"),
    [
        ("none", ""),
        ("content not synced", "lost"),
        ("name not synced", "lost"),
        ("written in place", "half"),
        ("said too early", "lost"),
        ("vault not synced", "lost"),
    ],
)
def test_a_writer_with_a_planted_fault_is_caught(fault: str, wrong: str) -> None:
    done, tallies = run("bench.planted", fault)
    assert (done.returncode != 0) == bool(wrong), done.stdout + done.stderr
    said = " ".join(tallies[0]["wrong"])
    assert wrong in said, tallies
    assert bool(said) == bool(wrong), tallies


def test_without_a_compiler_a_campaign_fails_and_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", os.fspath(tmp_path))
    with pytest.raises(RuntimeError, match="compiler"):
        shim.build(tmp_path)


def test_a_change_that_is_not_followed_is_refused(tmp_path: Path) -> None:
    (tmp_path / "trace").write_bytes(b"".join(int(part).to_bytes(8, "little") for part in (ord("?"), 0, 0, 6, 0)) + b"writev")
    with pytest.raises(RuntimeError, match="writev"):
        shim.events_of(tmp_path / "trace")
