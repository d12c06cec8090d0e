"""That a desk is a copy which waits to be confirmed is said at the command line, above every page, and in both languages."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel

from db.backup import back_up, restore
from db.slots import SlotsFile
from mdt.catalogue.words import LANGUAGES, Words
from mdt.model.kits import KitSet
from mdt.work.upkeep import confirm_restore
from tests.db.given import entering
from tests.db.sheets import Kits, slot_of
from tests.db.test_ways import change
from tests.make import PASSWORD, Seats, surroundings
from tests.ui.screen import Begin, Screen
from ui.cli import main
from ui.cli.world import World
from ui.looks import Looks

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(seats: Seats) -> Run:
    """Run a command as a member."""

    def ran(*argv: str, user: str = "", folder: Path | None = None, **environ: str) -> tuple[int, str, str]:
        seats.leave()
        given = {"MDT_PASSWORD": PASSWORD, "MDT_CODE": seats.codes.get(user, ""), **environ}
        out, err = io.StringIO(), io.StringIO()
        words = {name: value for name, value in given.items() if value}
        world = World(surroundings(seats.clock), out, err, words, lambda question: "", lambda question: "")
        code = main(["--desk", str(folder or seats.folder), *(["--as", user] if user else []), *argv], world)
        return code, out.getvalue(), err.getvalue()

    return ran


@pytest.fixture
def copy(seats: Seats, tmp_path: Path) -> Path:
    """A restored desk that nobody confirmed yet."""
    seats.take("supervisor")
    assert seats.vault is not None
    back_up(seats.vault, tmp_path / "backup", seats.clock.now())
    seats.leave()
    restore(tmp_path / "backup", tmp_path / "copy")
    return tmp_path / "copy"


@pytest.mark.parametrize("language", LANGUAGES)
def test_lists_and_cases_of_a_copy_say_so_on_the_second_stream(run: Run, copy: Path, language: str) -> None:
    said = Words(language)("unavailable.restore_unconfirmed")
    for argv in (("case", "list"), ("case", "list", "--json"), ("case", "show", "enquiry:4021/2026@Multan")):
        code, out, err = run(*argv, user="investigator", folder=copy, MDT_LANG=language)
        assert (code, err) == (0, f"{said}\n")
        assert said not in out
        assert run(*argv, user="investigator", MDT_LANG=language)[2] == ""


@pytest.mark.parametrize("language", LANGUAGES)
def test_restore_and_salvage_end_with_who_confirms_and_how(run: Run, seats: Seats, tmp_path: Path, language: str) -> None:
    assert run("backup", str(tmp_path / "packed"), user="supervisor")[0] == 0
    out = run("restore", str(tmp_path / "packed"), str(tmp_path / "restored"), MDT_LANG=language)[1].splitlines()
    seats.take("supervisor")
    seats.raw().execute("DROP TRIGGER events_no_delete")
    seats.leave()
    saved = run("salvage", str(tmp_path / "saved"), user="supervisor", MDT_LANG=language)[1].splitlines()
    for last, folder in ((out[-1], "restored"), (saved[-1], "saved")):
        assert last == Words(language)("cli.to_confirm", folder=str(tmp_path / folder))
        assert f'mdt-desk --desk "{tmp_path / folder}" confirm-restore' in last


def test_what_a_salvage_lost_is_said_again_to_whoever_confirms(run: Run, seats: Seats, tmp_path: Path) -> None:
    from tests.db.given import behind

    with behind(seats) as raw:
        raw.execute("UPDATE sealed SET body = x'00' WHERE rowid = 1")
    code, _, listed = run("salvage", str(tmp_path / "saved"), user="supervisor")
    assert (code, len(listed.splitlines())) == (1, 2)
    code, out, err = run("confirm-restore", user="investigator", folder=tmp_path / "saved")
    assert (code, err) == (0, listed.splitlines(keepends=True)[0])
    assert "One more member" in out
    assert "salvaged" in run("case", "list", user="investigator", folder=tmp_path / "saved")[2]
    assert "taken the old one's place" in run("confirm-restore", user="supervisor", folder=tmp_path / "saved")[1]
    assert run("case", "list", user="investigator", folder=tmp_path / "saved")[2] == ""


def shown(screen: Screen) -> list[str]:
    return [label.text() for label in screen.window.findChildren(QLabel) if label.isVisible()]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_window_of_a_copy_says_so_above_every_page(begin: Begin, seats: Seats, copy: Path, language: str) -> None:
    screen = begin(copy, surroundings(seats.clock), Looks(language))
    screen.enter("investigator", seats.codes["investigator"])
    said = screen.words("unavailable.restore_unconfirmed")
    assert {screen.words("screen.copy"), said} <= set(shown(screen))
    screen.press(screen.words("screen.close_notice"))
    for page in ("cases", "search", "settings"):
        screen.open(page)
        assert screen.words("screen.copy") in shown(screen)
        assert said not in shown(screen), "the whole sentence is told once"
    screen.window.resize(700, 600)
    screen.rest()
    assert screen.words("screen.copy") in shown(screen)


def test_a_desk_that_is_no_copy_says_nothing(screen: Screen, seats: Seats) -> None:
    screen.enter("investigator", seats.codes["investigator"])
    assert screen.words("screen.copy") not in shown(screen)
    assert not any("confirm-restore" in words for words in shown(screen))


def test_a_confirmed_copy_is_a_desk_like_any_other(begin: Begin, seats: Seats, copy: Path) -> None:
    confirmed = Seats(copy, seats.codes, seats.clock, seats.case, seats.members)
    for user in ("psychologist", "supervisor"):
        confirmed.do(user, confirm_restore)
    confirmed.leave()
    screen = begin(copy, surroundings(seats.clock))
    screen.enter("investigator", seats.codes["investigator"])
    assert screen.words("screen.copy") not in shown(screen)


def test_who_came_in_by_an_older_way_is_told_at_once(run: Run, screen: Screen, seats: Seats) -> None:
    old = slot_of(seats, "investigator")
    change(seats)
    SlotsFile(seats.folder).put(old)
    assert run("case", "list", user="investigator")[2] == Words("en")("sign_in.older_slot") + "\n"
    assert entering(seats, "investigator") == "done"
    screen.enter("investigator", seats.codes["investigator"])
    assert screen.words("sign_in.older_slot") in shown(screen)


def test_a_set_that_was_begun_and_does_not_stand_is_said_on_the_upkeep_page(screen: Screen, seats: Seats) -> None:
    Kits(seats).make(KitSet.OPERATIONAL, "supervisor")
    seats.leave()
    screen.enter("prosecutor", seats.codes["prosecutor"])
    screen.open("upkeep")
    assert shown(screen).count(screen.words("kits.incomplete")) == 1, "of two sets, one was begun"


def test_two_members_confirm_a_copy_in_the_window(begin: Begin, seats: Seats, copy: Path) -> None:
    for user, after in (("psychologist", "cli.confirm_waits"), ("supervisor", "upkeep.copy_done")):
        screen = begin(copy, surroundings(seats.clock))
        screen.enter(user, seats.codes[user])
        screen.open("upkeep")
        assert {screen.words("upkeep.copy"), screen.words("unavailable.restore_unconfirmed")} <= set(shown(screen))
        screen.press(screen.words("upkeep.copy_do"))
        assert screen.words(after) in shown(screen)
        screen.program.finish()
    again = begin(copy, surroundings(seats.clock))
    again.enter("supervisor", seats.codes["supervisor"])
    again.open("upkeep")
    assert again.words("upkeep.copy") not in shown(again)


def test_who_confirms_a_salvaged_desk_in_the_window_sees_what_was_lost(run: Run, begin: Begin, seats: Seats, tmp_path: Path) -> None:
    from tests.db.given import behind

    with behind(seats) as raw:
        raw.execute("UPDATE sealed SET body = x'00' WHERE rowid = 1")
    listed = run("salvage", str(tmp_path / "saved"), user="supervisor")[2].splitlines()
    screen = begin(tmp_path / "saved", surroundings(seats.clock))
    screen.enter("supervisor", seats.codes["supervisor"])
    screen.open("upkeep")
    assert listed[0] in shown(screen)
