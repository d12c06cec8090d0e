"""The keyboard's way through a window: Tab goes as one reads, and finds its place again when what it stood on is made anew."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QComboBox, QLayout, QMainWindow, QScrollArea, QStackedWidget, QWidget
from shiboken6 import isValid

from ui.widgets.soon import soon

ROOM = "page"
"""The object name of a widget whose inside is made anew as a whole: the keyboard is looked for in there again."""
SHOWN_MS = 1
"""A timer this short runs after everything that was put into a page is shown."""


def reading_order(root: QWidget) -> Iterator[QWidget]:
    """A widget and all that is laid out in it, in the order one reads; hidden parts too, but of a stack only what is on top."""
    yield root
    if isinstance(root, QComboBox) or (isinstance(root, QAbstractScrollArea) and not isinstance(root, QScrollArea)):
        return
    for part in _inside(root):
        if part is not None:
            yield from reading_order(part)


def stops(root: QWidget) -> list[QWidget]:
    """Every control the keyboard comes to, in the order one reads."""
    return [part for part in reading_order(root) if _is_stop(part)]


def _is_stop(part: QWidget) -> bool:
    return bool(part.focusPolicy().value & Qt.FocusPolicy.TabFocus.value) and part.isVisible() and part.isEnabled()


def _inside(root: QWidget) -> Sequence[QWidget | None]:
    if isinstance(root, QScrollArea):
        return [root.widget()]
    if isinstance(root, QMainWindow):
        return [root.centralWidget()]
    if isinstance(root, QStackedWidget):
        return [root.currentWidget()]
    layout = root.layout()
    return _parts(root) if layout is None else list(_laid_out(layout, _parts(root)))


def _parts(root: QWidget) -> list[QWidget]:
    return [part for part in root.children() if isinstance(part, QWidget) and not part.isWindow()]


def _laid_out(layout: QLayout, parts: list[QWidget]) -> Iterator[QWidget]:
    # by indexOf and never by itemAt: PySide keeps what itemAt gave after Qt deleted it, and frees it a second time
    found: list[tuple[int, QLayout | QWidget]] = [(layout.indexOf(part), part) for part in parts]
    found += [(layout.indexOf(child), child) for child in layout.children() if isinstance(child, QLayout)]
    for at, part in sorted(found, key=lambda pair: pair[0]):
        if isinstance(part, QLayout):
            yield from _laid_out(part, parts)
        elif at >= 0:
            yield part


class Walk(QObject):
    """The walk of one window, which asks ``step`` where the keyboard goes next."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._room: QWidget | None = None
        self._resting: QWidget | None = None
        self._name, self._at = "", 0
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._remember)

    def step(self, forward: bool) -> bool:
        """To the next control, or the one before; where the last one goes away, rest until its page was made anew."""
        now = QApplication.focusWidget()
        if now is not None and now is not self._window and self._window.isAncestorOf(now):
            if not now.isVisibleTo(self._window):
                soon(self, SHOWN_MS, self.come_back)
                self._window.setFocus(Qt.FocusReason.OtherFocusReason)
                return True
            if not now.isEnabled():
                self._rest_on(now)
                return True
        found = self._next(now, forward)
        if found is None:
            return False
        found.setFocus(Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason)
        return True

    def come_back(self) -> None:
        """To where the keyboard was in its page: the control of that name, or the one that now stands there."""
        known = self._room is not None and isValid(self._room) and self._room.isVisible()
        room = self._room if known else next((part for part in reading_order(self._window) if _is_room(part)), None)
        if room is None or QApplication.focusWidget() is not self._window:
            return
        there = stops(room) if known else []
        called = [at for at, part in enumerate(there) if self._name and part.accessibleName() == self._name]
        at = min(called, key=lambda at: abs(at - self._at), default=min(self._at, len(there) - 1))
        (there[at] if there else room).setFocus(Qt.FocusReason.OtherFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """What could not be pressed for a while can be again: the keyboard goes back to it, unless it went elsewhere."""
        if event.type() == QEvent.Type.EnabledChange and watched is self._resting and self._resting.isEnabled():
            back, self._resting = self._resting, None
            back.removeEventFilter(self)
            if QApplication.focusWidget() is self._window:
                back.setFocus(Qt.FocusReason.OtherFocusReason)
        return False

    def _next(self, now: QWidget | None, forward: bool) -> QWidget | None:
        there = stops(self._window)
        if now in there:
            return there[(there.index(now) + (1 if forward else -1)) % len(there)]
        order = list(reading_order(self._window))
        at = order.index(now) if now in order else 0
        on_side = [part for part in there if (order.index(part) > at) == forward]
        return next(iter((on_side or there)[:: 1 if forward else -1]), None)

    def _rest_on(self, now: QWidget) -> None:
        if self._resting is not None and isValid(self._resting):
            self._resting.removeEventFilter(self)
        self._resting = now
        now.installEventFilter(self)
        self._window.setFocus(Qt.FocusReason.OtherFocusReason)

    def _remember(self, old: QWidget | None, now: QWidget | None) -> None:
        if now is None or now is self._window or not self._window.isAncestorOf(now):
            return
        room: QWidget | None = now
        while room is not None and room.objectName() != ROOM:
            room = room.parentWidget()
        if room is not None:
            there = stops(room)
            self._room, self._name = room, now.accessibleName()
            self._at = there.index(now) if now in there else 0


def _is_room(part: QWidget) -> bool:
    return part.objectName() == ROOM and part.isVisible()
