"""Work off the window's thread: one worker that owns the store, one pool for errands, results handed back to owners that still live."""

from __future__ import annotations

import ctypes
import queue
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, QRunnable, QThread, QThreadPool, Signal
from shiboken6 import isValid

if sys.version_info < (3, 12):
    # PySide6 6.12.0 gives away a reference to None, True or False with every call that returns one. From Python 3.12 on these
    # are immortal; before, the process ends ("none_dealloc") after some thousand calls. So they are held here for good.
    for _constant in (None, True, False):
        ctypes.c_ssize_t.from_address(id(_constant)).value += 1 << 40


@dataclass(frozen=True, slots=True)
class Ticket:
    """A piece of work that was asked for: what to do, for whom, and what to do with how it ended."""

    work: Callable[[], Any]
    owner: QObject
    then: Callable[[Any], None]
    failed: Callable[[Exception], None]

    def hand_back(self, result: Any, fault: Exception | None) -> None:
        """Tell the owner how it ended, if the owner still lives."""
        if not isValid(self.owner):
            return
        if fault is None:
            self.then(result)
        else:
            self.failed(fault)


class StoreWorker(QThread):
    """One thread that runs every use case in the order asked; the store is never touched from anywhere else."""

    ended = Signal(object, object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._waiting: queue.SimpleQueue[Ticket | None] = queue.SimpleQueue()
        self._dropped = False
        self._under_way = 0
        self.ended.connect(self._hand_back)
        self.start()

    def ask(self, work: Callable[[], Any], owner: QObject, then: Callable[[Any], None], failed: Callable[[Exception], None]) -> None:
        """Run ``work`` after all that was asked before; its result goes to ``then`` on the owner's thread, if the owner still lives."""
        self._under_way += 1
        self._waiting.put(Ticket(work, owner, then, failed))

    def is_quiet(self) -> bool:
        """Whether everything that was asked was done and handed back."""
        return not self._under_way

    def drop_results(self) -> None:
        """From now on nothing is handed back: the desk was locked."""
        self._dropped = True

    def finish(self) -> None:
        """Do what was asked, then end the thread; returns when it has ended."""
        self._waiting.put(None)
        self.wait()

    def run(self) -> None:
        """The thread itself."""
        while (ticket := self._waiting.get()) is not None:
            try:
                result, fault = ticket.work(), None
            except Exception as raised:
                result, fault = None, raised
            self.ended.emit(ticket, result, fault)

    def _hand_back(self, ticket: Ticket, result: Any, fault: Exception | None) -> None:
        if not self._dropped:
            ticket.hand_back(result, fault)
        self._under_way -= 1


class _Run(QRunnable):
    """An errand on the pool; it is given the bound signal only, since a signal's owner must not die on the pool's thread."""

    def __init__(self, ticket: Ticket, ended: Any) -> None:
        super().__init__()
        self._ticket, self._ended = ticket, ended

    def run(self) -> None:
        """On the pool's thread."""
        try:
            result, fault = self._ticket.work(), None
        except Exception as raised:
            result, fault = None, raised
        self._ended.emit(self._ticket, result, fault)


class Errands(QObject):
    """Work that needs no store: drawing a PDF, stretching a password."""

    ended = Signal(object, object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = QThreadPool(self)
        self._dropped = False
        self._under_way = 0
        self.ended.connect(self._hand_back)

    def send(self, work: Callable[[], Any], owner: QObject, then: Callable[[Any], None], failed: Callable[[Exception], None]) -> None:
        """Run ``work`` on the pool and hand its result to ``then`` on this thread, if the owner still lives."""
        self._under_way += 1
        self._pool.start(_Run(Ticket(work, owner, then, failed), self.ended))

    def is_quiet(self) -> bool:
        """Whether every errand was done and handed back."""
        return not self._under_way

    def finish(self) -> None:
        """Wait for what is under way and hand nothing back any more."""
        self._dropped = True
        self._pool.waitForDone()

    def _hand_back(self, ticket: Ticket, result: Any, fault: Exception | None) -> None:
        if not self._dropped:
            ticket.hand_back(result, fault)
        self._under_way -= 1
