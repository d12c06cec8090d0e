"""The door: a first desk, a name and a password, the code only where it is needed, joining, and nothing that gives anything away."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QPlainTextEdit, QWidget

from db.doors import invite
from db.places import VAULT_FILE
from db.slots import SLOTS_FILE
from db.workstation import SECRET
from mdt.catalogue.words import Words
from mdt.work.staff import register_member
from tests.make import PASSWORD, Seats, surroundings
from tests.ui.screen import PATIENCE_MS, Begin, Screen
from ui.looks import Looks
from ui.shell.window import MainWindow

WRONG = "quite another set of words here"


class KnowingWorkstation:
    """A workstation that remembers members as the system's keyring does."""

    def __init__(self) -> None:
        self.secrets: dict[str, bytes] = {}

    def recall(self, slot: str) -> bytes | None:
        return self.secrets.get(slot)

    def remember(self, slot: str) -> bytes | None:
        return self.secrets.setdefault(slot, bytes([len(self.secrets) + 1]) * SECRET)

    def is_there(self) -> bool:
        return True


def say(screen: Screen, key: str, **gaps: object) -> str:
    return screen.words(key, **gaps)


def texts(shown: QWidget) -> Iterator[str]:
    """Everything that can be read on a page, the typed lines that hide what is typed left out."""
    for widget in [shown, *shown.findChildren(QWidget)]:
        yield from (widget.windowTitle(), widget.toolTip(), widget.accessibleName(), widget.accessibleDescription())
        if isinstance(widget, QLabel | QComboBox):
            yield widget.text() if isinstance(widget, QLabel) else widget.currentText()
        if isinstance(widget, QLineEdit):
            yield from (widget.displayText(), widget.placeholderText())
            yield widget.text() if widget.echoMode() == QLineEdit.EchoMode.Normal else ""
        if isinstance(widget, QPlainTextEdit):
            yield widget.toPlainText()


def seen(screen: Screen, words: str) -> bool:
    """Whether these words stand on the page to be read."""
    return any(words in label.text() for label in screen.shown().findChildren(QLabel) if label.isVisible())


def shown_codes(screen: Screen) -> list[str]:
    """What is printed large to be taken away."""
    return [label.text() for label in screen.shown().findChildren(QLabel) if label.property("kind") == "name"]


def sign_in(screen: Screen, user: str, password: str = PASSWORD, code: str = "") -> None:
    screen.type_into(say(screen, "sign_in.user"), user)
    screen.type_into(say(screen, "sign_in.password"), password)
    if code:
        screen.type_into(say(screen, "sign_in.code"), code)
    screen.press(say(screen, "sign_in.sign_in_do"))


def inside(screen: Screen) -> bool:
    screen.qtbot.waitUntil(screen.tally.quiet, timeout=PATIENCE_MS)
    return isinstance(screen.program.window, MainWindow)


def test_a_first_run_makes_a_desk_and_its_supervisor_walks_in(begin: Begin, tmp_path: Path) -> None:
    folder = tmp_path / "first"
    screen = begin(folder)
    screen.door()
    screen.type_into(say(screen, "sign_in.supervisor_name"), "desk.1")
    screen.type_into(say(screen, "sign_in.new_password"), PASSWORD)
    screen.type_into(say(screen, "sign_in.again"), PASSWORD)
    screen.press(say(screen, "sign_in.new_desk_do"))
    assert {path.name for path in folder.iterdir()} >= {VAULT_FILE, SLOTS_FILE}
    assert seen(screen, say(screen, "sign_in.code_print"))
    code = shown_codes(screen)[0]
    assert len(code.replace("-", "")) == 26
    screen.press(say(screen, "sign_in.written_down"))
    sign_in(screen, "desk.1")
    sign_in(screen, "desk.1", code=code)
    assert inside(screen)
    assert screen.window.page() is not None
    assert screen.program.desk is not None
    assert (screen.program.desk.me.user_name, screen.program.desk.me.role) == ("desk.1", "supervisor")
    assert seen(screen, say(screen, "screen.alone")), "the first day says what to begin with"


@pytest.mark.parametrize(("password", "again", "key"), [("short", "short", "password_short"), (PASSWORD, WRONG, "password_differs")])
def test_a_password_that_will_not_do_makes_no_desk(begin: Begin, tmp_path: Path, password: str, again: str, key: str) -> None:
    screen = begin(tmp_path / "first")
    screen.door()
    screen.type_into(say(screen, "sign_in.supervisor_name"), "desk.1")
    screen.type_into(say(screen, "sign_in.new_password"), password)
    screen.type_into(say(screen, "sign_in.again"), again)
    screen.press(say(screen, "sign_in.new_desk_do"))
    assert seen(screen, say(screen, f"invalid.{key}"))
    assert not (tmp_path / "first" / VAULT_FILE).exists()


def test_a_wrong_password_says_one_sentence_that_tells_nothing(screen: Screen, seats: Seats) -> None:
    screen.door()
    sign_in(screen, "nobody.here", WRONG)
    assert seen(screen, say(screen, "locked.wrong"))
    sign_in(screen, "psychologist", WRONG)
    sign_in(screen, "psychologist", WRONG, seats.codes["psychologist"])
    assert seen(screen, say(screen, "locked.wrong"))
    sign_in(screen, "psychologist", PASSWORD, seats.codes["supervisor"])
    assert seen(screen, say(screen, "locked.wrong"))
    assert not inside(screen)


def test_a_wrong_password_stays_in_no_field(screen: Screen, seats: Seats) -> None:
    screen.door()
    sign_in(screen, "psychologist", WRONG)
    sign_in(screen, "psychologist", WRONG, seats.codes["psychologist"])
    assert seen(screen, say(screen, "locked.wrong"))
    typed = {box.accessibleName(): box.text() for box in screen.shown().findChildren(QLineEdit)}
    assert typed[say(screen, "sign_in.password")] == ""
    assert typed[say(screen, "sign_in.user")] == "psychologist"
    assert WRONG not in typed.values()


def test_what_was_typed_at_the_door_stays_in_no_field(screen: Screen, seats: Seats) -> None:
    door = screen.door()
    fields: list[QLineEdit] = []
    sign_in(screen, "psychologist")
    fields += door.findChildren(QLineEdit)
    screen.type_into(say(screen, "sign_in.code"), seats.codes["psychologist"])
    screen.program._swap = lambda shown: setattr(screen.program, "window", shown)  # type: ignore[method-assign]
    screen.press(say(screen, "sign_in.sign_in_do"), door)
    screen.qtbot.waitUntil(lambda: screen.program.desk is not None, timeout=PATIENCE_MS)
    assert len(fields) == 3
    assert [box.text() for box in fields] == ["psychologist", "", ""]
    door.close()
    door.deleteLater()


def screen_asks_code(screen: Screen) -> bool:
    name = say(screen, "sign_in.code")
    return any(box.accessibleName() == name for box in screen.shown().findChildren(QLineEdit))


def test_the_code_is_asked_only_where_the_workstation_does_not_know_her(begin: Begin, seats: Seats) -> None:
    around = replace(surroundings(seats.clock), workstation=KnowingWorkstation())
    first = begin(seats.folder, around)
    first.door()
    assert not screen_asks_code(first)
    sign_in(first, "psychologist")
    assert screen_asks_code(first)
    assert seen(first, say(first, "sign_in.code_needed"))
    box = next(box for box in first.shown().findChildren(QLineEdit) if box.accessibleName() == say(first, "sign_in.password"))
    assert box.text() == PASSWORD, "what was typed is not asked again"
    first.type_into(say(first, "sign_in.code"), seats.codes["psychologist"])
    first.press(say(first, "sign_in.sign_in_do"))
    assert inside(first)
    first.program.finish()
    again = begin(seats.folder, around)
    again.door()
    sign_in(again, "psychologist")
    assert inside(again), "this workstation knows her now"


def test_joining_shows_the_code_and_the_fingerprint_to_read_out(begin: Begin, seats: Seats) -> None:
    member = seats.do("supervisor", register_member, None, "newcomer", "psychologist", "female")
    assert seats.vault is not None
    invitation = invite(seats.vault, member, "newcomer")
    seats.leave()
    screen = begin(seats.folder, surroundings(seats.clock))
    screen.door()
    screen.press(say(screen, "sign_in.join"))
    screen.type_into(say(screen, "sign_in.user"), "newcomer")
    screen.type_into(say(screen, "sign_in.invitation"), "AAAA-BBBB-CCCC")
    screen.type_into(say(screen, "sign_in.new_password"), PASSWORD)
    screen.type_into(say(screen, "sign_in.again"), PASSWORD)
    screen.press(say(screen, "sign_in.join_do"))
    assert seen(screen, say(screen, "locked.wrong_invitation"))
    screen.type_into(say(screen, "sign_in.invitation"), invitation)
    screen.press(say(screen, "sign_in.join_do"))
    assert seen(screen, say(screen, "sign_in.code_print"))
    assert seen(screen, say(screen, "sign_in.fingerprint_read"))
    code, fingerprint = shown_codes(screen)
    assert len(code.replace("-", "")) == 26
    assert [len(group) for group in fingerprint.split()] == [4] * 8
    screen.press(say(screen, "sign_in.written_down"))
    assert not any(code in text or fingerprint in text for text in texts(screen.shown()))
    sign_in(screen, "newcomer")
    sign_in(screen, "newcomer", code=code)
    assert inside(screen)
    assert seen(screen, say(screen, "screen.until_certified")), "she finds what to read out where she begins"
    assert shown_codes(screen)[1:] == [fingerprint]


def test_the_door_speaks_the_other_language_when_asked_and_remembers_it(begin: Begin, tmp_path: Path) -> None:
    kept: list[Looks] = []
    screen = begin(tmp_path / "first")
    screen.program._keep = kept.append
    screen.door()
    assert seen(screen, say(screen, "sign_in.new_desk"))
    screen.press("اردو")
    words = Words("ur")
    assert seen(screen, words("sign_in.new_desk"))
    assert screen.shown().layoutDirection() == Qt.LayoutDirection.RightToLeft
    screen.press("English")
    assert seen(screen, say(screen, "sign_in.new_desk"))
    assert screen.shown().layoutDirection() == Qt.LayoutDirection.LeftToRight
    assert kept == [Looks("ur"), Looks("en")]


def test_misses_make_one_wait_and_the_page_says_how_long(screen: Screen, seats: Seats) -> None:
    screen.door()
    sign_in(screen, "psychologist", WRONG)
    for _ in range(20):
        sign_in(screen, "psychologist", WRONG, seats.codes["psychologist"])
        said = [label.text() for label in screen.shown().findChildren(QLabel) if label.property("kind") == "error" and label.isVisible()]
        if said != [say(screen, "locked.wrong")]:
            break
    around = say(screen, "locked.wait", seconds="#").split("#")
    assert len(said) == 1
    assert said[0] == say(screen, "locked.wait", seconds=1) or all(part in said[0] for part in around)
    sign_in(screen, "psychologist", PASSWORD, seats.codes["psychologist"])
    assert not inside(screen), "the right password waits too"


def test_the_password_is_in_no_text_but_its_own_hidden_line(screen: Screen, seats: Seats) -> None:
    screen.door()
    sign_in(screen, "psychologist", WRONG)
    for typed in (WRONG, PASSWORD):
        if typed == WRONG:
            sign_in(screen, "psychologist", typed, seats.codes["psychologist"])
        screen.type_into(say(screen, "sign_in.password"), typed)
        assert not any(typed in text for text in texts(screen.shown()))
        assert typed not in QGuiApplication.clipboard().text()
    screen.press(say(screen, "sign_in.sign_in_do"))
    assert inside(screen)
    screen.rest()
    assert not any(PASSWORD in text for text in texts(screen.shown()))
    assert not any(PASSWORD in box.text() for box in screen.shown().findChildren(QLineEdit))


def test_the_title_and_the_page_say_nothing_of_what_lies_behind(screen: Screen, seats: Seats) -> None:
    door = screen.door()
    assert door.windowTitle() == "MDT Desk"
    read = " ".join(texts(door))
    assert not any(name in read for name in (*seats.codes, "NCCIA", "case", "child"))
    screen.program.enter(screen.entrance.sign_in("psychologist", PASSWORD, seats.codes["psychologist"]))
    screen.qtbot.waitUntil(lambda: isinstance(screen.program.window, MainWindow), timeout=PATIENCE_MS)
    screen.open("case", seats.case)
    assert screen.window.windowTitle() == "MDT Desk"


def test_a_second_press_while_it_works_asks_nothing_twice(screen: Screen, seats: Seats) -> None:
    door = screen.door()
    screen.type_into(say(screen, "sign_in.user"), "psychologist")
    box = screen.type_into(say(screen, "sign_in.password"), PASSWORD)
    before = screen.tally.asked
    QTest.keyClick(box, Qt.Key.Key_Return)
    QTest.keyClick(box, Qt.Key.Key_Return)
    assert screen.tally.asked == before + 1
    screen.rest()
    assert door.isVisible()
