"""Tasks as rows: what, whose, until when in words, and the one click that says it is done and can be taken back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtWidgets import QPushButton, QWidget

from mdt.work.meetings import finish_task, reopen_task
from ui.desk import ScreenDesk
from ui.widgets.days import long_day
from ui.widgets.icons import Sign
from ui.widgets.page import Page
from ui.widgets.parts import button, column, hairline, in_one_line, label, row, selectable
from ui.widgets.sections import Fact, facts, words_of

SOON_DAYS = 3
Task = Mapping[str, Any]
Finish = Callable[[Task], Sequence[QWidget]]


def due_words(desk: ScreenDesk, due: date) -> tuple[str, str]:
    """Until when, in words, and the tone of it: overdue is danger, the next days are warned of."""
    left = (due - desk.today()).days
    if left < 0:
        return desk.say("tasks.over", days=-left), "danger"
    words = desk.say("screen.today") if left == 0 else long_day(due, desk.words.language)
    return words, "warn" if left <= SOON_DAYS else ""


def done_button(page: Page, case: str, task: str, what: str) -> QPushButton:
    """One click says that a task is done; the notice bar takes it back."""

    def told(_: object) -> None:
        page.done.emit(page.say("tasks.was_done"), page.say("acting.undo"), again)

    def again() -> None:
        page.desk.do(page.desk, lambda _: None, reopen_task, case, task)

    finish = partial(page.desk.do, page, told, finish_task, case, task)
    name = page.say("tasks.done_long", what=what)
    made = button(page.say("tasks.done"), finish, "link", name=name)
    made.setToolTip(name)
    return made


def task_row(head: QWidget, second: str, due: tuple[str, str], finish: Sequence[QWidget] = ()) -> QWidget:
    """One task that is still to do."""
    words, tone = due
    said = column(head, *([selectable(label(second, "second"))] if second else []), gap=1)
    line = row(said, in_one_line(label(words, "second", tone)), *finish, gap=10)
    line.setStretch(0, 1)
    if tone == "danger":
        line.insertWidget(0, Sign("warning-circle-fill", "danger", 16))
    made = QWidget()
    made.setLayout(line)
    return made


def open_tasks(desk: ScreenDesk, tasks: Iterable[Task], finish: Finish) -> list[QWidget]:
    """What is still to do, soonest first; owners by user name, words only where they may be read."""
    made: list[QWidget] = []
    for task in sorted((one for one in tasks if not one["done_on"]), key=lambda one: (one["due_on"], one["id"])):
        what = words_of(desk, "what", task.get("what"))
        second = " · ".join(part for part in (task["owner"], what) if part)
        head = selectable(label(desk.title("task_kind", task["kind"])))
        made.append(task_row(head, second, due_words(desk, date.fromisoformat(task["due_on"])), finish(task)))
    return made


def done_tasks(desk: ScreenDesk, tasks: Iterable[Task]) -> list[Fact]:
    """What was done, newest first."""
    found = sorted((one for one in tasks if one["done_on"]), key=lambda one: (one["done_on"], one["id"]), reverse=True)
    return [_done(desk, task) for task in found]


def below_each_other(rows: Sequence[QWidget], empty: str) -> QWidget:
    """Rows with hairlines between; ``empty`` where there is none."""
    body = column(gap=6)
    for at, line in enumerate(rows):
        if at:
            body.addWidget(hairline())
        body.addWidget(line)
    if not rows:
        body.addWidget(facts([], empty))
    made = QWidget()
    made.setLayout(body)
    return made


def _done(desk: ScreenDesk, task: Task) -> Fact:
    what = words_of(desk, "what", task.get("what"))
    second = " · ".join(part for part in (task["owner"], what) if part)
    return Fact(desk.title("task_kind", task["kind"]), second, long_day(task["done_on"], desk.words.language), "check-circle")
