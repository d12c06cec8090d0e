"""Accused nobody has identified, on every open case one may come near: who stands longest on one rung comes first (product X12)."""

from __future__ import annotations

from dataclasses import dataclass

from mdt.model.cases import Case
from mdt.model.ladder import RUNGS, Rung
from mdt.model.lists import CaseFilter
from mdt.model.people import Party
from mdt.policy.actions import Action
from mdt.work.desk import Work, use_case
from mdt.work.gaps import LOOKED_AT
from mdt.work.ladder import ladder_of

KNOWN = frozenset(RUNGS[RUNGS.index("identified") :])
"""Rungs on which it is known who somebody is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unidentified:
    """An accused who is not identified: on which case, by alias, on which rung, for how many days, and the rung to reach."""

    case: str
    code: str
    alias: str
    rung: str
    days: int
    next: str


@use_case(Action.LIST_GAPS, recorded=False)
def list_unknown(work: Work) -> tuple[Unidentified, ...]:
    """Every accused not identified on her newest 500 open cases, the longest on one rung first; opens nothing sealed."""
    work.keep_seals_shut()
    records, today = work.store.records, work.clock.today()
    listed = [line.id for line in work.store.cases.page(CaseFilter(closed=False, limit=LOOKED_AT), work.role)]
    parties, rungs = records.by_case(Party, listed), records.by_case(Rung, listed)
    found = []
    for case in records.among(Case, parties):
        for party in parties[case.id]:
            if party.role == "accused" and party.state not in KNOWN:
                stands = ladder_of(work, case, party, [rung for rung in rungs.get(case.id, ()) if rung.party == party.id])
                days = (today - stands.since).days
                said = {"case": case.id, "code": case.code, "alias": party.alias, "rung": stands.now}
                found.append(Unidentified(**said, days=days, next=stands.next or stands.now))
    return tuple(sorted(found, key=lambda one: (-one.days, one.code, one.alias)))
