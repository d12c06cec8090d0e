"""The member code onto paper at the door: printed or kept as a PDF, with whose desk it is, and nothing else left anywhere."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pypdf
import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QLabel, QWidget

from db.doors import invite
from mdt.catalogue.words import LANGUAGES, Words
from mdt.work.staff import register_member
from tests.make import PASSWORD, Seats, surroundings
from tests.ui.reading import fill
from tests.ui.screen import Begin, Screen
from ui.pages.members import MembersPage
from ui.shell.ask import Questions
from ui.shell.sign_in import SignIn
from ui.widgets.form import Form


class Answers(Questions):
    """Somebody who says where to, or thinks better of it."""

    def __init__(self, place: Path | None) -> None:
        self.place, self.printed = place, 0

    def file_to_write(self, parent: QWidget, title: str, name: str) -> str:
        return str(self.place or "")

    def printer(self, parent: QWidget, printer: QPrinter, then: Callable[[], None]) -> None:
        assert self.place is not None
        printer.setOutputFileName(str(self.place))
        self.printed += 1
        then()


def first_run(begin: Begin, folder: Path) -> Screen:
    """A first run up to the page that shows the code once."""
    screen = begin(folder)
    screen.door()
    for key, text in (("supervisor_name", "desk.1"), ("new_password", PASSWORD), ("again", PASSWORD)):
        screen.type_into(screen.words(f"sign_in.{key}"), text)
    screen.press(screen.words("sign_in.new_desk_do"))
    return screen


def joined(begin: Begin, seats: Seats) -> Screen:
    """A member's first sign-in up to the same page."""
    member = seats.do("supervisor", register_member, None, "newcomer", "psychologist", "female")
    assert seats.vault is not None
    invitation = invite(seats.vault, member, "newcomer")
    seats.leave()
    screen = begin(seats.folder, surroundings(seats.clock))
    screen.door()
    screen.press(screen.words("sign_in.join"))
    for key, text in (("user", "newcomer"), ("invitation", invitation), ("new_password", PASSWORD), ("again", PASSWORD)):
        screen.type_into(screen.words(f"sign_in.{key}"), text)
    screen.press(screen.words("sign_in.join_do"))
    return screen


def code_shown(screen: Screen) -> str:
    return next(label.text() for label in screen.shown().findChildren(QLabel) if label.property("kind") == "name")


def said(screen: Screen) -> list[str]:
    return [label.text() for label in screen.shown().findChildren(QLabel) if label.isVisible()]


def text_of(printed: bytes) -> str:
    return pypdf.PdfReader(BytesIO(printed)).pages[0].extract_text()


def test_the_first_code_is_kept_where_one_says_with_agency_and_circle(
    begin: Begin, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "kept" / "code.pdf"
    place.parent.mkdir()
    monkeypatch.setattr(SignIn, "questions", Answers(place))
    screen = first_run(begin, tmp_path / "new")
    code = code_shown(screen)
    screen.press(screen.words("code_paper.keep"))
    assert screen.words("code_paper.kept") in said(screen)
    text = text_of(place.read_bytes())
    assert all(part in text for part in (code[:17], code[18:], "desk.1", "Islamabad", "National Cyber Crime"))
    assert place.stat().st_mode & 0o077 == 0
    assert [path.name for path in place.parent.iterdir()] == ["code.pdf"]


def test_a_joined_members_card_says_whose_desk_it_is(begin: Begin, seats: Seats, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = tmp_path / "code.pdf"
    monkeypatch.setattr(SignIn, "questions", Answers(place))
    screen = joined(begin, seats)
    screen.press(screen.words("code_paper.keep"))
    text = text_of(place.read_bytes())
    assert code_shown(screen)[:17] in text
    assert "newcomer" in text
    assert "Circle: Multan" in text


def test_it_is_printed_by_the_systems_dialog(begin: Begin, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = tmp_path / "out" / "printed.pdf"
    place.parent.mkdir()
    answers = Answers(place)
    monkeypatch.setattr(SignIn, "questions", answers)
    screen = first_run(begin, tmp_path / "new")
    before = code_shown(screen)
    screen.press(screen.words("code_paper.print"))
    screen.qtbot.waitUntil(lambda: place.exists() and place.read_bytes().rstrip().endswith(b"%%EOF"))
    assert (answers.printed, code_shown(screen)) == (1, before)
    assert [path.name for path in place.parent.iterdir()] == ["printed.pdf"]


@pytest.mark.parametrize("place", [None, "nowhere/code.pdf"])
def test_second_thoughts_and_a_place_that_cannot_be_written_leave_the_code_on_screen(
    begin: Begin, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str | None
) -> None:
    monkeypatch.setattr(SignIn, "questions", Answers(tmp_path / place if place else None))
    screen = first_run(begin, tmp_path / "new")
    before = code_shown(screen)
    screen.press(screen.words("code_paper.keep"))
    assert (screen.words("unavailable.cannot_write") in said(screen)) == bool(place)
    assert code_shown(screen) == before
    assert not list(tmp_path.rglob("*.pdf"))


def test_an_invitation_is_kept_with_what_is_to_be_done_with_it(
    screen: Screen, seats: Seats, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "invitation.pdf"
    screen.enter("supervisor", seats.codes["supervisor"])
    monkeypatch.setattr(MembersPage, "questions", Answers(place))
    page = screen.open("members")
    form = next(form for form in page.findChildren(Form) if form.has("user_name"))
    fill(form, user_name="newcomer", role="psychologist")
    screen.press(screen.words("members.invite_do"))
    screen.press(screen.words("code_paper.keep"))
    code = code_shown(screen)
    assert screen.words("code_paper.kept_invitation") in said(screen)
    text = text_of(place.read_bytes())
    assert all(part in text for part in (code[:17], code[18:], "newcomer", "Circle: Multan", "Invitation"))
    assert place.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_invitation_names_the_button_that_takes_it(language: str) -> None:
    words = Words(language)
    assert words("sign_in.join") in words("invitation.what")


def test_who_is_certified_is_listed_with_the_fingerprint_and_who_waits_reads_it_out(begin: Begin, seats: Seats) -> None:
    first = joined(begin, seats)
    fingerprint = [label.text() for label in first.shown().findChildren(QLabel) if label.property("kind") == "name"][-1]
    first.program.finish()
    screen = begin(seats.folder, surroundings(seats.clock))
    screen.enter("supervisor", seats.codes["supervisor"])
    seats_of = screen.entrance.vault
    assert seats_of is not None
    with seats_of.transaction() as store:
        kept = {member.user_name: member.fingerprint for member in store.staff.members() if member.standing == "certified"}
    page = screen.open("members")
    shown = [label for label in page.findChildren(QLabel) if label.objectName() == "fingerprint" and label.isVisible()]
    assert {label.text() for label in shown} == set(kept.values())
    assert fingerprint not in {label.text() for label in page.findChildren(QLabel)}
    assert screen.words("members.fingerprint_of", user="psychologist") in {label.accessibleName() for label in shown}
    assert len({label.x() for label in shown}) == 1, "one below the other"
    assert all(label.textInteractionFlags() & Qt.TextInteractionFlag.TextSelectableByMouse for label in shown)
