"""A file somebody sent: read apart, what was understood beside what came, confirmed tip by tip before anything is recorded."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QApplication, QProgressBar, QWidget

from mdt.catalogue.sentences import sentence
from mdt.errors import DeskError, Invalid
from mdt.model.hash_lists import HashList, Known, texts_of
from mdt.model.readings import Reading, TipReading
from mdt.policy.actions import Action
from mdt.reading.apart import ReadingApart
from mdt.work.desk import Desk
from mdt.work.duplicates import Duplicates
from mdt.work.hash_lists import LISTS, keep_hash_list, list_hash_lists, match_hashes
from ui.desk import ScreenDesk
from ui.widgets.acting import FormPage, form_card
from ui.widgets.flow import Columns
from ui.widgets.form import Form
from ui.widgets.hash_counts import hash_cards
from ui.widgets.hash_lists import kept_lists, standing
from ui.widgets.original import Beside, Original
from ui.widgets.paper import Asks
from ui.widgets.parts import button, card, column, emptied, label, row
from ui.widgets.recording import look_for, record
from ui.widgets.tip_form import asks_of_tip, confirmed, places
from ui.widgets.tip_parts import alike_lines

UTF8 = "utf-8"


class ImportTipPage(FormPage):
    """One file at a time; several tips in it one after another."""

    TITLE = "reading.title"
    UNDER = "tips"
    questions: Asks
    """Given by the program: the only place that opens system dialogs."""

    def __init__(self, desk: ScreenDesk, about: str = "") -> None:
        super().__init__(desk, about)
        self._apart: ReadingApart | None = None
        self._reading: Reading | None = None
        self._form: Form | None = None
        self._original: Original | None = None
        self._at, self._recorded = 0, 0
        self._known = column(gap=4)
        self._allowed: frozenset[Action] = frozenset()
        desk.allowed(self, self._may)
        QApplication.instance().focusChanged.connect(self._point)  # type: ignore[union-attr]
        self._ask_for_file()

    def first_field(self) -> QWidget | None:
        """The button that asks for a file, or the first value."""
        return self._form.first() if self._form is not None else self._choose

    def seal_draft(self) -> None:
        """The desk is locked or the page let go: whatever is being read is left off; a file can be read again."""
        if self._apart is not None:
            self._apart.stop()

    def _ask_for_file(self, wrong: str = "", done: str = "") -> None:
        """The beginning: what can be read here, and what went wrong or was done before."""
        self._reset()
        self._choose = button(self.say("reading.choose"), self._pick, "primary", "Ctrl+O")
        said = [label(done, "body")] if done else []
        faults = [label(wrong, "error")] if wrong else []
        words = [label(self.say("reading.help"), "second"), label(self.say("reading.no_case"), "second")]
        self.place.addWidget(form_card(*said, *words, *faults, row(self._choose, 1)))
        self._lists = column(gap=12)
        self.place.addLayout(self._lists)
        self._look_at_lists()
        if wrong or done:
            self._choose.setFocus()

    def _pick(self) -> None:
        path = self.questions.file_to_read(self, self.say("reading.choose"))
        if path:
            self.read(Path(path))

    def read(self, path: Path) -> None:
        """Have a file read, with a way to leave off."""
        self._reset()
        self._apart = apart = ReadingApart(path)
        progress = QProgressBar()
        progress.setRange(0, 0)
        progress.setAccessibleName(self.say("reading.under_way"))
        self.place.addWidget(
            form_card(label(self.say("reading.under_way")), progress, row(button(self.say("print.cancel"), self._leave_off), 1))
        )
        self.desk.errands.send(apart.read, self, partial(self._was_read, apart), partial(self._failed, apart))

    def _leave_off(self) -> None:
        self.seal_draft()
        self._apart = None
        self._ask_for_file()

    def _failed(self, apart: ReadingApart, fault: Exception) -> None:
        if apart is self._apart:
            known = isinstance(fault, DeskError)
            self._ask_for_file(sentence(self.desk.words, fault) if known else self.say("screen.fault", kind=type(fault).__name__))  # type: ignore[arg-type]

    def _was_read(self, apart: ReadingApart, reading: Reading) -> None:
        if apart is not self._apart:
            return
        self._reset()
        self._reading, self._recorded = reading, 0
        self.second.setText(self.say(f"reading.kind.{reading.kind.value}"))
        if reading.hashes is None:
            self._show(0)
            return
        self.place.addWidget(label(self.say("hashes.not_read"), "second"))
        self._known = column(gap=4)
        self.place.addLayout(self._known)
        for shown in hash_cards(self.desk, reading.hashes):
            self.place.addWidget(shown)
        may = reading.kind in LISTS and Action.KEEP_HASH_LIST in self._allowed
        keep = [button(self.say("hashes.keep"), partial(self._keep, reading), "primary")] if may else []
        self.place.addLayout(row(*keep, self._another(), 1))
        if reading.kind not in LISTS:
            self._compare(tuple(texts_of(reading.hashes.packed)), none="hashes.none_stands")

    def _show(self, at: int) -> None:
        """One tip of the file."""
        assert self._reading is not None
        emptied(self.place)
        self._at, tip = at, self._reading.tips[at]
        self._form = Form(asks_of_tip(tip, self.desk), self.say, self.desk.today, language=self.desk.words.language)
        self._original = Original(self.desk, tip)
        self._alike, self._known = column(gap=12), column(gap=4)
        head = label(self.say("reading.understood"), "head")
        read = card(head, *self._cautions(tip), self._known, self._form, self._foot(), self._alike)
        self._compare(tuple(leaf.text for leaf in tip.leaves))
        came = card(label(self.say("reading.original"), "head"), label(self.say("reading.original_help"), "second"), self._original)
        count = len(self._reading.tips)
        if count > 1:
            self.place.addWidget(label(self.say("reading.which", at=at + 1, count=count), "name"))
        beside = Beside(came, read, self.sheet, self._scroll.verticalScrollBar())
        self.place.addWidget(Columns([read], [beside], (1, 1)))
        first = self._form.first()
        if self.isVisible() and first is not None:
            first.setFocus()

    def _may(self, allowed: frozenset[Action]) -> None:
        self._allowed = allowed
        self._look_at_lists()

    def _look_at_lists(self) -> None:
        """Which hash lists are kept, where a file is asked for."""
        if Action.LIST_TIPS in self._allowed and self._reading is None:
            self.desk.do(self, self._show_lists, list_hash_lists)

    def _show_lists(self, lists: tuple[HashList, ...]) -> None:
        if self._reading is None:
            emptied(self._lists)
            may, gone = Action.KEEP_HASH_LIST in self._allowed, lambda _: self._ask_for_file(done=self.say("hashes.withdrawn"))
            for shown in kept_lists(self.desk, self, lists, may, gone):
                self._lists.addWidget(shown)

    def _keep(self, reading: Reading) -> None:
        assert reading.hashes is not None
        done = self.say("hashes.kept", count=reading.hashes.hashes)
        self.desk.do(self, lambda _: self._ask_for_file(done=done), keep_hash_list, None, reading)

    def _compare(self, texts: tuple[str, ...], none: str = "") -> None:
        """What of the file stands on lists that are kept; ``none`` is said where nothing does."""
        place = self._known

        def found(answer: tuple[tuple[HashList, ...], tuple[Known, ...]]) -> None:
            said = standing(self.desk, *answer) or ([label(self.say(none), "second")] if none and answer[0] else [])
            for words in said if place is self._known else ():
                place.addWidget(words)

        if Action.LIST_TIPS in self._allowed:
            self.desk.attempt(self, found, self.explain, lambda desk: (desk.do(list_hash_lists), desk.do(match_hashes, None, texts)))

    def _cautions(self, tip: TipReading) -> list[QWidget]:
        said = [self.say(f"reading.caution.{word}") for word in tip.cautions]
        if self._reading is not None and self._reading.letters != UTF8:
            said.append(self.say("reading.caution.letters", letters=self._reading.letters.upper()))
        return [label(words, "second", "warn") for words in said]

    def _foot(self) -> QWidget:
        assert self._reading is not None
        more = self._at + 1 < len(self._reading.tips)
        skip = [button(self.say("reading.skip"), self._next)] if more else []
        return self.foot(self.say("reading.record"), self._record, *skip, self._another())

    def _another(self) -> QWidget:
        return button(self.say("reading.another"), self._ask_for_file)

    def _record(self, anyway: bool = False) -> None:
        assert self._reading is not None
        assert self._form is not None
        form = self._form
        try:
            tip = confirmed(form, self._reading.tips[self._at], self.desk.today)
        except Invalid as fault:
            self.explain(fault, form)
            return

        def work(desk: Desk) -> Duplicates | None:
            found = None if anyway else look_for(desk, tip)
            if found is not None and (found.tips or found.cases):
                return found
            record(desk, (tip,), anyway)
            return None

        self.run(work, self._was_recorded, lambda fault: self.explain(fault, form))

    def _was_recorded(self, alike: Duplicates | None) -> None:
        if alike is None:
            self._recorded += 1
            self._next()
            return
        self._go.setEnabled(True)
        emptied(self._alike)
        anyway = button(self.say("newtip.anyway"), partial(self._record, True), keys="Ctrl+Shift+S")
        panel = form_card(label(self.say("newtip.alike"), "head"), *alike_lines(self.desk, alike, self.opened.emit), anyway)
        self._alike.addWidget(panel)
        self.reach(panel)

    def _next(self) -> None:
        assert self._reading is not None
        if self._at + 1 < len(self._reading.tips):
            self._show(self._at + 1)
        else:
            self._ask_for_file(done=self.say("reading.done", count=self._recorded))

    def _reset(self) -> None:
        emptied(self.place)
        self.second.setText("")
        self._reading = self._form = self._original = None

    def _point(self, before: QWidget | None, now: QWidget | None) -> None:
        """The text a field came from is shown when the keyboard stands in the field."""
        if self._reading is None or self._form is None or self._original is None or now is None or not self._form.isAncestorOf(now):
            return
        for name, place in places(self._reading.tips[self._at]).items():
            if self._form.has(name) and self._form.box(name) is now:
                self._original.point_at(place)
