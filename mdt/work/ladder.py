"""The ladder of an unknown accused: a rung with what shows it, one taken back, where everybody stands, matches settled (X6, X12)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from mdt.errors import Conflict, Invalid, Refused
from mdt.model.cases import Case
from mdt.model.ladder import Ladder, Match, Rung, base_of, climbed, highest
from mdt.model.people import Party
from mdt.policy.actions import Action
from mdt.work.desk import Topic, Work, use_case
from mdt.work.forms import LONGEST_LINE, chosen, clean, needed, not_ahead
from mdt.work.matches import keep_matches
from mdt.work.people import of_case


@use_case(Action.WRITE_PARTIES, Topic.PEOPLE, Topic.CLOCKS)
def record_rung(
    work: Work, party: str, rung: str, evidence: str, reached_on: date, reference: str | None = None, address: str | None = None
) -> str:
    """Bring an accused to a rung, with what shows it; then compare her with everybody close to the case.

    ``reference`` is the paper that shows it, ``address`` where she lives by it; both are sealed with the case.
    """
    found: Party = of_case(work, Party, party)
    if found.role != "accused":
        raise Invalid(fields={"party": "invalid.not_accused"})
    chosen(work.catalogue, "accused_state", "rung", rung)
    chosen(work.catalogue, "rung_evidence", "evidence", evidence)
    not_ahead("reached_on", reached_on, work.clock.today())
    sealed = {"reference": clean("reference", reference, LONGEST_LINE), "address": clean("address", address, LONGEST_LINE)}
    return work.about(bring_to(work, found, rung, evidence, reached_on, **sealed))


@use_case(Action.WRITE_PARTIES, Topic.PEOPLE, Topic.CLOCKS)
def withdraw_rung(work: Work, rung: str, why: str) -> str:
    """Take a rung back that proved wrong, such as a card in another's name; it stays in the history with the reason."""
    found: Rung = of_case(work, Rung, work.about(rung))
    if found.withdrawn_on is not None:
        raise Conflict("conflict.rung_withdrawn")
    said: dict[str, Any] = {"withdrawn_on": work.clock.today(), "withdrawn_by": work.actor.id}
    work.store.records.change(found, **said, withdrawn_why=needed("why", why))
    _stand(work, of_case(work, Party, found.party))
    return found.id


@use_case(Action.SETTLE_MATCH, Topic.PEOPLE, Topic.CLOCKS)
def settle_match(work: Work, match: str, outcome: str, why: str) -> str:
    """Say what a match was: another person, or the same one, who stays out of reach for good; never whoever is meant by it."""
    found: Match = of_case(work, Match, work.about(match))
    if found.other == work.actor.id:
        raise Refused("refused.own_match")
    chosen(work.catalogue, "match_outcome", "outcome", outcome)
    if found.outcome is not None:
        raise Conflict("conflict.match_settled")
    said: dict[str, Any] = {"outcome": outcome, "settled_at": work.store.moment(), "settled_by": work.actor.id}
    work.store.records.change(found, **said, why=needed("why", why))
    return found.id


def bring_to(work: Work, party: Party, rung: str, evidence: str, reached_on: date, **sealed: str | None) -> str:
    """Keep that an accused came to a rung, and look who close to the case she may be; returns the rung's id."""
    said: dict[str, Any] = {"before": party.state or "unknown", "reached_on": reached_on, "evidence": evidence, **sealed}
    kept = Rung(id=work.ids.fresh(), case=party.case, party=party.id, rung=rung, written_by=work.actor.id, **said)
    work.store.records.add(kept)
    _stand(work, party)
    keep_matches(work)
    return kept.id


def ladders(work: Work, case: Case, records: Mapping[str, Sequence[Any]]) -> list[dict[str, Any]]:
    """Where every accused of the case stands, as its page shows it: the rung, since when, days on each, and the rung above."""
    found = []
    for party in records["parties"]:
        if party.role == "accused":
            ladder = ladder_of(work, case, party, [rung for rung in records["rungs"] if rung.party == party.id])
            days, since = dict(ladder.days), ladder.since.isoformat()
            found.append({"party": party.id, "now": ladder.now, "since": since, "days": days, "next": ladder.next})
    return found


def ladder_of(work: Work, case: Case, party: Party, hers: Sequence[Rung]) -> Ladder:
    """Where an accused of a case stands by her rungs."""
    reached = [(rung.rung, rung.reached_on, rung.withdrawn_on) for rung in hers]
    start = min([case.registered_on, *(since for _, since, _ in reached)])
    return climbed(start, base_of(hers, party.state), reached, work.clock.today())


def _stand(work: Work, party: Party) -> None:
    """Keep on the accused which rung she stands on now."""
    hers = [rung for rung in work.store.records.of(Rung, party.case) if rung.party == party.id]
    standing = [rung.rung for rung in hers if rung.withdrawn_on is None]
    work.store.records.change(party, state=highest([base_of(hers, party.state), *standing]))
