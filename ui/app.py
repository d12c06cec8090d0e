"""The program on screen: signs in, builds the window from the pages, locks by ending itself."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QApplication, QWidget

from mdt.catalogue.words import Words
from ui.collecting import Collecting
from ui.desk import Entrance, ScreenDesk, Shown
from ui.guard import Copied, SystemWatch
from ui.jobs import Errands, StoreWorker
from ui.looks import Looks
from ui.shade import Shade, way_here
from ui.shell.sign_in import SignIn
from ui.widgets.style import dress

if TYPE_CHECKING:
    from mdt.model.staff import Member
    from mdt.policy.actions import Action
    from mdt.work.desk import Desk
    from ui.session import IdleWatch
    from ui.shell.window import MainWindow

SIZE = (1366, 768)


class Program(QObject):
    """One run from the sign-in page to the lock."""

    entered = Signal()
    """The window past the door is open."""
    hint: Callable[[Words], str] = staticmethod(lambda words: "")
    """What the sign-in page says below its form: how to sign in at a demonstration."""

    def __init__(
        self,
        entrance: Entrance,
        looks: Looks,
        today: Callable[[], date],
        lock: Callable[[], None],
        keep: Callable[[Looks], None] = lambda looks: None,
        alarm: Callable[[], None] = lambda: None,
    ) -> None:
        super().__init__()
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        self._app, self._entrance, self._looks, self._today, self._lock = app, entrance, looks, today, lock
        self._keep, self._alarm, self._locking = keep, alarm, False
        self.worker, self.errands, self._collecting = StoreWorker(self), Errands(self), Collecting(self)
        self._copied, self._shade = Copied(self), Shade(self, looks.pictures, way_here())
        self.window: QWidget | None = None
        self._main: MainWindow | None = None
        self.desk: ScreenDesk | None = None
        self._watch: IdleWatch | None = None
        self._leave_place: Callable[[str, str, str], None] = lambda page, about, spot: None
        self._dress()

    def start(self) -> SignIn:
        """Show the sign-in page (or the first run's)."""
        words = Words(self._looks.language)
        page = SignIn(self._entrance, self.worker, words, self._choices, self.hint(words))
        page.signed_in.connect(self.enter)
        page.language_chosen.connect(self._speak)
        page.resize(*SIZE)
        self._swap(page)
        return page

    def _dress(self) -> None:
        rtl = self._looks.language == "ur"
        self._app.setLayoutDirection(Qt.LayoutDirection.RightToLeft if rtl else Qt.LayoutDirection.LeftToRight)
        dress(self._app, self._looks.theme)

    def _speak(self, language: str) -> None:
        """Show the same page in another language, and remember it for this workstation."""
        self._looks = replace(self._looks, language=language)
        self._keep(self._looks)
        self._dress()
        self.start()

    def _choices(self, table: str) -> tuple[tuple[str, str], ...]:
        from mdt.catalogue.office import office_titles

        return office_titles(table, self._looks.language)

    def enter(self, desk: Desk) -> None:
        """Somebody signed in: learn who, hand on keys, and open the window."""

        def learn() -> tuple[Member, frozenset[Action], tuple[str, str, str], str]:
            from mdt.policy.actions import Action
            from mdt.work.staff import hand_on_keys
            from mdt.work.upkeep import read_desk
            from ui.contents import PAGES
            from ui.session import take_place

            me, allowed = desk.me(), desk.allowed()
            if Action.HAND_ON_KEYS in allowed:
                desk.do(hand_on_keys)
            circle = desk.do(read_desk).circle if Action.LIST_CASES in allowed else ""
            return me, allowed, take_place(desk, allowed, PAGES), circle

        self.worker.ask(learn, self, lambda known: self._open(desk, *known), lambda fault: self.lock())

    def _open(self, desk: Desk, me: Member, allowed: frozenset[Action], place: tuple[str, str, str], circle: str) -> None:
        from mdt.catalogue.load import load_catalogue
        from mdt.policy.actions import Action
        from ui.contents import PAGES
        from ui.session import IdleWatch, keep_place
        from ui.shell.window import MainWindow

        rows = load_catalogue()
        minutes = self._looks.minutes or int(rows.setting("idle_lock_minutes"))
        shown = Shown(Words(self._looks.language), rows, me, self._today, replace(self._looks, minutes=minutes), circle)
        self.desk = ScreenDesk(desk, self._entrance, self.worker, self.errands, shown)
        window = self._main = MainWindow(self.desk, PAGES, allowed)
        window.resize(*SIZE)
        window.lock_wanted.connect(self.lock)
        window.looks_chosen.connect(self._keep)
        self._watch = IdleWatch(minutes)
        self._watch.ran_out.connect(self.lock)
        self._watch.ticking.connect(window.show_time_left)
        window.patient.connect(self._watch.be_patient)
        self._shade.changed.connect(window.show_shade)
        SystemWatch(window).left.connect(self.lock)
        if Action.KEEP_DRAFT in allowed:
            self._leave_place = lambda *place: self.worker.ask(lambda: keep_place(desk, *place), self, _unheard, _unheard)
        self._swap(window)
        window.show_time_left(self._watch.left_ms())
        window.show_shade(self._shade.state)
        window.open(*place[:2])
        if shown_page := window.page():
            shown_page.stand_at(place[2])
        self.entered.emit()

    def lock(self) -> None:
        """Hide everything, seal what is being typed, start a fresh locked process and end this one; nothing on screen has a say."""
        if self._locking:
            return
        self._locking = True
        self._alarm()
        try:
            self.worker.drop_results()
            for shown in QApplication.topLevelWidgets():
                shown.hide()
            self.seal()
            self._copied.clear()
        finally:
            self._lock()

    def seal(self) -> None:
        """Seal every draft, the page shown first, and where she is."""
        window = self._main
        if window is not None:
            for page in reversed(window.pages()):
                with suppress(Exception):  # a fault of one page costs no other page its draft
                    page.seal_draft()
            shown = window.page()
            self._leave_place(*window.place(), shown.spot if shown is not None else "")

    def leave(self) -> None:
        """Do what was asked, then close the vault."""
        self._watch = None
        self.worker.finish()
        self._entrance.leave()

    def finish(self) -> None:
        """End the threads and close the vault."""
        self.leave()
        self.errands.finish()
        self._copied.clear()

    def _swap(self, shown: QWidget) -> None:
        old, self.window = self.window, shown
        shown.show()
        if old is not None:
            old.close()
            old.deleteLater()


def _unheard(ended: object) -> None:
    """Nobody waits for it."""
