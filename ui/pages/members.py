"""Members: who sits at the desk; the supervisor invites, and certifies the fingerprint a member reads out."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QPushButton, QScrollArea

from mdt.catalogue.forms import load_form
from mdt.catalogue.sentences import reason, sentence
from mdt.errors import DeskError, Invalid
from mdt.model.staff import Member, Standing
from mdt.policy.actions import Action
from mdt.work.desk import Desk, Topic
from mdt.work.staff import certify_member, end_member, list_members, register_member
from mdt.work.upkeep import read_desk
from ui.desk import ScreenDesk
from ui.widgets.acting import LAID_OUT_MS, form_card, form_of
from ui.widgets.form import Form
from ui.widgets.page import Page
from ui.widgets.paper import Asks
from ui.widgets.parts import button, card, column, emptied, hairline, in_one_line, initials, label, row, selectable
from ui.widgets.sheet import SheetPaper, invitation_card
from ui.widgets.soon import soon
from ui.widgets.walk import SHOWN_MS

WORDS, ACTS = 4, 2
"""Columns of a member's line: who, by letters and by name, role and standing; what can be done."""
INVITATION = "desk-invitation.pdf"


class MembersPage(Page):
    """Everybody of the desk."""

    TOPICS = frozenset({Topic.MEMBERS})
    questions: Asks
    """Given by the program: the only place that opens system dialogs."""

    def __init__(self, desk: ScreenDesk, about: str = "") -> None:
        super().__init__(desk)
        self._list, self._place = QGridLayout(), column(gap=8)
        self._list.setHorizontalSpacing(12)
        self._list.setVerticalSpacing(6)
        self._list.setColumnStretch(WORDS - 1, 1)
        self._certify = self._end = False
        self._certifying, self._just = False, ""
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
            row_of = 3 * at
            if at:
                self._list.addWidget(hairline(), row_of, 0, 1, WORDS + ACTS)
            name = in_one_line(label(member.user_name, "head"))
            second = (self.desk.title("role", member.role), self.say(f"cli.standing_{member.standing}"))
            for place, part in enumerate((initials(member.user_name), name, *(in_one_line(label(said, "second")) for said in second))):
                self._list.addWidget(part, row_of + 1, place)
            for place, link in enumerate(self._links(member)):
                if link is not None:
                    self._list.addWidget(link, row_of + 1, WORDS + place)
            # one who waits reads it out; whoever certifies must not be able to copy it from here
            if member.standing == Standing.CERTIFIED and member.fingerprint:
                self._list.addWidget(self._fingerprint(member), row_of + 2, 1, 1, WORDS - 1)
            if member.id == self._just:
                soon(name, SHOWN_MS, partial(name.setFocus, Qt.FocusReason.OtherFocusReason))
                self._just = ""

    def _links(self, member: Member) -> tuple[QPushButton | None, QPushButton | None]:
        certify = end = None
        if self._certify and member.standing == Standing.JOINED:
            name = self.say("members.certify_who", user=member.user_name)
            certify = button(self.say("members.certify"), partial(self._ask_fingerprint, member), "link", name=name)
        if self._end and member.standing != Standing.LEFT and member.id != self.desk.me.id:
            name = self.say("members.end_who", user=member.user_name)
            end = button(self.say("members.end"), partial(self._ask_end, member), "link", name=name)
        return certify, end

    def _fingerprint(self, member: Member) -> QLabel:
        shown = selectable(label(member.fingerprint or "", "second"))
        shown.setObjectName("fingerprint")
        shown.setAccessibleName(self.say("members.fingerprint_of", user=member.user_name))
        return shown

    def _ask_new(self) -> Form:
        emptied(self._place)
        form = form_of(self.desk, "member")
        self._place.addWidget(self._panel(self.say("members.invite"), form, self.say("members.invite_do"), lambda: self._invite(form)))
        return form

    def _ask_another(self) -> None:
        self._ask_new().box("user_name").setFocus(Qt.FocusReason.OtherFocusReason)

    def _invite(self, form: Form) -> None:
        entrance = self.desk.entrance

        def work(desk: Desk) -> tuple[str, str, str, str]:
            given = form_values
            member = desk.do(
                register_member, None, given["user_name"] or "", given["role"], given["sex"], given["trained_on"], given["badge"]
            )
            whose = desk.do(read_desk)
            return given["user_name"], whose.agency, whose.circle, entrance.invite(member, given["user_name"])

        try:
            form_values = form.values()
        except Invalid as fault:
            self._wrong(form, fault)
            return
        self.desk.attempt(self, self._invited, lambda fault: self._wrong(form, fault), work)

    def _invited(self, made: tuple[str, str, str, str]) -> None:
        emptied(self._place)
        code = selectable(label(made[-1], "name"))
        code.setObjectName("code")
        code.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        sheet, again = partial(invitation_card, *made), button(self.say("members.another"), self._ask_another)
        paper = SheetPaper(sheet, INVITATION, self.desk.errands.send, self.desk.words, self.questions, "code_paper.kept_invitation")
        title, once = label(self.say("members.hand_over", user=made[0]), "head"), label(self.say("members.once"), "second")
        self._place.addWidget(form_card(title, code, paper, once, row(again, 1)))
        # on the title and not on a button, so that a second press of Enter neither prints nor leaves what is shown once
        title.setFocus(Qt.FocusReason.OtherFocusReason)

    def _ask_fingerprint(self, member: Member) -> None:
        emptied(self._place)
        form = form_of(self.desk, "certification")

        def certify() -> None:
            if not self._certifying:  # Enter may be pressed twice
                self._certifying, said = True, form.text("fingerprint")
                work = lambda desk: desk.do(certify_member, None, member.id, said)  # noqa: E731
                self.desk.attempt(self, lambda _: self._certified(member), fell, work)

        def fell(fault: DeskError) -> None:
            self._certifying = False
            self._wrong(form, fault)

        self._show_panel(self._panel(self.say("members.certify_who", user=member.user_name), form, self.say("members.certify_do"), certify))
        form.ended.connect(certify)
        form.box("fingerprint").setFocus(Qt.FocusReason.OtherFocusReason)

    def _certified(self, member: Member) -> None:
        self.told.emit(self.say("cli.certified", user=member.user_name))
        self._ask_new()
        self._certifying, self._just = False, member.id

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
