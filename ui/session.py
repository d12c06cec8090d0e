"""One member's time at the desk: when it ends by itself, and the place she comes back to."""

from __future__ import annotations

import json
import time
from collections.abc import Collection
from contextlib import suppress

from PySide6.QtCore import QEvent, QObject, QPointF, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QMouseEvent

from mdt.errors import DeskError
from mdt.policy.actions import Action
from mdt.work.desk import Desk
from mdt.work.drafts import drop_draft, keep_draft, take_draft
from ui.commands import CASE_ACTS
from ui.views import RAIL

WAKING = {QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.MouseMove, QEvent.Type.Wheel, QEvent.Type.TouchBegin}
TICK_MS = 1000
HOME = ("my_day", "")
PLACE = "place"
"""The name her place is kept under, among her drafts."""
NEEDS = (
    ("case", Action.OPEN_CASE),
    *((view.id, view.needs) for view in RAIL),
    *((act.page, act.needs) for act in CASE_ACTS if act.needs is not Action.PRINT_BUNDLE),
)
"""The rights that open a page again, any of them; a print is logged, so it is never begun again unasked."""


class IdleWatch(QObject):
    """Counts down since the last sign of somebody; ``ran_out`` cannot be vetoed by anything on screen."""

    ran_out = Signal()
    ticking = Signal(int)
    """Every second: milliseconds until the desk locks."""

    def __init__(self, minutes: float) -> None:
        super().__init__()
        self._timer, self._second = QTimer(self), QTimer(self)
        self._timer.setSingleShot(True)
        self._usual = int(minutes * 60_000)
        self._timer.setInterval(self._usual)
        self._timer.timeout.connect(self._run_out)
        self._second.setInterval(TICK_MS)
        self._second.timeout.connect(self._tick)
        self._pointer = QPointF()
        app = QGuiApplication.instance()
        assert isinstance(app, QGuiApplication)
        app.installEventFilter(self)
        app.applicationStateChanged.connect(self._state)
        self._begin()
        self._second.start()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Somebody is there: the time begins anew."""
        if event.type() in WAKING and self._is_somebody(event):
            self._begin()
        return False

    def left_ms(self) -> int:
        """Milliseconds until the desk locks."""
        return max(0, self._timer.remainingTime())

    def be_patient(self, minutes: int) -> None:
        """Wait so long from now on, where that is longer than usual: somebody listens. 0 is as usual."""
        interval = max(self._usual, minutes * 60_000)
        if interval != self._timer.interval() and self._second.isActive():
            self._timer.setInterval(interval)
            self._begin()

    def _is_somebody(self, event: QEvent) -> bool:
        # systems send moves of a mouse that rests when a window changes under it
        if event.type() != QEvent.Type.MouseMove or not isinstance(event, QMouseEvent):
            return True
        before, self._pointer = self._pointer, event.globalPosition()
        return before != self._pointer

    def _begin(self) -> None:
        self._since = uptime()
        self._timer.start()

    def _tick(self) -> None:
        if (uptime() - self._since) * 1000 > self._timer.interval():
            self._run_out()
        else:
            self.ticking.emit(self.left_ms())

    def _run_out(self) -> None:
        self._timer.stop()
        self._second.stop()
        self.ran_out.emit()

    def _state(self, state: Qt.ApplicationState) -> None:
        if state == Qt.ApplicationState.ApplicationSuspended:
            self._run_out()


def uptime() -> float:
    """Seconds since the machine was started, those it slept through among them: a timer may stand still while it sleeps."""
    clock = getattr(time, "CLOCK_BOOTTIME", None)
    return time.monotonic() if clock is None else time.clock_gettime(clock)


def keep_place(desk: Desk, page: str, about: str, spot: str) -> None:
    """Seal the page she is on and where on it, for her next sign-in; the first page of the day needs no keeping."""
    if (page, about) != HOME:
        desk.do(keep_draft, None, PLACE, json.dumps([page, about, spot]))


def take_place(desk: Desk, allowed: frozenset[Action], pages: Collection[str]) -> tuple[str, str, str]:
    """Where she was when the desk locked, where that is still hers to open; her day where it is not. What was kept is forgotten."""
    if Action.KEEP_DRAFT not in allowed:
        return *HOME, ""
    with suppress(DeskError, ValueError, TypeError):
        kept = desk.do(take_draft, None, PLACE)
        if kept:
            desk.do(drop_draft, None, PLACE)
            page, about, spot = (str(part) for part in [*json.loads(kept), ""][:3])
            rights = desk.allowed(about.partition("/")[0]) if about else allowed
            if page == "print":
                page = "case"
            if page in pages and any(name == page and right in rights for name, right in NEEDS):
                return page, about, spot
    return *HOME, ""
