"""Registering a case: what was reported, its number, who is in it; whoever is known already is shown before anything is kept."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QFrame, QWidget

from mdt.errors import DeskError, Invalid
from mdt.model.lists import Hit
from mdt.model.sensitivity import Sensitivity
from mdt.policy.readers import sealed_for
from mdt.work.casefile import locate_case
from mdt.work.drafts import take_draft
from mdt.work.forms import NewCase, NewNumber, NewParty, NewSource, numbered
from mdt.work.registration import LooksKnown, register_case
from ui.desk import ScreenDesk
from ui.widgets.acting import FormPage, form_card
from ui.widgets.asks import Filling
from ui.widgets.form import Form
from ui.widgets.parts import button, column, emptied, hairline, in_one_line, label, row
from ui.widgets.party import ROLES, PartyBlock, drafts_of, read_drafts

DRAFT = "new_case"
BETWEEN = "\x1d"
KEYS = {"victim": "Alt+V", "complainant": "Alt+C", "accused": "Alt+A", "witness": "Alt+W"}
OF_NUMBER = {"number": "text"}


class NewCasePage(FormPage):
    """One case as it is first taken down."""

    TITLE = "new_case.title"

    def __init__(self, desk: ScreenDesk, about: str = "") -> None:
        super().__init__(desk)
        self._begin()
        desk.do(self, self._start, take_draft, None, DRAFT)

    def first_field(self) -> QWidget | None:
        """The first field of the report."""
        return self._report.box("circle")

    def draft_name(self) -> str:
        """One draft: one case is taken down at a time."""
        return DRAFT

    def draft(self) -> str:
        """The forms and every person."""
        return BETWEEN.join((self._report.draft(), self._number.draft(), drafts_of(self._blocks), self._source.draft()))

    def _begin(self) -> None:
        emptied(self.place)
        self._looked_at: tuple[str, ...] = ()
        self._blocks: list[PartyBlock] = []
        self._report, self._number = self.watch(self.form("new_case")), self.watch(self.form("number"))
        self._source = self.watch(self.form("source", Filling(without=frozenset({"received_on"}))))
        self._people, self._hits = column(gap=12), column(gap=12)
        called = f"{self.say('new_case.people_help')} {sealed_for(self.desk.words, Sensitivity.IDENTITY)}"
        adds = [button(self.say(f"new_case.add_{role}"), partial(self._add, role), "plain", KEYS[role]) for role in ROLES]
        self.place.addWidget(form_card(label(self.say("new_case.report_head"), "head"), self._report, self._source))
        self.place.addWidget(form_card(label(self.say("new_case.number_head"), "head"), self._number))
        self.place.addLayout(self._people)
        self.place.addWidget(
            form_card(
                label(self.say("new_case.people_head"), "head"),
                label(called, "second"),
                row(*adds[:2], 1),
                row(*adds[2:], 1),
            )
        )
        self.place.addLayout(self._hits)
        self.place.addWidget(form_card(self.foot(self.say("new_case.save"), self._save)))

    def _start(self, draft: str | None) -> None:
        if draft:
            self.take_up(lambda: self._fill(draft))

    def _fill(self, draft: str) -> None:
        report, _, rest = draft.partition(BETWEEN)
        number, _, rest = rest.partition(BETWEEN)
        people, _, source = rest.partition(BETWEEN)
        self._report.fill(report)
        self._source.fill(source)
        self._number.fill(number)
        for kept in read_drafts(people):
            self._add(kept[0]).fill(kept)

    def _add(self, role: str) -> PartyBlock:
        block = PartyBlock(self.desk, role)
        block.typed.connect(self._typed)
        block.draft_due.connect(self.seal_draft)
        block.taken_out.connect(self._take_out)
        self._blocks.append(block)
        self._people.addWidget(block)
        self._call_people()
        block.form.box("names").setFocus()
        self.reach(block)
        return block

    def _take_out(self, block: PartyBlock) -> None:
        kept, at = block.draft(), self._blocks.index(block)
        self._blocks.remove(block)
        self._people.removeWidget(block)
        block.setParent(None)
        block.deleteLater()
        self._call_people()
        self._typed()
        self.seal_draft()
        self.done.emit(self.say("new_case.taken_out"), self.say("new_case.put_back"), partial(self._put_back, kept, at))

    def _put_back(self, kept: list[str], at: int) -> None:
        block = self._add(kept[0])
        self._blocks.insert(at, self._blocks.pop())
        self._people.removeWidget(block)
        self._people.insertWidget(at, block)
        block.fill(kept)
        self._call_people()

    def _call_people(self) -> None:
        counts = dict.fromkeys(ROLES, 0)
        for block in self._blocks:
            counts[block.part] += 1
            block.call(counts[block.part])

    def _save(self) -> None:
        new = self._given()
        if new is None:
            return
        looked_at = self._looked_at
        self.run(lambda desk: desk.do(register_case, None, new, looked_at), self._registered, self._failed)

    def _given(self) -> NewCase | None:
        people = self._people_given()
        number = self._number_given()
        sources = self._source_given()
        report = self.values(self._report)
        if report is None or number is None or people is None or sources is None:
            return None
        return NewCase(**report, sources=sources, numbers=number, parties=people)

    def _source_given(self) -> tuple[NewSource, ...] | None:
        if not (self._source.text("kind") or self._source.text("reference").strip()):
            _clear_errors(self._source)
            return ()
        given = self.values(self._source)
        return None if given is None else (NewSource(**given),)

    def _people_given(self) -> tuple[NewParty, ...] | None:
        found: list[NewParty] = []
        for block in reversed(self._blocks):
            try:
                found.append(block.given())
                _clear_errors(block.form)
            except Invalid as fault:
                self.explain(fault, block.form)
        return tuple(reversed(found)) if len(found) == len(self._blocks) else None

    def _number_given(self) -> tuple[NewNumber, ...] | None:
        if not self._number.text("text").strip():
            _clear_errors(self._number)
            return ()
        given = self.values(self._number)
        if given is None:
            return None
        new = NewNumber(**{**given, "circle": given["circle"] or self._report.text("circle")})
        try:
            numbered(self.desk.catalogue, new)
        except Invalid as fault:
            self.explain(Invalid(fields={OF_NUMBER.get(name, name): key for name, key in fault.fields.items()}), self._number)
            return None
        return (new,)

    def _failed(self, fault: DeskError) -> None:
        emptied(self._hits)
        if isinstance(fault, LooksKnown):
            self._show_hits(fault.hits)
        else:
            self.explain(fault, self._report, self._number)

    def _registered(self, case: str) -> None:
        self._begin()
        self.told.emit(self.say("new_case.saved"))
        self.opened.emit("case", case)

    def _show_hits(self, hits: tuple[Hit, ...]) -> None:
        body = column(gap=8)
        for at, hit in enumerate(hits):
            if at:
                body.addWidget(hairline())
            body.addLayout(row(*self._hit(hit), 1))
        looked = button(self.say("new_case.looked"), partial(self._looked, hits), "plain", "Ctrl+Return")
        panel = form_card(
            label(self.say("new_case.known_head"), "head"), label(self.say("new_case.known_help"), "second"), body, row(looked, 1)
        )
        self._warned(panel)
        self._hits.addWidget(panel)
        self.reach(panel)
        # on the panel and not on its button, so that a second press of Enter acknowledges nothing unread
        panel.setFocus()

    def _warned(self, panel: QFrame) -> None:
        panel.setProperty("tone", "warn")
        panel.setAccessibleName(self.say("new_case.known_head"))

    def _hit(self, hit: Hit) -> list[QWidget]:
        circle = self.desk.title("circle", hit.circle)
        what = label(self.say(f"hit.{hit.what}"), "chip", "warn")
        if not hit.own:
            return [what, in_one_line(label(self.say("screen.ask_lead", code=hit.code, circle=circle)))]
        said = " · ".join(part for part in (hit.party, hit.name, circle) if part)
        return [what, button(hit.code, partial(self._open, hit.code), "link"), in_one_line(label(said, "second"))]

    def _open(self, code: str) -> None:
        self.seal_draft()
        self.desk.do(self, lambda case: self.opened.emit("case", case), locate_case, None, code)

    def _looked(self, hits: tuple[Hit, ...]) -> None:
        self._looked_at = tuple(dict.fromkeys((*self._looked_at, *(hit.code for hit in hits))))
        self._save()


def _clear_errors(*forms: Form) -> None:
    for form in forms:
        form.show_errors({})
