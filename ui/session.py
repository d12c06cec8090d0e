"""When the desk locks: after minutes without a key or a click, and when the system says so."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication

WAKING = {QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.MouseMove, QEvent.Type.Wheel, QEvent.Type.TouchBegin}


class IdleWatch(QObject):
    """Counts down since the last sign of somebody; ``ran_out`` cannot be vetoed by anything on screen."""

    ran_out = Signal()

    def __init__(self, minutes: float) -> None:
        super().__init__()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(int(minutes * 60_000))
        self._timer.timeout.connect(self.ran_out)
        app = QGuiApplication.instance()
        assert isinstance(app, QGuiApplication)
        app.installEventFilter(self)
        app.applicationStateChanged.connect(self._state)
        self._timer.start()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Somebody is there: the time begins anew."""
        if event.type() in WAKING:
            self._timer.start()
        return False

    def left_ms(self) -> int:
        """Milliseconds until the desk locks."""
        return max(0, self._timer.remainingTime())

    def _state(self, state: Qt.ApplicationState) -> None:
        if state == Qt.ApplicationState.ApplicationSuspended:
            self.ran_out.emit()
