"""The register of foreign requests and what was done of each, both ways (PECA s.42(7), domain 6.2)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from mdt.errors import Conflict, Invalid
from mdt.model.cases import Case
from mdt.model.outgoing import ForeignRequest
from mdt.policy.actions import Action
from mdt.work.desk import Topic, Work, use_case
from mdt.work.forms import LONGEST_LINE, chosen, needed, not_ahead
from mdt.work.people import of_case


@dataclass(frozen=True, slots=True, kw_only=True)
class NewForeign:
    """A request as typed; ``hashes`` counts what was named in it, which is never kept."""

    direction: str
    country: str
    purpose: str
    ncb_ref: str
    received_on: date
    caveat: str = "police_only"
    reply_due: date | None = None
    hashes: int = 0


@use_case(Action.KEEP_FOREIGN_REGISTER, Topic.OUTGOING)
def register_foreign(work: Work, new: NewForeign) -> str:
    """Enter a request; its own number is the next of the case."""
    for table, field in (("foreign_direction", "direction"), ("foreign_purpose", "purpose"), ("foreign_caveat", "caveat")):
        chosen(work.catalogue, table, field, getattr(new, field))
    chosen(work.catalogue, "country", "country", new.country)
    not_ahead("received_on", new.received_on, work.clock.today())
    due = new.reply_due or new.received_on + timedelta(days=work.catalogue.setting("foreign_reply_days"))
    if due < new.received_on:
        raise Invalid(fields={"reply_due": "invalid.ends_before_it_begins"})
    if new.hashes < 0:
        raise Invalid(fields={"hashes": "invalid.whole_number"})
    case = work.store.records.one(Case, work.at_case)
    taken = len(work.store.records.of(ForeignRequest, case.id))
    kept = ForeignRequest(
        id=work.about(work.ids.fresh()),
        case=case.id,
        number=f"{case.code}/F{taken + 1}",
        direction=new.direction,
        country=new.country,
        purpose=new.purpose,
        caveat=new.caveat,
        received_on=new.received_on,
        reply_due=due,
        hashes=new.hashes,
        officer=work.actor.id,
        ncb_ref=needed("ncb_ref", new.ncb_ref, LONGEST_LINE),
    )
    work.store.records.add(kept)
    return kept.id


@use_case(Action.KEEP_FOREIGN_REGISTER, Topic.OUTGOING)
def close_foreign(work: Work, foreign: str, action: str, on: date) -> str:
    """What was done of it, and when."""
    found: ForeignRequest = of_case(work, ForeignRequest, work.about(foreign))
    chosen(work.catalogue, "foreign_action", "action", action)
    if found.replied_on is not None:
        raise Conflict("conflict.answered_already")
    not_ahead("on", on, work.clock.today())
    if on < found.received_on:
        raise Invalid(fields={"on": "invalid.ends_before_it_begins"})
    work.store.records.change(found, action=action, replied_on=on)
    return found.id
