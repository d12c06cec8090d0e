"""The calendar: a week of interviews, meetings, hearings, reviews and tasks, and in words what stands there twice."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from mdt.model.clashes import Clash
from mdt.model.lists import Appointment
from mdt.work.calendar import Span, read_calendar
from mdt.work.desk import Desk, Topic
from mdt.work.staff import list_members
from ui.desk import ScreenDesk
from ui.views import INTERVIEW_PAGE
from ui.widgets.days import long_day
from ui.widgets.entries import entry, said_of, whole_clash
from ui.widgets.flow import NARROW, Flow, flowing
from ui.widgets.icons import Sign
from ui.widgets.page import Page
from ui.widgets.parts import button, card, column, emptied, in_one_line, label, row
from ui.widgets.week import DAYS, week_of, weekday

Found = tuple[Span, dict[str, str]]


class Week(QWidget):
    """Seven days beside each other; below each other where the page is narrow."""

    def __init__(self, days: list[QWidget]) -> None:
        super().__init__()
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(8)
        for day in days:
            self._box.addWidget(day, 1)
        self.setLayout(self._box)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Beside or below."""
        below = event.size().width() < NARROW
        self._box.setDirection(QBoxLayout.Direction.TopToBottom if below else QBoxLayout.Direction.LeftToRight)
        super().resizeEvent(event)


class CalendarPage(Page):
    """One week at a time."""

    TOPICS = frozenset({Topic.CASE, Topic.INTERVIEWS, Topic.MEETINGS, Topic.NOTES, Topic.TEAM})

    def __init__(self, desk: ScreenDesk, about: str = "") -> None:
        super().__init__(desk)
        self._first = week_of(desk.today())
        self._span = in_one_line(label("", "second"))
        moves = [
            button(self.say("calendar.before"), partial(self._turn, -1), keys="Alt+PgUp"),
            button(self.say("calendar.this_week"), partial(self._turn, 0), keys="Alt+Home"),
            button(self.say("calendar.after"), partial(self._turn, 1), keys="Alt+PgDown"),
        ]
        self._today = moves[1]
        self._clashes, self._week = column(gap=8), column()
        said = flowing(label(self.say("screen.calendar"), "title"), self._span, gap=10)
        self.body.addLayout(Flow(said, flowing(*moves), gap=10, ends=True))
        self.body.addLayout(self._clashes)
        self.body.addLayout(self._week)
        self.body.addStretch(1)

    def first_field(self) -> QWidget | None:
        """The way to this week."""
        return self._today

    def refresh(self) -> None:
        """What stands in the week, and what members are called."""
        first, last = self._first, self._first + timedelta(days=DAYS - 1)

        def look(desk: Desk) -> Found:
            names = {member.id: member.user_name for member in desk.do(list_members)}
            return desk.do(read_calendar, None, first, last), names

        self.desk.attempt(self, partial(self._show, first), self.desk.fail, look)

    def _turn(self, weeks: int) -> None:
        self._first = self._first + timedelta(days=DAYS * weeks) if weeks else week_of(self.desk.today())
        self.refresh()

    def _show(self, first: date, found: Found) -> None:
        if first != self._first:
            return
        span, names = found
        language = self.desk.words.language
        ends = [long_day(day, language) for day in (first, first + timedelta(days=DAYS - 1))]
        self._span.setText(self.say("calendar.span", first=ends[0], last=ends[1]))
        emptied(self._clashes)
        if span.clashes:
            self._clashes.addWidget(self._twice(span, names))
        emptied(self._week)
        days = [self._day(first + timedelta(days=at), span, names) for at in range(DAYS)]
        self._week.addWidget(Week(days))

    def _twice(self, span: Span, names: dict[str, str]) -> QWidget:
        lines: list[QWidget] = []
        for clash in span.clashes:
            line = row(Sign("warning-circle-fill", "warn"), label(whole_clash(self.desk, span.appointments, clash, names)), gap=10)
            line.setStretch(1, 1)
            holder = QWidget()
            holder.setLayout(line)
            lines.append(holder)
        made = card(label(self.say("calendar.clashes"), "head"), *lines)
        made.setAccessibleName(self.say("calendar.clashes"))
        return made

    def _day(self, day: date, span: Span, names: dict[str, str]) -> QWidget:
        today, language = day == self.desk.today(), self.desk.words.language
        head = label(weekday(day, language), "head")
        second = label(self.say("calendar.today") if today else long_day(day, language), "second", "accent" if today else "")
        parts: list[QWidget] = []
        for at, one in enumerate(span.appointments):
            if one.day == day:
                parts.append(entry(self.desk, one, names, self._opens(one), self._marks(at, span, names)))
        if not parts:
            parts.append(label(self.say("calendar.free"), "second"))
        made = QWidget()
        made.setLayout(column(head, second, *parts, 1, gap=6))
        return made

    def _opens(self, one: Appointment) -> QWidget | None:
        words = said_of(self.desk, one)
        name = " · ".join((weekday(one.day, self.desk.words.language), words))
        if one.kind == "meeting" and one.record:
            return button(words, partial(self.opened.emit, "meeting", one.record), "entry", name=name)
        if one.case is None:
            return None
        page, about = "case", one.case
        if one.kind == "interview" and one.record and INTERVIEW_PAGE != "case":
            page, about = INTERVIEW_PAGE, f"{one.case}/{one.record}"
        return button(words, partial(self.opened.emit, page, about), "entry", name=name)

    def _marks(self, at: int, span: Span, names: dict[str, str]) -> list[Clash]:
        return [clash for clash in span.clashes if at in (clash.first, clash.second)]
