"""Search: one box; own cases in full, others by code and circle with whom to ask."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit, QWidget

from mdt.model.lists import Hit
from mdt.work.casefile import locate_case
from mdt.work.search import search
from ui.desk import ScreenDesk
from ui.widgets.page import Page
from ui.widgets.parts import button, card, column, emptied, hairline, in_one_line, label, row


class SearchPage(Page):
    """What was typed is not kept anywhere; that one searched is logged."""

    def __init__(self, desk: ScreenDesk, about: str = "") -> None:
        super().__init__(desk)
        self._box = QLineEdit()
        self._box.setAccessibleName(self.say("screen.search_hint"))
        self._box.setPlaceholderText(self.say("screen.search_hint"))
        self._box.returnPressed.connect(self._find)
        self._hits = column(gap=8)
        self.body.addWidget(label(self.say("screen.search"), "title"))
        self.body.addWidget(self._box)
        self.body.addWidget(label(self.say("screen.search_help"), "caption"))
        self.body.addLayout(self._hits)
        self.body.addStretch(1)

    def first_field(self) -> QWidget | None:
        """The box."""
        return self._box

    def take(self, text: str) -> None:
        """Search for what was typed in the top bar."""
        self._box.setText(text)
        self._find()

    def _find(self) -> None:
        if self._box.text().strip():
            self.desk.do(self, self._show, search, None, self._box.text())

    def _show(self, hits: tuple[Hit, ...]) -> None:
        emptied(self._hits)
        body = column(gap=6)
        for at, hit in enumerate(hits):
            if at:
                body.addWidget(hairline())
            body.addLayout(row(*self._line(hit), 1))
        found = body if hits else column(label(self.say("screen.nothing_found"), "second"))
        self._hits.addWidget(card(found))

    def _line(self, hit: Hit) -> list[QWidget]:
        circle = self.desk.title("circle", hit.circle)
        if not hit.own:
            return [label(self.say("screen.ask_lead", code=hit.code, circle=circle), "second")]
        said = " · ".join(part for part in (self.say(f"hit.{hit.what}"), hit.party, hit.name, circle) if part)
        return [button(hit.code, lambda: self._open(hit.code), "link"), in_one_line(label(said, "second"))]

    def _open(self, code: str) -> None:
        self.desk.do(self, lambda case: self.opened.emit("case", case), locate_case, None, code)
