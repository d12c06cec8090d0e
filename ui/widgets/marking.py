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
Batch = tuple[tuple[int, str], ...]


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
        self._held: tuple[Made, ...] | None = None
        self._counted: Tally | None = None
        self._owed: set[int] = set()
        self._sent: set[int] = set()
        self.why = ""
        """The sentence that says why something is not saved yet; until it is, nothing that was made later is saved before it."""

    def begin(self, view: InterviewView) -> None:
        """Take the marks as they are kept; what is not kept yet comes behind them, in its order."""
        kept = {one["place"]: (str(one["said"]), datetime.fromisoformat(one["at"])) for one in view.content["marks"] if _is_open(one)}
        owed = {place: self._made[place] for place in sorted(self._owed)}
        self._made, self._owed, moved = kept, set(self._sent), dict[int, int]()
        for place, (said, at) in owed.items():
            if place in self._sent:
                self._made.setdefault(place, (said, at))
            elif kept.get(place, ("",))[0] != said:
                kind, _, value = said.partition(":")
                moved[place] = self._next()
                self._made[moved[place]] = (f"undo:{moved.get(int(value), int(value))}" if kind == "undo" else said, at)
                self._owed.add(moved[place])
        self._forget()
        if view.content["state"] == "running":
            self.again()
        else:
            self.changed.emit()

    def say(self, said: str) -> None:
        """Make a mark: 'kind:value'."""
        place = self._next()
        self._made[place] = (said, self._now())
        self._owed.add(place)
        self._forget()
        if not self.why and not self._sent:
            self._send()
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
        if self._held is None:
            self._held = tuple((place, mark, self._made[place][1]) for place, mark in standing(self._in_order()))
        return self._held

    def last(self) -> Made | None:
        """The last mark that can be taken back: not the phase that the interview began with."""
        found = self.standing()
        return found[-1] if len(found) > 1 else None

    def tally(self) -> Tally:
        """What was asked so far, counted; worked out once for each mark."""
        if self._counted is None:
            self._counted = tallied(self._desk.catalogue, self._in_order())
        return self._counted

    def unsaved(self) -> int:
        """How many marks wait to be saved."""
        return len(self._owed)

    def again(self) -> None:
        """Hand over everything that waits, now."""
        self._send()
        self.changed.emit()

    def _in_order(self) -> list[tuple[int, str]]:
        return [(place, said) for place, (said, _) in sorted(self._made.items())]

    def _forget(self) -> None:
        self._held, self._counted = None, None

    def _next(self) -> int:
        return max(self._made, default=0) + 1

    def _send(self) -> None:
        batch = tuple((place, self._made[place][0]) for place in sorted(self._owed - self._sent))
        if batch:
            self._sent |= {place for place, _ in batch}
            work = partial(_put, self._case, self._interview, batch)
            self._desk.attempt(self, partial(self._answered, batch), lambda _: None, work)

    def _answered(self, batch: Batch, ended: tuple[int, Exception | None]) -> None:
        saved, fault = ended
        self._sent -= {place for place, _ in batch}
        self._owed -= {place for place, _ in batch[:saved]}
        if fault is None:
            self.why = ""
            self._send()
        else:
            self.why = sentence(self._desk.words, fault) if isinstance(fault, DeskError) else self._desk.say("live.fault")
            if isinstance(fault, Conflict):
                self.behind.emit()
            elif isinstance(fault, Unavailable):
                soon(self, AGAIN_MS, self.again)
        self.changed.emit()


def _put(case: str, interview: str, batch: Batch, desk: Desk) -> tuple[int, Exception | None]:
    """On the store's thread: how many of them were kept, and what was wrong with the next, a bug too: a mark is never dropped."""
    for saved, (place, said) in enumerate(batch):
        try:
            desk.do(mark, case, interview, place, said)
        except Exception as fault:
            return saved, fault
    return len(batch), None


def _is_open(one: Mapping[str, Any]) -> bool:
    return isinstance(one.get("said"), str)
