"""The log: who did what to which case and how it ended, newest first; ids and kinds, never words about a person."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from mdt.model.audit import Entry
from mdt.model.staff import Member
from mdt.work.bundle import KARACHI
from mdt.work.desk import Desk, Topic
from mdt.work.staff import list_members, name_cases, read_log
from ui.desk import ScreenDesk
from ui.widgets.days import moment
from ui.widgets.page import Page
from ui.widgets.parts import label
from ui.widgets.style import shown_theme, tokens
from ui.widgets.table import Field, Listing, PagedRows

SHOWN = 500
Found = tuple[tuple[Entry, ...], tuple[Member, ...], dict[str, str]]


class LogPage(Page):
    """The newest entries of the log."""

    TOPICS = frozenset(Topic)

    def __init__(self, desk: ScreenDesk, about: str = "") -> None:
        super().__init__(desk)
        self._names: dict[str, str] = {}
        self._codes: dict[str, str] = {}
        danger = tokens(shown_theme())["danger"]
        columns = (
            Field(self.say("log.when"), lambda entry: moment(entry.at.astimezone(KARACHI), desk.words.language), 175),
            Field(self.say("log.who"), lambda entry: self._names.get(entry.actor, entry.actor[:8]), 120),
            Field(self.say("log.act"), lambda entry: self.say(f"act.{entry.act}")),
            Field(self.say("log.case"), lambda entry: self._codes.get(entry.case or "", ""), 100),
            Field(
                self.say("log.ended"),
                lambda entry: self.say(f"log.{entry.outcome.value}"),
                90,
                lambda entry: None if entry.outcome.value == "done" else danger,
            ),
        )
        self._rows = PagedRows(columns, SHOWN + 1)
        self._list = Listing(self._rows, columns, self.say("screen.log"))
        self._list.setMinimumHeight(220)
        self.body.addWidget(label(self.say("screen.log"), "title"))
        self.body.addWidget(label(self.say("log.help"), "second"))
        self.body.addWidget(self._list, 1)

    def first_field(self) -> QWidget | None:
        """The list."""
        return self._list

    def refresh(self) -> None:
        """Entries, and what members and cases are called."""

        def look(desk: Desk) -> Found:
            entries = desk.do(read_log, None, SHOWN)
            return entries, desk.do(list_members), desk.do(name_cases, None, tuple({entry.case for entry in entries if entry.case}))

        self.desk.attempt(self, self._show, self.desk.fail, look)

    def _show(self, found: Found) -> None:
        entries, members, self._codes = found
        self._names = {member.id: member.user_name for member in members}
        self._rows.begin(entries)
