"""Taking down a referral: as it was sent, looked for among what is there already, kept without making a case of it."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from mdt.errors import Conflict, DeskError, Invalid, Missing
from mdt.model.dates import typed_moment
from mdt.model.tips import COUNTED
from mdt.work.bundle import KARACHI
from mdt.work.desk import Desk, Topic
from mdt.work.drafts import take_draft
from mdt.work.duplicates import Duplicates
from mdt.work.intake import locate_intake
from mdt.work.tips import VALUES, look_before_recording, record_tip
from ui.desk import ScreenDesk
from ui.widgets.acting import FormPage, form_card
from ui.widgets.filled import accounts_of, parts_of
from ui.widgets.parts import button, column, emptied, label
from ui.widgets.tip_parts import alike_lines


class NewTipPage(FormPage):
    """The form of a referral; what looks like it is shown before it is kept, and it can be kept all the same."""

    TITLE = "newtip.title"
    TOPICS: frozenset[Topic] = frozenset()
    UNDER = "tips"

    def __init__(self, desk: ScreenDesk, about: str = "") -> None:
        super().__init__(desk)
        self._form = self.watch(self.form("tip"))
        self._spot = column(gap=12)
        back = button(self.say("tip.back"), self.goes_back, keys="Alt+Left")
        foot = self.foot(self.say("newtip.do"), partial(self._save, False), back)
        self.place.addWidget(form_card(self._form, foot))
        self.place.addLayout(self._spot)
        self.place.addWidget(label(self.say("newtip.help"), "caption"))

    def refresh(self) -> None:
        """What was begun is taken up."""
        if not self._touched:
            self.desk.do(self, self._take_up, take_draft, None, self.draft_name())

    def first_field(self) -> QWidget | None:
        """Who sent it."""
        return self._form.first()

    def goes_back(self) -> bool:
        """Esc leads back to the referrals; what was typed is kept."""
        self.seal_draft()
        self.opened.emit("tips", "")
        return True

    def draft_name(self) -> str:
        """One draft for the next referral."""
        return "new_tip"

    def draft(self) -> str:
        """What is typed."""
        return self._form.draft()

    def _take_up(self, draft: str | None) -> None:
        if draft and not self._touched:
            self.take_up(partial(self._form.fill, draft))

    def _save(self, anyway: bool) -> None:
        given = self.values(self._form)
        if given is None:
            return
        try:
            values, identifiers, counts = self._said(given)
        except Invalid as fault:
            self.explain(fault, self._form)
            return

        def work(desk: Desk) -> str | Duplicates:
            place = desk.do(locate_intake).case
            if place is None:
                raise Missing("missing.intake")
            if not anyway:
                found = desk.do(look_before_recording, place, values["source"], values["number"], identifiers)
                if found.tips or found.cases:
                    return found
            return desk.do(record_tip, place, values, identifiers, counts, given["kept"], anyway)

        self.run(work, self._ended, self._failed)

    def _said(self, given: dict[str, Any]) -> tuple[dict[str, Any], tuple[str, ...], dict[str, int]]:
        """What was typed as values, accounts and counts; Invalid under the field that cannot be read."""
        values = {name: value for name, value in given.items() if name in VALUES}
        values["names"] = parts_of(given["names"])
        if given["received_at"]:
            values["received_at"] = typed_moment("received_at", given["received_at"], self.desk.today(), KARACHI)
        wrong = {name: "invalid.number" for name in COUNTED if given[name] and not given[name].strip().isdecimal()}
        if wrong:
            raise Invalid(fields=wrong, least=0, most=1_000_000)
        accounts = accounts_of({**given, "cnic": None})
        identifiers = tuple(f"{one.kind}|{one.platform or ''}|{one.text}" for one in accounts)
        return values, identifiers, {name: int(given[name]) for name in COUNTED if given[name]}

    def _failed(self, fault: DeskError) -> None:
        self.explain(fault, self._form)
        if isinstance(fault, Conflict):
            self._offer([])

    def _ended(self, made: str | Duplicates) -> None:
        self._go.setEnabled(True)
        if isinstance(made, Duplicates):
            self._touched = True
            self._offer(alike_lines(self.desk, made, self.opened.emit))
            return
        emptied(self._spot)
        self.told.emit(self.say("newtip.done"))
        self.opened.emit("tip", made)

    def _offer(self, lines: list[QWidget]) -> None:
        """What looks like it, and the way to keep it all the same."""
        emptied(self._spot)
        anyway = button(self.say("newtip.anyway"), partial(self._save, True), keys="Ctrl+Shift+S")
        panel = form_card(label(self.say("newtip.alike"), "head"), *lines, anyway)
        self._spot.addWidget(panel)
        self.reach(panel)
