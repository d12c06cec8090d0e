"""Lists: a model that keeps Qt's rules, fetches a page when it is looked for and once only, and opens rows by the keyboard."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QModelIndex, QObject, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ui.widgets.style import dress
from ui.widgets.table import Field, Listing, PagedRows

PAGE = 20
ROLES = [role.value for role in Qt.ItemDataRole] + [-1, 99_999]
COLUMNS = (
    Field("Number", str, 80, lambda row: "#B42318" if row % 2 else None),
    Field("Twice", lambda row: str(row * 2)),
)


def rows(count: int, first: int = 0) -> list[int]:
    return list(range(first, first + count))


def filled(*pages: int) -> PagedRows:
    """A model that was given pages of these sizes."""
    made = PagedRows(COLUMNS, PAGE)
    if pages:
        made.begin(rows(pages[0]))
    for page in pages[1:]:
        made.add(rows(page, made.rowCount()))
    return made


class Library(QObject):
    """Answers what a model wants with the next page of ``total`` rows, and counts how often it was asked."""

    def __init__(self, model: PagedRows, total: int) -> None:
        super().__init__()
        self.asked: list[Any] = []
        self._model, self._total = model, total
        model.wanted.connect(self._give)

    def _give(self, last: int) -> None:
        self.asked.append(last)
        self._model.add(rows(min(PAGE, self._total - last - 1), last + 1))


@pytest.mark.parametrize("pages", [(), (0,), (1,), (PAGE,), (PAGE, 3), (PAGE, PAGE, 0)])
def test_the_model_keeps_the_rules_of_qt(qtmodeltester: Any, qtbot: QtBot, pages: tuple[int, ...]) -> None:
    qtmodeltester.check(filled(*pages))


@pytest.mark.parametrize("direction", [Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft])
def test_headings_stand_over_their_cells_in_both_directions(qtbot: QtBot, direction: Qt.LayoutDirection) -> None:
    shown = Listing(filled(PAGE), COLUMNS, "Numbers")
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    dress(app, "light")
    qtbot.addWidget(shown)
    shown.setLayoutDirection(direction)
    shown.resize(500, 200)
    shown.show()
    heading = shown.horizontalHeader()
    assert shown.verticalScrollBar().isVisible()
    assert heading.viewport().width() == shown.viewport().width() == heading.length()
    assert [heading.sectionViewportPosition(at) for at in range(2)] == [shown.columnViewportPosition(at) for at in range(2)]
    assert min(shown.columnViewportPosition(at) for at in range(2)) == 0


def test_the_model_keeps_the_rules_of_qt_while_it_changes(qtmodeltester: Any, qtbot: QtBot) -> None:
    model = filled(PAGE)
    qtmodeltester.check(model)
    model.add(rows(PAGE, PAGE))
    model.begin(rows(2))
    model.begin([])
    model.begin(rows(PAGE))
    assert model.rowCount() == PAGE


@given(st.integers(-3, 50), st.integers(-3, 50), st.sampled_from(ROLES), st.sampled_from([(), (3,), (PAGE, 5)]))
def test_no_cell_and_no_heading_ever_raises(row: int, column: int, role: int, pages: tuple[int, ...]) -> None:
    model, larger = filled(*pages), filled(PAGE, PAGE, PAGE)
    for index in (model.index(row, column), model.createIndex(row, column), larger.index(row, column), QModelIndex()):
        model.data(index, role)
        model.rowCount(index)
        model.columnCount(index)
        model.canFetchMore(index)
    for along in Qt.Orientation:
        model.headerData(row, along, role)
        model.headerData(column, along, role)
    assert (model.row(row) is None) == (not 0 <= row < model.rowCount())


def test_cells_speak_their_words_and_wear_their_colour() -> None:
    model = filled(3)
    cell = model.index(1, 0)
    assert model.data(cell) == "1"
    assert model.data(cell, Qt.ItemDataRole.AccessibleTextRole) == "1"
    assert model.data(cell, Qt.ItemDataRole.ForegroundRole) == QColor("#B42318")
    assert model.data(model.index(2, 0), Qt.ItemDataRole.ForegroundRole) is None
    assert [model.headerData(at, Qt.Orientation.Horizontal) for at in range(3)] == ["Number", "Twice", None]
    assert model.headerData(-1, Qt.Orientation.Horizontal) is None


def test_the_next_page_is_asked_for_once_until_it_came() -> None:
    model = filled(PAGE)
    asked: list[object] = []
    model.wanted.connect(asked.append)
    assert model.canFetchMore(QModelIndex())
    for _ in range(5):
        model.fetchMore(QModelIndex())
    assert asked == [PAGE - 1]
    assert not model.canFetchMore(QModelIndex())
    model.add(rows(PAGE, PAGE))
    model.fetchMore(QModelIndex())
    assert asked == [PAGE - 1, 2 * PAGE - 1]


def test_a_short_page_is_the_last() -> None:
    for model in (filled(), filled(0), filled(PAGE - 1), filled(PAGE, 0), filled(PAGE, 3)):
        assert not model.canFetchMore(QModelIndex())
    model = filled(PAGE)
    assert not model.canFetchMore(model.index(0, 0)), "a row has nothing below itself"


def test_a_new_first_page_takes_the_place_of_all_that_was_there() -> None:
    model = filled(PAGE, PAGE)
    model.begin(rows(PAGE, 500))
    assert (model.rowCount(), model.row(0)) == (PAGE, 500)
    assert model.canFetchMore(QModelIndex())


def test_scrolling_to_the_end_fetches_page_after_page_and_none_twice(qtbot: QtBot) -> None:
    model = PagedRows(COLUMNS, PAGE)
    listing = Listing(model, COLUMNS, "Numbers")
    qtbot.addWidget(listing)
    library = Library(model, 2 * PAGE + 7)
    listing.resize(400, 300)
    listing.show()
    model.begin(rows(PAGE))
    for _ in range(10):
        listing.scrollToBottom()
        qtbot.wait(5)
    assert model.rowCount() == 2 * PAGE + 7
    assert library.asked == [PAGE - 1, 2 * PAGE - 1]


@pytest.fixture
def listing(qtbot: QtBot) -> Listing:
    made = Listing(filled(5), COLUMNS, "Numbers")
    qtbot.addWidget(made)
    made.resize(400, 300)
    made.show()
    return made


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_arrows_walk_and_enter_opens(qtbot: QtBot, listing: Listing, key: Qt.Key) -> None:
    listing.selectRow(0)
    QTest.keyClick(listing, Qt.Key.Key_Down)
    with qtbot.waitSignal(listing.chosen, timeout=1000) as heard:
        QTest.keyClick(listing, key)
    assert heard.args == [1]


def test_enter_opens_nothing_where_there_is_no_row(qtbot: QtBot) -> None:
    empty = Listing(filled(), COLUMNS, "Numbers")
    qtbot.addWidget(empty)
    opened: list[object] = []
    empty.chosen.connect(opened.append)
    empty.show()
    QTest.keyClick(empty, Qt.Key.Key_Return)
    assert opened == []


def test_a_double_click_opens_too(qtbot: QtBot, listing: Listing) -> None:
    place = listing.visualRect(listing.model().index(3, 0)).center()
    with qtbot.waitSignal(listing.chosen, timeout=1000) as heard:
        QTest.mouseClick(listing.viewport(), Qt.MouseButton.LeftButton, pos=place)
        QTest.mouseDClick(listing.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert heard.args == [3]


def test_tab_leaves_the_list_and_nothing_in_it_can_be_edited(listing: Listing) -> None:
    assert not listing.tabKeyNavigation()
    assert not listing.model().flags(listing.model().index(0, 0)) & Qt.ItemFlag.ItemIsEditable
    assert listing.accessibleName() == "Numbers"
