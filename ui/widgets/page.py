"""What every page is: a scrolling sheet with a title, topics it shows, and a way to be made fresh when they changed."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QAbstractSlider, QScrollArea, QVBoxLayout, QWidget

from mdt.work.desk import Topic
from ui.desk import ScreenDesk
from ui.widgets.parts import column

UNSEEN_MS = 2000
"""So long a hidden page waits before it is made fresh: what is in front of somebody comes first."""
SCROLLING = {
    Qt.Key.Key_PageDown: QAbstractSlider.SliderAction.SliderPageStepAdd,
    Qt.Key.Key_PageUp: QAbstractSlider.SliderAction.SliderPageStepSub,
    Qt.Key.Key_Down: QAbstractSlider.SliderAction.SliderSingleStepAdd,
    Qt.Key.Key_Up: QAbstractSlider.SliderAction.SliderSingleStepSub,
    Qt.Key.Key_End: QAbstractSlider.SliderAction.SliderToMaximum,
    Qt.Key.Key_Home: QAbstractSlider.SliderAction.SliderToMinimum,
}


class Sheet(QWidget):
    """What scrolls: as high as its words need at the width it has, since a scrolling area asks only how high it would be unbroken."""

    def event(self, event: QEvent) -> bool:
        """Something on it changed its size."""
        if event.type() == QEvent.Type.LayoutRequest:
            self._fit()
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Its own width changed."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        body = self.layout()
        if body is not None and body.hasHeightForWidth():
            self.setMinimumHeight(body.totalHeightForWidth(self.width()))


class Page(QWidget):
    """A page of the window; subclasses fill ``sheet`` and say in ``refresh`` what they show."""

    TOPICS: frozenset[Topic] = frozenset()
    FRESH_WHEN_HIDDEN = False
    """Whether it is made fresh even while another page is shown, since the rail says its count."""
    WHOLE_WINDOW = False
    """Whether rail and top bar are put away while it is shown."""
    spot = ""
    """Where on the page one stands, for coming back to it after a lock; never anything about a person."""
    UNDER = ""
    """The page of the rail it belongs to, where that is neither its own nor the list of cases."""
    opened = Signal(str, str)
    """Another page is wanted: its id, and what it is about."""
    counted = Signal(str, int)
    """How much work waits on a page: its id, and the number for the rail."""
    looks_chosen = Signal(object)
    """``Looks`` for this workstation."""
    patient = Signal(int)
    """So many minutes without a touch are work on this page; 0 as everywhere."""
    told = Signal(str)
    """A sentence for the notice bar."""
    done = Signal(str, str, object)
    """The same for something that can be taken back: the sentence, the word on the button, and what takes it back."""

    def __init__(self, desk: ScreenDesk, about: str = "") -> None:
        super().__init__()
        self.setObjectName("page")
        self.desk, self.about = desk, about
        self._stale = True
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(UNSEEN_MS)
        self._later.timeout.connect(self._catch_up)
        self.sheet = Sheet()
        self.sheet.setObjectName("sheet")
        self.body: QVBoxLayout = column(gap=12, margins=(24, 18, 24, 24))
        self.sheet.setLayout(self.body)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setWidget(self.sheet)
        scroll.setFocusPolicy(scroll.focusPolicy().NoFocus)
        self._scroll = scroll
        self.setLayout(column(scroll))
        desk.changed.connect(self._heard)

    def refresh(self) -> None:
        """Ask the desk again for what this page shows."""

    def take(self, text: str) -> None:
        """Something typed elsewhere that is meant for this page."""

    def stand_at(self, spot: str) -> None:
        """Come back to a spot, where there still is one of that name."""

    def first_field(self) -> QWidget | None:
        """Where the keyboard goes when the page is opened."""
        return None

    def seal_draft(self) -> None:
        """Seal what is being typed, now: the desk is about to be locked."""

    def goes_back(self) -> bool:
        """Esc was pressed: whether the page itself had something to open or close."""
        return False

    def say(self, key: str, **gaps: object) -> str:
        """A sentence in the language of the screen."""
        return self.desk.say(key, **gaps)

    def showEvent(self, event: QShowEvent) -> None:
        """A page that went stale while hidden is made fresh when it is shown."""
        super().showEvent(event)
        self._catch_up()

    def _catch_up(self) -> None:
        if self._stale:
            self._stale = False
            self.refresh()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A page on which no control has the keyboard is scrolled by it."""
        if event.key() in SCROLLING and self.hasFocus():
            bar = self._scroll.verticalScrollBar()
            bar.triggerAction(SCROLLING[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)

    def _heard(self, change: Any) -> None:
        if not (change.topics & self.TOPICS) or (self.about and change.case not in (None, self.about)):
            return
        if self.isVisible():
            self.refresh()
        else:
            self._stale = True
            if self.FRESH_WHEN_HIDDEN:
                self._later.start()
