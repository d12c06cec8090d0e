"""Where a flow plays, and what is said of a scene afterwards."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

from bench.shim import Say
from db import doors
from db.slots import new_code
from db.vault import Key
from db.verify import verify
from mdt.errors import DeskError
from tests.make import Seats, build_template

CODE = new_code()
"""Every code made in a flow is this one, so that a desk can be entered whose code was never told."""
WORDS_OF_A_WRONG_PASSWORD = ("locked.wrong", "locked.wrong_invitation", "locked.no_way_in")


@dataclass(frozen=True, slots=True)
class Scene:
    """Where a flow plays (everything lies below ``place``), and who works there."""

    place: Path
    seats: Seats
    key: Key | None = None

    def at(self, place: Path) -> Scene:
        """The same scene in another folder."""
        seats = Seats(place / "desk", dict(self.seats.codes), self.seats.clock, self.seats.case, dict(self.seats.members))
        return Scene(place, seats, self.key)


@dataclass(frozen=True, slots=True)
class Flow:
    """``prepare`` makes a scene in an empty folder, ``act`` says each thing it promised, ``judge`` says what is wrong afterwards."""

    prepare: Callable[[Path], Scene]
    act: Callable[[Scene, Say], None]
    judge: Callable[[Scene, list[str]], Iterator[str]]


def judged(flow: Flow, scene: Scene, said: list[str]) -> list[str]:
    """What is wrong with a scene, the sentence of a refusal and a crash included."""
    try:
        with patch.object(doors, "new_code", lambda: CODE):
            return list(flow.judge(scene, said))
    except DeskError as told:
        words = " (words of a wrong password)" if told.key in WORDS_OF_A_WRONG_PASSWORD else ""
        return [f"refused: {told.key}{words}"]
    except Exception as fault:  # a crash is what is being looked for
        return [f"CRASH {type(fault).__name__}: {str(fault)[:80]}"]
    finally:
        scene.seats.leave()


def acted(flow: Flow, scene: Scene, said: Say) -> None:
    """The act of a flow, with the codes it makes known."""
    with patch.object(doors, "new_code", lambda: CODE):
        flow.act(scene, said)


def desk_in(place: Path) -> Scene:
    """A closed desk with its team, and its key."""
    seats = build_template(place / "desk")
    return closed(place, seats)


def closed(place: Path, seats: Seats) -> Scene:
    """The scene of a desk, left by whoever sat there."""
    seats.take("supervisor")
    assert seats.vault is not None
    key = seats.vault.key
    seats.leave()
    return Scene(place, seats, key)


def whole(scene: Scene, folder: Path | None = None) -> Iterator[str]:
    """What ``verify`` says, if anything."""
    assert scene.key is not None
    yield from (
        f"verify: {finding.what} {finding.where}"
        for finding in verify(folder or scene.place / "desk", scene.key)
        if not finding.what.endswith("_unconfirmed")
    )
