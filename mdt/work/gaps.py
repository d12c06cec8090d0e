"""What a case still lacks, per role and stage: the list of ``missing.toml`` held against the case."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from mdt.model.cases import Case
from mdt.policy.rules import may_hold
from mdt.work.desk import Work
from mdt.work.staff import CASE_AUDIENCES

Found = Mapping[str, tuple[Any, ...]]


def gaps(work: Work, case: Case, records: Found) -> tuple[str, ...]:
    """Ids of the gaps this role is asked to fill at this stage, in the catalogue's order."""
    now = work.catalogue.stage(case.stage).order
    asked = (
        item.id
        for item in work.catalogue.missing.values()
        if work.role.value in item.roles and work.catalogue.stage(item.from_stage).order <= now
    )
    return tuple(gap for gap in asked if gap in _IS_OPEN and _IS_OPEN[gap](work, case, records))


def _victims(records: Found) -> list[Any]:
    return [party for party in records["parties"] if party.role == "victim"]


def _lacks_number(kind: str) -> Callable[[Work, Case, Found], bool]:
    return lambda work, case, records: not any(number.kind == kind for number in records["numbers"])


def _waits_for_key(work: Work, case: Case, records: Found) -> bool:
    entitled = [audience for audience in CASE_AUDIENCES if may_hold(work.actor, audience)]
    return bool(work.access and work.access.on_team) and any(
        audience not in work.sight.keys and work.store.keys.exists(case.id, audience) for audience in entitled
    )


_IS_OPEN: Final[Mapping[str, Callable[[Work, Case, Found], bool]]] = {
    "occurred_on": lambda work, case, records: case.occurred_from is None,
    "first_report": lambda work, case, records: not records["first_report"],
    "typology": lambda work, case, records: case.typology is None,
    "victim_age_basis": lambda work, case, records: any(party.age_basis is None for party in _victims(records)),
    "victim_sex": lambda work, case, records: any(party.sex == "unknown" for party in _victims(records)),
    "accused_known": lambda work, case, records: (
        not any(party.role == "accused" and party.state in ("identified", "arrested") for party in records["parties"])
    ),
    "enquiry_number": _lacks_number("enquiry"),
    "fir_number": _lacks_number("fir"),
    "charge": lambda work, case, records: not any(charge.status == "laid" for charge in records["charges"]),
    "next_event": lambda work, case, records: case.next_event_on is None,
    "session_planned": lambda work, case, records: not records["session_notes"],
    "welfare_plan": lambda work, case, records: not records["welfare_notes"],
    "key_waiting": _waits_for_key,
}
"""Gaps this version can see; consent and the interview's lead get their records with the interview issue."""
