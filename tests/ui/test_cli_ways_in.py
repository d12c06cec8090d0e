"""Passwords, codes and recovery kits at the command line, from the first kit to a member let in again."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from pypdf import PdfReader

from db.doors import invite
from db.recovery import first_letters
from mdt.model.kits import KitSet
from mdt.work import staff
from mdt.work.staff import register_member
from tests.db.given import entering
from tests.db.sheets import HOLDERS, NEEDED, Kits
from tests.make import PASSWORD, Seats, surroundings
from tests.ui.commanded import Command
from ui.cli import main
from ui.cli.world import World

NEW = "lantern quarry tide muslin"
CODE = re.compile(r"(?:[A-Z2-9]{5}-){5}[A-Z2-9]\b")
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(seats: Seats) -> Run:
    """Run a command as a member; ``typed`` answers open questions from what was said so far, secrets in their order."""

    def ran(
        *argv: str, user: str = "", typed: Callable[[str], str] = lambda said: "", secrets: tuple[str, ...] = (), **environ: str
    ) -> tuple[int, str, str]:
        seats.leave()
        seats.clock.pass_by(seconds=1)
        given = {"MDT_PASSWORD": PASSWORD, "MDT_CODE": seats.codes.get(user, ""), **environ}
        out, err, waiting = io.StringIO(), io.StringIO(), list(secrets)
        words = {name: value for name, value in given.items() if value}
        world = World(surroundings(seats.clock), out, err, words, lambda question: typed(out.getvalue()), lambda question: waiting.pop(0))
        code = main(["--desk", str(seats.folder), *(["--as", user] if user else []), *argv], world)
        assert waiting == []
        return code, out.getvalue(), err.getvalue()

    return ran


def letters(said: str) -> str:
    """What is typed back from what was said."""
    found = CODE.search(said)
    assert found
    return first_letters(found.group())


def test_a_password_is_changed_and_a_weak_one_is_named(run: Run, seats: Seats) -> None:
    assert run("password", user="investigator", MDT_NEW_PASSWORD="short")[0] == 1
    code, _, said = run("password", user="investigator", MDT_NEW_PASSWORD="passwordpassword")
    assert (code, "guessed soon" in said) == (1, True)
    code, out, said = run("password", user="investigator", secrets=(NEW, NEW))
    assert (code, said) == (0, "")
    assert "changed" in out
    assert [entering(seats, "investigator"), entering(seats, "investigator", password=NEW)] == ["locked.wrong", "done"]


def test_a_new_password_that_will_not_do_is_asked_for_again_three_times_in_all(run: Run, seats: Seats) -> None:
    code, _, said = run("password", user="investigator", secrets=("short", NEW, "another", NEW, NEW))
    assert (code, entering(seats, "investigator", password=NEW)) == (0, "done")
    assert [line.split(".")[0] for line in said.splitlines()] == ["This password is too short", "The two passwords are not the same"]
    code, _, said = run("password", user="investigator", MDT_PASSWORD=NEW, secrets=("short", "short", "short"))
    assert (code, len(said.splitlines()), entering(seats, "investigator", password=NEW)) == (1, 3, "done")


def test_a_new_password_given_by_the_environment_is_refused_once_in_one_sentence(run: Run) -> None:
    code, _, said = run("password", user="investigator", MDT_NEW_PASSWORD="short")
    assert (code, said) == (1, "This password is too short. Take at least six words, or 14 characters.\n")


def test_password_and_code_are_asked_once_for_both_openings(run: Run, seats: Seats) -> None:
    secrets = (PASSWORD, seats.codes["prosecutor"])
    assert run("code", "renew", user="prosecutor", MDT_PASSWORD="", MDT_CODE="", secrets=secrets)[0] == 0


def test_a_renewed_code_is_printed_once_and_the_old_one_is_void(run: Run, seats: Seats) -> None:
    code, out, _ = run("code", "renew", user="investigator")
    found = CODE.search(out)
    assert code == 0
    assert found
    assert [entering(seats, "investigator"), entering(seats, "investigator", code=found.group())] == ["locked.wrong", "done"]


def test_kits_are_made_tried_and_let_a_member_in_again(run: Run, seats: Seats, tmp_path: Path) -> None:
    codes = []
    for user in HOLDERS[KitSet.OPERATIONAL]:
        code, out, _ = run("kit", "make", "operational", user=user, typed=letters)
        assert code == 0
        codes.append(CODE.search(out).group())  # type: ignore[union-attr]
    assert run("kit", "try", "operational", user="supervisor", MDT_KITS=codes[0])[0] == 0
    assert run("kit", "try", "clinical", user="supervisor", MDT_KITS=codes[0])[0] == 1
    assert entering(seats, "investigator") == "done"
    code, _, said = run("slot", "reissue", "investigator", MDT_KITS=codes[1], MDT_NEW_PASSWORD=NEW)
    assert (code, "Running the desk" in said or "operational" in said) == (1, True)
    code, out, _ = run("slot", "reissue", "investigator", secrets=(codes[2], codes[0], NEW, NEW))
    found = CODE.search(out)
    assert code == 0
    assert found
    assert entering(seats, "investigator", password=NEW, code=found.group()) == "done"
    assert run("slot", "reissue", "nobody", MDT_KITS=" ".join(codes))[0] == 1


def test_a_kit_on_paper_is_kept_only_when_it_is_typed_back(run: Run, seats: Seats, tmp_path: Path) -> None:
    sheet = tmp_path / "kit.pdf"

    def from_paper(said: str) -> str:
        read = PdfReader(sheet).pages[0].extract_text()
        found = re.search(r"((?:[A-Z2-9]{5}-){2}[A-Z2-9]{5})\n?\s*((?:[A-Z2-9]{5}-){2}[A-Z2-9])\b", read)
        assert found, read
        return first_letters("-".join(found.groups()))

    assert run("kit", "make", "clinical", "--out", str(sheet), user="psychologist", typed=lambda said: "WRONG")[0] == 1
    assert run("kit", "make", "clinical", "--out", str(sheet), user="psychologist", typed=from_paper)[0] == 1, "never over a file"
    sheet.unlink()
    code, out, _ = run("kit", "make", "clinical", "--out", str(sheet), user="psychologist", typed=from_paper)
    assert code == 0
    assert not CODE.search(out)
    assert sheet.stat().st_mode & 0o077 == 0
    assert run("kit", "make", "clinical", "--number", "1", user="supervisor", typed=letters)[0] == 1, "another holds that one"


def test_a_member_who_left_is_not_let_in_again(run: Run, seats: Seats) -> None:
    kept = Kits(seats)
    kept.make_all()
    codes = " ".join(kept.two(*NEEDED["prosecutor"]))
    seats.do("supervisor", staff.end_member, None, seats.members["prosecutor"])
    code, _, _ = run("slot", "reissue", "prosecutor", MDT_KITS=codes, MDT_NEW_PASSWORD=NEW)
    assert code == 3
    assert [entering(seats, user) for user in ("supervisor", "prosecutor")] == ["done", "locked.no_way_in"]


def test_joining_asks_nothing_of_whoever_is_not_invited(command: Command, seats: Seats) -> None:
    unknown = command("member", "join", user="newcomer")
    assert (unknown.code, "invitation" in unknown.err, "terminal" in unknown.err) == (1, True, False)
    member = seats.do("supervisor", register_member, None, "newcomer", "psychologist", "female")
    assert seats.vault is not None
    invite(seats.vault, member, "newcomer")
    seats.leave()
    asked = command("member", "join", user="newcomer")
    assert (asked.code, all(text in asked.err for text in ("Invitation code", "MDT_INVITATION", "terminal"))) == (1, True)


def test_a_folder_that_is_taken_is_said_before_anything_is_asked(command: Command, seats: Seats) -> None:
    seats.leave()
    taken = command("init", str(seats.folder))
    assert (taken.code, "terminal" in taken.err) == (1, False)
