"""The large card of a live interview: what may be said next in both languages, a pause, why it stops, or that it is over."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QWidget

from mdt.model.phrases import Phrase
from ui.desk import ScreenDesk
from ui.widgets.flow import flowing
from ui.widgets.live_room import lowered, quiet
from ui.widgets.parts import button, emptied, label, panel_column

QUOTED = {"en": "“{}”", "ur": "”{}“"}
WAYS = {"en": Qt.LayoutDirection.LeftToRight, "ur": Qt.LayoutDirection.RightToLeft}
HIGH, LOW = (32, 26, 32, 22), (18, 10, 18, 10)
Act = tuple[str, Callable[[], object]]


class PromptCard(QFrame):
    """One thing at a time, in letters that are read from an arm's length; made anew only where something else is to be shown."""

    def __init__(self, desk: ScreenDesk) -> None:
        super().__init__()
        self.setObjectName("card")
        self._desk = desk
        self._shown: object = None
        self._low = False
        self._body = panel_column(gap=14, margins=HIGH)
        self.setLayout(self._body)

    def draw_in(self, low: bool) -> None:
        """Less room around the words where the window is low."""
        self._low = low
        self._body.setContentsMargins(*(LOW if low else HIGH))
        self._body.setSpacing(8 if low else 14)

    def show_prompt(self, said: Phrase, hint: str, care: str, other: Act | None) -> None:
        """What may be said next, in the language of the screen and in the other; ``other`` brings another way to say it."""
        if not self._is_new(("prompt", said, hint, care, other and other[0])):
            return
        first = self._desk.words.language
        self._put(label(self._desk.say("live.say_this"), "second"))
        for language, kind in ((first, "prompt"), ("ur" if first == "en" else "en", "prompt_second")):
            if words := said.inside(language):
                self._put(spoken(words, language, kind))
        self._put(label(hint, "second"))
        if care:
            self._put(label(care, "name"))
        if other is not None:
            self._put(flowing(quiet(button(other[0], other[1], "link"), "Space")))
        self._body.addStretch(1)

    def show_words(self, head: str, *lines: str, acts: Sequence[Act] = (), choices: Sequence[Act] = ()) -> QPushButton | None:
        """Words, large buttons to choose from, and what can be done, the first of it in the accent; returns that one."""
        if not self._is_new((head, lines, tuple(act[0] for act in (*acts, *choices)))):
            return None
        self._put(label(head, "prompt"))
        for line in lines:
            self._put(label(line, "name"))
        if choices:
            self._put(flowing(*(_large(*choice, "calm") for choice in choices), gap=10))
        made = [_large(*act, "calm" if at else "primary") for at, act in enumerate(acts)]
        self._body.addStretch(1)
        if made:
            self._put(flowing(*made, gap=10))
        return made[0] if made else None

    def _put(self, part: QWidget) -> None:
        lowered(part, self._low)
        part.setProperty("low", self._low)
        self._body.addWidget(part)

    def _is_new(self, shown: object) -> bool:
        is_new = shown != self._shown
        if is_new:
            self._shown = shown
            emptied(self._body)
        return is_new


def spoken(words: str, language: str, kind: str) -> QLabel:
    """What is said, in quotation marks, running as its language does."""
    made = label("", kind)
    made.setText(QUOTED[language].format(words))
    made.setLayoutDirection(WAYS[language])
    made.setAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignTop)
    return made


def _large(words: str, act: Callable[[], object], kind: str) -> QPushButton:
    made = quiet(button(words, act, kind))
    made.setProperty("large", True)
    return made
