"""Closing, reopening and voiding: one asks with a reason, another decides; what was asked before stays to be read."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from mdt.catalogue.forms import load_form
from mdt.errors import DeskError
from mdt.policy.actions import Action
from mdt.work.bundle import KARACHI
from mdt.work.desk import Desk
from mdt.work.drafts import take_draft
from mdt.work.requests import decide_request, request_closure, request_reopening, request_voiding
from ui.widgets.acting import CaseActPage, form_card
from ui.widgets.flow import Flow
from ui.widgets.form import Form
from ui.widgets.parts import button, column, emptied, in_one_line, label, row, selectable
from ui.widgets.sections import Record, facts, titled, words_of

KINDS = {"close": Action.REQUEST_CLOSURE, "reopen": Action.REQUEST_REOPENING, "void": Action.REQUEST_VOIDING}
REASONS = {"close": "closure_reason", "reopen": "reopening_reason", "void": "voiding_reason"}

FORMS = {"close": "closing", "reopen": "reopening", "void": "voiding"}


class RequestPage(CaseActPage):
    """What was asked about one case, and what may be asked or decided now."""

    TITLE = "request.title"

    def show_case(self, case: Any) -> None:
        """Open requests first, then asking, then what was decided."""
        emptied(self.place)
        self._kind = ""
        waiting = [asked for asked in case["requests"] if asked["decision"] is None]
        decided = [asked for asked in case["requests"] if asked["decision"] is not None]
        for asked in waiting:
            self.place.addWidget(self._open_request(asked))
        kinds = [kind for kind, action in KINDS.items() if action in self.allowed and self._makes_sense(kind, case, waiting)]
        if kinds:
            self._spot = column()
            self.place.addLayout(self._spot)
            self._ask(kinds, kinds[0])
        if not kinds and not waiting:
            self.place.addWidget(form_card(label(self.say("request.nothing_waits"), "second"), row(self.back(), 1)))
        elif not kinds:
            self.place.addLayout(row(self.back(), 1))
        if decided:
            self.place.addWidget(titled(self.say("request.before"), facts([self._decided(asked) for asked in reversed(decided)], "")))

    def first_field(self) -> QWidget | None:
        """The reason, where something may be asked."""
        return self._form.box("reason") if self.draft_name() else None

    def draft_name(self) -> str:
        """One draft for each kind of request on the case."""
        return f"request/{self._kind}/{self.about}" if getattr(self, "_kind", "") else ""

    def draft(self) -> str:
        """What is being asked."""
        return self._form.draft()

    def _makes_sense(self, kind: str, case: Record, waiting: list[Record]) -> bool:
        if case["voided_on"] or any(asked["kind"] == kind for asked in waiting):
            return False
        return kind != "reopen" or case["closed_on"] is not None

    def _open_request(self, asked: Record) -> QWidget:
        head = row(
            in_one_line(label(self.say(f"request.asks_{asked['kind']}"), "head")), label(self.say("request.open"), "chip", "warn"), 1
        )
        when = self.say(
            "request.asked_by",
            who=asked["requested_by"],
            day=self.day(datetime.fromisoformat(asked["requested_at"]).astimezone(KARACHI).date()),
        )
        lines: list[Any] = [head, label(self._reason(asked)), label(when, "second")]
        if asked.get("informed_on"):
            lines.append(label(self.say("request.told_on", day=self.day(asked["informed_on"])), "second"))
        if asked.get("note"):
            lines.append(selectable(label(words_of(self.desk, "note", asked["note"]))))
        if asked["requested_by"] == self.desk.me.user_name:
            lines.append(label(self.say("refused.own_request"), "second"))
        elif Action.DECIDE_REQUEST in self.allowed:
            lines.append(self._deciding(asked))
        else:
            lines.append(label(self.say("request.waits"), "second"))
        return form_card(*lines)

    def _deciding(self, asked: Record) -> Any:
        kind = self.say(f"request.asks_{asked['kind']}")
        yes = button(
            self.say("request.approve"), partial(self._decide, asked, True), "primary", name=f"{self.say('request.approve')}: {kind}"
        )
        no = button(self.say("request.turn_down"), partial(self._decide, asked, False), name=f"{self.say('request.turn_down')}: {kind}")
        return row(yes, no, 1)

    def _decide(self, asked: Record, approve: bool) -> None:
        key = "request.approved" if approve else "request.turned_down"
        self.desk.do(self, lambda _: self.told.emit(self.say(key)), decide_request, self.about, str(asked["id"]), approve)

    def _decided(self, asked: Record) -> tuple[str, str, str]:
        how = self.say(f"request.was_{asked['decision']}", who=asked["decided_by"])
        what = self.say(f"request.asks_{asked['kind']}")
        return f"{what} · {self._reason(asked)}", how, self.day(asked["decided_on"])

    def _reason(self, asked: Record) -> str:
        if asked["kind"] == "interview":
            first, *bars = str(asked["reason"]).split(" ")
            said = self.desk.title("exception_reason", first) if first else self.say("request.no_exception")
            return " ".join([said, *(self.say(f"invalid.{bar}") for bar in bars)])
        return self.desk.title(REASONS[asked["kind"]], asked["reason"])

    def _ask(self, kinds: list[str], kind: str) -> None:
        self.seal_draft()
        emptied(self._spot)
        self._kind = kind
        self._clear()
        pills = []
        for other in kinds:
            pill = button(self.say(f"request.{other}"), partial(self._ask, kinds, other), "pill")
            pill.setChecked(other == kind)
            pills.append(pill)
        form = self._form = self.watch(self.form(FORMS[kind]))
        pressed = label(self.say("request.coercion"), "chip", "warn")
        pressed.hide()
        form.typed.connect(lambda: pressed.setVisible(self._may_be_pressed(kind, form)))
        foot = self.foot(self.say(f"request.do_{kind}"), lambda: self._send(kind, form), self.back())
        helped = label(load_form(FORMS[kind]).lead.inside(self.desk.words.language), "second")
        self._spot.addWidget(form_card(Flow(*pills), helped, pressed, form, foot))
        self.desk.do(self, lambda draft: self.take_up(partial(form.fill, draft)) if draft else None, take_draft, None, self.draft_name())

    def _may_be_pressed(self, kind: str, form: Form) -> bool:
        row_of = self.desk.catalogue.closure_reasons.get(form.text("reason")) if kind == "close" else None
        return row_of is not None and row_of.ask_coercion

    def _send(self, kind: str, form: Form) -> None:
        given = self.values(form)
        if given is None:
            return
        case, reason, note = self.about, given["reason"], given["note"] or ""

        def work(desk: Desk) -> str:
            if kind == "close":
                return desk.do(request_closure, case, reason, note, given["informed_on"])
            return desk.do(request_reopening if kind == "reopen" else request_voiding, case, reason, note)

        self.run(work, lambda _: self.told.emit(self.say("request.sent")), partial(self._failed, form))

    def _failed(self, form: Form, fault: DeskError) -> None:
        self.explain(fault, form)
