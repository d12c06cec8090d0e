"""Whatever the desk writes is its owner's alone, whatever the system would have let others do."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from db.backup import back_up, restore
from db.copies import RESTORE, mark_copy
from db.files import new_file, whole_folder, write_whole
from db.salvage import salvage
from db.vault import copy_beside
from tests.db.given import entering, vault_key
from tests.make import Seats, StandingClock, new_desk

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="rights are rules of the folder there")


@pytest.fixture(autouse=True)
def _open_handed() -> Iterator[None]:
    """A system that lets everybody read and write everything."""
    before = os.umask(0)
    yield
    os.umask(before)


def open_to_others(place: Path) -> dict[str, str]:
    """What others may read or write below a place."""
    return {path.name: oct(path.stat().st_mode) for path in sorted(place.rglob("*")) if path.is_file() and path.stat().st_mode & 0o077}


def test_every_file_of_a_desk_is_its_owners_alone(tmp_path: Path) -> None:
    seats = new_desk(tmp_path / "desk", StandingClock())
    seats.leave()
    seats.heads = tmp_path / "heads"
    assert entering(seats, "prosecutor", password="wrong") == "locked.wrong"
    seats.take("prosecutor")
    names = {path.name for path in seats.folder.iterdir()}
    assert {"desk.vault", "desk.vault-wal", "desk.vault-shm", "desk.slots", "desk.lock", "desk.waits"} <= names
    assert open_to_others(tmp_path) == {}
    assert (tmp_path / "desk").stat().st_mode & 0o077 == 0
    assert seats.vault is not None
    copy_beside(seats.raw(), seats.folder, seats.vault.key)
    back_up(seats.vault, tmp_path / "backup", seats.clock.now())
    seats.leave()
    assert list((tmp_path / "heads").iterdir())
    restore(tmp_path / "backup", tmp_path / "restored")
    salvage(seats.folder, vault_key(seats), tmp_path / "salvaged", seats.clock.now())
    assert open_to_others(tmp_path) == {}
    assert [place.stat().st_mode & 0o077 for place in (tmp_path / "restored", tmp_path / "salvaged", tmp_path / "heads")] == [0, 0, 0]


def test_a_file_others_could_read_is_replaced_by_one_they_cannot(seats: Seats) -> None:
    for name in ("desk.slots", "desk.slots.new"):
        (seats.folder / name).touch()
        (seats.folder / name).chmod(0o666)
    write_whole(seats.folder / "desk.slots", (seats.folder / "desk.slots").read_bytes())
    assert (seats.folder / "desk.slots").stat().st_mode & 0o077 == 0
    assert not (seats.folder / "desk.slots.new").exists()


def test_never_over_a_file(tmp_path: Path) -> None:
    new_file(tmp_path / "one").close()
    with pytest.raises(FileExistsError):
        new_file(tmp_path / "one")


def test_a_folder_is_whole_or_not_there(tmp_path: Path) -> None:
    def failing() -> None:
        with whole_folder(tmp_path / "below" / "desk", "new") as beside:
            mark_copy(beside, RESTORE, (1, "ab"))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        failing()
    assert list((tmp_path / "below").iterdir()) == []
    (tmp_path / "below" / "desk").mkdir()
    with whole_folder(tmp_path / "below" / "desk", "new") as beside:
        mark_copy(beside, RESTORE, (1, "ab"))
    assert [path.name for path in (tmp_path / "below").iterdir()] == ["desk"]
    assert (tmp_path / "below" / "desk" / "desk.copy").exists()
