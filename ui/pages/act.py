"""The one page behind every act that is a form and a use case: what it is about, the fields, errors under them, a draft, the way back."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from PySide6.QtWidgets import QPushButton, QWidget

from mdt.catalogue.forms import load_form
from mdt.errors import DeskError, Invalid
from mdt.model.audit import FieldChange
from mdt.model.sensitivity import Audience
from mdt.model.staff import Member
from mdt.policy.rules import may_hold
from mdt.work.casefile import open_section
from mdt.work.desk import Topic
from mdt.work.drafts import take_draft
from mdt.work.notes import read_history
from mdt.work.people import reveal_identity
from mdt.work.staff import list_members
from ui.desk import ScreenDesk
from ui.widgets.acting import CaseActPage, form_card
from ui.widgets.asks import Filling
from ui.widgets.case_acts import Asked, CaseAct
from ui.widgets.fields import Rows
from ui.widgets.filled import Filled, Record, Undo
from ui.widgets.form import Form
from ui.widgets.parts import button, column, emptied, label, row
from ui.widgets.subjects import SECTION_OF, accused_of, earlier_texts, firs_of, parties_of, people_of, recipients_of, subject

ARGUMENT = {"session_note": "note", "welfare_note": "note", "opinion": "note", "tip_link": "link", "told": "party", "case_event": "event"}
RECORDING = frozenset({"stop_clock"})
"""Acts that start from a record and make one of their own."""
NOBODY: Record = {}
SEATED = frozenset({"teammate", "member"})
"""Choices that are members of the case's team."""


class ActPage(CaseActPage):
    """One act on one case, or on one record of it; made for each act by ``page_of``."""

    TOPICS = frozenset({Topic.CASE, Topic.PEOPLE, Topic.NOTES, Topic.CHARGES, Topic.INTERVIEWS, Topic.MEETINGS, Topic.OUTGOING, Topic.TEAM})
    ACT: CaseAct
    ASKED: Asked

    def __init__(self, desk: ScreenDesk, about: str = "") -> None:
        case, _, self.record = about.partition("/")
        super().__init__(desk, case)
        self._spec = load_form(self.ASKED.form)
        self._form: Form | None = None
        self._built: tuple[object, ...] | None = None
        self._members: tuple[Member, ...] = ()
        self._case, self._about = NOBODY, NOBODY
        self._above, self._middle, self._below = column(gap=12), column(gap=12), column(gap=12)
        for part in (self._above, self._middle, self._below):
            self.place.addLayout(part)

    def refresh(self) -> None:
        """Members where they can be chosen, the case, and the earlier texts of what is amended."""
        if self._running:
            self._stale = True
            return
        if any(field.choices in SEATED for field in self._spec.fields):
            self.desk.do(self, self._know, list_members)
        super().refresh()
        if self._spec.id == "amended_note" and self.record:
            self.desk.do(self, self._show_earlier, read_history, self.about)
            if self._built is None:
                self.desk.do(self, lambda _: None, open_section, self.about, SECTION_OF[self.ACT.per_record])

    def first_field(self) -> QWidget | None:
        """The first field, or the button of an act that asks nothing."""
        if self._form is None:
            return None
        return self._form.first() or self._go

    def draft_name(self) -> str:
        """One draft for each act and record."""
        return f"{self.ACT.page}/{self.about}/{self.record}".rstrip("/") if self._form is not None and self._spec.fields else ""

    def draft(self) -> str:
        """What is typed."""
        return self._form.draft() if self._form is not None else ""

    def show_case(self, case: Any) -> None:
        """The form over what it is about; typing that was begun stays where the case changed meanwhile."""
        self._case = case
        found = case.get(SECTION_OF.get(self.ACT.per_record, ""), ())
        self._about = next((record for record in found if record["id"] == self.record), NOBODY)
        if why_not := self._why_not(case):
            self._form, self._built = None, None
            for part in (self._above, self._middle, self._below):
                emptied(part)
            self._middle.addWidget(form_card(label(why_not), row(self.back(), 1)))
            return
        starts = dict(self.ASKED.starts(case, self._about))
        built = (starts, self._offered())
        if self._built != built:
            self._build(*built, first=self._built is None)
            self._built = built
        self._show_subject()

    def _why_not(self, case: Record) -> str:
        act = self.ACT
        if act.needs not in self.allowed:
            return self.say("refused.voided" if case["voided_on"] else "refused.closed" if case["closed_on"] else "refused.role")
        if act.per_record and not self._about:
            return self.say("doing.no_record")
        if act.per_record and not act.suits(self._about, self.desk.me.user_name):
            return self.say("doing.not_this_one")
        if any(not rows for name, rows in self._offered().items() if self._spec.field(name).needed):
            return self.say("doing.nobody_there")
        return ""

    def _offered(self) -> dict[str, Rows]:
        known = {"party": parties_of, "person": people_of, "accused": accused_of, "fir": firs_of, "recipient": recipients_of}
        rows = {field.name: known[field.choices](self.desk, self._case) for field in self._spec.fields if field.choices in known}
        return rows | {field.name: self._seated(field.choices) for field in self._spec.fields if field.choices in SEATED}

    def _seated(self, choices: str) -> Rows:
        """Whoever sits on the case's team: the others, who may open a safe contact, or everybody."""
        seats, others = self._case["team"], choices == "teammate"
        seated = {seat["member"] for seat in seats if seat["until"] is None and seat["recused_on"] is None}
        seated -= {self.desk.me.user_name} if others else set()
        able = [member for member in self._members if member.user_name in seated and (not others or may_hold(member, Audience.CONTACT))]
        return tuple((member.id, f"{member.user_name} · {self.desk.title('role', member.role)}") for member in able)

    def _build(self, starts: Mapping[str, str], offered: Mapping[str, Rows], first: bool) -> None:
        typed = self.draft() if self._touched else ""
        emptied(self._middle)
        closed = frozenset(field.name for field in self._spec.fields if field.name not in starts) if self.ASKED.changes else frozenset()
        closed |= {name for name, kind in self.ASKED.sealed.items() if kind in self.withheld}
        self._form = form = self.watch(self.form(self._spec.id, Filling(offered=offered, starts=starts, without=closed)))
        lead = self._spec.lead.inside(self.desk.words.language)
        foot = self.foot(self.say(f"doing.{self.ACT.page}_do"), self._save, self.back())
        self._middle.addWidget(form_card(*([label(lead, "second")] if lead else []), form, foot))
        if typed:
            form.fill(typed)
        elif first and self.draft_name():
            self.desk.do(self, self._take_up, take_draft, None, self.draft_name())

    def _take_up(self, draft: str | None) -> None:
        if draft and self._form is not None:
            self.take_up(partial(self._form.fill, draft))

    def _show_subject(self) -> None:
        emptied(self._above)
        lines = subject(self.desk, self.ACT.per_record or self.ACT.page, self._case, self._about)
        if lines:
            masked = any(isinstance(value, Mapping) and value.get("masked") for value in self._about.values())
            hidden: list[Any] = (
                [label(self.say("doing.masked"), "second"), row(self._revealing(), 1)] if masked and self.ASKED.changes else []
            )
            self._above.addWidget(form_card(*lines, *hidden))

    def _revealing(self) -> QPushButton:
        words = self.say("screen.reveal_long", alias=self._about["alias"])
        shown = lambda: self.desk.do(self, lambda _: self.refresh(), reveal_identity, self.about, self.record)  # noqa: E731
        return button(words, shown, "link")

    def _save(self) -> None:
        form = self._form
        given = self.values(form) if form is not None else None
        if form is None or given is None:
            return
        changed = form.changed()
        if self.ASKED.changes and not changed:
            self.wrong(self.say("doing.nothing_changed"))
            return
        filled = Filled(given, changed, self._case, self._about, today=self.desk.today())
        job, case = self.ASKED.job, self.about
        try:
            arguments = {**self._of_record(), **self.ASKED.arguments(filled)}
        except Invalid as fault:
            self.explain(fault, form)
            return
        self.run(lambda desk: desk.do(job, case, **arguments), partial(self._was_done, filled), self._failed)

    def _of_record(self) -> dict[str, str]:
        kind = self.ACT.per_record
        return {ARGUMENT.get(kind, kind): self.record} if kind and self.ACT.page not in RECORDING else {}

    def _failed(self, fault: DeskError) -> None:
        if isinstance(fault, Invalid):
            renamed = {self.ASKED.errors.get(name, name): key for name, key in fault.fields.items()}
            fault = Invalid(fault.key, renamed, **fault.gaps)
        self.explain(fault, *([self._form] if self._form is not None else []))

    def _was_done(self, filled: Filled, made: Any) -> None:
        self._built, self._form = None, None
        emptied(self._middle)
        done = Filled(filled.values, filled.changed, filled.case, filled.record, made)
        undo, words = self.ASKED.undo(done), self.say(f"doing.{self.ACT.page}_done")
        if undo is None:
            self.told.emit(words)
        else:
            self.done.emit(words, self.say("acting.undo"), partial(self._take_back, undo))
        self.opened.emit(self.ASKED.then, self.about if self.ASKED.then == "case" else "")

    def _take_back(self, undo: Undo) -> None:
        job, arguments = undo
        self.desk.do(self.desk, lambda _: None, job, self.about, **arguments)

    def _show_earlier(self, changes: tuple[FieldChange, ...]) -> None:
        emptied(self._below)
        shown = earlier_texts(self.desk, [change for change in changes if change.record == self.record and change.field == "text"])
        if shown and self._form is not None:
            self._below.addWidget(form_card(*shown))

    def _know(self, members: tuple[Member, ...]) -> None:
        self._members = members


def page_of(act: CaseAct) -> type[ActPage]:
    """The page of one act."""
    return type(
        f"{act.page.title().replace('_', '')}Page", (ActPage,), {"ACT": act, "ASKED": act.asked, "TITLE": f"doing.{act.page}_title"}
    )
