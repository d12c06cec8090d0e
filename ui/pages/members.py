"""Members: who sits at the desk; the supervisor invites, and certifies the fingerprint a member reads out."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea

from mdt.catalogue.forms import load_form
from mdt.catalogue.sentences import reason, sentence
from mdt.errors import DeskError, Invalid
from mdt.model.staff import Member, Standing
from mdt.policy.actions import Action
from mdt.work.desk import Desk, Topic
from mdt.work.staff import certify_member, end_member, list_members, register_member
from ui.desk import ScreenDesk
from ui.widgets.acting import LAID_OUT_MS, form_card, form_of
from ui.widgets.form import Form
from ui.widgets.page import Page
from ui.widgets.parts import button, card, column, emptied, hairline, in_one_line, initials, label, row, selectable
from ui.widgets.soon import soon


class MembersPage(Page):
    """Everybody of the desk."""

    TOPICS = frozenset({Topic.MEMBERS})

    def __init__(self, desk: ScreenDesk, about: str = "") -> None:
        super().__init__(desk)
        self._list, self._place = column(gap=6), column(gap=8)
        self._certify = self._end = False
        self.body.addWidget(label(self.say("screen.members"), "title"))
        self.body.addWidget(card(self._list))
        self.body.addLayout(self._place)
        self.body.addStretch(1)
        desk.allowed(self, self._may)

    def refresh(self) -> None:
        """The list again."""
        self.desk.do(self, self._show, list_members)

    def _may(self, allowed: frozenset[Action]) -> None:
        self._certify, self._end = Action.CERTIFY_MEMBER in allowed, Action.END_MEMBER in allowed
        if Action.INVITE_MEMBER in allowed:
            self._ask_new()
        self.refresh()

    def _show(self, members: tuple[Member, ...]) -> None:
        emptied(self._list)
        for at, member in enumerate(members):
            if at:
                self._list.addWidget(hairline())
            said = f"{self.desk.title('role', member.role)} · {self.say(f'cli.standing_{member.standing}')}"
            line = row(
                initials(member.user_name),
                in_one_line(label(member.user_name, "head")),
                in_one_line(label(said, "second")),
                1,
            )
            if self._certify and member.standing == Standing.JOINED:
                line.addWidget(button(self.say("members.certify"), partial(self._ask_fingerprint, member), "link"))
            if self._end and member.standing != Standing.LEFT and member.id != self.desk.me.id:
                name = self.say("members.end_who", user=member.user_name)
                line.addWidget(button(self.say("members.end"), partial(self._ask_end, member), "link", name=name))
            self._list.addLayout(line)

    def _ask_new(self) -> Form:
        emptied(self._place)
        form = form_of(self.desk, "member")
        self._place.addWidget(self._panel(self.say("members.invite"), form, self.say("members.invite_do"), lambda: self._invite(form)))
        return form

    def _ask_another(self) -> None:
        self._ask_new().box("user_name").setFocus(Qt.FocusReason.OtherFocusReason)

    def _invite(self, form: Form) -> None:
        entrance = self.desk.entrance

        def work(desk: Desk) -> tuple[str, str]:
            given = form_values
            member = desk.do(
                register_member, None, given["user_name"] or "", given["role"], given["sex"], given["trained_on"], given["badge"]
            )
            return given["user_name"], entrance.invite(member, given["user_name"])

        try:
            form_values = form.values()
        except Invalid as fault:
            self._wrong(form, fault)
            return
        self.desk.attempt(self, self._invited, lambda fault: self._wrong(form, fault), work)

    def _invited(self, made: tuple[str, str]) -> None:
        emptied(self._place)
        code = selectable(label(made[1], "name"))
        code.setObjectName("code")
        code.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        again = button(self.say("members.another"), self._ask_another)
        title, once = label(self.say("members.hand_over", user=made[0]), "head"), label(self.say("members.once"), "second")
        self._place.addWidget(form_card(title, code, once, row(again, 1)))
        again.setFocus(Qt.FocusReason.OtherFocusReason)

    def _ask_fingerprint(self, member: Member) -> None:
        emptied(self._place)
        form = form_of(self.desk, "certification")

        def certify() -> None:
            said = form.text("fingerprint")
            self.desk.attempt(
                self,
                lambda _: self._certified(member),
                lambda fault: self._wrong(form, fault),
                lambda desk: desk.do(certify_member, None, member.id, said),
            )

        self._show_panel(self._panel(self.say("members.certify_who", user=member.user_name), form, self.say("members.certify_do"), certify))
        form.box("fingerprint").setFocus(Qt.FocusReason.OtherFocusReason)

    def _certified(self, member: Member) -> None:
        self.told.emit(self.say("cli.certified", user=member.user_name))
        self._ask_new()

    def _ask_end(self, member: Member) -> None:
        emptied(self._place)
        stays = button(self.say("acting.never_mind"), self._ask_new)
        panel = form_card(
            label(self.say("members.end_who", user=member.user_name), "head"),
            label(load_form("leaving").lead.inside(self.desk.words.language), "second"),
            row(button(self.say("members.end_do"), partial(self._end_now, member), "primary"), stays, 1),
        )
        self._show_panel(panel)
        stays.setFocus(Qt.FocusReason.OtherFocusReason)

    def _end_now(self, member: Member) -> None:
        self.desk.do(self, lambda _: self._ended(member), end_member, None, member.id)

    def _ended(self, member: Member) -> None:
        self.told.emit(self.say("members.ended", user=member.user_name))
        self._ask_new()

    def _panel(self, title: str, form: Form, act: str, on: Any) -> QFrame:
        return form_card(label(title, "head"), form, row(button(act, on, "primary"), 1))

    def _show_panel(self, panel: QFrame) -> None:
        self._place.addWidget(panel)
        for scroll in self.findChildren(QScrollArea):
            soon(panel, LAID_OUT_MS, partial(scroll.ensureWidgetVisible, panel, 0, 80))

    def _wrong(self, form: Form, fault: DeskError) -> None:
        if isinstance(fault, Invalid) and fault.fields:
            form.show_errors({name: reason(self.desk.words, fault, name) for name in fault.fields})
        else:
            self.told.emit(sentence(self.desk.words, fault))
