"""The list of cases: what waits longest first in the eye, a page at a time, filters as pills."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QPushButton, QWidget

from mdt.model.lists import CaseFilter, CaseLine, StageCount
from mdt.work.casefile import count_cases, list_cases
from mdt.work.desk import Topic
from ui.desk import ScreenDesk
from ui.widgets.days import short_day
from ui.widgets.flow import Flow
from ui.widgets.page import Page
from ui.widgets.parts import button, label, row
from ui.widgets.style import shown_theme, tokens
from ui.widgets.table import Field, Listing, PagedRows

PAGE = 50
LONG_DAYS = 365
FIRST_NUMBERS = ("fir", "enquiry", "complaint")
"""What an office calls a case by; tips and court numbers stand on the case itself."""
CODE = 1
"""The column letters find in."""


class CasesPage(Page):
    """Her cases, newest first."""

    TOPICS = frozenset({Topic.CASE, Topic.TEAM, Topic.NOTES})

    def __init__(self, desk: ScreenDesk, about: str = "") -> None:
        super().__init__(desk)
        self._wanted = CaseFilter(closed=False, limit=PAGE)
        self._asked = 0
        columns = self._columns()
        self._rows = PagedRows(columns, PAGE)
        self._list = Listing(self._rows, columns, self.say("screen.cases"), CODE)
        self._list.setMinimumHeight(220)
        self._rows.wanted.connect(self._ask_more)
        self._list.chosen.connect(lambda line: self.opened.emit("case", line.id))
        self._count = label("", "second")
        self._pills: dict[str, QPushButton] = {}
        self._narrow: dict[str, tuple[tuple[str, ...], bool | None]] = {}
        self._words: dict[str, str] = {}
        self._empty = label(self.say("cases.none"), "second")
        self._empty.hide()
        self.body.addLayout(row(label(self.say("screen.cases"), "title"), self._count, 1))
        self.body.addLayout(Flow(*self._filters()))
        self.body.addWidget(self._empty)
        self.body.addWidget(self._list, 1)

    def refresh(self) -> None:
        """The first page again, with what is filtered."""
        self._asked += 1
        asked = self._asked
        self.desk.do(self, lambda lines: self._show(asked, lines), list_cases, None, self._wanted)
        self.desk.do(self, self._count_pills, count_cases)

    def first_field(self) -> QWidget | None:
        """The list."""
        return self._list

    def _show(self, asked: int, lines: tuple[CaseLine, ...]) -> None:
        if asked == self._asked:
            self._rows.begin(lines)
            self._empty.setText(self.say("cases.none_here" if self._wanted.stages or self._wanted.closed is not False else "cases.none"))
            self._empty.setVisible(not lines)
            if lines:
                self._list.selectRow(0)

    def _count_pills(self, counts: tuple[StageCount, ...]) -> None:
        for name, (stages, closed) in self._narrow.items():
            found = sum(one.count for one in counts if (not stages or one.stage in stages) and (closed is None or one.over == closed))
            self._pills[name].setText(f"{self._words[name]}  {found:,}")
            self._pills[name].setAccessibleName(self.say("cases.counted", filter=self._words[name], count=found))
            self._pills[name].updateGeometry()

    def _ask_more(self, last: CaseLine) -> None:
        asked = self._asked
        self.desk.do(self, lambda lines: self._rows.add(lines) if asked == self._asked else None, list_cases, None, self._next(last))

    def _next(self, last: CaseLine) -> CaseFilter:
        return CaseFilter(stages=self._wanted.stages, closed=self._wanted.closed, after=(last.registered_on, last.id), limit=PAGE)

    def _filters(self) -> list[QPushButton]:
        made: list[tuple[str, str, tuple[str, ...], bool | None]] = [
            ("open", "cases.open", (), False),
            ("closed", "cases.closed", (), True),
            ("all", "cases.all", (), None),
        ]
        made += [(step, self.desk.title("path_step", step), stages, False) for step, stages in self._steps()]
        for name, words, stages, closed in made:
            self._words[name] = self.say(words) if words.startswith("cases.") else words
            self._narrow[name] = (stages, closed)
            self._pills[name] = button(self._words[name], self._narrowing(name, stages, closed), "pill")
        self._pills["open"].setChecked(True)
        return list(self._pills.values())

    def _steps(self) -> list[tuple[str, tuple[str, ...]]]:
        steps = list(self.desk.catalogue.lists["path_step"])
        by_step = {step: tuple(s.id for s in self.desk.catalogue.stages.values() if s.drawn == at) for at, step in enumerate(steps, 1)}
        return [(step, stages) for step, stages in by_step.items() if step in ("enquiry", "fir", "investigation", "challan", "trial")]

    def _narrowing(self, name: str, stages: tuple[str, ...], closed: bool | None) -> Any:
        def narrow() -> None:
            self._wanted = CaseFilter(stages=stages, closed=closed, limit=PAGE)
            for pill, shown in self._pills.items():
                shown.setChecked(pill == name)
            self.refresh()

        return narrow

    def _columns(self) -> tuple[Field, ...]:
        danger, accent = tokens(shown_theme())["danger"], tokens(shown_theme())["accent"]
        today = self.desk.today

        def waited(line: CaseLine) -> int:
            return (today() - line.registered_on).days

        return (
            Field(
                self.say("cases.waiting"),
                lambda line: self.say("cli.days", days=waited(line)),
                90,
                lambda line: danger if waited(line) > LONG_DAYS else None,
            ),
            Field(self.say("cases.code"), lambda line: str(line.code), 130),
            Field(self.say("cases.numbers"), lambda line: self._numbers(line), 180, drops=1),
            Field(self.say("cases.stage"), lambda line: self.desk.title("stage", line.stage), 140),
            Field(self.say("cases.kind"), lambda line: self.desk.title("typology", line.typology), drops=2),
            Field(self.say("cases.circle"), lambda line: self.desk.title("circle", line.circle), 110, drops=3),
            Field(self.say("cases.next"), lambda line: self._next_step(line), 230, lambda line: accent, opens=True),
        )

    def _numbers(self, line: CaseLine) -> str:
        by_kind = {number.partition(":")[0]: number.partition(":")[2] for number in line.numbers}
        return " · ".join([by_kind.pop(kind) for kind in FIRST_NUMBERS if kind in by_kind] or by_kind.values())

    def _next_step(self, line: CaseLine) -> str:
        if line.next_event is None:
            return self.say("cases.no_next")
        return (
            f"{self.desk.title('next_event', line.next_event)} · {short_day(line.next_event_on, self.desk.words.language)}"
            if line.next_event_on
            else self.desk.title("next_event", line.next_event)
        )
