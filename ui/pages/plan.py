"""The plan of an interview: what it is for, who leads and when, which facts are missing, what stands against it, and asking for leave."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any, Final

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QPushButton, QWidget

from mdt.errors import Invalid
from mdt.model.sensitivity import Sensitivity
from mdt.model.staff import Member
from mdt.policy.actions import Action
from mdt.policy.gate import Bar
from mdt.work.casefile import CaseView
from mdt.work.desk import Topic
from mdt.work.drafts import take_draft
from mdt.work.interviews import (
    PLANNING,
    Plan,
    amend_plan,
    cancel_interview,
    judge_plan,
    plan_interview,
    resume_plan,
)
from mdt.work.live import InterviewView, open_interview
from mdt.work.staff import list_members
from ui.desk import ScreenDesk
from ui.widgets.acting import CaseActPage, form_card
from ui.widgets.asks import Filling
from ui.widgets.fields import Rows
from ui.widgets.flow import Columns, flowing
from ui.widgets.form import Form
from ui.widgets.parts import button, column, emptied, holding, in_one_line, label, row
from ui.widgets.plan_facts import PlanFacts
from ui.widgets.plan_form import NUMBERS, as_meant, kept, typed, under_gate
from ui.widgets.plan_leave import PlanLeave
from ui.widgets.plan_parts import gate_card, known_card, leads_of, to_be_read
from ui.widgets.sections import Record, titled
from ui.widgets.subjects import people_of

AFTER_TYPING_MS: Final = 400
EVIDENCE: Final = frozenset({"exhibit", "exhibit_hash"})
FIXED: Final = frozenset({"party", "kind"})


class PlanPage(CaseActPage):
    """One plan, or a new one where only a case is named; to be read where it cannot change, or where she may not change it."""

    TITLE = "plan.title"
    TOPICS = frozenset({Topic.INTERVIEWS, Topic.CASE, Topic.PEOPLE, Topic.CHARGES, Topic.TEAM})

    def __init__(self, desk: ScreenDesk, about: str = "") -> None:
        case, _, self.interview = about.partition("/")
        super().__init__(desk, case)
        self._form: Form | None = None
        self._built: tuple[object, ...] | None = None
        self._members: tuple[Member, ...] = ()
        self._case: Record = {}
        self._plan: Mapping[str, Any] | None = None
        self._closed: frozenset[str] = frozenset()
        self._head, self._main, self._gate, self._known = column(gap=8), column(gap=12), column(gap=12), column(gap=12)
        self._facts, self._leave = PlanFacts(desk, case, self.interview), PlanLeave(desk, case, self.interview)
        self._facts.done.connect(self.done)
        self._leave.told.connect(self.told)
        wide = [holding(self._main), self._facts]
        narrow = [holding(self._gate), self._leave, holding(self._known)]
        self.place.addLayout(self._head)
        self.place.addWidget(Columns(wide, narrow, (5, 4)))
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(AFTER_TYPING_MS)
        self._wait.timeout.connect(self._judge)

    def refresh(self) -> None:
        """The team, the plan with its facts, then the case; leave nothing of it half shown."""
        if self._running:
            self._stale = True
            return
        self.desk.do(self, self._know, list_members)
        super().refresh()

    def first_field(self) -> QWidget | None:
        """The first field of the plan."""
        return self._form.first() if self._form is not None else None

    def draft_name(self) -> str:
        """One draft a plan, and one for a new plan on the case."""
        return f"plan/{self.about}/{self.interview}".rstrip("/") if self._form is not None else ""

    def draft(self) -> str:
        """What is typed."""
        return self._form.draft() if self._form is not None else ""

    def show_case(self, case: Any) -> None:
        """The plan beside what stands against it; typing that was begun stays."""
        self._case = case
        if self.interview and self._plan is None:
            self._only(self.say("plan.gone"))
            return
        if not self.interview and Action.PLAN_INTERVIEW not in self.allowed:
            self._only(self.say("refused.voided" if case["voided_on"] else "refused.closed" if case["closed_on"] else "refused.role"))
            return
        self._show_head()
        if self._may_change():
            self._show_form()
        else:
            self._show_reading()
        self._facts.show_facts(self._plan, case, may_change=self._may_change())
        emptied(self._known)
        self._known.addWidget(known_card(self.desk, case))
        self._judge()

    def _came(self, view: CaseView) -> None:
        self._closed = EVIDENCE if Sensitivity.EVIDENCE in view.withheld else frozenset()
        if any(one["id"] == self.interview for one in view.content["interviews"]):
            self.desk.do(self, partial(self._planned, view), open_interview, self.about, self.interview)
        else:
            super()._came(view)

    def _know(self, members: tuple[Member, ...]) -> None:
        self._members = members

    def _planned(self, case: CaseView, view: InterviewView) -> None:
        self._plan = view.content
        super()._came(case)

    def _may_change(self) -> bool:
        return Action.PLAN_INTERVIEW in self.allowed and (self._plan is None or self._plan["state"] in PLANNING)

    def _only(self, why: str) -> None:
        self._form = None
        for part in (self._head, self._main, self._gate, self._known):
            emptied(part)
        self._facts.hide()
        self._leave.hide()
        self._main.addWidget(form_card(label(why), row(self.back(), 1)))

    def _show_head(self) -> None:
        emptied(self._head)
        if self._plan is None:
            return
        kind = self.desk.title("interview_kind", self._plan["kind"])
        about = in_one_line(label(self.say("plan.of", alias=self._plan["person"]["alias"], kind=kind), "name"))
        state = label(self.desk.title("interview_state", self._plan["state"]), "chip", "accent")
        self._head.addWidget(flowing(about, state, *self._turns(), gap=10))

    def _turns(self) -> list[QPushButton]:
        """Taking the plan back, or up again."""
        if Action.PLAN_INTERVIEW not in self.allowed or self._plan is None:
            return []
        if self._plan["state"] == "cancelled":
            return [button(self.say("plan.resume"), partial(self._turn, resume_plan, "plan.resumed", cancel_interview), "link")]
        if self._plan["state"] in PLANNING:
            return [button(self.say("plan.take_back"), partial(self._turn, cancel_interview, "plan.taken_back", resume_plan), "link")]
        return []

    def _turn(self, job: Any, said: str, back: Any) -> None:
        undo = partial(self._again, back, interview=self.interview)
        self.desk.do(self, lambda _: self.done.emit(self.say(said), self.say("acting.undo"), undo), job, self.about, self.interview)

    def _again(self, job: Any, **arguments: Any) -> None:
        self.desk.do(self.desk, lambda _: None, job, self.about, **arguments)

    def _show_reading(self) -> None:
        self._form, self._built = None, None
        emptied(self._main)
        assert self._plan is not None
        names = {member.id: member.user_name for member in self._members}
        aliases = {party["id"]: party["alias"] for party in self._case["parties"]}
        why = self.say("plan.over" if self._plan["state"] not in PLANNING else "plan.no_right")
        self._main.addWidget(form_card(label(why, "second"), to_be_read(self.desk, self._plan, names, aliases), row(self.back(), 1)))

    def _show_form(self) -> None:
        offered, starts = self._offered(), self._starts()
        built = (offered, starts)
        if self._built == built:
            return
        first, typed = self._built is None, self.draft() if self._touched else ""
        self._built = built
        emptied(self._main)
        closed = self._closed | (FIXED | {name for name in EVIDENCE if name not in starts} if self._plan is not None else frozenset())
        self._form = form = self.watch(self.form("interview_plan", Filling(offered=offered, starts=starts, without=closed)))
        form.typed.connect(self._wait.start)
        foot = self.foot(self.say("plan.save" if self._plan is not None else "plan.begin"), self._save, self.back())
        self._main.addWidget(form_card(form, foot))
        if typed:
            form.fill(typed)
        elif first:
            self.desk.do(self, self._take_up, take_draft, None, self.draft_name())

    def _take_up(self, draft: str | None) -> None:
        if draft and self._form is not None:
            self.take_up(partial(self._form.fill, draft))
            self._wait.start()

    def _offered(self) -> dict[str, Rows]:
        leads, people = leads_of(self.desk, self._case, self._members), people_of(self.desk, self._case)
        heard = str(self._plan["party"]) if self._plan is not None else ""
        beside = tuple(one for one in people if one[0] != heard)
        everybody = leads_of(self.desk, self._case, self._members, hold=False)
        return {"party": people, "support": beside, "observers": everybody, **dict.fromkeys(("lead", "second", "preferred"), leads)}

    def _starts(self) -> dict[str, str]:
        return (
            {} if self._plan is None else {name: typed(name, value) for name, value in self._plan.items() if not isinstance(value, Mapping)}
        )

    def _save(self) -> None:
        form = self._form
        given = self.values(form) if form is not None else None
        if form is None or given is None:
            return
        try:
            meant = as_meant(given, self.desk.today())
        except Invalid as fault:
            self.explain(fault, form)
            return
        case, interview, explain = self.about, self.interview, lambda fault: self.explain(fault, form)
        if self._plan is None:
            plan = Plan(**{name: value for name, value in meant.items() if value is not None})
            self.run(lambda desk: desk.do(plan_interview, case, plan), self._begun, explain)
            return
        changes = {name: meant[name] for name in form.changed() if name not in NUMBERS or meant[name] is not None}
        if not changes:
            self.wrong(self.say("plan.nothing_changed"))
            return
        before = {name: kept(name, self._plan.get(name)) for name in changes}
        self.run(lambda desk: desk.do(amend_plan, case, interview, changes), lambda _: self._saved(before), explain)

    def _begun(self, made: str) -> None:
        self._built, self._form = None, None
        undo = partial(self._again, cancel_interview, interview=made)
        self.done.emit(self.say("plan.begun"), self.say("acting.undo"), undo)
        self._stale = True
        self.opened.emit("plan", f"{self.about}/{made}")

    def _saved(self, before: Mapping[str, Any]) -> None:
        undo = partial(self._again, amend_plan, interview=self.interview, changes=before)
        self.done.emit(self.say("plan.saved"), self.say("acting.undo"), undo)
        self.refresh()

    def _judge(self) -> None:
        """What stands against the plan as it is typed now, saved or not."""
        self._wait.stop()
        changes = under_gate(self._form, self.desk.today()) if self._form is not None else {}
        if self._form is not None and self._plan is None:
            changes["party"] = self._form.text("party")
            if not changes["party"]:
                self._show_bars(None)
                return
        case, interview = self.about, self.interview or None
        self.desk.attempt(self, self._show_bars, lambda fault: None, lambda desk: desk.do(judge_plan, case, interview, changes))

    def _show_bars(self, bars: tuple[Bar, ...] | None) -> None:
        emptied(self._gate)
        if bars is None:
            self._gate.addWidget(titled(self.say("gate.title"), label(self.say("gate.choose_person"), "second")))
        elif self._plan is None or self._plan["state"] in PLANNING:
            self._gate.addWidget(gate_card(self.desk, bars))
        self._leave.show_state(self._plan, bars or (), may_ask=Action.PLAN_INTERVIEW in self.allowed)
