"""The re-check of an accused against those close to the case: who may be the one, and who is out of reach until it is settled (X6)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from mdt.model.identifiers import numbers_in
from mdt.model.ladder import ANOTHER, SAFE_CONTACT, Match, Rung
from mdt.model.matching import KINDS, Known, agreements, reached_by, shared, told
from mdt.model.people import Party, Person, SafeContact
from mdt.model.sensitivity import Audience
from mdt.policy.actions import Action
from mdt.work.desk import Topic, Work, use_case

_OF_PARTY: Final = (("name", "name"), ("name", "other_names"), ("address", "address"), *((kind, kind) for kind in KINDS))


@dataclass(frozen=True, slots=True)
class Found:
    """An accused, the other, in what they agree as (kind, digest of it), and the safe contact it is about where it is one."""

    party: str
    other: str
    signs: tuple[tuple[str, str], ...]
    contact: str | None = None

    @property
    def kinds(self) -> tuple[str, ...]:
        """By what they are alike."""
        return tuple(dict.fromkeys(kind for kind, _ in self.signs))

    @property
    def alike(self) -> str | None:
        """The digests as they are kept."""
        return " ".join(digest for _, digest in self.signs if digest) or None


@dataclass(frozen=True, slots=True)
class Suspicion:
    """Whom nothing reaches: parties that are ``frozen``, those of them ``suspected`` themselves, and safe contacts that are ``lost``.

    A safe contact is lost where it was settled that it leads to the accused: whoever it was of is reached again by a newer one.
    """

    frozen: frozenset[str] = field(default_factory=frozenset)
    suspected: frozenset[str] = field(default_factory=frozenset)
    lost: frozenset[str] = field(default_factory=frozenset)

    def stops(self, party: str, newest: SafeContact | None) -> bool:
        """Whether a party whose safe contact is ``newest`` is out of reach."""
        return party in self.frozen or (newest is not None and newest.id in self.lost)


@use_case(Action.LOOK_FOR_MATCH, Topic.PEOPLE, Topic.CLOCKS)
def look_for_matches(work: Work) -> int:
    """Compare every accused of the case with everybody close to it, as far as she may read; how many new matches were kept."""
    return keep_matches(work)


def keep_matches(work: Work, *just_kept: SafeContact) -> int:
    """Keep what was not found before; part of every act after which somebody may be found. Returns how many.

    ``just_kept`` are contacts of this very act, whose key came too late for reading them again.
    """
    case, records = work.at_case, work.store.records
    contacts = tuple({contact.id: contact for contact in (*records.of(SafeContact, case), *just_kept)}.values())
    found = unkept(work, {"parties": records.of(Party, case), "safe_contacts": contacts, **_kept(work)})
    for one in found:
        said: dict[str, Any] = {"party": one.party, "other": one.other, "kinds": one.kinds, "contact": one.contact}
        said["alike"] = one.alike if Audience.TEAM in work.sight.keys else None
        records.add(Match(id=work.ids.fresh(), case=case, found_by=work.actor.id, found_at=work.store.moment(), **said))
    return len(found)


def unkept(work: Work, records: Mapping[str, tuple[Any, ...]]) -> list[Found]:
    """Matches that are there to see and were not kept; nothing that was kept before finds it again."""
    persons, lost = _persons(work, records["parties"]), _lost(records)
    known: dict[tuple[str, str, str | None], set[str]] = {}
    for match in records["matches"]:
        said = match.alike.split() if match.alike else match.kinds  # where the digests are closed or none, by the kind alone
        known.setdefault((match.party, match.other, match.contact), set()).update(said)
    return [
        one
        for accused in records["parties"]
        if accused.role == "accused"
        for one in _alike(work, _accused(accused, persons, records["rungs"], lost), records)
        if any(known.get((one.party, one.other, one.contact), set()).isdisjoint(sign) for sign in one.signs)
    ]


def suspicion(work: Work) -> Suspicion:
    """Who is out of reach in the case at hand: every match that was not said to be another person, and what she sees herself."""
    case, records = work.at_case, work.store.records
    kept = _kept(work)
    fresh = unkept(work, {"parties": records.of(Party, case), "safe_contacts": records.of(SafeContact, case), **kept})
    return doubted(kept["matches"], fresh)


def doubted(kept: Iterable[Match], fresh: Iterable[Found]) -> Suspicion:
    """Who is out of reach by matches that were kept and by those that nobody kept so far."""
    doubts = [match for match in kept if match.outcome != ANOTHER]
    lost = frozenset(match.contact for match in doubts if match.contact and match.outcome is not None)
    standing: list[Match | Found] = [*(match for match in doubts if match.contact not in lost), *fresh]
    suspected = frozenset(one.other for one in standing if one.contact is None)
    return Suspicion(frozenset(one.other for one in standing), suspected, lost)


def newest_of(contacts: Iterable[SafeContact]) -> dict[str, SafeContact]:
    """The safe contact of each party that counts: the newest; an older one leads to nobody any more."""
    return {contact.party: contact for contact in contacts}


def _kept(work: Work) -> dict[str, tuple[Any, ...]]:
    return {"matches": work.store.records.of(Match, work.at_case), "rungs": work.store.records.of(Rung, work.at_case)}


def _persons(work: Work, parties: Iterable[Party]) -> dict[str, Person]:
    """The accused across cases. Whoever looks need not be cleared to know them: a match tells by what two are alike, and no value."""
    return {person.id: person for person in work.store.records.among(Person, [party.person for party in parties if party.person])}


def _lost(records: Mapping[str, tuple[Any, ...]]) -> list[tuple[str, str]]:
    """The numbers of safe contacts that lead to an accused, as far as she may read them: hers they stay, whatever is known of her later."""
    numbers = {contact.id: contact.number for contact in records["safe_contacts"]}
    gone = [(match.party, numbers.get(match.contact)) for match in records["matches"] if match.outcome not in (None, ANOTHER)]
    return [(party, number) for party, number in gone if number]


def _accused(party: Party, persons: Mapping[str, Person], rungs: Iterable[Rung], lost: Iterable[tuple[str, str]]) -> Known:
    texts = [*_texts(party), *(pair for owner, number in lost if owner == party.id for pair in reached_by(number))]
    if person := persons.get(party.person or ""):
        texts += told("name", person.names)
        for entry in person.identifiers:
            kind, _, text = entry.split("|", 2)
            texts += told(kind, (text,))
            texts += told("phone", numbers_in(text)) if kind in ("handle", "account_url") else ()
    texts += told("address", (rung.address for rung in rungs if rung.party == party.id and rung.withdrawn_on is None))
    return Known(party.id, tuple(texts))


def _alike(work: Work, accused: Known, records: Mapping[str, tuple[Any, ...]]) -> Iterator[Found]:
    """Everybody close to the case who agrees with an accused in something."""
    for party in records["parties"]:
        if party.role != "accused" and (signs := _signs(accused, Known(party.id, tuple(_texts(party))))):
            yield Found(accused.id, party.id, signs)
    for contact in records["safe_contacts"]:
        if shared(accused, Known("", reached_by(contact.number))):
            yield Found(accused.id, contact.party, ((SAFE_CONTACT, ""),), contact.id)
    seated = {seat.member for seat in work.store.staff.seats(work.at_case) if seat.until is None}
    for member in work.store.staff.members():
        if member.id in seated and (signs := _signs(accused, Known(member.id, told("name", (_spoken(member.user_name),))))):
            yield Found(accused.id, member.id, signs)


def _signs(one: Known, other: Known) -> tuple[tuple[str, str], ...]:
    return tuple((kind, digest_of(one.id, other.id, kind, key)) for kind, key in agreements(one, other))


def digest_of(*parts: str) -> str:
    """What two agree in, so that it is known again and says nothing; bound to the two."""
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:20]


def _texts(party: Party) -> Iterator[tuple[str, str]]:
    for kind, name in _OF_PARTY:
        yield from told(kind, (getattr(party, name),))


def _spoken(user_name: str) -> str:
    """A user name as the name it was made of."""
    return user_name.replace(".", " ").replace("_", " ").replace("-", " ")
