"""From sources to FIRs to accused to arrests: the table by circle, and why one column differs from the one before it (product X10)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Final

from mdt.model.tips import Reconciled

COLUMN: Final[Mapping[str, str]] = {
    **{"cybertip": "cybertipline", "interpol": "foreign", "foreign": "foreign"},
    **{"local": "local", "helpline": "local", "iwf": "local"},
}
"""The column of the table that a tip of each source counts in."""
STEPS: Final[Mapping[str, tuple[str, int]]] = {
    "no_tip": ("firs", 1),
    "shared_tip": ("firs", 1),
    "many_tips": ("firs", -1),
    "many_accused": ("accused", 1),
    "no_accused": ("accused", -1),
    "arrested_again": ("arrests", 1),
    "not_arrested": ("arrests", -1),
}
"""What a difference is about: the column it leads to, and whether it makes it larger or smaller than the one before."""


@dataclass(slots=True)
class FirCase:
    """One case with an FIR in the period: how many, which tips led to it (id to source), how many accused and arrests."""

    circle: str
    code: str
    firs: int = 0
    tips: dict[str, str] = field(default_factory=dict)
    accused: int = 0
    arrests: int = 0


def reconcile(cases: Mapping[str, FirCase], near: Collection[str]) -> tuple[Reconciled, ...]:
    """The table; a tip counts once, in the first case it led to. Codes are told of cases that are ``near``."""
    sums: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    told: dict[str, list[tuple[str, str, int]]] = defaultdict(list)
    counted: set[str] = set()
    for identity, case in cases.items():
        line = sums[case.circle]
        for tip, source in case.tips.items():
            if tip not in counted:
                line[COLUMN[source]] += 1
        for name in ("firs", "accused", "arrests"):
            line[name] += getattr(case, name)
        code = case.code if identity in near else ""
        told[case.circle] += [(what, code, count) for what, count in _differences(case, counted).items() if count > 0]
        counted |= case.tips.keys()
    return tuple(Reconciled(circle=circle, **line, differences=tuple(told[circle])) for circle, line in sorted(sums.items()))


def _differences(case: FirCase, counted: Collection[str]) -> dict[str, int]:
    shared = sum(tip in counted for tip in case.tips)
    more_firs, more_accused, more_arrests = case.firs - len(case.tips), case.accused - case.firs, case.arrests - case.accused
    return {
        "shared_tip": shared,
        **_either(more_firs, "no_tip", "many_tips"),
        **_either(more_accused, "many_accused", "no_accused"),
        **_either(more_arrests, "arrested_again", "not_arrested"),
    }


def _either(count: int, more: str, fewer: str) -> dict[str, int]:
    return {more if count > 0 else fewer: abs(count)}
