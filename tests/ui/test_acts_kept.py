"""What acts keep: drafts over a lock and a newer form, older texts, platforms, owners, long notes; and the end of a membership."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QPushButton

from mdt.errors import Unavailable
from mdt.work import incidents
from mdt.work.casefile import open_case
from mdt.work.drafts import keep_draft, take_draft
from mdt.work.staff import add_to_team, list_members
from tests.make import Seats, add_member, copied
from tests.ui.acts import DEEDS, NOTE_TEXT, Deed, content, on_act, save
from tests.ui.reading import buttons, entered, fill, says
from tests.ui.screen import Begin, Screen
from ui.widgets.choice import Several

LONG = ("یہ ایک لمبا نوٹ ہے۔ " * 20 + "\n") * 3000 + "\U0001f9f8 end"


@pytest.fixture
def seats(acted_template: Seats, tmp_path: Path) -> Iterator[Seats]:
    desk = copied(acted_template, tmp_path / "desk")
    yield desk
    desk.leave()


@pytest.mark.parametrize("deed", [deed for deed in DEEDS if deed.drafted[0]], ids=lambda deed: deed.page)
def test_a_draft_outlives_the_lock(screen: Screen, seats: Seats, begin: Begin, deed: Deed) -> None:
    screen.enter(deed.user, seats.codes[deed.user])
    page, form = on_act(screen, seats, deed.page)
    name, text = deed.drafted
    fill(form, **{name: text})
    screen.program.lock()
    screen.program.finish()
    again = begin(seats.folder, screen.around)
    again.enter(deed.user, seats.codes[deed.user])
    page, form = on_act(again, seats, deed.page)
    assert form.text(name) == text
    assert says(page, page.say("acting.taken_up"))
    if form._fields[name].fold is not None:
        assert form.box(name).isVisible()


def test_a_draft_of_an_older_form_is_taken_up_field_by_field_and_nothing_is_lost(screen: Screen, seats: Seats) -> None:
    desk = entered(screen, seats, "prosecutor")
    older = "\x1e".join(("=\x1fopinion 0", "held_on\x1f2/11", "verdict\x1fIt falls", "text\x1fIt will stand."))
    desk.do(keep_draft, None, f"add_opinion/{seats.case}", older)
    page, form = on_act(screen, seats, "add_opinion")
    assert (form.text("held_on"), form.text("text")) == ("2/11", "It will stand.")
    assert says(page, page.say("form.left_over"))
    assert says(page, "verdict: It falls")
    fill(form, text="It stands.")
    page.seal_draft()
    screen.rest()
    kept = desk.do(take_draft, None, f"add_opinion/{seats.case}") or ""
    assert "verdict\x1fIt falls" in kept
    assert kept.startswith("=\x1fopinion 2\x1e")
    save(screen, page)
    assert desk.do(take_draft, None, f"add_opinion/{seats.case}") is None


def test_what_was_typed_is_kept_before_the_act_begins_and_goes_when_it_is_done(screen: Screen, seats: Seats) -> None:
    desk = entered(screen, seats, "prosecutor")
    page, form = on_act(screen, seats, "add_opinion")
    fill(form, text="It will stand.")
    name = page.draft_name()
    assert desk.do(take_draft, None, name) is None
    met: list[str] = []
    page.run(lambda at: at.do(take_draft, None, name), met.append, lambda fault: None)
    screen.rest()
    assert "text\x1fIt will stand." in met[0]
    assert desk.do(take_draft, None, name) is None


def test_an_act_that_was_refused_leaves_what_was_typed(screen: Screen, seats: Seats) -> None:
    desk = entered(screen, seats, "prosecutor")
    page, form = on_act(screen, seats, "add_opinion")
    fill(form, text="It will stand.")
    faults: list[str] = []

    def refuse(at: object) -> None:
        raise Unavailable("unavailable.disk_full")

    page.run(refuse, faults.append, lambda fault: faults.append(fault.key))
    screen.rest()
    assert faults == ["unavailable.disk_full"]
    assert "text\x1fIt will stand." in (desk.do(take_draft, None, page.draft_name()) or "")


def test_the_older_texts_of_an_amended_note_stay_to_be_read(screen: Screen, seats: Seats) -> None:
    entered(screen, seats, "psychologist")
    for text in ("She slept badly again.", "She slept well."):
        page, form = on_act(screen, seats, "amend_session_note")
        fill(form, text=text)
        save(screen, page)
    page, form = on_act(screen, seats, "amend_session_note")
    shown = [box.toPlainText() for box in page.findChildren(QPlainTextEdit) if box.isReadOnly()]
    assert shown == ["She slept well.", "She slept badly again.", NOTE_TEXT]
    assert form.text("text") == "She slept well."


def test_somebody_elses_note_is_not_amended(screen: Screen, seats: Seats) -> None:
    add_member(seats, "second", "psychologist")
    seats.do("supervisor", add_to_team, seats.case, seats.members["second"])
    seats.hand_on_all()
    desk = entered(screen, seats, "second")
    note = desk.do(open_case, seats.case).content["session_notes"][0]["id"]
    page = screen.open("amend_session_note", f"{seats.case}/{note}")
    assert says(page, page.say("doing.not_this_one"))
    assert not says(page, NOTE_TEXT)


def test_a_safe_contact_opens_for_whom_she_ticked(screen: Screen, seats: Seats) -> None:
    entered(screen, seats, "social_welfare")
    page, form = on_act(screen, seats, "keep_safe_contact")
    box = form.box("owners")
    assert isinstance(box, Several)
    assert {box.item(at).text().split(" ")[0] for at in range(box.count())} == {"investigator", "psychologist", "prosecutor"}
    fill(form, code_word="lantern", owners=seats.members["psychologist"])
    save(screen, page)
    screen.program.finish()
    assert content(seats, "psychologist")["safe_contacts"][0]["code_word"] == "lantern"
    assert "code_word" not in content(seats, "prosecutor")["safe_contacts"][0]


def test_an_account_that_was_there_keeps_its_platform(screen: Screen, seats: Seats) -> None:
    desk = entered(screen, seats, "investigator")
    page, form = on_act(screen, seats, "amend_accused")
    fill(form, handle="@invented.gamer; @new.one", platform="tiktok")
    save(screen, page)
    person = next(one for one in desk.do(open_case, seats.case).content["persons"] if one["names"])
    assert person["identifiers"] == ["handle|instagram|@invented.gamer", "handle|tiktok|@new.one"]
    assert person["names"] == ["Muhammad Testkhan", "محمد ٹیسٹ خان"]


def test_what_she_types_stays_while_the_case_changes_under_it(screen: Screen, seats: Seats) -> None:
    desk = entered(screen, seats, "investigator")
    page, form = on_act(screen, seats, "classify_case")
    fill(form, occurred_from="2 Oct 2026")
    desk.do(incidents.classify_case, seats.case, {"typology": "sextortion_minor"})
    screen.rest()
    screen.rest()
    assert page._form is not None
    assert page._form.text("occurred_from") == "2 Oct 2026"


def test_urdu_turns_a_whole_long_note_is_kept_and_a_day_of_1900_is_understood(screen: Screen, seats: Seats) -> None:
    desk = entered(screen, seats, "prosecutor")
    page, form = on_act(screen, seats, "add_opinion")
    box, day = form.box("text"), form.box("held_on")
    assert isinstance(box, QPlainTextEdit)
    assert isinstance(day, QLineEdit)
    assert len(LONG.encode()) > 2_000_000
    box.setPlainText(LONG)
    day.setText("1/1/1900")
    assert box.layoutDirection() == Qt.LayoutDirection.RightToLeft
    assert says(page, "1 January 1900")
    begun = time.monotonic()
    QTest.keyClicks(box, "xyz")
    assert time.monotonic() - begun < 1.0, "typing in a long note does not stall"
    box.setPlainText(LONG)
    save(screen, page)
    kept = desk.do(open_case, seats.case).content["opinions"][-1]
    opinions = {one["held_on"]: one["text"] for one in desk.do(open_case, seats.case).content["opinions"]}
    assert kept
    assert opinions["1900-01-01"] == LONG


def test_a_membership_is_ended_by_the_supervisor(screen: Screen, seats: Seats) -> None:
    desk = entered(screen, seats, "supervisor")
    page = screen.open("members")
    name = page.say("members.end_who", user="prosecutor")
    assert not [made for made in page.findChildren(QPushButton) if made.accessibleName() == page.say("members.end_who", user="supervisor")]
    next(made for made in buttons(page, page.say("members.end")) if made.accessibleName() == name).click()
    screen.rest()
    screen.press(page.say("members.end_do"), page)
    standing_of = {member.user_name: member.standing for member in desk.do(list_members)}
    assert (standing_of["prosecutor"], standing_of["psychologist"]) == ("left", "certified")
    assert says(screen.window, page.say("members.ended", user="prosecutor"))


def test_nobody_else_is_offered_to_end_a_membership(screen: Screen, seats: Seats) -> None:
    entered(screen, seats, "investigator")
    page = screen.open("members")
    assert not buttons(page, page.say("members.end"))
