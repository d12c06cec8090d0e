"""The supervisor's two days by the keyboard alone: she makes the desk and lets a member in; she seats one and decides what was asked."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QTableView

from mdt.work.casefile import open_case
from mdt.work.requests import request_closure
from tests.journeys.office import Office, case_of, open_the_case, seated, sheets, shown_page
from tests.make import PASSWORD, Seats
from tests.ui.keys import Hands
from tests.ui.screen import Begin, Screen


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
    hands.key(Qt.Key.Key_Return)
    hands.rest()
    assert not (office.folder / "printed.pdf").exists(), "a second press of Enter prints nothing"
    assert large(hands) == [code], "and leaves what is shown once"
    hands.press(say("code_paper.print"))
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
    hands.key(Qt.Key.Key_Return)
    assert large(hands)[-1] == invitation, "a second press of Enter leaves what is shown once"
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
    hands.press(say("members.certify_who", user="psy.1"))
    hands.write(fingerprint)
    hands.key(Qt.Key.Key_Return)
    assert hands.reads(say("cli.certified", user="psy.1"))
    line = hands.at()
    assert isinstance(line, QLabel)
    assert line.text() == "psy.1", "the keyboard stands at whom was certified"
    hands.keys("Alt+5")
    table = hands.at()
    assert isinstance(table, QTableView)
    hands.walk_to(say("act.certify_member"))
    assert say("log.done") in hands.row(table)


def large(hands: Hands) -> list[str]:
    """What is shown large to be taken away, as eyes read it."""
    name = hands.words("screen.name")
    shown = [label for label in hands.screen.shown().findChildren(QLabel) if label.property("kind") == "name" and label.isVisible()]
    return [label.text() for label in shown if label.text() != name]


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
