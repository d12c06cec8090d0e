"""The team of a case: who is on it since when and by whom, whoever is kept away from it, and seating somebody new."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget

from mdt.catalogue.forms import load_form
from mdt.errors import DeskError
from mdt.model.sensitivity import Audience
from mdt.model.staff import Member
from mdt.policy.actions import Action
from mdt.policy.rules import may_hold
from mdt.work.desk import Topic
from mdt.work.staff import add_to_team, list_members, recuse_member, take_off_team
from ui.desk import ScreenDesk
from ui.widgets.acting import CaseActPage, form_card
from ui.widgets.asks import Filling
from ui.widgets.form import Form
from ui.widgets.parts import button, column, emptied, hairline, in_one_line, initials, label, row
from ui.widgets.sections import Record


class TeamPage(CaseActPage):
    """Seats of one case; rights on a case come from here alone."""

    TITLE = "team.title"
    TOPICS = frozenset({Topic.TEAM, Topic.MEMBERS})

    def __init__(self, desk: ScreenDesk, about: str = "") -> None:
        super().__init__(desk, about)
        self._members: tuple[Member, ...] = ()

    def refresh(self) -> None:
        """Members first, then the case."""
        self.desk.do(self, self._know, list_members)
        super().refresh()

    def first_field(self) -> QWidget | None:
        """Whom to add, where that may be done."""
        return self._form.box("member") if hasattr(self, "_form") else None

    def show_case(self, case: Any) -> None:
        """Who sits there, who did, who must not, and who might."""
        emptied(self.place)
        seats = case["team"]
        now = [seat for seat in seats if seat["until"] is None and seat["recused_on"] is None]
        away = [seat for seat in seats if seat["recused_on"] is not None]
        gone = [seat for seat in seats if seat["until"] is not None and seat["recused_on"] is None]
        self._spot = column(gap=12)
        self.place.addWidget(
            form_card(label(self.say("team.now"), "head"), self._rows([self._sitting(seat) for seat in now], self.say("team.nobody")))
        )
        self.place.addLayout(self._spot)
        if Action.ASSIGN_TEAM in self.allowed:
            self._ask_new({seat["member"] for seat in (*now, *away)})
        if away:
            self.place.addWidget(self._titled(self.say("team.away"), self._rows([self._kept_away(seat) for seat in away], "")))
        if gone:
            self.place.addWidget(self._titled(self.say("team.before"), self._rows([self._was(seat) for seat in gone], "")))

    def _know(self, members: tuple[Member, ...]) -> None:
        self._members = members

    def _titled(self, title: str, rows: QWidget) -> QWidget:
        return form_card(label(title, "head"), rows)

    def _rows(self, rows: list[Any], empty: str) -> QWidget:
        made, body = QWidget(), column(gap=8)
        for at, line in enumerate(rows):
            if at:
                body.addWidget(hairline())
            body.addLayout(line)
        if not rows:
            body.addWidget(label(empty, "second"))
        made.setLayout(body)
        return made

    def _line(self, seat: Record, when: str, *acts: QWidget) -> Any:
        name = str(seat["member"])
        role = next((self.desk.title("role", member.role) for member in self._members if member.user_name == name), "")
        mark = initials(name)
        mark.setAccessibleName("")
        chips = [label(self.say("team.leads"), "chip", "accent")] if seat["lead"] else []
        said = column(row(in_one_line(label(name)), *chips, 1), label(f"{role} · {when}", "second"), gap=2)
        made = row(mark, said, *acts, gap=10)
        made.setStretch(1, 1)
        return made

    def _sitting(self, seat: Record) -> Any:
        when = self.say("team.since", day=self.day(seat["since"]), who=seat["added_by"])
        if Action.ASSIGN_TEAM not in self.allowed:
            return self._line(seat, when)
        return self._line(
            seat,
            when,
            self._act("team.take_off", "team.take_off_long", seat, partial(self._take_off, seat)),
            self._act("team.recuse", "team.recuse_long", seat, partial(self._ask_reason, seat)),
        )

    def _act(self, words: str, long: str, seat: Record, on: Any) -> QPushButton:
        name = self.say(long, who=seat["member"])
        made = button(self.say(words), on, "link", name=name)
        made.setToolTip(name)
        return made

    def _kept_away(self, seat: Record) -> Any:
        reason = self.desk.title("recusal_reason", seat["recusal_reason"])
        return self._line(seat, self.say("team.kept_away", day=self.day(seat["recused_on"]), reason=reason))

    def _was(self, seat: Record) -> Any:
        return self._line(seat, self.say("team.was", first=self.day(seat["since"]), last=self.day(seat["until"]), who=seat["added_by"]))

    def _ask_new(self, taken: set[str]) -> None:
        free = [member for member in self._members if member.user_name not in taken and may_hold(member, Audience.TEAM)]
        if not free:
            self.place.addWidget(
                form_card(label(self.say("team.add_head"), "head"), label(self.say("team.nobody_free"), "second"), row(self.back(), 1))
            )
            return
        people = tuple((member.id, f"{member.user_name} · {self.desk.title('role', member.role)}") for member in free)
        self._form = form = self.form("seat", Filling(offered={"member": people}))
        names = {member.id: member.user_name for member in free}
        foot = self.foot(self.say("team.add"), lambda: self._add(form, names), self.back())
        self.place.addWidget(form_card(label(self.say("team.add_head"), "head"), form, label(self.say("team.keys_help"), "caption"), foot))

    def _add(self, form: Form, names: dict[str, str]) -> None:
        given = self.values(form)
        if given is None:
            return
        member, case = given["member"], self.about
        self.run(
            lambda desk: desk.do(add_to_team, case, member, given["lead"]),
            lambda _: self._changed("team.added", names[member], partial(self._off_again, member)),
            lambda fault: self.explain(fault, form),
        )

    def _off_again(self, member: str) -> None:
        self.desk.do(self, lambda _: None, take_off_team, self.about, member)

    def _on_again(self, member: str, lead: bool) -> None:
        self.desk.do(self, lambda _: None, add_to_team, self.about, member, lead)

    def _take_off(self, seat: Record) -> None:
        member, lead = self._id_of(seat), bool(seat["lead"])
        said = lambda _: self._changed("team.taken_off", str(seat["member"]), partial(self._on_again, member, lead))  # noqa: E731
        self.desk.do(self, said, take_off_team, self.about, member)

    def _ask_reason(self, seat: Record) -> None:
        emptied(self._spot)
        form = self.form("keeping_away")
        lead = load_form("keeping_away").lead.inside(self.desk.words.language)
        go = button(self.say("team.recuse_do"), lambda: self._recuse(seat, form), "primary")
        leave = button(self.say("acting.never_mind"), partial(emptied, self._spot))
        title = label(self.say("team.recuse_long", who=seat["member"]), "head")
        panel = form_card(title, label(lead, "second"), form, row(go, leave, 1))
        self._spot.addWidget(panel)
        self.reach(panel)
        form.box("reason").setFocus(Qt.FocusReason.OtherFocusReason)

    def _recuse(self, seat: Record, form: Form) -> None:
        given = self.values(form)
        if given is None:
            return
        member, case = self._id_of(seat), self.about
        self.desk.attempt(
            self,
            lambda _: self.told.emit(self.say("team.recused", who=seat["member"])),
            lambda fault: self._not_recused(fault, form),
            lambda desk: desk.do(recuse_member, case, member, given["reason"]),
        )

    def _not_recused(self, fault: DeskError, form: Form) -> None:
        self.explain(fault, form)

    def _changed(self, key: str, who: str, undo: Any) -> None:
        self.done.emit(self.say(key, who=who), self.say("acting.undo"), undo)

    def _id_of(self, seat: Record) -> str:
        return next((member.id for member in self._members if member.user_name == seat["member"]), "")
