"""Where a live vault must not lie, and what a folder one may not write to or read answers."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from db import places
from db.doors import NewDesk, make_desk
from db.places import SYNCED, refuse_unfit
from tests.db.given import entering, told
from tests.make import PASSWORD, Seats, copied, surroundings

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("name", [*SYNCED, "OneDrive - NCCIA", "Dropbox (Personal)", "Google Drive", "iCloud Drive"])
def test_synced_folders_are_refused_by_name(tmp_path: Path, name: str) -> None:
    assert told(lambda: refuse_unfit(tmp_path / name / "desk")) == "unavailable.synced_folder"
    made = told(lambda: make_desk(tmp_path / name.upper() / "desk", NewDesk("nccia", "MUX", "supervisor"), PASSWORD, surroundings()))
    assert (made, list(tmp_path.iterdir())) == ("unavailable.synced_folder", [])


@pytest.mark.skipif(os.name == "nt", reason="links need a right of their own there")
def test_a_link_into_a_synced_folder_is_seen_through(tmp_path: Path) -> None:
    (tmp_path / "Dropbox" / "desk").mkdir(parents=True)
    (tmp_path / "desk").symlink_to(tmp_path / "Dropbox" / "desk")
    assert told(lambda: refuse_unfit(tmp_path / "desk")) == "unavailable.synced_folder"


def test_a_desk_moved_into_a_synced_folder_is_not_opened_there(seats: Seats, tmp_path: Path) -> None:
    moved = copied(seats, tmp_path / "OneDrive" / "desk")
    assert entering(moved, "investigator") == "unavailable.synced_folder"
    assert entering(seats, "investigator") == "done"


MOUNTS = """\
/dev/a / ext4 rw 0 0
server:/x {here}/net nfs4 rw 0 0
//server/x {here}/with\\040space cifs rw 0 0
/dev/b {here}/net/local ext4 rw 0 0
host:/x {here}/ssh fuse.sshfs rw 0 0
broken line
cut
"""


@pytest.mark.skipif(os.name == "nt", reason="mounts are listed elsewhere there")
@pytest.mark.parametrize(
    ("folder", "said"),
    [
        ("net/desk", "unavailable.network_drive"),
        ("net", "unavailable.network_drive"),
        ("with space/desk", "unavailable.network_drive"),
        ("ssh/a/b/c", "unavailable.network_drive"),
        ("net/local/desk", "done"),
        ("network/desk", "done"),
        ("desk", "done"),
    ],
)
def test_network_drives_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, folder: str, said: str) -> None:
    mounts = tmp_path / "mounts"
    mounts.write_text(MOUNTS.format(here=tmp_path), "utf-8")
    monkeypatch.setattr(places, "_filesystem", partial(places._filesystem, mounts=mounts))
    assert told(lambda: refuse_unfit(tmp_path / folder)) == said


def test_a_system_without_a_list_of_mounts_is_no_obstacle(tmp_path: Path) -> None:
    assert places._filesystem(tmp_path, mounts=tmp_path / "none") == ""


@pytest.mark.parametrize(("drive", "said"), [(2, "unavailable.removable"), (4, "unavailable.network_drive"), (3, "done"), (0, "done")])
def test_windows_drives_are_asked_for_their_kind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, drive: int, said: str) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(places, "_windows_drive", lambda folder: drive)
    assert told(lambda: refuse_unfit(tmp_path)) == said


NOBODY = """
import os, sys, zxcvbn
from pathlib import Path
from db.doors import NewDesk, make_desk, sign_in
from db.backup import back_up, restore
from mdt.errors import DeskError
from mdt.work.notes import add_session_note
from tests.make import PASSWORD, Seats, StandingClock, surroundings
from tests.db.given import DAY, told, entering
desk, warm, code, case = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], sys.argv[4]
seats = lambda folder: Seats(folder, {"psychologist": code}, StandingClock(), case)
once = seats(warm)
once.do("psychologist", add_session_note, case, DAY, "held", "words")
once.leave()
if os.geteuid() == 0:
    os.setgid(65534); os.setuid(65534)
def write():
    one = seats(desk)
    one.do("psychologist", add_session_note, case, DAY, "held", "words")
print(entering(seats(desk), "psychologist"))
print(told(write))
print(told(lambda: make_desk(desk / "new", NewDesk("nccia", "MUX", "supervisor"), PASSWORD, surroundings())))
print(told(lambda: restore(desk / "desk.vault", desk / "restored")))
"""


@pytest.fixture
def elsewhere() -> Iterator[Path]:
    """A folder that a plain user can reach."""
    place = Path(tempfile.mkdtemp())
    place.chmod(0o755)
    yield place
    for path in [place, *place.rglob("*")]:
        path.chmod(0o755)
    shutil.rmtree(place)


def as_plain_user(seats: Seats, elsewhere: Path, folder: int, vault: int, slots: int) -> list[str]:
    """What somebody without rights is told: signing in, writing, making a desk there, restoring there."""
    desk, warm = copied(seats, elsewhere / "desk"), copied(seats, elsewhere / "warm")
    (desk.folder / "desk.vault").chmod(vault)
    (desk.folder / "desk.slots").chmod(slots)
    (desk.folder / "desk.lock").chmod(0o666)
    desk.folder.chmod(folder)
    command = [sys.executable, "-c", NOBODY, str(desk.folder), str(warm.folder), seats.codes["psychologist"], seats.case]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=60)
    assert done.stderr == ""
    return done.stdout.split()


@pytest.mark.skipif(os.name == "nt", reason="folders have other rights there")
def test_a_read_only_folder_is_said_to_be_one(seats: Seats, elsewhere: Path) -> None:
    assert as_plain_user(seats, elsewhere, 0o555, 0o444, 0o444) == ["unavailable.read_only"] * 4


@pytest.mark.skipif(os.name == "nt", reason="folders have other rights there")
def test_a_folder_that_cannot_be_looked_into_is_no_crash(seats: Seats, elsewhere: Path) -> None:
    assert as_plain_user(seats, elsewhere, 0o000, 0o444, 0o444) == ["unavailable.read_only"] * 4


@pytest.mark.skipif(os.name == "nt", reason="folders have other rights there")
def test_a_read_only_or_unreadable_vault_is_no_crash(seats: Seats, elsewhere: Path) -> None:
    said = as_plain_user(seats, elsewhere, 0o777, 0o000, 0o444)
    assert said[:2] == ["unavailable.read_only"] * 2


@pytest.mark.skipif(os.name == "nt", reason="folders have other rights there")
def test_a_read_only_vault_in_a_writable_folder_refuses_to_write(seats: Seats, elsewhere: Path) -> None:
    said = as_plain_user(seats, elsewhere, 0o777, 0o444, 0o444)
    assert said[1] == "unavailable.read_only"


@pytest.mark.skipif(os.name == "nt", reason="folders have other rights there")
def test_unreadable_slots_are_no_crash(seats: Seats, elsewhere: Path) -> None:
    said = as_plain_user(seats, elsewhere, 0o777, 0o666, 0o000)
    assert said[:2] == ["unavailable.read_only"] * 2
