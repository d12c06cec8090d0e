"""One referral: what was sent, what it shares with others, the cases it led to, what the sender is told, and what is done next."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from mdt.catalogue.forms import load_form
from mdt.catalogue.sentences import sentence
from mdt.errors import DeskError, Missing
from mdt.model.lists import CaseFilter
from mdt.model.staff import Member
from mdt.model.tips import TipFilter
from mdt.policy.actions import Action
from mdt.policy.outward import Cleared
from mdt.work.casefile import list_cases
from mdt.work.desk import Desk, Topic
from mdt.work.feedback import acknowledge_feedback, draft_feedback, prepare_reply, send_feedback
from mdt.work.intake import Intake, list_tips, locate_intake
from mdt.work.staff import list_members
from mdt.work.tip_links import link_tip
from mdt.work.tips import TipView, assign_tip, mark_read, merge_tips, open_tip, reveal_victims, triage_tip, unmerge_tip
from ui.desk import ScreenDesk
from ui.widgets.acting import FormPage, form_card
from ui.widgets.asks import Filling
from ui.widgets.days import long_day
from ui.widgets.fields import Rows
from ui.widgets.flow import Columns, flowing
from ui.widgets.form import Form
from ui.widgets.parts import button, column, emptied, in_one_line, label, row
from ui.widgets.subjects import reading
from ui.widgets.tip_parts import (
    accounts_card,
    alike_card,
    feedback_card,
    links_card,
    number_of,
    sealed_cards,
    values_card,
    waiting_words,
)

OFFERED = 200
Do = Callable[[Desk, str, str, Mapping[str, Any]], object]


@dataclass(frozen=True, slots=True)
class TipAct:
    """One thing done to a referral: its form, the right it needs, how what was typed is done, and when it is offered."""

    form: str
    needs: Action
    do: Do
    keys: str = ""
    suits: Callable[[TipView], bool] = lambda view: True


def _link(desk: Desk, place: str, tip: str, given: Mapping[str, Any]) -> object:
    return desk.do(link_tip, given["case"], tip, given["reason"], None, None, given["note"])


def _stands_alone(view: TipView) -> bool:
    return view.content["merged_into"] is None


ACTS: Mapping[str, TipAct] = {
    "link": TipAct("tip_link", Action.WRITE_TIPS, _link, "Ctrl+Shift+L"),
    "outcome": TipAct("tip_outcome", Action.WRITE_TIPS, lambda d, p, t, given: d.do(draft_feedback, p, t, given["outcome"])),
    "send": TipAct(
        "tip_sent",
        Action.WRITE_TIPS,
        lambda d, p, t, given: d.do(send_feedback, p, t, given["sent_on"]),
        suits=lambda view: any(one["outcome"] and not one["sent_on"] for one in view.feedback),
    ),
    "sort": TipAct("tip_triage", Action.WRITE_TIPS, lambda d, p, t, given: d.do(triage_tip, p, t, given["triage"])),
    "assign": TipAct("tip_assign", Action.ASSIGN_TIP, lambda d, p, t, given: d.do(assign_tip, p, t, given["member"])),
    "merge": TipAct(
        "tip_merge",
        Action.WRITE_TIPS,
        lambda d, p, t, given: d.do(merge_tips, p, t, given["into"], given["reason"]),
        suits=_stands_alone,
    ),
}
"""What is done to a referral, in the order of the buttons."""
Found = tuple[Intake, frozenset[Action], TipView, tuple[Member, ...], Mapping[str, Rows]]


class TipPage(FormPage):
    """A referral as this member may see it; opening it is logged, and the first reading is kept."""

    TITLE = "tip.title"
    TOPICS = frozenset({Topic.TIPS, Topic.TEAM, Topic.MEMBERS})
    UNDER = "tips"

    def __init__(self, desk: ScreenDesk, about: str = "") -> None:
        super().__init__(desk)
        self.tip = about
        self._found: Found | None = None
        self._first: QWidget | None = None
        self._acts, self._spot, self._parts = column(gap=8), column(gap=12), column(gap=12)
        for part in (self._acts, self._spot, self._parts):
            self.place.addLayout(part)

    def refresh(self) -> None:
        """The referral again, and what may be chosen for it."""
        if self._running:
            self._stale = True
            return
        self.desk.attempt(self, self._show, self._not_there, partial(_look, self.tip))

    def goes_back(self) -> bool:
        """Esc closes a form that is open, and leads back to the referrals where there is none."""
        if self._spot.count():
            emptied(self._spot)
        else:
            self.opened.emit("tips", "")
        return True

    def first_field(self) -> QWidget | None:
        """The first thing that may be done."""
        return self._first

    def _not_there(self, fault: DeskError) -> None:
        for part in (self._acts, self._spot, self._parts):
            emptied(part)
        back = button(self.say("tip.back"), partial(self.opened.emit, "tips", ""), keys="Alt+Left")
        self._parts.addWidget(form_card(label(sentence(self.desk.words, fault)), row(back, 1)))

    def _show(self, found: Found) -> None:
        self._found = found
        _, allowed, view, _, _ = found
        tip = view.content
        came = self.say("tip.came", day=long_day(str(tip["received_at"])[:10], self.desk.words.language))
        self.second.setText(" · ".join((number_of(self.desk, tip), came)))
        emptied(self._acts)
        self._acts.addWidget(flowing(*self._chips(view), gap=8))
        made = [self._offer(name, act) for name, act in ACTS.items() if act.needs in allowed and act.suits(view)]
        if tip["merged_into"] is not None and Action.WRITE_TIPS in allowed:
            made.append(button(self.say("tip.unmerge"), partial(self._at_once, unmerge_tip, self.tip)))
        self._first = made[0] if made else None
        back = button(self.say("tip.back"), partial(self.opened.emit, "tips", ""), keys="Alt+Left")
        self._acts.addWidget(flowing(*made, back, gap=8))
        emptied(self._parts)
        reveal = partial(self._at_once, reveal_victims, self.tip)
        left: list[QWidget] = [values_card(self.desk, view), *accounts_card(self.desk, view), *sealed_cards(self.desk, view, reveal)]
        right: list[QWidget] = [
            links_card(self.desk, view, self.opened.emit),
            feedback_card(self.desk, view, self._acknowledging, self._replying),
            alike_card(self.desk, view, self.opened.emit),
        ]
        self._parts.addWidget(Columns(left, right, (3, 2)))

    def _chips(self, view: TipView) -> list[QWidget]:
        tip = view.content
        urgent = tip["triage"] == "1" and not tip["answered_on"]
        chips = [label(waiting_words(self.desk, view), "chip", "danger" if view.days > 90 and not tip["answered_on"] else "")]
        chips.append(label(self.desk.title("tip_state", str(tip["state"])), "chip", "accent"))
        if tip["triage"]:
            chips.append(label(self.desk.title("tip_triage", str(tip["triage"])), "chip", "danger" if urgent else "info"))
        said = [self.say("tip.assigned_to", who=tip["assigned_to"])] if tip["assigned_to"] else []
        said += [self.say("tip.read_by", who=tip["read_by"])] if tip["read_by"] else []
        said += [self.say("tip.priority", priority=tip["priority"])] if tip["priority"] else []
        said += [self.say("tip.informational")] if tip["informational"] else []
        said += [self.say("tip.merged", number=number_of(self.desk, line)) for line in view.merged]
        return [*chips, in_one_line(label(" · ".join(said), "second"))]

    def _offer(self, name: str, act: TipAct) -> QWidget:
        kind = "primary" if name == "link" else "plain"
        return button(self.say(f"tip.{name}"), partial(self._ask, name, act), kind, act.keys)

    def _ask(self, name: str, act: TipAct) -> None:
        emptied(self._spot)
        assert self._found is not None
        offered = {field.name: self._found[4][field.choices] for field in load_form(act.form).fields if field.choices in self._found[4]}
        never = button(self.say("acting.never_mind"), partial(emptied, self._spot))
        if any(not rows for rows in offered.values()):
            self._spot.addWidget(form_card(label(self.say("tip.nothing_offered"), "second"), row(never, 1)))
            return
        form = self.form(act.form, Filling(offered=offered))
        lead = load_form(act.form).lead.inside(self.desk.words.language)
        foot = self.foot(self.say(f"tip.do_{name}"), partial(self._save, form, act), never)
        panel = form_card(label(self.say(f"tip.{name}"), "head"), *([label(lead, "second")] if lead else []), form, foot)
        self._spot.addWidget(panel)
        if (first := form.first()) is not None:
            first.setFocus(Qt.FocusReason.OtherFocusReason)
            self.reach(first)

    def _save(self, form: Form, act: TipAct) -> None:
        given = self.values(form)
        if given is None or self._found is None:
            return
        place = str(self._found[0].case)
        self.run(lambda desk: act.do(desk, place, self.tip, given), self._kept_it, lambda fault: self.explain(fault, form))

    def _kept_it(self, _: object) -> None:
        emptied(self._spot)
        self.told.emit(self.say("tip.done"))
        self.refresh()

    def _acknowledging(self, feedback: str) -> QWidget | None:
        if self._found is None or Action.WRITE_TIPS not in self._found[1]:
            return None
        return button(self.say("tip.acknowledge"), partial(self._at_once, acknowledge_feedback, feedback), "link")

    def _replying(self) -> QWidget | None:
        if self._found is None or Action.WRITE_TIPS not in self._found[1]:
            return None
        place, language = str(self._found[0].case), self.desk.words.language
        show = partial(self.desk.do, self, self._show_reply, prepare_reply, place, self.tip, language)
        return button(self.say("reply.show"), show, "link")

    def _show_reply(self, reply: Cleared) -> None:
        from mdt.reports.reply import write_reply

        emptied(self._spot)
        words = reading(write_reply(reply, self.desk.words.language), self.say("reply.head"))
        never = button(self.say("acting.never_mind"), partial(emptied, self._spot))
        panel = form_card(label(self.say("reply.head"), "head"), words, label(self.say("reply.help"), "second"), row(never, 1))
        self._spot.addWidget(panel)
        self.reach(panel)

    def _at_once(self, job: Any, record: str) -> None:
        if self._found is not None:
            self.desk.do(self, lambda _: self.refresh(), job, self._found[0].case, record)


def _look(tip: str, desk: Desk) -> Found:
    """The referral, read for the first time where she may say so, and the rows of what may be chosen."""
    intake = desk.do(locate_intake)
    if intake.case is None:
        raise Missing("missing.intake")
    allowed = desk.allowed(intake.case)
    view = desk.do(open_tip, intake.case, tip)
    if Action.WRITE_TIPS in allowed and view.content["read_at"] is None:
        desk.do(mark_read, intake.case, tip)
        view = desk.do(open_tip, intake.case, tip)
    members = desk.do(list_members)
    seated = {seat.member for seat in intake.seats if seat.until is None and seat.recused_on is None}
    cases = desk.do(list_cases, None, CaseFilter(closed=False, limit=OFFERED)) if Action.WRITE_TIPS in allowed else ()
    others = desk.do(list_tips, None, TipFilter(limit=OFFERED)) if Action.WRITE_TIPS in allowed else ()
    offered: dict[str, Rows] = {
        "member": tuple((one.id, one.user_name) for one in members if one.id in seated),
        "case": tuple((line.id, " · ".join((line.code, *(number.partition(":")[2] for number in line.numbers)))) for line in cases),
        "tip": tuple((one.id, f"{one.number or one.id[:6]} · {one.received_at.date()}") for one in others if one.id != tip),
    }
    return intake, allowed, view, members, offered
