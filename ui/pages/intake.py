"""Who sits at the intake: the members who read referrals, seated and taken off by the supervisor."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from mdt.model.staff import Member, Role, Seat, Standing
from mdt.policy.actions import Action
from mdt.policy.grants import GRANTS
from mdt.work.desk import Desk, Topic
from mdt.work.intake import Intake, locate_intake
from mdt.work.staff import add_to_team, list_members, take_off_team
from ui.desk import ScreenDesk
from ui.widgets.acting import FormPage, form_card
from ui.widgets.asks import Filling
from ui.widgets.days import long_day
from ui.widgets.form import Form
from ui.widgets.parts import button, column, emptied, in_one_line, initials, label, row
from ui.widgets.tasks import below_each_other

Found = tuple[Intake, tuple[Member, ...], frozenset[Action]]


class IntakePage(FormPage):
    """Seats of the intake; whoever sits there reads what comes in."""

    TITLE = "intake.title"
    TOPICS = frozenset({Topic.TIPS, Topic.TEAM, Topic.MEMBERS})
    UNDER = "tips"

    def __init__(self, desk: ScreenDesk, about: str = "") -> None:
        super().__init__(desk)
        self._form: Form | None = None

    def refresh(self) -> None:
        """Who sits there, and who might."""
        if self._running:
            self._stale = True
            return

        def look(desk: Desk) -> Found:
            intake = desk.do(locate_intake)
            return intake, desk.do(list_members), desk.allowed(intake.case) if intake.case else frozenset()

        self.desk.attempt(self, self._show, self.desk.fail, look)

    def first_field(self) -> QWidget | None:
        """Whom to seat."""
        return self._form.first() if self._form is not None else None

    def goes_back(self) -> bool:
        """Esc leads back to the referrals."""
        self.opened.emit("tips", "")
        return True

    def _show(self, found: Found) -> None:
        intake, members, allowed = found
        emptied(self.place)
        self._form = None
        names = {member.id: member for member in members}
        now = [seat for seat in intake.seats if seat.until is None and seat.recused_on is None]
        may = Action.ASSIGN_TEAM in allowed
        lines = [self._sitting(seat, names[seat.member], may and str(intake.case)) for seat in now]
        self.place.addWidget(form_card(below_each_other(lines, self.say("intake.nobody"))))
        back = button(self.say("intake.back"), self.goes_back, keys="Alt+Left")
        away = {seat.member for seat in (*now, *(seat for seat in intake.seats if seat.recused_on is not None))}
        free = [one for one in members if one.id not in away and _fits(one)]
        if may and free:
            rows = tuple((one.id, f"{one.user_name} · {self.desk.title('role', one.role)}") for one in free)
            self._form = form = self.form("intake_seat", Filling(offered={"member": rows}))
            foot = self.foot(self.say("intake.add"), partial(self._add, form, str(intake.case), names), back)
            keys = label(self.say("team.keys_help"), "caption")
            self.place.addWidget(form_card(label(self.say("intake.add_head"), "head"), form, keys, foot))
        else:
            more = [label(self.say("intake.nobody_free"), "second")] if may else []
            self.place.addWidget(form_card(*more, row(back, 1)))

    def _sitting(self, seat: Seat, member: Member, case: str | bool) -> QWidget:
        mark = initials(member.user_name)
        since = self.say("intake.since", day=long_day(seat.since, self.desk.words.language))
        role = self.desk.title("role", member.role)
        said = column(in_one_line(label(member.user_name)), label(f"{role} · {since}", "second"), gap=2)
        off = partial(self._take_off, case, member)
        name = self.say("intake.take_off_long", who=member.user_name)
        acts = [button(self.say("intake.take_off"), off, "link", name=name)] if case else []
        made, line = QWidget(), row(mark, said, *acts, gap=10)
        line.setStretch(1, 1)
        made.setLayout(line)
        return made

    def _add(self, form: Form, case: str, names: dict[str, Member]) -> None:
        given = self.values(form)
        if given is None:
            return
        member = given["member"]

        def added(_: Any) -> None:
            undo = partial(self.desk.do, self.desk, lambda _: None, take_off_team, case, member)
            self.done.emit(self.say("intake.added", who=names[member].user_name), self.say("acting.undo"), undo)
            self.refresh()

        self.run(lambda desk: desk.do(add_to_team, case, member), added, lambda fault: self.explain(fault, form))

    def _take_off(self, case: Any, member: Member) -> None:
        def gone(_: Any) -> None:
            undo = partial(self.desk.do, self.desk, lambda _: None, add_to_team, case, member.id)
            self.done.emit(self.say("intake.gone", who=member.user_name), self.say("acting.undo"), undo)

        self.desk.do(self, gone, take_off_team, case, member.id)


def _fits(member: Member) -> bool:
    return member.standing == Standing.CERTIFIED and Action.WRITE_TIPS in GRANTS[Role(member.role)]
