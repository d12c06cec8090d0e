"""Meetings: which are to come and which were held, which cases are due for the team, and, with the right to it, calling one."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from mdt.errors import DeskError
from mdt.model.dates import typed_moment
from mdt.model.lists import Due
from mdt.model.meetings import Meeting
from mdt.model.staff import Member, Standing
from mdt.policy.actions import Action
from mdt.work.bundle import KARACHI
from mdt.work.desk import Desk, Topic
from mdt.work.meetings import cases_due, list_meetings, plan_meeting, put_on_agenda
from mdt.work.staff import list_members
from ui.desk import ScreenDesk
from ui.widgets.acting import FormPage, form_card
from ui.widgets.asks import Filling
from ui.widgets.days import short_day
from ui.widgets.flow import Columns
from ui.widgets.form import Form
from ui.widgets.parts import button, column, emptied, label, row
from ui.widgets.sections import titled
from ui.widgets.style import shown_theme, tokens
from ui.widgets.table import Field, Listing, PagedRows
from ui.widgets.tasks import below_each_other, due_words
from ui.widgets.week import day_and_hour

ROW_HEIGHT, ROWS_AT_ONCE, HEAD_HEIGHT = 44, 9, 46
HELD_SHOWN = 8
Found = tuple[frozenset[Action], tuple[Meeting, ...], tuple[Due, ...], tuple[Member, ...]]


class MeetingsPage(FormPage):
    """Every meeting of the team, and the roster of the next one."""

    TITLE = "meetings.title"
    TOPICS = frozenset({Topic.MEETINGS, Topic.CASE, Topic.NOTES, Topic.MEMBERS, Topic.TEAM})

    def __init__(self, desk: ScreenDesk, about: str = "") -> None:
        super().__init__(desk)
        columns = self._columns()
        self._rows = PagedRows(columns, 1_000_000)
        self._list = Listing(self._rows, columns, self.say("meetings.roster"), 1)
        self._list.chosen.connect(lambda due: self.opened.emit("case", due.case))
        self._empty = label(self.say("meetings.nothing_due"), "second")
        self._call = button(self.say("meetings.call"), self._ask, "primary", "Ctrl+N")
        self._call.hide()
        self._spot, self._held = column(gap=12), column(gap=14)
        self._due: tuple[Due, ...] = ()
        self._members: tuple[Member, ...] = ()
        roster = titled(self.say("meetings.roster"), label(self.say("meetings.roster_help"), "second"), self._empty, self._list)
        beside = QWidget()
        beside.setLayout(self._held)
        self.place.addLayout(row(self._call, 1))
        self.place.addLayout(self._spot)
        self.place.addWidget(Columns([roster], [beside]))

    def refresh(self) -> None:
        """Meetings, the roster, and who may be called."""
        if self._running:
            self._stale = True
            return

        def look(desk: Desk) -> Found:
            return desk.allowed(), desk.do(list_meetings), desk.do(cases_due), desk.do(list_members)

        self.desk.attempt(self, self._show, self.desk.fail, look)

    def first_field(self) -> QWidget | None:
        """The roster."""
        return self._list if self._rows.rowCount() else None

    def _show(self, found: Found) -> None:
        allowed, meetings, self._due, self._members = found
        may = Action.HOLD_MEETING in allowed
        self._call.setVisible(may and not self._spot.count())
        self._rows.begin(self._due)
        self._list.setFixedHeight(HEAD_HEIGHT + ROW_HEIGHT * max(1, min(len(self._due), ROWS_AT_ONCE)))
        self._list.setVisible(bool(self._due))
        self._empty.setVisible(not self._due)
        if self._due:
            self._list.selectRow(0)
        late = sum(due.due_on <= self.desk.today() for due in self._due)
        self.second.setText(self.say("meetings.due_count", count=late))
        coming = [one for one in meetings if one.ended_at is None]
        held = [one for one in reversed(meetings) if one.ended_at is not None][:HELD_SHOWN]
        emptied(self._held)
        for title, some, empty in (("coming", coming, "none_coming" if may else "none_called"), ("held", held, "none_held")):
            rows = below_each_other([self._meeting(one) for one in some], self.say(f"meetings.{empty}"))
            self._held.addWidget(titled(self.say(f"meetings.{title}"), rows))

    def _meeting(self, meeting: Meeting) -> QWidget:
        when = day_and_hour(meeting.planned_for, self.desk.words.language)
        opens = button(when, partial(self.opened.emit, "meeting", meeting.id), "link")
        room = self.desk.title("room", meeting.room) if meeting.room else self.say("meetings.no_room")
        said = " · ".join((room, self.say("meetings.on_agenda", count=len(meeting.cases))))
        chips = []
        if meeting.ended_at is None and meeting.planned_for.astimezone(KARACHI).date() < self.desk.today():
            chips.append(label(self.say("meetings.not_ended"), "chip", "warn"))
        made = QWidget()
        made.setLayout(column(row(opens, 1, *chips), label(said, "second"), gap=1))
        return made

    def _columns(self) -> tuple[Field, ...]:
        danger, warn = tokens(shown_theme())["danger"], tokens(shown_theme())["warn"]

        def colour(due: Due) -> str | None:
            return {"danger": danger, "warn": warn}.get(due_words(self.desk, due.due_on)[1])

        return (
            Field(self.say("meetings.due"), lambda due: due_words(self.desk, due.due_on)[0], 170, colour),
            Field(self.say("cases.code"), lambda due: str(due.code), 130),
            Field(self.say("meetings.looked_at"), lambda due: short_day(due.last, self.desk.words.language), 140, drops=1),
            Field(self.say("meetings.signal"), lambda due: self.say("meetings.acute") if due.acute else "", colour=lambda due: danger),
        )

    def _ask(self) -> None:
        emptied(self._spot)
        certified = [member for member in self._members if member.standing == Standing.CERTIFIED]
        people = tuple((member.id, f"{member.user_name} · {self.desk.title('role', member.role)}") for member in certified)
        soon = self.desk.today() + timedelta(days=7)
        acute = ",".join(due.case for due in self._due if due.acute and due.due_on <= soon)
        form = self.form("meeting", Filling(offered={"present": people}))
        agenda = self.form("agenda", Filling(offered={"cases": self._offered()}, starts={"cases": acute})) if self._due else None
        never = button(self.say("acting.never_mind"), self._close)
        foot = self.foot(self.say("meetings.call_do"), lambda: self._save(form, agenda), never)
        title = label(self.say("meetings.call"), "head")
        self._spot.addWidget(form_card(title, form, *([agenda] if agenda else []), foot))
        self._call.hide()
        first = form.first()
        if first is not None:
            first.setFocus(Qt.FocusReason.OtherFocusReason)
            self.reach(first)

    def _offered(self) -> tuple[tuple[str, str], ...]:
        acute = self.say("meetings.acute")
        words = {due.case: (due.code, due_words(self.desk, due.due_on)[0], *([acute] if due.acute else [])) for due in self._due}
        return tuple((case, " · ".join(said)) for case, said in words.items())

    def _close(self) -> None:
        emptied(self._spot)
        self._call.show()
        self._call.setFocus(Qt.FocusReason.OtherFocusReason)

    def _save(self, form: Form, agenda: Form | None) -> None:
        given = self.values(form)
        chosen = self.values(agenda) if agenda is not None else {"cases": ()}
        if given is None or chosen is None:
            return
        try:
            at = typed_moment("planned_for", given["planned_for"], self.desk.today(), KARACHI)
        except DeskError as fault:
            self.explain(fault, form)
            return

        def work(desk: Desk) -> str:
            made = desk.do(plan_meeting, None, at, given["room"], given["present"])
            for case in chosen["cases"]:
                desk.do(put_on_agenda, case, made)
            return made

        self.run(work, self._called, lambda fault: self.explain(fault, form))

    def _called(self, meeting: Any) -> None:
        emptied(self._spot)
        self.told.emit(self.say("meetings.called"))
        self.refresh()
        self.opened.emit("meeting", meeting)
