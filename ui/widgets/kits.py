"""Recovery kits on screen: how the sets stand, a kit of one's own, a trial of a sheet, and a member let in again."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, TypeAlias

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QWidget

from mdt.catalogue.sentences import reason, sentence
from mdt.errors import DeskError, Invalid
from mdt.model.kits import NUMBERS
from mdt.policy.actions import Action
from mdt.work.desk import Desk
from mdt.work.kits import KitLine, read_kits
from ui.desk import Joining, MadeKit, ScreenDesk
from ui.widgets.fields import put
from ui.widgets.form import Ask, Form
from ui.widgets.paper import Asks
from ui.widgets.parts import button, column, emptied, hairline, label, panel_column, row, selectable
from ui.widgets.sheet import SheetPaper, member_card

Work: TypeAlias = Callable[[Desk], Any]


class KitsCard(QFrame):
    """The sets that one's own slot would need, and what can be done with them."""

    def __init__(self, desk: ScreenDesk, questions: Asks) -> None:
        super().__init__()
        self._desk, self._questions = desk, questions
        self._list, self._place, self._below = column(gap=6), column(gap=8), column(gap=8)
        self.setObjectName("card")
        words = label(self._say("title"), "head"), label(self._say("help"), "second")
        self.setLayout(panel_column(*words, self._list, self._below, self._place, gap=10))
        desk.allowed(self, self._may)

    def refresh(self) -> None:
        """How the sets stand."""
        self._desk.do(self, self._show, read_kits)

    def _may(self, allowed: frozenset[Action]) -> None:
        if Action.INVITE_MEMBER in allowed:
            self._below.addLayout(row(button(self._say("reissue"), self._ask_reissue), 1))

    def _show(self, lines: tuple[KitLine, ...]) -> None:
        emptied(self._list)
        for at, line in enumerate(lines):
            if at:
                self._list.addWidget(hairline())
            kind = self._desk.say(f"kit.{line.kind.value}")
            said = self._say("made", made=line.made, of=len(NUMBERS))
            if line.untried is not None:
                said += " · " + self._say("untried", days=line.untried.days)
            due = line.is_due(self._desk.catalogue.setting("kit_trial_days"))
            make = button(self._say("make"), partial(self._ask_make, line), "link", name=self._say("make_named", kind=kind))
            trial = button(self._say("try"), partial(self._ask_trial, line), "link", name=self._say("try_named", kind=kind))
            trial.setEnabled(line.made > 0)
            parts = [label(kind, "head"), label(said, "second", "warn" if due else "")]
            if line.made and not line.stands:
                parts.append(label(self._say("incomplete"), "second", "warn"))
            words = column(*parts, gap=1)
            line_of = row(words, make, trial)
            line_of.setStretch(0, 1)
            self._list.addLayout(line_of)

    def _ask_make(self, line: KitLine) -> None:
        asks = (Ask("password", self._say("password"), "secret"), Ask("code", self._say("code"), "secret", self._say("code_help")))
        ways = self._desk.entrance.ways

        def make(form: Form) -> Work:
            password, code = form.text("password"), form.text("code")
            return lambda desk: ways.make_kit(desk, line.kind, password, code)

        self._form(self._say("make_named", kind=self._desk.say(f"kit.{line.kind.value}")), asks, self._say("make_do"), make, self._made)

    def _made(self, made: MadeKit) -> None:
        ways = self._desk.entrance.ways

        def keep(form: Form) -> Work:
            letters = form.text("letters")
            return lambda desk: ways.keep_kit(desk, letters)

        kind = self._desk.say(f"kit.{made.kind.value}")
        asks = (Ask("letters", self._say("letters"), help=self._say("letters_help")),)
        kept = self._desk.say("cli.kit_kept", kind=kind, number=made.number)
        self._form(self._say("sheet", kind=kind, number=made.number), asks, self._say("keep_do"), keep, lambda _: self._ended(kept))
        paper = SheetPaper(lambda: made.sheet, f"kit-{made.kind.value}-{made.number}.pdf", self._run, self._desk.words, self._questions)
        self._place.insertWidget(1, shown_code(made.code, self._desk.words.language))
        self._place.insertWidget(2, paper)

    def _ask_trial(self, line: KitLine) -> None:
        kind, ways = self._desk.say(f"kit.{line.kind.value}"), self._desk.entrance.ways

        def attempt(form: Form) -> Work:
            code = form.text("code")
            return lambda desk: ways.try_kit(desk, line.kind, code)

        asks = (Ask("code", self._say("sheet_code"), "secret"),)
        right = lambda number: self._ended(self._desk.say("cli.kit_right", kind=kind, number=number))  # noqa: E731
        self._form(self._say("try_named", kind=kind), asks, self._say("try_do"), attempt, right)

    def _ask_reissue(self) -> None:
        ways, taken = self._desk.entrance.ways, list[str]()
        asks = (
            Ask("user", self._desk.say("sign_in.user")),
            Ask("code", self._say("sheet_code"), "secret", self._say("codes_help")),
            Ask("password", self._desk.say("sign_in.new_password"), "new_secret", self._desk.say("sign_in.password_help")),
            Ask("again", self._desk.say("sign_in.again"), "secret"),
        )

        def again(form: Form) -> Work:
            agreed(form)
            user, codes, password = form.text("user").strip(), (*taken, form.text("code")), form.text("password")
            return lambda desk: ways.reissue(desk, user, codes, password)

        form = self._form(self._say("reissue"), asks, self._say("reissue_do"), again, self._reissued)
        count = label("", "second")

        def take() -> None:
            taken.append(form.text("code"))
            put(form.box("code"), "")
            count.setText(self._say("taken", count=len(taken)))
            form.box("code").setFocus()

        self._place.insertLayout(2, row(button(self._say("take"), take), count, 1))

    def _reissued(self, joined: Joining) -> None:
        self._ended(self._desk.say("cli.reissued", user=joined.user))
        card = partial(member_card, joined.user, joined.agency, joined.circle, joined.code)
        self._place.addWidget(shown_code(joined.code, self._desk.words.language))
        self._place.addWidget(SheetPaper(card, "member-code.pdf", self._run, self._desk.words, self._questions))

    def _form(self, title: str, asks: tuple[Ask, ...], act: str, on: Callable[[Form], Work], then: Callable[[Any], None]) -> Form:
        emptied(self._place)
        form, wrong = Form(asks, self._desk.words, self._desk.today), label("", "error")
        wrong.hide()

        def go() -> None:
            wrong.hide()
            try:
                work = on(form)
            except Invalid as fault:
                say_wrong(self._desk, form, wrong, fault)
                return
            self._desk.attempt(self, then, lambda fault: say_wrong(self._desk, form, wrong, fault), work)

        acts = row(button(act, go, "primary"), button(self._desk.say("acting.never_mind"), lambda: emptied(self._place)), 1)
        for part in (label(title, "head"), form, wrong):
            self._place.addWidget(part)
        self._place.addLayout(acts)
        first = form.first()
        if first is not None:
            first.setFocus()
        return form

    def _ended(self, words: str) -> None:
        emptied(self._place)
        self._place.addWidget(label(words))
        self.refresh()

    def _run(self, work: Callable[[], Any], owner: Any, then: Callable[[Any], None], failed: Callable[[Exception], None]) -> None:
        self._desk.errands.send(work, owner, then, failed)

    def _say(self, key: str, **gaps: object) -> str:
        return self._desk.say(f"kits.{key}", **gaps)


def agreed(form: Form) -> None:
    """Invalid where the two passwords of a form differ."""
    if form.text("password") != form.text("again"):
        raise Invalid(fields={"again": "invalid.password_differs"})


def say_wrong(desk: ScreenDesk, form: Form, wrong: QLabel, fault: DeskError) -> None:
    """Say under its fields what is wrong with a form, and below it what is wrong with all of it."""
    fields = fault.fields if isinstance(fault, Invalid) else {}
    form.show_errors({name: reason(desk.words, fault, name) for name in fields if form.has(name)} if isinstance(fault, Invalid) else {})
    if not fields:
        wrong.setText(sentence(desk.words, fault))
        wrong.show()


def shown_code(code: str, language: str) -> QWidget:
    """A code, shown once; it reads from left to right in every language, and stands at the side where reading begins."""
    made = selectable(label(code, "name"))
    edge = Qt.AlignmentFlag.AlignRight if language == "ur" else Qt.AlignmentFlag.AlignLeft
    made.setAlignment(edge | Qt.AlignmentFlag.AlignAbsolute)
    made.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    return made
