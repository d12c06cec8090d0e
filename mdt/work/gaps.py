"""What cases still lack, per role and stage: the list of ``missing.toml`` held against one case, or against the desk."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping
from typing import Any, Final

from mdt.catalogue.schema import Catalogue
from mdt.model.cases import Case, Charge, FirstReport, Number
from mdt.model.interviews import Interview
from mdt.model.ladder import ANOTHER, Match
from mdt.model.lists import CaseFilter, DeskGap
from mdt.model.notes import SessionNote, WelfareNote
from mdt.model.people import Party, SafeContact
from mdt.model.sensitivity import Audience
from mdt.model.staff import Role
from mdt.policy.actions import Action
from mdt.policy.rules import may_hold
from mdt.work.desk import Work, use_case
from mdt.work.staff import CASE_AUDIENCES

Found = Mapping[str, tuple[Any, ...]]
LOOKED_AT: Final = 500
_ASKED: Final[Mapping[str, type]] = {
    "first_report": FirstReport,
    "parties": Party,
    "numbers": Number,
    "charges": Charge,
    "session_notes": SessionNote,
    "welfare_notes": WelfareNote,
    "interviews": Interview,
    "matches": Match,
    "safe_contacts": SafeContact,
}
"""The kinds of record that gaps are read from, by their section of the case."""


@use_case(Action.LIST_GAPS, recorded=False)
def missing_on_desk(work: Work) -> tuple[DeskGap, ...]:
    """What is missing on her newest 500 open cases, gap by gap; a supervisor is told what anybody is asked to fill in."""
    work.keep_seals_shut()
    supervises = work.role is Role.SUPERVISOR
    listed = [line.id for line in work.store.cases.page(CaseFilter(closed=False, limit=LOOKED_AT), work.role)]
    found: dict[str, Found] = {section: work.store.records.by_case(kind, listed) for section, kind in _ASKED.items()}
    waiting = frozenset() if supervises else work.store.keys.waiting(listed, _entitled(work))
    cases = {case.id: case for case in work.store.records.among(Case, listed)}
    lacking: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for case in (cases[identity] for identity in listed):
        records = {section: by_case.get(case.id, ()) for section, by_case in found.items()}
        for gap in gaps(work.catalogue, tuple(Role) if supervises else (work.role,), case, records, case.id in waiting):
            lacking[gap].append((case.id, case.code))
    return tuple(DeskGap(gap=gap, cases=tuple(lacking[gap])) for gap in work.catalogue.missing if gap in lacking)


def gaps(catalogue: Catalogue, roles: Collection[Role], case: Case, records: Found, waits: bool) -> tuple[str, ...]:
    """Ids of the gaps these roles are asked to fill at this stage, in the catalogue's order; ``waits``: a key is under way."""
    now = catalogue.stage(case.stage).order
    asked = (
        item.id
        for item in catalogue.missing.values()
        if not set(roles).isdisjoint(item.roles) and catalogue.stage(item.from_stage).order <= now
    )
    return tuple(gap for gap in asked if gap in _IS_OPEN and _IS_OPEN[gap](case, records, waits))


def waits_for_key(work: Work) -> bool:
    """Whether a key of the case at hand that she is entitled to is still under way to her."""
    lacking = [audience for audience in _entitled(work) if audience not in work.sight.keys]
    return bool(work.access and work.access.on_team and lacking and work.store.keys.waiting((work.at_case,), lacking))


def _entitled(work: Work) -> list[Audience]:
    return [audience for audience in CASE_AUDIENCES if may_hold(work.actor, audience)]


def _victims(records: Found) -> list[Any]:
    return [party for party in records["parties"] if party.role == "victim"]


def _lacks_lead(records: Found) -> bool:
    """Whether a victim has no interview, planned or held, that somebody leads."""
    led = {one.party for one in records["interviews"] if one.lead is not None and one.state != "cancelled"}
    return any(party.id not in led for party in _victims(records))


def _lost(records: Found) -> bool:
    """Whether the newest safe contact of somebody was settled to lead to the accused."""
    lost = {match.contact for match in records["matches"] if match.outcome not in (None, ANOTHER)}
    newest = {contact.party: contact.id for contact in records["safe_contacts"]}
    return not lost.isdisjoint(newest.values())


def _lacks_number(kind: str) -> Callable[[Case, Found, bool], bool]:
    return lambda case, records, waits: not any(number.kind == kind for number in records["numbers"])


_IS_OPEN: Final[Mapping[str, Callable[[Case, Found, bool], bool]]] = {
    "occurred_on": lambda case, records, waits: case.occurred_from is None,
    "first_report": lambda case, records, waits: not records["first_report"],
    "typology": lambda case, records, waits: case.typology is None,
    "person": lambda case, records, waits: not records["parties"],
    "victim_age_basis": lambda case, records, waits: any(party.age_basis is None for party in _victims(records)),
    "victim_sex": lambda case, records, waits: any(party.sex == "unknown" for party in _victims(records)),
    "accused_known": lambda case, records, waits: (
        not any(party.role == "accused" and party.state in ("identified", "arrested") for party in records["parties"])
    ),
    "enquiry_number": _lacks_number("enquiry"),
    "fir_number": _lacks_number("fir"),
    "charge": lambda case, records, waits: not any(charge.status == "laid" for charge in records["charges"]),
    "next_event": lambda case, records, waits: case.next_event_on is None,
    "session_planned": lambda case, records, waits: not records["session_notes"],
    "welfare_plan": lambda case, records, waits: not records["welfare_notes"],
    "interview_lead": lambda case, records, waits: _lacks_lead(records),
    "match_open": lambda case, records, waits: any(match.outcome is None for match in records["matches"]),
    "safe_contact_lost": lambda case, records, waits: _lost(records),
    "key_waiting": lambda case, records, waits: waits,
}
"""Gaps this version can see; consent gets its record later."""
