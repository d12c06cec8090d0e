"""A program on screen in a process of its own, told what to do over its standard input and answering in lines of JSON."""

from __future__ import annotations

import gc
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from threading import Thread
from typing import Any

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeySequence
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QPlainTextEdit, QPushButton, QWidget

from mdt.catalogue.words import Words
from tests.make import surroundings
from ui.cli.screen import show_window
from ui.cli.world import World
from ui.session import IdleWatch
from ui.shell.ask import Questions
from ui.shell.sign_in import SignIn
from ui.shell.window import MainWindow

PATIENCE_S = 30


class Told(QObject):
    """Does what it is told on the window's thread; every act answers with one line."""

    line = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._words = Words("en")
        self.line.connect(self._do)
        Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        for line in sys.stdin:
            self.line.emit(line)

    def _do(self, line: str) -> None:
        given = json.loads(line)
        try:
            answer = getattr(self, given.pop("act"))(**given)
        except Exception as fault:
            answer = {"fault": repr(fault)}
        self.say(**(answer or {}))

    def say(self, **answer: object) -> None:
        """One line back."""
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()

    def come_to_the_door(self, user: str, password: str, code: str) -> None:
        """Fill in the form, as a person does: the code is asked for after the password."""
        door = shown(SignIn)
        self._type(door, "user", user)
        self._type(door, "password", password)
        self._press(door, "sign_in.sign_in_do")
        until(lambda: bool(lines(door, self._words("sign_in.code"))))
        self._type(door, "code", code)

    def sign_in(self) -> dict[str, object]:
        """Press the button of the filled form, and wait for the window."""
        self._press(shown(SignIn), "sign_in.sign_in_do")
        until(lambda: bool(all_shown(MainWindow)))
        self._quiet()
        return {"place": shown(MainWindow).place()}

    def open(self, page: str, about: str) -> dict[str, object]:
        """A page of the window."""
        shown(MainWindow).open(page, about)
        self._quiet()
        return {"place": shown(MainWindow).place()}

    def type(self, text: str) -> None:
        """Into the large field of the page."""
        QTest.keyClicks(self._box(), text)

    def keep_typing(self, text: str, every_ms: int) -> None:
        """Letter after letter from now on; each one is told of."""
        left = iter(enumerate(text, 1))
        timer = QTimer(self)

        def one() -> None:
            number, letter = next(left)
            QTest.keyClicks(self._box(), letter)
            self.say(typed=number, at=time.monotonic())

        timer.timeout.connect(one)
        timer.start(every_ms)

    def read(self) -> dict[str, object]:
        """What stands in the large field."""
        return {"text": self._box().toPlainText()}

    def strike(self, keys: list[str]) -> None:
        """Keys where the keyboard is, and wait until all that came of them is done."""
        for key in keys:
            self._strike(key)
            self._quiet()

    def mark_on(self, keys: list[str], every_ms: int) -> None:
        """Key after key from now on; how many marks are saved is told after each."""
        left, page, timer = iter(keys), shown(MainWindow).page(), QTimer(self)

        def one() -> None:
            key = next(left, "")
            if key:
                self._strike(key)
            self.say(saved=len(page._marking._made) - page._marking.unsaved())

        timer.timeout.connect(one)
        timer.start(every_ms)

    def live(self) -> dict[str, object]:
        """How the interview on screen stands."""
        page = shown(MainWindow).page()
        tally = page._marking.tally()
        stands = {"phase": tally.phase, "distress": tally.distress, "spent": tally.spent, "told": sorted(tally.told)}
        return {"mode": page._mode(), "unsaved": page._marking.unsaved(), "minutes": page.clock.text(), **stands}

    def copy(self) -> dict[str, object]:
        """All of the large field to the clipboard."""
        self._box().selectAll()
        self._box().copy()
        return {"text": QGuiApplication.clipboard().text()}

    def seal(self) -> None:
        """Seal the page's draft, and wait for it."""
        page = shown(MainWindow).page()
        assert page is not None
        page.seal_draft()
        self._quiet()

    def break_page(self) -> None:
        """From now on the page shown raises where it should seal."""
        page = shown(MainWindow).page()

        def broken() -> None:
            raise RuntimeError("planted")

        page.seal_draft = broken

    def stall(self, seconds: float) -> None:
        """Give the store a long job."""
        shown(MainWindow)._desk._worker.ask(lambda: time.sleep(seconds), self, lambda _: None, lambda _: None)

    def dialog(self, kind: str) -> None:
        """Open a dialog soon: the print dialog, the file dialog, or one that waits for its answer in a loop of its own."""
        window, asks = shown(MainWindow), Questions()
        opens: dict[str, Callable[[], object]] = {
            "print": lambda: asks.printer(window, QPrinter(), lambda: None),
            "file": lambda: asks.file_to_write(window, "title", "name.pdf"),
            "loop": lambda: QDialog(window).exec(),
        }
        QTimer.singleShot(0, opens[kind])

    def modal(self) -> dict[str, object]:
        """Whether a dialog keeps the window from the keyboard."""
        return {"open": QApplication.activeModalWidget() is not None and bool(all_shown(QDialog))}

    def save_then_lock(self, after_ms: int) -> None:
        """Press Save and lock so soon after it."""
        self._press(shown(MainWindow), "note.save")
        QTest.qWait(after_ms)
        self.lock()

    def lock(self) -> None:
        """Ctrl+L; the moment is told before the key goes down."""
        window = shown(MainWindow)
        window.activateWindow()
        self.say(at=time.monotonic())
        QTest.keyClick(window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)

    def nobody(self, for_ms: int) -> dict[str, object]:
        """Let the idle time be so short, and begin now."""
        gc.unfreeze()  # what was there when she came in is not among the collector's objects any more
        watch = next(found for found in gc.get_objects() if type(found) is IdleWatch)
        watch._timer.setInterval(for_ms)
        watch._timer.start()
        return {"at": time.monotonic() + for_ms / 1000}

    def _strike(self, key: str) -> None:
        stroke = QKeySequence(key)[0]  # type: ignore[index]
        QTest.keyClick(shown(MainWindow), stroke.key(), stroke.keyboardModifiers())

    def _box(self) -> QPlainTextEdit:
        page = shown(MainWindow).page()
        assert page is not None
        box = page.findChild(QPlainTextEdit)
        assert isinstance(box, QPlainTextEdit)
        return box

    def _type(self, door: QWidget, field: str, text: str) -> None:
        box = lines(door, self._words(f"sign_in.{field}"))[0]
        box.clear()
        QTest.keyClicks(box, text)

    def _press(self, within: QWidget, words: str) -> None:
        said, found = self._words(words), list[QPushButton]()

        def ready() -> bool:
            found[:] = [made for made in within.findChildren(QPushButton) if made.text() == said and made.isVisible() and made.isEnabled()]
            return bool(found)

        until(ready)
        QTest.mouseClick(found[0], Qt.MouseButton.LeftButton)

    def _quiet(self) -> None:
        """Wait until all that was asked of the store came back, and what that asked in turn."""
        for _ in range(3):
            back: list[object] = []
            shown(MainWindow)._desk._worker.ask(lambda: None, self, back.append, back.append)
            until(lambda: bool(back))  # noqa: B023


def all_shown(kind: type[QWidget]) -> list[Any]:
    """Every window of a kind on screen."""
    return [found for found in QApplication.topLevelWidgets() if isinstance(found, kind) and found.isVisible()]


def shown(kind: type[QWidget]) -> Any:
    """The one window of a kind on screen."""
    (found,) = all_shown(kind)
    return found


def lines(within: QWidget, name: str) -> list[QLineEdit]:
    """The lines with an accessible name."""
    return [box for box in within.findChildren(QLineEdit) if box.accessibleName() == name]


def until(done: Callable[[], bool]) -> None:
    """Wait for something, not for ever."""
    end = time.monotonic() + PATIENCE_S
    while not done():
        if time.monotonic() > end:
            raise TimeoutError
        QTest.qWait(5)


def main() -> int:
    """Sit down at the desk in the folder that was named."""
    app = QApplication(sys.argv[:1])
    told = Told()
    QTimer.singleShot(0, told, told.say)
    ended = show_window(Path(sys.argv[1]), World(surroundings()))
    del app
    return ended


if __name__ == "__main__":
    sys.exit(main())
