"""Copies of a desk: a restored or salvaged one is read while the old desk is used, and takes its place when its members say so."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from db.backup import restore
from db.copies import COPY_FILE, LOST_FILE, RESTORE, copy_in, lost_in
from db.files import write_whole
from db.heads import Heads
from db.salvage import salvage
from db.verify import verify
from mdt.errors import DeskError
from mdt.work import upkeep
from mdt.work.casefile import open_case
from mdt.work.incidents import add_incident
from mdt.work.upkeep import confirm_restore
from tests.db.given import DAY, told, vault_key
from tests.db.replays import backed_up
from tests.db.test_salvage import leaves_of, spoil
from tests.make import Seats


def restored(seats: Seats, place: Path) -> None:
    (place / "aside").mkdir()
    backed_up(seats, place / "aside")
    restore(place / "aside" / "backup", place / "copy")


def salvaged(seats: Seats, place: Path) -> None:
    salvage(seats.folder, vault_key(seats), place / "copy", seats.clock.now())


KINDS = pytest.mark.parametrize("kind", [restored, salvaged])
COPIES = {restored: "restore", salvaged: "salvage"}


def copy_of(seats: Seats) -> Seats:
    return Seats(seats.folder.with_name("copy"), seats.codes, seats.clock, seats.case, seats.members, heads=seats.heads)


def writing(seats: Seats) -> str:
    ended = told(lambda: seats.do("investigator", add_incident, seats.case, DAY, DAY, "platform", "what"))
    seats.leave()
    return ended


def refused(seats: Seats, user: str = "psychologist") -> DeskError:
    with pytest.raises(DeskError) as fault:
        seats.do(user, open_case, seats.case)
    return fault.value


def confirm(seats: Seats, *users: str) -> None:
    for user in users:
        seats.do(user, confirm_restore)
    seats.leave()


def found(seats: Seats) -> list[str]:
    return [one.what for one in verify(seats.folder, vault_key(seats), Heads(seats.heads), seats.clock.now())]


@KINDS
def test_a_copy_is_read_while_the_old_desk_is_used_and_neither_stands_in_the_others_way(seen: Seats, tmp_path: Path, kind: object) -> None:
    kind(seen, tmp_path)  # type: ignore[operator]
    copy = copy_of(seen)
    for _ in range(3):
        assert copy.do("psychologist", open_case, copy.case).content["code"]
        assert writing(copy) == f"unavailable.{COPIES[kind]}_unconfirmed"  # type: ignore[index]
        assert writing(seen) == "done"
    assert told(lambda: copy.do("supervisor", upkeep.change_desk, None, "fia_ccw", "ISB")).endswith("_unconfirmed")
    copy.leave()
    assert found(copy) == [f"{COPIES[kind]}_unconfirmed"]  # type: ignore[index]
    assert found(seen) == []
    assert copy.do("investigator", upkeep.read_condition).copy == COPIES[kind]  # type: ignore[index]
    copy.leave()


@KINDS
def test_a_confirmed_copy_takes_the_place_and_the_old_desk_is_told_when(seen: Seats, tmp_path: Path, kind: object) -> None:
    kind(seen, tmp_path)  # type: ignore[operator]
    copy = copy_of(seen)
    assert writing(seen) == "done"
    seen.clock.pass_by(days=2)
    confirm(copy, "investigator", "supervisor")
    assert not (copy.folder / COPY_FILE).exists()
    assert writing(copy) == "done"
    assert (refused(seen).key, refused(seen).gaps) == ("unavailable.replaced", {"day": "22.11.2026"})
    assert found(copy) == []
    assert [finding.where for finding in verify(seen.folder, vault_key(copy), Heads(seen.heads), seen.clock.now())] == ["22.11.2026"]
    assert (copy.do("investigator", upkeep.read_condition).copy, writing(copy)) == ("", "done")


def test_what_is_confirmed_holds_for_the_place_it_was_said_of(seen: Seats, tmp_path: Path) -> None:
    """The old desk is used between the two: the first has not said it of the newer place."""
    salvaged(seen, tmp_path)
    copy = copy_of(seen)
    confirm(copy, "investigator")
    assert writing(seen) == "done"
    confirm(copy, "supervisor")
    assert writing(copy) == "unavailable.salvage_unconfirmed"
    confirm(copy, "investigator")
    assert writing(copy) == "done"


def test_the_list_of_what_was_lost_is_part_of_what_is_confirmed(seen: Seats, tmp_path: Path) -> None:
    for _ in range(120):
        seen.do("investigator", open_case, seen.case)
    key = vault_key(seen)
    leaves = leaves_of(seen.folder / "desk.vault", key, "events")
    spoil(seen.folder / "desk.vault", leaves[len(leaves) * 2 // 3])
    lost = salvage(seen.folder, key, tmp_path / "copy", seen.clock.now()).lost
    copy = copy_of(seen)
    assert list(lost_in(copy.folder)) == lost != []
    confirm(copy, "investigator")
    whole = (copy.folder / LOST_FILE).read_bytes()
    (copy.folder / LOST_FILE).write_bytes(b"".join(whole.splitlines(keepends=True)[1:]))
    confirm(copy, "supervisor")
    assert writing(copy) == "unavailable.salvage_unconfirmed", "the two did not say the same"
    (copy.folder / LOST_FILE).write_bytes(whole)
    confirm(copy, "supervisor")
    assert (writing(copy), refused(seen).key) == ("done", "unavailable.replaced")
    assert lost_in(copy.folder), "the list stays"


def test_another_user_of_the_computer_who_saw_the_old_desk_last_sees_the_confirmed_copy_too(seen: Seats, tmp_path: Path) -> None:
    restored(seen, tmp_path)
    assert writing(seen) == "done"
    shutil.copytree(seen.heads or tmp_path, tmp_path / "hers")
    for _ in range(60):
        seen.do("investigator", open_case, seen.case)
    seen.leave()
    copy, ours = copy_of(seen), seen.heads
    confirm(copy, "investigator", "supervisor")
    shutil.copytree(copy.folder, tmp_path / "earlier")
    assert writing(copy) == "done"
    copy.heads = tmp_path / "hers"
    assert writing(copy) == "done"
    shutil.rmtree(copy.folder)
    (tmp_path / "earlier").rename(copy.folder)
    for heads in (tmp_path / "hers", ours):
        copy.heads = heads
        assert refused(copy).key == "unavailable.rolled_back", "but no older state of it"


def test_whoever_saw_more_of_the_old_desk_than_was_replaced_is_told(seen: Seats, tmp_path: Path) -> None:
    restored(seen, tmp_path)
    copy, ours = copy_of(seen), seen.heads
    seen.heads = tmp_path / "hers"
    assert writing(seen) == "done"
    copy.heads = ours
    confirm(copy, "investigator", "supervisor")
    copy.heads = tmp_path / "hers"
    assert refused(copy).key in ("unavailable.forked", "unavailable.rolled_back")


def test_a_note_put_back_or_left_changes_nothing_for_a_confirmed_copy(seen: Seats, tmp_path: Path) -> None:
    salvaged(seen, tmp_path)
    copy = copy_of(seen)
    note = (copy.folder / COPY_FILE).read_bytes()
    confirm(copy, "psychologist", "supervisor")
    shutil.copytree(copy.folder, tmp_path / "earlier")
    assert writing(copy) == "done"
    write_whole(copy.folder / COPY_FILE, note)
    assert writing(copy) == "done"
    shutil.rmtree(copy.folder)
    (tmp_path / "earlier").rename(copy.folder)
    write_whole(copy.folder / COPY_FILE, note)
    assert refused(copy).key == "unavailable.rolled_back"


@pytest.mark.parametrize(
    "note", [b"", b"{}", b"[]", b'{"format": 2}', b'{"format": 1, "kind": "gift", "length": 1, "digest": ""}', b"[" * 100_000]
)
def test_a_note_that_makes_no_sense_is_a_copy_from_the_beginning(seen: Seats, note: bytes) -> None:
    (seen.folder / COPY_FILE).write_bytes(note)
    found_there = copy_in(seen.folder)
    assert found_there is not None
    assert found_there.said() == (RESTORE, 0, "", "")
    assert writing(seen) == "unavailable.restore_unconfirmed"
    assert told(lambda: seen.take("investigator").do(confirm_restore)) == "done"
    seen.leave()
