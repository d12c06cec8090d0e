"""The member code is asked for calmly, with what is true of this workstation; and who waits for a desk to be made is told so."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from keyring.backends.fail import Keyring as FailKeyring
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from db.workstation import Keyring
from tests.make import PASSWORD, Seats, surroundings
from tests.ui.screen import Begin, Screen, button_named
from tests.ui.test_sign_in import KnowingWorkstation, say, seen, sign_in


class KeptKeyring:
    """A keyring as a system offers it."""

    priority = 5


def asked_calmly(screen: Screen, then: str) -> bool:
    """The code is asked for as a thing that was to be expected, with what comes of it; nothing is red."""
    shown = [label for label in screen.shown().findChildren(QLabel) if label.isVisible() and label.text()]
    read = {label.text(): label.property("kind") for label in shown}
    return (
        "error" not in read.values()
        and {
            say(screen, "sign_in.code_needed"): "second",
            say(screen, "sign_in.code_help", then=say(screen, f"sign_in.{then}")): "caption",
        }.items()
        <= read.items()
    )


def test_where_no_keyring_is_nobody_is_promised_to_be_known_and_only_a_wrong_code_is_red(screen: Screen, seats: Seats) -> None:
    screen.door()
    sign_in(screen, "psychologist")
    assert asked_calmly(screen, "code_always")
    assert not seen(screen, say(screen, "sign_in.code_once"))
    screen.type_into(say(screen, "sign_in.code"), seats.codes["prosecutor"])
    screen.press(say(screen, "sign_in.sign_in_do"))
    red = [label.text() for label in screen.shown().findChildren(QLabel) if label.property("kind") == "error" and label.isVisible()]
    assert red == [say(screen, "locked.wrong")]


@pytest.mark.parametrize(("backend", "there"), [(FailKeyring, False), (KeptKeyring, True)])
def test_a_keyring_is_there_where_the_system_offers_one(monkeypatch: pytest.MonkeyPatch, backend: type, there: bool) -> None:
    monkeypatch.setattr("keyring.get_keyring", backend)
    assert Keyring().is_there() is there


def test_while_a_desk_is_made_it_says_so(begin: Begin, tmp_path: Path) -> None:
    screen = begin(tmp_path / "first")
    door = screen.door()
    for key, text in (("supervisor_name", "desk.1"), ("new_password", PASSWORD), ("again", PASSWORD)):
        screen.type_into(say(screen, f"sign_in.{key}"), text)
    assert not seen(screen, say(screen, "sign_in.working"))
    QTest.mouseClick(button_named(door, say(screen, "sign_in.new_desk_do")), Qt.MouseButton.LeftButton)
    assert seen(screen, say(screen, "sign_in.working"))
    screen.rest()
    assert not seen(screen, say(screen, "sign_in.working"))


def test_where_a_keyring_is_it_is_said_that_the_code_is_asked_once(begin: Begin, seats: Seats) -> None:
    seats.leave()
    screen = begin(seats.folder, replace(surroundings(seats.clock), workstation=KnowingWorkstation()))
    screen.door()
    sign_in(screen, "psychologist")
    assert asked_calmly(screen, "code_once")
