"""How a backup is made: what it tells meanwhile, who may read it, what its manifest says, and that whatever ends it leaves nothing."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import sys
import zipfile
from pathlib import Path

import pytest

from db import backup
from db.backup import MANIFEST, back_up, prove, restore
from db.places import VAULT_FILE
from mdt.work.casefile import open_case
from tests.db.given import told, vault_key
from tests.make import Seats


class Unplugged(Exception):
    """What a listener ends a backup with."""


def made(seats: Seats, target: Path, tell: backup.Tell = lambda step, share: None) -> backup.Proof:
    seats.take("supervisor")
    assert seats.vault is not None
    return back_up(seats.vault, target, seats.clock.now(), tell)


def pages(seats: Seats) -> int:
    seats.take("supervisor")
    return int(seats.raw().execute("PRAGMA page_count").fetchone()[0])


@pytest.fixture
def large(seats: Seats) -> Seats:
    """A desk whose vault has more than three steps of pages."""
    seats.take("supervisor")
    seats.raw().execute("CREATE TABLE filler (body BLOB)")
    seats.raw().execute("INSERT INTO filler VALUES (zeroblob(?))", (3 * 256 * 4096,))
    return seats


def test_a_backup_tells_each_step_of_its_way(large: Seats, tmp_path: Path) -> None:
    heard: list[tuple[str, float]] = []
    whole = pages(large)
    made(large, tmp_path / "desk.backup", lambda step, share: heard.append((step, share)))
    steps = [*range(256, whole, 256), whole]
    assert len(steps) > 3
    assert heard == [*(("copy", 1 - (whole - done) / whole) for done in steps), ("pack", 0.0), ("prove", 0.0), ("prove", 1.0)]


@pytest.mark.skipif(sys.platform == "win32", reason="the folder's rule says so there")
def test_nobody_else_reads_a_backup_nor_what_it_is_made_in(seats: Seats, tmp_path: Path) -> None:
    heard: dict[str, set[str]] = {}

    def look(step: str, share: float) -> None:
        (beside,) = (path for path in tmp_path.iterdir() if path.name.startswith("."))
        assert re.fullmatch(r"\.desk\.backup\.[0-9a-f]{8}", beside.name)
        heard[step] = {oct(beside.stat().st_mode & 0o777)}

    made(seats, tmp_path / "desk.backup", look)
    assert heard == {step: {"0o700"} for step in ("copy", "pack", "prove")}
    assert oct((tmp_path / "desk.backup").stat().st_mode & 0o777) == "0o600"


def test_the_manifest_says_what_is_packed_and_the_proof_says_the_same(seats: Seats, tmp_path: Path) -> None:
    proof = made(seats, tmp_path / "desk.backup")
    raw = seats.raw()
    seals = dict(raw.execute("SELECT audience, count(*) FROM sealed GROUP BY audience").fetchall())
    length, head = raw.execute("SELECT seq, lower(hex(digest)) FROM events ORDER BY seq DESC LIMIT 1").fetchone()
    found = vault_key(seats)
    with zipfile.ZipFile(tmp_path / "desk.backup") as opened:
        vault, slots, manifest = (opened.read(name) for name in (VAULT_FILE, "desk.slots", MANIFEST))
        assert {entry.compress_type for entry in opened.infolist()} == {zipfile.ZIP_STORED}
    said = {
        **{"format": 1, "vault": found.vault, "salt": found.salt.hex(), "made_at": seats.clock.now().isoformat()},
        **{"digest": hashlib.sha256(vault).hexdigest(), "slots_digest": hashlib.sha256(slots).hexdigest()},
        **{"log_length": length, "log_head": head, "seals": seals},
    }
    assert manifest == json.dumps(said, sort_keys=True).encode()
    assert proof == backup.Proof((tmp_path / "desk.backup").stat().st_size, hashlib.sha256(vault).hexdigest(), length, seals)


def test_a_long_log_is_proved_as_a_short_one(seats: Seats, tmp_path: Path) -> None:
    seats.take("supervisor")
    while seats.raw().execute("SELECT count(*) FROM events").fetchone()[0] < 300:
        seats.do("supervisor", open_case, seats.case)
    assert made(seats, tmp_path / "desk.backup").log_length == 300


@pytest.mark.parametrize("at", ["copy", "pack", "prove"])
def test_whoever_listens_may_end_it_and_nothing_is_left(seats: Seats, tmp_path: Path, at: str) -> None:
    def end(step: str, share: float) -> None:
        if step == at:
            raise Unplugged

    with pytest.raises(Unplugged):
        made(seats, tmp_path / "desk.backup", end)
    assert {path.name for path in tmp_path.iterdir()} == {"desk"}


@pytest.mark.skipif(sys.platform == "win32", reason="what is open cannot be taken away there")
def test_a_disk_that_went_away_in_mid_backup_is_not_hidden_by_tidying_up(
    seats: Seats, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def end(step: str, share: float) -> None:
        for beside in tmp_path.glob(".desk.backup.*"):
            shutil.rmtree(beside)
        raise Unplugged

    def gone(path: Path, key: object) -> None:
        shutil.rmtree(path.parent)
        raise Unplugged

    with pytest.raises(Unplugged):
        made(seats, tmp_path / "desk.backup", end)
    made(seats, tmp_path / "desk.backup")
    monkeypatch.setattr(backup, "check_pages", gone)
    with pytest.raises(Unplugged):
        prove(tmp_path / "desk.backup", vault_key(seats), tmp_path / "workshop")


def test_a_backup_that_was_compressed_is_none_of_ours(seats: Seats, tmp_path: Path) -> None:
    made(seats, tmp_path / "desk.backup")
    with zipfile.ZipFile(tmp_path / "desk.backup") as opened:
        parts = {name: opened.read(name) for name in opened.namelist()}
    for packed in parts:
        with zipfile.ZipFile(tmp_path / "other", "w") as out:
            for name, content in parts.items():
                out.writestr(name, content, zipfile.ZIP_DEFLATED if name == packed else zipfile.ZIP_STORED)
        assert told(lambda: restore(tmp_path / "other", tmp_path / "out")) == "unavailable.backup_damaged"


@pytest.mark.parametrize("name", [VAULT_FILE, "desk.slots", MANIFEST])
def test_a_backup_without_one_of_its_parts_is_damaged(seats: Seats, tmp_path: Path, name: str) -> None:
    made(seats, tmp_path / "desk.backup")
    with zipfile.ZipFile(tmp_path / "desk.backup") as opened, zipfile.ZipFile(tmp_path / "other", "w") as out:
        for other in opened.namelist():
            if other != name:
                out.writestr(other, opened.read(other))
    assert told(lambda: restore(tmp_path / "other", tmp_path / "out")) == "unavailable.backup_damaged"


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (OSError(22, "a place in front of the file's beginning"), "backup_damaged"),
        (OSError(5, "Input/output error"), "disk_fault"),
        (OSError(13, "Permission denied"), "read_only"),
        (OSError(28, "No space left on device"), "disk_full"),
        (FileNotFoundError(2, "No such file"), "no_backup"),
        *[
            (kind("none of ours"), "backup_damaged")
            for kind in (EOFError, NotImplementedError, RuntimeError, KeyError, ValueError, TypeError)
        ],
    ],
    ids=lambda value: f"{type(value).__name__}{getattr(value, 'errno', '')}" if isinstance(value, Exception) else value,
)
def test_what_a_file_cannot_be_read_for_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: Exception, said: str) -> None:
    def fails(*_: object) -> None:
        raise fault

    monkeypatch.setattr("db.backup.zipfile.ZipFile", fails)
    assert told(lambda: restore(tmp_path / "desk.backup", tmp_path / "out")) == f"unavailable.{said}"
    assert not [*tmp_path.iterdir()]
