"""Forms: dates typed freely, errors in words under the fields, Urdu from the right by itself, drafts that never hold a secret."""

from __future__ import annotations

import time
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel, QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot

from mdt.catalogue.words import Words
from mdt.errors import Invalid
from tests.make import TODAY
from ui.widgets import form as forms
from ui.widgets.form import Ask, Form

ASKS = (
    Ask("name", "Name", help="As she says it."),
    Ask("day", "Day", "date"),
    Ask("note", "Note", "text"),
    Ask("kind", "Kind", "choice", choices=(("a", "First"), ("b", "Second")), start="b"),
    Ask("tick", "Agreed", "tick"),
    Ask("password", "Password", "secret"),
)
SECRET = "a Secret that nobody sees"
ANYTHING = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=40)


def made(qtbot: QtBot, *asks: Ask, language: str = "en") -> Form:
    form = Form(asks or ASKS, Words(language), lambda: TODAY)
    qtbot.addWidget(form)
    form.show()
    return form


def line(form: Form, name: str) -> QLineEdit:
    box = form.box(name)
    assert isinstance(box, QLineEdit)
    return box


def note(form: Form) -> QPlainTextEdit:
    box = form.box("note")
    assert isinstance(box, QPlainTextEdit)
    return box


def errors(form: Form) -> list[str]:
    """The error lines that can be seen."""
    shown = [label for label in form.findChildren(QLabel) if label.property("kind") == "error" and label.isVisible()]
    return [label.text() for label in shown]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("today", TODAY),
        ("yesterday", date(2026, 11, 19)),
        ("+3d", date(2026, 11, 23)),
        ("-3d", date(2026, 11, 17)),
        ("7/11", date(2026, 11, 7)),
        ("7 Nov 2026", date(2026, 11, 7)),
        ("7-11-26", date(2026, 11, 7)),
        ("2026-11-07", date(2026, 11, 7)),
        ("آج", TODAY),
        ("گزشتہ کل", date(2026, 11, 19)),
        ("7 نومبر 2026", date(2026, 11, 7)),
        ("   ", None),
        ("", None),
    ],
)
def test_a_date_is_typed_as_people_type_it(qtbot: QtBot, typed: str, meant: date | None) -> None:
    form = made(qtbot)
    QTest.keyClicks(line(form, "day"), typed) if typed.isascii() else line(form, "day").setText(typed)
    assert form.values()["day"] == meant


@pytest.mark.parametrize("language", ["en", "ur"])
def test_the_examples_and_the_start_of_a_date_field_can_be_read(qtbot: QtBot, language: str) -> None:
    words = Words(language)
    examples = words("form.date_help").replace(" or ", ", ").replace(" یا ", "، ").replace("،", ",").split(",")
    for typed in (words("acting.today"), *(example.strip(" .۔\u200e") for example in examples)):
        form = made(qtbot, Ask("day", "Day", "date", start=typed), language=language)
        assert form.values()["day"] is not None


@pytest.mark.parametrize("typed", ["31/2", "soon", "32 Nov", "کل"])
def test_a_date_nobody_can_read_is_said_under_its_field(qtbot: QtBot, typed: str) -> None:
    form, words = made(qtbot), Words("en")
    line(form, "day").setText(typed)
    with pytest.raises(Invalid) as caught:
        form.values()
    assert set(caught.value.fields) == {"day"}
    form.show_errors({name: words(key) for name, key in caught.value.fields.items()})
    assert errors(form) == [words(caught.value.fields["day"])]


def test_every_field_comes_back_as_its_kind_says(qtbot: QtBot) -> None:
    form = made(qtbot)
    assert form.values() == {"name": None, "day": None, "note": None, "kind": "b", "tick": False, "password": None}
    box = form.box("tick")
    assert isinstance(box, QCheckBox)
    box.setChecked(True)
    QTest.keyClicks(line(form, "name"), "A")
    QTest.keyClicks(note(form), "B")
    QTest.keyClicks(line(form, "password"), SECRET)
    assert form.values() == {"name": "A", "day": None, "note": "B", "kind": "b", "tick": True, "password": SECRET}


def test_errors_stand_under_their_fields_the_first_has_the_keyboard_and_they_go_when_mended(qtbot: QtBot) -> None:
    form = made(qtbot)
    form.activateWindow()
    form.show_errors({"kind": "Choose one.", "note": "Write it."})
    assert errors(form) == ["Write it.", "Choose one."]
    assert form.focusWidget() is form.box("note")
    below = next(label for label in form.findChildren(QLabel) if label.text() == "Write it.")
    bottom, top = (part.mapTo(form, part.rect().bottomLeft()).y() for part in (form.box("note"), below))
    assert bottom < top < form.box("kind").mapTo(form, QPoint()).y()
    form.show_errors({})
    assert errors(form) == []


def test_every_field_has_a_name_to_be_read_out_and_its_help(qtbot: QtBot) -> None:
    form = made(qtbot)
    assert [form.box(ask.name).accessibleName() for ask in ASKS] == [ask.label for ask in ASKS]
    assert form.box("name").accessibleDescription() == "As she says it."


def test_what_is_typed_in_urdu_runs_from_the_right_and_back(qtbot: QtBot) -> None:
    form = made(qtbot)
    boxes = (line(form, "name"), note(form))
    for text, way in (
        ("گل", Qt.LayoutDirection.RightToLeft),
        ("Gul", Qt.LayoutDirection.LeftToRight),
        ("گل", Qt.LayoutDirection.RightToLeft),
    ):
        line(form, "name").setText(text)
        note(form).setPlainText(text)
        assert [box.layoutDirection() for box in boxes] == [way, way]
    line(form, "name").setText("")
    assert line(form, "name").layoutDirection() == Qt.LayoutDirection.RightToLeft, "an emptied field waits where it was"


@given(name=ANYTHING, day=ANYTHING, text=st.lists(ANYTHING, max_size=4), ticked=st.booleans(), kind=st.sampled_from("ab"))
def test_a_draft_brings_everything_back(qtbot: QtBot, name: str, day: str, text: list[str], ticked: bool, kind: str) -> None:
    one, other = made(qtbot), made(qtbot)
    line(one, "name").setText(name)
    line(one, "day").setText(day)
    note(one).setPlainText("\n".join(text))
    tick, choice = one.box("tick"), one.box("kind")
    assert isinstance(tick, QCheckBox)
    assert isinstance(choice, QComboBox)
    tick.setChecked(ticked)
    choice.setCurrentIndex(choice.findData(kind))
    other.fill(one.draft())
    assert [other.text(ask.name) for ask in ASKS] == [one.text(ask.name) for ask in ASKS]


@pytest.mark.parametrize("pasted", ["a\x1eb", "a\x1fb", "a\x1ename\x1fb", "\x1e\x1f"])
def test_signs_a_draft_is_written_with_can_be_pasted_without_harm(qtbot: QtBot, pasted: str) -> None:
    one, other = made(qtbot), made(qtbot)
    line(one, "name").setText("Gul")
    note(one).setPlainText(pasted)
    other.fill(one.draft())
    assert other.text("name") == "Gul"
    assert other.text("note").split() == pasted.replace("\x1e", " ").replace("\x1f", " ").split()


def test_a_secret_is_never_in_a_draft_and_never_shown(qtbot: QtBot) -> None:
    form = made(qtbot)
    QTest.keyClicks(line(form, "password"), SECRET)
    assert SECRET not in form.draft()
    assert "password" not in form.draft()
    assert line(form, "password").echoMode() == QLineEdit.EchoMode.Password
    assert SECRET not in line(form, "password").displayText()


def test_a_secret_alone_asks_for_no_draft(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forms, "DRAFT_EVERY_MS", 20)
    form = made(qtbot)
    drafts: list[str] = []
    form.draft_due.connect(drafts.append)
    QTest.keyClicks(line(form, "password"), SECRET)
    qtbot.wait(80)
    assert all(SECRET not in draft for draft in drafts)


def test_a_draft_is_due_five_seconds_after_the_first_key_though_typing_goes_on(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    assert forms.DRAFT_EVERY_MS == 5000
    monkeypatch.setattr(forms, "DRAFT_EVERY_MS", 200)
    form = made(qtbot)
    due: list[tuple[float, str]] = []
    form.draft_due.connect(lambda draft: due.append((time.monotonic(), draft)))
    begun = time.monotonic()
    while time.monotonic() - begun < 1.0:
        QTest.keyClicks(note(form), "a")
        qtbot.wait(5)
    times = [begun, *(at for at, _ in due)]
    assert len(due) >= 3
    assert max(later - sooner for sooner, later in pairwise(times)) < 0.3
    assert due[-1][1].count("a") > due[0][1].count("a")


def test_no_draft_is_due_where_nothing_was_typed(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forms, "DRAFT_EVERY_MS", 20)
    form = made(qtbot)
    drafts: list[str] = []
    form.draft_due.connect(drafts.append)
    qtbot.wait(60)
    assert drafts == []


def test_a_form_that_was_let_go_sends_no_draft(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forms, "DRAFT_EVERY_MS", 30)
    drafts: list[str] = []
    form = Form(ASKS, Words("en"), lambda: TODAY)
    form.draft_due.connect(drafts.append)
    line(form, "name").setText("Gul")
    form.deleteLater()
    del form
    qtbot.wait(90)
    assert drafts == []
