"""Work off the window's thread: in order, back on this thread, to owners that still live, and never after the lock."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from tests.ui.screen import let_go
from ui.jobs import Errands, StoreWorker

ROOT = Path(__file__).parents[2]


class Heard:
    """What was handed back: results, faults, and on which thread."""

    def __init__(self) -> None:
        self.results: list[object] = []
        self.faults: list[Exception] = []
        self.threads: set[int] = set()

    def then(self, result: object) -> None:
        self.results.append(result)
        self.threads.add(threading.get_ident())

    def failed(self, fault: Exception) -> None:
        self.faults.append(fault)
        self.threads.add(threading.get_ident())


class Gate:
    """Work that waits until it is let through."""

    def __init__(self) -> None:
        self._begun, self._open = threading.Event(), threading.Event()

    def work(self) -> str:
        self._begun.set()
        assert self._open.wait(10)
        return "let through"

    def begun(self) -> None:
        assert self._begun.wait(10)

    def open(self) -> None:
        self._open.set()


def wrong() -> object:
    raise ValueError("no such thing")


@pytest.fixture
def worker(qtbot: QtBot) -> Iterator[StoreWorker]:
    made = StoreWorker()
    yield made
    made.finish()
    assert made.isFinished()


@pytest.fixture
def errands(qtbot: QtBot) -> Iterator[Errands]:
    made = Errands()
    yield made
    made.finish()


@pytest.fixture
def heard() -> Heard:
    return Heard()


@pytest.fixture
def owner() -> QObject:
    return QObject()


def test_what_is_asked_is_done_in_order_on_one_other_thread(qtbot: QtBot, worker: StoreWorker, heard: Heard, owner: QObject) -> None:
    where: list[int] = []

    def at(number: int) -> int:
        where.append(threading.get_ident())
        return number

    for number in range(200):
        worker.ask(lambda number=number: at(number), owner, heard.then, heard.failed)  # type: ignore[misc]
    qtbot.waitUntil(lambda: len(heard.results) == 200)
    assert heard.results == list(range(200))
    assert len(set(where)) == 1
    assert set(where) != {threading.get_ident()}
    assert heard.threads == {threading.get_ident()}


def test_a_failing_job_goes_to_failed_and_the_next_one_is_done(qtbot: QtBot, worker: StoreWorker, heard: Heard, owner: QObject) -> None:
    worker.ask(wrong, owner, heard.then, heard.failed)
    worker.ask(lambda: 7, owner, heard.then, heard.failed)
    qtbot.waitUntil(lambda: bool(heard.results))
    assert [type(fault) for fault in heard.faults] == [ValueError]
    assert heard.results == [7]
    assert heard.threads == {threading.get_ident()}


def test_nothing_comes_back_to_an_owner_that_died_meanwhile(qtbot: QtBot, worker: StoreWorker, heard: Heard, owner: QObject) -> None:
    gate, after = Gate(), Heard()
    worker.ask(gate.work, owner, heard.then, heard.failed)
    worker.ask(wrong, owner, heard.then, heard.failed)
    worker.ask(lambda: 7, worker, after.then, after.failed)
    gate.begun()
    owner.deleteLater()
    let_go()
    gate.open()
    qtbot.waitUntil(lambda: bool(after.results))
    assert (heard.results, heard.faults) == ([], [])


def test_nothing_comes_back_once_results_are_dropped(worker: StoreWorker, heard: Heard, owner: QObject) -> None:
    gate, done = Gate(), threading.Event()
    worker.ask(gate.work, owner, heard.then, heard.failed)
    worker.ask(wrong, owner, heard.then, heard.failed)
    worker.ask(done.set, owner, heard.then, heard.failed)
    gate.begun()
    worker.drop_results()
    gate.open()
    worker.finish()
    let_go()
    assert done.is_set(), "what was asked is still done, only its result is dropped"
    assert (heard.results, heard.faults) == ([], [])


def test_finishing_does_what_was_asked_and_ends_the_thread(worker: StoreWorker, owner: QObject) -> None:
    done: list[int] = []
    for number in range(50):
        worker.ask(lambda number=number: done.append(number), owner, lambda _: None, lambda _: None)  # type: ignore[misc]
    assert worker.isRunning()
    worker.finish()
    assert done == list(range(50))
    assert worker.isFinished()


def test_errands_come_back_on_this_thread(qtbot: QtBot, errands: Errands, heard: Heard, owner: QObject) -> None:
    for number in range(20):
        errands.send(lambda number=number: number, owner, heard.then, heard.failed)  # type: ignore[misc]
    errands.send(wrong, owner, heard.then, heard.failed)
    qtbot.waitUntil(lambda: len(heard.results) == 20 and len(heard.faults) == 1)
    assert sorted(heard.results, key=str) == sorted(range(20), key=str)
    assert heard.threads == {threading.get_ident()}


def test_an_errand_does_not_hold_up_the_store(qtbot: QtBot, worker: StoreWorker, errands: Errands, heard: Heard, owner: QObject) -> None:
    gate, slow = Gate(), Heard()
    errands.send(gate.work, owner, slow.then, slow.failed)
    worker.ask(lambda: 7, owner, heard.then, heard.failed)
    qtbot.waitUntil(lambda: heard.results == [7])
    assert slow.results == []
    gate.open()
    qtbot.waitUntil(lambda: slow.results == ["let through"])


def test_no_errand_comes_back_to_a_dead_owner_or_after_the_end(qtbot: QtBot, errands: Errands, heard: Heard, owner: QObject) -> None:
    gate, late, other = Gate(), Gate(), QObject()
    errands.send(gate.work, owner, heard.then, heard.failed)
    gate.begun()
    owner.deleteLater()
    let_go()
    gate.open()
    errands.send(late.work, other, heard.then, heard.failed)
    late.begun()
    late.open()
    errands.finish()
    let_go()
    assert (heard.results, heard.faults) == ([], [])


LONG_DAY = """
import ui.jobs
from PySide6.QtCore import QCoreApplication, QTimer
app = QCoreApplication([])
timer = QTimer()
for _ in range(30_000):
    timer.setInterval(5)
    timer.objectNameChanged.emit("")
"""


def test_a_long_day_of_calls_into_qt_does_not_end_the_process() -> None:
    done = subprocess.run([sys.executable, "-c", LONG_DAY], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stderr) == (0, "")
