"""One's own way in as a card: another password, another printed code, each opened before the old one goes."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtWidgets import QFrame, QPushButton

from mdt.errors import Invalid
from mdt.work.desk import Desk
from ui.desk import Joining, ScreenDesk
from ui.widgets.form import Ask, Form
from ui.widgets.kits import agreed, say_wrong, shown_code
from ui.widgets.paper import Asks
from ui.widgets.parts import button, column, emptied, label, panel_column, row
from ui.widgets.sheet import SheetPaper, member_card


class WayIn(QFrame):
    """Two acts, each asked below when it is wanted."""

    def __init__(self, desk: ScreenDesk, questions: Asks) -> None:
        super().__init__()
        self.setObjectName("card")
        self.desk, self.questions, self.say = desk, questions, desk.say
        self._place = column(gap=8)
        acts = row(button(self.say("settings.password"), self._ask_password), button(self.say("settings.new_code"), self._ask_code), 1)
        words = (label(self.say("settings.way_in"), "head"), label(self.say("settings.way_in_help"), "second"))
        self.setLayout(panel_column(*words, acts, self._place, gap=10))

    def _ask_password(self) -> None:
        ways = self.desk.entrance.ways
        asks = (
            *self._who(),
            Ask("password", self.say("sign_in.new_password"), "new_secret", self.say("sign_in.password_help")),
            Ask("again", self.say("sign_in.again"), "secret"),
        )

        def change(form: Form) -> Callable[[Desk], Any]:
            agreed(form)
            old, code, new = form.text("old"), form.text("code"), form.text("password")
            return lambda desk: ways.change_password(desk, old, code, new)

        self._ask(asks, change, lambda _: self._changed())

    def _ask_code(self) -> None:
        ways = self.desk.entrance.ways

        def renew(form: Form) -> Callable[[Desk], Any]:
            old, code = form.text("old"), form.text("code")
            return lambda desk: ways.renew_code(desk, old, code)

        self._ask(self._who(), renew, self._renewed)

    def _who(self) -> tuple[Ask, ...]:
        return (
            Ask("old", self.say("kits.password"), "secret"),
            Ask("code", self.say("kits.code"), "secret", self.say("kits.code_help")),
        )

    def _ask(self, asks: tuple[Ask, ...], on: Callable[[Form], Callable[[Desk], Any]], then: Callable[[Any], None]) -> None:
        emptied(self._place)
        form, wrong = Form(asks, self.desk.words, self.desk.today), label("", "error")
        wrong.hide()
        fell = partial(say_wrong, self.desk, form, wrong)

        def go() -> None:
            wrong.hide()
            try:
                self.desk.attempt(self, then, fell, on(form))
            except Invalid as fault:
                fell(fault)

        for part in (form, wrong):
            self._place.addWidget(part)
        self._place.addLayout(row(button(self.say("settings.do"), go, "primary"), self._never_mind(), 1))
        form.box("old").setFocus()

    def _never_mind(self) -> QPushButton:
        return button(self.say("acting.never_mind"), lambda: emptied(self._place))

    def _changed(self) -> None:
        emptied(self._place)
        self._place.addWidget(label(self.say("cli.password_changed")))

    def _renewed(self, joined: Joining) -> None:
        emptied(self._place)
        sheet = partial(member_card, joined.user, joined.agency, joined.circle, joined.code)
        self._place.addWidget(label(self.say("sign_in.code_print"), "second"))
        self._place.addWidget(shown_code(joined.code, self.desk.words.language))
        self._place.addWidget(SheetPaper(sheet, "member-code.pdf", self.desk.errands.send, self.desk.words, self.questions))
