"""A case: head, stage path, and the sections a member's rights give; everything shown came through the one gate."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from mdt.policy.actions import Action
from mdt.work.casefile import CaseView, open_case
from mdt.work.desk import Topic
from mdt.work.people import reveal_identity
from ui.commands import CASE_ACTS
from ui.desk import ScreenDesk
from ui.widgets.days import long_day
from ui.widgets.page import Page
from ui.widgets.parts import button, card, column, emptied, in_one_line, label, row
from ui.widgets.sections import Record, facts, person, sealed_text, titled, words_of
from ui.widgets.stage_path import StagePath
from ui.widgets.style import shown_theme

TABS = ("shared", "people", "notes", "charges", "timeline")


class CasePage(Page):
    """One case as this member may see it."""

    TOPICS = frozenset({Topic.CASE, Topic.PEOPLE, Topic.NOTES, Topic.CHARGES, Topic.TEAM})

    def __init__(self, desk: ScreenDesk, about: str = "") -> None:
        super().__init__(desk, about)
        self._view: CaseView | None = None
        self._tab = TABS[0]
        self._allowed: frozenset[Action] = frozenset()
        self._head, self._middle = column(gap=8), column(gap=12)
        self.body.addLayout(self._head)
        self.body.addLayout(self._middle)
        self.body.addStretch(1)

    def refresh(self) -> None:
        """Open the case again; logged, since sealed matter may be opened."""
        self.desk.allowed(self, self._may, self.about)
        self.desk.do(self, self._show, open_case, self.about)

    def _may(self, allowed: frozenset[Action]) -> None:
        self._allowed = allowed

    def _show(self, view: CaseView) -> None:
        self._view = view
        emptied(self._head)
        self._head.addLayout(self._title(view.content))
        self._head.addWidget(self._path(view.content))
        self._head.addLayout(self._tabs())
        self._fill()

    def _title(self, case: Any) -> QHBoxLayout:
        numbers = " · ".join([*(number["text"] for number in case["numbers"]), self.desk.title("circle", case["circle"])])
        head = row(label(case["code"], "title"), in_one_line(label(numbers, "second")), *self._chips(case), 1, gap=10)
        for seat in case["team"]:
            if seat["until"] is None and seat["recused_on"] is None:
                initials = label(seat["member"][:2].upper(), "avatar")
                initials.setToolTip(seat["member"])
                initials.setAccessibleName(seat["member"])
                head.addWidget(initials)
        for act in CASE_ACTS:
            if act.needs in self._allowed and not act.aside:
                kind = "primary" if act.primary else "plain"
                head.addWidget(button(self.say(act.title), self._going(act.page), kind, act.keys))
        return head

    def _chips(self, case: Any) -> list[QWidget]:
        chips = []
        if any(party.get("minor") and party["role"] == "victim" for party in case["parties"]):
            chips.append(label(self.say("screen.child"), "chip"))
        if any(signal["lifted_on"] is None for signal in case["signals"]):
            chips.append(label(self.say("screen.signal"), "chip", "danger"))
        if case["safe_contacts"]:
            chips.append(label(self.say("screen.safe_only"), "chip", "warn"))
        for key in ("closed_on", "voided_on"):
            if case[key]:
                chips.append(label(self.say(f"cli.{key.removesuffix('_on')}"), "chip", "accent"))
        return list(chips[:3])

    def _path(self, case: Any) -> StagePath:
        steps = [self.desk.title("path_step", step) for step in self.desk.catalogue.lists["path_step"]]
        stage = self.desk.title("stage", case["stage"])
        here = self.desk.catalogue.stage(case["stage"]).drawn
        return StagePath(steps, here, shown_theme(), self.say("screen.stands_at", stage=stage))

    def _tabs(self) -> QHBoxLayout:
        made = row(gap=20)
        for at, tab in enumerate(TABS, start=1):
            shown: QPushButton = button(self.say(f"screen.tab_{tab}"), self._turning(tab), "tab", f"Ctrl+{at}")
            shown.setChecked(tab == self._tab)
            made.addWidget(shown)
        made.addStretch(1)
        for act in CASE_ACTS:
            if act.needs in self._allowed and act.aside:
                made.addWidget(button(self.say(act.title), self._going(act.page), "link", act.keys))
        return made

    def _turning(self, tab: str) -> Callable[[], None]:
        def turn() -> None:
            self._tab = tab
            if self._view is not None:
                self._show(self._view)

        return turn

    def _going(self, page: str) -> Callable[[], None]:
        return lambda: self.opened.emit(page, self.about)

    def _fill(self) -> None:
        emptied(self._middle)
        if self._view is not None:
            for part in getattr(self, f"_{self._tab}")(self._view.content):
                self._middle.addWidget(part)
            if self._view.withheld and self._tab == "shared":
                closed = ", ".join(self.say(f"class.{kind.value.lower()}") for kind in self._view.withheld)
                self._middle.addWidget(label(self.say("screen.withheld", classes=closed), "caption"))

    def _shared(self, case: Any) -> list[QWidget]:
        parts: list[QWidget] = [self._signal(signal) for signal in case["signals"] if signal["lifted_on"] is None]
        doing = [(self.say(f"service.{name}"), self._service(name, said), self._last(said)) for name, said in case["services"].items()]
        parts.append(titled(self.say("screen.who_does_what"), facts(doing, "")))
        if case["next_event"]:
            due = (self.desk.title("next_event", case["next_event"]), "", long_day(case["next_event_on"], self.desk.words.language))
            parts.append(titled(self.say("screen.next"), facts([due], "")))
        gaps = [(self.desk.catalogue.missing[gap].title.inside(self.desk.words.language), "", "") for gap in case["missing"]]
        parts.append(titled(self.say("cli.missing"), facts(gaps, self.say("screen.nothing_missing"))))
        moves = [
            (self.desk.title("stage", move["target"]), move["moved_by"], self._day(move["moved_on"]))
            for move in reversed(case["stage_moves"])
        ]
        parts.append(titled(self.say("screen.happened_last"), facts(moves[:4], self.say("screen.nothing_yet"))))
        return parts

    def _people(self, case: Any) -> list[QWidget]:
        named = {found["id"]: found for found in case["persons"]}
        may = Action.REVEAL_IDENTITY in self._allowed
        return [
            person(self.desk, party, named.get(party.get("person")), self._revealing(party) if may else None) for party in case["parties"]
        ]

    def _notes(self, case: Any) -> list[QWidget]:
        parts = []
        for section in ("session_notes", "welfare_notes", "opinions"):
            shown = [self._note(note) for note in reversed(case[section])]
            parts.append(titled(self.say(f"cli.{section}"), *(shown or [label(self.say("screen.nothing_yet"), "second")])))
        return list(parts)

    def _charges(self, case: Any) -> list[QWidget]:
        aliases = {party["id"]: party["alias"] for party in case["parties"]}
        rows = []
        for charge in case["charges"]:
            row_of = self.desk.catalogue.offences.get(charge.get("offence", ""))
            what = (
                f"{row_of.act} {row_of.section}: {row_of.title.inside(self.desk.words.language)}"
                if row_of
                else self.say("screen.closed_section")
            )
            rows.append(
                (f"{aliases[charge['party']]} · {what}", self.say(f"charge_status.{charge['status']}"), self._day(charge["occurred_on"]))
            )
        told = [
            (f"{aliases[s['party']]} · {words_of(self.desk, 'kind', s['kind'], 'statements')}", s["taken_by"], self._day(s["taken_on"]))
            for s in case["statements"]
        ]
        return [
            titled(self.say("cli.charges"), facts(rows, self.say("screen.nothing_yet"))),
            titled(self.say("cli.statements"), facts(told, self.say("screen.nothing_yet"))),
        ]

    def _timeline(self, case: Any) -> list[QWidget]:
        report = [
            card(label(self.say("cli.first_report"), "head"), sealed_text(self.desk, found.get("text")))
            for found in case["first_report"]
            if "text" in found
        ]
        rows = [
            (self.desk.title("stage", move["target"]), move["moved_by"], self._day(move["moved_on"]))
            for move in reversed(case["stage_moves"])
        ]
        return [*report, titled(self.say("cli.stage_moves"), facts(rows, self.say("screen.nothing_yet")))]

    def _signal(self, signal: Record) -> QFrame:
        until = self.say("screen.until", day=self._day(signal["until"])) if signal["until"] else ""
        words = f"{self.desk.title('signal', signal['kind'])} {until}".strip()
        return card(label(words, "head"), label(self.say("screen.signal_by", who=signal["raised_by"]), "second"), name="signal", gap=2)

    def _note(self, note: Record) -> QWidget:
        when = f"{self._day(note['held_on'])} · {words_of(self.desk, 'attendance', note.get('attendance'))} · {note['written_by']}"
        shown = [sealed_text(self.desk, note["text"])] if note.get("text") else []
        made = QWidget()
        made.setLayout(column(label(when, "second"), *shown, gap=4))
        return made

    def _service(self, name: str, said: Any) -> str:
        return self.say(f"service.{name}_said", **{key: value or 0 for key, value in said.items() if key != "last"})

    def _last(self, said: Any) -> str:
        return self._day(said.get("last")) if said.get("last") else ""

    def _day(self, iso: Any) -> str:
        return long_day(iso, self.desk.words.language)

    def _revealing(self, party: Record) -> Callable[[], None]:
        return lambda: self.desk.do(self, lambda _: self.refresh(), reveal_identity, self.about, str(party["id"]))
