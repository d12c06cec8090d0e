"""Whatever older thing is put in a newer one's place gets a name, and the look at sign-in that finds most of them is quick."""

from __future__ import annotations

import shutil
import time
from pathlib import Path

import pytest

from db.heads import Heads
from db.verify import verify
from mdt.work.casefile import open_case
from mdt.work.incidents import add_incident
from mdt.work.upkeep import confirm_restore
from tests.db.given import DAY, entering, told, vault_key
from tests.db.replays import REPLAYS, Replay, backed_up, unannounced_restore
from tests.make import Seats, surroundings

AT_THE_DOOR = {"rolled_back", "forked", "clock_back"}


def begun(seats: Seats, aside: Path) -> None:
    """The desk is seen once on this computer, and laid aside."""
    seats.heads = seats.folder.with_name("heads")
    seats.do("investigator", open_case, seats.case)
    seats.leave()
    shutil.copytree(seats.folder, aside)
    backed_up(seats, aside)


@pytest.mark.parametrize("replay", REPLAYS, ids=lambda replay: replay.name.replace(" ", "_"))
def test_every_replay_gets_a_name(seats: Seats, tmp_path: Path, replay: Replay) -> None:
    begun(seats, tmp_path / "aside")
    replay.now(seats)
    key = vault_key(seats)
    replay.replay(seats, tmp_path / "aside")
    found = {finding.what for finding in verify(seats.folder, key, Heads(seats.heads), seats.clock.now())}
    assert found & replay.named, found
    for word in AT_THE_DOOR & found:
        assert entering(seats, "psychologist", around=surroundings(seats.clock, seats.heads)) == f"unavailable.{word}"


def test_all_fourteen_of_the_issue_are_tried() -> None:
    assert len({replay.name for replay in REPLAYS}) == 14


def test_a_restore_is_for_reading_until_two_members_have_confirmed_it(seats: Seats, tmp_path: Path) -> None:
    begun(seats, tmp_path / "aside")
    REPLAYS[0].now(seats)
    seats.leave()
    unannounced_restore(seats, tmp_path / "aside")
    assert seats.do("investigator", open_case, seats.case).content["code"]
    words = (seats.case, DAY, DAY, "platform", "what")
    assert told(lambda: seats.do("investigator", add_incident, *words)) == "unavailable.restore_unconfirmed"
    for user in ("investigator", "psychologist"):
        seats.do(user, confirm_restore)
        assert told(lambda: seats.do("investigator", add_incident, *words)) == "unavailable.restore_unconfirmed"
    seats.do("supervisor", confirm_restore)
    assert told(lambda: seats.do("supervisor", confirm_restore)) == "conflict.nothing_restored"
    assert told(lambda: seats.do("investigator", add_incident, *words)) == "done"
    key = vault_key(seats)
    assert verify(seats.folder, key, Heads(seats.heads), seats.clock.now()) == ()


def test_the_look_at_the_newest_entries_is_quick(seats: Seats, tmp_path: Path) -> None:
    begun(seats, tmp_path / "aside")
    for _ in range(100):
        seats.do("investigator", open_case, seats.case)
    seats.leave()
    shutil.rmtree(seats.heads or tmp_path)
    seats.take("investigator")
    assert seats.vault is not None
    best = 9.0
    for _ in range(5):
        start = time.perf_counter()
        seats.vault._check_freshness()
        best = min(best, time.perf_counter() - start)
    assert best <= 0.1


def test_a_damaged_note_of_the_head_is_named_and_made_anew(seats: Seats, tmp_path: Path) -> None:
    begun(seats, tmp_path / "aside")
    assert seats.heads is not None
    (note,) = seats.heads.iterdir()
    kept = note.read_bytes()
    key = vault_key(seats)
    for damaged in (b"", b"{}", kept[:-9], kept.replace(b'"head": [', b'"head": [1')):
        note.write_bytes(damaged)
        assert [finding.what for finding in verify(seats.folder, key, Heads(seats.heads), seats.clock.now())] == ["head_damaged"]
    seats.take("investigator")
    seats.leave()
    assert verify(seats.folder, key, Heads(seats.heads), seats.clock.now()) == ()
