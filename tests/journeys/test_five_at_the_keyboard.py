"""Each of the five roles from the locked screen to the last paper she has, by the keyboard alone, in a real window on a real vault."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QPlainTextEdit, QTableView, QWidget

from mdt.catalogue.load import load_catalogue
from mdt.work.casefile import open_case
from mdt.work.gaps import missing_on_desk
from mdt.work.notes import add_session_note
from mdt.work.requests import request_closure
from mdt.work.staff import read_log
from tests.make import PASSWORD, Seats
from tests.ui.keys import Hands
from tests.ui.screen import Begin, Screen, begin, screen
from ui.pages.print import PrintPage
from ui.shell.ask import Questions
from ui.shell.sign_in import SignIn
from ui.shell.window import MainWindow

__all__ = ["begin", "screen"]

URDU = "وہ کئی ہفتوں بعد سکون سے سوئی۔"


class Office(Questions):
    """A printer that prints into a folder, and somebody who keeps files there."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def file_to_write(self, parent: QWidget, title: str, name: str) -> str:
        return str(self.folder / name)

    def printer(self, parent: QWidget, printer: QPrinter, then: Callable[[], None]) -> None:
        printer.setOutputFileName(str(self.folder / "printed.pdf"))
        then()


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    folder = tmp_path / "office"
    folder.mkdir()
    made = Office(folder)
    monkeypatch.setattr(PrintPage, "questions", made, raising=False)
    monkeypatch.setattr(SignIn, "questions", made)
    return made


def seated(screen: Screen, seats: Seats, user: str) -> Hands:
    """At the locked screen, then signed in."""
    screen.door()
    hands = Hands(screen)
    assert hands.name() == hands.words("sign_in.user")
    hands.sign_in(user, PASSWORD, seats.codes[user])
    assert screen.window.place()[0] == "my_day"
    return hands


def case_of(screen: Screen, case: str) -> Any:
    """What the case says behind the window."""
    assert screen.program.desk is not None
    return screen.program.desk._desk.do(open_case, case).content


def shown_page(hands: Hands) -> str:
    assert isinstance(hands.screen.program.window, MainWindow)
    return hands.screen.program.window.place()[0]


def sheets(path: Path) -> int:
    """How many sheets were painted."""
    paper = QPdfDocument()
    assert paper.load(str(path)) == QPdfDocument.Error.None_
    found = paper.pageCount()
    paper.close()
    return found


def open_the_case(hands: Hands, code: str) -> None:
    """From the list, by the arrows and Enter."""
    hands.keys("Alt+2")
    hands.walk_to(code)
    hands.key(Qt.Key.Key_Return)
    assert shown_page(hands) == "case"


def test_an_investigator_takes_down_a_case_and_comes_back_after_a_lock(screen: Screen, seats: Seats, begin: Begin) -> None:
    say = screen.words
    hands = seated(screen, seats, "investigator")
    hands.keys("Alt+3")
    assert hands.name() == "Circle"
    hands.choose("Circle", "Multan")
    hands.choose("How it came in", "Walk-in")
    hands.fill("What was told", "He asks her for more pictures.")
    hands.keys("Alt+V")
    assert hands.name() == "Names"
    hands.write("Gulnaz Testbibi")
    hands.tab_to("Phone, CNIC, account and more")
    hands.key(Qt.Key.Key_Return)
    hands.fill("Phone", "0300 1112223")
    hands.keys("Ctrl+S")
    assert hands.reads(say("new_case.known_head"))
    assert shown_page(hands) == "new_case", "whoever is known is shown before anything is kept"
    hands.key(Qt.Key.Key_Return)
    assert shown_page(hands) == "new_case", "a second press of Enter acknowledges nothing"
    hands.press(say("new_case.looked"))
    assert shown_page(hands) == "case"
    case = screen.window.place()[1]
    assert case != seats.case

    hands.keys("Ctrl+M")
    hands.write("B-1402")
    hands.key(Qt.Key.Key_Return)
    assert hands.at().property("kind") == "primary"
    hands.key(Qt.Key.Key_Return)
    assert shown_page(hands) == "case"
    assert case_of(screen, case)["stage"] == "verification"

    hands.keys("Ctrl+2")
    hands.keys("Ctrl+Shift+P")
    hands.choose("Part in the case", "Witness")
    hands.fill("Names", "Nadia Testwit")
    hands.keys("Ctrl+S")
    assert [party["role"] for party in case_of(screen, case)["parties"]] == ["victim", "witness"]

    hands.keys("Ctrl+2")
    assert not hands.reads("Gulnaz")
    hands.press(say("screen.reveal_long", alias="V1"))
    assert hands.reads("Gulnaz Testbibi")

    hands.keys("Ctrl+Shift+P")
    hands.fill("Names", "Half a na")
    hands.keys("Ctrl+L")
    assert screen.locks == [()]
    screen.program.finish()
    acts = [entry.act for entry in seats.do("supervisor", read_log, None, 500)]
    assert "reveal_identity" in acts
    seats.leave()

    again = begin(seats.folder, screen.around)
    again.door()
    back = Hands(again)
    back.sign_in("investigator", PASSWORD, seats.codes["investigator"])
    assert again.window.place() == ("add_party", case)
    box = back.tab_to("Names")
    assert isinstance(box, QPlainTextEdit)
    assert box.toPlainText() == "Half a na"
    back.keys("Esc")
    back.keys("Ctrl+Y")
    history = back.at()
    assert isinstance(history, QTableView)
    back.walk_to("Verification")


def test_a_psychologist_finds_her_case_reads_writes_in_urdu_and_raises_a_signal(screen: Screen, seats: Seats) -> None:
    code = seats.do("psychologist", open_case, seats.case).content["code"]
    seats.do("psychologist", add_session_note, seats.case, date(2026, 11, 18), "held", "She spoke of school.")
    seats.leave()
    say = screen.words
    hands = seated(screen, seats, "psychologist")
    hands.keys("Ctrl+K")
    hands.write(code)
    hands.key(Qt.Key.Key_Return)
    hands.press(code)
    assert shown_page(hands) == "case"
    hands.keys("Ctrl+3")
    assert not hands.reads("She spoke of school.")
    hands.press(say("screen.session_notes_open"))
    assert hands.reads("She spoke of school.")
    hands.keys("Ctrl+N")
    assert hands.name() == "Note"
    hands.write(URDU)
    assert hands.at().layoutDirection() == Qt.LayoutDirection.RightToLeft
    hands.keys("Ctrl+S")
    assert shown_page(hands) == "case"
    assert [note["text"] for note in case_of(screen, seats.case)["session_notes"]] == ["She spoke of school.", URDU]

    hands.keys("Ctrl+1")
    hands.keys("Ctrl+G")
    kind = "Do not interview before the date"
    hands.choose("What everybody must keep to", kind)
    hands.fill("Until", "+3d")
    hands.keys("Ctrl+S")
    assert shown_page(hands) == "case"
    assert any(words.startswith(kind) for words in hands.sees())
    hands.keys("Alt+1")
    assert hands.reads(say("screen.with_signals", count=1))
    hands.press(code)
    hands.keys("Ctrl+Shift+O")
    assert isinstance(hands.at(), QTableView)
    assert hands.reads(say("openings.title"))


def test_a_prosecutor_lays_a_charge_and_prints_the_bundle_in_urdu(screen: Screen, seats: Seats, office: Office) -> None:
    code = seats.do("prosecutor", open_case, seats.case).content["code"]
    seats.leave()
    say = screen.words
    hands = seated(screen, seats, "prosecutor")
    open_the_case(hands, code)
    hands.keys("Ctrl+H")
    hands.write("PECA 21")
    hands.key(Qt.Key.Key_Down)
    hands.fill("Assessment", "It will stand.")
    hands.press(say("charge.lay"))
    charges = case_of(screen, seats.case)["charges"]
    assert [charge["status"] for charge in charges] == ["laid"]
    hands.keys("Esc")
    hands.keys("Ctrl+P")
    assert hands.name() == say("print.print")
    hands.press(say("print.in_ur"))
    hands.press(say("print.print"))
    hands.until(lambda: (office.folder / "printed.pdf").exists() and hands.name() == say("print.print"))
    assert sheets(office.folder / "printed.pdf") == pages(screen) > 3
    assert hands.sees() and "bundle" not in screen.window.windowTitle()


def pages(screen: Screen) -> int:
    page = screen.window.page()
    assert isinstance(page, PrintPage)
    return page.paper.pages()


def test_social_welfare_goes_from_what_is_missing_to_a_safe_contact(screen: Screen, seats: Seats) -> None:
    code = seats.do("social_welfare", open_case, seats.case).content["code"]
    gap = seats.do("social_welfare", missing_on_desk)[0].gap
    seats.leave()
    say = screen.words
    hands = seated(screen, seats, "social_welfare")
    title = load_catalogue().missing[gap].title.en
    assert hands.reads(title)
    hands.press(f"{code}: {title}")
    assert shown_page(hands) == "case"
    hands.keys("Ctrl+N")
    assert hands.name() == "Note"
    hands.write("Visited the aunt.")
    hands.keys("Ctrl+S")
    assert shown_page(hands) == "case"
    hands.keys("Ctrl+2")
    hands.press(say("doing.keep_safe_contact"))
    hands.fill("Safe number", "0300 9998887")
    hands.keys("Ctrl+S")
    assert shown_page(hands) == "case"
    shown = case_of(screen, seats.case)
    assert [note["text"] for note in shown["welfare_notes"]] == ["Visited the aunt."]
    assert len(shown["safe_contacts"]) == 1
    hands.keys("Ctrl+2")
    assert hands.reads("0300 9998887")
    hands.keys("Ctrl+Y")
    assert isinstance(hands.at(), QTableView)


def test_a_supervisor_makes_the_desk_and_runs_it(begin: Begin, tmp_path: Path, office: Office) -> None:
    screen = begin(tmp_path / "first")
    say = screen.words
    screen.door()
    hands = Hands(screen)
    hands.choose(say("sign_in.circle"), "Multan")
    hands.fill(say("sign_in.supervisor_name"), "desk.1")
    hands.key(Qt.Key.Key_Return)
    hands.write(PASSWORD)
    hands.key(Qt.Key.Key_Return)
    hands.write(PASSWORD)
    hands.key(Qt.Key.Key_Return)
    code = large(hands)[0]
    assert hands.name() == say("code_paper.print")
    hands.key(Qt.Key.Key_Return)
    hands.until(lambda: (office.folder / "printed.pdf").exists())
    hands.rest()
    hands.press(say("code_paper.keep"))
    assert sheets(office.folder / "member-code.pdf") == 1
    hands.press(say("sign_in.written_down"))
    hands.sign_in("desk.1", PASSWORD, code)
    hands.keys("Alt+4")
    hands.fill("User name", "psy.1")
    hands.choose("Role", "Psychologist")
    hands.press(say("members.invite_do"))
    invitation = large(hands)[-1]
    assert hands.name() == say("members.another")
    hands.keys("Ctrl+L")
    screen.program.finish()

    fingerprint = psychologist_joins(begin, tmp_path / "first", screen, invitation)
    certified_and_seated(begin, tmp_path / "first", screen, code, fingerprint)


def psychologist_joins(begin: Begin, folder: Path, before: Screen, invitation: str) -> str:
    """In the window that is shown after the lock: she joins, prints her code, and reads her fingerprint out."""
    screen = begin(folder, before.around)
    screen.door()
    hands = Hands(screen)
    hands.press(hands.words("sign_in.join"))
    hands.write("psy.1")
    hands.key(Qt.Key.Key_Return)
    hands.write(invitation)
    hands.key(Qt.Key.Key_Return)
    for _ in range(2):
        hands.write(PASSWORD)
        hands.key(Qt.Key.Key_Return)
    code, fingerprint = large(hands)
    hands.press(hands.words("sign_in.written_down"))
    assert code
    screen.program.finish()
    return fingerprint


def certified_and_seated(begin: Begin, folder: Path, before: Screen, code: str, fingerprint: str) -> None:
    """She comes back, certifies what she heard, and reads in the log that it was done."""
    screen = begin(folder, before.around)
    say = screen.words
    screen.door()
    hands = Hands(screen)
    hands.sign_in("desk.1", PASSWORD, code)
    if shown_page(hands) != "members":
        hands.press("psy.1")
    hands.press(say("members.certify"))
    hands.write(fingerprint)
    hands.key(Qt.Key.Key_Return)
    hands.key(Qt.Key.Key_Return)
    assert hands.reads(say("cli.certified", user="psy.1"))
    hands.keys("Alt+5")
    table = hands.at()
    assert isinstance(table, QTableView)
    hands.walk_to(say("act.certify_member"))
    assert say("log.done") in hands.row(table)


def large(hands: Hands) -> list[str]:
    """What is shown large to be taken away, as eyes read it."""
    found = [
        label.text()
        for label in hands.screen.shown().findChildren(QWidget)
        if label.property("kind") == "name" and label.isVisible() and label.text() != hands.words("screen.name")  # type: ignore[attr-defined]
    ]
    return found


def test_a_supervisor_seats_a_member_and_decides_what_was_asked(screen: Screen, seats: Seats) -> None:
    code = seats.do("investigator", open_case, seats.case).content["code"]
    seats.do("investigator", request_closure, seats.case, "untraced", "Nobody was found.", date(2026, 11, 19))
    seats.leave()
    say = screen.words
    hands = seated(screen, seats, "supervisor")
    open_the_case(hands, code)
    hands.keys("Ctrl+T")
    hands.press(say("team.take_off_long", who="psychologist"))
    assert hands.reads(say("team.taken_off", who="psychologist"))
    hands.keys("Ctrl+Z")
    seats_now = [seat["member"] for seat in case_of(screen, seats.case)["team"] if seat["until"] is None]
    assert "psychologist" in seats_now, "what was done is taken back by one key"
    hands.keys("Alt+1")
    assert hands.reads(say("screen.to_decide", count=1))
    hands.press(f"{code}: {say('screen.asked_close')}")
    assert shown_page(hands) == "request"
    hands.press(f"{say('request.approve')}: {say('request.asks_close')}")
    assert case_of(screen, seats.case)["closed_on"] is not None
    hands.keys("Alt+5")
    table = hands.at()
    assert isinstance(table, QTableView)
    hands.walk_to(say("act.decide_request"))
    assert code in hands.row(table)
