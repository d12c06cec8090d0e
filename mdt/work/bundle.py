"""Gathering the case bundle: aliases instead of names, references instead of texts, nothing sealed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from mdt.catalogue.schema import Catalogue
from mdt.catalogue.words import Words
from mdt.model.bundles import BundleContent, ChargeLine, ChronologyLine, NumberLine, PartyLine, StatementLine
from mdt.model.cases import Arrest, Case, Charge, FirstReport, Number, Source, StageMove
from mdt.model.evidence import Statement
from mdt.model.people import Party, Person
from mdt.model.phrases import Phrase
from mdt.model.sensitivity import Sensitivity
from mdt.policy.actions import Action
from mdt.policy.grants import CLASSES
from mdt.policy.readers import sealed_for
from mdt.work.desk import Work, use_case

UNPRINTED = ("cnic|", "phone|", "email|")
"""Identifiers of an accused that the court gets from the file itself, not from a paper that is copied (domain 2.8, 9.2)."""
KARACHI = ZoneInfo("Asia/Karachi")
NEVER_PRINTED = ("CLINICAL", "WELFARE", "CONTACT", "LEGAL", "IDENTITY", "ACCOUNT")


@use_case(Action.PRINT_BUNDLE)
def assemble_bundle(work: Work) -> BundleContent:
    """Everything the case bundle prints; logged as a print."""
    rows = work.catalogue
    case = work.store.records.one(Case, work.at_case)
    parties = work.store.records.of(Party, case.id)
    persons = {person.id: person for person in work.store.records.among(Person, [party.person for party in parties if party.person])}
    aliases = {party.id: party.alias for party in parties}
    vault, agency, _, _ = work.store.desk()
    head = work.store.log.head()
    return BundleContent(
        agency=rows.agencies[agency].title,
        circle=rows.circles[case.circle].title,
        case_code=case.code,
        numbers=tuple(_number_line(rows, number) for number in work.store.records.of(Number, case.id)),
        stage=rows.stage(case.stage).title,
        typology=rows.typologies[case.typology].title if case.typology else phrase("bundle.typology_open"),
        child_victim=any(party.minor and party.role == "victim" for party in parties),
        prepared_by=work.actor.user_name,
        prepared_role=rows.title("role", work.actor.role),
        prepared_at=work.store.moment().astimezone(KARACHI),
        chronology=_chronology(work, case, aliases),
        parties=tuple(_party_line(rows, party, persons) for party in parties),
        charges=_charges(work, case, aliases),
        statements=tuple(_statement_line(work, statement, aliases) for statement in work.store.records.of(Statement, case.id)),
        log_head=head.digest,
        log_length=head.length,
        vault_mark=vault[:8],
        withheld=tuple(_withheld(kind) for kind in CLASSES if kind in NEVER_PRINTED),
        occurred_from=case.occurred_from,
        occurred_to=case.occurred_to,
    )


def _withheld(kind: Sensitivity) -> Phrase:
    """What a class holds, and who reads it."""
    held = phrase(f"withheld.{kind.lower()}")
    return Phrase(*(f"{held.inside(language)} {sealed_for(Words(language), kind)}" for language in ("en", "ur")))


def phrase(key: str, **gaps: object) -> Phrase:
    """A sentence of the catalogue of words in both languages; a gap may itself be a Phrase."""
    return Phrase(*(Words(language)(key, **{name: _inside(gap, language) for name, gap in gaps.items()}) for language in ("en", "ur")))


def _inside(gap: object, language: str) -> object:
    return gap.inside(language) if isinstance(gap, Phrase) else gap


def _number_line(rows: Catalogue, number: Number) -> NumberLine:
    circle = rows.circles[number.circle].title if number.circle else None
    return NumberLine(kind=rows.numbers[number.kind].title, value=number.text, circle=circle, dated=number.dated)


def _chronology(work: Work, case: Case, aliases: Mapping[str, str]) -> tuple[ChronologyLine, ...]:
    rows, records = work.catalogue, work.store.records
    start, end = case.occurred_from, case.occurred_to
    lines: list[tuple[date | None, Phrase]] = [(start, phrase("chronology.on_the_day" if start == end else "chronology.occurred"))]
    if end != start:
        lines.append((end, phrase("chronology.ended")))
    for report in records.of(FirstReport, case.id):
        lines.append((report.received_on, phrase("chronology.reported", channel=rows.title("channel", report.channel))))
    for source in records.of(Source, case.id):
        lines.append((source.received_on, phrase("chronology.source", source=rows.title("source", source.kind))))
    for move in records.of(StageMove, case.id):
        lines.append((move.moved_on, phrase("chronology.moved", stage=rows.stage(move.target).title)))
    for arrest in records.of(Arrest, case.id):
        lines.append((arrest.arrested_on, phrase("chronology.arrested", alias=aliases[arrest.party])))
    for statement in records.of(Statement, case.id):
        kind = rows.title("statement_kind", statement.kind)
        lines.append((statement.taken_on, phrase("chronology.statement", alias=aliases[statement.party], kind=kind)))
    for number in records.of(Number, case.id):
        lines.append((number.dated, phrase("chronology.numbered", kind=rows.numbers[number.kind].title, number=number.text)))
    dated = [(day, what) for day, what in lines if day is not None]
    return tuple(ChronologyLine(on=day, what=what) for day, what in sorted(dated, key=lambda line: line[0]))


def _party_line(rows: Catalogue, party: Party, persons: Mapping[str, Person]) -> PartyLine:
    person = persons.get(party.person or "")
    shown: dict[str, Any] = {}
    if person is not None and not party.minor:
        accounts = (text.split("|", 2) for text in person.identifiers if not text.startswith(UNPRINTED))
        shown = {
            "name": " / ".join(person.names) or None,
            "identifiers": tuple(f"{platform or kind}: {text}" for kind, platform, text in accounts),
        }
    return PartyLine(
        alias=party.alias,
        role=phrase("bundle.child_accused") if party.role == "accused" and party.minor else rows.title("party_role", party.role),
        sex=rows.title("sex", party.sex),
        age_band=rows.title("age_band", party.age_band),
        minor=party.minor,
        status=rows.title("accused_state", party.state) if party.state else None,
        relation=rows.title("relation", party.relation) if party.relation != "unknown" else None,
        **shown,
    )


def _charges(work: Work, case: Case, aliases: Mapping[str, str]) -> tuple[ChargeLine, ...]:
    """The charges that stand, then those that were withdrawn."""
    found = sorted(work.store.records.of(Charge, case.id), key=lambda charge: charge.status == "withdrawn")
    return tuple(_charge_line(work, charge, case, aliases) for charge in found)


def _charge_line(work: Work, charge: Charge, case: Case, aliases: Mapping[str, str]) -> ChargeLine:
    rows, withdrawn = work.catalogue, charge.status == "withdrawn"
    at = work.store.records.changed_at(charge.id, "status") if withdrawn else None
    row = rows.offence(charge.offence or "")
    limb = next((limb for limb in row.elements if limb.id == charge.element), None)
    return ChargeLine(
        section=limb.id if limb else row.section,
        act=row.act,
        title=row.title,
        accused=aliases[charge.party],
        punishment=row.punishment,
        in_force_from=row.in_force_from,
        in_force_to=row.in_force_to,
        occurred_from=charge.occurred_on or case.occurred_from,
        occurred_to=charge.occurred_on or case.occurred_to,
        cognizable=row.cognizable,
        bailable=row.bailable,
        compoundable=row.compoundable,
        confidence=row.confidence if row.confidence in ("P", "G") else row.dates_confidence,
        source=row.source,
        status=phrase(f"charge_status.{charge.status}"),
        withdrawn=withdrawn,
        withdrawn_on=at.astimezone(KARACHI).date() if at else None,
    )


def _statement_line(work: Work, statement: Statement, aliases: Mapping[str, str]) -> StatementLine:
    taker = next(member for member in work.store.staff.members() if member.id == statement.taken_by)
    return StatementLine(
        person=aliases[statement.party],
        kind=work.catalogue.title("statement_kind", statement.kind),
        taken_on=statement.taken_on,
        taken_by=work.catalogue.title("role", taker.role),
        reference=statement.reference,
        recorded=statement.recorded,
    )
