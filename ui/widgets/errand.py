"""Long work beside the window: what is being done, how far it is, and a way to end it; its result where it was started."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QProgressBar, QWidget

from ui.desk import ScreenDesk
from ui.widgets.parts import button, column, label, row

SHARES = 1000
Tell = Callable[[str, float], None]


class Abandoned(Exception):
    """Somebody pressed cancel."""


class Errand(QWidget):
    """A bar for one piece of work on the pool; ``told`` may be called from any thread."""

    told = Signal(str, float)

    def __init__(self, desk: ScreenDesk, say: Callable[[str], str], first: str) -> None:
        """``say`` gives the sentence of a step; ``first`` is the step it begins with."""
        super().__init__()
        self._desk, self._say, self._ended = desk, say, False
        self._said, self._bar = label(say(first), "second"), QProgressBar()
        self._bar.setRange(0, 0)
        self._bar.setAccessibleName(self._said.text())
        self._cancel = button(desk.say("print.cancel"), self.end, "plain", "Esc")
        self.setLayout(column(self._said, self._bar, row(self._cancel, 1)))
        self.told.connect(self._show)

    def send(self, work: Callable[[Tell], Any], then: Callable[[Any], None], failed: Callable[[Exception], None]) -> None:
        """Begin; ``work`` is given what to tell its steps to."""
        self._desk.errands.send(lambda: work(self.tell), self, then, failed)

    def tell(self, step: str, share: float) -> None:
        """A step and how much of it is done; raises Abandoned once it was cancelled."""
        if self._ended:
            raise Abandoned
        self.told.emit(step, share)

    def end(self) -> None:
        """Leave off; nothing of it is kept."""
        self._ended = True
        self._cancel.setEnabled(False)

    def _show(self, step: str, share: float) -> None:
        self._said.setText(self._say(step))
        self._bar.setAccessibleName(self._said.text())
        known = 0.0 < share < 1.0
        self._bar.setRange(0, SHARES if known else 0)
        if known:
            self._bar.setValue(int(share * SHARES))
