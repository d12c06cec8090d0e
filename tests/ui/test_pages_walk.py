"""Every page for every role: it builds, shows and refreshes, and nothing on it says what the role may not know."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from PySide6.QtWidgets import QPushButton, QTabBar

from mdt.catalogue.load import load_catalogue
from mdt.model.cases import Charge
from mdt.model.people import Party, Person
from mdt.model.sensitivity import Sensitivity
from mdt.model.staff import Role
from mdt.policy.actions import Action
from mdt.policy.grants import CLASSES
from tests.make import ROLES, TEAM_ROLES, Seats, copied, surroundings
from tests.mdt.work.marked import CONTACT_OWNERS, MARKERS, Marker, marked_desk
from tests.ui.acts import OF_A_MEETING, Places, entered_desk
from tests.ui.screen import Begin, Screen
from tests.ui.visible import everything
from ui.commands import CASE_ACTS
from ui.contents import PAGES
from ui.views import RAIL
from ui.widgets.case_tabs import TABS
from ui.widgets.days import long_day

NEEDS = [(view.id, view.needs) for view in RAIL] + [(act.page, act.needs) for act in CASE_ACTS] + [("case", Action.OPEN_CASE)]
NEEDS += [(page, Action.READ_CALENDAR) for page in OF_A_MEETING]
NEEDS += [("tip", Action.LIST_TIPS), ("intake", Action.LIST_TIPS), ("new_tip", Action.LINK_TIP), ("import_tip", Action.LINK_TIP)]
DIGITS_TELL = 7


@pytest.fixture(scope="session")
def marked_template(tmp_path_factory: pytest.TempPathFactory) -> Seats:
    """The marked desk, closed; never opened by a test."""
    return marked_desk(tmp_path_factory.mktemp("marked") / "desk")


@pytest.fixture
def marked(marked_template: Seats, tmp_path: Path) -> Iterator[Seats]:
    desk = copied(marked_template, tmp_path / "marked")
    yield desk
    desk.leave()


@pytest.fixture
def sit(begin: Begin, marked: Seats) -> Screen:
    """The program over the marked desk, before anybody signed in."""
    return begin(marked.folder, surroundings(marked.clock))


def enter(screen: Screen, seats: Seats, role: str) -> frozenset[Action]:
    """Sign in, and what this role may do on the marked case."""
    screen.enter(role, seats.codes[role])
    known: list[frozenset[Action]] = []
    desk = screen.program.desk
    assert desk is not None
    desk.allowed(screen.program, known.append, seats.case)
    screen.rest()
    return known[0]


def walk(screen: Screen, case: str) -> Iterator[str]:
    """Open every page one after the other, the case section by section."""
    places = Places(entered_desk(screen), case)
    for page in PAGES:
        screen.open(page, places.of(page))
        yield page
    yield from walk_case(screen, case)


def walk_case(screen: Screen, case: str) -> Iterator[str]:
    """The case section by section, with everything that may be opened."""
    page = screen.open("case", case)
    for tab in TABS:
        screen.press(screen.words(f"screen.tab_{tab}"), page)
        open_all(screen)
        yield f"case, {tab}"


def open_all(screen: Screen) -> None:
    """Open every closed panel that may be opened."""
    opens = screen.words("screen.open_logged")
    while closed := [button for button in screen.window.findChildren(QPushButton) if button.text() == opens and button.isVisible()]:
        closed[0].click()
        screen.rest()


@cache
def shapes(marker: Marker) -> frozenset[str]:
    """How a marker may look on screen: as it was typed, its digits, its long date, its section of law."""
    found = frozenset({marker.text.casefold()})
    digits = "".join(filter(str.isdigit, marker.text))
    if (marker.kind, marker.field) == (Party, "birth_date"):
        day = date.fromisoformat(marker.text)
        return found | {long_day(day, language).casefold() for language in ("en", "ur")} | {f"{day:%d.%m.%Y}"}
    if (marker.kind, marker.field) == (Charge, "offence"):
        row = load_catalogue().offences[marker.text]
        return found | {f"{row.act} {row.section}".casefold()} | {title.casefold() for title in (row.title.en, row.title.ur) if title}
    return found | ({digits[-10:]} if len(digits) >= DIGITS_TELL else frozenset())


def told(screen: Screen, wanted: list[Marker]) -> set[str]:
    """Which of these markers can be read, heard or copied just now, and where."""
    found = set()
    for said in everything(screen.window):
        plain = said.text.casefold()
        digits = "".join(filter(str.isdigit, plain))
        met = (marker for marker in wanted if any(shape in plain or shape in digits for shape in shapes(marker)))
        found |= {f"{marker} in {said.where}" for marker in met}
    return found


def cleared(role: str, marker: Marker) -> bool:
    """Whether this role may ever see what the marker stands for."""
    if marker.sensitivity is Sensitivity.CONTACT:
        return role in CONTACT_OWNERS
    return Role(role) in CLASSES[marker.sensitivity].cleared


@pytest.mark.parametrize("role", ROLES)
def test_every_page_opens_and_is_made_fresh_for_every_role(screen: Screen, seats: Seats, role: str) -> None:
    allowed = enter(screen, seats, role)
    fault = screen.words("screen.fault", kind="").partition("(")[0]
    places = Places(entered_desk(screen), seats.case)
    for page in PAGES:
        before = len(screen.refused)
        shown = screen.open(page, places.of(page))
        assert shown.isVisible()
        shown.refresh()
        screen.rest()
        said = screen.refused[before:]
        assert not [words for words in said if words.startswith(fault)], page
        if any(needs in allowed for named, needs in NEEDS if named == page):
            assert said == [], page


@pytest.mark.parametrize("role", ROLES)
def test_the_rail_offers_exactly_the_pages_the_role_may_open(screen: Screen, seats: Seats, role: str) -> None:
    allowed = enter(screen, seats, role)
    offered = {button.text() for button in screen.window.findChildren(QPushButton) if button.property("kind") == "rail"}
    assert offered == {screen.words(view.title) for view in RAIL if view.needs in allowed}
    assert all(view.id in PAGES for view in RAIL if view.needs in allowed)


@pytest.mark.parametrize("role", ROLES)
def test_the_head_of_a_case_offers_only_what_the_role_may_do_and_every_offer_opens(screen: Screen, seats: Seats, role: str) -> None:
    allowed = enter(screen, seats, role)
    heads = [act for act in CASE_ACTS if act.where in ("head", "aside")]
    due = {screen.words(act.title): act.page for act in heads if act.needs in allowed}
    page = screen.open("case", seats.case)
    offered = [button.text() for button in page.findChildren(QPushButton)]
    assert {text for text in offered if text in {screen.words(act.title) for act in heads}} == set(due)
    assert all(offered.count(title) == 1 for title in due)
    for title, leads_to in due.items():
        screen.open("case", seats.case)
        screen.press(title)
        assert screen.window.place() == (leads_to, seats.case)


def test_every_page_that_is_offered_is_there_and_every_page_can_be_reached() -> None:
    assert {page for page, _ in NEEDS} == set(PAGES)


@pytest.mark.parametrize("role", ROLES)
def test_nothing_withheld_is_on_any_page_to_be_read_heard_or_copied_and_what_she_may_see_is(sit: Screen, marked: Seats, role: str) -> None:
    """Without the second a window that shows nothing would be praised."""
    enter(sit, marked, role)
    closed = [marker for marker in MARKERS if not cleared(role, marker) or marker.sensitivity is Sensitivity.IDENTITY]
    shown = [marker for marker in MARKERS if cleared(role, marker) and not marker.past and marker.sensitivity in SHOWN]
    shown = [marker for marker in shown if (marker.kind, marker.field) in SHOWN[marker.sensitivity]]
    hidden, leaks, found = {str(marker) for marker in closed}, set(), set()
    for place in walk(sit, marked.case):
        for seen in told(sit, [*closed, *shown]):
            text = seen.rpartition(" in ")[0]
            found.add(text)
            if text in hidden:
                leaks.add(f"{place}: {seen}")
    assert leaks == set()
    assert {str(marker) for marker in shown} - found == set()
    assert sit.window.windowTitle() == "MDT Desk"
    assert sit.words("screen.tab_shared") in {said.text for said in everything(sit.window)}


SHOWN = {Sensitivity.ACCUSED: {(Person, "names")}}


@pytest.mark.parametrize("role", TEAM_ROLES)
def test_identity_is_masked_until_it_is_shown_and_then_only_what_the_role_may_see(sit: Screen, marked: Seats, role: str) -> None:
    enter(sit, marked, role)
    identity = [marker for marker in MARKERS if marker.sensitivity is Sensitivity.IDENTITY and not marker.past]
    page = sit.open("case", marked.case)
    sit.press(sit.words("screen.tab_people"))
    assert told(sit, identity) == set()
    show = sit.words("screen.reveal")
    while buttons := [button for button in page.findChildren(QPushButton) if button.text() == show and button.isVisible()]:
        before = len(buttons)
        buttons[0].click()
        sit.rest()
        assert len([button for button in page.findChildren(QPushButton) if button.text() == show]) < before
    names = {marker.text for marker in identity if marker.field == "name"}
    assert names <= {said.text for said in everything(sit.window)}
    withheld = [marker for marker in MARKERS if not cleared(role, marker)]
    assert {f"{place}: {leak}" for place in walk(sit, marked.case) for leak in told(sit, withheld)} == set()


@pytest.mark.parametrize("role", ROLES)
def test_a_search_shows_names_only_to_those_who_may_see_them(sit: Screen, marked: Seats, role: str) -> None:
    enter(sit, marked, role)
    page = sit.open("search")
    for marker in MARKERS:
        if not marker.text.startswith("MARK") or cleared(role, marker):
            continue
        page.take(marker.text)
        sit.rest()
        typed = {f"{marker} in QLineEdit"}
        assert told(sit, [marker]) <= typed


def test_sections_are_reached_by_the_keyboard(screen: Screen, seats: Seats) -> None:
    screen.enter("psychologist", seats.codes["psychologist"])
    page = screen.open("case", seats.case)
    tabs = [button for button in page.findChildren(QPushButton) if button.property("kind") == "tab"]
    assert len(tabs) == len(TABS)
    assert not page.findChildren(QTabBar)
    assert [tab.shortcut().toString() for tab in tabs] == [f"Ctrl+{at % 10}" for at in range(1, len(TABS) + 1)]
    assert sum(tab.isChecked() for tab in tabs) == 1
