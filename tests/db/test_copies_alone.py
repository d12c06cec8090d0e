"""Who confirms a copy: two members, a supervisor among them; where the log knows of one only, she alone, and nobody plays at that."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from db.backup import back_up, restore
from db.copies import COPY_FILE, RESTORE, copy_in, mark_copy
from db.doors import NewDesk, make_desk
from mdt.work import staff
from mdt.work.upkeep import confirm_restore
from tests.db.given import behind, told, vault_key
from tests.db.insider import Scene, append, secret_of
from tests.db.test_copies import confirm, copy_of, found, salvaged, writing
from tests.make import PASSWORD, Seats, StandingClock, add_member, surroundings


@pytest.fixture
def alone(tmp_path: Path) -> Seats:
    """A desk with its supervisor and nobody else yet, seen on this computer, and a copy of it."""
    clock = StandingClock()
    code = make_desk(tmp_path / "desk", NewDesk("nccia", "MUX", "supervisor"), PASSWORD, surroundings(clock))
    seats = Seats(tmp_path / "desk", {"supervisor": code}, clock, heads=tmp_path / "heads")
    seats.take("supervisor")
    restored_alone(seats, tmp_path)
    return seats


def restored_alone(seats: Seats, place: Path) -> None:
    assert seats.vault is not None
    back_up(seats.vault, place / "backup", seats.clock.now())
    seats.leave()
    restore(place / "backup", place / "copy")


def confirmed_alone(copy: Seats) -> bool:
    copy.do("supervisor", confirm_restore)
    copy.leave()
    return not (copy.folder / COPY_FILE).exists()


def test_the_only_member_confirms_alone_and_the_log_says_so(alone: Seats) -> None:
    copy = copy_of(alone)
    assert confirmed_alone(copy)
    (entry,) = [entry for entry in copy.do("supervisor", staff.read_log) if entry.act == "confirm_restore"]
    assert entry.subject == "restore alone"
    copy.do("supervisor", staff.register_member, None, "second", "prosecutor", "female")
    copy.leave()
    assert told(lambda: alone.do("supervisor", staff.list_members)) == "unavailable.replaced"
    assert found(copy) == []


def test_where_there_are_two_it_takes_two(alone: Seats, tmp_path: Path) -> None:
    add_member(alone, "second", "prosecutor")
    alone.take("supervisor")
    shutil.rmtree(tmp_path / "copy")
    (tmp_path / "backup").unlink()
    restored_alone(alone, tmp_path)
    copy = copy_of(alone)
    assert not confirmed_alone(copy)
    confirm(copy, "second")
    assert not (copy.folder / COPY_FILE).exists()


def test_a_supervisor_with_a_copy_from_when_she_was_alone_does_not_confirm_it_alone(alone: Seats) -> None:
    """An old backup is no way for one person to put away what others have written since."""
    add_member(alone, "second", "prosecutor")
    alone.do("supervisor", staff.list_members)
    alone.leave()
    copy = copy_of(alone)
    assert not confirmed_alone(copy)
    assert told(lambda: copy.do("supervisor", staff.register_member, None, "third", "prosecutor", "female")) == (
        "unavailable.restore_unconfirmed"
    )
    copy.leave()
    assert told(lambda: alone.do("second", staff.list_members)) == "done"
    alone.leave()


def test_a_log_cut_off_to_its_first_entries_is_not_one_of_one_member(seen: Seats) -> None:
    """A supervisor with the vault's key cuts the log of a copy to where she stood alone, and plants the note that makes it a copy."""
    shutil.copytree(seen.folder, seen.folder.with_name("copy"))
    copy = copy_of(seen)
    with behind(copy) as raw:
        raw.execute("DELETE FROM events WHERE seq > 1")
        raw.execute("PRAGMA foreign_keys = OFF").fetchall()
        for table in ("members", "seats", "requests", "cases", "parties", "grants"):
            raw.execute(f"DELETE FROM {table}" + (" WHERE user_name <> 'supervisor'" if table == "members" else ""))
        digest = raw.execute("SELECT lower(hex(digest)) FROM events").fetchone()[0]
    mark_copy(copy.folder, RESTORE, (1, digest))
    assert not confirmed_alone(copy)
    assert writing(seen) == "done"


def test_who_confirmed_alone_elsewhere_takes_no_place_where_more_were_seen(alone: Seats, tmp_path: Path) -> None:
    """Confirmed under another account that never saw the desk, and even stated to take the place of whatever was seen anywhere."""
    add_member(alone, "second", "prosecutor")
    alone.do("supervisor", staff.list_members)
    ours, copy = alone.heads, copy_of(alone)
    alone.leave()
    copy.heads = tmp_path / "elsewhere"
    assert confirmed_alone(copy)
    secret, scene = secret_of(copy, "supervisor"), Scene(copy)
    with behind(copy) as raw:
        scene.raw = raw
        me = raw.execute("SELECT id FROM members").fetchone()[0]
        copy.clock.pass_by(hours=1)
        append(scene, "confirm_restore", me, None, [["restore", "restore", 1, "ab", "", 10**9, "ab", 1]], secret, roll=1)
    copy.heads = ours
    assert told(lambda: copy.do("supervisor", staff.list_members)) in ("unavailable.rolled_back", "unavailable.forked")
    copy.heads = tmp_path / "elsewhere"
    assert told(lambda: copy.do("supervisor", staff.list_members)) == "done"
    copy.leave()


def test_who_states_that_she_is_alone_where_she_is_not_states_nothing(seen: Seats, tmp_path: Path) -> None:
    """An insider writes the whole confirmation herself: as the only member, and once more as two."""
    salvaged(seen, tmp_path)
    copy = copy_of(seen)
    secret = secret_of(copy, "investigator")
    copied, head = copy_in(copy.folder), json.loads((seen.heads or tmp_path).joinpath(f"{vault_key(seen).vault}.head").read_bytes())["head"]
    assert copied is not None
    scene = Scene(copy)
    with behind(copy) as raw:
        scene.raw = raw
        for hands in (1, 2, 2):
            fact = ["restore", *copied.said(), *head[:2], hands]
            append(scene, "confirm_restore", copy.members["investigator"], None, [fact], secret, roll=1)
    assert found(copy) == ["salvage_unconfirmed", "fact_not_entitled"]
    assert writing(copy) == "unavailable.salvage_unconfirmed"
