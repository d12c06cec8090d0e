"""A case as the sections of its page get it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtWidgets import QWidget

from mdt.model.sensitivity import Sensitivity
from mdt.work.tip_links import Suggested
from ui.desk import ScreenDesk
from ui.widgets.days import long_day
from ui.widgets.sections import Record
from ui.widgets.tasks import Finish


@dataclass(frozen=True, slots=True)
class CaseShown:
    """A case as this member may see it, and what the page around it offers.

    ``links(where, kind, record)`` gives the buttons of what she may do there; ``reveal(party)`` the one that shows who somebody is, if she
    may; ``opens(section)`` the one that opens sealed notes, None once they are open; ``finish(task)`` the one that says a task is done.
    """

    desk: ScreenDesk
    case: Any
    withheld: tuple[Sensitivity, ...]
    links: Callable[[str, str, str], list[QWidget]]
    reveal: Callable[[Record], list[QWidget]]
    opens: Callable[[str], QWidget | None]
    turn: Callable[[str, str], QWidget]
    finish: Finish
    like: Suggested | None = None
    """Referrals that share an account with an accused, for who may link them; None where that was not asked, or not answered yet."""

    def say(self, key: str, **gaps: object) -> str:
        """A sentence of the screen."""
        return self.desk.say(key, **gaps)

    def day(self, iso: Any) -> str:
        """A day in words."""
        return long_day(iso, self.desk.words.language)
