"""``python -m bench.screen``: start, stalls, memory and freshness of the window, offscreen, over a desk seeded past the door."""

from __future__ import annotations

import gc
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QCoreApplication, QEvent, QTimer
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget

from bench.__main__ import _asked, _line
from bench.figures import PASSWORD, Figure, LeapingClock
from bench.seed import Known
from bench.starts import starts
from db.stretching import Argon2Kdf, Kdf
from db.surroundings import Surroundings
from db.workstation import NoKeyring
from mdt.work.incidents import classify_case
from ui.app import Program
from ui.cli.entrance import VaultEntrance
from ui.cli.world import World
from ui.looks import Looks
from ui.shell.window import MainWindow
from ui.widgets.table import Listing

STALL_MS, FRESH_MS, START_RATIO, MEMORY_MB = 50.0, 100.0, 2.0, 250.0
PATIENCE_S = 60.0


@dataclass
class Pulse:
    """A beat of the window's own loop: how long each beat was late is how long the window stood still."""

    gaps: list[float] = field(default_factory=list)
    last: float = 0.0

    def begin(self) -> QTimer:
        """A timer that beats whenever the loop is free."""
        timer = QTimer()
        timer.timeout.connect(self._beat)
        self.last = time.perf_counter()
        timer.start(1)
        return timer

    def _beat(self) -> None:
        now = time.perf_counter()
        self.gaps.append((now - self.last) * 1000)
        self.last = now

    def worst(self, share: float) -> float:
        """The gap that ``share`` of the time is not longer than, weighed by beats of one millisecond."""
        weighed = sorted(self.gaps)
        return weighed[min(len(weighed) - 1, int(share * len(weighed)))]


class Seat:
    """One member before the running window."""

    def __init__(self, folder: Path, codes: dict[str, str], around: Surroundings, user: str) -> None:
        entrance = VaultEntrance(folder, World(around))
        self.program = Program(entrance, Looks(), around.clock.today, lambda: None)
        self.program.enter(entrance.sign_in(user, PASSWORD, codes[user]))
        self.wait(lambda: isinstance(self.program.window, MainWindow))
        self.quiet()
        gc.freeze()  # as the program does once somebody is in

    @property
    def window(self) -> MainWindow:
        """The window past the door."""
        assert isinstance(self.program.window, MainWindow)
        return self.program.window

    def wait(self, until: Callable[[], bool]) -> float:
        """Let the loop run until something holds; milliseconds that took."""
        start = time.perf_counter()
        while not until():
            QCoreApplication.processEvents()
            # outside of exec() nothing else deletes what was let go
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
            time.sleep(0.0005)
            if time.perf_counter() - start > PATIENCE_S:
                raise TimeoutError
        return (time.perf_counter() - start) * 1000

    def quiet(self) -> None:
        """Let everything that was asked come back."""
        done: list[object] = []
        self.program.worker.ask(lambda: None, self.program, done.append, done.append)
        self.wait(lambda: bool(done))
        self.wait_ms(30)

    def wait_ms(self, span: float) -> None:
        """Let the loop run for a while."""
        end = time.perf_counter() + span / 1000
        self.wait(lambda: time.perf_counter() >= end)

    def listing(self) -> Listing:
        """The list of the page that is shown."""
        page = self.window.page()
        assert page is not None
        return page.findChildren(Listing)[0]

    def leave(self) -> None:
        """End the program."""
        window = self.window
        self.program.finish()
        window.close()
        window.deleteLater()
        self.program.deleteLater()
        for _ in range(3):
            QCoreApplication.sendPostedEvents()
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
            QCoreApplication.processEvents()


def use(seat: Seat, known: Known, chance: Random, acts: int) -> None:
    """What somebody does in a morning: turns pages, narrows, searches, opens cases."""
    seat.window.open("cases")
    seat.quiet()
    for _ in range(acts):
        seat.listing().scrollToBottom()
        seat.quiet()
    page = seat.window.page()
    assert page is not None
    for pill in [button for button in page.findChildren(QPushButton) if button.property("kind") == "pill"]:
        pill.click()
        seat.quiet()
    for text in [*chance.sample(known.roman, acts), *chance.sample(known.urdu, acts)]:
        seat.window.open("search")
        found = seat.window.page()
        assert found is not None
        found.take(text)
        seat.quiet()
    for case in chance.sample(known.mine, acts):
        seat.window.open("case", case)
        seat.quiet()


def fresh(seat: Seat, known: Known, chance: Random, acts: int) -> list[float]:
    """Milliseconds from the end of an act made elsewhere until the open case page shows what it changed."""
    found = []
    kinds = [row.id for row in seat.program.desk.catalogue.lists["next_event"].values()] if seat.program.desk else []
    for case in chance.sample(known.open, acts):
        seat.window.open("case", case)
        seat.quiet()
        desk, page = seat.program.desk, seat.window.page()
        assert desk is not None
        assert page is not None
        day = f"{2030 + chance.randrange(50)}-03-04"
        done: list[float] = []
        change: dict[str, Any] = {"next_event": kinds[0], "next_event_on": _date(day)}
        desk.do(seat.program, partial(_note_time, done), classify_case, case, change)
        seat.wait(partial(_tells, page, day[:4]))
        found.append(max(0.0, (time.perf_counter() - done[0]) * 1000) if done else 0.0)
    return found


def _note_time(done: list[float], _: object) -> None:
    done.append(time.perf_counter())


def _tells(page: QWidget, words: str) -> bool:
    return any(words in label.text() for label in page.findChildren(QLabel))


def _date(iso: str) -> Any:
    from datetime import date

    return date.fromisoformat(iso)


def measure(folder: Path, codes: dict[str, str], known: Known, around: Surroundings, acts: int, rounds: int) -> Iterator[Figure]:
    """Every figure of the window."""
    bare, ours = starts(rounds)
    yield Figure("a bare window with the same style", "best", rounds, bare)
    yield Figure("start to the sign-in window", "best", rounds, ours, START_RATIO * bare)
    for user in ("investigator", "supervisor"):
        seat = Seat(folder, codes, around, user)
        pulse = Pulse()
        timer = pulse.begin()
        use(seat, known, Random(11), acts)
        timer.stop()
        yield Figure(f"the window stood still, {user}", "p99.9", len(pulse.gaps), pulse.worst(0.999), STALL_MS)
        yield Figure(f"the window stood still, {user}", "longest", len(pulse.gaps), max(pulse.gaps))
        if user == "investigator":
            yield Figure("a change made elsewhere is shown", "longest", acts, max(fresh(seat, known, Random(12), acts)), FRESH_MS)
        yield Figure(f"resident memory, {user}, MB", "once", 1, resident_mb(), MEMORY_MB)
        seat.leave()


def resident_mb() -> float:
    """Resident memory of this process in MB (10^6 bytes)."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def main(arguments: Sequence[str] | None = None, kdf: Kdf | None = None) -> int:
    """Run it; 1 where a bar is missed. The desk is seeded by a process of its own, so that its memory is not counted as the window's."""
    size, plan, folder = _asked(arguments)
    app = QApplication.instance() or QApplication(sys.argv[:1])
    around = Surroundings(LeapingClock(), kdf or Argon2Kdf(), NoKeyring())
    missed = 0
    with tempfile.TemporaryDirectory(prefix="mdt-bench-", dir=folder) as place:
        sown = [sys.executable, "-m", "bench.sown", place, *map(str, (size.cases, size.events, size.persons, size.mine))]
        told = json.loads(subprocess.run(sown, check=True, capture_output=True, text=True).stdout)
        codes, known = told["codes"], Known(**told["known"])
        print(f"{size.cases} cases, {size.events} events, a team on {size.mine} cases\n")
        print(_line("what", "measure", "acts", "value", "bar", "of bar", ""), flush=True)
        for figure in measure(Path(place) / "desk", codes, known, around, min(20, plan.acts), plan.rounds):
            missed += not figure.holds
            bar, ratio = ("", "") if figure.bar is None else (f"{figure.bar:.1f}", f"{figure.value / figure.bar:.2f}")
            verdict = "" if figure.holds else "missed"
            print(_line(figure.what, figure.measure, str(figure.count), f"{figure.value:.1f}", bar, ratio, verdict), flush=True)
    del app
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
