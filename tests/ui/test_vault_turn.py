"""The vault key is turned from the window and from the command line: said when it is owed, told how far it is, left off by a key."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QLabel, QPushButton

from db.keys import MemberSecret
from mdt.work import staff
from mdt.work.casefile import open_case
from tests.db.given import enter
from tests.db.insider import secret_of
from tests.db.test_turning import opens
from tests.make import PASSWORD, Seats, surroundings
from tests.ui.screen import Screen, button_named
from ui.cli import main
from ui.cli.world import World
from ui.widgets.errand import Errand


def said(screen: Screen) -> list[str]:
    return [shown.text() for shown in screen.window.findChildren(QLabel) if shown.isVisible()]


@pytest.fixture
def left(seats: Seats) -> MemberSecret:
    """What the prosecutor knew, who has left; somebody else is invited."""
    seats.leave()
    secret = secret_of(seats, "prosecutor")
    seats.do("supervisor", staff.end_member, None, seats.members["prosecutor"])
    seats.do("supervisor", staff.register_member, None, "newcomer", "prosecutor", "female")
    seats.leave()
    return secret


def test_turned_from_the_window_it_is_owed_no_more_and_the_desk_goes_on(screen: Screen, seats: Seats, left: MemberSecret) -> None:
    screen.enter("supervisor", seats.codes["supervisor"])
    assert screen.words("screen.turn_due") in said(screen)
    page = screen.open("upkeep")
    assert screen.words("upkeep.turn_owed") in said(screen)
    screen.press(screen.words("upkeep.turn_do"))
    assert screen.words("upkeep.turn_done") in said(screen)
    assert screen.words("cli.turn_again", users="newcomer") in said(screen)
    assert screen.words("upkeep.turn_not_owed") in said(screen)
    assert not opens(seats.folder / "desk.vault", (left.vault_key, left.salt))
    screen.press(screen.words("upkeep.verify_do"), page)
    assert screen.words("cli.verified") in said(screen)
    screen.open("my_day")
    assert screen.words("screen.turn_due") not in said(screen)
    screen.program.leave()
    enter(seats, "supervisor")
    assert seats.do("psychologist", open_case, seats.case).content["code"]


def test_it_is_left_off_by_a_key_and_everything_is_as_it_was(
    screen: Screen, seats: Seats, left: MemberSecret, monkeypatch: pytest.MonkeyPatch
) -> None:
    screen.enter("supervisor", seats.codes["supervisor"])
    page = screen.open("upkeep")
    turn, met = screen.entrance.turn_vault, []

    def slow(desk: object, tell: Callable[[str, float], None]) -> tuple[str, ...]:
        def heard(step: str, share: float) -> None:
            met.append(step)
            while True:
                tell(step, share)

        return turn(desk, heard)  # type: ignore[arg-type]

    monkeypatch.setattr(screen.entrance, "turn_vault", slow)
    button_named(page, screen.words("upkeep.turn_do")).click()
    screen.qtbot.waitUntil(lambda: bool(met))
    assert page.findChild(Errand) is not None
    screen.press(screen.words("print.cancel"), page)
    assert screen.words("upkeep.turn_left") in said(screen)
    assert screen.words("upkeep.turn_owed") in said(screen)
    assert opens(seats.folder / "desk.vault", (left.vault_key, left.salt))


def test_it_is_offered_to_a_supervisor_only(screen: Screen, seats: Seats) -> None:
    screen.enter("investigator", seats.codes["investigator"])
    page = screen.open("upkeep")
    shown = [found.text() for found in page.findChildren(QPushButton) if found.isVisible()]
    assert screen.words("upkeep.backup_do") in shown
    assert screen.words("upkeep.turn_do") not in shown


def test_at_the_command_line_progress_is_on_stderr_and_whom_to_invite_again_is_told(seats: Seats, left: MemberSecret) -> None:
    def run(user: str) -> tuple[int, str, str]:
        out, err = io.StringIO(), io.StringIO()
        environ = {"MDT_PASSWORD": PASSWORD, "MDT_CODE": seats.codes[user]}
        world = World(surroundings(seats.clock), out, err, environ)
        return main(["--desk", str(seats.folder), "--as", user, "vault", "turn"], world), out.getvalue(), err.getvalue()

    assert run("investigator")[0] == 3
    code, out, err = run("supervisor")
    assert code == 0, err
    assert "key 2" in out
    assert "newcomer" in out
    assert "Copying" in err
    assert "100%" in err
    assert not opens(seats.folder / "desk.vault", (left.vault_key, left.salt))
    enter(seats, "supervisor")
    code, out, _ = run("supervisor")
    assert (code, "key 3" in out) == (0, True)
