"""Telling those who were hurt how it stands: that they were told, or why not; ids of lists only, never a word or a number (domain 10.2)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from mdt.model.sensitivity import Count, Moment, Plain, PlainDate, Plains

UNANSWERED: Final = frozenset({"no_answer", "other_answered"})
"""Tries that reached nobody who may be told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactLog:
    """One try to tell a person how it stands: what came of it, by which way, and about what, as the desk's lists name them."""

    id: Plain
    case: Plain
    party: Plain
    at: Moment
    outcome: Plain
    channel: Plain
    contents: Plains = ()
    written_by: Plain
    version: Count = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Slip:
    """A slip that was handed out: a tracking code that says nothing to anybody but the desk, and the day."""

    id: Plain
    case: Plain
    party: Plain
    code: Plain
    made_on: PlainDate
    written_by: Plain
    version: Count = 1


def unanswered(logs: Sequence[ContactLog], channel: str) -> int:
    """How many tries in a row on this way reached nobody, counted back from the last one."""
    count = 0
    for log in sorted(logs, key=lambda one: one.at, reverse=True):
        if log.channel != channel or log.outcome not in UNANSWERED:
            break
        count += 1
    return count


def next_way(order: Sequence[str], logs: Sequence[ContactLog], most: int) -> str | None:
    """The way to try next: that of the last try, or the one after it once ``most`` tries in a row reached nobody; None without an order.

    Behind the last way the first one comes again; unsafe ways are left at once.
    """
    if not order:
        return None
    last = max(logs, key=lambda one: one.at, default=None)
    if last is None or last.channel not in order:
        return order[0]
    moves_on = last.outcome == "unsafe" or unanswered(logs, last.channel) >= most
    return order[(order.index(last.channel) + moves_on) % len(order)]
