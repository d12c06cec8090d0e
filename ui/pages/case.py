"""A case: head, stage path, and the sections a member's rights give; everything shown came through the one gate."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QWidget

from mdt.policy.actions import Action
from mdt.work.casefile import CaseView, open_case, open_section
from mdt.work.desk import Topic
from mdt.work.matches import look_for_matches
from mdt.work.people import reveal_identity
from mdt.work.tip_links import Suggested, suggest_tips
from ui.commands import CASE_ACTS
from ui.desk import ScreenDesk
from ui.widgets.case_acts import CaseAct
from ui.widgets.case_shown import CaseShown
from ui.widgets.case_tabs import TABS
from ui.widgets.flow import Flow, flowing
from ui.widgets.page import Page
from ui.widgets.parts import button, column, emptied, hairline, in_one_line, initials, label
from ui.widgets.sections import Record
from ui.widgets.stage_path import StagePath
from ui.widgets.style import shown_theme
from ui.widgets.subjects import SECTION_OF
from ui.widgets.tasks import done_button

TEAM_TONES = ("accent", "info", "warn")


class CasePage(Page):
    """One case as this member may see it."""

    TOPICS = frozenset(Topic) - {Topic.MARKS, Topic.MEMBERS, Topic.LOG}

    def __init__(self, desk: ScreenDesk, about: str = "") -> None:
        super().__init__(desk, about)
        self._view: CaseView | None = None
        self.spot = next(iter(TABS))
        self._read: set[str] = set()
        self._allowed: frozenset[Action] = frozenset()
        self._like: Suggested | None = None
        self._head, self._middle = column(gap=8), column(gap=14)
        self.body.addLayout(self._head)
        self.body.addLayout(self._middle)
        self.body.addStretch(1)

    def refresh(self) -> None:
        """Open the case again; logged, since sealed matter may be opened."""
        self.desk.allowed(self, self._may, self.about)
        self.desk.do(self, self._show, open_case, self.about)

    def turn(self, tab: str) -> None:
        """Show another section."""
        self.spot = tab
        if self._view is not None:
            self._show(self._view)

    def stand_at(self, spot: str) -> None:
        """The section that was shown."""
        if spot in TABS:
            self.turn(spot)

    def hideEvent(self, event: QHideEvent) -> None:
        """What was opened closes with the page."""
        super().hideEvent(event)
        if self._read and self._view is not None:
            self._read.clear()
            self._show(self._view)

    def _may(self, allowed: frozenset[Action]) -> None:
        self._allowed = allowed
        if Action.LINK_TIP in allowed:
            self.desk.do(self, self._found_like, suggest_tips, self.about)

    def _found_like(self, like: Suggested) -> None:
        self._like = like
        if self.spot == "tips" and self._view is not None:
            self._show(self._view)

    def _show(self, view: CaseView) -> None:
        self._view = view
        if view.content["unkept_matches"] and Action.LOOK_FOR_MATCH in self._allowed:
            # what is kept is announced, and the page made anew
            self.desk.attempt(self, lambda _: None, lambda _: None, lambda desk: desk.do(look_for_matches, self.about))
        emptied(self._head)
        self._head.addLayout(self._title(view.content))
        self._head.addWidget(self._path(view.content))
        if frozen := view.content["frozen"]:
            audiences = ", ".join(self.say(f"audience.{audience}") for audience in frozen)
            self._head.addWidget(label(self.say("cli.frozen", audiences=audiences), "second"))
        under = column(gap=0)
        under.addLayout(self._tabs())
        under.addWidget(hairline())
        self._head.addLayout(under)
        emptied(self._middle)
        shown = CaseShown(
            self.desk, view.content, view.withheld, self._links, self._revealing, self._opening, self._turning, self._finishing, self._like
        )
        for part in TABS[self.spot](shown):
            self._middle.addWidget(part)

    def _title(self, case: Any) -> Flow:
        said_kind = [self.desk.title("typology", case["typology"])] if case["typology"] else []
        facts = [*(self._number(number) for number in case["numbers"]), self.desk.title("circle", case["circle"]), *said_kind]
        said = flowing(label(case["code"], "title"), in_one_line(label(" · ".join(facts), "second")), *self._chips(case), gap=10)
        acts: list[QWidget] = []
        seats = [seat for seat in case["team"] if seat["until"] is None and seat["recused_on"] is None]
        for at, seat in enumerate(seats):
            acts.append(initials(seat["member"], TEAM_TONES[at % len(TEAM_TONES)]))
        for act in CASE_ACTS:
            if act.needs in self._allowed and act.where == "head":
                kind = "primary" if act.primary else "plain"
                acts.append(button(self.say(act.title), self._going(act), kind, act.keys, sign=act.sign))
        return Flow(said, flowing(*acts), gap=10, ends=True)

    def _number(self, number: Any) -> str:
        return f"{self.desk.title('number', number['kind'])} {number['text']}"

    def _chips(self, case: Any) -> list[QWidget]:
        chips = []
        if any(party.get("minor") and party["role"] == "victim" for party in case["parties"]):
            chips.append(label(self.say("screen.child"), "chip"))
        if any(signal["lifted_on"] is None for signal in case["signals"]):
            chips.append(label(self.say("screen.signal"), "chip", "danger"))
        if case["safe_contacts"]:
            chips.append(label(self.say("screen.safe_only"), "chip", "warn"))
        over = [label(self.say(f"cli.{key.removesuffix('_on')}"), "chip", "accent") for key in ("voided_on", "closed_on") if case[key]]
        return list((over + chips)[:3])

    def _path(self, case: Any) -> StagePath:
        steps = [self.desk.title("path_step", step) for step in self.desk.catalogue.lists["path_step"]]
        stage = self.desk.title("stage", case["stage"])
        here = self.desk.catalogue.stage(case["stage"]).drawn
        return StagePath(steps, here, shown_theme(), self.say("screen.stands_at", stage=stage))

    def _tabs(self) -> Flow:
        tabs: list[QWidget] = []
        for at, tab in enumerate(TABS, start=1):
            shown = button(self.say(f"screen.tab_{tab}"), partial(self.turn, tab), "tab", f"Ctrl+{at % 10}")
            shown.setChecked(tab == self.spot)
            tabs.append(shown)
        return Flow(flowing(*tabs, gap=20), flowing(*self._links("aside", "", ""), gap=4), ends=True)

    def _links(self, where: str, kind: str, record: str) -> list[QWidget]:
        made: list[QWidget] = []
        for act in CASE_ACTS:
            if act.where == where and act.per_record == kind and act.needs in self._allowed and self._suits(act, record):
                # the key belongs to the first of several records only where there is one place to press
                keys = "" if kind else act.keys
                made.append(button(self.say(act.title), self._going(act, record), "link", keys))
        return made

    def _suits(self, act: CaseAct, record: str) -> bool:
        found = self._view.content[SECTION_OF[act.per_record]] if self._view is not None and record else ()
        return all(act.suits(one, self.desk.me.user_name) for one in found if one["id"] == record)

    def _going(self, act: CaseAct, record: str = "") -> Callable[[], None]:
        return lambda: self.opened.emit(act.page, f"{self.about}/{record}" if record else self.about)

    def _turning(self, tab: str, key: str) -> QWidget:
        return button(self.say(key), partial(self.turn, tab), "link")

    def _finishing(self, task: Record) -> list[QWidget]:
        what = self.desk.title("task_kind", task["kind"])
        return [done_button(self, self.about, str(task["id"]), what)] if Action.GIVE_TASK in self._allowed else []

    def _revealing(self, party: Record) -> list[QWidget]:
        masked = any(isinstance(value, dict) and value.get("masked") for value in party.values())
        if not masked or Action.REVEAL_IDENTITY not in self._allowed:
            return []
        said = self.say("screen.reveal_long", alias=party["alias"])
        reveal = partial(self.desk.do, self, lambda _: self.refresh(), reveal_identity, self.about, str(party["id"]))
        made = button(self.say("screen.reveal"), reveal, "link", name=said, sign="eye")
        made.setToolTip(said)
        return [made]

    def _opening(self, section: str) -> QWidget | None:
        if section in self._read:
            return None

        def read() -> None:
            self.desk.do(self, opened, open_section, self.about, section)

        def opened(_: object) -> None:
            self._read.add(section)
            if self._view is not None:
                self._show(self._view)

        return button(self.say("screen.open_logged"), read, name=self.say(f"screen.{section}_open"))
