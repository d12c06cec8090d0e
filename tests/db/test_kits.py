"""Recovery kits: any two of each set a member needs let her in again; one, or two of another set, never do."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import pytest

from db.doors import sign_in
from db.kits import is_current, opened_by_kits, with_recovery
from db.recovery import (
    recover,
    sit_down,
)
from db.slots import SlotsFile, new_code
from mdt.errors import Conflict, DeskError, Locked, Refused
from mdt.model.kits import PAIRS, KitSet
from mdt.work import notes, staff
from mdt.work.casefile import open_case
from mdt.work.kits import record_reissue
from tests.db.given import DAY, entering, told
from tests.db.sheets import HOLDERS, NEEDED, NEW, Kits, slot_of
from tests.make import ROLES, Seats, surroundings


def test_any_two_kits_of_each_set_let_a_member_in_again_and_no_fewer(kept: Kits) -> None:
    for user, kinds in NEEDED.items():
        for pair in PAIRS:
            assert recover(kept.seats.folder, user, kept.two(*kinds, pair=pair)).slot.member == kept.seats.members[user]
        whole = kept.two(*kinds)
        for at in range(len(whole)):
            assert told(lambda u=user, c=whole[:at] + whole[at + 1 :]: recover(kept.seats.folder, u, c)) == "locked.wrong_kits"  # type: ignore[misc]


def test_two_kits_without_a_clinical_holder_open_no_clinical_text(kept: Kits) -> None:
    """What opens clinical text lies in her slot alone, and no pair of sheets of anybody else opens that."""
    others = [kept.codes[kind, at + 1] for kind, users in HOLDERS.items() for at, user in enumerate(users) if user != "psychologist"]
    assert len(others) == 9
    for codes in (*combinations(others, 2), tuple(others)):
        assert told(lambda c=codes: recover(kept.seats.folder, "psychologist", c)) == "locked.wrong_kits"  # type: ignore[misc]
    hers = kept.codes[KitSet.CLINICAL, 1]
    assert recover(kept.seats.folder, "psychologist", [*others, hers, kept.codes[KitSet.WELFARE, 2]]).by.count("clinical:1+3") == 1


def test_who_was_let_in_again_reads_what_she_could_read_and_the_old_ways_are_gone(kept: Kits) -> None:
    seats = kept.seats
    seats.do("psychologist", notes.add_session_note, seats.case, DAY, "held", "Said before the sheet was lost.")
    seats.leave()
    code = kept.reissue("psychologist", kept.two(*NEEDED["psychologist"], pair=(2, 3)))
    assert entering(seats, "psychologist") == "locked.wrong"
    vault = sign_in(seats.folder, "psychologist", NEW, lambda: code, surroundings(seats.clock))
    vault.close()
    seats.codes["psychologist"] = code
    assert entering(seats, "psychologist", password=NEW) == "done"
    assert recover(seats.folder, "psychologist", kept.two(*NEEDED["psychologist"])).secret.vault_key
    assert all(entering(seats, user) == "done" for user in ROLES if user != "psychologist")


def test_a_pair_of_another_set_or_of_an_unknown_code_opens_nothing(kept: Kits) -> None:
    for kind in (KitSet.CLINICAL, KitSet.WELFARE, KitSet.LEGAL):
        assert told(lambda k=kind: recover(kept.seats.folder, "investigator", kept.two(k))) == "locked.wrong_kits"  # type: ignore[misc]
    code = kept.codes[KitSet.OPERATIONAL, 1]
    assert told(lambda: recover(kept.seats.folder, "investigator", [code, new_code()])) == "locked.wrong_kits"
    assert told(lambda: recover(kept.seats.folder, "investigator", [code, code])) == "locked.wrong_kits"
    assert told(lambda: recover(kept.seats.folder, "nobody", [code])) == "missing.member"


def test_a_slot_has_no_third_wrap_until_every_set_it_needs_is_whole(seats: Seats) -> None:
    made = Kits(seats)
    made.make_all(KitSet.OPERATIONAL, KitSet.CLINICAL)
    assert told(lambda: recover(seats.folder, "psychologist", made.two(KitSet.OPERATIONAL, KitSet.CLINICAL))) == "locked.no_recovery"
    assert told(lambda: recover(seats.folder, "investigator", made.two(KitSet.OPERATIONAL))) == "done"
    made.make(KitSet.WELFARE, "social_welfare")
    made.make(KitSet.WELFARE, "psychologist")
    seats.leave()
    assert entering(seats, "psychologist") == "done"
    assert told(lambda: recover(seats.folder, "psychologist", list(made.codes.values()))) == "locked.no_recovery"


def test_nobody_is_let_in_again_in_the_name_of_a_member_who_left(kept: Kits) -> None:
    seats, user = kept.seats, "social_welfare"
    seats.do("supervisor", staff.end_member, None, seats.members[user])
    seats.leave()
    assert entering(seats, "supervisor") == "done"
    assert set(slot_of(seats, user).wraps) & {"code", "keyring"} == set()
    assert entering(seats, user) == "locked.no_way_in"
    with pytest.raises(Refused, match="not_certified"):
        kept.reissue(user, kept.two(*NEEDED[user], pair=(1, 3)))
    with pytest.raises(Conflict, match="left_already"):
        seats.do("investigator", record_reissue, None, seats.members[user], "welfare:1+3", "ab" * 16)
    assert set(slot_of(seats, user).wraps) & {"code", "keyring"} == set()


def test_who_left_without_kits_has_no_slot_left(seats: Seats) -> None:
    seats.do("supervisor", staff.end_member, None, seats.members["social_welfare"])
    seats.leave()
    assert entering(seats, "supervisor") == "done"
    assert SlotsFile(seats.folder).find("social_welfare", "member") is None
    assert entering(seats, "social_welfare") == "locked.wrong"


def test_one_bit_of_any_part_of_a_third_wrap_opens_nothing(kept: Kits) -> None:
    slot, codes = slot_of(kept.seats, "investigator"), kept.two(KitSet.OPERATIONAL)
    for way in ("recovery", "pair operational 1+2", "kit operational 1", "kit operational 2"):
        for at in range(16, len(slot.wraps[way]), 97):
            wrap = bytearray(slot.wraps[way])
            wrap[at] ^= 1
            with pytest.raises(DeskError):
                opened_by_kits(replace(slot, wraps={**slot.wraps, way: bytes(wrap)}), codes)
    for part in ("vault", "member", "who", "salt"):
        value = getattr(slot, part)
        with pytest.raises(DeskError):
            opened_by_kits(replace(slot, **{part: value + value[:1]}), codes)


def test_swapped_third_wraps_open_nothing(kept: Kits) -> None:
    one, two = slot_of(kept.seats, "investigator"), slot_of(kept.seats, "supervisor")
    with pytest.raises(Locked):
        opened_by_kits(replace(one, wraps=two.wraps), kept.two(KitSet.OPERATIONAL))


def test_a_third_wrap_is_made_again_only_where_the_kits_are_others(kept: Kits) -> None:
    seats = kept.seats
    before = SlotsFile(seats.folder).path.read_bytes()
    assert [entering(seats, user) for user in ROLES] == ["done"] * len(ROLES)
    assert SlotsFile(seats.folder).path.read_bytes() == before
    slot = slot_of(seats, "investigator")
    assert not is_current(slot, {})
    assert is_current(with_recovery(slot, b"k" * 32, {}), {})


def test_who_was_let_in_again_still_opens_her_case(kept: Kits) -> None:
    code = kept.reissue("prosecutor", kept.two(*NEEDED["prosecutor"], pair=(1, 3)))
    seats = kept.seats
    around = surroundings(seats.clock)
    found = recover(seats.folder, "prosecutor", kept.two(*NEEDED["prosecutor"]))
    assert code not in repr(found)
    vault = sit_down(seats.folder, found, around)
    seats.vault = vault
    from db.chance import Chance
    from mdt.catalogue.load import load_catalogue
    from mdt.work.desk import Desk, Tools

    desk = Desk(vault.member, vault, Tools(seats.clock, Chance(), load_catalogue()))
    assert "first_report" in desk.do(open_case, seats.case).content
