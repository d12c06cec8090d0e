"""What the second officer sees: how it was asked against the unit's own advice, which facts are not told yet, how it stands."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFrame, QWidget

from mdt.catalogue.schema import Catalogue
from mdt.catalogue.sentences import sentence
from mdt.errors import DeskError
from mdt.model.tally import Tally
from mdt.work.desk import Topic
from mdt.work.live import InterviewView, open_interview
from ui.desk import ScreenDesk
from ui.widgets.flow import Columns, Flow
from ui.widgets.live_parts import RatioBar
from ui.widgets.page import Page
from ui.widgets.parts import button, card, column, emptied, in_one_line, label, row
from ui.widgets.reading import reading

AT_MOST_EVERY_MS = 1000
CHOICE = ("choice",)


class MonitorPage(Page):
    """One interview from the next room, or afterwards; made fresh with the marks, once a second at most."""

    TOPICS = frozenset({Topic.MARKS, Topic.INTERVIEWS})

    def __init__(self, desk: ScreenDesk, about: str = "") -> None:
        case, _, self.interview = about.partition("/")
        super().__init__(desk, case)
        self._who = in_one_line(label("", "second"))
        self._place = column(gap=14)
        self._asking, self._due = False, False
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(AT_MOST_EVERY_MS)
        self._pause.timeout.connect(self._rested)
        back = button(self.say("acting.back"), lambda: self.opened.emit("case", self.about), keys="Alt+Left")
        self.body.addLayout(Flow(label(self.say("monitor.title"), "title"), self._who, gap=10))
        self.body.addLayout(self._place)
        self.body.addLayout(row(back, 1))
        self.body.addStretch(1)

    def refresh(self) -> None:
        """The interview again; while it is asked for or was just shown, a little later."""
        if self._asking or self._pause.isActive():
            self._due = True
            return
        self._asking, self._due = True, False
        case, interview = self.about, self.interview
        self.desk.attempt(self, self._came, self._fell, lambda desk: desk.do(open_interview, case, interview))

    def _rested(self) -> None:
        if self._due:
            self.refresh()

    def _came(self, view: InterviewView) -> None:
        found = view.content
        said = [found["code"], found["person"]["alias"], self.desk.title("age_group", found["age_group"])]
        self._who.setText(reading(" · ".join([*said, self.desk.title("interview_state", found["state"])])))
        emptied(self._place)
        if view.tally is None:
            self._place.addWidget(card(label(self.say("monitor.closed"))))
        else:
            wide: list[QWidget] = [self._ratios(view.tally), self._kinds(view.tally)]
            self._place.addWidget(Columns(wide, [self._stands(found, view.tally), *self._facts(found, view.tally)], (3, 2)))
        self._ended()

    def _fell(self, fault: DeskError) -> None:
        emptied(self._place)
        self._place.addWidget(card(label(sentence(self.desk.words, fault))))
        self._ended()

    def _ended(self) -> None:
        self._asking = False
        self._pause.start()

    def _ratios(self, tally: Tally) -> QFrame:
        rows: Catalogue = self.desk.catalogue
        badge = label(f"{self.say('monitor.advisory')} · {rows.settings['open_percent'].confidence}", "chip")
        badge.setToolTip(self.say("monitor.advisory_long"))
        parts: list[QWidget] = []
        openly = tuple(kind.id for kind in rows.questions.values() if kind.open)
        for name, kinds in (("open", openly), ("choice", CHOICE)):
            percent, mark = tally.percent(kinds), rows.setting(f"{name}_percent")
            if percent is not None:
                said, hoped = self.say(f"monitor.{name}", percent=percent), self.say(f"monitor.{name}_mark", mark=mark)
                parts += [label(said, "name"), RatioBar(percent, mark, f"{said} {hoped}"), label(hoped, "second")]
        head = row(in_one_line(label(self.say("monitor.ratios"), "head")), 1, badge)
        return card(head, *(parts or [label(self.say("monitor.no_ratio"), "second")]), label(self.say("monitor.advisory_long"), "caption"))

    def _kinds(self, tally: Tally) -> QFrame:
        lines: list[QWidget] = []
        for kind in self.desk.catalogue.questions.values():
            count = tally.asked.get(kind.id, 0)
            lines.append(label(self.say("monitor.asked", kind=kind.title.inside(self.desk.words.language), count=count)))
            if kind.policy == "never" and count:
                lines.append(label(self.say("monitor.never"), "second"))
        return card(*lines, gap=8)

    def _stands(self, found: Mapping[str, Any], tally: Tally) -> QFrame:
        said = [self.say("monitor.spent", spent=tally.spent, budget=found["budget"])]
        if tally.phase is not None:
            said.append(self.say("monitor.phase", phase=self.desk.title("phase", tally.phase)))
        if tally.distress is not None:
            said.append(self.say("monitor.level", level=self.say(f"live.level_{tally.distress}")))
        return card(label(self.say("monitor.stands"), "head"), *(label(line) for line in said), gap=8)

    def _facts(self, found: Mapping[str, Any], tally: Tally) -> list[QWidget]:
        facts = [fact for fact in found["facts"] if not fact["dropped"] and isinstance(fact.get("need"), str)]
        gaps = [str(fact["need"]) for fact in facts if fact["id"] not in tally.told]
        told = [str(fact["need"]) for fact in facts if fact["id"] in tally.told]
        lines = [label(line) for line in gaps] or [label(self.say("monitor.no_gaps"), "second")]
        made: list[QWidget] = [card(label(self.say("monitor.gaps"), "head"), *lines, gap=8)]
        return [*made, card(label(self.say("monitor.told"), "head"), *(label(line, "second") for line in told), gap=8)] if told else made
