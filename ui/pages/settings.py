"""Settings of this workstation's screen: language, light or dark; the lock's minutes are shown."""

from __future__ import annotations

from PySide6.QtWidgets import QPushButton, QWidget

from ui.desk import ScreenDesk
from ui.widgets.acting import FORM_WIDTH, form_of
from ui.widgets.asks import Filling
from ui.widgets.page import Page
from ui.widgets.parts import button, card, label, row
from ui.widgets.style import shown_theme

LANGUAGES = (("en", "English"), ("ur", "اردو"))
"""Languages call themselves by their own names."""


class SettingsPage(Page):
    """What the person at the desk may choose for the screen."""

    def __init__(self, desk: ScreenDesk, about: str = "") -> None:
        super().__init__(desk)
        looks = {"language": desk.words.language, "theme": shown_theme()}
        self._form = form_of(desk, "settings", Filling(offered={"language": LANGUAGES}, starts=looks))
        panel = card(
            self._form,
            label(self.say("settings.lock", minutes=desk.catalogue.setting("idle_lock_minutes")), "second"),
            row(self._save(), 1),
        )
        panel.setFixedWidth(FORM_WIDTH)
        self.body.addWidget(label(self.say("screen.settings"), "title"))
        self.body.addWidget(panel)
        self.body.addStretch(1)

    def first_field(self) -> QWidget | None:
        """The language."""
        return self._form.first()

    def _save(self) -> QPushButton:
        return button(self.say("settings.use"), self._use, "primary")

    def _use(self) -> None:
        self.looks_chosen.emit(self._form.text("language"), self._form.text("theme"))
        self.told.emit(self.say("settings.used"))
