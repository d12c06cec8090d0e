"""Garbage is collected on the window's thread, and by Python itself again when the program has ended."""

from __future__ import annotations

import gc
import threading
import weakref
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject, QThread
from pytestqt.qtbot import QtBot

from tests.ui.screen import let_go
from ui.collecting import Collecting, collect_what_is_due


class Ring:
    """Something only the collector can free."""

    def __init__(self) -> None:
        self.me = self


@pytest.fixture
def collecting(qtbot: QtBot) -> Iterator[Collecting]:
    """The collector of a program that runs."""
    owner = QObject()
    yield Collecting(owner)
    owner.deleteLater()
    let_go()


def test_rings_made_on_another_thread_are_freed_on_the_windows(qtbot: QtBot, collecting: Collecting) -> None:
    freed: list[QThread] = []

    def make() -> None:
        for _ in range(5000):
            weakref.finalize(Ring(), lambda: freed.append(QThread.currentThread()))

    thread = threading.Thread(target=make)
    thread.start()
    thread.join()
    assert freed == []
    qtbot.waitUntil(lambda: len(freed) == 5000, timeout=10_000)
    assert set(freed) == {QThread.currentThread()}


def test_it_is_pythons_own_again_afterwards(qtbot: QtBot) -> None:
    owner = QObject()
    Collecting(owner)
    assert not gc.isenabled()
    owner.deleteLater()
    let_go()
    assert gc.isenabled()


def test_nothing_is_collected_that_is_not_due(monkeypatch: pytest.MonkeyPatch) -> None:
    collected: list[int] = []
    monkeypatch.setattr("ui.collecting.gc.collect", collected.append)
    for counts, due in (((1, 1, 1), None), ((701, 0, 0), 0), ((0, 11, 0), 1), ((701, 11, 11), 2)):
        monkeypatch.setattr("ui.collecting.gc.get_count", lambda counts=counts: counts)
        monkeypatch.setattr("ui.collecting.gc.get_threshold", lambda: (700, 10, 10))
        assert collect_what_is_due() == due
    assert collected == [0, 1, 2]
