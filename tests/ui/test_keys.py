"""The keyboard on every page: Tab goes as one reads, every stop says its name and shows itself, and no key means two things."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QImage, QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QPushButton, QScrollArea, QWidget

from tests.make import READERS, Seats, copied, surroundings
from tests.ui.acts import Places, entered_desk
from tests.ui.keys import Hands
from tests.ui.screen import Begin, Screen
from ui.contents import PAGES
from ui.looks import Looks
from ui.widgets.case_tabs import TABS
from ui.widgets.page import Page
from ui.widgets.walk import stops

SEEN_DOTS = 60
"""A mark of focus changes more dots than a caret does."""


@pytest.fixture
def acted(acted_template: Seats, tmp_path: Path) -> Iterator[Seats]:
    desk = copied(acted_template, tmp_path / "acted")
    yield desk
    desk.leave()


def walk(screen: Screen, seats: Seats) -> Iterator[str]:
    """Every page as this member meets it, and every section of the case."""
    places = Places(entered_desk(screen), seats.case)
    for page in PAGES:
        screen.open(page, places.of(page))
        yield page
    screen.open("case", seats.case)
    for tab in TABS:
        screen.press(screen.words(f"screen.tab_{tab}"))
        yield f"case, {tab}"
    opens = screen.words("screen.open_logged")
    screen.press(screen.words("screen.tab_notes"))
    while closed := [made for made in screen.window.findChildren(QPushButton) if made.text() == opens and made.isVisible()]:
        closed[0].click()
        screen.rest()
    yield "case, notes open"


def place(part: QWidget, window: QWidget) -> QRect:
    """Where a part stands in a window in which nothing is scrolled away."""
    return QRect(part.mapTo(window, QPoint(0, 0)), part.size())


def name_of(part: QWidget) -> str:
    return f"{type(part).__name__} {part.accessibleName()!r}"


def tabbed(window: QWidget) -> list[QWidget]:
    """Every stop in the order in which Tab comes to it, from the first one round to it again."""
    first = stops(window)[0]
    first.setFocus()
    met: list[QWidget] = []
    now = first
    while now not in met:
        met.append(now)
        QTest.keyClick(now, Qt.Key.Key_Tab)
        focused = QApplication.focusWidget()
        assert focused is not None
        now = focused
    assert now is first, f"Tab is caught at {name_of(now)}"
    return met


def goes_back(one: QRect, other: QRect, mirrored: bool) -> bool:
    """Whether the second place is read before the first: above it in the same column, or on the reading side of it in the same line."""
    after = other.right() < one.left() if mirrored else other.left() > one.right()
    before = other.left() > one.right() if mirrored else other.right() < one.left()
    same_line = one.top() < other.center().y() < one.bottom() or other.top() < one.center().y() < other.bottom()
    return before if same_line else other.bottom() <= one.top() and not after


@pytest.mark.parametrize(("role", "language"), READERS)
def test_tab_goes_as_one_reads_every_stop_has_a_name_and_shows_itself_and_no_key_means_two_things(
    begin: Begin, acted: Seats, role: str, language: str
) -> None:
    screen = begin(acted.folder, surroundings(acted.clock), Looks(language))
    screen.enter(role, acted.codes[role])
    screen.window.activateWindow()
    wrong, looked_at = set[str](), set[tuple[object, ...]]()
    for page in walk(screen, acted):
        window, mirrored = screen.window, language == "ur"
        faults = (*misleading(window), *out_of_order(window, mirrored), *unseen(window, looked_at))
        wrong |= {f"{page}: {fault}" for fault in faults}
    assert wrong == set()


def out_of_order(window: QWidget, mirrored: bool) -> Iterator[str]:
    """Parts that Tab never comes to, and steps of Tab that go back."""
    met = tabbed(window)
    focusable = {
        part
        for part in window.findChildren(QWidget)
        if part.focusPolicy().value & Qt.FocusPolicy.TabFocus.value and part.isVisible() and part.isEnabled()
    }
    for scroll in window.findChildren(QScrollArea):
        scroll.verticalScrollBar().setValue(0)
    yield from (f"Tab never comes to {name_of(part)}" for part in focusable - set(met))
    for one, other in pairwise(met):
        if goes_back(place(one, window), place(other, window), mirrored):
            yield f"{name_of(one)} -> {name_of(other)}"


def unseen(window: QWidget, looked_at: set[tuple[object, ...]]) -> Iterator[str]:
    """Stops without a name, and kinds of stop, not ``looked_at`` before, that look the same with the keyboard in them."""
    for part in stops(window):
        if not part.accessibleName().strip():
            yield f"no name: {name_of(part)}"
        checked = isinstance(part, QAbstractButton) and part.isChecked()
        kind = (type(part), part.property("kind"), checked, part.objectName(), part.styleSheet())
        if kind not in looked_at:
            looked_at.add(kind)
            if changed(part) < SEEN_DOTS:
                yield f"not seen: {name_of(part)} {part.property('kind') or ''} {checked}"


def changed(part: QWidget) -> int:
    """How many dots look different when the keyboard stands on a control."""
    part.setFocus()
    assert part.hasFocus(), name_of(part)
    lit = drawn(part)
    part.window().setFocus()
    plain = drawn(part)
    return sum(lit.pixel(x, y) != plain.pixel(x, y) for y in range(0, lit.height(), 1) for x in range(0, lit.width(), 2))


def drawn(part: QWidget) -> QImage:
    QApplication.processEvents()
    return part.grab().toImage()


def keys_of(window: QWidget) -> list[str]:
    """Every key that does something just now, as often as it is given."""
    buttons = [made.shortcut() for made in window.findChildren(QAbstractButton) if made.isVisible() and made.isEnabled()]
    shown = [made for made in window.findChildren(QShortcut) if _is_seen(made.parent())]
    others = [key for made in shown for key in list(QShortcut.keys(made))]
    return [key.toString(QKeySequence.SequenceFormat.PortableText) for key in (*buttons, *others) if not key.isEmpty()]


def _is_seen(owner: object) -> bool:
    return isinstance(owner, QWidget) and owner.isVisible()


def page_keys(window: QWidget) -> list[QKeySequence]:
    """The keys that the page shown hears itself, where a key held down must count each time."""
    return [key for made in window.findChildren(QShortcut) if isinstance(made.parent(), Page) for key in list(QShortcut.keys(made))]


def misleading(window: QWidget) -> Iterator[str]:
    """Keys that mean two things here, and keys that a tooltip promises in vain."""
    yield from (f"twice: {key}" for key, times in Counter(keys_of(window)).items() if times > 1)
    for made in window.findChildren(QAbstractButton):
        promised = made.toolTip().rpartition(" (")[2].removesuffix(")") if made.isVisible() and made.toolTip().endswith(")") else ""
        own = QKeySequence(promised) in (made.shortcut(), *page_keys(window))
        if "+" in promised and promised != "Ctrl+L" and not own:
            yield f"in vain: {promised}"


def test_a_page_with_a_count_keeps_its_key(screen: Screen, seats: Seats) -> None:
    screen.enter("investigator", seats.codes["investigator"])
    screen.open("cases")
    page = next(made for place, made in screen.window._open.items() if place[0] == "my_day")
    page.counted.emit("my_day", 3)
    hands = Hands(screen)
    hands.keys("Alt+1")
    assert screen.window.place() == ("my_day", "")
