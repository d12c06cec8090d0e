"""The rail at the reading side: the pages there are, with counts that mean work; at the foot who sits here, when it locks, the lock."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QScrollArea, QWidget

from mdt.policy.actions import Action
from ui.desk import ScreenDesk
from ui.views import RAIL, View
from ui.widgets.icons import Sign
from ui.widgets.parts import button, column, hairline, in_one_line, initials, label, row

WIDTH = 196


class Rail(QWidget):
    """One button a page; ``open`` is called with the page's id."""

    def __init__(self, desk: ScreenDesk, allowed: frozenset[Action], open: Callable[[str], None], lock: Callable[[], None]) -> None:
        super().__init__()
        self._desk, self._open, self._lock = desk, open, lock
        self._entries: dict[str, QPushButton] = {}
        self._views: Mapping[str, View] = {view.id: view for view in RAIL if view.needs in allowed}
        self.setObjectName("rail")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedWidth(WIDTH)
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        self.setProperty("mirrored", mirrored)
        name = row(Sign("shield-check-fill", "accent", 20), in_one_line(label(desk.say("screen.name"), "name")), 1, margins=(8, 0, 8, 12))
        pages = QWidget()
        pages.setObjectName("rail_pages")
        pages.setLayout(column(*(self._entry(view, mirrored) for view in self._views.values()), 1, gap=4))
        scroll = QScrollArea()
        scroll.setObjectName("rail_scroll")
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(pages)
        self.setLayout(column(name, scroll, hairline(), self._foot(), gap=8, margins=(12, 16, 12, 12)))

    def mark(self, page: str) -> None:
        """Show which page is open."""
        for name, entry in self._entries.items():
            entry.setChecked(name == page)

    def count(self, page: str, number: int) -> None:
        """Say beside a page how much work waits there; nothing for nothing."""
        if page in self._entries:
            title = self._desk.say(self._views[page].title)
            self._entries[page].setText(f"{title}   {number}" if number else title)
            self._entries[page].setShortcut(self._views[page].keys)  # new words take a button's key away
            self._entries[page].setAccessibleName(self._desk.say("screen.counted", page=title, count=number) if number else title)

    def take_keys(self) -> None:
        """The keyboard goes to the page that is open."""
        entries = list(self._entries.values())
        next((entry for entry in entries if entry.isChecked()), entries[0]).setFocus(Qt.FocusReason.OtherFocusReason)

    def show_time_left(self, milliseconds: int) -> None:
        """Say how long it is until the desk locks by itself."""
        minutes, seconds = divmod(max(0, milliseconds) // 1000, 60)
        self._left.setText(self._desk.say("screen.locks_in", left=f"{minutes}:{seconds:02d}"))

    def show_shade(self, state: str) -> None:
        """Say whether pictures and recordings of the screen show this window: ``state`` of its shade."""
        self._shade.setText(self._desk.say(f"screen.shade_{state}"))
        self._shade.setToolTip(self._desk.say(f"screen.shade_{state}_long"))

    def _entry(self, view: View, mirrored: bool) -> QPushButton:
        made = button(self._desk.say(view.title), lambda: self._open(view.id), "rail", view.keys, sign=view.sign)
        made.setProperty("mirrored", mirrored)
        self._entries[view.id] = made
        return made

    def _foot(self) -> QWidget:
        me = self._desk.me
        self._left, self._shade = label("", "caption"), label("", "caption")
        who = column(label(self._desk.title("role", me.role), "body"), self._left, gap=0)
        lock = button("", self._lock, "sign", name=self._desk.say("screen.lock_long"), sign="lock-simple")
        lock.setToolTip(f"{self._desk.say('screen.lock_long')} (Ctrl+L)")
        foot = QWidget()
        foot.setToolTip(me.user_name)
        line = row(initials(me.user_name), who, lock, gap=8)
        line.setStretch(1, 1)
        foot.setLayout(column(line, self._shade, gap=6))
        return foot
