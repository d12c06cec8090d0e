"""One meeting: its agenda case by case, what each discipline is asked, what was found, what became of it, and who came."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from mdt.catalogue.forms import load_form
from mdt.catalogue.sentences import sentence
from mdt.errors import DeskError
from mdt.model.lists import Due
from mdt.model.sensitivity import Sensitivity
from mdt.model.staff import Member, Standing
from mdt.policy.actions import Action
from mdt.work.casefile import CaseView, open_case
from mdt.work.desk import Desk, Topic, UseCase
from mdt.work.drafts import take_draft
from mdt.work.meetings import (
    AgendaLine,
    MeetingView,
    cases_due,
    end_meeting,
    give_task,
    open_meeting,
    put_on_agenda,
    record_findings,
)
from mdt.work.staff import list_members
from ui.desk import ScreenDesk
from ui.widgets.acting import FormPage, form_card
from ui.widgets.agenda import found_of, prompts, tasks_of
from ui.widgets.asks import Filling
from ui.widgets.fields import Rows
from ui.widgets.flow import Columns, Flow, flowing
from ui.widgets.form import Form
from ui.widgets.parts import button, card, column, emptied, label, row
from ui.widgets.sections import Record, closed_panel, joined, titled
from ui.widgets.tasks import done_button
from ui.widgets.week import day_and_hour

JOBS: Mapping[str, UseCase[..., Any]] = {"findings": record_findings, "task": give_task}
TITLES = {"agenda": "meeting.add", "attendance": "meeting.end"}
ACTS = {"findings": Action.WRITE_FINDINGS, "task": Action.GIVE_TASK}
Found = tuple[frozenset[Action], MeetingView, tuple[Member, ...], tuple[Due, ...]]


class MeetingPage(FormPage):
    """A meeting before, while and after it is held; a case of the agenda is opened by a click, which is logged."""

    TITLE = "meeting.title"
    TOPICS = frozenset({Topic.MEETINGS, Topic.CASE, Topic.TEAM, Topic.MEMBERS})
    UNDER = "meetings"

    def __init__(self, desk: ScreenDesk, about: str = "") -> None:
        super().__init__(desk)
        self.meeting = about
        self._found: Found | None = None
        self._chosen: AgendaLine | None = None
        self._case: Record = {}
        self._allowed: frozenset[Action] = frozenset()
        self._closed: frozenset[str] = frozenset()
        """Fields of a task that she may not write, since she could not read them."""
        self._mode = ""
        self._form: Form | None = None
        self._head, self._agenda, self._detail, self._spot = column(gap=8), column(gap=12), column(gap=12), column(gap=12)
        left, right = QWidget(), QWidget()
        left.setLayout(self._agenda)
        right.setLayout(column(self._detail, self._spot, 1, gap=12))
        self.place.addLayout(self._head)
        self.place.addWidget(Columns([left], [right], (3, 5)))

    def refresh(self) -> None:
        """The meeting again, and the case of it that is open."""
        if self._running:
            self._stale = True
            return

        def look(desk: Desk) -> Found:
            allowed = desk.allowed()
            due = desk.do(cases_due) if Action.HOLD_MEETING in allowed else ()
            return allowed, desk.do(open_meeting, None, self.meeting), desk.do(list_members), due

        self.desk.attempt(self, self._show, self._not_there, look)

    def goes_back(self) -> bool:
        """Esc leads back to the meetings."""
        self.seal_draft()
        self.opened.emit("meetings", "")
        return True

    def hideEvent(self, event: QHideEvent) -> None:
        """What was opened closes with the page; what was typed is sealed first."""
        super().hideEvent(event)
        if self._chosen is not None:
            self.seal_draft()
            self._chosen, self._stale = None, True
            self._close()

    def draft_name(self) -> str:
        """One draft for the findings on each case of the agenda."""
        return f"findings/{self._chosen.item}" if self._mode == "findings" and self._chosen is not None else ""

    def draft(self) -> str:
        """What is typed."""
        return self._form.draft() if self._form is not None else ""

    def _not_there(self, fault: DeskError) -> None:
        emptied(self._head)
        emptied(self._agenda)
        self._close()
        back = button(self.say("meeting.back"), self.goes_back, keys="Alt+Left")
        self._head.addWidget(form_card(label(sentence(self.desk.words, fault)), row(back, 1)))

    def _show(self, found: Found) -> None:
        self._found = found
        view, language = found[1], self.desk.words.language
        room = self.desk.title("room", view.meeting.room) if view.meeting.room else self.say("meetings.no_room")
        self.second.setText(" · ".join((day_and_hour(view.meeting.planned_for, language), room)))
        emptied(self._head)
        self._head.addLayout(self._acts(view))
        emptied(self._agenda)
        self._agenda.addWidget(self._lines(view))
        self._agenda.addWidget(prompts(self.desk))
        self._agenda.addStretch(1)
        chosen = next((line for line in view.agenda if self._chosen and line.case == self._chosen.case), None)
        if chosen is not None:
            self._choose(chosen)
        elif not self._spot.count():
            self._close()

    def _acts(self, view: MeetingView) -> QVBoxLayout:
        """How the meeting stands, who is called or came, and what may be done with it."""
        ended = view.meeting.ended_at is not None
        people = joined(self.desk, view.present) or self.say("minutes.nobody")
        said = label(self.say("meeting.came" if ended else "meeting.called", people=people, chair=view.chair), "second")
        acts: list[QWidget] = [button(self.say("meeting.back"), self.goes_back, keys="Alt+Left")]
        acts.append(button(self.say("minutes.page"), partial(self.opened.emit, "minutes", self.meeting), "plain", "Ctrl+P", sign="printer"))
        if self._found is not None and Action.HOLD_MEETING in self._found[0] and not ended:
            acts.append(button(self.say("meeting.add"), partial(self._ask, "agenda"), keys="Ctrl+N"))
            acts.append(button(self.say("meeting.end"), partial(self._ask, "attendance"), "primary", "Ctrl+E"))
        chip = label(self.say("meeting.ended" if ended else "meeting.open"), "chip", "accent" if ended else "")
        return column(Flow(chip, flowing(*acts), gap=10, ends=True), said, gap=4)

    def _lines(self, view: MeetingView) -> QWidget:
        body = column(gap=6)
        for line in view.agenda:
            pill = button(str(line.code), partial(self._choose, line), "pill", name=self.say("meeting.open_long", code=line.code))
            pill.setChecked(self._chosen is not None and self._chosen.case == line.case)
            state = label(
                self.say("meeting.discussed" if line.discussed else "meeting.waits"), "second", "accent" if line.discussed else ""
            )
            body.addLayout(row(pill, state, 1))
        if not view.agenda and not view.restricted:
            body.addWidget(label(self.say("meeting.no_cases"), "second"))
        if view.restricted:
            body.addWidget(closed_panel(self.say("meeting.restricted", count=view.restricted)))
        holder = QWidget()
        holder.setLayout(body)
        return titled(self.say("meeting.agenda"), holder)

    def _choose(self, line: AgendaLine) -> None:
        if self._chosen is None or self._chosen.case != line.case:
            self.seal_draft()
            self._close()
        self._chosen = line

        def look(desk: Desk) -> tuple[frozenset[Action], CaseView]:
            return desk.allowed(line.case), desk.do(open_case, line.case)

        self.desk.attempt(self, partial(self._open, line), self.desk.fail, look)

    def _open(self, line: AgendaLine, found: tuple[frozenset[Action], CaseView]) -> None:
        if self._chosen is not line or self._found is None:
            return
        self._allowed, view = found
        self._case, self._closed = view.content, frozenset({"what"} if Sensitivity.ACCOUNT in view.withheld else ())
        for pill in self.findChildren(QPushButton):
            if pill.property("kind") == "pill" and pill.text() in {one.code for one in self._found[1].agenda}:
                pill.setChecked(pill.text() == line.code)
        emptied(self._detail)
        opens = button(self.say("meeting.to_case"), partial(self.opened.emit, "case", str(line.case)), "link")
        item = self._item()
        tasks = [task for task in self._case["tasks"] if task["item"] == line.item]
        parts = [*found_of(self.desk, item), *tasks_of(self.desk, tasks, self._finishing)]
        modes = [mode for mode, needs in ACTS.items() if needs in self._allowed]
        acts = [flowing(*(button(self.say(f"meeting.{mode}"), partial(self._ask, mode)) for mode in modes))] if modes and item else []
        self._detail.addWidget(titled(str(line.code), *parts, *acts, links=[opens]))

    def _item(self) -> Record:
        item = self._chosen.item if self._chosen is not None else None
        return next((found for found in self._case.get("agenda_items", ()) if found["id"] == item), {})

    def _finishing(self, task: Mapping[str, Any]) -> Sequence[QWidget]:
        what = self.desk.title("task_kind", task["kind"])
        return [done_button(self, str(self._case["id"]), str(task["id"]), what)] if Action.GIVE_TASK in self._allowed else []

    def _ask(self, mode: str) -> None:
        self.seal_draft()
        emptied(self._spot)
        self._mode = mode
        self._clear()
        spec = load_form(mode)
        form = self._form = self.watch(self.form(mode, self._filling(mode)))
        lead = spec.lead.inside(self.desk.words.language)
        foot = self.foot(
            self.say(f"meeting.{mode}_do"), partial(self._save, mode, form), button(self.say("acting.never_mind"), self._close)
        )
        title = label(self.say({"agenda": "meeting.add", "attendance": "meeting.end"}.get(mode, f"meeting.{mode}")), "head")
        self._spot.addWidget(form_card(title, *([label(lead, "second")] if lead else []), form, foot))
        if name := self.draft_name():
            self.desk.do(self, lambda draft: self.take_up(partial(form.fill, draft)) if draft else None, take_draft, None, name)
        first = form.first()
        if first is not None:
            first.setFocus(Qt.FocusReason.OtherFocusReason)
            self.reach(first)

    def _filling(self, mode: str) -> Filling:
        assert self._found is not None
        _, view, members, due = self._found
        if mode == "attendance":
            return Filling(offered={"present": self._people(members)}, starts={"present": ",".join(view.meeting.present)})
        if mode == "agenda":
            there = {line.case for line in view.agenda}
            return Filling(offered={"cases": tuple((one.case, one.code) for one in due if one.case not in there)})
        if mode == "findings":
            text = self._item().get("findings")
            return Filling(starts={"findings": text} if isinstance(text, str) else {})
        seated = {seat["member"] for seat in self._case["team"] if seat["until"] is None and seat["recused_on"] is None}
        owners = self._people([member for member in members if member.user_name in seated])
        return Filling(offered={"owner": owners}, without=self._closed)

    def _people(self, members: Sequence[Member]) -> Rows:
        able = [member for member in members if member.standing == Standing.CERTIFIED]
        return tuple((member.id, f"{member.user_name} · {self.desk.title('role', member.role)}") for member in able)

    def _save(self, mode: str, form: Form) -> None:
        given = self.values(form)
        if given is None:
            return
        meeting, chosen = self.meeting, self._chosen

        def work(desk: Desk) -> None:
            if mode == "attendance":
                desk.do(end_meeting, None, meeting, given["present"])
            elif mode == "agenda":
                for case in given["cases"]:
                    desk.do(put_on_agenda, case, meeting)
            elif chosen is not None:
                desk.do(JOBS[mode], chosen.case, **given, item=chosen.item)

        self.run(work, lambda _: self._saved(mode), lambda fault: self.explain(fault, form))

    def _saved(self, mode: str) -> None:
        self.told.emit(self.say(f"meeting.{mode}_done"))
        self._close()
        self.refresh()

    def _close(self) -> None:
        self._mode, self._form = "", None
        emptied(self._spot)
        self._clear()
        if self._chosen is None:
            emptied(self._detail)
            self._detail.addWidget(card(label(self.say("meeting.choose"), "second")))
