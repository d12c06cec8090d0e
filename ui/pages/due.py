"""The due list: yours, your cases', nobody's, people nobody told anything; worst first, the next step one click away."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from mdt.errors import DeskError
from mdt.model.boards import VIEWS
from mdt.model.clocks import Holiday
from mdt.policy.actions import Action
from mdt.work.clocks import drop_holiday, enter_holiday, list_holidays
from mdt.work.desk import Desk, Topic
from mdt.work.due import Board, DueItem
from ui.desk import ScreenDesk
from ui.widgets.acting import FormPage, form_card
from ui.widgets.days import long_day
from ui.widgets.due_rows import TONES, about_of, basis_of, board_of, step_of, when_of
from ui.widgets.flow import flowing
from ui.widgets.form import Form
from ui.widgets.parts import button, column, emptied, label, row
from ui.widgets.sections import titled
from ui.widgets.style import shown_theme, tokens
from ui.widgets.table import Field, Listing, PagedRows
from ui.widgets.tasks import below_each_other

SHOWN = 200
ROW_HEIGHT, ROWS_AT_ONCE, HEAD_HEIGHT = 44, 11, 46
Found = tuple[Board, tuple[Holiday, ...], frozenset[Action]]


class DuePage(FormPage):
    """Every clock that runs on her cases."""

    TITLE = "due.title"
    TOPICS = frozenset({Topic.CLOCKS, Topic.CASE, Topic.PEOPLE, Topic.MEETINGS, Topic.NOTES, Topic.INTERVIEWS, Topic.TEAM})

    def __init__(self, desk: ScreenDesk, about: str = "") -> None:
        super().__init__(desk)
        self._view, self._asked = about if about in VIEWS else "team", 0
        self._board: Board | None = None
        columns = self._columns()
        self._rows = PagedRows(columns, 1_000_000)
        self._list = Listing(self._rows, columns, self.say("due.title"), 2)
        self._list.chosen.connect(self._go_on)
        self._pills = {view: button(self.say(f"due.{view}"), partial(self.turn, view), "pill") for view in VIEWS}
        self._empty, self._shown = label(self.say("due.none"), "second"), label("", "caption")
        self._holidays = column(gap=12)
        self.place.addLayout(row(flowing(*self._pills.values())))
        self.place.addWidget(titled(self.say("due.title"), label(self.say("due.help"), "second"), self._empty, self._list, self._shown))
        self.place.addLayout(self._holidays)

    def first_field(self) -> QWidget | None:
        """The list."""
        return self._list if self._rows.rowCount() else None

    def turn(self, view: str) -> None:
        """Show another part of the list."""
        self._view = view
        self.refresh()

    def refresh(self) -> None:
        """The list again; what is overdue for days is taken up by reading it."""
        self._asked += 1

        def look(desk: Desk) -> Found:
            return board_of(desk, self._view, SHOWN), desk.do(list_holidays), desk.allowed()

        self.desk.attempt(self, partial(self._show, self._asked), self.desk.fail, look)

    def _show(self, asked: int, found: Found) -> None:
        if asked != self._asked:
            return
        self._board, holidays, allowed = found
        board = self._board
        for view, pill in self._pills.items():
            pill.setText(self.say("due.pill", view=self.say(f"due.{view}"), count=board.open[view]))
            pill.setChecked(view == self._view)
        self._rows.begin(board.items)
        self._list.setFixedHeight(HEAD_HEIGHT + ROW_HEIGHT * max(1, min(len(board.items), ROWS_AT_ONCE)))
        self._list.setVisible(bool(board.items))
        self._empty.setVisible(not board.items)
        self._shown.setVisible(board.whole > len(board.items))
        self._shown.setText(self.say("due.shown", shown=len(board.items), count=board.whole))
        if board.items:
            self._list.selectRow(0)
        self.second.setText(self.say("due.over_count", count=board.over["team"]))
        self.counted.emit("due", board.over["mine"])
        if not self._touched:
            self._show_holidays(holidays, Action.ENTER_HOLIDAY in allowed)

    def _columns(self) -> tuple[Field, ...]:
        colours = tokens(shown_theme())

        def colour(item: DueItem) -> str | None:
            return colours.get(TONES.get(item.state, ""))

        return (
            Field(self.say("due.when"), self._when, 140, colour),
            Field(self.say("due.what"), partial(about_of, self.desk)),
            Field(self.say("cases.code"), lambda item: str(item.code), 105),
            Field(self.say("due.basis"), self._basis, 225, drops=2),
            Field(self.say("due.owner"), self._owner, 120, drops=1),
            Field(
                self.say("due.next"), lambda item: self.say(step_of(self.desk, item).key), 190, lambda item: colours["accent"], opens=True
            ),
        )

    def _when(self, item: DueItem) -> str:
        assert self._board is not None
        if self._view != "silent":
            return when_of(self.desk, item, self._board.at)
        return self.say("due.silent_days", count=(self._board.at - item.began).days)

    def _basis(self, item: DueItem) -> str:
        """The law or practice; of whom nobody was told anything, why not."""
        if self._view != "silent":
            return basis_of(self.desk, item.rule)
        why = self.desk.title("contact_outcome", item.tried) if item.tried else self.desk.title("pause_reason", item.why_paused or None)
        return why or self.say("due.no_reason")

    def _owner(self, item: DueItem) -> str:
        if self._view == "escalated":
            return self.say(f"due.level_{item.level}")
        return item.owner or self.say("due.nobody")

    def _go_on(self, item: DueItem) -> None:
        step = step_of(self.desk, item)
        self.opened.emit(step.page, step.about)

    def _show_holidays(self, holidays: tuple[Holiday, ...], may: bool) -> None:
        emptied(self._holidays)
        if not may:
            return
        lines = [self._holiday(one) for one in holidays if one.day >= self.desk.today()]
        form = self.watch(self.form("holiday"))
        foot = self.foot(self.say("due.enter"), partial(self._enter, form))
        rows = below_each_other(lines, self.say("due.no_holidays"))
        self._holidays.addWidget(form_card(label(self.say("due.holidays"), "head"), rows, form, foot))

    def _holiday(self, holiday: Holiday) -> QWidget:
        day = long_day(holiday.day, self.desk.words.language)
        drop = partial(self.desk.do, self, self._told("due.dropped"), drop_holiday, None, holiday.id)
        made = QWidget()
        undo = button(self.say("due.drop"), drop, "link", name=self.say("due.drop_long", day=day))
        line = row(label(f"{day} · {holiday.name}"), undo)
        line.setStretch(0, 1)
        made.setLayout(line)
        return made

    def _enter(self, form: Form) -> None:
        given = self.values(form)
        if given is None:
            return

        def wrong(fault: DeskError) -> None:
            self.explain(fault, form)

        day, name = given["day"], given["name"]
        self.run(lambda desk: desk.do(enter_holiday, None, day, name), self._told("due.entered"), wrong)

    def _told(self, key: str) -> Any:
        return lambda _: self.told.emit(self.say(key))
