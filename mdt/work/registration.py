"""Making a case: looked up first, its first report frozen, its team key made, its leader seated."""

from __future__ import annotations

from mdt.errors import Conflict
from mdt.model.cases import Case, FirstReport, Number, Source
from mdt.model.lists import Hit
from mdt.model.sensitivity import Audience
from mdt.model.staff import Seat
from mdt.policy.actions import Action
from mdt.work.desk import Topic, Work, use_case
from mdt.work.forms import NewCase, NewNumber, NewParty, NewSource, chosen, circle_id, clean, in_order, not_ahead, numbered
from mdt.work.people import keep_party
from mdt.work.search import known_already, within_limits


class LooksKnown(Conflict):
    """The duplicate check found something; register again with ``looked_at`` holding the codes in ``hits``."""

    def __init__(self, hits: tuple[Hit, ...]) -> None:
        super().__init__("conflict.looks_known", codes=", ".join(sorted({hit.code for hit in hits})))
        self.hits = hits


@use_case(Action.REGISTER_CASE)
def look_before_registering(work: Work, parties: tuple[NewParty, ...]) -> tuple[Hit, ...]:
    """The duplicate check by itself: own cases in full, others by code and circle; limited as searches are."""
    within_limits(work)
    return known_already(work, parties)


@use_case(Action.REGISTER_CASE, Topic.CASE, Topic.PEOPLE, Topic.TEAM)
def register_case(work: Work, new: NewCase, looked_at: tuple[str, ...] = ()) -> str:
    """Register a case and lead it; returns its id. LooksKnown where somebody in it is known and that was not looked at."""
    circle = circle_id(work.catalogue, new.circle)
    chosen(work.catalogue, "channel", "channel", new.channel)
    in_order(new.occurred_from, new.occurred_to)
    today = work.clock.today()
    for field in ("received_on", "occurred_from", "occurred_to"):
        not_ahead(field, getattr(new, field), today)
    if hits := known_already(work, new.parties, looked_at):
        raise LooksKnown(hits)
    case = _case(work, new, circle)
    work.store.records.add(case)
    lead = Seat(id=work.ids.fresh(), case=case.id, member=work.actor.id, lead=True, since=today, added_by=work.actor.id)
    work.store.records.add(lead)
    work.store.log.state("found", case.id, lead.id, today)
    for place, audience in (("", Audience.INDEX), (case.id, Audience.TEAM)):
        if not work.store.keys.exists(place, audience):
            work.store.keys.make(place, audience)
    report = clean("report", new.report)
    work.store.records.add(FirstReport(id=work.ids.fresh(), case=case.id, received_on=new.received_on, channel=new.channel, text=report))
    for party in new.parties:
        keep_party(work, case.id, party)
    for source in new.sources:
        keep_source(work, case.id, source)
    for number in new.numbers:
        keep_number(work, case.id, number)
    work.made.append(case.id)
    return work.about(case.id)


@use_case(Action.NUMBER_CASE, Topic.CASE)
def number_case(work: Work, new: NewNumber) -> str:
    """Give the case an official number; Conflict where another case of that circle carries it."""
    return work.about(keep_number(work, work.at_case, new))


@use_case(Action.WRITE_SOURCES, Topic.CASE)
def add_source(work: Work, new: NewSource) -> str:
    """Record one more way the case came to the desk."""
    return work.about(keep_source(work, work.at_case, new))


def keep_number(work: Work, case: str, new: NewNumber) -> str:
    """Keep a number of a case; unique by circle, kind, number and year."""
    not_ahead("dated", new.dated, work.clock.today())
    found = numbered(work.catalogue, new)
    if work.store.cases.by_number(found.key) is not None:
        raise Conflict("conflict.number_taken", number=found.text, circle=found.circle)
    circle = circle_id(work.catalogue, new.circle) if new.circle else ""
    kept = Number(
        id=work.ids.fresh(), case=case, kind=found.kind.value, text=found.text, circle=circle, dated=new.dated, unique_key=found.key
    )
    work.store.records.add(kept)
    return kept.id


def keep_source(work: Work, case: str, new: NewSource) -> str:
    """Keep a source of a case."""
    chosen(work.catalogue, "source", "source", new.kind)
    not_ahead("received_on", new.received_on, work.clock.today())
    reference = clean("reference", new.reference, 80)
    kept = Source(id=work.ids.fresh(), case=case, kind=new.kind, reference=reference, received_on=new.received_on)
    work.store.records.add(kept)
    return kept.id


def _case(work: Work, new: NewCase, circle: str) -> Case:
    for typology in (new.typology, *new.also):
        if typology is not None:
            chosen(work.catalogue, "typology", "typology", typology)
    return Case(
        id=work.ids.fresh(),
        code=work.ids.code(lambda code: work.store.cases.by_code(code) is not None),
        circle=circle,
        stage="complaint",
        typology=new.typology,
        also=tuple(dict.fromkeys(also for also in new.also if also != new.typology)),
        occurred_from=new.occurred_from,
        occurred_to=new.occurred_to,
        registered_on=new.received_on,
        registered_by=work.actor.id,
    )
