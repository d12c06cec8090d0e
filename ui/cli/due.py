"""The due list at the command line, with the same rights as in the window."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict
from datetime import timedelta
from typing import Any, Final

from mdt.catalogue.deadline import NO_LAW
from mdt.catalogue.load import load_catalogue
from mdt.catalogue.words import Words
from mdt.errors import Unavailable
from mdt.policy.views import plain
from mdt.work.due import Board, DueItem, escalate_overdue, read_due
from ui.cli.columns import columns
from ui.cli.grammar import desk_folder
from ui.cli.seats import seat
from ui.cli.world import World

SCHEMA: Final = 1
EVERYTHING: Final = 1_000_000
HOUR: Final = 3600
HOURS_SAID: Final = 48


def due(given: argparse.Namespace, world: World) -> int:
    """What is due on her cases, worst first; reading it takes up what is overdue for days, as in the window."""
    with seat(world, desk_folder(given), given.user) as seated:
        if seated.desk.do(read_due, None, given.view, 1).to_escalate:
            with suppress(Unavailable):  # a copy that waits to be confirmed is for reading only
                seated.desk.do(escalate_overdue)
        board = seated.desk.do(read_due, None, given.view, EVERYTHING)
    if given.json:
        rules = load_catalogue().deadlines
        told = [
            {**_plain(item), "authority": rules[item.rule].authority, "confidence": rules[item.rule].confidence} for item in board.items
        ]
        counts = {"open": dict(board.open), "over": dict(board.over)}
        world.say(json.dumps({"schema": SCHEMA, "at": board.at.isoformat(), "view": given.view, **counts, "due": told}, ensure_ascii=False))
        return 0
    for line in due_lines(board, world.words):
        world.say(line)
    if not board.items:
        world.say(world.words("cli.due_none"))
    return 0


def due_lines(board: Board, words: Words) -> Iterator[str]:
    """The list in columns: how late, what, on which case, basis, whose."""
    return columns(_cells(item, board, words) for item in board.items)


def _cells(item: DueItem, board: Board, words: Words) -> tuple[str, ...]:
    rows, language = load_catalogue(), words.language
    rule = rows.deadlines[item.rule]
    named = rows.title("task_kind", item.named).inside(language) if item.rule == "task" and item.named else item.named
    return (
        _when(item, board, words),
        " · ".join(part for part in (rule.title.inside(language), named) if part),
        item.code,
        " · ".join(
            [
                words(NO_LAW[rule.authority]) if rule.authority in NO_LAW else rule.authority,
                *([words("due.check")] if rows.needs_check(rule) else []),
            ]
        ),
        item.owner or words("due.nobody"),
        words(f"due.level_{item.level}") if item.level else "",
    )


def _when(item: DueItem, board: Board, words: Words) -> str:
    if item.due_at is None:
        reason = load_catalogue().title("pause_reason", item.why_paused).inside(words.language) if item.why_paused else ""
        return words("due.stands", reason=reason)
    left = (item.due_at - board.at).total_seconds()
    hours, side = int(abs(left) // HOUR), "over" if left < 0 else "left"
    if hours < HOURS_SAID:
        return words(f"due.{side}_hours", count=max(hours, 1) if left < 0 else hours)
    return words(f"due.{side}_days", count=hours // 24)


def _plain(item: DueItem) -> dict[str, Any]:
    return {name: value.total_seconds() if isinstance(value, timedelta) else plain(value) for name, value in asdict(item).items()}
