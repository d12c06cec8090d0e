"""How long an interview lasts, and when a break is due: counted on from the moment it was opened, by no clock of this screen's own."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from PySide6.QtCore import QElapsedTimer

from mdt.work.live import InterviewView
from ui.widgets.marking import Made

MINUTE = timedelta(minutes=1)
BREAK = "break"
"""The phase that is a break."""


@dataclass(frozen=True, slots=True)
class Course:
    """Minutes since it began; minutes to the next break, none or less where it is due, None while one rests."""

    minutes: int
    left: int | None


class Span:
    """The time of the desk as it was when the interview was opened, going on by the machine's own count."""

    def __init__(self) -> None:
        self._seen: datetime | None = None
        self._since = QElapsedTimer()

    def begin(self, view: InterviewView) -> None:
        """This is the time now."""
        self._seen = view.at
        self._since.start()

    def now(self) -> datetime:
        """The time, as far as the desk's clock was right when it was looked at."""
        assert self._seen is not None
        return self._seen + timedelta(milliseconds=self._since.elapsed())


def course(began: datetime, marks: Iterable[Made], every: int, now: datetime) -> Course:
    """How an interview stands whose breaks are due ``every`` so many minutes, counted from the end of the last rest."""
    rested, resting, paused = began, False, False
    for _, said, at in marks:
        kind, _, value = said.partition(":")
        if kind in ("pause", "resume"):
            paused = kind == "pause"
            rested = at
        elif kind == "phase":
            if resting or value == BREAK:
                rested = at
            resting = value == BREAK
    left = None if paused or resting else every - (now - rested) // MINUTE
    return Course((now - began) // MINUTE, left)
