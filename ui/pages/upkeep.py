"""Looking after the desk: a backup that proves itself, and a check of everything, each with what came of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QFrame, QProgressBar, QWidget

from mdt.catalogue.sentences import sentence
from mdt.errors import DeskError
from mdt.policy.actions import Action
from mdt.work.desk import Desk, Topic
from mdt.work.upkeep import Condition, read_condition, record_backup
from ui.desk import Backed, Found, ScreenDesk
from ui.widgets.copy_card import CopyCard
from ui.widgets.days import proved_ago
from ui.widgets.errand import Abandoned, Errand
from ui.widgets.kits import KitsCard
from ui.widgets.page import Page
from ui.widgets.paper import Asks
from ui.widgets.parts import button, card, column, emptied, form_wide, label, row

MILLION = 1_000_000


class UpkeepPage(Page):
    """What whoever is there when it is due does for the desk."""

    TOPICS = frozenset({Topic.LOG})
    questions: Asks
    """Given by the program: the only place that opens system dialogs."""

    def __init__(self, desk: ScreenDesk, about: str = "") -> None:
        super().__init__(desk)
        self._age = label("", "second")
        self._places = {name: column(gap=6) for name in ("backup", "verify", "turn")}
        self._acts = {
            "backup": button(self.say("upkeep.backup_do"), self._back_up, "primary", "Ctrl+B"),
            "verify": button(self.say("upkeep.verify_do"), self._verify),
            "turn": button(self.say("upkeep.turn_do"), self._turn),
        }
        self._copied = CopyCard(desk)
        self.body.addWidget(label(self.say("upkeep.title"), "title"))
        self.body.addWidget(form_wide(self._copied))
        for name, more in (("backup", [self._age]), ("verify", [])):
            words = [label(self.say(f"upkeep.{name}"), "head"), label(self.say(f"upkeep.{name}_help"), "second"), *more]
            panel = card(*words, row(self._acts[name], 1), self._places[name])
            self.body.addWidget(form_wide(panel))
        self._owed = label("", "second")
        self._vault_key = self._turning()
        self.body.addWidget(form_wide(self._vault_key))
        self._kits = KitsCard(desk, self.questions)
        self.body.addWidget(form_wide(self._kits))
        self.body.addStretch(1)

    def refresh(self) -> None:
        """How old the last proved backup is, and how the recovery kits stand."""
        self.desk.do(self, self._show, read_condition)
        self._kits.refresh()

    def first_field(self) -> QWidget | None:
        """The backup."""
        return self._acts["backup"]

    def _turning(self) -> QFrame:
        words = label(self.say("upkeep.turn"), "head"), label(self.say("upkeep.turn_help"), "second"), self._owed
        panel = card(*words, row(self._acts["turn"], 1), self._places["turn"])
        panel.hide()
        self.desk.allowed(self, lambda allowed: panel.setVisible(Action.TURN_VAULT in allowed))
        return panel

    def _turn(self) -> None:
        self._begin("turn")
        emptied(self._places["turn"])
        errand = Errand(self.desk, lambda step: self.say(f"upkeep.step_{step}"), "copy")
        self._places["turn"].addWidget(errand)

        def work(desk: Desk) -> tuple[str, ...] | None:
            try:
                return self.desk.entrance.turn_vault(desk, errand.tell)
            except Abandoned:
                return None

        self._run("turn", work, self._turned)

    def _turned(self, again: tuple[str, ...] | None) -> None:
        said = [label(self.say("upkeep.turn_left" if again is None else "upkeep.turn_done"), "second" if again is None else "body")]
        if again:
            said.append(label(self.say("cli.turn_again", users=", ".join(again)), "body"))
        self._end("turn", said)
        self.refresh()

    def _show(self, found: Condition) -> None:
        self._copied.show_copy(found.copy)
        self._owed.setText(self.say("upkeep.turn_owed" if found.turn_owed else "upkeep.turn_not_owed"))
        self._age.setText(proved_ago(self.desk, found.backup_age))

    def _back_up(self) -> None:
        name = f"desk-{self.desk.today():%Y-%m-%d}.mdtbackup"
        path = self.questions.file_to_write(self, self.say("upkeep.backup_where"), name)
        if path:
            self._begin("backup")
            self._run("backup", lambda desk: desk.do(record_backup, None, "", False), lambda _: self._copy(path))

    def _copy(self, path: str) -> None:
        emptied(self._places["backup"])
        errand = Errand(self.desk, lambda step: self.say(f"upkeep.step_{step}"), "copy")
        self._places["backup"].addWidget(errand)
        errand.send(lambda tell: self.desk.entrance.back_up(path, tell), self._backed, self._not_backed)

    def _not_backed(self, fault: Exception) -> None:
        if isinstance(fault, Abandoned):
            self._end("backup", [label(self.say("upkeep.backup_left"), "second")])
        elif isinstance(fault, DeskError):
            self._end("backup", [label(sentence(self.desk.words, fault), "error")])
        else:
            self._end("backup", [label(self.say("screen.fault", kind=type(fault).__name__), "error")])

    def _verify(self) -> None:
        self._begin("verify")
        self._run("verify", self.desk.entrance.verify, self._verified)

    def _run(self, name: str, work: Callable[[Desk], object], then: Callable[..., None]) -> None:
        def fell(fault: DeskError) -> None:
            self._end(name, [label(sentence(self.desk.words, fault), "error")])

        self.desk.attempt(self, then, fell, work)

    def _begin(self, name: str) -> None:
        emptied(self._places[name])
        progress = QProgressBar()
        progress.setRange(0, 0)
        progress.setAccessibleName(self.say(f"upkeep.{name}_doing"))
        self._places[name].addWidget(label(self.say(f"upkeep.{name}_doing"), "second"))
        self._places[name].addWidget(progress)
        for act in self._acts.values():
            act.setEnabled(False)

    def _end(self, name: str, words: Sequence[QWidget]) -> None:
        emptied(self._places[name])
        for part in words:
            self._places[name].addWidget(part)
        for act in self._acts.values():
            act.setEnabled(True)

    def _backed(self, made: Backed) -> None:
        self._run("backup", lambda desk: desk.do(record_backup, None, made.digest, made.proved), lambda _: self._say_backed(made))

    def _say_backed(self, made: Backed) -> None:
        key = "upkeep.backup_proved" if made.proved else "upkeep.backup_not_proved"
        words = self.say(key, size=f"{made.size / MILLION:.1f}", seals=made.seals)
        self._end("backup", [label(words, "body" if made.proved else "error")])

    def _verified(self, found: tuple[Found, ...]) -> None:
        said: list[QWidget] = [label(self.say(f"finding.{one.what}", where=one.where, case=one.case), "error") for one in found]
        self._end("verify", said or [label(self.say("cli.verified"), "body")])
