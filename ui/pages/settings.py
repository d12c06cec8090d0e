"""Settings: language, light or dark and the lock's minutes of this workstation; whose desk it is, for the supervisor."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from PySide6.QtWidgets import QWidget

from mdt.catalogue.sentences import reason, sentence
from mdt.catalogue.words import OWN_NAMES
from mdt.errors import DeskError, Invalid
from mdt.policy.actions import Action
from mdt.work.desk import Topic
from mdt.work.upkeep import DeskFacts, change_desk, read_desk
from ui.desk import ScreenDesk
from ui.widgets.acting import form_card, form_of
from ui.widgets.asks import Filling
from ui.widgets.form import Form
from ui.widgets.page import Page
from ui.widgets.paper import Asks
from ui.widgets.parts import button, column, emptied, form_wide, label, row
from ui.widgets.style import shown_theme
from ui.widgets.way_in import WayIn


class SettingsPage(Page):
    """What may be chosen for the screen, and, with the right to it, for the desk."""

    TOPICS = frozenset({Topic.LOG})
    questions: Asks
    """Given by the program: the only place that opens system dialogs."""

    def __init__(self, desk: ScreenDesk, about: str = "") -> None:
        super().__init__(desk)
        self._place = column(gap=12)
        self._allowed: frozenset[Action] = frozenset()
        self._looks: Form | None = None
        self.body.addWidget(label(self.say("screen.settings"), "title"))
        self.body.addLayout(self._place)
        self._below = column()
        self.body.addLayout(self._below)
        self.body.addStretch(1)

    def first_field(self) -> QWidget | None:
        """The language."""
        return self._looks.first() if self._looks is not None else None

    def refresh(self) -> None:
        """What she may change, and whose desk it is."""
        self.desk.allowed(self, self._may)
        self.desk.do(self, self._show, read_desk)

    def _may(self, allowed: frozenset[Action]) -> None:
        self._allowed = allowed

    def _show(self, facts: DeskFacts) -> None:
        emptied(self._place)
        may = Action.CHANGE_DESK in self._allowed
        starts = {"language": self.desk.words.language, "theme": shown_theme(), "minutes": str(self.desk.looks.minutes)}
        starts["pictures"] = "allowed" if self.desk.looks.pictures else "kept_out"
        without = frozenset() if may else frozenset({"minutes", "pictures"})
        looks = form_of(self.desk, "settings", Filling(offered={"language": OWN_NAMES}, starts=starts, without=without))
        self._looks = looks
        shown = [] if may else [label(self.say("settings.lock", minutes=self.desk.looks.minutes), "second")]
        use = button(self.say("settings.use"), lambda: self._use(looks), "primary")
        self._place.addWidget(form_card(label(self.say("settings.here"), "head"), looks, *shown, row(use, 1)))
        whose = form_of(self.desk, "desk", Filling(starts={"agency": facts.agency, "circle": facts.circle})) if may else None
        said = f"{self.desk.title('agency', facts.agency)} · {self.desk.title('circle', facts.circle)}"
        parts: list[Any] = [label(self.say("settings.whose"), "head")]
        parts += [whose, row(button(self.say("settings.change"), lambda: self._change(whose)), 1)] if whose else [label(said)]
        self._place.addWidget(form_card(*parts))
        if not self._below.count():  # once: a code that stands there once must not go because the log grew
            self._below.addWidget(form_wide(WayIn(self.desk, self.questions)))

    def _use(self, form: Form) -> None:
        looks = replace(self.desk.looks, language=form.text("language"), theme=form.text("theme"))
        if form.has("minutes"):
            looks = replace(looks, minutes=int(form.text("minutes")), pictures=form.text("pictures") == "allowed")
        self.looks_chosen.emit(looks)
        self.told.emit(self.say("settings.used"))

    def _change(self, form: Form | None) -> None:
        if form is None:
            return

        def wrong(fault: DeskError) -> None:
            if isinstance(fault, Invalid) and fault.fields:
                form.show_errors({name: reason(self.desk.words, fault, name) for name in fault.fields})
            else:
                self.told.emit(sentence(self.desk.words, fault))

        chosen = form.text("agency"), form.text("circle")

        def told(_: object) -> None:
            self.desk.circle = chosen[1]
            self.told.emit(self.say("settings.changed"))

        self.desk.attempt(self, told, wrong, lambda desk: desk.do(change_desk, None, *chosen))
