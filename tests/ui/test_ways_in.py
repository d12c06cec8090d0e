"""Passwords, codes and recovery kits in the window: changed, made, typed back, tried, and a member let in again."""

from __future__ import annotations

from datetime import timedelta

import pytest
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from db.recovery import first_letters, recover
from db.slots import SlotsFile
from mdt.model.kits import KitSet
from tests.db.given import entering
from tests.db.sheets import NEEDED, Kits
from tests.make import PASSWORD, Seats, surroundings
from tests.ui.screen import Begin, Screen

NEW = "lantern quarry tide muslin"


def said(screen: Screen) -> list[str]:
    return [shown.text() for shown in screen.window.findChildren(QLabel) if shown.isVisible()]


def by_name(screen: Screen, name: str) -> QPushButton:
    return next(found for found in screen.window.findChildren(QPushButton) if found.accessibleName() == name and found.isVisible())


def code_shown(screen: Screen, within: QWidget) -> str:
    """The code that stands there once."""
    return next(one.text() for one in within.findChildren(QLabel) if one.isVisible() and one.text().count("-") == 5)


def press_named(screen: Screen, name: str) -> None:
    by_name(screen, name).click()
    screen.rest()


def test_a_password_is_changed_from_the_settings_and_is_measured_as_one_types(screen: Screen, seats: Seats) -> None:
    screen.enter("investigator", seats.codes["investigator"])
    page, words = screen.open("settings"), screen.words
    screen.press(words("settings.password"))
    for key, text in (("kits.password", PASSWORD), ("kits.code", seats.codes["investigator"])):
        screen.type_into(words(key), text, page)
    for text, measure in (("short", "short"), ("passwordpassword", "easy"), (NEW, "good")):
        screen.type_into(words("sign_in.new_password"), text, page)
        assert words(f"password.{measure}") in said(screen)
    screen.type_into(words("sign_in.again"), "another", page)
    screen.press(words("settings.do"), page)
    assert words("invalid.password_differs") in said(screen)
    for key in ("new_password", "again"):
        screen.type_into(words(f"sign_in.{key}"), PASSWORD, page)
    screen.press(words("settings.do"), page)
    assert words("invalid.password_same") in said(screen)
    for key in ("new_password", "again"):
        screen.type_into(words(f"sign_in.{key}"), NEW, page)
    screen.press(words("settings.do"), page)
    assert words("cli.password_changed") in said(screen)
    screen.program.finish()
    assert [entering(seats, "investigator"), entering(seats, "investigator", password=NEW)] == ["locked.wrong", "done"]


def test_a_wrong_password_changes_nothing_and_is_said_in_place(screen: Screen, seats: Seats) -> None:
    screen.enter("investigator", seats.codes["investigator"])
    page, words = screen.open("settings"), screen.words
    screen.press(words("settings.new_code"))
    screen.type_into(words("kits.password"), "wrong", page)
    screen.type_into(words("kits.code"), seats.codes["investigator"], page)
    screen.press(words("settings.do"), page)
    assert words("locked.wrong_now") in said(screen)
    screen.type_into(words("kits.password"), PASSWORD, page)
    screen.press(words("settings.do"), page)
    code = code_shown(screen, page)
    screen.program.finish()
    assert [entering(seats, "investigator"), entering(seats, "investigator", code=code)] == ["locked.wrong", "done"]


def test_a_kit_is_made_typed_back_and_tried(screen: Screen, seats: Seats) -> None:
    screen.enter("supervisor", seats.codes["supervisor"])
    page, words = screen.open("upkeep"), screen.words
    kind = words("kit.operational")
    assert not by_name(screen, words("kits.try_named", kind=kind)).isEnabled()
    press_named(screen, words("kits.make_named", kind=kind))
    screen.type_into(words("kits.password"), PASSWORD, page)
    screen.type_into(words("kits.code"), seats.codes["supervisor"], page)
    screen.press(words("kits.make_do"), page)
    code = code_shown(screen, page)
    screen.type_into(words("kits.letters"), "WRONG", page)
    screen.press(words("kits.keep_do"), page)
    assert words("invalid.not_typed_back") in said(screen)
    assert SlotsFile(seats.folder).of_kind("kit") == ()
    screen.type_into(words("kits.letters"), first_letters(code), page)
    screen.press(words("kits.keep_do"), page)
    assert words("cli.kit_kept", kind=kind, number=1) in said(screen)
    press_named(screen, words("kits.try_named", kind=kind))
    screen.type_into(words("kits.sheet_code"), code, page)
    screen.press(words("kits.try_do"), page)
    assert words("cli.kit_right", kind=kind, number=1) in said(screen)
    assert code not in "".join(said(screen))


def test_a_member_is_let_in_again_by_kits_typed_one_after_the_other(begin: Begin, seats: Seats) -> None:
    kept = Kits(seats)
    kept.make_all()
    screen = begin(seats.folder, surroundings(seats.clock))
    screen.enter("supervisor", seats.codes["supervisor"])
    page, words = screen.open("upkeep"), screen.words
    screen.press(words("kits.reissue"), page)
    screen.type_into(words("sign_in.user"), "prosecutor", page)
    for code in kept.two(*NEEDED["prosecutor"]):
        screen.type_into(words("kits.sheet_code"), code, page)
        screen.press(words("kits.take"), page)
    for key in ("new_password", "again"):
        screen.type_into(words(f"sign_in.{key}"), NEW, page)
    screen.press(words("kits.reissue_do"), page)
    assert words("cli.reissued", user="prosecutor") in said(screen)
    code = code_shown(screen, page)
    screen.program.finish()
    assert entering(seats, "prosecutor", password=NEW, code=code) == "done"
    assert recover(seats.folder, "prosecutor", kept.two(KitSet.OPERATIONAL, KitSet.LEGAL)).by


def test_only_who_answers_for_the_members_is_offered_to_let_one_in_again(screen: Screen, seats: Seats) -> None:
    screen.enter("psychologist", seats.codes["psychologist"])
    page = screen.open("upkeep")
    assert screen.words("kits.reissue") not in [found.text() for found in page.findChildren(QPushButton)]


@pytest.mark.parametrize(("days", "due"), [(300, False), (400, True)])
def test_kits_not_tried_for_a_year_stand_on_the_first_page_of_the_day(begin: Begin, seats: Seats, days: int, due: bool) -> None:
    kept = Kits(seats)
    kept.make_all()
    seats.clock.at += timedelta(days=days)
    screen = begin(seats.folder, surroundings(seats.clock))
    screen.enter("psychologist", seats.codes["psychologist"])
    screen.open("my_day")
    assert (screen.words("kits.untried", days=days) in said(screen)) is due


def test_who_left_has_no_way_in_any_more_as_soon_as_it_is_said(screen: Screen, seats: Seats) -> None:
    screen.enter("supervisor", seats.codes["supervisor"])
    screen.open("members")
    name = screen.words("members.end_who", user="prosecutor")
    press_named(screen, name)
    screen.press(screen.words("members.end_do"))
    assert SlotsFile(seats.folder).find("prosecutor", "member") is None
