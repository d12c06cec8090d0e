"""``python -m bench.marking``: a thousand questions marked by key at ten a second; none lost, none out of order, the window never still."""

from __future__ import annotations

import argparse
import gc
import os
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from bench.__main__ import _line
from bench.figures import Figure
from bench.screen import STALL_MS, Pulse, Seat
from mdt.work.casefile import open_case
from mdt.work.live import open_interview
from tests.interviewed import approved, planned
from tests.make import Seats, build_template, surroundings

LEAD = "investigator"
KEYS = "123401"
SAVED_MS = 1000.0
"""So long after the last key at the latest everything is saved."""


def prepared(folder: Path) -> tuple[Seats, str]:
    """A desk with an approved interview; closed."""
    seats = build_template(folder / "desk")
    parties = seats.do(LEAD, open_case, seats.case).content["parties"]
    person = next(str(one["id"]) for one in parties if one["role"] == "victim")
    interview = planned(seats, seats.case, person, seats.clock.now() + timedelta(days=1), lambda kind, name: "a text")
    approved(seats, seats.case, interview)
    seats.leave()
    return seats, interview


@dataclass
class Pressed:
    """What was asked, the window's pulse meanwhile, what each key cost the window itself, and how long the last mark took to be saved."""

    asked: list[str]
    pulse: Pulse = field(default_factory=Pulse)
    own: list[float] = field(default_factory=list)
    late: float = 0.0


def pressed(seat: Seat, marks: int, every_ms: int) -> Pressed:
    """Press so many keys, one every so often."""
    page: Any = seat.window.page()
    kinds = {kind.key: kind.id for kind in page.desk.catalogue.questions.values()}
    due = [KEYS[at % len(KEYS)] for at in range(marks)]
    found, left, hand = Pressed([kinds[key] for key in due]), iter(due), QTimer()

    def press() -> None:
        key = next(left, "")
        if not key:
            hand.stop()
            return
        begun = time.thread_time()
        QTest.keyClick(seat.window, Qt.Key(ord(key)))
        found.own.append((time.thread_time() - begun) * 1000)

    hand.setTimerType(Qt.TimerType.PreciseTimer)
    hand.timeout.connect(press)
    beat = found.pulse.begin()
    hand.start(every_ms)
    while hand.isActive():
        seat.wait_ms(min(1000, max(20, every_ms * 4)))
    end = time.perf_counter()
    seat.wait(lambda: not page._marking.unsaved())
    found.late = (time.perf_counter() - end) * 1000
    beat.stop()
    return found


def measure(folder: Path, marks: int, every_ms: int) -> Iterator[Figure]:
    """Every figure of marking."""
    seats, interview = prepared(folder)
    seat = Seat(seats.folder, seats.codes, surroundings(seats.clock), LEAD)
    seat.window.open("live", f"{seats.case}/{interview}")
    seat.quiet()
    QTest.keyClick(seat.window, Qt.Key.Key_Return)
    seat.quiet()
    gc.collect()
    done = pressed(seat, marks, every_ms)
    seat.leave()
    kept = seats.do(LEAD, open_interview, seats.case, interview).content["marks"]
    seats.leave()
    said = [str(one["said"]).removeprefix("ask:") for one in kept][1:]
    wrong = sum(one != other for one, other in zip(done.asked, said, strict=False))
    yield Figure("marks lost", "count", marks, len(done.asked) - len(said), 0.0)
    yield Figure("marks out of order", "count", marks, wrong, 0.0)
    yield Figure("a mark's own time of the window", "longest", marks, max(done.own), STALL_MS)
    yield Figure("the window stood still while marking", "p99.9", len(done.pulse.gaps), done.pulse.worst(0.999), STALL_MS)
    yield Figure("the window stood still while marking", "longest", len(done.pulse.gaps), max(done.pulse.gaps))
    yield Figure("saved after the last key", "once", 1, done.late, SAVED_MS)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run it; 1 where a bar is missed."""
    reader = argparse.ArgumentParser(prog="bench.marking")
    reader.add_argument("--marks", type=int, default=1000)
    reader.add_argument("--every-ms", type=int, default=100)
    reader.add_argument("--folder", type=Path, default=None)
    given = reader.parse_args(arguments)
    app = QApplication.instance() or QApplication(sys.argv[:1])
    missed = 0
    with tempfile.TemporaryDirectory(prefix="mdt-bench-", dir=given.folder) as place:
        print(_line("what", "measure", "acts", "value", "bar", "of bar", ""), flush=True)
        for figure in measure(Path(place), given.marks, given.every_ms):
            missed += not figure.holds
            bar = "" if figure.bar is None else f"{figure.bar:.1f}"
            verdict = "" if figure.holds else "missed"
            print(_line(figure.what, figure.measure, str(figure.count), f"{figure.value:.1f}", bar, "", verdict), flush=True)
    del app
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
