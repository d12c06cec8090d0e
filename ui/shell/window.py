"""The window: rail, top bar, notice bar and a stack of pages; it knows pages only by their ids."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QMainWindow, QStackedWidget, QWidget

from mdt.policy.actions import Action
from ui.desk import ScreenDesk
from ui.shell.frame import Frame
from ui.shell.notice import Notice
from ui.shell.rail import Rail
from ui.shell.top import TopBar
from ui.widgets.page import Page
from ui.widgets.parts import column, label, row
from ui.widgets.walk import Walk

Maker = Callable[[ScreenDesk, str], Page]
KEPT_PAGES = 6


class MainWindow(QMainWindow):
    """Navigation, page stack and notices; the title never names anybody or any case."""

    lock_wanted = Signal()
    looks_chosen = Signal(object)
    patient = Signal(int)
    """So many minutes without a touch are work on the page shown; 0 as everywhere."""

    def __init__(self, desk: ScreenDesk, pages: Mapping[str, Maker], allowed: frozenset[Action]) -> None:
        super().__init__()
        self._desk, self._makers = desk, pages
        self._open: dict[tuple[str, str], Page] = {}
        self._here = ("", "")
        self._walk = Walk(self)
        self.setWindowTitle(desk.say("screen.window_title"))
        self._stack = QStackedWidget()
        self._notice = Notice(desk.say("screen.close_notice"))
        desk.refused.connect(lambda words: self._notice.tell(words, stays=True, failed=not self._is_calm()))
        self._top = TopBar(desk)
        self._top.asked.connect(self._find)
        self._top.warned.connect(lambda words: self._notice.tell(words, stays=True, failed=True))
        self._top.upkeep_wanted.connect(lambda: self.open("upkeep"))
        right = column(self._top, self._notice, self._stack, gap=0)
        self._rail = Rail(desk, allowed, self.open, self.lock_wanted.emit)
        self._frame = Frame(self._rail, self._top, right)
        self._cover = QStackedWidget()
        self._cover.addWidget(self._frame)
        self._cover.addWidget(self._blank())
        self.setCentralWidget(self._cover)
        for keys, act in (
            ("Ctrl+L", self.lock_wanted.emit),
            ("Ctrl+Shift+H", self.hide_everything),
            ("Esc", self._back),
            ("F1", self._explain),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(act)

    def open(self, page: str, about: str = "") -> None:
        """Show a page; made when first asked for, the oldest let go when there are many."""
        place = (page, about)
        if place not in self._open:
            made = self._makers[page](self._desk, about)
            made.opened.connect(self.open)
            made.looks_chosen.connect(self.looks_chosen)
            made.told.connect(self._notice.tell)
            made.patient.connect(self.patient)
            made.counted.connect(self._rail.count)
            made.done.connect(lambda words, undo, act: self._notice.tell(words, undo=undo, act=act))
            self._open[place] = made
            self._stack.addWidget(made)
            self._let_go()
        shown = self._open[place] = self._open.pop(place)
        self.patient.emit(0)
        self._stack.setCurrentWidget(shown)
        self._here = place
        self._rail.mark(shown.UNDER or ("cases" if about else page))
        self._frame.fold()
        self._frame.clear(shown.WHOLE_WINDOW)
        if shown.WHOLE_WINDOW:
            self._notice.hide()
        first = shown.first_field()
        (first or shown).setFocus(Qt.FocusReason.OtherFocusReason)

    def place(self) -> tuple[str, str]:
        """Which page is shown, and what it is about: where to come back to after a lock."""
        return self._here

    def page(self) -> Page | None:
        """The page shown."""
        return self._open.get(self._here)

    def pages(self) -> tuple[Page, ...]:
        """Every page that is kept open, the one shown among them."""
        return tuple(self._open.values())

    def show_time_left(self, milliseconds: int) -> None:
        """Say at the foot of the rail when the desk locks by itself."""
        self._rail.show_time_left(milliseconds)

    def show_shade(self, state: str) -> None:
        """Say beside it whether pictures and recordings of the screen show this window."""
        self._rail.show_shade(state)

    def hide_everything(self) -> None:
        """One key shows a neutral page at once; the same key brings the work back."""
        self._cover.setCurrentIndex(0 if self._cover.currentIndex() else 1)
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        if not self._cover.currentIndex():
            self._walk.come_back()

    def focusNextPrevChild(self, next: bool) -> bool:
        """Tab goes as one reads."""
        return self._walk.step(next)

    def _is_calm(self) -> bool:
        """Whether a page is shown on which nothing may be red."""
        shown = self.page()
        return shown is not None and shown.WHOLE_WINDOW

    def _explain(self) -> None:
        known = f"help.{self._here[0]}"
        self._notice.tell(self._desk.say(known if known in self._desk.words.keys() else "help.form"), stays=True)  # noqa: SIM118

    def _find(self, text: str) -> None:
        self.open("search")
        page = self.page()
        if page is not None and text.strip():
            page.take(text)

    def _blank(self) -> QWidget:
        blank = QWidget()
        blank.setObjectName("page")
        blank.setLayout(column(1, row(1, label(self._desk.say("screen.neutral"), "second"), 1), 1))
        return blank

    def _let_go(self) -> None:
        while len(self._open) > KEPT_PAGES:
            page = self._open.pop(next(place for place in self._open if place != self._here))
            page.seal_draft()
            self._stack.removeWidget(page)
            page.deleteLater()

    def _back(self) -> None:
        shown = self.page()
        if self._cover.currentIndex() or self._frame.fold() or (shown is not None and shown.goes_back()):
            return
        page, about = self._here
        if page == "case":
            self.open("cases")
        elif about:
            self.open("case", about.partition("/")[0])
