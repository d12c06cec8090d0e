"""How words read in a mirrored window: each part keeps its own order, and a line of Latin letters stays on the reading side."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ui.widgets.days import moment, short_day
from ui.widgets.parts import label
from ui.widgets.reading import BY_ITSELF, FROM_RIGHT, INSIDE_ENDS, LEFT_INSIDE, apart, reading

RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute


@pytest.fixture
def mirrored(qapp: QApplication) -> Iterator[None]:
    before = qapp.layoutDirection()
    qapp.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    yield
    qapp.setLayoutDirection(before)


@pytest.mark.usefixtures("qapp")
def test_words_are_left_as_they_are_in_a_window_read_from_the_left() -> None:
    assert reading("A1 · 0300 0000411") == "A1 · 0300 0000411"
    assert apart("shadow (x)") == "shadow (x)"


@pytest.mark.usefixtures("mirrored")
def test_every_part_of_a_line_keeps_its_own_order() -> None:
    said = reading("مقدمہ · investigator · 12 نومبر 2026")
    assert said.startswith(FROM_RIGHT)
    assert said.count(BY_ITSELF) == said.count(INSIDE_ENDS) == 3
    assert f"{BY_ITSELF}investigator{INSIDE_ENDS}" in said
    assert reading(said) == said


@pytest.mark.usefixtures("mirrored")
def test_a_number_inside_a_sentence_runs_from_the_left() -> None:
    assert reading("فون: 0300 0000411") == f"فون: {LEFT_INSIDE}0300 0000411{INSIDE_ENDS}"
    assert apart("shadow (x)") == f"{BY_ITSELF}shadow (x){INSIDE_ENDS}"


@pytest.mark.usefixtures("mirrored")
@pytest.mark.parametrize(("words", "turned"), [("prosecutor", True), ("–", True), ("7 2026", True), ("تفتیش", False)])
def test_a_line_of_latin_letters_stands_where_reading_starts(qtbot: QtBot, words: str, turned: bool) -> None:
    made = label(words)
    qtbot.addWidget(made)
    assert (made.alignment() & RIGHT == RIGHT) is turned


def test_days_in_lists_are_short_and_never_numbers_alone() -> None:
    assert short_day(date(2026, 9, 7), "en") == "7 Sep 2026"
    assert short_day(date(2026, 9, 7), "ur") == "7 ستمبر 2026"
    assert moment(datetime(2026, 9, 7, 9, 5), "en") == "7 Sep 2026, 09:05"  # noqa: DTZ001 - any clock will do
