"""A damaged backup is refused with a sentence, or gives back the very same bytes; nothing half restored is left behind."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from bench.flips import backup_flips, outside_of
from db.backup import back_up, restore
from db.places import VAULT_FILE
from tests.db.given import told
from tests.make import Seats


@pytest.fixture
def packed(seats: Seats, tmp_path: Path) -> Path:
    """A backup of the template desk."""
    seats.take("supervisor")
    assert seats.vault is not None
    back_up(seats.vault, tmp_path / "desk.backup", seats.clock.now())
    seats.leave()
    return tmp_path / "desk.backup"


def test_flips_outside_the_vault_are_refused_or_harmless(packed: Path, tmp_path: Path) -> None:
    restore(packed, tmp_path / "once")
    outside = outside_of(packed.read_bytes(), (tmp_path / "once" / VAULT_FILE).read_bytes())
    headers = [at for at in outside if at < 60 or at > outside[-1] - 260]
    tally = backup_flips(packed, tmp_path, [(at, at % 8) for at in headers] + [(at, 3) for at in outside[::53]])
    assert tally.trials > 400
    assert (tally.silent, tally.crashes) == (0, 0), tally


def test_flips_inside_the_vault_are_refused(packed: Path, tmp_path: Path) -> None:
    chance, size = random.Random(4), packed.stat().st_size
    tally = backup_flips(packed, tmp_path, [(chance.randrange(100, size * 9 // 10), chance.randrange(8)) for _ in range(60)])
    assert (tally.said, tally.read_right) == ({"unavailable.backup_damaged": 60}, 0)


def test_a_backup_cut_anywhere_is_refused(packed: Path, tmp_path: Path) -> None:
    whole = packed.read_bytes()
    for size in sorted({*range(0, len(whole), 9_973), *range(0, 120, 7), *range(len(whole) - 300, len(whole), 3), len(whole) - 1}):
        (tmp_path / "cut").write_bytes(whole[:size])
        assert told(lambda: restore(tmp_path / "cut", tmp_path / "out")) == "unavailable.backup_damaged", size
        assert not (tmp_path / "out").exists()
    assert {path.name for path in tmp_path.iterdir()} == {"desk", "desk.backup", "cut"}


def test_what_is_no_backup_is_said_to_be_none(tmp_path: Path) -> None:
    assert told(lambda: restore(tmp_path / "nowhere", tmp_path / "out")) == "unavailable.no_backup"
    (tmp_path / "text").write_text("words", "utf-8")
    assert told(lambda: restore(tmp_path / "text", tmp_path / "out")) == "unavailable.backup_damaged"
    (tmp_path / "folder").mkdir()
    assert told(lambda: restore(tmp_path / "folder", tmp_path / "out")).startswith("unavailable.")
    assert not (tmp_path / "out").exists()
