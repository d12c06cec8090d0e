"""Every model there is keeps Qt's rules, and the ones that pages show keep them with what the pages put in; dialogs are freed."""

from __future__ import annotations

import importlib
import pkgutil
from typing import Any

import pytest
from PySide6.QtCore import QAbstractItemModel
from PySide6.QtPrintSupport import QAbstractPrintDialog, QPrinter
from PySide6.QtWidgets import QAbstractItemView, QApplication, QDialog, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

import ui
from tests.make import ROLES, Seats
from tests.ui.acts import Places, entered_desk
from tests.ui.screen import Screen, let_go
from ui.contents import PAGES
from ui.shell.ask import Questions
from ui.widgets.choice import Choice, Several
from ui.widgets.table import Field, PagedRows

ROWS = tuple((name, name.title()) for name in ("one", "two", "three"))


def rows() -> PagedRows:
    made = PagedRows((Field("Word", lambda row: row[1]), Field("Id", lambda row: row[0])), 2)
    made.begin(ROWS[:2])
    made.add(ROWS[2:])
    return made


MADE = {PagedRows: rows}
"""How one of each model class of ours is made."""


def classes() -> set[type]:
    """Every class of ours that is a model."""
    for found in pkgutil.walk_packages(ui.__path__, "ui."):
        if not found.name.endswith("__main__"):
            importlib.import_module(found.name)
    known, todo = set(), [QAbstractItemModel]
    while todo:
        for kind in todo.pop().__subclasses__():
            todo.append(kind)
            if kind.__module__.startswith("ui."):
                known.add(kind)
    return known


def test_every_model_class_of_ours_is_known_here() -> None:
    assert classes() == set(MADE)


@pytest.mark.parametrize("kind", MADE, ids=lambda kind: kind.__name__)
def test_a_model_keeps_the_rules_of_qt(qtmodeltester: Any, qtbot: QtBot, kind: type[PagedRows]) -> None:
    qtmodeltester.check(MADE[kind]())


def test_the_lists_of_a_form_keep_the_rules_of_qt(qtmodeltester: Any, qtbot: QtBot) -> None:
    several, choice = Several(ROWS), Choice()
    for identity, words in ROWS:
        choice.addItem(words, identity)
    for shown in (several, choice):
        qtbot.addWidget(shown)
        qtmodeltester.check(shown.model())


@pytest.mark.parametrize("role", ROLES)
def test_the_models_of_every_page_keep_the_rules_of_qt(screen: Screen, seats: Seats, qtmodeltester: Any, role: str) -> None:
    screen.enter(role, seats.codes[role])
    checked, places = set(), Places(entered_desk(screen), seats.case)
    for page in PAGES:
        shown = screen.open(page, places.of(page))
        for view in shown.findChildren(QAbstractItemView):
            if view.model() is not None and view.model().rowCount() and type(view.model()) in MADE:
                qtmodeltester.check(view.model())
                checked.add(page)
                shown.refresh()
                screen.rest()
    assert {"cases", "openings"} <= checked


def test_a_print_dialog_is_freed_when_it_is_closed(qtbot: QtBot) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    parent.show()
    printed: list[int] = []
    for answer in (QDialog.DialogCode.Rejected, QDialog.DialogCode.Accepted):
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        Questions().printer(parent, printer, lambda: printed.append(1))
        asked = [shown for shown in QApplication.topLevelWidgets() if isinstance(shown, QAbstractPrintDialog)]
        assert len(asked) == 1
        asked[0].done(answer.value)
        let_go()
        assert not isValid(asked[0])
    assert printed == [1]


def test_a_page_that_is_let_go_of_is_freed(screen: Screen, seats: Seats) -> None:
    screen.enter("investigator", seats.codes["investigator"])
    first = screen.open("settings")
    for page in ("cases", "search", "members", "upkeep", "new_case", "my_day", "openings"):
        screen.open(page, seats.case if page == "openings" else "")
    assert not isValid(first)
