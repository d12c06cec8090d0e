"""Power cuts: every write and sync of a flow is a cut point, in five variants of what the disk kept.

``python -m bench.cuts [FLOW] [COUNT]`` judges every cut (or so many a flow) and prints what was lost, halved or refused: none.
"""

from __future__ import annotations

import json
import random
import shutil
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from bench.flows import FLOWS
from bench.powercut import VARIANTS, Disk, lay_out, mark_of
from bench.scenes import Flow, Scene, acted, judged
from bench.shim import Event, events_of, forked, say, under_shim, watch


@dataclass
class Tally:
    """What came of the cuts of one flow; ``judged`` are the outcomes that differ, ``wrong`` what was wrong and how often."""

    flow: str
    events: int = 0
    syncs: int = 0
    said: int = 0
    cuts: int = 0
    judged: int = 0
    wrong: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0


def recorded(flow: Flow, scene: Scene, trace: Path) -> list[Event]:
    """Let the flow act in a child and give what it did to the disk."""

    def act(_: object) -> None:
        watch(trace)
        acted(flow, scene, say)

    words = forked(act)[1]
    if words != "done":
        raise RuntimeError(f"the flow itself failed: {words}")
    return events_of(trace)


def cuts(name: str, flow: Flow, place: Path, most: int = sys.maxsize, seed: int = 11) -> Tally:
    """Record a flow once, then cut it at every event (or at ``most`` of them) in every variant and judge what is left."""
    begun, tally, chance = time.monotonic(), Tally(name), random.Random(seed)
    shutil.rmtree(place, ignore_errors=True)
    (place / "scene").mkdir(parents=True)
    scene = flow.prepare(place / "scene")
    disk = Disk(scene.place)
    events = recorded(flow, scene, place.parent / f"{place.name}.trace")
    tally.events, tally.syncs = len(events), sum(event.kind == "s" for event in events)
    tally.said = sum(event.kind == "!" for event in events)
    points = set(range(len(events) + 1)) if most > len(events) else set(chance.sample(range(len(events)), most)) | {len(events)}
    known: dict[bytes, list[str]] = {}
    for number in range(len(events) + 1):
        for variant in VARIANTS if number in points else ():
            found = disk.after(variant, chance)
            mark = mark_of(found, disk.said)
            if mark not in known:
                lay_out(found, place / "cut")
                known[mark] = judged(flow, scene.at(place / "cut"), list(disk.said))
                shutil.rmtree(place / "cut")
            tally.cuts += 1
            tally.wrong.update(f"{variant}: {words}" for words in known[mark])
        if number < len(events):
            disk.take(events[number])
    tally.judged, tally.seconds = len(known), round(time.monotonic() - begun, 1)
    return tally


def main(root: Path, words: list[str]) -> Iterator[str]:
    """One line a flow."""
    most = next((int(word) for word in words if word.isdigit()), sys.maxsize)
    for name in [word for word in words if word in FLOWS] or FLOWS:
        tally = cuts(name, FLOWS[name], root / name.replace(" ", "-"), most)
        yield ("WRONG " if tally.wrong else "") + json.dumps(vars(tally))


if __name__ == "__main__":
    under_shim("bench.cuts", main)
