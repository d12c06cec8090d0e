"""The face of a live interview: head, path, prompt, what stands beside it and below it; what it means is the page's."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QBoxLayout, QPushButton, QVBoxLayout, QWidget

from ui.desk import ScreenDesk
from ui.widgets.flow import NARROW, Flow
from ui.widgets.live_parts import PhasePath
from ui.widgets.live_room import SMALL, Aside, AskRow, Foot, lowered, quiet
from ui.widgets.page import Page
from ui.widgets.parts import button, column, in_one_line, label
from ui.widgets.prompt import PromptCard
from ui.widgets.reading import reading
from ui.widgets.soon import soon

TICK_MS, LATE_MS, SHOWN_MS = 5000, 400, 1


class Beside(QWidget):
    """The prompt and what stands beside it, as high as the window; below it where the window is narrow."""

    def __init__(self, card: QWidget, aside: QWidget) -> None:
        super().__init__()
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(20)
        self._box.addWidget(card, 5)
        self._box.addWidget(aside, 2)
        self.setLayout(self._box)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Beside or below."""
        below = event.size().width() < NARROW
        self._box.setDirection(QBoxLayout.Direction.TopToBottom if below else QBoxLayout.Direction.LeftToRight)
        super().resizeEvent(event)


class LiveFace(Page):
    """A page that takes the whole window; what is asked and done next stays below, whatever scrolls above it."""

    WHOLE_WINDOW = True
    minute = Signal()
    """Time goes by while somebody looks."""

    def __init__(self, desk: ScreenDesk, about: str = "") -> None:
        super().__init__(desk, about)
        self.low = False
        self.phases = sorted(desk.catalogue.phases.values(), key=lambda phase: phase.order)
        self.who, self.clock = in_one_line(label("", "second")), in_one_line(label("", "second"))
        self.saved = in_one_line(label("", "caption"))
        self._minute, self._late = QTimer(self), QTimer(self)
        self._minute.setInterval(TICK_MS)
        self._minute.timeout.connect(self.minute)
        self._late.setSingleShot(True)
        self._late.setInterval(LATE_MS)
        self._late.timeout.connect(lambda: self.saved.setText(self.say("live.saving")))
        self.again = quiet(button(self.say("live.again"), lambda: None, "link"))
        self.again.hide()
        self.path = PhasePath([desk.title("phase", phase.id) for phase in self.phases])
        self.card, self.aside = PromptCard(desk), Aside(desk)
        self.asks, self.foot = AskRow(desk), Foot(desk)
        left, right = QWidget(), QWidget()
        left.setLayout(Flow(label(self.say("live.title"), "title"), self.who, gap=10))
        right.setLayout(Flow(self.clock, self.saved, self.again, gap=16))
        self.body.setContentsMargins(32, 18, 32, 6)
        self.body.addLayout(Flow(left, right, gap=12, ends=True))
        self.body.addWidget(self.path)
        self.body.addWidget(Beside(self.card, self.aside), 1)
        self.below = QWidget()
        self._under = column(self.asks, self.foot, gap=14, margins=(32, 6, 32, 18))
        self.below.setLayout(self._under)
        whole = self.layout()
        assert isinstance(whole, QVBoxLayout)
        whole.setStretch(0, 1)
        whole.addWidget(self.below)
        self.below.hide()

    def showEvent(self, event: QShowEvent) -> None:
        """The minutes count on."""
        super().showEvent(event)
        self._minute.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody looks at them."""
        super().hideEvent(event)
        self._minute.stop()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a low window buttons are lower, and the prompt comes before the path."""
        super().resizeEvent(event)
        low = event.size().height() < SMALL
        if low != self.low:
            self.low = low
            edge, gap = (8, 8) if low else (18, 14)
            self.body.setContentsMargins(32, edge, 32, 6)
            self._under.setContentsMargins(32, 6, 32, edge)
            self._under.setSpacing(gap)
            self.path.setVisible(not low)
            self.card.draw_in(low)
            lowered(self, low)

    def show_saved(self, left: int, why: str, last: str) -> None:
        """Whether the last mark is saved; that it takes long is said only when it does, so that nothing flickers."""
        self.again.setVisible(bool(left and why))
        if left and not why:
            if not self._late.isActive():
                self._late.start()
            return
        self._late.stop()
        words = self.say("live.not_saved", count=left, why=why) if left else self.say("live.saved_mark", what=last) if last else ""
        self.saved.setText(reading(words))

    def offer(self, made: QPushButton | None) -> None:
        """The keyboard goes to a button that was just made."""
        if made is not None:
            soon(made, SHOWN_MS, made.setFocus)
