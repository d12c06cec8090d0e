"""Whether the words of every page have room: a walk over all pages, and what is cut off on one."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QLabel, QPushButton, QScrollArea, QWidget

from tests.ui.acts import Places
from tests.ui.screen import Screen
from ui.contents import PAGES
from ui.widgets.case_tabs import TABS


def pages(screen: Screen, case: str) -> Iterator[tuple[str, QWidget]]:
    """Every page, and every section of the case."""
    assert screen.program.desk is not None
    places = Places(screen.program.desk._desk, case)
    for page in PAGES:
        yield page, screen.open(page, places.of(page))
    shown = screen.open("case", case)
    for tab in TABS:
        next(button for button in shown.findChildren(QPushButton) if button.text() == screen.program.desk.say(f"screen.tab_{tab}")).click()
        screen.rest()
        yield f"case, {tab}", shown


def cut_off(window: QWidget) -> list[str]:
    """Visible labels and buttons whose words do not fit into them, and pages that are wider than their window."""
    found = []
    for label in window.findChildren(QLabel):
        if not label.isVisible() or not label.text():
            continue
        if not label.wordWrap():
            if label.sizeHint().width() > label.width() or label.sizeHint().height() > label.height():
                found.append(f"label {label.text()} {label.size().toTuple()} < {label.sizeHint().toTuple()}")
        elif label.heightForWidth(label.width()) > label.height() + QFontMetrics(label.font()).descent():
            found.append(f"lines {label.text()} {label.size().toTuple()} < {label.heightForWidth(label.width())}")
    for button in window.findChildren(QPushButton):
        if button.isVisible() and (button.sizeHint().width() > button.width() or button.sizeHint().height() > button.height()):
            found.append(f"button {button.text()} {button.size().toTuple()} < {button.sizeHint().toTuple()}")
    for area in window.findChildren(QScrollArea):
        sheet = area.widget()
        if area.isVisible() and sheet is not None and sheet.width() > area.viewport().width():
            found.append(f"page {sheet.width()} > {area.viewport().width()}")
    return found
