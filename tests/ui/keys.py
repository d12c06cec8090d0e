"""Somebody with a keyboard and nothing else: keys go to whatever has the keyboard, and only what is seen is known."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLabel, QLineEdit, QPlainTextEdit, QTableView, QWidget

from tests.ui.screen import PATIENCE_MS, Screen

LAID_OUT_MS = 10
FARTHEST = 200
"""After so many presses of Tab whatever was looked for cannot be reached."""


class Hands:
    """Ten fingers before one program; nothing here acts on a widget except by a key that is pressed."""

    def __init__(self, screen: Screen) -> None:
        self.screen, self.words = screen, screen.words
        self.tabs = 0

    def at(self) -> QWidget:
        """What has the keyboard."""
        shown = self.screen.shown()
        if not shown.isActiveWindow():
            shown.activateWindow()
            self.screen.qtbot.waitUntil(shown.isActiveWindow, timeout=PATIENCE_MS)
        return QApplication.focusWidget() or shown

    def name(self) -> str:
        """What is read out where the keyboard is."""
        return self.at().accessibleName()

    def key(self, key: Qt.Key, *modifiers: Qt.KeyboardModifier) -> None:
        """Press one key, and wait for what comes of it."""
        held = Qt.KeyboardModifier.NoModifier
        for modifier in modifiers:
            held |= modifier
        QTest.keyClick(self.at(), key, held)
        self.rest()

    def keys(self, pressed: str) -> None:
        """Press a shortcut as it stands in a tooltip: 'Ctrl+K'."""
        stroke = QKeySequence(pressed)[0]  # type: ignore[index]
        QTest.keyClick(self.at(), stroke.key(), stroke.keyboardModifiers())
        self.rest()

    def write(self, text: str) -> None:
        """Type letters of any script."""
        for letter in text:
            if letter == "\n":
                QTest.keyClick(self.at(), Qt.Key.Key_Return)
            elif letter.isascii():
                QTest.keyClicks(self.at(), letter)
            else:
                QTest.sendKeyEvent(QTest.KeyAction.Click, self.at(), Qt.Key.Key_unknown, letter, Qt.KeyboardModifier.NoModifier)

    def tab_to(self, name: str, back: bool = False) -> QWidget:
        """Press Tab until this name is read out, and stay there."""
        met = [self.name()]
        while met[-1] != name:
            QTest.keyClick(self.at(), Qt.Key.Key_Backtab if back else Qt.Key.Key_Tab)
            self.tabs += 1
            met.append(self.name())
            assert len(met) < FARTHEST, (name, met[:60])
        return self.at()

    def press(self, name: str) -> None:
        """Go to a button and press it with Enter."""
        assert isinstance(self.tab_to(name), QAbstractButton)
        self.key(Qt.Key.Key_Return)

    def fill(self, name: str, text: str) -> None:
        """Go to a field and type over what stands in it."""
        box = self.tab_to(name)
        assert isinstance(box, QLineEdit | QPlainTextEdit), type(box)
        self.keys("Ctrl+A")
        self.write(text)

    def choose(self, name: str, words: str) -> None:
        """Go to a list of choices and walk down until these words stand in it."""
        box = self.tab_to(name)
        assert isinstance(box, QComboBox), type(box)
        QTest.keyClick(box, Qt.Key.Key_Home)
        while box.currentText() != words:
            before = box.currentText()
            QTest.keyClick(self.at(), Qt.Key.Key_Down)
            assert box.currentText() != before, f"{words} is not in {name}"

    def walk_to(self, words: str) -> None:
        """Walk down a list by the arrows until a row says these words."""
        table = self.at()
        assert isinstance(table, QTableView), type(table)
        while words not in self.row(table):
            before = table.currentIndex().row()
            QTest.keyClick(table, Qt.Key.Key_Down)
            assert table.currentIndex().row() != before, f"no row says {words}"

    def row(self, table: QTableView) -> list[str]:
        """What the row says on which the keyboard stands."""
        at = table.currentIndex()
        return [str(at.siblingAtColumn(column).data()) for column in range(table.model().columnCount())] if at.isValid() else []

    def reads(self, words: str) -> bool:
        """Whether these words stand somewhere to be read."""
        return any(words in said for said in self.sees())

    def sees(self) -> list[str]:
        """Everything that stands on screen as a label."""
        return [label.text() for label in self.screen.shown().findChildren(QLabel) if label.isVisible()]

    def until(self, holds: Callable[[], bool]) -> None:
        """Wait for something to come."""
        self.screen.qtbot.waitUntil(holds, timeout=PATIENCE_MS)

    def rest(self) -> None:
        """Wait until no button is on its way down, and nothing is under way."""
        self.until(lambda: not any(button.isDown() for button in self.screen.shown().findChildren(QAbstractButton)))
        self.screen.rest()
        self.screen.qtbot.wait(LAID_OUT_MS)
        self.screen.rest()

    def sign_in(self, user: str, password: str, code: str) -> None:
        """Name, Enter, password, Enter; the code where it is asked."""
        self.write(user)
        self.key(Qt.Key.Key_Return)
        self.write(password)
        self.key(Qt.Key.Key_Return)
        if self.name() == self.words("sign_in.code"):
            self.write(code)
            self.key(Qt.Key.Key_Return)
        self.until(lambda: self.screen.program.desk is not None)
        self.screen.rest()
