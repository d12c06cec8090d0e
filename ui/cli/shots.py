"""Pictures of every page for every role, taken by signing in to the throw-away desk and opening one page after the other."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import QCoreApplication, QElapsedTimer, QEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QScrollArea, QWidget

from db.workstation import NoKeyring
from mdt.catalogue.words import Words
from mdt.model.tips import TipFilter
from mdt.policy.actions import Action
from mdt.work.casefile import locate_case, open_case
from mdt.work.intake import list_tips
from mdt.work.meetings import list_meetings
from ui.app import Program
from ui.cli.album import Album, Pictures
from ui.cli.demo import DemoMember
from ui.cli.demo_seats import SetClock
from ui.cli.entrance import VaultEntrance
from ui.cli.world import World
from ui.commands import CASE_ACTS
from ui.contents import PAGES
from ui.looks import Looks
from ui.shell.window import MainWindow
from ui.views import RAIL
from ui.widgets.page import Page
from ui.widgets.subjects import SECTION_OF

CASE: Final = "willow-41"
TOLD_IN: Final = "heron-63"
"""The case with interviews to come, held and closed."""
SOUGHT: Final = "Khayali"
TIP: Final = "901000417"
SHOWN_ON: Final = date(2026, 11, 23)
"""The day on which the pictures are taken, a few days after the story ends, so that they are the same every time."""
PATIENCE_MS, SETTLED_MS, CALM_ROUNDS = 30_000, 60, 4
DOOR: Final = "door"
OPENING: Final = ("screen.reveal", "screen.open_logged")
"""What is pressed to see what a page keeps closed."""
NEW_USER, NEW_PASSWORD = "desk.1", "supervisor demo desk"


def take_pictures(wanted: Pictures, workshop: Path, members: Iterable[DemoMember], world: World) -> int:
    """Take them all; a page that does not fit the size is cut where the screen would cut it, and that is said."""
    if QApplication.instance() is None:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
        os.environ["QT_SCALE_FACTOR"] = str(wanted.scale)
        os.environ["QT_LOGGING_RULES"] = "default.warning=false"  # a screen that is none says so at every window
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    app.setCursorFlashTime(0)
    wanted.folder.mkdir(parents=True, exist_ok=True)
    quiet = replace(world, around=replace(world.around, clock=SetClock(SHOWN_ON), workstation=NoKeyring()))
    album = Album(wanted)
    for theme in wanted.themes:
        looks = Looks(wanted.language, theme)
        with_door = Sitting(album, looks, VaultEntrance(workshop / f"new-{theme}", quiet), DOOR)
        with_door.walk(with_door.door)
        for member in members:
            sitting = Sitting(album, looks, VaultEntrance(workshop / "desk", quiet), member.role)
            sitting.walk(partial(sitting.pages, member))
    world.say(world.words("demo.shot", count=len(album.taken), folder=str(wanted.folder)))
    if album.cut:
        width, height = (max(sides) for sides in zip(*album.cut.values(), strict=True))
        world.say(world.words("demo.too_small", count=len(album.cut), width=width, height=height))
    return 0


class Sitting:
    """One run of the program in one role, or before anybody signed in."""

    def __init__(self, album: Album, looks: Looks, entrance: VaultEntrance, role: str) -> None:
        self._album, self._looks, self._entrance, self._role = album, looks, entrance, role
        self._words = Words(looks.language)
        self._program = Program(entrance, looks, lambda: SHOWN_ON, lambda: None)

    def walk(self, steps: Callable[[], None]) -> None:
        """Take the steps, and put everything away."""
        try:
            steps()
        finally:
            self._program.finish()
            if self._program.window is not None:
                self._program.window.close()
                self._program.window.deleteLater()
            self._program.deleteLater()
            _let_go()

    def door(self) -> None:
        """First run, the code that is shown once, sign-in, the code where nobody is known yet, joining."""
        self._program.start()
        self.take("first_run")
        self._fill(supervisor_name=NEW_USER, new_password=NEW_PASSWORD, again=NEW_PASSWORD)
        self._press("new_desk_do")
        self.take("member_code")
        self._press("written_down")
        self.take("sign_in")
        self._fill(user=NEW_USER, password=NEW_PASSWORD)
        self._press("sign_in_do")
        self.take("code_needed")
        self._press("join")
        self.take("join")

    def pages(self, member: DemoMember) -> None:
        """Every page this role may open, each with its sections and what can be shown on it."""
        self._program.enter(self._entrance.sign_in(member.user_name, member.password, member.code))
        self.rest()
        case = self._ask(lambda then: self._desk.do(self._program, then, locate_case, None, CASE))
        allowed = self._ask(lambda then: self._desk.allowed(self._program, then, case))
        told = self._ask(lambda then: self._desk.do(self._program, then, locate_case, None, TOLD_IN))
        shown = [self._ask(partial(self._opened, one)).content for one in (case, told)]
        meetings = self._ask(lambda then: self._desk.do(self._program, then, list_meetings))
        tips = self._ask(lambda then: self._desk.do(self._program, then, list_tips, None, TipFilter(number=TIP))) if TELLS & allowed else ()
        told = {"meeting": meetings, "minutes": meetings, "tip": tips}
        for page in PAGES:
            if not NEEDS.get(page) or NEEDS[page] & allowed:
                some = told.get(page, ())
                about = "" if page in OF_THE_DESK else some[0].id if some else self._about(page, case, shown)
                self._window.open(page, about)
                self.rest()
                self._picture(page)
        self._window.hide_everything()
        self.take("hidden")

    def _opened(self, case: str, then: Callable[[Any], None]) -> None:
        self._desk.do(self._program, then, open_case, case)

    def _about(self, page: str, case: str, shown: Sequence[Mapping[str, Any]]) -> str:
        """The case, or the first record of the cases shown that the act of a page is meant for."""
        me = self._desk.me.user_name
        acts = [act for act in CASE_ACTS if act.page == page and act.per_record]
        fitting = (
            f"{of['id']}/{one['id']}" for of in shown for act in acts[:1] for one in of[SECTION_OF[act.per_record]] if act.suits(one, me)
        )
        return next(fitting, case)

    def take(self, name: str) -> None:
        """A picture of what stands there, and one of its end where it is longer than the screen."""
        assert self._program.window is not None
        self._program.window.resize(*self._album.room())
        self.rest()
        self._snap(name)
        areas = [area for area in self._program.window.findChildren(QScrollArea) if area.isVisible() and area.verticalScrollBar().maximum()]
        if areas:
            bar = max(areas, key=lambda area: area.width() * area.height()).verticalScrollBar()
            bar.setValue(bar.maximum())
            self.rest()
            self._snap(f"{name}-end")
            bar.setValue(0)

    def rest(self) -> None:
        """Wait until nothing is under way and everything stands where it belongs."""
        clock, still, calm = QElapsedTimer(), QElapsedTimer(), 0
        clock.start()
        while clock.elapsed() < PATIENCE_MS:
            _let_go()
            # what is made anew is laid out and shown a round of events later
            calm = calm + 1 if self._program.worker.is_quiet() and self._program.errands.is_quiet() else 0
            if calm <= 1:
                still.start()
            elif calm >= CALM_ROUNDS and still.elapsed() >= SETTLED_MS:
                return
        raise TimeoutError(self._role)

    def _picture(self, page: str) -> None:
        shown = self._window.page()
        assert shown is not None
        if not _tabs(shown):
            self.take(page)
        # a section that is turned to may make its tabs anew
        for at in range(len(_tabs(shown))):
            tab = _tabs(shown)[at]
            name = self._section(tab.text(), at)
            tab.click()
            self.take(f"{page}-{name}")
            opening = [made for made in _buttons(shown) if made.text() in {self._words(key) for key in OPENING}]
            if opening:
                opening[0].click()
                self.take(f"{page}-{name}-revealed")
        if page in MORE:
            name, act = MORE[page]
            act(shown)
            self.take(f"{page}-{name}")

    def _section(self, title: str, at: int) -> str:
        """The name of a section by its title; its number where its title is told by no key of its own."""
        named = (key for key in sorted(self._words.keys()) if ".tab_" in key and self._words(key) == title)
        return next((key.partition(".tab_")[2] for key in named), str(at + 1))

    def _snap(self, name: str) -> None:
        assert self._program.window is not None
        self._album.take(self._program.window, f"{self._role}-{name}", self._looks.theme)

    def _ask(self, ask: Callable[[Callable[[Any], None]], None]) -> Any:
        told: list[Any] = []
        ask(told.append)
        self.rest()
        return told[0]

    def _fill(self, **texts: str) -> None:
        assert self._program.window is not None
        for name, text in texts.items():
            called = self._words(f"sign_in.{name}")
            for box in self._program.window.findChildren(QLineEdit):
                if box.accessibleName() == called:
                    box.setText(text)

    def _press(self, name: str) -> None:
        assert self._program.window is not None
        called = self._words(f"sign_in.{name}")
        next(made for made in _buttons(self._program.window) if made.text() == called).click()
        self.rest()

    @property
    def _window(self) -> MainWindow:
        assert isinstance(self._program.window, MainWindow)
        return self._program.window

    @property
    def _desk(self) -> Any:
        assert self._program.desk is not None
        return self._program.desk


def _needs() -> Iterator[tuple[str, Action]]:
    yield from ((view.id, view.needs) for view in RAIL)
    yield from ((act.page, act.needs) for act in CASE_ACTS)
    yield from (("tip", Action.LIST_TIPS), ("intake", Action.LIST_TIPS), ("new_tip", Action.LINK_TIP), ("import_tip", Action.LINK_TIP))


def _fault(page: Page) -> None:
    """Press what saves, with nothing filled in."""
    next(made for made in _buttons(page) if made.property("kind") == "primary").click()


def _press_first(page: Page, kind: str) -> None:
    """Press the first button of a kind, where there is one."""
    for made in [made for made in _buttons(page) if made.property("kind") == kind][:1]:
        made.click()


def _buttons(within: QWidget) -> list[QPushButton]:
    return [made for made in within.findChildren(QPushButton) if made.isVisible()]


def _tabs(page: QWidget) -> list[QPushButton]:
    return [made for made in _buttons(page) if made.property("kind") == "tab"]


def _let_go() -> None:
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    QCoreApplication.processEvents()


OF_THE_DESK: Final = frozenset(view.id for view in RAIL) | {"intake", "new_tip", "import_tip"}
TELLS: Final = frozenset({Action.LIST_TIPS})
NEEDS: Final[Mapping[str, frozenset[Action]]] = {page: frozenset(needs for named, needs in _needs() if named == page) for page in PAGES}
MORE: Final[Mapping[str, tuple[str, Callable[[Page], None]]]] = {
    "search": ("hits", lambda page: page.take(SOUGHT)),
    "new_case": ("errors", _fault),
    "meeting": ("case", lambda page: _press_first(page, "pill")),
}
"""What else is shown of a page: how it is called, and what brings it about."""
