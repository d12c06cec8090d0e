"""Each of the five roles from the locked screen to the last paper she has, by the keyboard alone, in a real window on a real vault."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPlainTextEdit, QTableView

from mdt.catalogue.load import load_catalogue
from mdt.work.casefile import open_case
from mdt.work.gaps import missing_on_desk
from mdt.work.notes import add_session_note
from mdt.work.staff import read_log
from tests.journeys.office import URDU, Office, case_of, open_the_case, pages, seated, sheets, shown_page
from tests.make import PASSWORD, Seats
from tests.ui.keys import Hands
from tests.ui.screen import Begin, Screen


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
    kind = load_catalogue().title("signal", "do_not_interview_before").en
    hands.choose("What everybody must keep to", kind)
    hands.fill("Until", "+3d")
    hands.keys("Ctrl+S")
    assert shown_page(hands) == "case"
    assert any(words.startswith(kind) for words in hands.sees())
    hands.keys("Alt+1")
    assert screen.program.desk is not None
    assert hands.reads(screen.program.desk.say("screen.with_signals", count=1))
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
    assert hands.sees()
    assert "bundle" not in screen.window.windowTitle()


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
