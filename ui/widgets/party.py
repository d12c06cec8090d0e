"""One person of a new case as a block of a form: who she is, and, folded away, by what she may be found again."""

from __future__ import annotations

import json

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame

from mdt.work.forms import NewParty
from ui.desk import ScreenDesk
from ui.widgets.acting import form_of
from ui.widgets.asks import Filling
from ui.widgets.filled import party_of
from ui.widgets.form import PART
from ui.widgets.parts import button, form_wide, in_one_line, label, panel_column, row

ROLES = ("victim", "complainant", "accused", "witness")


class PartyBlock(QFrame):
    """A card for one person; ``given`` gives her as typed, Invalid where something cannot be read."""

    typed = Signal()
    draft_due = Signal()
    taken_out = Signal(object)

    def __init__(self, desk: ScreenDesk, part: str) -> None:
        super().__init__()
        self.setObjectName("card")
        form_wide(self)
        self._desk, self.part = desk, part
        self._title = in_one_line(label("", "head"))
        self.form = form_of(desk, "party", Filling(settled={"role": part}))
        self.form.typed.connect(self.typed)
        self.form.draft_due.connect(lambda _: self.draft_due.emit())
        self._out = button(desk.say("party.take_out"), lambda: self.taken_out.emit(self), "link")
        self.setLayout(panel_column(row(self._title, 1, self._out), self.form, margins=(16, 10, 16, 10)))

    def call(self, number: int) -> None:
        """Her place among those of her role: 'Victim 2'."""
        title = f"{self._desk.title('party_role', self.part)} {number}"
        self._title.setText(title)
        self._out.setAccessibleName(f"{self._desk.say('party.take_out')}: {title}")
        self.setAccessibleName(title)

    def given(self) -> NewParty:
        """The person as typed; Invalid with the fields that cannot be read."""
        return party_of({**self.form.values(), "role": self.part})

    def draft(self) -> list[str]:
        """Role and everything typed."""
        return [self.part, self.form.draft()]

    def fill(self, draft: list[str]) -> None:
        """Put back what ``draft`` gave; an older one had its form in two parts."""
        self.form.fill(PART.join(draft[1:]))


def drafts_of(blocks: list[PartyBlock]) -> str:
    """What was typed about all of them."""
    return json.dumps([block.draft() for block in blocks])


def read_drafts(text: str) -> list[list[str]]:
    """The same, taken apart; nothing where it cannot be read."""
    try:
        found = json.loads(text)
    except ValueError:
        return []
    if not isinstance(found, list):
        return []
    return [entry for entry in found if isinstance(entry, list) and len(entry) in (2, 3) and entry[0] in ROLES]
