"""A short form of the bench: a tiny desk is seeded past the door, and every act that is measured answers through it."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench import __main__ as bench
from bench import due, screen, tips
from bench.figures import Figure
from tests.make import CheapKdf

TINY = "--cases 60 --events 600 --persons 120 --mine 12 --rounds 1 --acts 12 --sign-ins 1".split()
MEASURED = (
    "sign in",
    "keys handed on",
    "case page, its key unwrapped first",
    "case page, key in hand",
    "first search",
    "search, all kinds mixed",
    "list of the investigator, by stage",
    "list of the supervisor, by circle",
    "commit of a 1 KB sealed note",
    "replay of",
    "verify",
    "backup, proved",
)


def test_every_act_answers(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert bench.main([*TINY, "--folder", str(tmp_path)], CheapKdf()) in (0, 1)
    said = capsys.readouterr().out
    assert "past the door" in said
    assert [what for what in MEASURED if what not in said] == []
    assert not list(tmp_path.iterdir())


def test_a_bar_is_held_or_missed() -> None:
    assert Figure("a", "p95", 1, 16.0, 16.0).holds
    assert not Figure("a", "p95", 1, 16.1, 16.0).holds
    assert Figure("a", "once", 1, 1e9).holds


def test_the_window_is_measured(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    tiny = "--cases 60 --events 600 --persons 120 --mine 12 --rounds 1 --acts 3".split()
    assert screen.main([*tiny, "--folder", str(tmp_path)]) in (0, 1)
    said = capsys.readouterr().out
    for what in (
        "start to the sign-in window",
        "the window stood still, supervisor",
        "a change made elsewhere is shown",
        "resident memory",
    ):
        assert what in said
    assert not list(tmp_path.iterdir())


def test_the_whole_due_list_is_measured(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    tiny = "--cases 60 --events 600 --persons 120 --mine 12 --rounds 1".split()
    assert due.main([*tiny, "--folder", str(tmp_path)], CheapKdf()) == 0
    said = capsys.readouterr().out
    assert "whole due list of the supervisor" in said
    assert "of its bar" in said


def test_the_ledger_is_measured(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert tips.main([*"--tips 300 --links 900 --acts 5 --rounds 1".split(), "--folder", str(tmp_path)]) in (0, 1)
    said = capsys.readouterr().out
    for what in ("ledger page, waiting", "ledger page, by triage", "duplicate check of a new tip", "a tip taken down"):
        assert what in said
    assert not list(tmp_path.iterdir())
