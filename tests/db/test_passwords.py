"""Another password, another code: all three ways are there again before the old ones go."""

from __future__ import annotations

import pytest

from db.passwords import change_password, renew_code, shown_again
from db.recovery import (
    recover,
)
from db.slots import SlotsFile
from mdt.errors import Invalid, Locked
from mdt.model.kits import KitSet
from tests.db.given import entering, told
from tests.db.sheets import NEW, Kits, logged
from tests.make import PASSWORD, Seats, surroundings


def test_a_new_password_and_a_new_code_keep_all_three_ways(kept: Kits) -> None:
    seats, user = kept.seats, "investigator"
    around = surroundings(seats.clock)
    seats.take(user)
    assert seats.vault is not None
    old = seats.codes[user]
    change_password(
        seats.vault, shown_again(seats.vault, user, PASSWORD, lambda: old, around), user, NEW, around, logged(seats, user, "password")
    )
    fresh = renew_code(
        seats.vault, shown_again(seats.vault, user, NEW, lambda: old, around), user, NEW, around, logged(seats, user, "code")
    )
    seats.leave()
    assert [entering(seats, user, password=word, code=code) for word, code in ((PASSWORD, old), (NEW, old), (NEW, fresh))] == [
        "locked.wrong",
        "locked.wrong",
        "done",
    ]
    assert told(lambda: recover(seats.folder, user, kept.two(KitSet.OPERATIONAL))) == "done"


def test_a_changed_password_that_is_weak_or_the_same_changes_nothing(seats: Seats) -> None:
    around = surroundings(seats.clock)
    seats.take("investigator")
    assert seats.vault is not None
    opened = shown_again(seats.vault, "investigator", PASSWORD, lambda: seats.codes["investigator"], around)
    kept_as = SlotsFile(seats.folder).path.read_bytes()
    for word, key in (("short", "password_short"), (PASSWORD, "password_same")):
        with pytest.raises(Invalid) as refused:
            change_password(seats.vault, opened, "investigator", word, around, lambda mark: None)
        assert refused.value.fields == {"password": f"invalid.{key}"}
    for user, word in (("investigator", "wrong"), ("psychologist", PASSWORD), ("nobody", PASSWORD)):
        with pytest.raises(Locked):
            shown_again(seats.vault, user, word, lambda: seats.codes["investigator"], around)
    assert SlotsFile(seats.folder).path.read_bytes() == kept_as
