"""The vault key turns: whoever left opens nothing of the file any more, everybody else comes in as before, and nothing planted is taken."""

from __future__ import annotations

import shutil
from pathlib import Path

import apsw
import pytest

from db import engine
from db.backup import back_up, restore
from db.doors import invite, join
from db.heads import Heads
from db.keys import MemberSecret
from db.passwords import change_password, shown_again
from db.places import VAULT_FILE
from db.slots import SLOTS_FILE, SlotsFile
from db.turn_lines import LINE, WORKSHOP, brought_up
from db.vault import OpenVault
from db.verify import verify
from mdt.work import staff
from mdt.work.casefile import open_case
from mdt.work.incidents import add_incident
from mdt.work.upkeep import confirm_restore, plan_vault_turn, read_condition
from tests.db.given import DAY, enter, entering, told, vault_key
from tests.db.insider import secret_of
from tests.db.sheets import NEEDED, Kits, slot_of
from tests.db.test_other_reader import read_by_another
from tests.db.turns import turn_key
from tests.make import PASSWORD, ROLES, Seats, surroundings

MARK = "written after she left"


def lines(seats: Seats) -> dict[str, int]:
    """Generation of the turn line of each member by user name."""
    names = {member: user for user, member in seats.members.items()}
    return {names[line.member]: int(line.terms["generation"]) for line in SlotsFile(seats.folder).of_kind(LINE)}


def opens(path: Path, *secrets: tuple[bytes, bytes]) -> bool:
    for key, salt in secrets:
        try:
            engine.connect(path, key, salt).close()
        except Exception:  # whatever it is, it is shut
            continue
        return True
    return False


def leave_for_good(seats: Seats, user: str) -> MemberSecret:
    """A member takes all she knows, and her membership ends."""
    seats.leave()
    secret = secret_of(seats, user)
    seats.do("supervisor", staff.end_member, None, seats.members[user])
    return secret


def test_who_left_opens_nothing_of_the_vault_any_more(seats: Seats) -> None:
    before = leave_for_good(seats, "prosecutor")
    slots = (seats.folder / SLOTS_FILE).read_bytes()
    assert seats.do("supervisor", read_condition).turn_owed
    plan = turn_key(seats)
    assert (plan.generation, set(plan.stays)) == (2, {seats.members[user] for user in ROLES if user != "prosecutor"})
    assert not seats.do("supervisor", read_condition).turn_owed
    seats.do("investigator", add_incident, seats.case, DAY, DAY, "platform", MARK)
    seats.leave()
    copy = seats.folder / VAULT_FILE
    header = copy.read_bytes()[:16]
    assert not opens(copy, (before.vault_key, before.salt), (before.vault_key, header)), "her key with either salt"
    assert entering(seats, "prosecutor") in ("locked.wrong", "locked.no_way_in")
    for kept in (slots, (seats.folder / SLOTS_FILE).read_bytes()):
        (seats.folder / SLOTS_FILE).write_bytes(kept)
        assert entering(seats, "prosecutor") in ("locked.wrong", "locked.no_way_in", "unavailable.other_key")
    for line in SlotsFile(seats.folder).of_kind(LINE):
        assert brought_up(seats.folder, line, before) == (before, False), "nobody's line is hers to open"


def test_everybody_else_comes_in_as_before_and_her_line_goes_with_her_new_slot(seats: Seats) -> None:
    old = vault_key(seats)
    turn_key(seats)
    assert lines(seats) == dict.fromkeys(ROLES, 2)
    for at, user in enumerate(ROLES):
        ways = slot_of(seats, user).wraps
        enter(seats, user)
        assert len(lines(seats)) == len(ROLES) - 1 - at
        assert slot_of(seats, user).wraps == ways, "the slot key, and so every way in, is what it was"
        enter(seats, user)
    assert len(seats.do("psychologist", open_case, seats.case).content["parties"]) == 3
    new = vault_key(seats)
    assert (new.key, new.salt) != (old.key, old.salt)
    assert verify(seats.folder, new) == ()
    assert not (seats.folder / WORKSHOP).exists()


def test_who_was_away_for_two_turns_comes_in_by_the_newest(seats: Seats) -> None:
    turn_key(seats)
    turn_key(seats)
    assert lines(seats)["psychologist"] == 3
    for user in ROLES:
        enter(seats, user)
    assert lines(seats) == {}


def test_an_invitation_to_the_old_key_ends_and_is_told(seats: Seats) -> None:
    member = seats.do("supervisor", staff.register_member, None, "newcomer", "prosecutor", "female")
    assert seats.vault is not None
    code = invite(seats.vault, member, "newcomer")
    assert turn_key(seats).again == {member: "newcomer"}
    around = surroundings(seats.clock)
    assert told(lambda: join(seats.folder, "newcomer", code, PASSWORD, around)) == "locked.wrong_invitation"
    seats.take("supervisor")
    code = invite(seats.vault, member, "newcomer")
    seats.leave()
    vault, joined = join(seats.folder, "newcomer", code, PASSWORD, around)
    vault.close()
    seats.do("supervisor", staff.certify_member, None, member, joined.fingerprint)
    seats.leave()
    enter(seats, "newcomer", code=joined.code)


def test_only_a_supervisor_turns_it(seats: Seats) -> None:
    assert told(lambda: turn_key(seats, "investigator")) == "refused.role"
    assert not (seats.folder / WORKSHOP).exists()
    assert lines(seats) == {}


def test_kits_let_a_member_in_before_and_after_she_has_come_since(kept: Kits) -> None:
    seats = kept.seats
    turn_key(seats)
    for user in ("psychologist", "investigator"):
        if user == "investigator":
            enter(seats, user)
        code = kept.reissue(user, kept.two(*NEEDED[user]))
        enter(seats, user, password="another six words for the door", code=code)
    assert verify(seats.folder, vault_key(seats)) == ()


def test_a_password_is_changed_after_a_turn(seats: Seats) -> None:
    turn_key(seats)
    seats.take("psychologist")
    vault = seats.vault
    assert vault is not None
    opened = shown_again(vault, "psychologist", PASSWORD, lambda: seats.codes["psychologist"], surroundings(seats.clock))
    change_password(vault, opened, "psychologist", "quite another seven words for the same", surroundings(seats.clock), lambda mark: None)
    seats.leave()
    enter(seats, "psychologist", password="quite another seven words for the same")


def test_a_backup_from_before_the_turn_is_opened_by_the_slots_inside_it(seats: Seats, tmp_path: Path) -> None:
    seats.take("supervisor")
    assert seats.vault is not None
    back_up(seats.vault, tmp_path / "before", seats.clock.now())
    turn_key(seats)
    seats.take("investigator")
    back_up(seats.vault, tmp_path / "after", seats.clock.now())
    seats.leave()
    for name in ("before", "after"):
        restore(tmp_path / name, tmp_path / f"{name} restored")
        again = Seats(tmp_path / f"{name} restored", seats.codes, seats.clock, seats.case, seats.members)
        for user in ROLES:
            assert again.do(user, open_case, seats.case).content["code"] if user != "supervisor" else again.take(user)
        for user in ("supervisor", "investigator"):
            again.do(user, confirm_restore)
        assert verify(again.folder, vault_key(again)) == ()


def test_another_program_opens_the_turned_vault(seats: Seats) -> None:
    old = vault_key(seats)
    turn_key(seats)
    key = vault_key(seats)
    with read_by_another(seats, key.key.hex() + key.salt.hex()) as other:
        assert other.execute("SELECT id FROM desk").fetchall() == [(key.vault,)]
    with read_by_another(seats, old.key.hex() + old.salt.hex()) as other, pytest.raises(apsw.NotADBError):
        other.execute("SELECT id FROM desk").fetchall()


def test_heads_outside_the_vault_are_held_against_it_across_the_turn(seats: Seats, tmp_path: Path) -> None:
    """Seen under the old key only, and seen under both; the folder from before the turn is known as old either way."""
    seats.heads = tmp_path / "heads"
    seats.do("investigator", open_case, seats.case)
    seats.leave()
    shutil.copytree(seats.folder, tmp_path / "aside")
    turn_key(seats)
    key = vault_key(seats)
    assert Heads(seats.heads).read(key.vault, vault_key(Seats(tmp_path / "aside", seats.codes, seats.clock)).key).head.length > 0
    assert verify(seats.folder, key, Heads(seats.heads), seats.clock.now()) == (), "marked under the old key alone"
    with_new = seats.do("investigator", open_case, seats.case)
    assert with_new.content["code"]
    seats.leave()
    assert verify(seats.folder, key, Heads(seats.heads), seats.clock.now()) == ()
    shutil.rmtree(seats.folder)
    shutil.copytree(tmp_path / "aside", seats.folder)
    assert entering(seats, "psychologist", around=surroundings(seats.clock, seats.heads)) == "unavailable.rolled_back"
    old = vault_key(seats)
    assert "rolled_back" in {found.what for found in verify(seats.folder, old, Heads(seats.heads), seats.clock.now())}


@pytest.mark.parametrize("step", ["copy", "check", "turn"])
def test_left_off_at_any_step_everything_is_as_it_was(seats: Seats, step: str) -> None:
    from db.chance import Chance
    from mdt.catalogue.load import load_catalogue
    from mdt.work.desk import Tools
    from ui.cli.upkeep import turned

    class LeftOff(Exception):
        pass

    def tell(now: str, share: float) -> None:
        if now == step:
            raise LeftOff

    desk = seats.take("supervisor")
    assert seats.vault is not None
    with pytest.raises(LeftOff):
        turned(desk, seats.vault, Tools(seats.clock, Chance(), load_catalogue()), tell)
    assert not (seats.folder / WORKSHOP).exists()
    assert seats.do("supervisor", plan_vault_turn).generation == 2
    for user in ROLES:
        enter_after(seats, user)
    assert lines(seats) == {}


def enter_after(seats: Seats, user: str) -> None:
    seats.leave()
    enter(seats, user)


def test_a_turn_cut_before_the_rename_leaves_the_old_vault_and_the_next_one_ends(seats: Seats, monkeypatch: pytest.MonkeyPatch) -> None:
    def cut(vault: OpenVault, *given: object) -> None:
        vault.close()
        raise OSError("the power went")

    seats.take("supervisor")
    with monkeypatch.context() as patched:
        patched.setattr(OpenVault, "give_way", cut)
        assert told(lambda: turn_key(seats)) == "unavailable.disk_fault"
    assert lines(seats) == dict.fromkeys(ROLES, 2)
    assert (seats.folder / WORKSHOP).exists()
    for user in ROLES:
        enter(seats, user)
    assert not (seats.folder / WORKSHOP).exists()
    turn_key(seats)
    assert len(SlotsFile(seats.folder).of_kind(LINE)) == len(ROLES), "the lines of the turn that did not end are gone"
    for user in ROLES:
        enter(seats, user)
    assert lines(seats) == {}


def test_a_copy_that_does_not_prove_itself_is_not_taken(seats: Seats, monkeypatch: pytest.MonkeyPatch) -> None:
    from db import turning
    from db.compare import Finding

    monkeypatch.setattr(turning, "check_pages", lambda path, key: (Finding("page_damaged", "1"),))
    assert told(lambda: turn_key(seats)) == "unavailable.turn_unproved"
    monkeypatch.undo()
    monkeypatch.setattr(turning, "_head", lambda raw: object())
    assert told(lambda: turn_key(seats)) == "unavailable.turn_unproved"
    enter(seats, "psychologist")
