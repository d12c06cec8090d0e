"""Disks that fail and disks that are full: operation n of a flow gives an I/O error, once or for good; or files may grow by k bytes only.

``python -m bench.ioerrors [FLOW] [COUNT] [full]`` tries every n (or so many a flow) and prints what was lost, halved or crashed: nothing.
"""

from __future__ import annotations

import errno
import json
import random
import shutil
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from bench import shim
from bench.flows import FLOWS
from bench.kills import text_of
from bench.scenes import WORDS_OF_A_WRONG_PASSWORD, Flow, Scene, acted, desk_in, judged
from bench.shim import Say, forked, under_shim
from mdt.errors import DeskError
from mdt.work.notes import add_session_note
from tests.db.given import DAY

NEVER = 1 << 40
FULL_DISKS = 20


@dataclass
class Tally:
    """What came of the trials of one flow: how its acts ended, how they ended when tried again at once, and what was wrong."""

    flow: str
    fault: str
    operations: int = 0
    trials: int = 0
    ended: Counter[str] = field(default_factory=Counter)
    again: Counter[str] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0


class Trials:
    """One flow, tried with one fault after the other, each time on a copy of its scene."""

    def __init__(self, name: str, fault: str, place: Path) -> None:
        self.flow: Flow = FLOWS[name]
        self._name, self._place = name, place
        shutil.rmtree(place, ignore_errors=True)
        (place / "scene").mkdir(parents=True)
        self._scene = self.flow.prepare(place / "scene")
        self.begin(fault)

    def begin(self, fault: str) -> None:
        """A tally for another kind of fault."""
        self.tally, self._begun = Tally(self._name, fault), time.monotonic()

    def measured(self, arm: Callable[[], None], read: Callable[[], int]) -> int:
        """What the whole act takes of what is to run out: operations, or bytes."""

        def act(scene: Scene, said: Say) -> None:
            arm()
            acted(self.flow, scene, lambda _: None)
            said(str(read()))

        (said, *_), ended = self._in_copy(act)[:2]
        if ended != "done":
            raise RuntimeError(f"the flow itself failed: {ended}")
        self.tally.operations = int(said)
        return int(said)

    def once(self, arm: Callable[[], None], disarm: Callable[[], None]) -> None:
        """The act under a fault, and again in the same program when the fault is over; then everything is judged."""

        def act(scene: Scene, said: Say) -> None:
            arm()
            try:
                acted(self.flow, scene, said)
            finally:
                disarm()
                said(f"again {_told(lambda: acted(self.flow, scene, lambda _: None))}")

        said, ended, wrong = self._in_copy(act)
        self.tally.trials += 1
        self.tally.ended[ended] += 1
        again = [words.removeprefix("again ") for words in said if words.startswith("again ")]
        self.tally.again.update(again)
        # an invitation that was used up before the fault is a wrong one when it is tried again, so only crashes count there
        self.tally.wrong.update(words for words in (ended, *again) if words.startswith("CRASH"))
        self.tally.wrong.update(words for words in (ended,) if words in WORDS_OF_A_WRONG_PASSWORD)
        self.tally.wrong.update(wrong)

    def done(self) -> Tally:
        """The tally, closed."""
        self.tally.seconds = round(time.monotonic() - self._begun, 1)
        return self.tally

    def _in_copy(self, act: Callable[[Scene, Say], None]) -> tuple[list[str], str, list[str]]:
        copy = self._place / "copy"
        shutil.copytree(self._scene.place, copy)
        try:
            scene = self._scene.at(copy)
            said, ended = forked(lambda say: act(scene, say))
            kept = [words for words in said if not words.startswith("again ")]
            return said, ended, judged(self.flow, self._scene.at(copy), kept)
        finally:
            shutil.rmtree(copy)


def _told(act: Callable[[], None]) -> str:
    try:
        act()
    except DeskError as told:
        return told.key
    except Exception as fault:  # a crash is what is being counted
        return f"CRASH {type(fault).__name__}: {str(fault)[:80]}"
    return "done"


def io_errors(name: str, place: Path, most: int = sys.maxsize, seed: int = 3) -> Iterator[Tally]:
    """An I/O error at operation n, for every n (or ``most`` of them), once and sticky."""
    trials, chance = Trials(name, "once", place), random.Random(seed)
    count = trials.measured(lambda: shim.fail(NEVER, False, 0), shim.operations)
    for sticky in (False, True):
        trials.begin("sticky" if sticky else "once")
        trials.tally.operations = count
        points = range(1, count + 1)
        for at in points if most >= count else sorted(chance.sample(points, most)):
            trials.once(lambda at=at, sticky=sticky: shim.fail(at, sticky, errno.EIO), lambda: shim.fail(0, False, 0))  # type: ignore[misc]
        yield trials.done()


def full_disks(name: str, place: Path, count: int = FULL_DISKS) -> Iterator[Tally]:
    """``count`` disks that are full after a share of the bytes that the whole act needs; the room comes back afterwards."""
    trials = Trials(name, "full", place)
    need = trials.measured(lambda: shim.fill(NEVER), lambda: NEVER - shim.room())
    for number in range(count):
        trials.once(lambda number=number: shim.fill(need * number // count), lambda: shim.fill(-1))  # type: ignore[misc]
    yield trials.done()


def capped_vaults(place: Path, count: int = FULL_DISKS) -> Tally:
    """``count`` vaults that may grow by so many pages only: notes until one is refused, then room again and one more."""
    tally, begun = Tally("save", "max_page_count"), time.monotonic()
    place.mkdir()
    whole = desk_in(place)
    for extra in range(1, count + 1):
        shutil.copytree(whole.place, place / "copy")
        scene = whole.at(place / "copy")
        scene.seats.take("psychologist")
        raw, said = scene.seats.raw(), list[str]()
        pages = raw.execute("PRAGMA page_count").fetchone()[0]
        raw.execute(f"PRAGMA max_page_count = {pages + extra}").fetchall()
        while (ended := _told(lambda scene=scene, said=said: _one_more(scene, said))) == "done":  # type: ignore[misc]
            continue
        raw.execute("PRAGMA max_page_count = 1000000").fetchall()
        tally.again[_told(lambda scene=scene, said=said: _one_more(scene, said))] += 1  # type: ignore[misc]
        scene.seats.leave()
        tally.trials, tally.operations = tally.trials + 1, tally.operations + len(said)
        tally.ended[ended] += 1
        tally.wrong.update(judged(FLOWS["save"], scene, said))
        shutil.rmtree(place / "copy")
    tally.seconds = round(time.monotonic() - begun, 1)
    return tally


def _one_more(scene: Scene, said: list[str]) -> None:
    scene.seats.do("psychologist", add_session_note, scene.seats.case, DAY, "held", text_of(7, len(said)))
    said.append(f"note {len(said)}")


def main(root: Path, words: list[str]) -> Iterator[str]:
    """One line a flow and kind of fault."""
    most = next((int(word) for word in words if word.isdigit()), None)
    for name in [word for word in words if word in FLOWS] or FLOWS:
        place = root / name.replace(" ", "-")
        found = full_disks(name, place, most or FULL_DISKS) if "full" in words else io_errors(name, place, most or sys.maxsize)
        for tally in found:
            yield ("WRONG " if tally.wrong else "") + json.dumps(vars(tally))
    if "full" in words:
        tally = capped_vaults(root / "capped", most or FULL_DISKS)
        yield ("WRONG " if tally.wrong else "") + json.dumps(vars(tally))


if __name__ == "__main__":
    under_shim("bench.ioerrors", main)
