"""An insider with the vault's key who changes rows: no slot is closed for fewer sets than its owner's signed role asks for."""

from __future__ import annotations

from db.keys import new_member_secret
from db.kits import new_kit
from db.slots import SlotsFile
from mdt.model.kits import KitSet
from mdt.work import kits
from tests.db.given import behind, entering
from tests.db.sheets import Kits, slot_of
from tests.make import ROLES, Seats


def test_a_role_changed_in_the_rows_closes_no_slot_for_fewer_sets(seats: Seats) -> None:
    """With 'investigator' in her row, two operational kits would open a psychologist's slot, and with it clinical text."""
    made = Kits(seats)
    for user in ("supervisor", "investigator", "prosecutor"):
        made.make(KitSet.OPERATIONAL, user)
    seats.leave()
    with behind(seats) as raw:
        raw.execute("UPDATE members SET role = 'investigator' WHERE id = ?", (seats.members["psychologist"],))
    entering(seats, "psychologist")
    assert set(slot_of(seats, "psychologist").wraps) == {"code"}


def test_a_member_who_stands_in_the_rows_alone_holds_no_kit(kept: Kits) -> None:
    """A copy of a certified member's row under another id and the insider's own voice: her kit is nobody's."""
    seats, thief = kept.seats, new_member_secret(b"v" * 32, b"s" * 16)
    seats.do("investigator", kits.record_trial, None, "operational", 2)
    assert seats.vault is not None
    kit, _ = new_kit(seats.vault.key.vault, KitSet.OPERATIONAL, 1, ("planted", thief), seats.clock.now())
    seats.do("investigator", kits.record_kit, None, "operational", 1, kit.mark.hex())
    SlotsFile(seats.folder).put(kit.line())
    seats.leave()
    with behind(seats) as raw:
        names = [row[1] for row in raw.execute("PRAGMA table_info(members)")]
        row = dict(zip(names, raw.execute("SELECT * FROM members WHERE id = ?", (seats.members["prosecutor"],)).fetchone(), strict=True))
        row |= {"id": "planted", "user_name": "planted", "voice": thief.public_voice().hex(), "key": thief.public_key().hex()}
        raw.execute(f"INSERT INTO members ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})", tuple(row.values()))
    before = {user: slot_of(seats, user).wraps for user in ROLES}
    for user in ROLES:
        entering(seats, user)
    assert {user: slot_of(seats, user).wraps for user in ROLES} == before
