"""How a locked process ends: a fresh one is started once, without anybody's secrets, and after the grace nothing keeps the old one."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from db.vault import only_writer
from mdt.errors import Locked, Unavailable
from tests.make import PASSWORD, Seats, surroundings
from ui.cli import screen as composition
from ui.cli.entrance import HANDED_OVER_S, VaultEntrance
from ui.cli.screen import Ending, fresh_command, fresh_surroundings
from ui.cli.world import World

DESK = Path("some") / "desk"


class Started:
    """Stands for the system that starts programs and ends them."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.commands: list[list[str]] = []
        self.given: list[dict[str, Any]] = []
        self.ended = threading.Event()
        self.fault: OSError | None = None
        monkeypatch.setattr(subprocess, "Popen", self._start)
        monkeypatch.setattr(composition, "end_now", self.ended.set)
        monkeypatch.setattr(composition, "GRACE_S", 0.05)

    def _start(self, command: list[str], **given: Any) -> None:
        self.commands.append(command)
        self.given.append(given)
        if self.fault:
            raise self.fault


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> Started:
    return Started(monkeypatch)


def test_the_fresh_one_is_this_program_on_the_same_desk(monkeypatch: pytest.MonkeyPatch) -> None:
    assert fresh_command(DESK) == [sys.executable, "-m", "ui", "--desk", str(DESK)]
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert fresh_command(DESK) == [sys.executable, "--desk", str(DESK)]


def test_nobodys_secrets_are_handed_on(started: Started, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("MDT_PASSWORD", "MDT_CODE", "MDT_INVITATION"):
        monkeypatch.setenv(name, PASSWORD)
    monkeypatch.setenv("MDT_LANG", "ur")
    Ending(DESK).afresh()
    given = started.given[0]
    assert PASSWORD not in given["env"].values()
    assert given["env"]["MDT_LANG"] == "ur"
    assert {given[stream] for stream in ("stdin", "stdout", "stderr")} == {subprocess.DEVNULL}
    assert fresh_surroundings({"A": "b", "MDT_CODE": "c"})["A"] == "b"


def test_the_fresh_one_is_started_once(started: Started) -> None:
    ending = Ending(DESK)
    ending.afresh()
    ending.alarm()
    assert started.ended.wait(5)
    assert started.commands == [fresh_command(DESK)]


def test_after_the_grace_it_ends_whatever_it_does(started: Started) -> None:
    begun = time.monotonic()
    Ending(DESK).alarm()
    assert started.ended.wait(5)
    assert time.monotonic() - begun >= 0.05
    assert started.commands == [fresh_command(DESK)]


def test_a_fresh_one_that_cannot_be_started_keeps_nothing_alive(started: Started) -> None:
    started.fault = FileNotFoundError()
    Ending(DESK).alarm()
    assert started.ended.wait(5)


def test_a_sign_in_waits_for_the_process_before_it(seats: Seats) -> None:
    held = only_writer(seats.folder)
    threading.Timer(0.3, held.release).start()
    entrance = VaultEntrance(seats.folder, World(surroundings(seats.clock)))
    entrance.sign_in("psychologist", PASSWORD, seats.codes["psychologist"])
    entrance.leave()


def test_it_does_not_wait_for_ever(seats: Seats, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ui.cli.entrance.HANDED_OVER_S", 0.1)
    entrance = VaultEntrance(seats.folder, World(surroundings(seats.clock)))
    with only_writer(seats.folder), pytest.raises(Unavailable) as fault:
        entrance.sign_in("psychologist", PASSWORD, seats.codes["psychologist"])
    assert fault.value.key == "unavailable.in_use"


def test_a_wrong_password_does_not_wait(seats: Seats) -> None:
    entrance, begun = VaultEntrance(seats.folder, World(surroundings(seats.clock))), time.monotonic()
    with pytest.raises(Locked):
        entrance.sign_in("psychologist", "quite another set of words", seats.codes["psychologist"])
    assert time.monotonic() - begun < HANDED_OVER_S / 2
