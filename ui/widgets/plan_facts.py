"""The facts an interview is planned for: each with the limb that needs it and why only this person can tell it, added and left out."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from mdt.work.interviews import NewFact, add_fact, drop_fact
from ui.desk import ScreenDesk
from ui.widgets.acting import form_of
from ui.widgets.asks import Filling
from ui.widgets.fields import Rows
from ui.widgets.parts import button, card, column, emptied, hairline, holding, in_one_line, label, row, selectable
from ui.widgets.plan_parts import BETWEEN, limb_in_words, limbs_of
from ui.widgets.sections import Record
from ui.widgets.small_form import SmallForm


class PlanFacts(QWidget):
    """The list, and below it the form for one more; what is typed there stays while the list changes."""

    done = Signal(str, str, object)
    """A sentence, the word on the button, and what takes it back."""

    def __init__(self, desk: ScreenDesk, case: str, interview: str) -> None:
        super().__init__()
        self._desk, self._at, self._interview = desk, case, interview
        self._case: Record = {}
        self._limbs: Rows | None = None
        self._list, self._below = column(gap=8), column()
        head = in_one_line(label(desk.say("plan.facts"), "head"))
        self.setLayout(column(card(head, self._list, self._below)))
        self.hide()

    def show_facts(self, plan: Mapping[str, Any] | None, case: Record, *, may_change: bool) -> None:
        """The facts of a plan; nothing where it is not begun."""
        self.setVisible(plan is not None)
        if plan is None:
            return
        self._case = case
        emptied(self._list)
        found = [one for one in plan["facts"] if not one["dropped"]]
        for fact in found:
            self._list.addWidget(self._fact(fact, may_change))
            self._list.addWidget(hairline())
        if not found:
            self._list.addWidget(label(self._desk.say("plan.no_facts"), "second"))
        self._offer(may_change)

    def _offer(self, may_change: bool) -> None:
        limbs = limbs_of(self._desk, self._case) if may_change else None
        if limbs == self._limbs:
            return
        self._limbs = limbs
        emptied(self._below)
        if limbs is not None:
            filling = Filling(offered={"charge": limbs}, without=frozenset() if limbs else frozenset({"charge"}))
            form = form_of(self._desk, "interview_fact", filling)
            self._adding = SmallForm(self._desk, form, self._desk.say("plan.add_fact"), self._add)
            self._below.addWidget(self._adding)

    def _fact(self, fact: Record, may_change: bool) -> QWidget:
        need, why, say = fact.get("need"), fact.get("why"), self._desk.say
        only = self._desk.title("why_only", fact["why_only"])
        words = need if isinstance(need, str) else only
        parts = (limb_in_words(self._desk, self._case, fact), only, why if isinstance(why, str) else "")
        lines = column(selectable(label(words)), label(" · ".join(part for part in parts if part), "second"), gap=1)
        drop = say("plan.drop_fact")
        line = row(lines, *([button(drop, partial(self._drop, fact), "link", name=f"{drop}: {words}")] if may_change else []))
        line.setStretch(0, 1)
        return holding(line)

    def _add(self, given: Mapping[str, Any]) -> None:
        charge, _, element = (given.get("charge") or "").partition(BETWEEN)
        fact = NewFact(need=given["need"], why_only=given["why_only"], why=given["why"], charge=charge or None, element=element or None)
        case, interview, adding = self._at, self._interview, self._adding

        def added(made: str) -> None:
            self._limbs = None  # the form is made anew, empty
            self._offer(may_change=True)
            self.done.emit(self._desk.say("plan.fact_added"), self._desk.say("acting.undo"), partial(self._again, drop_fact, fact=made))

        self._desk.attempt(self, added, adding.explain, lambda desk: desk.do(add_fact, case, interview, fact))

    def _drop(self, fact: Record) -> None:
        same = NewFact(**{name: fact.get(name) for name in ("need", "why_only", "why", "charge", "element")})  # type: ignore[arg-type]
        undo = partial(self._again, add_fact, interview=self._interview, fact=same)

        def dropped(_: object) -> None:
            self.done.emit(self._desk.say("plan.fact_dropped"), self._desk.say("acting.undo"), undo)

        self._desk.do(self, dropped, drop_fact, self._at, str(fact["id"]))

    def _again(self, job: Any, **arguments: Any) -> None:
        self._desk.do(self._desk, lambda _: None, job, self._at, **arguments)
