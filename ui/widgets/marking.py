"""The marks of one interview on screen: each is handed to the store as it is made; what was not saved is said again until it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal

from mdt.catalogue.sentences import sentence
from mdt.errors import Conflict, DeskError, Unavailable
from mdt.model.tally import Tally, standing
from mdt.work.desk import Desk
from mdt.work.live import InterviewView, mark, tallied
from ui.desk import ScreenDesk
from ui.widgets.soon import soon

AGAIN_MS = 2000
Made = tuple[int, str, datetime]


class Marking(QObject):
    """Marks by their places, counted from 1 by this screen; ``now`` says when one is made."""

    changed = Signal()
    """A mark was made, or how one was saved is known."""
    behind = Signal()
    """Something else wrote marks too: the interview is to be opened again."""

    def __init__(self, desk: ScreenDesk, case: str, interview: str, now: Callable[[], datetime]) -> None:
        super().__init__()
        self._desk, self._case, self._interview, self._now = desk, case, interview, now
        self._made: dict[int, tuple[str, datetime]] = {}
        self._under_way: set[int] = set()
        self._failed: set[int] = set()
        self.why = ""
        """The sentence that says why something is not saved yet."""

    def begin(self, view: InterviewView) -> None:
        """Take the marks as they are kept; what is not kept yet stays behind them, in its order."""
        kept = {one["place"]: (str(one["said"]), datetime.fromisoformat(one["at"])) for one in view.content["marks"] if _is_open(one)}
        owed = {place: self._made[place] for place in sorted(self._failed | self._under_way)}
        self._made, self._failed, moved = kept, set(), dict[int, int]()
        for place, (said, at) in owed.items():
            if place in self._under_way or kept.get(place, (said,))[0] == said:
                self._made.setdefault(place, (said, at))
                self._failed |= {place} - self._under_way - kept.keys()
                continue
            kind, _, value = said.partition(":")
            said = f"undo:{moved.get(int(value), int(value))}" if kind == "undo" else said
            moved[place] = self._next()
            self._failed.add(moved[place])
            self._made[moved[place]] = (said, at)
        self.again()

    def say(self, said: str) -> None:
        """Make a mark: 'kind:value'."""
        place = self._next()
        self._made[place] = (said, self._now())
        self._hand_over([place])
        self.changed.emit()

    def undo(self) -> None:
        """Take back the last mark that stands."""
        if (last := self.last()) is not None:
            self.take_back(last[0])

    def take_back(self, place: int) -> None:
        """Take back the mark of a place; that it was made is kept."""
        self.say(f"undo:{place}")

    def standing(self) -> tuple[Made, ...]:
        """The marks that hold, in order."""
        said = [(place, self._made[place][0]) for place in sorted(self._made)]
        return tuple((place, mark, self._made[place][1]) for place, mark in standing(said))

    def last(self) -> Made | None:
        """The last mark that can be taken back: not the phase that the interview began with."""
        found = self.standing()
        return found[-1] if len(found) > 1 else None

    def tally(self) -> Tally:
        """What was asked so far, counted."""
        return tallied(self._desk.catalogue, [(place, self._made[place][0]) for place in sorted(self._made)])

    def unsaved(self) -> int:
        """How many marks wait to be saved."""
        return len(self._under_way | self._failed)

    def again(self) -> None:
        """Hand over once more what could not be saved."""
        failed, self._failed = sorted(self._failed), set()
        self._hand_over(failed)
        self.changed.emit()

    def _next(self) -> int:
        return max(self._made, default=0) + 1

    def _hand_over(self, places: list[int]) -> None:
        for place in places:
            self._under_way.add(place)
            work = partial(_put, self._case, self._interview, place, self._made[place][0])
            self._desk.attempt(self, partial(self._answered, place), lambda _: None, work)

    def _answered(self, place: int, fault: Exception | None) -> None:
        self._under_way.discard(place)
        if fault is None:
            self.why = self.why if self._failed else ""
        else:
            first = not self._failed
            self._failed.add(place)
            self.why = sentence(self._desk.words, fault) if isinstance(fault, DeskError) else self._desk.say("live.fault")
            if isinstance(fault, Conflict) and not self._under_way:
                self.behind.emit()
            elif isinstance(fault, Unavailable) and first:
                soon(self, AGAIN_MS, self.again)
        self.changed.emit()


def _put(case: str, interview: str, place: int, said: str, desk: Desk) -> Exception | None:
    """On the store's thread: None where the mark is kept, and what was wrong otherwise, a bug too: a mark is never dropped."""
    try:
        desk.do(mark, case, interview, place, said)
    except Exception as fault:
        return fault
    return None


def _is_open(one: Mapping[str, Any]) -> bool:
    return isinstance(one.get("said"), str)
