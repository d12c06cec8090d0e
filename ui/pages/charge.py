"""Laying a charge: the accused, a section that was in force when it happened, its limb, and the assessment sealed for prosecutors."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from mdt.catalogue.schema import Offence
from mdt.errors import DeskError, Invalid
from mdt.policy.actions import Action
from mdt.work.charges import lay_charge, offences_offered, withdraw_charge
from mdt.work.desk import Topic
from mdt.work.drafts import take_draft
from ui.desk import ScreenDesk
from ui.widgets.acting import CaseActPage, form_card
from ui.widgets.asks import Filling
from ui.widgets.form import Ask, Form
from ui.widgets.parts import button, column, emptied, hairline, in_one_line, label, row
from ui.widgets.picker import Picker
from ui.widgets.reading import INSIDE_ENDS, LEFT_INSIDE
from ui.widgets.sections import Record
from ui.widgets.style import shown_theme, tokens
from ui.widgets.subjects import accused_of
from ui.widgets.table import Field

TO_CHECK = ("P", "G")
AFTER_TYPING_MS = 400
BETWEEN = "\x1d"


class ChargePage(CaseActPage):
    """Charges of one case."""

    TITLE = "charge.title"
    TOPICS = frozenset({Topic.CHARGES, Topic.PEOPLE})

    def __init__(self, desk: ScreenDesk, about: str = "") -> None:
        super().__init__(desk, about)
        self._asking, self._laid = column(gap=12), column(gap=12)
        self.place.addLayout(self._asking)
        self.place.addLayout(self._laid)
        self._limb: Form | None = None
        self._who = ""
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(AFTER_TYPING_MS)
        self._wait.timeout.connect(self._offer)

    def first_field(self) -> QWidget | None:
        """The line that narrows the sections."""
        return self._picker.line if hasattr(self, "_picker") else None

    def draft_name(self) -> str:
        """One draft a case."""
        return f"charge/{self.about}"

    def draft(self) -> str:
        """Accused, day, section and assessment."""
        section = self._picker.row()
        return BETWEEN.join((self._form.draft(), section.id if section else "", self._assessed.draft()))

    def show_case(self, case: Any) -> None:
        """The charges so far; the form is made anew only where it was not begun or the accused changed."""
        self._case = case
        accused = accused_of(self.desk, case)
        if Action.LAY_CHARGES not in self.allowed:
            self.closed_to_her(
                self.say("refused.voided" if case["voided_on"] else "refused.closed" if case["closed_on"] else "refused.role")
            )
            return
        if not accused:
            self.closed_to_her(self.say("charge.no_accused"))
            return
        if self._who != str(accused):
            self._who = str(accused)
            self._begin(accused)
        self._show_laid(case)

    def _begin(self, accused: tuple[tuple[str, str], ...]) -> None:
        emptied(self._asking)
        self._clear()
        day = self._case["occurred_to"] or self._case["occurred_from"]
        helped = self.say("charge.occurred_help", day=self.day(day)) if day else ""
        self._form = self.watch(self.form("charge", Filling(offered={"party": accused}, helped={"occurred_on": helped})))
        self._form.typed.connect(self._wait.start)
        self._picker = Picker(self.say("charge.section"), self.say("charge.filter"), self._columns(), self._searched)
        self._picker.picked.connect(self._picked)
        self._detail = column(gap=6)
        self._limb = None
        self._assessed = self.watch(self.form("assessment"))
        foot = self.foot(self.say("charge.lay"), self._lay, self.back())
        self._asking.addWidget(form_card(self._form, self._picker, self._detail, self._assessed, foot))
        self._offer()
        self.desk.do(self, self._take_up, take_draft, None, self.draft_name())

    def _take_up(self, draft: str | None) -> None:
        if draft:
            form, _, rest = draft.partition(BETWEEN)
            section, _, assessed = rest.partition(BETWEEN)
            self.take_up(partial(self._fill, form, section, assessed))

    def _fill(self, form: str, section: str, assessed: str) -> None:
        self._form.fill(form)
        self._assessed.fill(assessed)
        self._picker.pick(lambda row_of: row_of.id == section)

    def _columns(self) -> tuple[Field, ...]:
        language, warn = self.desk.words.language, tokens(shown_theme())["warn"]
        before, after = (LEFT_INSIDE, INSIDE_ENDS) if language == "ur" else ("", "")
        return (
            Field(self.say("field.offence"), lambda of: f"{before}{of.act} {of.section}{after}", 150),
            Field(self.say("charge.title_column"), lambda of: of.title.inside(language)),
            Field(self.say("charge.check"), lambda of: self.say("charge.check") if of.confidence in TO_CHECK else "", 80, lambda of: warn),
        )

    def _searched(self, of: Offence) -> str:
        return f"{of.act} {of.section} {of.title.en} {of.title.ur} {of.id}"

    def _offer(self) -> None:
        try:
            day = self._form.values()["occurred_on"]
        except Invalid:
            return
        case = self.about
        self.desk.attempt(self, self._offered, self._not_offered, lambda desk: desk.do(offences_offered, case, day))

    def _offered(self, sections: tuple[Offence, ...]) -> None:
        self._form.show_errors({})
        self._picker.begin(sections)

    def _not_offered(self, fault: DeskError) -> None:
        self._picker.begin(())
        self.explain(fault, self._form)

    def _picked(self, of: Offence | None) -> None:
        emptied(self._detail)
        self._limb = None
        if of is None:
            return
        self._picker.show_error("")
        language = self.desk.words.language
        self._detail.addWidget(label(f"{of.act} {of.section}: {of.title.inside(language)}", "head"))
        self._detail.addWidget(label(of.punishment.inside(language), "second"))
        chips = [label(self.say("charge.section_unsure"), "chip", "warn")] if of.confidence in TO_CHECK else []
        chips += [label(self.say("charge.dates_unsure"), "chip", "warn")] if of.dates_confidence in TO_CHECK else []
        if chips:
            self._detail.addLayout(row(*chips, 1))
        if of.elements:
            limbs = tuple((limb.id, f"{limb.id} {limb.title.inside(language)}") for limb in of.elements)
            ask = Ask("element", self.say("charge.element"), "choice", choices=(("", self.say("charge.no_element")), *limbs))
            self._limb = self.watch(Form((ask,), self.say, self.desk.today))
            self._detail.addWidget(self._limb)
        self._typed()

    def _lay(self) -> None:
        section = self._picker.row()
        assessed = self.values(self._assessed)
        if section is None:
            self._picker.show_error(self.say("charge.choose_section"))
            self._picker.line.setFocus()
        given = self.values(self._form)
        if given is None or assessed is None or section is None:
            return
        limb = (self._limb.text("element") or None) if self._limb else None
        case = self.about
        self.run(
            lambda desk: desk.do(lay_charge, case, given["party"], section.id, given["occurred_on"], limb, assessed["assessment"]),
            self._was_laid,
            self._failed,
        )

    def _failed(self, fault: DeskError) -> None:
        forms = [self._form, self._assessed, *([self._limb] if self._limb else [])]
        if isinstance(fault, Invalid) and "offence" in fault.fields:
            self._picker.show_error(self.say(fault.fields["offence"]))
            self.reach(self._picker)
        else:
            self.explain(fault, *forms)

    def _was_laid(self, charge: str) -> None:
        self._begin(accused_of(self.desk, self._case))
        self.done.emit(self.say("charge.was_laid"), self.say("acting.undo"), partial(self._withdraw, charge))

    def _show_laid(self, case: Record) -> None:
        emptied(self._laid)
        aliases = {party["id"]: party["alias"] for party in case["parties"]}
        body = column(gap=8)
        for at, charge in enumerate(case["charges"]):
            if at:
                body.addWidget(hairline())
            body.addLayout(self._line(charge, aliases[charge["party"]]))
        if not case["charges"]:
            body.addWidget(label(self.say("charge.none"), "second"))
        self._laid.addWidget(form_card(label(self.say("cli.charges"), "head"), body))

    def _line(self, charge: Record, alias: str) -> Any:
        of = self.desk.catalogue.offence(charge["offence"])
        limb = charge.get("element")
        what = f"{alias} · {of.act} {limb or of.section}"
        second = " · ".join((of.title.inside(self.desk.words.language), self.day(charge["occurred_on"])))
        parts: list[Any] = [column(in_one_line(label(what)), label(second, "second"), gap=2)]
        if of.confidence in TO_CHECK:
            parts.append(label(self.say("charge.check"), "chip", "warn"))
        if charge["status"] == "laid":
            name = self.say("charge.withdraw_long", what=what)
            parts.append(button(self.say("charge.withdraw"), partial(self._withdraw_told, charge), "link", name=name))
        else:
            parts.append(label(self.say(f"charge_status.{charge['status']}"), "chip", ""))
        made = row(*parts, gap=10)
        made.setStretch(0, 1)
        return made

    def _withdraw(self, charge: str) -> None:
        self.desk.do(self, lambda _: None, withdraw_charge, self.about, charge)

    def _withdraw_told(self, charge: Record) -> None:
        told = lambda _: self.done.emit(self.say("charge.withdrawn"), self.say("charge.lay_again"), partial(self._lay_again, charge))  # noqa: E731
        self.desk.do(self, told, withdraw_charge, self.about, charge["id"])

    def _lay_again(self, charge: Record) -> None:
        occurred = date.fromisoformat(charge["occurred_on"]) if charge["occurred_on"] else None
        assessed = charge.get("assessment")
        kept = assessed if isinstance(assessed, str) else None
        self.desk.do(
            self, lambda _: None, lay_charge, self.about, charge["party"], charge["offence"], occurred, charge.get("element"), kept
        )
