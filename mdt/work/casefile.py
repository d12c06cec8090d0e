"""Opening a case: one file, as many views as there are rights, made by the one gate in ``policy.views``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any, Final

from mdt.errors import Missing
from mdt.model.cases import Arrest, Case, Charge, Correction, FirstReport, Incident, Number, Request, Source, StageMove
from mdt.model.clocks import CaseEvent, CaseFlag, ClockPause
from mdt.model.contacts import ContactLog
from mdt.model.evidence import Statement
from mdt.model.interviews import Interview, Pressure, StatementStep, Telling
from mdt.model.ladder import Match, Rung
from mdt.model.lists import CaseFilter, CaseLine, CircleFigures, StageCount
from mdt.model.meetings import AgendaItem, Task
from mdt.model.notes import Opinion, SessionNote, Signal, WelfareNote
from mdt.model.outgoing import Consent, ForeignRequest, Letter, OutgoingReferral, PlatformRequest, RemovalCheck, RemovalRequest
from mdt.model.people import Party, Person, SafeContact
from mdt.model.sensitivity import Sensitivity
from mdt.model.staff import Seat
from mdt.model.tips import TipLine, TipLink
from mdt.policy.actions import Action
from mdt.policy.rules import may_come_near, withheld
from mdt.policy.views import plain, seen
from mdt.work.contacts import ways_to_tell
from mdt.work.desk import Work, use_case
from mdt.work.due import case_clocks
from mdt.work.gaps import gaps, waits_for_key
from mdt.work.ladder import ladders
from mdt.work.matches import doubted, newest_of, unkept
from mdt.work.search import find_case

SECTIONS: Final[Mapping[str, type]] = {
    "team": Seat,
    "numbers": Number,
    "sources": Source,
    "first_report": FirstReport,
    "corrections": Correction,
    "incidents": Incident,
    "parties": Party,
    "safe_contacts": SafeContact,
    "rungs": Rung,
    "matches": Match,
    "statements": Statement,
    "charges": Charge,
    "arrests": Arrest,
    "stage_moves": StageMove,
    "session_notes": SessionNote,
    "welfare_notes": WelfareNote,
    "opinions": Opinion,
    "signals": Signal,
    "requests": Request,
    "interviews": Interview,
    "tellings": Telling,
    "statement_steps": StatementStep,
    "pressures": Pressure,
    "agenda_items": AgendaItem,
    "tasks": Task,
    "case_events": CaseEvent,
    "clock_pauses": ClockPause,
    "case_flags": CaseFlag,
    "contact_logs": ContactLog,
    "tip_links": TipLink,
    "consents": Consent,
    "outgoing_referrals": OutgoingReferral,
    "platform_requests": PlatformRequest,
    "removal_requests": RemovalRequest,
    "removal_checks": RemovalCheck,
    "foreign_requests": ForeignRequest,
    "letters": Letter,
}
"""Every kind of record a case file shows, by the name it has in JSON; what belongs to one interview is opened with it."""


_NAMING: Final = (
    *("lead", "second", "preferred", "aftercare_owner", "owner", "given_by", "resolved_by", "linked_by", "cut_by"),
    *("recorded_by", "sent_by", "asked_by", "officer", "made_by", "withdrawn_by", "found_by", "settled_by", "other"),
)


@dataclass(frozen=True, slots=True)
class CaseView:
    """A case as one member sees it: plain values, masked ones, none she has no right to; ``withheld`` names the closed classes."""

    content: Mapping[str, Any]
    withheld: tuple[Sensitivity, ...]


@use_case(Action.LIST_CASES, recorded=False)
def list_cases(work: Work, wanted: CaseFilter | None = None) -> tuple[CaseLine, ...]:
    """One page of her list of cases, newest first."""
    return work.store.cases.page(wanted or CaseFilter(), work.role)


@use_case(Action.LIST_CASES, recorded=False)
def count_cases(work: Work) -> tuple[StageCount, ...]:
    """How many cases of her list stand at which stage."""
    return work.store.cases.counts(work.role)


@use_case(Action.LIST_CASES, recorded=False)
def locate_case(work: Work, text: str) -> str:
    """The id of the case meant by a code, a number or a slip; opening it is checked again. Missing where there is none for her."""
    found = _of_slip(work, text) or find_case(work, text)
    access = work.store.cases.access(work.about(found)) if found else None
    if found is None or (access and access.intake) or not may_come_near(work.actor, access):
        raise Missing
    return found


@use_case(Action.OPEN_CASE, recorded=False)
def name_case(work: Work) -> str:
    """The code name of the case, for the head of a page."""
    work.keep_seals_shut()
    return work.store.records.one(Case, work.at_case).code


def _of_slip(work: Work, text: str) -> str | None:
    """The case whose slip carries this code; the code of a slip of others is as unknown as any."""
    found = work.store.cases.calendar.clocks.slip(text.strip().upper())
    return found if found and may_come_near(work.actor, work.store.cases.access(found)) else None


@use_case(Action.READ_FIGURES, recorded=False)
def read_figures(work: Work, first: date, last: date) -> tuple[CircleFigures, ...]:
    """Sources, FIRs, accused and arrests by circle, of cases with an FIR dated in a period."""
    return work.store.cases.figures(first, last)


@use_case(Action.OPEN_CASE)
def open_case(work: Work) -> CaseView:
    """The whole case as she may see it; sealed matter is opened, so this is logged."""
    records: dict[str, tuple[Any, ...]] = {name: work.store.records.of(kind, work.at_case) for name, kind in SECTIONS.items()}
    case = work.store.records.one(Case, work.at_case)
    content: dict[str, Any] = dict(seen(case, work.sight))
    names = work.store.staff.user_names()
    for name, found in records.items():
        content[name] = [_with_user_names(seen(record, work.sight), names) for record in found]
    for match in content["matches"]:
        match.pop("alike", None)  # for comparing, not for reading
    content["persons"] = _persons(work, records["parties"])
    content["missing"] = list(gaps(work.catalogue, (work.role,), case, records, waits_for_key(work)))
    content["frozen"] = sorted(audience.value for audience in work.store.keys.frozen(case.id))
    content["tips"] = [_line(line) for line in work.store.records.tips.lines(link.tip for link in records["tip_links"])]
    content["services"] = _services(records)
    content["clocks"], content["ways"] = case_clocks(work), ways_to_tell(work, records)
    content["ladders"] = ladders(work, case, records)
    content |= _out_of_reach(work, records)
    content["registered_by"] = names.get(case.registered_by, case.registered_by)
    return CaseView(content, _withheld(work, records["safe_contacts"]))


@use_case(Action.OPEN_CASE)
def open_section(work: Work, section: str) -> str:
    """Put the text of one kind of notes on a screen: a deliberate click, logged apart from opening the case (product B6)."""
    if section not in SECTIONS:
        raise Missing("missing.record")
    return work.about(section)


def _out_of_reach(work: Work, records: Mapping[str, tuple[Any, ...]]) -> dict[str, Any]:
    """Parties nobody may try to reach, since they or their safe contact may lead to the accused; and how many matches nobody kept."""
    fresh, newest = unkept(work, records), newest_of(records["safe_contacts"])
    doubt = doubted(records["matches"], fresh)
    ids = [party.id for party in records["parties"] if doubt.stops(party.id, newest.get(party.id))]
    return {"out_of_reach": ids, "unkept_matches": len(fresh)}


def _withheld(work: Work, contacts: tuple[Any, ...]) -> tuple[Sensitivity, ...]:
    """The classes closed to her; CONTACT too where the case has safe contacts that name others."""
    closed = withheld(work.actor, work.access)
    others = any(work.actor.id not in contact.owners for contact in contacts)
    return (*closed, Sensitivity.CONTACT) if others and Sensitivity.CONTACT not in closed else closed


def _persons(work: Work, parties: tuple[Any, ...]) -> list[dict[str, object]]:
    if Sensitivity.ACCUSED not in work.sight.classes:
        return []
    persons = work.store.records.among(Person, [party.person for party in parties if party.person])
    return [seen(person, work.sight) for person in sorted(persons, key=lambda person: person.id)]


def _line(tip: TipLine) -> dict[str, object]:
    """A tip that is linked to the case: number, sender, days, files and triage; what is sealed of it stays at the intake."""
    return {field.name: plain(getattr(tip, field.name)) for field in fields(tip)}


def _services(records: Mapping[str, tuple[Any, ...]]) -> dict[str, dict[str, object]]:
    """Per service: how many contacts were held and when the last was; never what was said."""
    shown: dict[str, dict[str, object]] = {}
    for service, section in (("counselling", "session_notes"), ("welfare", "welfare_notes")):
        held = [note.held_on for note in records[section] if note.attendance == "held"]
        shown[service] = {"held": len(held), "last": max(held).isoformat() if held else None}
    shown["prosecution"] = {"charges": sum(charge.status == "laid" for charge in records["charges"])}
    shown["investigation"] = {"statements": len(records["statements"]), "arrests": len(records["arrests"])}
    return shown


def _with_user_names(shown: dict[str, object], names: Mapping[str, str]) -> dict[str, object]:
    for field in ("member", "added_by", "written_by", "raised_by", "moved_by", "taken_by", "requested_by", "decided_by", *_NAMING):
        if shown.get(field):
            shown[field] = names.get(str(shown[field]), shown[field])
    owners = shown.get("owners")
    if isinstance(owners, list):
        shown["owners"] = [names.get(str(owner), owner) for owner in owners]
    return shown
