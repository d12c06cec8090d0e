"""Salvage: a damaged vault gives up all that still verifies, the rest is listed, and the damaged desk stays as it is."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlcipher3 import dbapi2

from db import engine
from db.places import VAULT_FILE
from db.salvage import salvage
from db.tables import metadata
from db.vault import Key
from db.verify import verify
from mdt.errors import Unavailable
from mdt.work.casefile import open_case
from tests.db.given import enter, entering, told, vault_key
from tests.make import Seats

PAGE = 4096


def rows(path: Path, key: Key) -> dict[str, int]:
    with closing(engine.connect(path, key.key, key.salt)) as raw:
        return {name: int(raw.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]) for name in metadata.tables if name != "migrations"}


def reads(path: Path, key: Key, query: str) -> bool:
    try:
        with closing(engine.connect(path, key.key, key.salt)) as raw:
            raw.execute(query).fetchall()
    except (dbapi2.Error, MemoryError, Unavailable):
        return False
    return True


def leaves_of(path: Path, key: Key, table: str) -> list[int]:
    """Pages (from 1) whose damage costs some rows of a table but not all: found by trying, since the build has no table of pages."""
    whole, found = path.read_bytes(), []
    for page in range(3, len(whole) // PAGE + 1):
        spoil(path, page)
        some = any(reads(path, key, f'SELECT * FROM "{table}" ORDER BY rowid {way} LIMIT 1') for way in ("", "DESC"))
        if some and not reads(path, key, f'SELECT * FROM "{table}" ORDER BY rowid'):
            found.append(page)
        path.write_bytes(whole)
    return found


def spoil(path: Path, page: int) -> None:
    with open(path, "r+b") as opened:
        opened.seek((page - 1) * PAGE + 100)
        byte = opened.read(1)
        opened.seek(-1, 1)
        opened.write(bytes([byte[0] ^ 1]))


@pytest.fixture
def busy(seats: Seats) -> Key:
    """A desk whose log fills several pages; its key."""
    for _ in range(120):
        seats.do("investigator", open_case, seats.case)
    return vault_key(seats)


def test_a_whole_desk_is_copied_whole(seats: Seats, busy: Key, tmp_path: Path) -> None:
    found = salvage(seats.folder, busy, tmp_path / "new", seats.clock.now())
    assert found.lost == []
    assert found.copied == rows(seats.folder / VAULT_FILE, busy) == rows(tmp_path / "new" / VAULT_FILE, busy)
    assert [finding.what for finding in verify(tmp_path / "new", busy)] == ["salvage_unconfirmed"]


def test_what_lies_on_a_damaged_page_is_listed_and_everything_else_is_saved(seats: Seats, busy: Key, tmp_path: Path) -> None:
    path = seats.folder / VAULT_FILE
    before, pages = rows(path, busy), leaves_of(path, busy, "events")
    assert len(pages) > 2
    spoil(path, pages[1])
    spoiled = path.read_bytes()
    found = salvage(seats.folder, busy, tmp_path / "new", seats.clock.now())
    assert path.read_bytes() == spoiled
    lost = [one for one in found.lost if one.what == "row_lost"]
    assert lost
    assert {one.where.partition(" ")[0] for one in lost} == {"events"}
    assert {name: count for name, count in found.copied.items() if name != "events"} == {n: c for n, c in before.items() if n != "events"}
    assert found.copied["events"] + len(lost) == before["events"]
    assert rows(tmp_path / "new" / VAULT_FILE, busy) == found.copied


def test_a_desk_whose_signed_beginning_is_lost_is_salvaged_and_lets_nobody_in(seats: Seats, busy: Key, tmp_path: Path) -> None:
    spoil(seats.folder / VAULT_FILE, leaves_of(seats.folder / VAULT_FILE, busy, "events")[0])
    assert salvage(seats.folder, busy, tmp_path / "new", seats.clock.now()).copied["cases"]
    seats.folder = tmp_path / "new"
    assert entering(seats, "psychologist") == "unavailable.log_forged"


def test_a_salvaged_desk_opens_with_the_same_slots(seats: Seats, busy: Key, tmp_path: Path) -> None:
    leaves = leaves_of(seats.folder / VAULT_FILE, busy, "events")
    spoil(seats.folder / VAULT_FILE, leaves[len(leaves) * 2 // 3])
    found = salvage(seats.folder, busy, tmp_path / "new", seats.clock.now())
    assert {one.where.partition(" ")[0] for one in found.lost} == {"events"}
    seats.folder = tmp_path / "new"
    enter(seats, "psychologist")
    assert seats.do("psychologist", open_case, seats.case).content["code"]
    seats.leave()


def test_never_over_a_desk_and_nothing_is_left_where_nothing_opens(seats: Seats, busy: Key, tmp_path: Path) -> None:
    (tmp_path / "taken").mkdir()
    (tmp_path / "taken" / "file").touch()
    assert told(lambda: salvage(seats.folder, busy, tmp_path / "taken", seats.clock.now())) == "unavailable.folder_not_empty"
    (seats.folder / VAULT_FILE).write_bytes(b"\0" * 8 * PAGE)
    assert told(lambda: salvage(seats.folder, busy, tmp_path / "new", seats.clock.now())).startswith("unavailable.")
    assert [path.name for path in tmp_path.iterdir() if "salvage" in path.name] == []
    assert not (tmp_path / "new").exists()


def test_a_damaged_last_page_ends_the_table_soon(seats: Seats, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(200):
        seats.do("investigator", open_case, seats.case)
    key = vault_key(seats)
    path, opened = seats.folder / VAULT_FILE, list[int]()
    leaves = leaves_of(path, key, "events")
    connect, whole = engine.connect, path.read_bytes()

    def counted(*given: Any) -> Any:
        opened.append(1)
        return connect(*given)

    last = next(page for page in leaves[::-1] if _is_last(path, key, page, whole))
    for page in {last, leaves[len(leaves) // 2]}:
        spoil(path, page)
    monkeypatch.setattr(engine, "connect", counted)
    found_lost = salvage(seats.folder, key, tmp_path / "new", seats.clock.now())
    ends = [one.where for one in found_lost.lost if one.what == "rows_lost"]
    assert len(ends) == 1
    assert ends[0].startswith("events ")
    assert int(ends[0].split()[1]) > 100
    assert found_lost.copied["events"] >= int(ends[0].split()[1]) - 60
    assert len(opened) < 2_000


def _is_last(path: Path, key: Key, page: int, whole: bytes) -> bool:
    spoil(path, page)
    try:
        return not reads(path, key, "SELECT max(seq) FROM events")
    finally:
        path.write_bytes(whole)
