"""Who opened a case: every time somebody read it, had somebody in it shown or printed it, for its team to see."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QWidget

from mdt.model.audit import Opening
from mdt.work.bundle import KARACHI
from mdt.work.desk import Topic
from mdt.work.openings import who_opened
from ui.desk import ScreenDesk
from ui.widgets.acting import CaseActPage
from ui.widgets.days import moment
from ui.widgets.parts import label, row
from ui.widgets.table import Field, Listing, PagedRows

LIST_HEIGHT, ALL_OF_IT = 220, 100


class OpeningsPage(CaseActPage):
    """The readings of one case, newest first."""

    TITLE = "openings.title"
    TOPICS = frozenset(Topic)

    def __init__(self, desk: ScreenDesk, about: str = "") -> None:
        super().__init__(desk, about)
        columns = (
            Field(self.say("log.when"), lambda opening: moment(opening.at.astimezone(KARACHI), desk.words.language), 175),
            Field(self.say("log.who"), lambda opening: str(opening.by), 200),
            Field(self.say("log.act"), self._what),
        )
        self._rows = PagedRows(columns, 1_000_000)
        self._list = Listing(self._rows, columns, self.say("openings.title"))
        self._list.setMinimumHeight(LIST_HEIGHT)
        self.place.addWidget(label(self.say("openings.help"), "second"))
        self.place.addWidget(self._list, 1)
        self.body.setStretchFactor(self.place, ALL_OF_IT)
        self.place.addLayout(row(self.back(), 1))

    def refresh(self) -> None:
        """The case's head, and who read it."""
        super().refresh()
        self.desk.do(self, self._show, who_opened, self.about)

    def first_field(self) -> QWidget | None:
        """The list."""
        return self._list

    def show_case(self, case: Any) -> None:
        """Nothing more than the head."""

    def _show(self, found: tuple[Opening, ...]) -> None:
        self._rows.begin(found)

    def _what(self, opening: Opening) -> str:
        said = self.say(f"act.{opening.act}")
        return f"{said} · {opening.party}" if opening.party else said
