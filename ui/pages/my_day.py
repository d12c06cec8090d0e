"""My day: what comes next on her cases, soonest first, and what waits for something only she can give."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from mdt.model.lists import CaseFilter, CaseLine
from mdt.work.casefile import list_cases
from mdt.work.desk import Topic
from ui.desk import ScreenDesk
from ui.widgets.days import long_day
from ui.widgets.page import Page
from ui.widgets.parts import button, card, column, emptied, hairline, in_one_line, label, row

SHOWN, LOOKED_AT = 8, 500


class MyDayPage(Page):
    """The page one starts on."""

    TOPICS = frozenset({Topic.CASE, Topic.TEAM, Topic.NOTES})

    def __init__(self, desk: ScreenDesk, about: str = "") -> None:
        super().__init__(desk)
        self._cards = column(gap=12)
        self.body.addWidget(label(self.say("screen.my_day"), "title"))
        self.body.addWidget(label(long_day(desk.today(), desk.words.language), "second"))
        self.body.addLayout(self._cards)
        self.body.addStretch(1)

    def refresh(self) -> None:
        """Her newest open cases, sorted by what comes next."""
        self.desk.do(self, self._show, list_cases, None, CaseFilter(closed=False, limit=LOOKED_AT))

    def _show(self, lines: tuple[CaseLine, ...]) -> None:
        emptied(self._cards)
        dated = sorted((line for line in lines if line.next_event_on), key=lambda line: str(line.next_event_on))
        undated = [line for line in lines if not line.next_event_on]
        signalled = [line for line in lines if line.signals]
        for title, shown, when in (
            ("screen.with_signals", signalled, self._signals),
            ("screen.coming", dated, self._due),
            ("screen.without_next", sorted(undated, key=lambda line: line.registered_on), self._waiting),
        ):
            if shown:
                self._cards.addWidget(self._card(self.say(title, count=len(shown)), shown[:SHOWN], when))
        if not lines:
            self._cards.addWidget(label(self.say("cases.none"), "second"))

    def _card(self, title: str, lines: list[CaseLine], when: Any) -> QWidget:
        body = column(gap=4)
        for at, line in enumerate(lines):
            if at:
                body.addWidget(hairline())
            opens = button(line.code, partial(self.opened.emit, "case", line.id), "link")
            said = f"{self.desk.title('stage', line.stage)} · {self.desk.title('circle', line.circle)}"
            shown = label(when(line), "second")
            shown.setWordWrap(False)
            body.addLayout(row(opens, in_one_line(label(said, "second")), 1, shown))
        return card(label(title, "head"), body)

    def _signals(self, line: CaseLine) -> str:
        return self.say("cli.signals", count=line.signals)

    def _due(self, line: CaseLine) -> str:
        return f"{self.desk.title('next_event', line.next_event)} · {long_day(line.next_event_on, self.desk.words.language)}"

    def _waiting(self, line: CaseLine) -> str:
        return self.say("screen.waits", days=(self.desk.today() - line.registered_on).days)
