"""Memory that runs out: allocation n fails, once or from then on, in a seal and in a save; what was acknowledged stays, no half is left.

``python -m bench.nomemory [COUNT]`` tries n = 1 .. COUNT (300). Only CPython's own allocations fail; a child that dies of it is counted.
"""

from __future__ import annotations

import shutil
import signal
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any

from bench.flows import FLOWS
from bench.scenes import Scene, desk_in, judged
from bench.shim import Say, forked
from bench.tally import Tally, told, write_note
from db.sealing import Address, BrokenSeal, seal, unseal

ADDRESS = Address("vault", "notes", "text", "record", 1, "case", "clinical", 1)
PATIENCE = 3
"""Seconds; an interpreter without any memory may spin for ever by itself, and such a child is counted as hung."""
KEY, TEXT = b"k" * 32, b"a text to seal " * 40


def starved(act: Callable[[], Any], at: int, sticky: bool) -> tuple[str, Any]:
    """How an act ends whose ``at``-th allocation fails, and what it gave."""
    allocations: Any = import_module("_testcapi")

    def act_starved() -> Any:
        allocations.set_nomemory(at, 0 if sticky else at + 1)
        try:
            return act()
        finally:
            allocations.remove_mem_hooks()

    ended, given = told(act_starved)
    return ended.removeprefix("CRASH ").partition(": ")[0], given


def seal_starved(at: int, sticky: bool, said: Say) -> None:
    """A seal, and what it gave is opened again."""
    ended, body = starved(lambda: seal(KEY, ADDRESS, TEXT), at, sticky)
    said(ended)
    try:
        if ended == "done" and unseal(KEY, ADDRESS, body) != TEXT:
            said("WRONG another text")
    except BrokenSeal:
        said("WRONG a seal that does not open")


def save_starved(scene: Scene, at: int, sticky: bool, said: Say) -> None:
    """A note; then another one in the same program, with memory again."""
    scene.seats.take("psychologist")
    ended = starved(partial(write_note, scene, 0), at, sticky)[0]
    said(ended)
    if ended == "done":
        said("note 0")
    write_note(scene, 1)
    said("note 1")


def run(act: str, count: int, sticky: bool) -> Tally:
    """``count`` trials, each in a child and on a desk of its own."""
    tally = Tally(act, "sticky" if sticky else "once")
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        (place / "whole").mkdir()
        whole = desk_in(place / "whole")
        for at in range(1, count + 1):
            scene = whole.at(place / "copy")
            if act == "save":
                shutil.copytree(whole.place, place / "copy")
                said, ended = forked(partial(save_starved, scene, at, sticky), PATIENCE)
                tally.wrong.update(judged(FLOWS["save"], whole.at(place / "copy"), said))
                shutil.rmtree(place / "copy")
            else:
                said, ended = forked(partial(seal_starved, at, sticky), PATIENCE)
            tally.trials += 1
            tally.ended[said[0] if said and ended == "done" else f"{said[:1]} then {ended}"] += 1
            tally.wrong.update(words for words in said if words.startswith("WRONG"))
            tally.hung += ended.endswith(str(signal.SIGALRM.value))
    return tally.done()


def main() -> None:
    """One line an act and kind of fault."""
    count, bad = int(sys.argv[1]) if len(sys.argv) > 1 else 300, False
    for act in ("seal", "save"):
        for sticky in (False, True):
            tally = run(act, count, sticky)
            bad = bad or bool(tally.wrong)
            print(tally.line(), flush=True)
    sys.exit(bad)


if __name__ == "__main__":
    main()
