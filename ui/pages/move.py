"""Moving a case one stage on: what the stage asks for, what is there already, and what is said with the move."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any

from mdt.catalogue.forms import load_form
from mdt.catalogue.schema import Stage
from mdt.errors import DeskError, Invalid
from mdt.policy.actions import Action
from mdt.work.desk import Desk
from mdt.work.forms import NewNumber
from mdt.work.registration import number_case
from mdt.work.stages import TOLD, move_from_challan, move_to_challan, unmet_conditions
from ui.widgets.acting import CaseActPage, form_card
from ui.widgets.asks import Filling
from ui.widgets.flow import Flow
from ui.widgets.form import Form
from ui.widgets.parts import button, column, emptied, label, row

MOVES = {Action.MOVE_TO_CHALLAN: move_to_challan, Action.MOVE_FROM_CHALLAN: move_from_challan}
NUMBERS = {"enquiry_number": "enquiry", "fir_number": "fir"}
DATED_BY_NUMBER = {"fir_date": "fir_number"}
OF_NUMBER = {"number": "text"}


class MovePage(CaseActPage):
    """The next stages of one case."""

    TITLE = "move.title"

    def show_case(self, case: Any) -> None:
        """The stages that may come next; a single one is chosen already."""
        self._case = case
        stage = self.desk.catalogue.stage(case["stage"])
        mine = [self.desk.catalogue.stage(name) for name in stage.next if self._is_mine(self.desk.catalogue.stage(name))]
        if not MOVES.keys() & self.allowed:
            self.closed_to_her(
                self.say("refused.voided" if case["voided_on"] else "refused.closed" if case["closed_on"] else "refused.role")
            )
        elif not mine:
            self.closed_to_her(self.say("invalid.stage_of_another" if stage.next else "move.at_the_end"))
        else:
            self._choose(mine, mine[0])

    def _is_mine(self, stage: Stage) -> bool:
        return self.desk.me.role in stage.moved_by

    def _choose(self, stages: list[Stage], chosen: Stage) -> None:
        emptied(self.place)
        pills = []
        for stage in stages:
            pill = button(stage.title.inside(self.desk.words.language), partial(self._choose, stages, stage), "pill")
            pill.setChecked(stage is chosen)
            pills.append(pill)
        self._spot = column()
        here = self.say("screen.stands_at", stage=self.desk.title("stage", self._case["stage"]))
        self.place.addWidget(form_card(label(here, "second"), label(self.say("move.next_head"), "head"), Flow(*pills)))
        self.place.addLayout(self._spot)
        self.desk.do(self, partial(self._ask, chosen), unmet_conditions, self.about, chosen.id)

    def _ask(self, stage: Stage, unmet: tuple[str, ...]) -> None:
        emptied(self._spot)
        title = stage.title.inside(self.desk.words.language)
        asked = [need for need in unmet if need in TOLD]
        numbers = [need for need in unmet if need in NUMBERS and Action.NUMBER_CASE in self.allowed]
        covered = {*asked, *numbers, *(need for need, by in DATED_BY_NUMBER.items() if by in numbers)}
        spec = load_form("move")
        self._form = self.form("move", Filling(without=frozenset(field.name for field in spec.fields) - set(asked)))
        self._number = self._number_form(numbers[0]) if numbers else None
        rows = [self._condition(need, need in unmet, need in covered) for need in stage.needs]
        parts: list[Any] = [label(self.say("move.asks_for", stage=title), "head"), *rows]
        if asked:
            parts.append(label(spec.lead.inside(self.desk.words.language), "second"))
        go = partial(self._move, stage, asked, numbers)
        forms = [form for form in (self._number, self._form) if form is not None]
        self._spot.addWidget(form_card(*parts, *forms, self.foot(self.say("move.do", stage=title), go, self.back())))
        next((box for form in forms if (box := form.first()) is not None), self._go).setFocus()

    def _condition(self, need: str, is_open: bool, is_asked: bool) -> Any:
        key, tone = ("move.there", "accent") if not is_open else ("move.say_below", "") if is_asked else ("move.missing", "danger")
        chip = label(self.say(key), "chip", tone)
        said = load_form("move").field(need).label.inside(self.desk.words.language) if need in TOLD else self.say(f"need.{need}")
        lines = [label(said)]
        if is_open and not is_asked:
            lines.append(label(self.desk.title("condition", need), "second"))
        line = row(column(*lines, gap=2), chip, gap=12)
        line.setStretch(0, 1)
        return line

    def _number_form(self, need: str) -> Form:
        helped = {"text": self.say("move.number_help", example=self.desk.catalogue.numbers[NUMBERS[need]].example)}
        settled = {"kind": NUMBERS[need]}
        return self.form("number", Filling(settled=settled, starts={"circle": self._case["circle"]}, helped=helped))

    def _move(self, stage: Stage, asked: list[str], numbers: list[str]) -> None:
        # a number stays given even where the move then fails, so with a number everything has to be there first
        given = self.values(self._form, *(asked if numbers else []))
        number = self.values(self._number, *(["dated"] if "fir_number" in numbers else [])) if self._number is not None else {}
        if given is None or number is None:
            return
        facts = {name: self._said(given[name]) for name in asked if given[name] is not None}
        job = next(job for action, job in MOVES.items() if action in self.allowed)
        case, circle = self.about, self._case["circle"]

        def work(desk: Desk) -> str:
            for need in numbers:
                desk.do(number_case, case, NewNumber(kind=NUMBERS[need], **{**number, "circle": number["circle"] or circle}))
            return desk.do(job, case, stage.id, facts)

        self.run(work, lambda _: self._moved(stage), self._failed)

    def _said(self, value: object) -> str:
        return value.isoformat() if isinstance(value, date) else str(value)

    def _moved(self, stage: Stage) -> None:
        self.told.emit(self.say("move.moved", stage=stage.title.inside(self.desk.words.language)))
        self.leave()

    def _failed(self, fault: DeskError) -> None:
        if isinstance(fault, Invalid):
            renamed = {OF_NUMBER.get(name, name): key for name, key in fault.fields.items()}
            fault = Invalid(fault.key, renamed, **fault.gaps)
        self.explain(fault, *(form for form in (self._number, self._form) if form is not None))
