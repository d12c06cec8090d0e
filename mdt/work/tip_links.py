"""Tips and cases put together, many to many, each link with its reason; and the table by circle that the links give (product X10)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from mdt.errors import Conflict, Invalid
from mdt.model.cases import Number
from mdt.model.people import Party, Person
from mdt.model.tips import Reconciled, Tip, TipLine, TipLink
from mdt.policy.actions import Action
from mdt.policy.rules import may_come_near
from mdt.work.desk import Topic, Work, use_case
from mdt.work.forms import LONGEST_LINE, chosen, clean, findable_by
from mdt.work.intake import intake_of, is_near
from mdt.work.people import of_case


@dataclass(frozen=True, slots=True)
class Suggested:
    """Tips that share an account with an accused of the case: lines for who sits at the intake, only how many for who does not."""

    tips: tuple[TipLine, ...]
    elsewhere: int


@use_case(Action.LINK_TIP, Topic.TIPS, Topic.CASE)
def link_tip(work: Work, tip: str, reason: str, number: str | None = None, party: str | None = None, note: str | None = None) -> str:
    """Say that a tip belongs to the case, to one of its FIRs, or to one of its accused; nothing sealed goes with it."""
    return _link(work, tip, reason, number, party, note)


@use_case(Action.LINK_TIP, Topic.TIPS, Topic.CASE)
def bind_link(work: Work, link: str, number: str | None = None, party: str | None = None) -> str:
    """Say of a link to the whole case to which FIR or which accused it leads: a further link, for the same reason."""
    found: TipLink = of_case(work, TipLink, link)
    if number is None and party is None:
        raise Invalid(fields={"number": "invalid.needed"})
    return _link(work, found.tip, found.reason, number, party, None)


@use_case(Action.LINK_TIP, Topic.TIPS, Topic.CASE)
def cut_link(work: Work, link: str, reason: str) -> str:
    """Take a link back, with the reason; it stays to be read, and the tip waits again where it was the last one."""
    found: TipLink = of_case(work, TipLink, work.about(link))
    if found.cut_on is not None:
        raise Conflict("conflict.cut_already")
    chosen(work.catalogue, "cut_reason", "reason", reason)
    work.store.records.change(found, cut_on=work.clock.today(), cut_by=work.actor.id, cut_reason=reason)
    work.keep_seals_shut()
    tip = work.store.records.one(Tip, found.tip)
    work.store.look_through(work.sight)
    if tip.state == "linked" and all(one.cut_on is not None for one in _links(work, tip.id)):
        state = "assigned" if tip.assigned_to else "read" if tip.read_at else "new"
        work.store.records.change(tip, state=state)
    return found.id


@use_case(Action.LINK_TIP, recorded=False)
def suggest_tips(work: Work) -> Suggested:
    """Tips that share an account, a device, a phone or an e-mail with an accused of this case and are not linked to it."""
    work.keep_seals_shut()
    parties = work.store.records.of(Party, work.at_case)
    persons = work.store.records.among(Person, [party.person for party in parties if party.person])
    shared = work.store.records.tips.sharing(findable_by(entry for person in persons for entry in person.identifiers))
    linked = {link.tip for link in work.store.records.of(TipLink, work.at_case) if link.cut_on is None}
    fresh = set(shared) - linked
    return Suggested(work.store.records.tips.lines(fresh), 0) if is_near(work) else Suggested((), len(fresh))


@use_case(Action.READ_FIGURES, recorded=False)
def read_reconciled(work: Work, first: date, last: date) -> tuple[Reconciled, ...]:
    """Sources, FIRs, accused and arrests by circle as the links give them, with every difference; codes of cases she may come near."""

    def near(cases: Iterable[str]) -> frozenset[str]:
        return frozenset(access.case for access in work.store.cases.accesses(cases) if may_come_near(work.actor, access))

    return work.store.records.tips.reconciled(first, last, near)


def _link(work: Work, tip: str, reason: str, number: str | None, party: str | None, note: str | None) -> str:
    found = _tip(work, tip)
    chosen(work.catalogue, "link_reason", "reason", reason)
    if number is not None and of_case(work, Number, number).kind != "fir":
        raise Invalid(fields={"number": "invalid.choice"})
    if party is not None and of_case(work, Party, party).role != "accused":
        raise Invalid(fields={"party": "invalid.not_accused"})
    if any(link.cut_on is None and (link.case, link.number, link.party) == (work.at_case, number, party) for link in _links(work, tip)):
        raise Conflict("conflict.linked_already")
    kept = TipLink(
        id=work.about(work.ids.fresh()),
        case=work.at_case,
        tip=found.id,
        number=number,
        party=party,
        reason=reason,
        linked_on=work.clock.today(),
        linked_by=work.actor.id,
        note=clean("note", note, LONGEST_LINE),
    )
    work.store.records.add(kept)
    if found.state in ("new", "read", "assigned"):
        work.store.records.change(found, state="linked")
    return kept.id


def _tip(work: Work, tip: str) -> Tip:
    """A tip of the intake, for whoever sits there; sealed fields stay closed."""
    intake = intake_of(work)
    work.keep_seals_shut()
    found = work.store.records.one(Tip, tip)
    work.store.look_through(work.sight)
    if found.case != intake:
        raise Invalid(fields={"tip": "invalid.choice"})
    return found


def _links(work: Work, tip: str) -> tuple[TipLink, ...]:
    return work.store.records.tips.links(tip)
