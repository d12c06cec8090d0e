"""Forms of the catalogue on screen: each builds in both languages; parts fold, fields come and go, several are ticked, drafts are kept."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from mdt.catalogue.forms import OFFERED, FormSpec, form_ids, load_form, read_form
from mdt.catalogue.load import load_catalogue
from mdt.catalogue.words import LANGUAGES, Words
from mdt.errors import Invalid
from tests.make import TODAY
from ui.widgets.asks import Filling
from ui.widgets.choice import Several
from ui.widgets.form import Form

ROWS = (("one", "The first"), ("two", "The second"), ("three", "The third"))


def built(qtbot: QtBot, spec: FormSpec, language: str = "en", **filling: Any) -> Form:
    offered = {field.name: ROWS for field in spec.fields if field.choices in OFFERED}
    form = Form.of(spec, Words(language), load_catalogue().tables, lambda: TODAY, Filling(**{"offered": offered, **filling}))
    qtbot.addWidget(form)
    form.show()
    return form


def several(form: Form, name: str) -> Several:
    box = form.box(name)
    assert isinstance(box, Several)
    return box


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("identity", form_ids())
def test_every_form_builds_in_both_languages_with_a_name_on_every_box(qtbot: QtBot, identity: str, language: str) -> None:
    spec = load_form(identity)
    form = built(qtbot, spec, language)
    for field in spec.fields:
        box = form.box(field.name)
        assert box.accessibleName() == field.label.inside(language)
        assert bool(box.accessibleDescription()) == bool(field.help.en or field.sealed or field.kind == "date")
        if isinstance(box, QComboBox):
            words = [box.itemText(at) for at in range(box.count())]
            assert all(words)
            assert len(set(words)) == len(words) > 1
    needed = {field.name for field in spec.fields if field.needed and not field.start and not form.text(field.name)}
    if needed:
        with pytest.raises(Invalid) as caught:
            form.values()
        assert dict(caught.value.fields) == dict.fromkeys(needed, "invalid.needed")
    else:
        assert form.values().keys() == {field.name for field in spec.fields}
    again = built(qtbot, spec, language)
    again.fill(form.draft())
    assert again.draft() == form.draft()
    assert again.changed() == frozenset()


def test_a_part_is_folded_until_it_is_pressed_filled_or_at_fault(qtbot: QtBot) -> None:
    for open_it in ("press", "fill", "error"):
        form = built(qtbot, load_form("party"), settled={"role": "victim"})
        fold = form._fields["phone"].fold
        assert fold is not None
        assert not form.box("phone").isVisible()
        if open_it == "press":
            QTest.keyClick(fold.head, Qt.Key.Key_Space)
        elif open_it == "fill":
            form.fill("phone\x1f0300 1112223")
        else:
            form.show_errors({"phone": "Not a number."})
        assert form.box("phone").isVisible()
        QTest.keyClick(fold.head, Qt.Key.Key_Space)
        assert not form.box("phone").isVisible()


def test_fields_come_and_go_with_what_was_answered_and_count_only_while_they_are_there(qtbot: QtBot) -> None:
    form = built(qtbot, load_form("party"))
    form.fill("role\x1faccused\x1estate\x1farrested\x1enames\x1fA\x1eschool\x1fInvented School")
    assert form.box("state").isVisible()
    assert not form.box("organisation").isVisible()
    assert (form.values()["state"], form.values()["school"]) == ("arrested", None)
    form.fill("role\x1fcomplainant")
    assert form.box("organisation").isVisible()
    assert (form.values()["state"], form.values()["school"]) == (None, "Invented School")


def test_a_settled_answer_is_not_asked_and_bounds_the_others(qtbot: QtBot) -> None:
    form = built(qtbot, load_form("party"), settled={"role": "accused"})
    assert not form.has("role")
    assert not form.has("address")
    assert form.box("state").isVisible()


def test_several_are_ticked_by_key_and_click_and_come_back_from_a_draft(qtbot: QtBot) -> None:
    form = built(qtbot, load_form("safe_contact"))
    box = several(form, "owners")
    box.setFocus()
    box.setCurrentRow(0)
    QTest.keyClick(box, Qt.Key.Key_Space)
    QTest.mouseClick(box.viewport(), Qt.MouseButton.LeftButton, pos=box.visualItemRect(box.item(2)).center())
    assert form.values()["owners"] == ("one", "three")
    QTest.keyClick(box, Qt.Key.Key_Up)
    QTest.keyClick(box, Qt.Key.Key_Space)
    assert form.values()["owners"] == ("one", "two", "three")
    other = built(qtbot, load_form("safe_contact"))
    other.fill(form.draft())
    assert other.values()["owners"] == ("one", "two", "three")
    assert other.changed() == {"owners"}


def test_a_day_is_shown_long_as_it_was_understood(qtbot: QtBot) -> None:
    form = built(qtbot, load_form("opinion"))
    box = form.box("held_on")
    assert isinstance(box, QLineEdit)
    below = [label.text() for label in form._fields["held_on"].whole.findChildren(QLabel)]
    assert "20 November 2026" in below, "today, in words"
    for typed, said in (("-3d", "17 November 2026"), ("1/1/1900", "1 January 1900"), ("7 نومبر", "7 November 2026"), ("31/2", "today")):
        box.setText(typed)
        assert any(words.startswith(said) for words in (label.text() for label in form._fields["held_on"].whole.findChildren(QLabel)))


NEWER = """
id = "opinion"
version = 2
dated = 2026-12-01
source = "unit"

[[field]]
name = "held_on"
kind = "date"
label = "On"
label_ur = "تاریخ"

[[field]]
name = "grade"
kind = "choice"
label = "Grade"
label_ur = "درجہ"
start = "a"

[[field.choice]]
id = "a"
title = "A"
title_ur = "الف"
"""


def test_a_newer_version_takes_an_older_draft_up_field_by_field(qtbot: QtBot) -> None:
    older = built(qtbot, load_form("opinion"))
    older.fill("held_on\x1f2/11\x1etext\x1fIt will stand \U0001f9f8")
    newer = built(qtbot, read_form("opinion.toml", NEWER))
    newer.fill(f"{older.draft()}\x1egrade\x1fz")
    assert newer.text("held_on") == "2/11"
    shown = [label.text() for label in newer.findChildren(QLabel) if not label.isHidden()]
    assert "text: It will stand \U0001f9f8" in shown
    assert "Grade: z" in shown, "a choice that is no longer offered is not silently another one"
    assert newer.draft().startswith("=\x1fopinion 2\x1e")
    again = built(qtbot, load_form("opinion"))
    again.fill(newer.draft())
    assert again.text("text") == "It will stand \U0001f9f8"


def test_what_is_not_asked_here_is_kept_in_the_draft_but_not_shown(qtbot: QtBot) -> None:
    spec = load_form("amended_party")
    form = built(qtbot, spec, without=frozenset({"name"}))
    form.fill("name\x1fSomebody\x1erisk\x1fhigh")
    assert not any("Somebody" in label.text() for label in form.findChildren(QLabel))
    shown = built(qtbot, spec)
    shown.fill(form.draft())
    assert (shown.text("name"), shown.text("risk")) == ("Somebody", "high")
