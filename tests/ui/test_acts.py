"""Every act of a case in the window: done by whoever may, refused to everybody else, taken back where that can be, drafted, explained."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QComboBox, QPushButton

from mdt.catalogue.forms import load_form
from mdt.errors import Missing
from mdt.model.staff import Role
from mdt.policy.grants import GRANTS
from mdt.work.casefile import open_case
from tests.make import ROLES, Seats, copied
from tests.ui.acts import BY_PAGE, DEEDS, Deed, about_of, entered_desk, on_act, save
from tests.ui.reading import buttons, entered, errors_on, fill, says
from tests.ui.screen import Screen
from ui.commands import FORM_ACTS
from ui.widgets.case_tabs import TABS
from ui.widgets.form import Form

BY_NAME = {deed.page: deed for deed in DEEDS}


@pytest.fixture
def seats(acted_template: Seats, tmp_path: Path) -> Iterator[Seats]:
    desk = copied(acted_template, tmp_path / "desk")
    yield desk
    desk.leave()


def somebody(form: Form) -> dict[str, str]:
    """The first person a form offers, where it asks for one."""
    boxes = {name: form.box(name) for name in ("party", "aftercare_owner", "owner") if form.has(name)}
    return {name: str(box.itemData(1)) for name, box in boxes.items() if isinstance(box, QComboBox)}


TAKEN_BACK = frozenset(
    "amend_session_note amend_welfare_note amend_opinion raise_signal lift_signal amend_party amend_accused classify_case "
    "withdraw_charge restrict_case record_event stop_clock pause_clock".split()
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
    ran_on = "rule" in entry and entry.get("until")
    return not entry.get("lifted_on") and not entry.get("withdrawn_on") and not ran_on and entry.get("status") != "withdrawn"


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
    assert form._fields[field].error.text() == page.say("invalid.date_no_such_day")
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
