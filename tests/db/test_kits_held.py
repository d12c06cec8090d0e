"""Who holds kits: at most one of three is in a hand that is not cleared, and a planted, older or changed one is never wrapped for."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from db.kits import new_kit, read_kit
from db.passwords import shown_again
from db.recovery import (
    check_typed_back,
    first_letters,
    kits_in_force,
    make_kit,
    recover,
    standing_sets,
    which_kit,
)
from db.slots import Slot, SlotsFile
from mdt.errors import Conflict, Invalid
from mdt.model.kits import KitSet
from mdt.model.staff import Member
from mdt.work import kits, staff
from tests.db.given import entering, told
from tests.db.sheets import Kits, slot_of, standing
from tests.make import PASSWORD, ROLES, Seats, add_member, surroundings


def test_at_most_one_kit_of_three_is_held_by_somebody_not_cleared(seats: Seats) -> None:
    made = Kits(seats)
    made.make(KitSet.CLINICAL, "supervisor")
    with pytest.raises(Conflict, match="kits_taken"):
        made.make(KitSet.CLINICAL, "investigator")
    numbers = [made.make(KitSet.CLINICAL, "psychologist").kit.number for _ in range(2)]
    assert numbers == [2, 3]
    assert made.make(KitSet.CLINICAL, "psychologist", 3).kit.number == 3, "hers anew, the one she names"
    for user in ("prosecutor", "social_welfare"):
        with pytest.raises(Conflict, match="kits_taken"):
            made.make(KitSet.CLINICAL, user)
    with pytest.raises(Conflict, match="kits_taken"):
        made.make(KitSet.CLINICAL, "psychologist", 1)


def test_a_second_cleared_member_takes_over_what_one_alone_holds_twice(seats: Seats) -> None:
    made = Kits(seats)
    made.make_all(KitSet.CLINICAL)
    assert standing(seats) == {KitSet.CLINICAL}
    add_member(seats, "second", "psychologist")
    assert standing(seats) == set(), "one hand of two that could be"
    assert made.make(KitSet.CLINICAL, "second").kit.number == 2
    assert standing(seats) == {KitSet.CLINICAL}
    assert made.make(KitSet.CLINICAL, "psychologist").kit.number == 1, "hers anew: no second one any more"


def test_a_kit_made_anew_voids_the_sheet_before_it_at_the_next_sign_in(kept: Kits) -> None:
    old = kept.codes[KitSet.OPERATIONAL, 1]
    kept.make(KitSet.OPERATIONAL, "supervisor")
    vault = kept.seats.vault
    assert vault is not None
    assert told(lambda: which_kit(vault, old, KitSet.OPERATIONAL)) == "locked.wrong_kit"
    assert which_kit(vault, kept.codes[KitSet.OPERATIONAL, 1], KitSet.OPERATIONAL).holder == kept.seats.members["supervisor"]
    kept.seats.leave()
    assert entering(kept.seats, "investigator") == "done"
    codes = [old, kept.codes[KitSet.OPERATIONAL, 3]]
    assert told(lambda: recover(kept.seats.folder, "investigator", codes)) == "locked.wrong_kits"


def test_what_was_not_typed_back_is_not_kept(seats: Seats) -> None:
    seats.take("supervisor")
    assert seats.vault is not None
    opened = shown_again(seats.vault, "supervisor", PASSWORD, lambda: seats.codes["supervisor"], surroundings(seats.clock))
    made = make_kit(seats.vault, opened.secret, KitSet.OPERATIONAL, seats.clock.now())
    for wrong in ("", "AAAAAA", first_letters(made.code)[:-1]):
        with pytest.raises(Invalid):
            check_typed_back(made, wrong)
    with seats.vault.transaction() as store:
        assert kits_in_force(seats.vault, store) == ()


def planted(kept: Kits, **parts: Any) -> None:
    """An insider with the vault's key puts a kit of his own into the file, in the place of the first operational one."""
    file = SlotsFile(kept.seats.folder)
    lines = [kit for line in file.of_kind("kit") if (kit := read_kit(line)) and kit.kind is KitSet.OPERATIONAL]
    seats = kept.seats
    thief = "investigator"
    seats.take(thief)
    assert seats.vault is not None
    opened = shown_again(seats.vault, thief, PASSWORD, lambda: seats.codes[thief], surroundings(seats.clock))
    kit, code = new_kit(lines[0].vault, KitSet.OPERATIONAL, 1, (parts.get("holder", lines[0].holder), opened.secret), seats.clock.now())
    kept.codes[KitSet.OPERATIONAL, 9] = code
    file.put(kit.line())
    if parts.get("logged"):
        seats.do(thief, kits.record_kit, None, "operational", 1, kit.mark.hex())
    seats.leave()


@pytest.mark.parametrize("logged", [False, True])
def test_a_planted_kit_is_never_wrapped_for(kept: Kits, logged: bool) -> None:
    """Signed by another voice than the holder's, logged or not: nobody's slot is closed for it."""
    before = {user: slot_of(kept.seats, user).wraps.keys() for user in ROLES}
    planted(kept, logged=logged)
    for user in ROLES:
        assert entering(kept.seats, user) == "done"
        assert slot_of(kept.seats, user).wraps.keys() == before[user]
    codes = [kept.codes[KitSet.OPERATIONAL, 9], kept.codes[KitSet.OPERATIONAL, 2]]
    assert told(lambda: recover(kept.seats.folder, "supervisor", codes)) == "locked.wrong_kits"


def test_a_members_second_kit_beside_her_own_makes_no_set(kept: Kits) -> None:
    """An insider who holds number 2 plants number 1 in his own name, signed and logged: one hand would open every operational slot."""
    planted(kept, holder=kept.seats.members["investigator"], logged=True)
    kept.seats.take("supervisor")
    vault = kept.seats.vault
    assert vault is not None
    with vault.transaction() as store:
        held = [kit.holder for kit in kits_in_force(vault, store) if kit.kind is KitSet.OPERATIONAL]
    assert held.count(kept.seats.members["investigator"]) == 2
    assert KitSet.OPERATIONAL not in standing(kept.seats)
    kept.seats.leave()
    for user in ROLES:
        assert entering(kept.seats, user) == "done"
    codes = [kept.codes[KitSet.OPERATIONAL, 9], kept.codes[KitSet.OPERATIONAL, 2]]
    assert told(lambda: recover(kept.seats.folder, "supervisor", codes)) == "locked.wrong_kits"


def test_an_older_kit_put_back_is_not_in_force(kept: Kits) -> None:
    file = SlotsFile(kept.seats.folder)
    old = next(line for line in file.of_kind("kit") if line.member == "operational 1")
    kept.make(KitSet.OPERATIONAL, "supervisor")
    file.put(old)
    assert kept.seats.vault is not None
    with kept.seats.vault.transaction() as store:
        in_force = [(kit.kind.value, kit.number) for kit in kits_in_force(kept.seats.vault, store)]
    assert ("operational", 1) not in in_force
    assert ("operational", 2) in in_force


def test_a_set_whose_holder_left_stands_no_more(kept: Kits) -> None:
    kept.seats.do("supervisor", staff.end_member, None, kept.seats.members["social_welfare"])
    vault = kept.seats.vault
    assert vault is not None
    with vault.transaction() as store:
        assert set(standing_sets(vault, store)) == {KitSet.OPERATIONAL, KitSet.CLINICAL, KitSet.LEGAL}


@pytest.mark.parametrize("part", ["holder", "made_at", "public", "number", "kind"])
def test_a_kit_changed_in_any_part_is_not_in_force(kept: Kits, part: str) -> None:
    file = SlotsFile(kept.seats.folder)
    line = next(line for line in file.of_kind("kit") if line.member == "operational 3")
    if part in ("number", "kind"):
        changed = replace(line, member={"number": "operational 1", "kind": "legal 3"}[part])
    else:
        kept_as = str(line.terms[part])
        changed = replace(line, terms={**line.terms, part: {"public": kept_as[:-1] + ("0" if kept_as[-1] != "0" else "1")}.get(part, "x")})
    kit = read_kit(changed)
    kept.seats.take("supervisor")
    assert kept.seats.vault is not None
    with kept.seats.vault.transaction() as store:
        voice = store.records.one(Member, kept.seats.members["prosecutor"]).voice
    assert kit is not None
    assert not kit.is_signed_by(bytes.fromhex(voice or ""))


@pytest.mark.parametrize("terms", [{}, {"format": 2}, {"format": 1, "holder": "x", "made_at": "x", "public": "zz"}, {"format": 1}])
def test_a_line_that_is_no_kit_is_passed_over(seats: Seats, terms: dict[str, int | str]) -> None:
    line = Slot("vault", "operational 1", "", "kit", terms, b"", {}, b"")
    assert read_kit(line) is None
    assert read_kit(replace(line, member="operational 4")) is None
    SlotsFile(seats.folder).put(line)
    assert [entering(seats, user) for user in ROLES] == ["done"] * len(ROLES)


def test_kits_say_when_they_were_last_tried(kept: Kits) -> None:
    seats = kept.seats
    seats.clock.pass_by(days=200)
    lines = {line.kind: line for line in seats.do("psychologist", kits.read_kits)}
    assert {kind: (line.made, line.untried.days if line.untried else None) for kind, line in lines.items()} == {
        KitSet.OPERATIONAL: (3, 200),
        KitSet.CLINICAL: (3, 200),
        KitSet.WELFARE: (3, 200),
    }
    assert not lines[KitSet.CLINICAL].is_due(365)
    seats.clock.pass_by(days=170)
    for number in (1, 2):
        seats.do("psychologist", kits.record_trial, None, "clinical", number)
    due = {line.kind: line.is_due(365) for line in seats.do("psychologist", kits.read_kits)}
    assert due[KitSet.CLINICAL], "the third was not tried"
    seats.do("supervisor", kits.record_trial, None, "clinical", 3)
    assert not {line.kind: line.is_due(365) for line in seats.do("psychologist", kits.read_kits)}[KitSet.CLINICAL]


@pytest.mark.parametrize(("kind", "number"), [("nothing", 1), ("clinical", 0), ("clinical", 4)])
def test_the_log_takes_up_known_kits_only(seats: Seats, kind: str, number: int) -> None:
    for job, given in ((kits.record_kit, (kind, number, "ab")), (kits.record_trial, (kind, number))):
        with pytest.raises(Invalid):
            seats.take("psychologist").do(job, None, *given)
    with pytest.raises(Invalid):
        seats.do("psychologist", kits.record_way_in, None, "fingerprint", "ab" * 16)
