"""The bar above the page: one line to search with, and how long ago a backup was last proved."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QWidget

from mdt.work.desk import Topic
from mdt.work.upkeep import COPY_SAID, Condition, read_condition
from ui.desk import ScreenDesk
from ui.widgets.days import OLD, proved_ago
from ui.widgets.icons import icon
from ui.widgets.parts import button, label, row

ASK_AGAIN_MS = 600_000
SEARCH_WIDTH, LEAST = 420, 360


class TopBar(QWidget):
    """``asked`` tells what was typed; ``upkeep_wanted`` that somebody pressed on the age of the backup.

    ``menu_wanted`` tells that the rail is asked for, where it is folded away; ``warned`` what is to be known of the desk, once.
    """

    asked = Signal(str)
    upkeep_wanted = Signal()
    menu_wanted = Signal()
    warned = Signal(str)

    def __init__(self, desk: ScreenDesk) -> None:
        super().__init__()
        self._desk = desk
        self.setObjectName("top")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._search = QLineEdit()
        self._search.setObjectName("search")
        hint = desk.say("screen.search_hint")
        self._search.setPlaceholderText(hint)
        self._search.setAccessibleName(hint)
        self._search.setMaximumWidth(SEARCH_WIDTH)
        self._search.setMinimumWidth(160)
        self._search.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._search.addAction(QAction(icon("magnifying-glass"), hint, self), QLineEdit.ActionPosition.LeadingPosition)
        self._search.returnPressed.connect(self._ask)
        self._invented = label(desk.say("screen.demonstration"), "chip", "warn")
        self._invented.hide()
        self._copy = label(desk.say("screen.copy"), "chip", "danger")
        self._copy.hide()
        self._backup = button("", self.upkeep_wanted.emit, "quiet")
        self._backup.setLayoutDirection(Qt.LayoutDirection.RightToLeft if self._is_ltr() else Qt.LayoutDirection.LeftToRight)
        self._backup.hide()
        self._menu = button(desk.say("screen.menu"), self.menu_wanted.emit, "bar", "F9", sign="list")
        self._menu.hide()
        self._said, self._is_invented, self._warned = "", False, set[str]()
        self._line = row(self._menu, self._search, self._copy, self._invented, self._backup, gap=12, margins=(24, 8, 24, 8))
        self._line.insertStretch(2, 1)
        self._line.setStretch(1, 3)
        self.setLayout(self._line)
        self._timer = QTimer(self)
        self._timer.setInterval(ASK_AGAIN_MS)
        self._timer.timeout.connect(self.refresh)
        self._timer.start()
        desk.changed.connect(self._heard)
        self.refresh()

    def offer_menu(self, wanted: bool) -> None:
        """Show the button for the rail, where the rail is folded away."""
        self._menu.setVisible(wanted)
        self._menu.updateGeometry()
        self._give_way()

    def minimumSizeHint(self) -> QSize:
        """Never so wide that the words on it keep the window from getting small."""
        return QSize(LEAST, self._line.minimumSize().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Less is said where there is less room."""
        super().resizeEvent(event)
        self._give_way()

    def refresh(self) -> None:
        """Ask again how the desk stands."""
        self._desk.do(self, self._show, read_condition)

    def _heard(self, change: Any) -> None:
        if Topic.LOG in change.topics:
            self.refresh()

    def _show(self, found: Condition) -> None:
        fine = found.backup_age is not None and found.backup_age <= OLD
        self._said, self._is_invented = proved_ago(self._desk, found.backup_age), found.demonstration
        self._backup.setAccessibleName(self._said)
        self._backup.setToolTip(self._said)
        self._backup.setIcon(icon("check-circle" if fine else "warning-circle", "accent" if fine else "warn"))
        self._backup.setIconSize(QSize(24, 18))
        self._backup.show()
        self._copy.setVisible(bool(found.copy))
        self._copy.setToolTip(self._desk.say(COPY_SAID[found.copy]) if found.copy else "")
        for key in (COPY_SAID.get(found.copy, ""), "sign_in.older_slot" if found.came_by_older else ""):
            if key and key not in self._warned:
                self._warned.add(key)
                self.warned.emit(self._desk.say(key))
        self._give_way()

    def _give_way(self) -> None:
        """The words about the backup stay for as long as they fit beside the search, then those about the demonstration."""
        self._backup.setText(self._said)
        self._invented.setVisible(self._is_invented)
        if self._line.minimumSize().width() > self.width():
            self._invented.hide()
        if self._line.minimumSize().width() > self.width():
            self._backup.setText("")

    def _ask(self) -> None:
        self.asked.emit(self._search.text())
        self._search.clear()

    def _is_ltr(self) -> bool:
        return self._desk.words.language != "ur"
