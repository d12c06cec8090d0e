"""The checklist of an interview: its lines by part with source and how sure it is, ticked and kept; a filled one in its own version."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from mdt.catalogue.checklists import ChecklistForm, ChecklistLine, load_checklist
from mdt.policy.actions import Action
from mdt.work.briefs import fill_checklist
from mdt.work.bundle import KARACHI
from mdt.work.casefile import CaseView
from mdt.work.desk import Topic
from mdt.work.live import InterviewView, open_interview
from mdt.work.staff import list_members
from ui.desk import ScreenDesk
from ui.widgets.acting import CaseActPage, form_card
from ui.widgets.choice import Tick
from ui.widgets.days import long_day, moment
from ui.widgets.flow import Columns
from ui.widgets.parts import button, column, emptied, holding, in_one_line, label, row
from ui.widgets.sections import Record, sealed_text, titled

TO_CHECK = ("P", "G")
PARTS = ("before", "during", "after")


class ChecklistPage(CaseActPage):
    """One interview's checklist; what was ticked last stands there at first where its version is still the newest."""

    TITLE = "checklist.title"
    TOPICS = frozenset({Topic.INTERVIEWS, Topic.CASE, Topic.TEAM})

    def __init__(self, desk: ScreenDesk, about: str = "") -> None:
        case, _, self.interview = about.partition("/")
        super().__init__(desk, case)
        self._view: Mapping[str, Any] | None = None
        self._names: dict[str, str] = {}
        self._ticks: dict[str, Tick] = {}
        self._remarks: Any = None

    def refresh(self) -> None:
        """Who is who, the interview, then the case."""
        if self._running or self._touched:
            return
        self.desk.do(self, self._know, list_members)
        super().refresh()

    def first_field(self) -> QWidget | None:
        """The first line."""
        return next(iter(self._ticks.values()), None)

    def show_case(self, case: Any) -> None:
        """The newest form to be ticked, and what was filled before."""
        emptied(self.place)
        self._ticks = {}
        if self._view is None:
            self.closed_to_her(self.say("plan.gone" if self.interview else "doing.no_record"))
            return
        earlier = sorted(self._view["checklists"], key=lambda one: str(one["filled_at"]), reverse=True)
        newest = load_checklist(self.desk.catalogue.age_groups[self._view["age_group"]].checklist)
        wide: list[QWidget] = []
        if Action.HOLD_INTERVIEW in self.allowed and self._view["state"] != "cancelled":
            wide = [self._filling(newest, earlier[0] if earlier else None)]
        narrow = [self._filled(one) for one in earlier]
        if wide or narrow:
            self.place.addWidget(Columns(wide, narrow) if wide else Columns(narrow, []))
        else:
            self.closed_to_her(self.say("refused.role"))

    def _know(self, members: Any) -> None:
        self._names = {member.id: member.user_name for member in members}

    def _came(self, view: CaseView) -> None:
        if any(one["id"] == self.interview for one in view.content["interviews"]):
            self.desk.do(self, partial(self._planned, view), open_interview, self.about, self.interview)
        else:
            super()._came(view)

    def _planned(self, case: CaseView, view: InterviewView) -> None:
        self._view = view.content
        super()._came(case)

    def _filling(self, form: ChecklistForm, last: Record | None) -> QWidget:
        stood = set()
        if last is not None and (last["form"], last["form_version"]) == (form.id, form.version) and isinstance(last.get("ticks"), str):
            stood = set(last["ticks"].split())
        assert self._view is not None
        head = " · ".join((str(self._view["person"]["alias"]), form.title.inside(self.desk.words.language), self._version(form)))
        body: list[Any] = [label(head, "second")]
        for part in PARTS:
            body.append(label(self.say(f"checklist.{part}"), "name"))
            body += [self._line(line, line.id in stood) for line in form.of(part)]  # type: ignore[arg-type]
        self._remarks = self.watch(self.form("checklist_remarks"))
        self._count = label("", "second")
        self._counted()
        prints = [button(self.say("checklist.print_act"), self._print, sign="printer")]
        body += [self._remarks, self._count, self.foot(self.say("checklist.save"), self._save, *prints, self.back())]
        return form_card(*body)

    def _line(self, line: ChecklistLine, ticked: bool) -> QWidget:
        words = line.title.inside(self.desk.words.language)
        tick = self._ticks[line.id] = Tick("")
        tick.setAccessibleName(words)
        tick.setChecked(ticked)
        tick.toggled.connect(self._was_ticked)
        said = label(words)
        said.setBuddy(tick)
        source = in_one_line(label(self.say("checklist.source", source=line.source), "caption"))
        badge = (
            [in_one_line(label(self.say(f"checklist.badge_{line.confidence.lower()}"), "chip", "warn"))]
            if line.confidence in TO_CHECK
            else []
        )
        made = row(tick, column(said, row(source, *badge, 1), gap=2), gap=10)
        made.setStretch(1, 1)
        return holding(made)

    def _was_ticked(self) -> None:
        self._touched = True
        self._counted()

    def _counted(self) -> None:
        ticked = sum(tick.isChecked() for tick in self._ticks.values())
        self._count.setText(self.say("checklist.count", ticked=ticked, all=len(self._ticks)))

    def _version(self, form: ChecklistForm) -> str:
        return self.say("checklist.version", number=form.version, day=long_day(form.dated, self.desk.words.language))

    def _filled(self, one: Record) -> QWidget:
        """What was filled before, in the version it was filled in."""
        form, language = load_checklist(one["form"], one["form_version"]), self.desk.words.language
        at = moment(datetime.fromisoformat(one["filled_at"]).astimezone(KARACHI), language)
        head = self.say("checklist.filled", who=self._names.get(one["filled_by"], one["filled_by"]), moment=at)
        lines: list[QWidget] = [label(head, "second"), label(f"{form.title.inside(language)} · {self._version(form)}", "second")]
        if isinstance(one.get("ticks"), str):
            ticked = set(one["ticks"].split())
            lines += [self._seen(line.title.inside(language), line.id in ticked) for line in form.lines]
        if isinstance(one.get("remarks"), str):
            lines.append(sealed_text(self.desk, one["remarks"]))
        return titled(self.say("checklist.earlier"), *lines)

    def _seen(self, words: str, ticked: bool) -> QWidget:
        mark = label("✓" if ticked else "–", "body", "accent" if ticked else "")
        mark.setFixedWidth(18)
        line = row(mark, label(words, "body" if ticked else "second"), gap=6)
        line.setStretch(1, 1)
        return holding(line)

    def _print(self) -> None:
        self.opened.emit("checklist_paper", f"{self.about}/{self.interview}")

    def _save(self) -> None:
        case, interview = self.about, self.interview
        ticks = tuple(line for line, tick in self._ticks.items() if tick.isChecked())
        given = self.values(self._remarks)
        if given is None:
            return
        remarks = given["remarks"]
        self.run(lambda desk: desk.do(fill_checklist, case, interview, ticks, remarks), self._saved, lambda fault: self.explain(fault))

    def _saved(self, made: object) -> None:
        self.told.emit(self.say("checklist.saved"))
        self.refresh()
