"""The ledger of received referrals: what waits longest comes first, narrowed by pills, a page at a time."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtWidgets import QPushButton, QWidget

from mdt.model.tips import COUNTED, TipCount, TipFilter, TipLine, waited
from mdt.policy.actions import Action
from mdt.work.desk import Desk, Topic
from mdt.work.intake import Intake, count_tips, list_tips, locate_intake, open_intake
from ui.desk import ScreenDesk
from ui.widgets.days import short_day
from ui.widgets.flow import Flow
from ui.widgets.page import Page
from ui.widgets.parts import button, label, row
from ui.widgets.style import shown_theme, tokens
from ui.widgets.table import Field, Listing, PagedRows

PAGE = 50
LATE, LONG = 14, 90
"""Days after which a referral waits too long, and much too long."""
NUMBER = 1
"""The column letters find in."""
Found = tuple[Intake, frozenset[Action], frozenset[Action], tuple[TipLine, ...], tuple[TipCount, ...]]


class TipsPage(Page):
    """Every referral that came in, for whoever sits at the intake or supervises."""

    TOPICS = frozenset({Topic.TIPS, Topic.TEAM})

    def __init__(self, desk: ScreenDesk, about: str = "") -> None:
        super().__init__(desk)
        self._wanted = TipFilter(limit=PAGE)
        self._asked = 0
        columns = self._columns()
        self._rows = PagedRows(columns, PAGE)
        self._list = Listing(self._rows, columns, self.say("tips.title"), NUMBER)
        self._list.setMinimumHeight(220)
        self._rows.wanted.connect(self._ask_more)
        self._list.chosen.connect(lambda line: self.opened.emit("tip", line.id))
        self._count, self._empty = label("", "second"), label("", "second")
        self._new = button(self.say("tips.new"), partial(self.opened.emit, "new_tip", ""), "primary", "Ctrl+N")
        self._read = button(self.say("reading.title"), partial(self.opened.emit, "import_tip", ""), keys="Ctrl+O")
        self._seats = button(self.say("tips.seats"), partial(self.opened.emit, "intake", ""))
        self._open = button(self.say("tips.open_intake"), self._open_intake, "primary", "Ctrl+S")
        self._pills: dict[tuple[str, str], QPushButton] = {}
        for part in (self._empty, self._new, self._read, self._seats, self._open, self._list):
            part.hide()
        self.body.addLayout(row(label(self.say("tips.title"), "title"), self._count, 1, self._open, self._seats, self._read, self._new))
        first, second = self._made_pills()
        self._filters = QWidget()
        self._filters.setLayout(Flow(*first, *second))
        self._filters.hide()
        self.body.addWidget(self._filters)
        self.body.addWidget(self._empty)
        self.body.addWidget(self._list, 1)

    def refresh(self) -> None:
        """The first page again, with what is filtered, and what may be done here."""
        self._asked += 1
        asked, wanted = self._asked, self._wanted

        def look(desk: Desk) -> Found:
            intake = desk.do(locate_intake)
            there = desk.allowed(intake.case) if intake.case else frozenset()
            return intake, desk.allowed(), there, desk.do(list_tips, None, wanted), desk.do(count_tips)

        self.desk.attempt(self, lambda found: self._show(found) if asked == self._asked else None, self.desk.fail, look)

    def first_field(self) -> QWidget | None:
        """The list, or what may be done where there is none."""
        return self._list if self._rows.rowCount() else self._open if not self._open.isHidden() else None

    def _show(self, found: Found) -> None:
        intake, allowed, there, lines, counts = found
        self._rows.begin(lines)
        self._open.setVisible(not intake.opened and Action.OPEN_INTAKE in allowed)
        self._seats.setVisible(Action.ASSIGN_TEAM in there)
        for act in (self._new, self._read):
            act.setVisible(Action.WRITE_TIPS in there)
        self._filters.setVisible(bool(counts))
        self._list.setVisible(bool(lines))
        self._empty.setVisible(not lines)
        plain = self._wanted == TipFilter(limit=PAGE)
        why = "not_opened" if not intake.opened else "no_seat" if intake.case is None else "none" if plain else "none_here"
        self._empty.setText(self.say(f"tips.{why}"))
        waiting = sum(one.count for one in counts if one.waiting)
        self._count.setText(self.say("tips.total", count=waiting) if counts else "")
        self.counted.emit("tips", waiting)
        self._count_pills(counts)
        if lines:
            self._list.selectRow(0)

    def _open_intake(self) -> None:
        def opened(_: object) -> None:
            self.told.emit(self.say("tips.opened"))
            self.opened.emit("intake", "")

        self.desk.do(self, opened, open_intake)

    def _ask_more(self, last: TipLine) -> None:
        asked = self._asked
        wanted = replace(self._wanted, after=(last.received_at, last.id))
        self.desk.do(self, lambda lines: self._rows.add(lines) if asked == self._asked else None, list_tips, None, wanted)

    def _made_pills(self) -> tuple[list[QPushButton], list[QPushButton]]:
        tables = self.desk.catalogue.tables
        rows = [("waiting", name) for name in ("waiting", "answered", "all")]
        rows += [("sources", name) for name in tables["tip_source"]]
        more = [("triage", ""), *(("triage", name) for name in tables["tip_triage"]), *(("states", name) for name in tables["tip_state"])]
        for place in (*rows, *more):
            self._pills[place] = button(self._called(place), partial(self._narrow, place), "pill")
        self._mark()
        return [self._pills[place] for place in rows], [self._pills[place] for place in more]

    def _called(self, place: tuple[str, str]) -> str:
        group, name = place
        if group == "waiting" or not name:
            return self.say(f"tips.{name or 'unsorted'}")
        return self.desk.title({"sources": "tip_source", "triage": "tip_triage", "states": "tip_state"}[group], name)

    def _narrow(self, place: tuple[str, str]) -> None:
        """A pill of each group at most; one that is pressed again lets everything of its group through."""
        group, name = place
        if group == "waiting":
            self._wanted = replace(self._wanted, waiting={"waiting": True, "answered": False, "all": None}[name])
        else:
            chosen: dict[str, Any] = {group: () if getattr(self._wanted, group) == (name,) else (name,)}
            self._wanted = replace(self._wanted, **chosen)
        self._mark()
        self.refresh()

    def _mark(self) -> None:
        for (group, name), pill in self._pills.items():
            waits = {True: "waiting", False: "answered", None: "all"}[self._wanted.waiting]
            pill.setChecked(name == waits if group == "waiting" else getattr(self._wanted, group) == (name,))

    def _count_pills(self, counts: tuple[TipCount, ...]) -> None:
        """How many each pill would show, among those that wait or not as chosen; what nobody has is not offered."""
        for (group, name), pill in self._pills.items():
            found = sum(one.count for one in counts if self._counts_in(one, group, name))
            pill.setText(self.say("tips.pill", name=self._called((group, name)), count=found))
            pill.setAccessibleName(self.say("tips.counted", filter=self._called((group, name)), count=found))
            pill.setVisible(bool(found) or pill.isChecked() or group == "waiting")
            pill.updateGeometry()

    def _counts_in(self, one: TipCount, group: str, name: str) -> bool:
        if group == "waiting":
            return name == "all" or one.waiting == (name == "waiting")
        if self._wanted.waiting is not None and one.waiting != self._wanted.waiting:
            return False
        return name == {"sources": one.source, "triage": one.triage or "", "states": one.state}[group]

    def _columns(self) -> tuple[Field, ...]:
        colours, title, say = tokens(shown_theme()), self.desk.title, self.say

        def late(line: TipLine) -> str | None:
            days = self._days(line)
            urgent = line.triage == "1" and line.state in ("new", "read")
            tone = "danger" if urgent or days > LONG else "warn" if days > LATE else ""
            return colours[tone] if tone and line.answered_on is None and line.merged_into is None else None

        def owed(line: TipLine) -> str:
            over = line.state == "linked" and line.due_on is not None and line.due_on < self.desk.today()
            return colours["danger" if over else "accent"]

        return (
            Field(say("tips.days"), lambda line: say("cli.days", days=self._days(line)), 90, late),
            Field(say("tips.number"), lambda line: line.number or say("tips.no_number"), 150),
            Field(say("tips.from"), lambda line: title("tip_source", line.source), 140, drops=1),
            Field(say("tips.about"), lambda line: title("incident_type", line.incident_type), drops=4),
            Field(say("tips.files"), self._files, 120, drops=3),
            Field(say("tips.triage"), lambda line: title("tip_triage", line.triage), 160, self._urgent, drops=2),
            Field(say("tips.next"), self._next, 270, owed, opens=True),
        )

    def _days(self, line: TipLine) -> int:
        return waited(line.received_at, line.answered_on, self.desk.today())

    def _urgent(self, line: TipLine) -> str | None:
        return tokens(shown_theme())["danger"] if line.triage == "1" and line.answered_on is None else None

    def _files(self, line: TipLine) -> str:
        named = [(name.upper() if name != "unclassed" else "?", getattr(line, name)) for name in COUNTED]
        return " · ".join(f"{name} {count}" for name, count in named if count)

    def _next(self, line: TipLine) -> str:
        if line.merged_into is not None:
            return self.say("tips.next_merged")
        if line.state == "linked" and line.due_on is not None:
            key = "tips.next_over" if line.due_on < self.desk.today() else "tips.next_due"
            return self.say(key, day=short_day(line.due_on, self.desk.words.language))
        return self.say(f"tips.next_{line.state}")
