"""What happened, where it came from and who was arrested: dated rows beside the frozen first report."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from mdt.errors import Invalid
from mdt.model.cases import Arrest, Case, Correction, Incident
from mdt.model.people import Party
from mdt.policy.actions import Action
from mdt.work.desk import Topic, Work, use_case
from mdt.work.forms import LONGEST_LINE, chosen, clean, in_order, needed, not_ahead
from mdt.work.ladder import bring_to
from mdt.work.people import of_case

CLASSED = frozenset({"typology", "also", "occurred_from", "occurred_to", "next_event", "next_event_on"})
"""The fields of a case that ``classify_case`` changes."""


@use_case(Action.WRITE_INCIDENTS, Topic.CASE)
def add_incident(
    work: Work, occurred_from: date | None = None, occurred_to: date | None = None, platform: str | None = None, what: str | None = None
) -> str:
    """Record one more thing that happened, with its span of days."""
    in_order(occurred_from, occurred_to)
    for field, day in (("occurred_from", occurred_from), ("occurred_to", occurred_to)):
        not_ahead(field, day, work.clock.today())
    kept = Incident(
        id=work.about(work.ids.fresh()),
        case=work.at_case,
        occurred_from=occurred_from,
        occurred_to=occurred_to,
        platform=clean("platform", platform, LONGEST_LINE),
        what=clean("what", what),
    )
    work.store.records.add(kept)
    return kept.id


@use_case(Action.CORRECT_REPORT, Topic.CASE)
def correct_report(work: Work, text: str, reason: str) -> str:
    """Put a correction beside the frozen first report."""
    kept = Correction(
        id=work.about(work.ids.fresh()),
        case=work.at_case,
        written_by=work.actor.id,
        written_at=work.store.moment(),
        text=needed("text", text),
        reason=needed("reason", reason, LONGEST_LINE),
    )
    work.store.records.add(kept)
    return kept.id


@use_case(Action.WRITE_SOURCES, Topic.CASE)
def record_arrest(work: Work, party: str, arrested_on: date | None = None) -> str:
    """Record that an accused was arrested; her state on the ladder becomes 'arrested'."""
    found = of_case(work, Party, party)
    if found.role != "accused":
        raise Invalid(fields={"party": "invalid.not_accused"})
    not_ahead("arrested_on", arrested_on, work.clock.today())
    kept = Arrest(id=work.about(work.ids.fresh()), case=work.at_case, party=party, arrested_on=arrested_on)
    work.store.records.add(kept)
    bring_to(work, found, "arrested", "arrest_memo", arrested_on or work.clock.today())
    return kept.id


@use_case(Action.CLASSIFY_CASE, Topic.CASE)
def classify_case(work: Work, fields: Mapping[str, Any]) -> str:
    """Change typology (one primary, any further), span of occurrence or next event of the case."""
    if unknown := set(fields) - CLASSED:
        raise Invalid(fields=dict.fromkeys(unknown, "invalid.field"))
    case = work.store.records.one(Case, work.about(work.at_case))
    primary = fields.get("typology", case.typology)
    also = tuple(dict.fromkeys(other for other in fields.get("also", case.also) or () if other != primary))
    for typology in (primary, *also):
        if typology is not None:
            chosen(work.catalogue, "typology", "typology", typology)
    if fields.get("next_event") is not None:
        chosen(work.catalogue, "next_event", "next_event", fields["next_event"])
    in_order(fields.get("occurred_from", case.occurred_from), fields.get("occurred_to", case.occurred_to))
    for field in ("occurred_from", "occurred_to"):
        not_ahead(field, fields.get(field), work.clock.today())
    work.store.records.change(case, **{**fields, "also": also})
    return case.id
