"""Ways in as a machine: join, leave, change password, renew code, be let in again by kits, turn the vault key, against a plain model."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule, run_state_machine_as_test

from db.chance import Chance
from db.doors import invite, join, sign_in
from db.passwords import change_password, renew_code, shown_again
from db.places import VAULT_FILE
from db.recovery import recover, reissue, sit_down
from db.slots import SlotsFile
from db.vault import is_under
from mdt.catalogue.load import load_catalogue
from mdt.model.kits import PAIRS, KitSet
from mdt.work import kits, staff
from mdt.work.desk import Desk, Tools
from tests.db.given import entering, told, vault_key
from tests.db.sheets import Kits
from tests.make import PASSWORD, Seats, copied, surroundings
from ui.cli.upkeep import turned

SOME = st.integers(0, 9)
PASSWORDS = tuple(f"a password of many words number {number}" for number in range(4))


@dataclass
class Known:
    """What the model knows of one member: how she comes in, how she came in before, whether she left, whether kits know her."""

    password: str
    code: str
    left: bool = False
    wrapped: bool = False


class WaysIn(RuleBasedStateMachine):
    """The slots of one desk."""

    start: Kits

    @initialize()
    def sit_down(self) -> None:
        self.room = Path(tempfile.mkdtemp())
        self.seats = copied(self.start.seats, self.room / "desk")
        self.kits = Kits(self.seats, dict(self.start.codes))
        self.around = surroundings(self.seats.clock)
        self.members = {user: Known(PASSWORD, self.seats.codes[user], wrapped=True) for user in ("supervisor", "investigator")}
        self.old: list[tuple[str, str, str]] = []
        self.joined = 0

    def teardown(self) -> None:
        if hasattr(self, "room"):
            self.seats.leave()
            shutil.rmtree(self.room)

    def one(self, which: int) -> str:
        here = [user for user, known in self.members.items() if not known.left]
        return here[which % len(here)]

    def entered(self, user: str) -> Any:
        known = self.members[user]
        known.wrapped = True
        return sign_in(self.seats.folder, user, known.password, lambda: known.code, self.around)

    @rule(which=SOME)
    def come_in(self, which: int) -> None:
        self.entered(self.one(which)).close()

    @precondition(lambda self: self.joined < 3)
    @rule()
    def somebody_joins(self) -> None:
        self.joined += 1
        user = f"newcomer.{self.joined}"
        chair = self.members["supervisor"]
        self.seats.codes["supervisor"] = chair.code
        vault = self.entered("supervisor")
        desk = self.desk_of(vault)
        member = desk.do(staff.register_member, None, user, "investigator", "female")
        invitation = invite(vault, member, user)
        vault.close()
        assert told(lambda: join(self.seats.folder, user, "AAAAA-AAAAA", PASSWORD, self.around)) == "locked.wrong_invitation"
        vault, made = join(self.seats.folder, user, invitation, PASSWORD, self.around)
        vault.close()
        vault = self.entered("supervisor")
        self.desk_of(vault).do(staff.certify_member, None, member, made.fingerprint)
        vault.close()
        self.members[user] = Known(PASSWORD, made.code)
        self.seats.members[user] = member

    @rule(which=SOME)
    def somebody_leaves(self, which: int) -> None:
        user = self.one(which)
        if not user.startswith("newcomer"):
            return
        vault = self.entered("supervisor")
        self.desk_of(vault).do(staff.end_member, None, self.seats.members[user])
        vault.close()
        self.entered("supervisor").close()
        self.members[user].left = True

    @rule(which=SOME, password=st.sampled_from(PASSWORDS))
    def another_password(self, which: int, password: str) -> None:
        user = self.one(which)
        known, vault = self.members[user], self.entered(user)
        opened = shown_again(vault, user, known.password, lambda: known.code, self.around)
        change = partial(change_password, vault, opened, user, password, self.around, self.logs(vault, kits.record_way_in, "password"))
        assert told(change) == ("invalid.fields" if password == known.password else "done")
        vault.close()
        self.forget(user, password, known.code)

    @rule(which=SOME)
    def another_code(self, which: int) -> None:
        user = self.one(which)
        known, vault = self.members[user], self.entered(user)
        opened = shown_again(vault, user, known.password, lambda: known.code, self.around)
        code = renew_code(vault, opened, user, known.password, self.around, self.logs(vault, kits.record_way_in, "code"))
        vault.close()
        self.forget(user, known.password, code)

    @rule(which=SOME, pair=st.sampled_from(PAIRS), password=st.sampled_from(PASSWORDS))
    def let_in_again(self, which: int, pair: tuple[int, int], password: str) -> None:
        user = self.one(which)
        codes = self.kits.two(KitSet.OPERATIONAL, pair=pair)
        if not self.members[user].wrapped:
            assert told(lambda: recover(self.seats.folder, user, codes)) == "locked.no_recovery"
            return
        assert told(lambda: recover(self.seats.folder, user, codes[:1])) == "locked.wrong_kits"
        found = recover(self.seats.folder, user, codes)
        vault = sit_down(self.seats.folder, found, self.around)
        code = reissue(vault, found, user, password, self.around, self.logs(vault, kits.record_reissue, vault.member, found.by))
        vault.close()
        self.forget(user, password, code)

    @rule()
    def the_vault_key_turns(self) -> None:
        known = vault_key(self.seats, self.members["supervisor"].password, self.members["supervisor"].code)
        vault = self.entered("supervisor")
        plan = turned(self.desk_of(vault), vault, self.tools(), lambda step, share: None)
        vault.close()
        names = {member: user for user, member in self.seats.members.items()}
        here = {user for user, member in self.members.items() if not member.left}
        assert here <= {names[member] for member in plan.stays}
        assert not {user for user, member in self.members.items() if member.left} & {names[member] for member in plan.stays}
        assert not is_under(self.seats.folder / VAULT_FILE, known), "whoever left knows this key"

    def forget(self, user: str, password: str, code: str) -> None:
        """The ways of before are ways no more."""
        known = self.members[user]
        if (known.password, known.code) != (password, code):
            self.old.append((user, known.password, known.code))
        self.members[user] = Known(password, code, wrapped=True)

    def logs(self, vault: Any, job: Any, *said: str) -> Any:
        """What puts the mark of a new slot into the log."""
        return lambda mark: self.desk_of(vault).do(job, None, *said, mark)

    def desk_of(self, vault: Any) -> Any:
        return Desk(vault.member, vault, self.tools())

    def tools(self) -> Tools:
        return Tools(self.seats.clock, Chance(), load_catalogue())

    @invariant()
    def everybody_comes_in_as_the_model_says(self) -> None:
        if not hasattr(self, "members"):
            return
        for user, known in self.members.items():
            said = entering(self.seats, user, password=known.password, code=known.code)
            known.wrapped = known.wrapped or not known.left
            assert said == "done" if not known.left else said in ("locked.wrong", "locked.no_way_in"), user
        for user, password, code in self.old[-2:]:
            now = self.members[user]
            if (now.password, now.code) != (password, code) and not now.left:
                assert entering(self.seats, user, password=password, code=code) == "locked.wrong"
                assert entering(self.seats, user, password=now.password, code=now.code) == "done"

    @invariant()
    def the_file_is_whole_and_holds_one_slot_each(self) -> None:
        if hasattr(self, "members"):
            whole, damaged = SlotsFile(self.seats.folder).read()
            owners = [slot.member for slot in whole if slot.kind == "member"]
            assert damaged == ()
            assert len(owners) == len(set(owners))


@pytest.fixture(scope="session")
def with_kits(template: Seats, tmp_path_factory: pytest.TempPathFactory) -> Kits:
    """A desk with operational kits that everybody has signed in to since; closed."""
    made = Kits(copied(template, tmp_path_factory.mktemp("kits") / "desk"))
    made.make_all(KitSet.OPERATIONAL)
    return made


def test_ways_in_do_what_a_plain_model_says(with_kits: Kits) -> None:
    machine = type("Ways", (WaysIn,), {"start": with_kits})
    run_state_machine_as_test(machine, settings=settings(max_examples=5, stateful_step_count=9, deadline=None))
