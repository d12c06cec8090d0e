"""Signing in: name and password; the code only where this workstation does not know her; joining and making a desk beside it."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QScrollArea, QWidget

from mdt.catalogue.sentences import reason, sentence
from mdt.catalogue.words import OWN_NAMES, Words
from mdt.errors import DeskError, Invalid
from ui.desk import CodeNeeded, Entrance, Joining
from ui.jobs import StoreWorker
from ui.shell.mark import Mark
from ui.widgets.form import Ask, Form
from ui.widgets.parts import button, card, column, emptied, in_one_line, label, row, selectable
from ui.widgets.stage_path import StagePath
from ui.widgets.style import shown_theme
from ui.widgets.walk import Walk

if TYPE_CHECKING:
    from ui.widgets.paper import Asks

WIDTH = 440


class SignIn(QWidget):
    """A neutral page with one form; its title says nothing about what lies behind it."""

    signed_in = Signal(object)
    language_chosen = Signal(str)
    questions: Asks | None = None
    """Whom to ask for a printer or a file; the system's own dialogs where nobody is given."""

    def __init__(
        self,
        entrance: Entrance,
        worker: StoreWorker,
        words: Words,
        choices: Callable[[str], tuple[tuple[str, str], ...]],
        hint: str = "",
    ) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._entrance, self._worker, self._words, self._choices = entrance, worker, words, choices
        self._walk = Walk(self)
        self._place = column(gap=12)
        self._panel = card(self._place)
        self._panel.setFixedWidth(WIDTH)
        self._brand = QWidget()
        self._brand.setLayout(row(1, Mark(), in_one_line(label(words("screen.name"), "brand")), 1, gap=10))
        below = label(hint, "second")
        below.setFixedWidth(WIDTH)
        if not hint:
            below.hide()
        sheet = QWidget()
        sheet.setObjectName("sheet")
        sheet.setLayout(column(1, self._brand, row(1, self._panel, 1), row(1, below, 1), 2, gap=16, margins=(8, 8, 8, 8)))
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setWidget(sheet)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setLayout(column(scroll))
        self.setWindowTitle(words("screen.window_title"))
        self._without_form()
        if entrance.is_there():
            self.ask_sign_in()
        else:
            self.ask_new_desk()

    def focusNextPrevChild(self, next: bool) -> bool:
        """Tab goes as one reads."""
        return self._walk.step(next)

    def ask_sign_in(self, code: bool = False, once: bool = False) -> None:
        """Name and password; with ``code`` the member code too, ``once`` where this workstation knows her afterwards."""
        typed = {name: self._form.text(name) for name in ("user", "password")} if code else {}
        asks = [Ask("user", self._say("user"), start=typed.get("user", "")), Ask("password", self._say("password"), "secret")]
        if code:
            then = self._say("code_once" if once else "code_always")
            asks.append(Ask("code", self._say("code"), help=self._words("sign_in.code_help", then=then)))
        self._show("sign_in", asks, "sign_in_do", self._sign_in, ("join", self.ask_join))
        if code:
            self._form.fill(f"password\x1f{typed['password']}")
            self._place.insertWidget(1, label(self._say("code_needed"), "second"))
            self._form.box("code").setFocus()

    def ask_join(self) -> None:
        """A member's first sign-in by invitation."""
        asks = (Ask("user", self._say("user")), Ask("invitation", self._say("invitation")), *self._new_password())
        self._show("join_title", asks, "join_do", self._join, ("sign_in", self.ask_sign_in), 1)

    def ask_new_desk(self) -> None:
        """First run: agency, circle, first supervisor."""
        asks = (
            Ask("agency", self._say("agency"), "choice", choices=self._choices("agency"), start="nccia", part=self._say("office")),
            Ask("circle", self._say("circle"), "choice", choices=self._choices("circle"), start="ISB"),
            Ask("user", self._say("supervisor_name"), help=self._say("user_help"), part=self._say("supervisor")),
            *self._new_password(),
        )
        self._show("new_desk", asks, "new_desk_do", self._make, None, 1)

    def _languages(self) -> list[QWidget]:
        others = [(language, name) for language, name in OWN_NAMES if language != self._words.language]
        return [button(name, partial(self.language_chosen.emit, language), "link") for language, name in others]

    def _without_form(self) -> None:
        self._form = Form((), self._words, lambda: _never())
        self._form.setParent(self)
        self._form.hide()  # an empty form lies over what is shown, and takes its clicks

    def _new_password(self) -> tuple[Ask, ...]:
        return (
            Ask("password", self._say("new_password"), "new_secret", self._say("password_help")),
            Ask("again", self._say("again"), "secret"),
        )

    def _show(
        self, title: str, asks: Any, act: str, on: Callable[[], None], other: tuple[str, Callable[[], None]] | None, step: int = 0
    ) -> None:
        self._forget("password", "again", "code", "invitation")
        self._empty(title, step)
        self._form = Form(asks, self._words, lambda: _never())
        self._wrong = label("", "error")
        self._working = label(self._say("working"), "second")
        self._go = button(self._say(act), on, "primary")
        self._go.setDefault(True)
        for hidden in (self._wrong, self._working):
            hidden.hide()
        for part in (self._form, self._wrong, self._go, self._working):
            self._place.addWidget(part)
        if other:
            self._place.addWidget(button(self._say(other[0]), other[1], "link"))
        self._form.ended.connect(self._go.click)
        self._form.box(asks[0].name).setFocus()

    def _sign_in(self) -> None:
        given = {name: self._form.text(name) for name in ("user", "password")}
        code = self._form.text("code") if self._form.has("code") else None
        self._busy(True)
        self._worker.ask(lambda: self._entrance.sign_in(given["user"], given["password"], code), self, self._entered, self._turned_away)

    def _entered(self, desk: object) -> None:
        self._forget("password", "code")
        self.signed_in.emit(desk)

    def _turned_away(self, fault: Exception) -> None:
        if not isinstance(fault, CodeNeeded):
            self._forget("password")
            self._form.box("password").setFocus()
        self._failed(fault)

    def _forget(self, *secrets: str) -> None:
        for name in secrets:
            if self._form.has(name):
                self._form.box(name).clear()  # type: ignore[union-attr]

    def _join(self) -> None:
        if self._passwords_agree():
            given = {name: self._form.text(name) for name in ("user", "invitation", "password")}
            self._busy(True)
            work = lambda: self._entrance.join(given["user"], given["invitation"], given["password"])  # noqa: E731
            self._worker.ask(work, self, self._joined, self._failed)

    def _make(self) -> None:
        if self._passwords_agree():
            given = {name: self._form.text(name) for name in ("agency", "circle", "user", "password")}
            self._busy(True)
            work = lambda: Joining(self._entrance.make(**given), "", given["user"], given["agency"], given["circle"])  # noqa: E731
            self._worker.ask(work, self, self._joined, self._failed)

    def _joined(self, joined: Joining) -> None:
        self._forget("password", "again", "invitation")
        self._empty("welcome", 2)
        self._without_form()
        lines = [("code_print", joined.code)] + ([("fingerprint_read", joined.fingerprint)] if joined.fingerprint else [])
        for key, text in lines:
            self._place.addWidget(label(self._say(key), "second"))
            shown = selectable(label(text, "name"))
            shown.setObjectName("code")
            shown.setAccessibleName(self._say(key))
            shown.setAccessibleDescription(", ".join(" ".join(group) for group in re.split(r"\W+", text)))
            edge = Qt.AlignmentFlag.AlignRight if self.layoutDirection() == Qt.LayoutDirection.RightToLeft else Qt.AlignmentFlag.AlignLeft
            shown.setAlignment(edge | Qt.AlignmentFlag.AlignAbsolute)
            shown.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
            self._place.addWidget(shown)
            if key == "code_print":
                self._place.addWidget(self._paper(joined))
        # on the title and not on a button, so that a second press of Enter neither prints nor leaves what is shown once
        self._title.setFocus(Qt.FocusReason.OtherFocusReason)
        self._place.addWidget(button(self._say("written_down"), self.ask_sign_in, "primary"))

    def _empty(self, title: str, step: int) -> None:
        """An empty card with its title; ``step`` is where one stands on the way to a first sign-in, 0 where that is long past."""
        emptied(self._place)
        heading = self._title = label(self._say(title), "title")
        heading.setWordWrap(True)
        first = title == "new_desk"
        # the longest form of the door carries the mark beside its title, so that its button is seen without scrolling
        self._brand.setVisible(not first)
        others = self._languages() if step < 2 else []  # what is shown once must not be lost over a language
        self._place.addLayout(row(*([Mark(28)] if first else []), heading, 1, *others, gap=10))
        if step:
            steps = [self._say(f"step_{at}") for at in (1, 2, 3)]
            said = self._words("sign_in.step_said", step=step, title=steps[step - 1])
            self._place.addWidget(StagePath(steps, step, shown_theme(), said))

    def _paper(self, joined: Joining) -> QWidget:
        from ui.shell.ask import Questions
        from ui.shell.code_paper import CodePaper

        return CodePaper(joined, self._worker, self._words, self.questions or Questions())

    def _passwords_agree(self) -> bool:
        same = self._form.text("password") == self._form.text("again")
        self._form.show_errors({} if same else {"again": self._words("invalid.password_differs")})
        return same

    def _failed(self, fault: Exception) -> None:
        self._busy(False)
        if isinstance(fault, CodeNeeded):
            self.ask_sign_in(code=True, once=fault.once)
        elif isinstance(fault, Invalid) and fault.fields:
            self._form.show_errors({name: reason(self._words, fault, name) for name in fault.fields})
        elif isinstance(fault, DeskError):
            self._error(sentence(self._words, fault))
        else:
            self._error(self._words("screen.fault", kind=type(fault).__name__))

    def _error(self, words: str) -> None:
        self._wrong.setText(words)
        self._wrong.show()

    def _busy(self, busy: bool) -> None:
        self._go.setEnabled(not busy)
        self._working.setVisible(busy)
        self._wrong.hide()

    def _say(self, key: str) -> str:
        return self._words(f"sign_in.{key}")


def _never() -> Any:
    raise RuntimeError("no dates are asked at the door")
