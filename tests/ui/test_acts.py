"""Every act of a case in the window: done by whoever may, refused to everybody else, taken back where that can be, drafted, explained."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit, QPushButton

from mdt.catalogue.forms import load_form
from mdt.errors import Missing
from mdt.model.staff import Role
from mdt.policy.grants import GRANTS
from mdt.work import charges, incidents, notes
from mdt.work.casefile import open_case
from mdt.work.desk import Desk
from mdt.work.drafts import keep_draft, take_draft
from mdt.work.staff import add_to_team, list_members
from tests.make import ROLES, Seats, add_member, build_template, copied
from tests.ui.acts import BY_PAGE, DEEDS, NOTE_TEXT, Deed, about_of
from tests.ui.reading import buttons, entered, errors_on, fill, says
from tests.ui.screen import Begin, Screen
from ui.commands import FORM_ACTS
from ui.pages.act import ActPage
from ui.widgets.case_tabs import TABS
from ui.widgets.choice import Several
from ui.widgets.form import Form

DAY = date(2026, 11, 18)
LONG = "یہ ایک لمبا نوٹ ہے۔ " * 60_000 + "\U0001f9f8 end"
BY_NAME = {deed.page: deed for deed in DEEDS}


@pytest.fixture(scope="session")
def acted_template(tmp_path_factory: pytest.TempPathFactory) -> Seats:
    """A desk on which there is something to amend, lift and withdraw; closed, never opened by a test."""
    desk = build_template(tmp_path_factory.mktemp("acted") / "desk")
    desk.do("psychologist", notes.add_session_note, desk.case, DAY, "held", NOTE_TEXT)
    desk.do("psychologist", notes.raise_signal, desk.case, "no_contact", date(2026, 11, 25))
    desk.do("social_welfare", notes.add_welfare_note, desk.case, DAY, "held", NOTE_TEXT)
    desk.do("prosecutor", notes.add_opinion, desk.case, DAY, NOTE_TEXT)
    accused = next(party["id"] for party in content(desk, "prosecutor")["parties"] if party["role"] == "accused")
    desk.do("prosecutor", charges.lay_charge, desk.case, accused, "peca-21", None, "21(1)(c)", "strong")
    desk.leave()
    return desk


@pytest.fixture
def seats(acted_template: Seats, tmp_path: Path) -> Iterator[Seats]:
    desk = copied(acted_template, tmp_path / "desk")
    yield desk
    desk.leave()


def content(seats: Seats, user: str) -> Any:
    return seats.do(user, open_case, seats.case).content


def on_act(screen: Screen, seats: Seats, page: str) -> tuple[ActPage, Form]:
    """The page of an act on a record that suits it, and its form."""
    desk = screen.program.desk
    assert desk is not None
    shown = screen.open(page, about_of(BY_PAGE[page], desk._desk, seats.case))
    assert isinstance(shown, ActPage)
    assert shown._form is not None
    return shown, shown._form


def somebody(form: Form) -> dict[str, str]:
    """The first person a form offers, where it asks for one."""
    box = form.box("party") if form.has("party") else None
    return {"party": str(box.itemData(1))} if isinstance(box, QComboBox) else {}


def save(screen: Screen, page: ActPage) -> None:
    screen.press(page.say(f"doing.{page.ACT.page}_do"), page)


TAKEN_BACK = frozenset(
    "amend_session_note amend_welfare_note amend_opinion raise_signal lift_signal amend_party amend_accused classify_case "
    "withdraw_charge restrict_case".split()
)


def standing(value: Any) -> Any:
    """What holds in a case: how often a thing was written, and what was lifted or withdrawn, left out."""
    if isinstance(value, dict):
        return {name: standing(inner) for name, inner in value.items() if name not in ("version", "id")}
    if isinstance(value, list):
        kept = [standing(entry) for entry in value if not isinstance(entry, dict) or stands(entry)]
        return sorted(kept, key=repr)
    return value


def stands(entry: dict[str, Any]) -> bool:
    return not entry.get("lifted_on") and entry.get("status") != "withdrawn"


@pytest.mark.parametrize("deed", DEEDS, ids=lambda deed: deed.page)
def test_an_act_is_done_and_taken_back_where_it_can_be(screen: Screen, seats: Seats, deed: Deed) -> None:
    desk = entered(screen, seats, deed.user)
    before = dict(desk.do(open_case, seats.case).content)
    page, form = on_act(screen, seats, deed.page)
    asked = page.ASKED
    fill(form, **deed.typed, **somebody(form))
    save(screen, page)
    assert screen.refused == []
    assert screen.window.place() == (asked.then, seats.case if asked.then == "case" else "")
    assert says(screen.window, page.say(f"doing.{deed.page}_done"))
    if asked.then != "case":
        with pytest.raises(Missing):
            desk.do(open_case, seats.case)
        return
    after = dict(desk.do(open_case, seats.case).content)
    assert standing(after) != standing(before)
    undo = buttons(screen.window, page.say("acting.undo"))
    assert bool(undo) == (deed.page in TAKEN_BACK)
    if undo:
        undo[0].click()
        screen.rest()
        assert screen.refused == []
        assert standing(dict(desk.do(open_case, seats.case).content)) == standing(before)


@pytest.mark.parametrize("role", ROLES)
def test_whoever_has_no_right_gets_the_reason_and_no_form(screen: Screen, seats: Seats, role: str) -> None:
    screen.enter(role, seats.codes[role])
    for act in FORM_ACTS:
        if act.needs in GRANTS[Role(role)]:
            continue
        page = screen.open(act.page, f"{seats.case}/any" if act.per_record else seats.case)
        assert page.findChildren(Form) == [], act.page
        assert says(page, page.say("refused.role")), act.page
        assert buttons(page, page.say("acting.back")), act.page


@pytest.mark.parametrize("role", ROLES)
def test_an_act_is_offered_where_it_belongs_to_whoever_may(screen: Screen, seats: Seats, role: str) -> None:
    desk = entered(screen, seats, role)
    page: Any = screen.open("case", seats.case)
    offered = set()
    for tab in TABS:
        page.turn(tab)
        screen.rest()
        while closed := buttons(page, page.say("screen.open_logged")):
            closed[0].click()
            screen.rest()
        offered |= {made.text() for made in page.findChildren(QPushButton) if made.isVisible()}
    due = {act.page for act in FORM_ACTS if act.needs in GRANTS[Role(role)] and not about_of(act, desk, seats.case).endswith("/none")}
    assert {page.say(BY_PAGE[name].title) for name in due} <= offered
    others = {act.title for act in FORM_ACTS if act.page not in due} - {BY_PAGE[name].title for name in due}
    words = {page.say(BY_PAGE[name].title) for name in due}
    assert not {page.say(title) for title in others} - words & offered


def test_an_act_on_a_record_opened_without_one_says_where_to_begin(screen: Screen, seats: Seats) -> None:
    entered(screen, seats, "investigator")
    for about, key in ((seats.case, "doing.no_record"), (f"{seats.case}/gone", "doing.no_record")):
        page = screen.open("amend_party", about)
        assert says(page, page.say(key))
    page = screen.open("amend_accused", about_of(BY_PAGE["keep_safe_contact"], entered_desk(screen), seats.case))
    assert says(page, page.say("doing.not_this_one"))


def entered_desk(screen: Screen) -> Desk:
    assert screen.program.desk is not None
    return screen.program.desk._desk


@pytest.mark.parametrize("deed", [deed for deed in DEEDS if deed.typed], ids=lambda deed: deed.page)
def test_what_is_needed_is_said_under_its_field_and_nothing_is_done(screen: Screen, seats: Seats, deed: Deed) -> None:
    desk = entered(screen, seats, deed.user)
    before = dict(desk.do(open_case, seats.case).content)
    page, form = on_act(screen, seats, deed.page)
    wanted = [field.name for field in load_form(page.ASKED.form).fields if field.needed and form.has(field.name)]
    fill(form, **dict.fromkeys(wanted, ""))
    save(screen, page)
    said = {name: form._fields[name].error.text() for name in form._fields if form._fields[name].error.text()}
    assert wanted == [name for name in said if said[name] == page.say("invalid.needed")] or deed.page in ("add_source", "keep_safe_contact")
    assert errors_on(page), "an empty or unchanged form says why it is not saved"
    assert screen.window.place()[0] == deed.page
    assert dict(desk.do(open_case, seats.case).content) == before


DATES = [(act.page, field.name) for act in FORM_ACTS if act.asked for field in load_form(act.asked.form).fields if field.kind == "date"]


@pytest.mark.parametrize(("name", "field"), DATES)
def test_a_day_that_cannot_be_is_said_under_its_field(screen: Screen, seats: Seats, name: str, field: str) -> None:
    entered(screen, seats, BY_NAME[name].user)
    page, form = on_act(screen, seats, name)
    if not form.has(field):
        assert (name, field) == ("amend_party", "birth_date"), "masked until she is shown"
        screen.press(page.say("screen.reveal_long", alias="V1"), page)
        assert page._form is not None
        form = page._form
    fill(form, **{field: "31/2"})
    save(screen, page)
    assert form._fields[field].error.text() == page.say("invalid.date")
    assert form._fields[field].error.isVisible()
    first = next(name for name, shown in form._fields.items() if shown.error.text())
    assert form.focusWidget() is form.box(first)


@pytest.mark.parametrize("name", ["add_party", "amend_accused", "amend_party"])
def test_a_phone_that_is_none_is_said_under_it_and_its_part_unfolds(screen: Screen, seats: Seats, name: str) -> None:
    entered(screen, seats, "investigator")
    page, form = on_act(screen, seats, name)
    if not form.has("phone"):
        screen.press(page.say("screen.reveal_long", alias="V1"), page)
        assert page._form is not None
        form = page._form
    fill(form, **({"role": "witness", "names": "Nadia Testwit"} if name == "add_party" else {}), phone="12")
    save(screen, page)
    assert form._fields["phone"].error.text() == page.say("invalid.phone")
    assert form.box("phone").isVisible()


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
    assert kept.startswith("=\x1fopinion 1\x1e")
    save(screen, page)
    assert desk.do(take_draft, None, f"add_opinion/{seats.case}") is None


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
    person = desk.do(open_case, seats.case).content["persons"][0]
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
