"""What was asked in an interview, counted: by kind, against the budget, and as the ratios a unit looks at (domain 4.2; advisory)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """``asked`` counts by kind of question; ``content`` leaves facilitators out; ``spent`` counts what the budget counts.

    ``told`` are the facts ticked as told, ``distress`` the last level said (None: never asked), ``phase`` the last phase entered.
    """

    asked: Mapping[str, int]
    content: int
    spent: int
    told: frozenset[str]
    distress: int | None
    phase: str | None
    paused: bool

    def percent(self, kinds: Collection[str]) -> int | None:
        """Whole percent of content questions that are of these kinds; None before the first one."""
        return round(100 * sum(self.asked.get(kind, 0) for kind in kinds) / self.content) if self.content else None


def standing(said: Iterable[tuple[int, str]]) -> list[tuple[int, str]]:
    """The marks that hold, of those given as (place, 'kind:value') in order: no 'undo', and nothing that one names."""
    marks = list(said)
    undone = {int(value) for kind, _, value in (mark.partition(":") for _, mark in marks) if kind == "undo"}
    return [(place, mark) for place, mark in marks if place not in undone and not mark.startswith("undo:")]


def tally(said: Iterable[tuple[int, str]], counted: Collection[str], content: Collection[str]) -> Tally:
    """The tally of marks given as (place, 'kind:value') in order; what an 'undo' names is left out."""
    held = [mark.partition(":") for _, mark in standing(said)]
    asked = Counter(value for kind, _, value in held if kind == "ask")
    last = {kind: value for kind, _, value in held if kind in ("distress", "phase")}
    pauses = [kind for kind, _, _ in held if kind in ("pause", "resume")]
    return Tally(
        asked=asked,
        content=sum(count for kind, count in asked.items() if kind in content),
        spent=sum(count for kind, count in asked.items() if kind in counted),
        told=frozenset(value for kind, _, value in held if kind == "told"),
        distress=int(last["distress"]) if "distress" in last else None,
        phase=last.get("phase"),
        paused=bool(pauses) and pauses[-1] == "pause",
    )
