"""What stands around the prompt of a live interview: kinds of question, how the person is, what is left, what is missing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractButton, QApplication, QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from mdt.model.tally import Tally
from mdt.work.live import DISTRESS
from ui.desk import ScreenDesk
from ui.widgets.flow import Flow
from ui.widgets.live_parts import Dots, FactTick
from ui.widgets.parts import button, card, column, emptied, in_one_line, label, panel_column

ALSO: Mapping[str, tuple[str, ...]] = {
    **{str(digit): (chr(0x06F0 + digit), chr(0x0660 + digit)) for digit in range(10)},
    "P": ("پ",),
    "Return": ("Enter",),
}
"""What the same key says on an Urdu keyboard, or beside the numbers."""
LEVEL_KEYS = "6789"
FACT_KEYS = 9
SMALL = 560
"""A window lower than this is one enlarged to twice its size: a finger has room on lower buttons too."""


def bind(owner: QWidget, keys: str, act: Any, *, presses: bool = False) -> None:
    """A key of the whole page; where it ``presses``, a button that has the keyboard is pressed by it instead."""

    def struck() -> None:
        now = QApplication.focusWidget()
        if presses and isinstance(now, QAbstractButton) and owner.isAncestorOf(now):
            now.click()
        else:
            act()

    made = QShortcut(owner)
    made.setKeys([QKeySequence(one) for one in (keys, *ALSO.get(keys, ()))])
    made.setAutoRepeat(False)
    made.activated.connect(struck)


def quiet(made: QPushButton, keys: str = "", name: str = "") -> QPushButton:
    """The same button: it takes the keyboard by Tab only, so that a touch leaves the keys to the page; its key stands in its tip."""
    made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    if name:
        made.setAccessibleName(name)
    made.setToolTip(f"{name or made.accessibleName()} ({keys})" if keys else name)
    return made


def lowered(part: QWidget, low: bool) -> None:
    """Lower buttons and smaller letters where the window is low."""
    for made in (*part.findChildren(QPushButton), *part.findChildren(QLabel)):
        if bool(made.property("low")) != low:
            made.setProperty("low", low)
            made.style().unpolish(made)
            made.style().polish(made)


class AskRow(QWidget):
    """One large button for each kind of question, in the order of the catalogue."""

    asked = Signal(str)

    def __init__(self, desk: ScreenDesk) -> None:
        super().__init__()
        line = QHBoxLayout()
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(10)
        for kind in desk.catalogue.questions.values():
            title = kind.title.inside(desk.words.language)
            made = quiet(button(f"{title}\n{kind.key}", partial(self.asked.emit, kind.id), "ask"), kind.key, title)
            made.setAccessibleDescription(kind.meaning.inside(desk.words.language))
            made.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
            line.addWidget(made, 1)
        self.setLayout(line)


class Foot(QWidget):
    """How the person is, and what the interview does next."""

    levelled, undone, paused, stopped, went_on = Signal(str), Signal(), Signal(), Signal(), Signal()

    def __init__(self, desk: ScreenDesk) -> None:
        super().__init__()
        self._desk = desk
        self._levels: list[QPushButton] = []
        for level, key in zip(DISTRESS, LEVEL_KEYS, strict=True):
            words = desk.say(f"live.level_{level}")
            made = quiet(
                button(f"{words}\n{key}", partial(self.levelled.emit, level), "level"), key, desk.say("live.level_named", level=words)
            )
            made.setCheckable(True)
            self._levels.append(made)
        self._undo = quiet(button(desk.say("live.undo"), self.undone.emit, "calm"), "Backspace")
        self._pause = quiet(button(desk.say("live.pause"), self.paused.emit, "calm"), "P")
        self._stop = quiet(button(desk.say("live.stop"), self.stopped.emit, "calm"), "Esc")
        self._go = quiet(button("", self.went_on.emit, "primary"), "Return")
        self._go.setProperty("large", True)
        self._how = QWidget()
        self._how.setLayout(Flow(in_one_line(label(desk.say("live.how"), "second")), *self._levels, gap=8))
        acts = QWidget()
        acts.setLayout(Flow(self._undo, self._pause, self._stop, self._go, gap=10))
        self.setLayout(Flow(self._how, acts, gap=12, ends=True))

    def show_state(self, level: int | None, undo: str, go: str, *, begun: bool, paused: bool) -> None:
        """How the person is, what can be taken back, what comes next."""
        for at, made in enumerate(self._levels):
            made.setChecked(at == level)
            made.setEnabled(begun)
        self._undo.setEnabled(bool(undo) and begun)
        quiet(self._undo, "Backspace", self._desk.say("live.undo_named", what=undo) if undo else self._desk.say("live.undo"))
        self._undo.setVisible(begun)
        self._pause.setVisible(begun and not paused)
        self._stop.setText(self._desk.say("live.stop" if begun else "acting.back"))
        quiet(self._stop, "Esc", self._stop.text())
        self._go.setText(go)
        quiet(self._go, "Return", go)


class Aside(QWidget):
    """Questions left as dots, the facts that are missing with a tick each, and what nobody asks again."""

    ticked = Signal(str)

    def __init__(self, desk: ScreenDesk) -> None:
        super().__init__()
        self._desk = desk
        self._dots, self._left = Dots(), label("", "second")
        self._facts: dict[str, FactTick] = {}
        self._known = label("", "second")
        self._list = column(gap=0)
        head = label(desk.say("live.left_head"), "head")
        self._known_card = card(label(desk.say("live.known_head"), "head"), self._known, gap=6)
        self._facts_card = QFrame()
        self._facts_card.setObjectName("card")
        self._facts_card.setLayout(panel_column(self._list, gap=2))
        self.setLayout(column(card(head, self._dots, self._left, gap=8), self._facts_card, self._known_card, 1, gap=14))

    def show_plan(self, facts: Sequence[Mapping[str, Any]], known: str) -> None:
        """What the plan says: facts in their order, and what is known already."""
        emptied(self._list)
        self._facts = {}
        self._list.addWidget(label(self._desk.say("live.facts_head" if facts else "live.no_facts"), "head"))
        if facts:
            self._list.addWidget(label(self._desk.say("live.facts_keys", last=min(FACT_KEYS, len(facts))), "caption"))
        for at, fact in enumerate(facts, start=1):
            made = FactTick(str(fact["need"]))
            made.setToolTip(f"{fact['need']} (Ctrl+{at})" if at <= FACT_KEYS else "")
            made.clicked.connect(partial(self._tick, str(fact["id"])))
            self._facts[str(fact["id"])] = made
            self._list.addWidget(made)
        self._known.setText(known)
        self._known_card.setVisible(bool(known))

    def tick_at(self, at: int) -> None:
        """The fact of this place, counted from 0."""
        if at < len(self._facts):
            self.ticked.emit(list(self._facts)[at])

    def show_state(self, tally: Tally, budget: int, *, begun: bool) -> None:
        """What was told, and how many questions are left."""
        left = budget - tally.spent
        key = "live.open_only" if not budget else "live.left" if left > 0 else "live.none_left" if left == 0 else "live.over_budget"
        said = self._desk.say(key, left=max(0, left), budget=budget, over=max(0, -left))
        self._left.setText(said)
        self._dots.show_left(max(0, left), budget, said)
        for fact, made in self._facts.items():
            made.setChecked(fact in tally.told)
            made.setEnabled(begun)

    def _tick(self, fact: str) -> None:
        self.ticked.emit(fact)


def named(desk: ScreenDesk, said: str) -> str:
    """A mark in words: what was asked, told or done."""
    kind, _, value = said.partition(":")
    tables = {"ask": "question", "phase": "phase"}
    if kind in tables:
        return desk.title(tables[kind], value)
    return desk.say(f"live.level_{value}" if kind == "distress" else f"live.mark_{kind}")
