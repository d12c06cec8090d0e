"""Backups prove themselves or do not count; restored desks are new folders in which everybody signs in again."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

from db import backup
from db.backup import MANIFEST, Proof, back_up, prove, restore
from db.copies import COPY_FILE
from db.places import VAULT_FILE
from db.vault import Key
from db.verify import verify
from mdt.errors import DeskError
from mdt.work.casefile import open_case
from mdt.work.notes import add_session_note
from mdt.work.upkeep import confirm_restore
from tests.db.given import DAY, behind, entering, flip, told, vault_key
from tests.make import PASSWORD, ROLES, Seats

ROOT = Path(__file__).parents[2]


def made(seats: Seats, target: Path) -> Proof:
    """A backup made by whoever is there."""
    seats.take("psychologist")
    assert seats.vault is not None
    return back_up(seats.vault, target, seats.clock.now())


def changed_in(packed: Path, name: str, content: bytes) -> None:
    """Replace one file inside a backup."""
    with zipfile.ZipFile(packed) as opened:
        parts = {entry: opened.read(entry) for entry in opened.namelist()}
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as out:
        for entry, kept in {**parts, name: content}.items():
            out.writestr(entry, kept)


def manifest_of(packed: Path) -> dict[str, Any]:
    with zipfile.ZipFile(packed) as opened:
        found: dict[str, Any] = json.loads(opened.read(MANIFEST))
    return found


def test_a_restored_desk_holds_all_and_lets_everybody_in(full: Seats, tmp_path: Path) -> None:
    before = {user: full.do(user, open_case, full.case).content for user in ROLES}
    proof = made(full, tmp_path / "desk.backup")
    assert (proof.size, set(proof.seals)) == (
        (tmp_path / "desk.backup").stat().st_size,
        {"team", "clinical", "welfare", "legal", "contact"},
    )
    full.leave()
    key = vault_key(full)
    restore(tmp_path / "desk.backup", tmp_path / "new" / "desk")
    again = Seats(tmp_path / "new" / "desk", full.codes, full.clock, full.case, full.members)
    assert [finding.what for finding in verify(again.folder, key)] == ["restore_unconfirmed"]
    assert {user: again.do(user, open_case, again.case).content for user in ROLES} == before
    for user in ("psychologist", "supervisor"):
        again.do(user, confirm_restore)
    again.do("psychologist", add_session_note, again.case, DAY, "held", "words after")
    again.leave()
    assert verify(again.folder, key) == ()


def test_a_backup_holds_what_is_still_in_the_write_ahead_file(seats: Seats, tmp_path: Path) -> None:
    note = seats.do("psychologist", add_session_note, seats.case, DAY, "held", "newest words")
    assert (seats.folder / "desk.vault-wal").stat().st_size > 0
    proof = made(seats, tmp_path / "desk.backup")
    head = seats.raw().execute("SELECT seq, hex(digest) FROM events ORDER BY seq DESC").fetchone()
    assert (proof.log_length, manifest_of(tmp_path / "desk.backup")["log_head"]) == (head[0], head[1].lower())
    seats.do("psychologist", add_session_note, seats.case, DAY, "held", "words after the backup")
    restore(tmp_path / "desk.backup", tmp_path / "again")
    again = Seats(tmp_path / "again", seats.codes, seats.clock, seats.case)
    view = again.do("psychologist", open_case, again.case)
    again.leave()
    assert [entry["id"] for entry in view.content["session_notes"]] == [note]


def test_a_backup_is_one_file_that_says_nothing(seats: Seats, tmp_path: Path) -> None:
    made(seats, tmp_path / "desk.backup")
    with zipfile.ZipFile(tmp_path / "desk.backup") as opened:
        assert set(opened.namelist()) == {VAULT_FILE, "desk.slots", MANIFEST}
        assert not opened.read(VAULT_FILE).startswith(b"SQLite")
    manifest = manifest_of(tmp_path / "desk.backup")
    assert manifest["salt"] == vault_key(seats).salt.hex()
    assert set(manifest) == {*("format", "vault", "salt", "made_at", "digest", "slots_digest", "log_length", "log_head", "seals")}
    assert {path.name for path in tmp_path.iterdir()} == {"desk", "desk.backup"}


def test_never_over_a_file_nor_over_a_folder(seats: Seats, tmp_path: Path) -> None:
    made(seats, tmp_path / "desk.backup")
    before = (tmp_path / "desk.backup").read_bytes()
    assert told(lambda: made(seats, tmp_path / "desk.backup")) == "conflict.file_exists"
    assert (tmp_path / "desk.backup").read_bytes() == before
    vault = (seats.folder / VAULT_FILE).read_bytes()
    assert told(lambda: restore(tmp_path / "desk.backup", seats.folder)) == "unavailable.folder_not_empty"
    assert told(lambda: restore(tmp_path / "desk.backup", tmp_path / "desk.backup")) == "unavailable.folder_not_empty"
    assert (seats.folder / VAULT_FILE).read_bytes() == vault
    (tmp_path / "empty").mkdir()
    restore(tmp_path / "desk.backup", tmp_path / "empty")
    assert {path.name for path in (tmp_path / "empty").iterdir()} == {VAULT_FILE, "desk.slots", COPY_FILE}
    assert told(lambda: restore(tmp_path / "desk.backup", tmp_path / "OneDrive" / "desk")) == "unavailable.synced_folder"


@pytest.mark.parametrize("name", ["desk.vault", "proof", "desk.slots", "manifest.json", "desk.vault-wal", "بیک اپ"])
def test_a_backup_may_have_any_name(seats: Seats, tmp_path: Path, name: str) -> None:
    (tmp_path / "shelf").mkdir()
    assert told(lambda: made(seats, tmp_path / "shelf" / name)) == "done"
    restore(tmp_path / "shelf" / name, tmp_path / "again")


def test_a_backup_goes_neither_into_a_folder_that_is_not_there_nor_into_the_desk(seats: Seats, tmp_path: Path) -> None:
    assert told(lambda: made(seats, tmp_path / "unmounted" / "desk.backup")) == "unavailable.cannot_write"
    assert not (tmp_path / "unmounted").exists()
    assert told(lambda: made(seats, seats.folder / "desk.vault-journal")) == "unavailable.inside_desk"


def broken_page(seats: Seats, packed: Path) -> None:
    """A page damaged and the digests set right again, as only who has the file could."""
    with zipfile.ZipFile(packed) as opened:
        vault = bytearray(opened.read(VAULT_FILE))
    vault[5 * 4096 + 100] ^= 1
    changed_in(packed, VAULT_FILE, bytes(vault))
    digest = backup.hashlib.sha256(vault).hexdigest()  # type: ignore[attr-defined]
    changed_in(packed, MANIFEST, json.dumps({**manifest_of(packed), "digest": digest}).encode())


def test_a_backup_that_does_not_prove_itself_does_not_count(seats: Seats, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = backup._pack

    def spoil(vault: Any, workshop: Path, packed: Path, *more: Any) -> None:
        whole(vault, workshop, packed, *more)
        broken_page(seats, packed)

    monkeypatch.setattr(backup, "_pack", spoil)
    with pytest.raises(DeskError) as fault:
        made(seats, tmp_path / "desk.backup")
    assert (fault.value.key, fault.value.gaps) == ("unavailable.backup_unproved", {"what": "page_damaged"})
    assert {path.name for path in tmp_path.iterdir()} == {"desk"}


@pytest.mark.parametrize("lie", [{"log_length": 1}, {"log_length": 10**6}, {"seals": {"team": 1}}, {"seals": None}])
def test_a_manifest_that_does_not_fit_its_vault_is_unproved(seats: Seats, tmp_path: Path, lie: dict[str, Any]) -> None:
    made(seats, tmp_path / "desk.backup")
    seats.leave()
    changed_in(tmp_path / "desk.backup", MANIFEST, json.dumps({**manifest_of(tmp_path / "desk.backup"), **lie}).encode())
    key = vault_key(seats)
    assert told(lambda: prove(tmp_path / "desk.backup", key, tmp_path / "workshop")) == "unavailable.backup_unproved"
    assert not (tmp_path / "workshop").exists()
    other = Key(key.vault, b"k" * 32, key.salt, key.genesis)
    assert told(lambda: prove(tmp_path / "desk.backup", other, tmp_path / "workshop")) == "unavailable.backup_unproved"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"format": 2}, "unavailable.newer_backup"),
        ({"format": "1"}, "unavailable.backup_damaged"),
        ({"format": None}, "unavailable.backup_damaged"),
        *[({name: sign * 64}, "unavailable.backup_damaged") for name in ("digest", "slots_digest") for sign in "0f"],
        ({"slots_digest": ""}, "unavailable.backup_damaged"),
    ],
)
def test_a_manifest_of_another_kind_is_refused(seats: Seats, tmp_path: Path, change: dict[str, Any], said: str) -> None:
    made(seats, tmp_path / "desk.backup")
    changed_in(tmp_path / "desk.backup", MANIFEST, json.dumps({**manifest_of(tmp_path / "desk.backup"), **change}).encode())
    assert told(lambda: restore(tmp_path / "desk.backup", tmp_path / "again")) == said
    assert {path.name for path in tmp_path.iterdir()} == {"desk", "desk.backup"}


@pytest.mark.parametrize("content", [b"[]", b"null", b"{", b"\xff", b"[" * 100_000, b"3"])
def test_a_manifest_that_is_none_is_damage(seats: Seats, tmp_path: Path, content: bytes) -> None:
    made(seats, tmp_path / "desk.backup")
    changed_in(tmp_path / "desk.backup", MANIFEST, content)
    assert told(lambda: restore(tmp_path / "desk.backup", tmp_path / "again")) == "unavailable.backup_damaged"


def test_a_backup_with_a_damaged_salt_in_the_live_file_is_whole(seats: Seats, tmp_path: Path) -> None:
    flip(seats.folder / VAULT_FILE, 3)
    made(seats, tmp_path / "desk.backup")
    restore(tmp_path / "desk.backup", tmp_path / "again")
    assert [finding.what for finding in verify(tmp_path / "again", vault_key(seats))] == ["restore_unconfirmed"]


def test_a_backup_of_a_tampered_desk_carries_the_tampering_and_verify_says_so(seats: Seats, tmp_path: Path) -> None:
    with behind(seats) as raw:
        raw.execute("UPDATE events SET why = 'another' WHERE act = 'register_case'")
    assert made(seats, tmp_path / "desk.backup").findings[0].what == "log_broken"
    restore(tmp_path / "desk.backup", tmp_path / "again")
    assert verify(tmp_path / "again", vault_key(seats))[1].what == "log_broken"


CUT = """
import json, os, signal, sys
from pathlib import Path
import db.backup as backup
from tests.make import Seats, StandingClock
told = json.loads(sys.argv[1])
seats = Seats(Path(told["folder"]), told["codes"], StandingClock(), told["case"])
name = told["at"].rpartition(".")
place = backup
for part in name[0].split(".")[1:]:
    place = getattr(place, part)
setattr(place, name[2], lambda *given: os.kill(os.getpid(), signal.SIGKILL))
seats.take("psychologist")
backup.back_up(seats.vault, Path(told["target"]), seats.clock.now())
"""


@pytest.mark.skipif(sys.platform == "win32", reason="processes are ended in another way there")
@pytest.mark.parametrize("at", ["backup.sync_file", "backup.prove", "backup.check_pages", "backup.os.replace"])
def test_a_cut_in_mid_backup_leaves_no_target_and_the_desk_whole(seats: Seats, tmp_path: Path, at: str) -> None:
    told_child = {"folder": str(seats.folder), "codes": seats.codes, "case": seats.case, "at": at, "target": str(tmp_path / "desk.backup")}
    done = subprocess.run([sys.executable, "-c", CUT, json.dumps(told_child)], cwd=ROOT, capture_output=True, check=False, timeout=60)
    assert (done.returncode, done.stderr) == (-9, b"")
    assert not (tmp_path / "desk.backup").exists()
    assert entering(seats, "psychologist") == "done"
    assert verify(seats.folder, vault_key(seats)) == ()
    made(seats, tmp_path / "desk.backup")


def test_a_full_disk_in_mid_backup_leaves_nothing(seats: Seats, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    (tmp_path / "shelf").mkdir()
    for name in ("sync_file", "sync_folder", "copy_vault"):
        with monkeypatch.context() as patch:
            patch.setattr(backup, name, full)
            assert told(lambda: made(seats, tmp_path / "shelf" / "desk.backup")) == "unavailable.disk_full"
        left = {path.name for path in (tmp_path / "shelf").iterdir()}
        assert left <= {"desk.backup"}
        if left:
            (tmp_path / "shelf" / "desk.backup").unlink()
    made(seats, tmp_path / "shelf" / "desk.backup")
    monkeypatch.setattr("db.files.sync_file", full)
    assert told(lambda: restore(tmp_path / "shelf" / "desk.backup", tmp_path / "again")) == "unavailable.disk_full"
    assert {path.name for path in tmp_path.iterdir()} == {"desk", "shelf"}


def test_the_password_still_decides_in_a_restored_desk(seats: Seats, tmp_path: Path) -> None:
    made(seats, tmp_path / "desk.backup")
    restore(tmp_path / "desk.backup", tmp_path / "again")
    again = Seats(tmp_path / "again", seats.codes, seats.clock)
    assert entering(again, "investigator", password="wrong") == "locked.wrong"
    assert entering(again, "investigator", password=PASSWORD) == "done"
