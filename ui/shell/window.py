"""The window: rail, top bar, notice bar and a stack of pages; it knows pages only by their ids."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QLineEdit, QMainWindow, QPushButton, QStackedWidget, QWidget

from mdt.policy.actions import Action
from ui.desk import ScreenDesk
from ui.shell.notice import Notice
from ui.views import RAIL, View
from ui.widgets.page import Page
from ui.widgets.parts import button, column, label, row

Maker = Callable[[ScreenDesk, str], Page]
RAIL_WIDTH = 196
KEPT_PAGES = 6


class MainWindow(QMainWindow):
    """Navigation, page stack and notices; the title never names anybody or any case."""

    lock_wanted = Signal()
    looks_chosen = Signal(str, str)

    def __init__(self, desk: ScreenDesk, pages: Mapping[str, Maker], allowed: frozenset[Action]) -> None:
        super().__init__()
        self._desk, self._makers = desk, pages
        self._open: dict[tuple[str, str], Page] = {}
        self._entries: dict[str, QPushButton] = {}
        self._here = ("", "")
        self.setWindowTitle(desk.say("screen.window_title"))
        self._stack = QStackedWidget()
        self._notice = Notice(desk.say("screen.close_notice"))
        desk.refused.connect(lambda words: self._notice.tell(words, stays=True))
        whole = QWidget()
        whole.setObjectName("window")
        right = column(self._top(), self._notice, self._stack, gap=0)
        whole.setLayout(row(self._rail(allowed), right, gap=0))
        self.setCentralWidget(whole)
        self._neutral = self._blank()
        for keys, act in (("Ctrl+L", self.lock_wanted.emit), ("Ctrl+Shift+H", self.hide_everything), ("Esc", self._back)):
            QShortcut(QKeySequence(keys), self).activated.connect(act)

    def open(self, page: str, about: str = "") -> None:
        """Show a page; made when first asked for, the oldest let go when there are many."""
        place = (page, about)
        if place not in self._open:
            made = self._makers[page](self._desk, about)
            made.opened.connect(self.open)
            made.looks_chosen.connect(self.looks_chosen)
            made.told.connect(self._notice.tell)
            made.done.connect(lambda words, undo, act: self._notice.tell(words, undo=undo, act=act))
            self._open[place] = made
            self._stack.addWidget(made)
            self._let_go()
        shown = self._open[place] = self._open.pop(place)
        self._stack.setCurrentWidget(shown)
        self._here = place
        for name, entry in self._entries.items():
            entry.setChecked(name == page or (page == "case" and name == "cases"))
        first = shown.first_field()
        if first is not None:
            first.setFocus(Qt.FocusReason.OtherFocusReason)

    def place(self) -> tuple[str, str]:
        """Which page is shown, and what it is about: where to come back to after a lock."""
        return self._here

    def page(self) -> Page | None:
        """The page shown."""
        return self._open.get(self._here)

    def pages(self) -> tuple[Page, ...]:
        """Every page that is kept open, the one shown among them."""
        return tuple(self._open.values())

    def hide_everything(self) -> None:
        """One key shows a neutral page at once; the same key brings the work back."""
        if self._stack.currentWidget() is self._neutral:
            self.open(*self._here)
        else:
            self._stack.setCurrentWidget(self._neutral)

    def _rail(self, allowed: frozenset[Action]) -> QWidget:
        rail = QWidget()
        rail.setObjectName("rail")
        rail.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        rail.setFixedWidth(RAIL_WIDTH)
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        rail.setProperty("mirrored", mirrored)
        entries = [self._entry(view, mirrored) for view in RAIL if view.needs in allowed]
        me = self._desk.me
        who = column(label(self._desk.title("role", me.role), "body"), label(me.user_name, "caption"), gap=0)
        lock = button(self._desk.say("screen.lock"), self.lock_wanted.emit, "link", name=self._desk.say("screen.lock_long"))
        lock.setToolTip(f"{self._desk.say('screen.lock_long')} (Ctrl+L)")
        foot = row(label(me.user_name[:2].upper(), "avatar"), who, 1, lock, gap=6)
        name = label(self._desk.say("screen.name"), "name")
        name.setContentsMargins(8, 0, 8, 12)
        rail.setLayout(column(name, *entries, 1, foot, gap=4, margins=(12, 16, 12, 12)))
        return rail

    def _entry(self, view: View, mirrored: bool) -> QPushButton:
        made = button(self._desk.say(view.title), lambda: self.open(view.id), "rail", view.keys)
        made.setProperty("mirrored", mirrored)
        self._entries[view.id] = made
        return made

    def _top(self) -> QWidget:
        top = QWidget()
        top.setObjectName("top")
        top.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._search = QLineEdit()
        self._search.setObjectName("search")
        self._search.setPlaceholderText(self._desk.say("screen.search_hint"))
        self._search.setAccessibleName(self._desk.say("screen.search_hint"))
        self._search.setFixedWidth(420)
        self._search.returnPressed.connect(self._find)
        top.setLayout(row(self._search, 1, margins=(24, 10, 24, 10)))
        return top

    def _find(self) -> None:
        self.open("search")
        page = self.page()
        if page is not None and self._search.text().strip():
            page.take(self._search.text())
            self._search.clear()

    def _blank(self) -> QWidget:
        blank = QWidget()
        blank.setObjectName("page")
        blank.setLayout(column(1, row(1, label(self._desk.say("screen.neutral"), "second"), 1), 1))
        self._stack.addWidget(blank)
        return blank

    def _let_go(self) -> None:
        while len(self._open) > KEPT_PAGES:
            page = self._open.pop(next(place for place in self._open if place != self._here))
            page.seal_draft()
            self._stack.removeWidget(page)
            page.deleteLater()

    def _back(self) -> None:
        page, about = self._here
        if page == "case":
            self.open("cases")
        elif about:
            self.open("case", about)
