"""An older entry of the slots file, a kit that is not in force and a set that does not stand are named; nobody is kept out by it."""

from __future__ import annotations

from pathlib import Path

import pytest

from db.passwords import change_password, renew_code, shown_again
from db.recovery import recover
from db.slots import SlotsFile
from db.verify import verify
from mdt.model.kits import KitSet
from mdt.work import kits, staff, upkeep
from tests.db.given import entering, told, vault_key
from tests.db.insider import Scene, append, secret_of
from tests.db.ring import Person
from tests.db.sheets import NEEDED, NEW, Kits, logged, slot_of
from tests.make import PASSWORD, Seats, surroundings


def found(seats: Seats) -> list[tuple[str, str]]:
    return [(one.what, one.where) for one in verify(seats.folder, vault_key(seats))]


def change(seats: Seats, user: str = "investigator", old: str = PASSWORD, new: str = NEW) -> None:
    around = surroundings(seats.clock)
    seats.take(user)
    assert seats.vault is not None
    opened = shown_again(seats.vault, user, old, lambda: seats.codes[user], around)
    change_password(seats.vault, opened, user, new, around, logged(seats, user, "password"))
    seats.leave()


def came_by_older(seats: Seats, user: str = "investigator") -> bool:
    older = seats.do(user, upkeep.read_condition).came_by_older
    seats.leave()
    return older


def test_an_older_slot_of_ones_own_put_back_is_named_and_keeps_nobody_out(seats: Seats) -> None:
    old = slot_of(seats, "investigator")
    change(seats)
    assert found(seats) == []
    SlotsFile(seats.folder).put(old)
    assert found(seats) == [("slot_older", "investigator")]
    assert came_by_older(seats)
    assert not came_by_older(seats, "psychologist")
    change(seats)
    assert found(seats) == []
    SlotsFile(seats.folder).put(old)
    assert came_by_older(seats)


def test_a_new_code_is_a_new_way_too(seats: Seats) -> None:
    old, around = slot_of(seats, "investigator"), surroundings(seats.clock)
    seats.take("investigator")
    assert seats.vault is not None
    opened = shown_again(seats.vault, "investigator", PASSWORD, lambda: seats.codes["investigator"], around)
    renew_code(seats.vault, opened, "investigator", PASSWORD, around, logged(seats, "investigator", "code"))
    assert not seats.do("investigator", upkeep.read_condition).came_by_older
    seats.leave()
    SlotsFile(seats.folder).put(old)
    assert found(seats) == [("slot_older", "investigator")]


def test_who_changes_what_she_came_in_by_is_warned_no_more(seats: Seats) -> None:
    old = slot_of(seats, "investigator")
    change(seats)
    SlotsFile(seats.folder).put(old)
    around = surroundings(seats.clock)
    assert seats.do("investigator", upkeep.read_condition).came_by_older
    assert seats.vault is not None
    opened = shown_again(seats.vault, "investigator", PASSWORD, lambda: seats.codes["investigator"], around)
    change_password(seats.vault, opened, "investigator", NEW, around, logged(seats, "investigator", "password"))
    assert not seats.do("investigator", upkeep.read_condition).came_by_older


def test_a_change_that_is_cut_off_leaves_the_old_way_and_says_so(seats: Seats, monkeypatch: pytest.MonkeyPatch) -> None:
    def cut(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("db.slots.write_whole", cut)
        assert told(lambda: change(seats)) == "unavailable.disk_full"
    seats.leave()
    assert entering(seats, "investigator") == "done"
    assert found(seats) == [("slot_older", "investigator")]
    change(seats)
    assert found(seats) == []


def test_a_log_that_takes_no_entry_leaves_the_old_way_whole(seats: Seats) -> None:
    seats.take("investigator")
    assert seats.vault is not None
    around = surroundings(seats.clock)
    opened = shown_again(seats.vault, "investigator", PASSWORD, lambda: seats.codes["investigator"], around)
    refused = logged(seats, "investigator", "fingerprint")
    assert told(lambda: change_password(seats.vault, opened, "investigator", NEW, around, refused)).startswith("invalid")  # type: ignore[arg-type]
    seats.leave()
    assert (entering(seats, "investigator"), found(seats)) == ("done", [])


def test_a_new_workstation_and_kits_leave_a_slot_what_it_is(kept: Kits, known: Person) -> None:
    change(kept.seats, "prosecutor")
    assert [entering(kept.seats, "prosecutor", password=NEW), found(kept.seats)] == ["done", []]
    kept.make(KitSet.OPERATIONAL, "supervisor")
    kept.seats.leave()
    assert entering(kept.seats, "prosecutor", password=NEW) == "done"
    assert known.enter() == ("done", 0)
    assert found(kept.seats) == []


def test_who_was_let_in_again_came_by_the_newest_and_the_old_way_back_is_named(kept: Kits) -> None:
    seats, old = kept.seats, slot_of(kept.seats, "psychologist")
    seats.codes["psychologist"] = kept.reissue("psychologist", kept.two(*NEEDED["psychologist"]))
    assert entering(seats, "psychologist", password=NEW) == "done"
    assert found(seats) == []
    SlotsFile(seats.folder).put(old)
    assert found(seats) == [("slot_older", "psychologist")]
    assert told(lambda: recover(seats.folder, "psychologist", kept.two(*NEEDED["psychologist"]))) == "done"


def test_nobody_states_another_ones_way_but_by_letting_her_in(seats: Seats) -> None:
    """The fact is signed by whoever states it: a mark stated of somebody who is not certified is none."""
    secret = secret_of(seats, "investigator")
    scene = Scene(seats)
    from tests.db.given import behind

    with behind(seats) as raw:
        scene.raw = raw
        for member in ("nobody", seats.members["psychologist"]):
            append(scene, "record_way_in", seats.members["investigator"], None, [["ways", member, "ab" * 16]], secret, roll=1)
    assert ("fact_not_entitled", str(entries(seats) - 1)) in found(seats)


def entries(seats: Seats) -> int:
    seats.take("supervisor")
    count = int(seats.raw().execute("SELECT max(seq) FROM events").fetchone()[0])
    seats.leave()
    return count


# kits


def test_sets_that_stand_are_whole_and_begun_ones_are_named(seats: Seats) -> None:
    made = Kits(seats)
    assert found(seats) == []
    made.make(KitSet.OPERATIONAL, "supervisor")
    assert found(seats) == [("set_incomplete", "operational")]
    lines = {line.kind: line for line in seats.do("psychologist", kits.read_kits)}
    assert (lines[KitSet.OPERATIONAL].made, lines[KitSet.OPERATIONAL].stands) == (1, False)
    for user in ("investigator", "prosecutor"):
        made.make(KitSet.OPERATIONAL, user)
    assert found(seats) == []
    assert {line.kind: line.stands for line in seats.do("supervisor", kits.read_kits)} == {KitSet.OPERATIONAL: True}


def test_a_holder_who_left_and_an_older_kit_put_back_are_named(kept: Kits) -> None:
    seats, file = kept.seats, SlotsFile(kept.seats.folder)
    old = next(line for line in file.of_kind("kit") if line.member == "legal 1")
    kept.make(KitSet.LEGAL, "prosecutor", 1)
    seats.leave()
    assert found(seats) == []
    file.put(old)
    assert found(seats) == [("kit_not_in_force", "legal 1"), ("set_incomplete", "legal")]
    kept.make(KitSet.LEGAL, "prosecutor", 1)
    seats.do("supervisor", staff.end_member, None, seats.members["social_welfare"])
    seats.leave()
    assert found(seats) == [("kit_not_in_force", "welfare 1"), ("set_incomplete", "welfare")]
    assert [line.stands for line in seats.do("psychologist", kits.read_kits) if line.kind is KitSet.WELFARE] == [False]


def test_a_kit_taken_out_of_the_file_and_a_line_that_makes_no_sense_are_named(kept: Kits) -> None:
    path = SlotsFile(kept.seats.folder).path
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join(line for line in lines if b'"operational 2"' not in line))
    assert found(kept.seats) == [("set_incomplete", "operational")]


def test_kits_alone_keep_nobody_from_trusting_the_log(kept: Kits, tmp_path: Path) -> None:
    from ui.cli.upkeep import verified

    seats = kept.seats
    seats.heads = tmp_path / "heads"
    seats.do("supervisor", staff.end_member, None, seats.members["social_welfare"])
    desk = seats.take("investigator")
    assert seats.vault is not None
    assert {one.what for one in verified(desk, seats.vault, seats.clock.now())} == {"kit_not_in_force", "set_incomplete"}
    assert seats.vault.heads.read(seats.vault.key.vault, seats.vault.key.key).checked.length > 0
