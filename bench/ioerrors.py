"""Disks that fail and disks that are full: operation n of a flow gives an I/O error, once or for good; or files may grow by k bytes only.

``python -m bench.ioerrors [FLOW] [COUNT] [full]`` tries every n (or so many a flow) and prints what was lost, halved or crashed: nothing.
"""

from __future__ import annotations

import errno
import random
import shutil
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from bench import shim
from bench.flows import FLOWS
from bench.scenes import WORDS_OF_A_WRONG_PASSWORD, Flow, Scene, acted, desk_in, judged
from bench.shim import Say, forked, under_shim
from bench.tally import Tally, told, write_note

NEVER = 1 << 40
FULL_DISKS = 20


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
        self.tally = Tally(self._name, fault)

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
                said(f"again {told(lambda: acted(self.flow, scene, lambda _: None))[0]}")

        said, ended, wrong = self._in_copy(act)
        self.tally.trials += 1
        self.tally.ended[ended] += 1
        again = [words.removeprefix("again ") for words in said if words.startswith("again ")]
        self.tally.again.update(again)
        # an invitation that was used up before the fault is a wrong one when it is tried again, so only crashes count there
        self.tally.wrong.update(words for words in (ended, *again) if words.startswith("CRASH"))
        self.tally.wrong.update(words for words in (ended,) if words in WORDS_OF_A_WRONG_PASSWORD)
        self.tally.wrong.update(wrong)

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


def io_errors(name: str, place: Path, most: int = sys.maxsize, seed: int = 3) -> Iterator[Tally]:
    """An I/O error at operation n, for every n (or ``most`` of them), once and sticky."""
    trials, chance = Trials(name, "once", place), random.Random(seed)
    count = trials.measured(lambda: shim.fail(NEVER, False, 0), shim.operations)
    for sticky in (False, True):
        trials.begin("sticky" if sticky else "once")
        trials.tally.operations = count
        points = range(1, count + 1)
        for at in points if most >= count else sorted(chance.sample(points, most)):
            trials.once(partial(shim.fail, at, sticky, errno.EIO), partial(shim.fail, 0, False, 0))
        yield trials.tally.done()


def full_disks(name: str, place: Path, count: int = FULL_DISKS) -> Iterator[Tally]:
    """``count`` disks that are full after a share of the bytes that the whole act needs; the room comes back afterwards."""
    trials = Trials(name, "full", place)
    need = trials.measured(lambda: shim.fill(NEVER), lambda: NEVER - shim.room())
    for number in range(count):
        trials.once(partial(shim.fill, need * number // count), partial(shim.fill, -1))
    yield trials.tally.done()


def capped_vaults(place: Path, count: int = FULL_DISKS) -> Tally:
    """``count`` vaults that may grow by so many pages only: notes until one is refused, then room again and one more."""
    tally = Tally("save", "max_page_count")
    place.mkdir()
    whole = desk_in(place)
    for extra in range(1, count + 1):
        shutil.copytree(whole.place, place / "copy")
        scene = whole.at(place / "copy")
        scene.seats.take("psychologist")
        raw, said = scene.seats.raw(), list[str]()
        pages = raw.execute("PRAGMA page_count").fetchone()[0]
        raw.execute(f"PRAGMA max_page_count = {pages + extra}").fetchall()
        while (ended := told(partial(_one_more, scene, said))[0]) == "done":
            continue
        raw.execute("PRAGMA max_page_count = 1000000").fetchall()
        tally.again[told(partial(_one_more, scene, said))[0]] += 1
        scene.seats.leave()
        tally.trials, tally.operations = tally.trials + 1, tally.operations + len(said)
        tally.ended[ended] += 1
        tally.wrong.update(judged(FLOWS["save"], scene, said))
        shutil.rmtree(place / "copy")
    return tally.done()


def _one_more(scene: Scene, said: list[str]) -> None:
    write_note(scene, len(said))
    said.append(f"note {len(said)}")


def main(root: Path, words: list[str]) -> Iterator[str]:
    """One line a flow and kind of fault."""
    most = next((int(word) for word in words if word.isdigit()), None)
    for name in [word for word in words if word in FLOWS] or FLOWS:
        place = root / name.replace(" ", "-")
        found = full_disks(name, place, most or FULL_DISKS) if "full" in words else io_errors(name, place, most or sys.maxsize)
        yield from (tally.line() for tally in found)
    if "full" in words:
        yield capped_vaults(root / "capped", most or FULL_DISKS).line()


if __name__ == "__main__":
    under_shim("bench.ioerrors", main)
