"""The sign-in window comes at once: nothing that lies behind it is taken in before, and it costs little more than a bare window."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.starts import BARE, HEAVY, OURS, started, starts

MOST = 3.0
"""On a machine that does other things too; the bench, which has it to itself, holds 2."""
ROUNDS = 3


@pytest.fixture(scope="module")
def taken_in(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """Every module that was taken in by the time the sign-in page is shown."""
    folder = tmp_path_factory.mktemp("desk")
    (folder / "desk.vault").touch()
    return started(OURS, folder)[1]


@pytest.mark.parametrize("heavy", HEAVY)
def test_nothing_heavy_is_taken_in_before_somebody_signed_in(taken_in: list[str], heavy: str) -> None:
    assert "ui.shell.sign_in" in taken_in
    assert [name for name in taken_in if name == heavy or name.startswith(f"{heavy}.")] == []


def test_no_page_is_taken_in_before_somebody_signed_in(taken_in: list[str]) -> None:
    assert [name for name in taken_in if name.startswith(("ui.pages", "ui.contents", "mdt.reports", "db.engine", "db.store"))] == []


def test_what_a_bare_window_takes_in_is_looked_at_too(tmp_path: Path) -> None:
    assert started(BARE, tmp_path)[0] > 0


def test_it_stands_almost_as_soon_as_a_bare_window() -> None:
    bare, ours = starts(ROUNDS)
    assert ours <= MOST * bare, (bare, ours)
