"""A command run on the test's desk as a member, with nobody at the keyboard."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from tests.make import PASSWORD, Seats, surroundings
from ui.cli import main
from ui.cli.world import World


@dataclass
class Ran:
    """What one command left: exit code and both streams."""

    code: int
    out: str
    err: str


Command = Callable[..., Ran]


@pytest.fixture
def command(seats: Seats) -> Command:
    """Run a command on the test's desk as a member, with her password and code in the environment."""

    def run(*argv: str, user: str = "", **environ: str) -> Ran:
        seats.leave()
        given = {"MDT_PASSWORD": PASSWORD, "MDT_CODE": seats.codes.get(user, ""), **environ}
        out, err = io.StringIO(), io.StringIO()
        world = World(surroundings(seats.clock), out, err, {name: value for name, value in given.items() if value}, nobody, nobody)
        ahead = ["--desk", str(seats.folder), *(["--as", user] if user else [])]
        return Ran(main([*ahead, *argv], world), out.getvalue(), err.getvalue())

    return run


def nobody(question: str) -> str:
    """Nobody answers."""
    raise EOFError
