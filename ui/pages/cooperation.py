"""How platforms answered: a table by platform over a year, to be kept as a file for a regulator or Parliament."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

from mdt.policy.outward import Cleared
from mdt.work.cooperation import PlatformLine, prepare_cooperation, read_cooperation
from mdt.work.desk import Topic
from ui.desk import ScreenDesk
from ui.widgets.flow import Flow, flowing
from ui.widgets.keeping import keep
from ui.widgets.page import Page
from ui.widgets.paper import Asks
from ui.widgets.parts import button, label
from ui.widgets.table import Field, Listing, PagedRows

YEAR = timedelta(days=365)
LIST_HEIGHT = 320


class CooperationPage(Page):
    """Requests of the last 365 days on the cases of her list, by platform."""

    TOPICS = frozenset({Topic.OUTGOING})
    questions: Asks
    """Given by the program: the only place that opens system dialogs."""

    def __init__(self, desk: ScreenDesk, about: str = "") -> None:
        super().__init__(desk, about)
        numbers = (("sent", 80), ("answered", 90), ("refused", 80), ("waiting", 80), ("longest_waiting", 110), ("median_days", 110))
        columns = (
            Field(self.say("cooperation.platform"), lambda line: desk.title("platform_route", line.platform), 210),
            *(Field(self.say(f"outgoing.col_{name}"), partial(_number, name), width, drops=at) for at, (name, width) in enumerate(numbers)),
            Field(self.say("cooperation.reasons"), self._reasons),
        )
        self._rows = PagedRows(columns, 1_000_000)
        self._list = Listing(self._rows, columns, self.say("outgoing.figures"))
        self._list.setMinimumHeight(LIST_HEIGHT)
        back = button(self.say("acting.back"), lambda: self.opened.emit("case", self.about), keys="Alt+Left")
        self._keep = button(self.say("outgoing.keep_figures"), self._to_file, "primary", "Ctrl+S")
        self.body.addLayout(Flow(label(self.say("outgoing.figures"), "title"), flowing(back, self._keep), ends=True))
        self.body.addWidget(label(self.say("outgoing.figures_help"), "second"))
        self.body.addWidget(self._list, 1)

    def refresh(self) -> None:
        """The figures again."""
        today = self.desk.today()
        self.desk.do(self, self._show, read_cooperation, None, today - YEAR, today)

    def _show(self, lines: tuple[PlatformLine, ...]) -> None:
        self._rows.begin(lines)
        self._keep.setEnabled(bool(lines))

    def _reasons(self, line: PlatformLine) -> str:
        return " · ".join(f"{self.desk.title('platform_reason', reason)}: {count}" for reason, count in line.reasons)

    def _to_file(self) -> None:
        today = self.desk.today()
        self.desk.do(self, self._write, prepare_cooperation, None, today - YEAR, today, self.desk.words.language)

    def _write(self, table: Cleared) -> None:
        from mdt.reports.cooperation import write_cooperation

        path = self.questions.file_to_write(self, self.say("outgoing.keep_figures"), "platforms.csv")
        if path:
            content = write_cooperation(table, self.desk.words.language)
            done, failed = (lambda _: self.told.emit(self.say("print.kept"))), self._failed
            self.desk.errands.send(partial(keep, Path(path), content), self, done, failed)

    def _failed(self, fault: Exception) -> None:
        self.desk.refused.emit(self.say(getattr(fault, "key", "unavailable.cannot_write")))


def _number(name: str, line: Any) -> str:
    value = getattr(line, name)
    return "" if value is None else f"{value:g}"
