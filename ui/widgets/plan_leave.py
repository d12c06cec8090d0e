"""Leave for an interview: asked for with a reason where an exception is needed, or how it stands."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from mdt.policy.gate import EXCEPTIONS, Bar
from mdt.work.interviews import PLANNING, ask_approval
from ui.desk import ScreenDesk
from ui.widgets.acting import form_of
from ui.widgets.asks import Filling
from ui.widgets.parts import column, emptied, label
from ui.widgets.sections import titled
from ui.widgets.small_form import SmallForm


class PlanLeave(QWidget):
    """One card beside the plan; hidden where there is nothing to ask."""

    told = Signal(str)

    def __init__(self, desk: ScreenDesk, case: str, interview: str) -> None:
        super().__init__()
        self._desk, self._case, self._interview = desk, case, interview
        self._shown: tuple[object, ...] | None = None
        self._body = column()
        self.setLayout(self._body)
        self.hide()

    def show_state(self, plan: Mapping[str, Any] | None, bars: tuple[Bar, ...], *, may_ask: bool) -> None:
        """How leave stands; the form only where nothing is left that no exception lifts."""
        state = plan["state"] if plan is not None else ""
        offered = state in PLANNING and (may_ask or state != "planned")
        self.setVisible(offered)
        if self._shown == (state, bars, offered):
            return
        self._shown = (state, bars, offered)
        emptied(self._body)
        if not offered:
            return
        self._body.addWidget(titled(self._desk.say("plan.ask_title"), self._inside(state, bars)))

    def _inside(self, state: str, bars: tuple[Bar, ...]) -> QWidget:
        if state != "planned":
            return label(self._desk.say("plan.is_approved" if state == "approved" else "plan.is_asked"))
        if any(bar not in EXCEPTIONS for bar in bars):
            return label(self._desk.say("plan.ask_first"), "second")
        form = form_of(self._desk, "interview_asking", Filling(without=frozenset() if bars else frozenset({"reason"})))
        asking = SmallForm(self._desk, form, self._desk.say("plan.ask"), lambda given: self._ask(asking, given))
        return asking

    def _ask(self, asking: SmallForm, given: Mapping[str, Any]) -> None:
        case, interview, reason, note = self._case, self._interview, given.get("reason"), given["note"]

        def asked(_: object) -> None:
            self.told.emit(self._desk.say("plan.asked"))

        self._desk.attempt(self, asked, asking.explain, lambda desk: desk.do(ask_approval, case, interview, reason, note))
