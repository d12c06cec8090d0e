"""The live interview: full screen and calm; one key or touch a mark, saved as it is made, and where it was after any interruption."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import partial
from typing import Any

from PySide6.QtGui import QShowEvent

from mdt.catalogue.sentences import sentence
from mdt.errors import DeskError
from mdt.work.desk import Topic
from mdt.work.live import InterviewView, end_interview, open_interview, start_interview
from ui.desk import ScreenDesk
from ui.widgets.course import Span, course
from ui.widgets.live_face import LiveFace
from ui.widgets.live_room import FACT_KEYS, LEVEL_KEYS, bind, named
from ui.widgets.marking import Marking
from ui.widgets.reading import reading

CARED_FOR = 2
"""From this level on a word of care stands under the prompt."""


class LivePage(LiveFace):
    """One interview while it is held, by its lead or the second officer."""

    TOPICS = frozenset({Topic.INTERVIEWS})

    def __init__(self, desk: ScreenDesk, about: str = "") -> None:
        case, _, self.interview = about.partition("/")
        super().__init__(desk, case)
        self._plan: Mapping[str, Any] = {}
        self._why_not, self._wrong = "", ""
        self._at_prompt = 0
        self._stopping = self._ending = self._sent = False
        self._span = Span()
        self._marking = Marking(desk, case, self.interview, self._span.now)
        self._marking.setParent(self)
        self._marking.changed.connect(self._render)
        self._marking.behind.connect(self.refresh)
        self.minute.connect(self._show_clock)
        self._bind()

    def refresh(self) -> None:
        """The interview as it is kept."""
        case, interview = self.about, self.interview
        self.desk.attempt(self, self._came, self._fell, lambda desk: desk.do(open_interview, case, interview))

    def seal_draft(self) -> None:
        """What could not be saved yet is handed over once more."""
        self._marking.again()

    def goes_back(self) -> bool:
        """Esc opens and closes the way out; nothing is lost by it."""
        if self._mode() not in ("run", "pause", "stop"):
            return False
        self._ask_why(not self._stopping)
        return True

    def showEvent(self, event: QShowEvent) -> None:
        """Somebody listens again."""
        super().showEvent(event)
        self._listen()

    def _listen(self) -> None:
        if self.isVisible():
            running = self._mode() in ("run", "pause", "stop")
            self.patient.emit(self.desk.catalogue.setting("live_lock_minutes") if running else 0)

    def _bind(self) -> None:
        self.again.clicked.connect(lambda: self._marking.again())
        self.asks.asked.connect(self._ask)
        self.foot.levelled.connect(self._level)
        self.foot.undone.connect(self._undo)
        self.foot.paused.connect(self._rest)
        self.foot.stopped.connect(lambda: self._ask_why(True) if self._mode() in ("run", "pause") else self._leave())
        self.foot.went_on.connect(self._go_on)
        self.aside.ticked.connect(self._tick)
        for kind in self.desk.catalogue.questions.values():
            bind(self, kind.key, partial(self._ask, kind.id))
        for level, key in enumerate(LEVEL_KEYS):
            bind(self, key, partial(self._level, str(level)))
        for at in range(FACT_KEYS):
            bind(self, f"Ctrl+{at + 1}", partial(self.aside.tick_at, at))
        bind(self, "Backspace", self._undo)
        bind(self, "P", self._rest)
        bind(self, "Space", self._turn, presses=True)
        bind(self, "Return", self._go_on, presses=True)

    def _came(self, view: InterviewView) -> None:
        found, self._wrong = view.content, ""
        mine = self.desk.me.id in (found["lead"], found["second"])
        shut = "" if found["state"] in ("approved", "running", "held") else self.say("live.not_now", state=self._state(found["state"]))
        self._plan, self._why_not = found, shut or ("" if mine else self.say("refused.not_the_lead"))
        self._span.begin(view)
        said = [self.desk.title("age_group", found["age_group"]), self.desk.title("spoken", found["language"])]
        self.who.setText(reading(" · ".join([found["code"], found["person"]["alias"], *said])))
        facts = [fact for fact in found["facts"] if not fact["dropped"] and isinstance(fact.get("need"), str)]
        self.aside.show_plan(facts, found["known"] if isinstance(found.get("known"), str) else "")
        self._marking.begin(view)
        if self._mode() == "run" and self._marking.tally().phase is None:
            self._marking.say(f"phase:{self.phases[0].id}")

    def _state(self, state: str) -> str:
        return self.desk.title("interview_state", state)

    def _fell(self, fault: DeskError) -> None:
        self._why_not = sentence(self.desk.words, fault)
        self._render()

    def _mode(self) -> str:
        state = str(self._plan.get("state", ""))
        if self._why_not or not state:
            return "shut"
        if state != "running":
            return {"approved": "wait", "held": "over"}[state]
        return "stop" if self._stopping else "pause" if self._marking.tally().paused else "run"

    def _render(self) -> None:
        mode = self._mode()
        if mode == "shut" and not self._why_not:
            return
        self.below.setVisible(mode in ("wait", "run", "pause"))
        tally, begun = self._marking.tally(), mode == "run"
        at = next((at for at, phase in enumerate(self.phases) if phase.id == tally.phase), 0)
        self.path.setVisible(mode != "shut" and not self.low)
        self.aside.setVisible(mode != "shut")
        self.path.stand(at, self.say("live.step", at=at + 1, of=len(self.phases), phase=self.desk.title("phase", self.phases[at].id)))
        self.asks.setEnabled(begun)
        last = self._marking.last()
        undo = named(self.desk, last[1]) if last is not None else ""
        self.foot.show_state(tally.distress, undo, self._next_words(mode, at), begun=mode in ("run", "pause"), paused=mode == "pause")
        self.aside.show_state(tally, int(self._plan.get("budget", 0)), begun=mode in ("run", "pause"))
        self._show_card(mode, at, tally.distress or 0)
        self._show_clock()
        self._listen()
        self.show_saved(self._marking.unsaved(), self._marking.why, undo)
        if self._ending and not self._sent and not self._marking.unsaved():
            self._end_now()

    def _show_card(self, mode: str, at: int, level: int) -> None:
        back = (self.say("acting.back"), self._leave)
        if mode == "shut":
            self.card.show_words(self._why_not, acts=[back])
        elif mode == "over":
            hours = self.desk.catalogue.setting("aftercare_hours")
            marks = [said for _, said, _ in self._marking.standing()]
            urgent = [self.say("live.self_harm")] if "stop:self_harm" in marks else []
            acts = [(self.say("live.to_aftercare"), self._go_on), (self.say("monitor.act"), self._look_back), back]
            self.offer(self.card.show_words(self.say("live.over"), *urgent, self.say("live.over_help", hours=hours), acts=acts))
        elif mode == "stop":
            rows = self.desk.catalogue.tables["stop_reason"].values()
            choices = [(row.title.inside(self.desk.words.language), partial(self._end, row.id)) for row in rows]
            leave = (self.say("live.leave"), self._leave)
            acts = [(self.say("live.stay"), partial(self._ask_why, False)), (self.say("live.finished"), partial(self._end, "")), leave]
            self.offer(self.card.show_words(self.say("live.stop_head"), self.say("live.stop_help"), acts=acts, choices=choices))
        elif mode == "pause":
            self.card.show_words(self.say("live.paused"), self.say("live.paused_help"))
        else:
            self._show_prompt(at, level)

    def _show_prompt(self, at: int, level: int) -> None:
        phase = self.phases[at]
        prompts = self.desk.catalogue.prompts_for(phase.id, str(self._plan["age_group"]))
        said = prompts[self._at_prompt % len(prompts)]
        words = self.say("live.other", at=self._at_prompt % len(prompts) + 1, of=len(prompts))
        other = (words, self._turn) if len(prompts) > 1 else None
        care = self._wrong or (self.say(f"live.care_{level}") if level >= CARED_FOR else "")
        self.card.show_prompt(said.title, f"{phase.purpose.inside(self.desk.words.language)} {self.say('live.silence')}", care, other)

    def _next_words(self, mode: str, at: int) -> str:
        if mode in ("wait", "pause"):
            return self.say("live.begin" if mode == "wait" else "live.resume")
        after = self.phases[at + 1 : at + 2]
        return self.say("live.next", phase=self.desk.title("phase", after[0].id)) if after else self.say("live.finish")

    def _show_clock(self) -> None:
        began = self._plan.get("started_at")
        if self._mode() not in ("run", "pause", "stop") or not began:
            self.clock.setText("")
            return
        every = self.desk.catalogue.age_groups[str(self._plan["age_group"])].break_minutes
        now = course(datetime.fromisoformat(began), self._marking.standing(), every, self._span.now())
        key = "live.resting" if now.left is None else "live.break_in" if now.left > 0 else "live.break_due"
        self.clock.setText(reading(self.say(key, minutes=now.minutes, left=now.left)))

    def _ask(self, kind: str) -> None:
        if self._mode() == "run":
            self._marking.say(f"ask:{kind}")

    def _level(self, level: str) -> None:
        if self._mode() in ("run", "pause"):
            self._marking.say(f"distress:{level}")

    def _tick(self, fact: str) -> None:
        if self._mode() not in ("run", "pause"):
            return
        told = [place for place, said, _ in self._marking.standing() if said == f"told:{fact}"]
        if told:
            self._marking.take_back(told[-1])
        else:
            self._marking.say(f"told:{fact}")

    def _undo(self) -> None:
        if self._mode() in ("run", "pause"):
            self._marking.undo()

    def _rest(self) -> None:
        mode = self._mode()
        if mode in ("run", "pause"):
            self._marking.say("pause:" if mode == "run" else "resume:")

    def _turn(self) -> None:
        if self._mode() in ("wait", "run"):
            self._at_prompt += 1
            self._render()

    def _go_on(self) -> None:
        mode, case, interview = self._mode(), self.about, self.interview
        if mode == "wait":
            self.desk.attempt(self, lambda _: self.refresh(), self._could_not, lambda desk: desk.do(start_interview, case, interview))
        elif mode == "pause":
            self._rest()
        elif mode == "over":
            self.opened.emit("aftercare", f"{case}/{interview}")
        elif mode == "run":
            here = [phase.id for phase in self.phases].index(self._marking.tally().phase or self.phases[0].id)
            self._at_prompt = 0
            if here + 1 < len(self.phases):
                self._marking.say(f"phase:{self.phases[here + 1].id}")
            else:
                self._ask_why(True)

    def _leave(self) -> None:
        self._stopping = False
        self.opened.emit("case", self.about)

    def _look_back(self) -> None:
        self.opened.emit("monitor", f"{self.about}/{self.interview}")

    def _ask_why(self, asked: bool) -> None:
        self._stopping = asked
        self._render()
        if not asked:
            self.setFocus()

    def _end(self, reason: str) -> None:
        if self._ending:
            return
        self._ending = True
        if reason:
            self._marking.say(f"stop:{reason}")
        else:
            self._render()

    def _end_now(self) -> None:
        self._sent, case, interview = True, self.about, self.interview
        self.desk.attempt(self, lambda _: None, self._could_not, lambda desk: desk.do(end_interview, case, interview))

    def _could_not(self, fault: DeskError) -> None:
        self._wrong, self._ending, self._sent = sentence(self.desk.words, fault), False, False
        self._ask_why(False)
