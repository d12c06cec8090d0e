"""What came of many trials of one act under one kind of fault, and the line that says so."""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from bench.kills import text_of
from bench.scenes import Scene
from mdt.errors import DeskError
from mdt.work.notes import add_session_note
from tests.db.given import DAY

T = TypeVar("T")


@dataclass
class Tally:
    """How an act ended under a fault, how when it was tried again at once, and what was wrong afterwards."""

    act: str
    fault: str
    operations: int = 0
    trials: int = 0
    hung: int = 0
    ended: Counter[str] = field(default_factory=Counter)
    again: Counter[str] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0
    begun: float = field(default_factory=time.monotonic)

    def done(self) -> Tally:
        """The tally, closed."""
        self.seconds = round(time.monotonic() - self.begun, 1)
        return self

    def line(self) -> str:
        """All of it as JSON, behind WRONG where something was."""
        told = {name: value for name, value in vars(self).items() if name != "begun"}
        return ("WRONG " if self.wrong else "") + json.dumps(told)


def told(act: Callable[[], T]) -> tuple[str, T | None]:
    """How an act ended, and what it gave: 'done', the key of a sentence, or CRASH and why."""
    try:
        return "done", act()
    except DeskError as fault:
        return fault.key, None
    except Exception as fault:  # a crash is what is being counted
        return f"CRASH {type(fault).__name__}: {str(fault)[:80]}", None


def write_note(scene: Scene, number: int) -> None:
    """The note of a number, by the psychologist of the scene."""
    scene.seats.do("psychologist", add_session_note, scene.seats.case, DAY, "held", text_of(7, number))
