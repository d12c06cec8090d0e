"""One person of a new case as a block of a form: who she is, and, folded away, by what she may be found again."""

from __future__ import annotations

import json
import re
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QPlainTextEdit

from mdt.errors import Invalid
from mdt.model.identifiers import PLATFORMS
from mdt.work.forms import Account, NewParty, recognised
from ui.desk import ScreenDesk
from ui.widgets.acting import FORM_WIDTH, choices
from ui.widgets.form import Ask, Form
from ui.widgets.parts import button, column, in_one_line, label, row

ROLES = ("victim", "complainant", "accused", "witness")
AGE_BASES = ("b_form", "birth_certificate", "cnic", "school_record", "medical", "told")
NAMES_HEIGHT = 64
_BETWEEN = re.compile(r"[;؛\n]")


class PartyBlock(QFrame):
    """A card for one person; ``given`` gives her as typed, Invalid where something cannot be read."""

    typed = Signal()
    draft_due = Signal()
    taken_out = Signal(object)

    def __init__(self, desk: ScreenDesk, part: str) -> None:
        super().__init__()
        self.setObjectName("card")
        self.setFixedWidth(FORM_WIDTH)
        self._desk, self.part = desk, part
        self._title = in_one_line(label("", "head"))
        self.who, self.reached_by = Form(self._who(), desk.say, desk.today), Form(self._reached_by(), desk.say, desk.today)
        names = self.who.box("names")
        if isinstance(names, QPlainTextEdit):
            names.setMinimumHeight(NAMES_HEIGHT)
            names.setMaximumHeight(NAMES_HEIGHT)
        self._out = button(desk.say("party.take_out"), lambda: self.taken_out.emit(self), "link")
        self._more = button(desk.say("party.more"), self.unfold, "link")
        self.reached_by.hide()
        for form in self.forms:
            form.typed.connect(self.typed)
            form.draft_due.connect(lambda _: self.draft_due.emit())
        self.setLayout(column(row(self._title, 1, self._out), self.who, row(self._more, 1), self.reached_by, margins=(16, 10, 16, 10)))

    @property
    def forms(self) -> tuple[Form, Form]:
        """Both parts."""
        return self.who, self.reached_by

    def call(self, number: int) -> None:
        """Her place among those of her role: 'Victim 2'."""
        title = f"{self._desk.title('party_role', self.part)} {number}"
        self._title.setText(title)
        self._out.setAccessibleName(f"{self._desk.say('party.take_out')}: {title}")
        self._more.setAccessibleName(f"{self._desk.say('party.more')}: {title}")
        self.setAccessibleName(title)

    def unfold(self) -> None:
        """Show the second part."""
        self.reached_by.show()
        self._more.hide()

    def given(self) -> NewParty:
        """The person as typed; Invalid with the fields of either form that cannot be read."""
        who, reached = self.who.values(), self.reached_by.values()
        accounts = self._accounts(reached)
        names = tuple(name.strip() for name in _BETWEEN.split(who["names"] or "") if name.strip())
        if not names and not accounts and self.part != "accused":
            raise Invalid(fields={"names": "invalid.needed"})
        return NewParty(
            role=self.part,
            names=names,
            accounts=accounts,
            sex=who["sex"] or "unknown",
            age_band=who["age_band"] or "unknown",
            age_basis=who["age_basis"],
            relation=who.get("relation") or "unknown",
            state=who.get("state"),
            organisation=bool(who.get("organisation")),
            school=reached.get("school"),
            address=reached.get("address"),
        )

    def draft(self) -> list[str]:
        """Role and everything typed."""
        return [self.part, self.who.draft(), self.reached_by.draft()]

    def fill(self, draft: list[str]) -> None:
        """Put back what ``draft`` gave."""
        self.who.fill(draft[1])
        self.reached_by.fill(draft[2])
        if any(
            self.reached_by.text(name).strip() for name in ("phone", "cnic", "handle", "school", "address") if self.reached_by.has(name)
        ):
            self.unfold()

    def _accounts(self, reached: dict[str, Any]) -> tuple[Account, ...]:
        found: list[Account] = []
        faults: dict[str, str] = {}
        for kind in ("phone", "cnic", "handle"):
            platform = reached["platform"] if kind == "handle" else None
            for text in _BETWEEN.split(reached[kind] or ""):
                if text.strip():
                    try:
                        account = Account(kind=kind, text=text.strip(), platform=platform)
                        recognised(account)
                        found.append(account)
                    except Invalid as fault:
                        faults |= fault.fields
        if faults:
            self.unfold()
            raise Invalid(fields=faults)
        return tuple(found)

    def _who(self) -> tuple[Ask, ...]:
        say = self._desk.say
        asks = [Ask("names", say("party.names"), "text", say(f"party.names_help_{'accused' if self.part == 'accused' else 'other'}"))]
        if self.part == "complainant":
            asks.append(Ask("organisation", say("party.organisation"), "tick"))
        asks += [
            Ask("sex", say("party.sex"), "choice", choices=choices(self._desk, "sex"), start="unknown"),
            Ask("age_band", say("party.age_band"), "choice", choices=choices(self._desk, "age_band"), start="unknown"),
            Ask("age_basis", say("party.age_basis"), "choice", choices=(("", say("party.not_known")), *self._bases())),
        ]
        if self.part != "victim":
            asks.append(Ask("relation", say("party.relation"), "choice", choices=choices(self._desk, "relation"), start="unknown"))
        if self.part == "accused":
            asks.append(Ask("state", say("party.state"), "choice", choices=choices(self._desk, "accused_state"), start="unknown"))
        return tuple(asks)

    def _reached_by(self) -> tuple[Ask, ...]:
        say = self._desk.say
        platforms = (("", say("party.not_known")), *((name, say(f"platform.{name}")) for name in PLATFORMS))
        asks = [
            Ask("phone", say("party.phone"), help=say("party.several")),
            Ask("cnic", say("party.cnic")),
            Ask("handle", say("party.handle"), help=say("party.handle_help")),
            Ask("platform", say("party.platform"), "choice", choices=platforms),
        ]
        if self.part != "accused":
            asks += [Ask("school", say("party.school")), Ask("address", say("party.address"))]
        return tuple(asks)

    def _bases(self) -> tuple[tuple[str, str], ...]:
        return tuple((name, self._desk.say(f"age_basis.{name}")) for name in AGE_BASES)


def drafts_of(blocks: list[PartyBlock]) -> str:
    """What was typed about all of them."""
    return json.dumps([block.draft() for block in blocks])


def read_drafts(text: str) -> list[list[str]]:
    """The same, taken apart; nothing where it cannot be read."""
    try:
        found = json.loads(text)
    except ValueError:
        return []
    return (
        [entry for entry in found if isinstance(entry, list) and len(entry) == 3 and entry[0] in ROLES] if isinstance(found, list) else []
    )
