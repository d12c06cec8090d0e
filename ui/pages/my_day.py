"""My day: what is late, what comes next, and what waits for something only she can give."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from mdt.model.lists import CaseFilter, CaseLine, DeskGap, ExceptionCount, RequestLine
from mdt.model.meetings import Task
from mdt.model.staff import Member, Role, Standing
from mdt.policy.actions import Action
from mdt.policy.grants import GRANTS
from mdt.work.casefile import list_cases
from mdt.work.desk import Desk, Topic
from mdt.work.due import Board, DueItem
from mdt.work.gaps import missing_on_desk
from mdt.work.kits import KitLine, read_kits
from mdt.work.meetings import my_tasks
from mdt.work.requests import count_exceptions, list_requests
from mdt.work.staff import list_members
from mdt.work.unknown import Unidentified, list_unknown
from mdt.work.upkeep import read_condition
from ui.desk import ScreenDesk
from ui.widgets.days import long_day
from ui.widgets.due_rows import TONES, KeptBoard, about_of, step_of, when_of
from ui.widgets.flow import Columns, Flow
from ui.widgets.icons import Sign
from ui.widgets.page import Page
from ui.widgets.parts import button, column, emptied, form_wide, hairline, holding, in_one_line, label, row, selectable
from ui.widgets.sections import titled
from ui.widgets.tasks import below_each_other, done_button, due_words, task_row

SHOWN, LOOKED_AT, SOON_DAYS, DUE_LOOKED_AT = 8, 500, 7, 40
Mine = tuple[tuple[Task, str], ...]
Found = tuple[
    tuple[CaseLine, ...],
    tuple[RequestLine, ...],
    tuple[Member, ...],
    tuple[DeskGap, ...],
    tuple[bool, bool],
    tuple[KitLine, ...],
    Mine,
    bool,
    tuple[ExceptionCount, ...],
    tuple[Unidentified, ...],
]
CODES_SHOWN = 3


class MyDayPage(Page):
    """The page one starts on."""

    TOPICS = frozenset({Topic.CASE, Topic.TEAM, Topic.NOTES, Topic.MEETINGS, Topic.MEMBERS, Topic.CLOCKS})
    FRESH_WHEN_HIDDEN = True

    def __init__(self, desk: ScreenDesk, about: str = "") -> None:
        super().__init__(desk)
        self._cards = column(gap=12)
        self._kept = KeptBoard("escalated" if Action.LIST_REQUESTS in GRANTS[Role(desk.me.role)] else "mine", DUE_LOOKED_AT)
        today = in_one_line(label(long_day(desk.today(), desk.words.language), "second"))
        self.body.addLayout(Flow(label(self.say("screen.my_day"), "title"), today, gap=10))
        self.body.addLayout(self._cards)
        self.body.addStretch(1)

    def refresh(self) -> None:
        """Her newest open cases, sorted by what comes next, and what waits for her word."""

        def look(desk: Desk) -> Found | Member:
            me, allowed = desk.me(), desk.allowed()
            if me.standing == Standing.JOINED:
                return me
            lines = desk.do(list_cases, None, CaseFilter(closed=False, limit=LOOKED_AT))
            asked = desk.do(list_requests) if Action.LIST_REQUESTS in allowed else ()
            members = desk.do(list_members) if Action.CERTIFY_MEMBER in allowed else ()
            joined = tuple(member for member in members if member.standing == Standing.JOINED)
            due, condition = timedelta(hours=self.desk.catalogue.setting("backup_hours")), desk.do(read_condition)
            late = condition.backup_age is None or condition.backup_age > due
            owed = late, condition.turn_owed and Action.TURN_VAULT in allowed
            days = self.desk.catalogue.setting("kit_trial_days")
            untried = tuple(line for line in desk.do(read_kits) if line.is_due(days))
            granted = desk.do(count_exceptions) if Action.LIST_REQUESTS in allowed else ()
            unknown = desk.do(list_unknown) if Action.LIST_REQUESTS in allowed else ()
            alone = Action.INVITE_MEMBER in allowed and len(members) == 1
            return lines, asked, joined, desk.do(missing_on_desk), owed, untried, desk.do(my_tasks), alone, granted, unknown

        def show(found: Found | Member) -> None:
            if isinstance(found, Member):
                emptied(self._cards)
                self._cards.addWidget(self._until_certified(found))
                return
            self._show(found)
            if not self._kept.is_fresh():  # behind the rest, which must not wait for it
                self.desk.attempt(self, lambda _: self._show(found), self.desk.fail, self._kept.read)

        self.desk.attempt(self, show, self.desk.fail, look)

    def _show(self, found: Found) -> None:
        emptied(self._cards)
        lines, asked, joined, lacking, owed, untried, tasks, alone, granted, unknown = found
        board, today = self._kept.board, self.desk.today()
        dated = sorted((line for line in lines if line.next_event_on), key=lambda line: (line.next_event_on or today, line.code))
        late = [line for line in dated if line.next_event_on and line.next_event_on <= today]
        coming = [line for line in dated if line not in late]
        undated = sorted((line for line in lines if not line.next_event_on), key=lambda line: line.registered_on)
        # tasks stand above with a button of their own
        due = [item for item in board.items if item.rule != "task" and item.state in ("over", "soon")] if board else []
        wide = [
            self._due_card(due, board) if board else None,
            self._titled("tasks.mine", [self._task(task, code) for task, code in tasks[:SHOWN]], len(tasks)),
            self._cases("screen.late", late, self._due),
            self._cases("screen.coming", coming, self._due),
            self._cases("screen.without_next", undated, self._waiting),
        ]
        narrow = [
            self._titled("screen.begin", [self._invite()] if alone else []),
            self._titled("screen.to_decide", [self._request(line) for line in asked]),
            self._titled("screen.to_certify", [self._joined(member) for member in joined]),
            self._titled("screen.upkeep_due", [self._upkeep(name) for name, due in zip(("backup", "turn"), owed, strict=True) if due]),
            self._cases("screen.with_signals", [line for line in lines if line.signals], self._signals),
            self._titled("kits.title", [self._kit(line) for line in untried]),
            self._titled("screen.exceptions", [self._exception(one) for one in granted]),
            self._titled("screen.lacking", [self._gap(gap) for gap in lacking]),
            self._titled("ladder.unknown", [self._unknown(one) for one in unknown[:SHOWN]], len(unknown)),
        ]
        left, right = [part for part in wide if part], [part for part in narrow if part]
        if left or right:
            self._cards.addWidget(Columns(left, right) if left else Columns(right, []))
        else:
            self._cards.addWidget(titled(self.say("screen.nothing_today"), label(self.say("cases.none"), "second")))
        over = sum(task.due_on <= today for task, _ in tasks)
        self.counted.emit("my_day", len(late) + len(asked) + len(joined) + over)

    def _due_card(self, due: list[DueItem], board: Board) -> QWidget | None:
        if not due:
            return None
        rows = [self._due_row(item, board) for item in due[:SHOWN]]
        view = "escalated" if Action.LIST_REQUESTS in GRANTS[Role(self.desk.me.role)] else "mine"
        title = "due.up_day" if view == "escalated" else "due.mine_day"
        more = button(self.say("due.all"), lambda: self.opened.emit("due", ""), "link")
        return titled(self.say(title, count=board.near[view]), below_each_other(rows, ""), links=[more])

    def _due_row(self, item: DueItem, board: Board) -> QWidget:
        step, what = step_of(self.desk, item), about_of(self.desk, item)
        opens = button(item.code, partial(self.opened.emit, "case", item.case), "link", name=f"{item.code}: {what}")
        head = row(opens, label(what), gap=8)
        head.setStretch(1, 1)
        goes = button(
            self.say(step.key), partial(self.opened.emit, step.page, step.about), "link", name=f"{self.say(step.key)}: {item.code}"
        )
        return task_row(holding(head), "", (when_of(self.desk, item, board.at), TONES.get(item.state, "")), [goes])

    def _cases(self, title: str, lines: Sequence[CaseLine], when: Callable[[CaseLine], tuple[str, str]]) -> QWidget | None:
        return self._titled(title, [self._case(line, *when(line)) for line in lines[:SHOWN]], len(lines))

    def _titled(self, title: str, rows: list[QWidget], count: int | None = None) -> QWidget | None:
        if not rows:
            return None
        body = column(gap=6)
        for at, line in enumerate(rows):
            if at:
                body.addWidget(hairline())
            body.addWidget(line)
        holder = QWidget()
        holder.setLayout(body)
        total = len(rows) if count is None else count
        more = [button(self.say("screen.all_cases"), lambda: self.opened.emit("cases", ""), "link")] if total > len(rows) else []
        return titled(self.say(title, count=total), holder, links=more)

    def _case(self, line: CaseLine, when: str, tone: str) -> QWidget:
        opens = button(line.code, partial(self.opened.emit, "case", line.id), "link")
        kind = self.desk.title("typology", line.typology)
        said = " · ".join(part for part in (self.desk.title("stage", line.stage), kind, self.desk.title("circle", line.circle)) if part)
        return self._line(opens, said, when, tone)

    def _task(self, task: Task, code: str) -> QWidget:
        kind = self.desk.title("task_kind", task.kind)
        opens = button(code, partial(self.opened.emit, "case", task.case), "link", name=f"{code}: {kind}")
        head = QWidget()
        head.setLayout(Flow(opens, in_one_line(label(kind)), gap=8))
        return task_row(head, "", due_words(self.desk, task.due_on), [done_button(self, task.case, task.id, f"{code}: {kind}")])

    def _request(self, line: RequestLine) -> QWidget:
        asked = self.say(f"screen.asked_{line.kind}")
        opens = button(line.code, partial(self.opened.emit, "request", line.case), "link", name=f"{line.code}: {asked}")
        return self._line(opens, f"{asked} · {line.requested_by}", "", "")

    def _joined(self, member: Member) -> QWidget:
        opens = button(member.user_name, lambda: self.opened.emit("members", ""), "link")
        return self._line(opens, self.desk.title("role", member.role), "", "")

    def _upkeep(self, name: str) -> QWidget:
        opens = button(self.say(f"upkeep.{name}"), lambda: self.opened.emit("upkeep", ""), "link")
        return self._line(opens, self.say(f"screen.{name}_due"), "", "")

    def _exception(self, granted: ExceptionCount) -> QWidget:
        return self._line(label(self.desk.title("exception_reason", granted.reason)), "", str(granted.count), "")

    def _invite(self) -> QWidget:
        opens = button(self.say("members.invite"), lambda: self.opened.emit("members", ""), "link")
        return self._line(opens, self.say("screen.alone"), "", "")

    def _until_certified(self, me: Member) -> QWidget:
        shown = selectable(label(me.fingerprint or "", "name"))
        shown.setObjectName("code")
        shown.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        shown.setAccessibleName(self.say("sign_in.fingerprint_read"))
        return form_wide(titled(self.say("screen.until_certified"), label(self.say("sign_in.fingerprint_read"), "second"), shown))

    def _kit(self, line: KitLine) -> QWidget:
        opens = button(self.say(f"kit.{line.kind.value}"), lambda: self.opened.emit("upkeep", ""), "link")
        return self._line(opens, self.say("kits.untried", days=line.untried.days if line.untried else 0), "", "")

    def _unknown(self, one: Unidentified) -> QWidget:
        opens = button(one.code, partial(self.opened.emit, "case", one.case), "link", name=f"{one.code}: {one.alias}")
        said = f"{one.alias} · {self.desk.title('accused_state', one.rung)}"
        return self._line(opens, said, self.say("ladder.unknown_days", count=one.days), "")

    def _gap(self, gap: DeskGap) -> QWidget:
        title = self.desk.catalogue.missing[gap.gap].title.inside(self.desk.words.language)
        codes = Flow(gap=2)
        for case, code in gap.cases[:CODES_SHOWN]:
            codes.addWidget(button(code, partial(self.opened.emit, "case", case), "link", name=f"{code}: {title}"))
        if len(gap.cases) > CODES_SHOWN:
            codes.addWidget(in_one_line(label(self.say("screen.and_more", count=len(gap.cases) - CODES_SHOWN), "caption")))
        made = QWidget()
        made.setLayout(column(label(title), codes, gap=2))
        return made

    def _line(self, opens: QWidget, said: str, when: str, tone: str) -> QWidget:
        made = QWidget()
        words = label(said, "second")
        line = row(opens, words, gap=8)
        line.setStretch(1, 1)
        if tone == "danger":
            line.insertWidget(0, Sign("warning-circle-fill", "danger", 16))
        if when:
            line.addWidget(in_one_line(label(when, "second", tone)))
        made.setLayout(line)
        return made

    def _signals(self, line: CaseLine) -> tuple[str, str]:
        return self.say("cli.signals", count=line.signals), "danger"

    def _due(self, line: CaseLine) -> tuple[str, str]:
        day, today = line.next_event_on, self.desk.today()
        assert day is not None
        left = (day - today).days
        words = self.say("screen.days_over", days=-left) if left < 0 else long_day(day, self.desk.words.language)
        words = self.say("screen.today") if left == 0 else words
        return f"{self.desk.title('next_event', line.next_event)} · {words}", "danger" if left < 0 else "warn" if left <= SOON_DAYS else ""

    def _waiting(self, line: CaseLine) -> tuple[str, str]:
        return self.say("screen.waits", days=(self.desk.today() - line.registered_on).days), ""
