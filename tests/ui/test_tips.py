"""Referrals in the window: the intake opened and seated, one taken down, linked, answered, narrowed by pills; what others do not see."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from mdt.model.tips import TipFilter
from mdt.work import intake
from mdt.work.casefile import list_cases, open_case
from tests.make import Seats, copied, surroundings
from tests.tipped import ACCOUNT, opened, recorded
from tests.ui.acts import entered_desk
from tests.ui.reading import entered, fill
from tests.ui.screen import Begin, Screen
from ui.pages.intake import IntakePage
from ui.pages.new_tip import NewTipPage
from ui.pages.tip import TipPage
from ui.pages.tips import TipsPage
from ui.widgets.form import Form
from ui.widgets.page import Page

USER = "investigator"


@pytest.fixture
def tipped(template: Seats, tmp_path: Path) -> Iterator[Seats]:
    """A desk with three referrals at the intake."""
    desk = copied(template, tmp_path / "tipped")
    place = opened(desk)
    recorded(desk, place, ACCOUNT, days=100, narrative="He wrote at night.", victims="A girl of twelve")
    recorded(desk, place, source="interpol", number="I-24/7-11", days=3)
    recorded(desk, place, ACCOUNT, number="900000002", days=1, triage="1")
    desk.leave()
    yield desk
    desk.leave()


def words_on(page: Page) -> str:
    return "\n".join(label.text() for label in page.findChildren(QLabel) if label.isVisible())


def form_on(page: Page) -> Form:
    return next(form for form in page.findChildren(Form) if form.isVisible())


def numbers(page: TipsPage) -> list[str]:
    return [row.number for row in page._rows._rows]


def test_the_supervisor_opens_the_intake_and_says_who_sits_there(screen: Screen, seats: Seats) -> None:
    entered(screen, seats, "supervisor")
    page = screen.open("tips")
    assert screen.words("tips.not_opened") in words_on(page)
    screen.press(screen.words("tips.open_intake"), page)
    place = screen.window.page()
    assert isinstance(place, IntakePage)
    assert screen.words("intake.nobody") in words_on(place)
    fill(form_on(place), member=seats.members[USER])
    screen.press(screen.words("intake.add"), place)
    found = entered_desk(screen).do(intake.locate_intake)
    assert [(seat.member, seat.until) for seat in found.seats] == [(seats.members[USER], None)]
    screen.press(screen.words("intake.take_off"), place)
    assert [seat.until is None for seat in entered_desk(screen).do(intake.locate_intake).seats] == [False]


def test_whoever_has_no_seat_is_told_whom_to_ask(screen: Screen, seats: Seats) -> None:
    entered(screen, seats, USER)
    assert screen.words("tips.not_opened") in words_on(screen.open("tips"))


def test_the_ledger_is_narrowed_by_pills_and_opens_by_the_keyboard(begin: Begin, tipped: Seats) -> None:
    shown = begin(tipped.folder, surroundings(tipped.clock))
    entered(shown, tipped, USER)
    page = shown.open("tips")
    assert isinstance(page, TipsPage)
    assert numbers(page) == ["900000001", "I-24/7-11", "900000002"]
    page._pills["sources", "interpol"].click()
    shown.rest()
    assert numbers(page) == ["I-24/7-11"]
    page._pills["sources", "interpol"].click()
    page._pills["triage", "1"].click()
    shown.rest()
    assert numbers(page) == ["900000002"]
    page._pills["waiting", "answered"].click()
    shown.rest()
    assert shown.words("tips.none_here") in words_on(page)
    page._pills["triage", "1"].click()
    page._pills["waiting", "waiting"].click()
    shown.rest()
    page._list.setFocus()
    QTest.keyClick(page._list, Qt.Key.Key_Return)
    shown.rest()
    assert isinstance(shown.window.page(), TipPage)


def test_one_is_read_linked_answered_and_its_victim_shown_by_a_click(begin: Begin, tipped: Seats) -> None:
    screen = begin(tipped.folder, surroundings(tipped.clock))
    desk = entered(screen, tipped, USER)
    first = desk.do(intake.list_tips)[0].id
    page = screen.open("tip", first)
    assert isinstance(page, TipPage)
    said = words_on(page)
    assert screen.words("tip.waits", days=100) in said
    assert "He wrote at night." in said
    assert "A girl of twelve" not in said
    assert desk.do(intake.list_tips)[0].state == "read"
    code = desk.do(list_cases)[0].code
    assert screen.words("tip.case_accused_account", code=code, party="A1") in said
    screen.press(screen.words("tip.reveal"), page)
    assert "A girl of twelve" in words_on(page)
    screen.press(screen.words("tip.link"), page)
    fill(form_on(page), case=tipped.case, reason="same_account")
    screen.press(screen.words("tip.do_link"), page)
    assert [link["reason"] for link in desk.do(open_case, tipped.case).content["tip_links"]] == ["same_account"]
    screen.press(screen.words("tip.outcome"), page)
    fill(form_on(page), outcome="enquiry")
    screen.press(screen.words("tip.do_outcome"), page)
    screen.press(screen.words("tip.send"), page)
    screen.press(screen.words("tip.do_send"), page)
    assert first not in {line.id for line in desk.do(intake.list_tips)}
    screen.press(screen.words("tip.acknowledge"), page)
    assert screen.words("tip.acknowledge") not in words_on(page)
    shown = screen.open("case", tipped.case)
    screen.press(screen.words("screen.tab_tips"), shown)
    assert "900000001" in words_on(shown)
    said = words_on(shown)
    assert "He wrote at night." not in said
    assert "900000002" in said  # shares the account and is not linked yet


def test_one_is_taken_down_after_a_look_at_what_is_like_it(begin: Begin, tipped: Seats) -> None:
    screen = begin(tipped.folder, surroundings(tipped.clock))
    desk = entered(screen, tipped, USER)
    page = screen.open("new_tip")
    assert isinstance(page, NewTipPage)
    fill(page._form, source="cybertip", number="900000001", handle="invented.gamer", received_at="nonsense")
    screen.press(screen.words("newtip.do"), page)
    assert len(desk.do(intake.list_tips)) == 3
    fill(page._form, received_at="")
    screen.press(screen.words("newtip.do"), page)
    assert len(desk.do(intake.list_tips)) == 3
    assert screen.words("newtip.alike") in words_on(page)
    screen.press(screen.words("newtip.anyway"), page)
    assert isinstance(screen.window.page(), TipPage)
    assert [line.number for line in desk.do(intake.list_tips, None, TipFilter(number="900000001"))] == ["900000001"] * 2


def test_a_supervisor_reads_no_sealed_word(begin: Begin, tipped: Seats) -> None:
    screen = begin(tipped.folder, surroundings(tipped.clock))
    desk = entered(screen, tipped, "supervisor")
    page = screen.open("tip", desk.do(intake.list_tips)[0].id)
    said = words_on(page)
    assert "900000001" in page.second.text()  # type: ignore[attr-defined]
    assert not [word for word in ("He wrote", "invented.gamer", "A girl") if word in said]
