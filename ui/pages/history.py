"""The history of a case: every change of every field she may see, newest first, with what stood there before."""

from __future__ import annotations

import json
from typing import Any

from PySide6.QtCore import QModelIndex
from PySide6.QtWidgets import QWidget

from mdt.model.audit import FieldChange
from mdt.model.staff import Member
from mdt.work.bundle import KARACHI
from mdt.work.desk import Topic
from mdt.work.notes import read_history
from mdt.work.staff import list_members
from ui.desk import ScreenDesk
from ui.widgets.acting import CaseActPage
from ui.widgets.days import moment
from ui.widgets.parts import card, column, emptied, in_one_line, label, row, selectable
from ui.widgets.sections import words_of
from ui.widgets.table import Field, Listing, PagedRows

OF_MEMBERS = frozenset({"member", "added_by", "written_by", "raised_by", "moved_by", "taken_by", "requested_by", "decided_by"})
SAID = {"True": "history.yes", "False": "history.no"}
LIST_HEIGHT, SHOWN_LETTERS, ALL_OF_IT = 220, 160, 100


class HistoryPage(CaseActPage):
    """What was changed in one case."""

    TITLE = "history.title"
    TOPICS = frozenset(Topic)

    def __init__(self, desk: ScreenDesk, about: str = "") -> None:
        super().__init__(desk, about)
        self._members: dict[str, str] = {}
        self._called: dict[str, str] = {}
        columns = (
            Field(self.say("history.when"), lambda change: moment(change.at.astimezone(KARACHI), desk.words.language), 175),
            Field(self.say("history.who"), lambda change: self._members.get(change.by, change.by[:8]), 130, drops=1),
            Field(self.say("history.what"), self._what, 180),
            Field(self.say("history.old"), lambda change: self._short(change, change.old)),
            Field(self.say("history.new"), lambda change: self._short(change, change.new)),
        )
        self._rows = PagedRows(columns, 1_000_000)
        self._list = Listing(self._rows, columns, self.say("history.title"))
        self._list.setMinimumHeight(LIST_HEIGHT)
        self._list.selectionModel().currentRowChanged.connect(self._stand_on)
        self._empty = label(self.say("history.none"), "second")
        self._empty.hide()
        self._whole = column()
        for part in (label(self.say("history.help"), "second"), self._empty):
            self.place.addWidget(part)
        self.place.addWidget(self._list, 1)
        self.body.setStretchFactor(self.place, ALL_OF_IT)
        self.place.addLayout(self._whole)
        self.place.addLayout(row(self.back(), 1))

    def refresh(self) -> None:
        """Names first, then the case, then its history."""
        self.desk.do(self, self._know, list_members)
        super().refresh()
        self.desk.do(self, self._show, read_history, self.about)

    def first_field(self) -> QWidget | None:
        """The list."""
        return self._list

    def show_case(self, case: Any) -> None:
        """Whom and what the records are about."""
        aliases = {party["id"]: party["alias"] for party in case["parties"]}
        persons = {party["person"]: party["alias"] for party in case["parties"] if party.get("person")}
        about = {
            found["id"]: aliases[found["party"]] for name in ("charges", "statements", "arrests", "interviews") for found in case[name]
        }
        seats = {seat["id"]: str(seat["member"]) for seat in case["team"]}
        self._called = {**aliases, **persons, **about, **seats}

    def _know(self, members: tuple[Member, ...]) -> None:
        self._members = {member.id: member.user_name for member in members}

    def _show(self, changes: tuple[FieldChange, ...]) -> None:
        self._rows.begin(tuple(reversed(changes)))
        self._empty.setVisible(not changes)
        self._list.setVisible(bool(changes))
        if changes:
            self._list.selectRow(0)

    def _what(self, change: FieldChange) -> str:
        whose = self._called.get(change.record, "")
        noun = self.say(f"noun.{change.noun}")
        return " · ".join(part for part in (noun, whose, self.say(f"field.{change.field}")) if part)

    def _short(self, change: FieldChange, value: str | None) -> str:
        said = " ".join(self._said(change, value).split())
        return said if len(said) <= SHOWN_LETTERS else f"{said[:SHOWN_LETTERS]}…"

    def _said(self, change: FieldChange, value: str | None) -> str:
        if value is None:
            return "–"
        if change.field in OF_MEMBERS or value in self._members:
            return self._members.get(value, value)
        if value in self._called:
            return self._called[value]
        if change.field == "age_basis":
            return self.desk.title("age_basis", value)
        if change.field == "status":
            return self.say(f"charge_status.{value}")
        if value in SAID:
            return self.say(SAID[value])
        if value.startswith("["):
            return ", ".join(str(entry) for entry in self._list_of(value))
        return words_of(self.desk, change.field, value, change.noun) or value

    def _list_of(self, value: str) -> list[Any]:
        try:
            found = json.loads(value)
        except ValueError:
            return [value]
        return found if isinstance(found, list) else [value]

    def _stand_on(self, index: QModelIndex) -> None:
        emptied(self._whole)
        change = self._rows.row(index.row())
        if change is None:
            return
        head = " · ".join((self._what(change), self._members.get(change.by, change.by[:8]), self.day(change.at.astimezone(KARACHI).date())))
        before, after = (selectable(label(self._said(change, value))) for value in (change.old, change.new))
        lines = [
            column(in_one_line(label(self.say(title), "caption")), shown, gap=2)
            for title, shown in (("history.old", before), ("history.new", after))
        ]
        self._whole.addWidget(card(label(head, "head"), *lines))
