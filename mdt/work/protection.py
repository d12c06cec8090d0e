"""What a case protects from every paper that leaves the desk, gathered from its records for the guard in ``policy.outward``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from typing import Final

from mdt.errors import Refused
from mdt.model.cases import Case, Number
from mdt.model.identifiers import numbers_in
from mdt.model.outgoing import Consent
from mdt.model.people import Party, Person, SafeContact
from mdt.model.sensitivity import Audience
from mdt.model.spellings import holds, read
from mdt.policy.outward import Agreed, Channel, Protection, Reach, Secret
from mdt.work.desk import Work
from mdt.work.gate import is_conflicted
from mdt.work.matches import Suspicion, newest_of, suspicion

PROTECTED: Final = ("name", "other_names", "cnic", "birth_date", "school", "address", "phone", "handle", "email", "device")
"""Fields of a party that no paper says unless they are ticked under a consent."""
SPOKEN: Final = frozenset({Channel.CALL, Channel.HAND, Channel.VISIT, Channel.VIA_COUNSELLOR})
"""How a person may be reached where the record says no more than a number."""
_SPLIT: Final = re.compile(r"[,;\n،؛]")
CHILD: Final = "child_assent"
OWN_ASSENT: Final = "14_17"
"""The age band from which a child's own assent is needed beside that of whoever signs for her (domain 10.3)."""


def protection_of(work: Work) -> Protection:
    """What the case at hand protects; Refused where the key is missing without which that cannot be known."""
    if Audience.TEAM not in work.sight.keys:
        raise Refused("refused.outward_keys")
    case, records = work.store.records.one(Case, work.at_case), work.store.records
    parties, doubt = {party.id: party for party in records.of(Party, case.id)}, suspicion(work)
    contacts = records.of(SafeContact, case.id)
    secrets = [secret for party in parties.values() if is_protected(party) for secret in _of_party(party)]
    secrets += [secret for contact in contacts for secret in _of_contact(contact, parties[contact.party].alias)]
    return Protection(
        secrets=tuple(secrets),
        case_words=(case.code, *(number.text for number in records.of(Number, case.id))),
        consents=agreements(records.of(Consent, case.id), parties, work.clock.today(), doubt.suspected),
        reaches=tuple(_reaches(parties.values(), newest_of(contacts), doubt)),
        blocked=(*_blocked(work, parties, doubt.suspected), *_never_called(contacts), *_led_astray(contacts, doubt)),
    )


def say_nobody(work: Work, text: str) -> None:
    """Refused where a text that is kept open, such as an address for answers, would say a protected value."""
    reading = read(text)
    for secret in protection_of(work).secrets:
        if holds(reading, secret.kind, secret.text):
            raise Refused("refused.outward_protected", item=secret.item)


def is_out_of_reach(work: Work, party: str) -> bool:
    """Whether nobody may try to reach a party, since she or her safe contact may lead to the accused."""
    return suspicion(work).stops(party, newest_of(work.store.records.of(SafeContact, work.at_case)).get(party))


def is_protected(party: Party) -> bool:
    """Whether a party is anybody but an adult accused."""
    return party.role != "accused" or party.minor


def agreements(
    consents: tuple[Consent, ...], parties: dict[str, Party], day: date, suspected: frozenset[str] = frozenset()
) -> tuple[Agreed, ...]:
    """Consents as the guard takes them on a day: for a child of 14 or more, whoever signs for her and she herself must both agree."""
    valid = [consent for consent in consents if consent.signed_by not in suspected and _is_valid(consent, parties, day)]
    return tuple(
        Agreed(
            purpose=consent.purpose,
            recipient=consent.recipient,
            items=frozenset(consent.items),
            until=consent.until,
            in_force=consent in valid and _is_whole(consent, valid, parties[consent.party]),
        )
        for consent in consents
    )


def _is_valid(consent: Consent, parties: dict[str, Party], day: date) -> bool:
    signer = parties.get(consent.signed_by or "")
    ended = consent.withdrawn_on is not None or (consent.until is not None and consent.until < day)
    return not ended and (signer is None or not is_conflicted(signer))


def _is_whole(consent: Consent, valid: list[Consent], party: Party) -> bool:
    """Whether every signature that is needed stands there: of a child of 14 or more two, of a younger one an adult's."""
    if consent.override is not None or not party.minor:
        return True
    by_child = consent.signer == CHILD
    if not by_child and party.age_band != OWN_ASSENT:
        return True
    return any(_stands_beside(other, consent) and (other.signer == CHILD) is not by_child for other in valid)


def _stands_beside(other: Consent, consent: Consent) -> bool:
    """For the same person, purpose and recipient, and at least the same items."""
    same = (other.party, other.purpose, other.recipient) == (consent.party, consent.purpose, consent.recipient)
    return same and other.override is None and set(consent.items) <= set(other.items)


def _of_party(party: Party) -> Iterator[Secret]:
    for name in PROTECTED:
        value = getattr(party, name)
        if value:
            yield Secret(item=f"{party.alias}.{name}", kind=name, text=str(value))


def _of_contact(contact: SafeContact, alias: str) -> Iterator[Secret]:
    for name, kind in (("number", "phone"), ("neutral_line", "neutral_line"), ("code_word", "code_word")):
        if value := getattr(contact, name):
            yield Secret(item=f"{alias}.{name}", kind=kind, text=value)


def _reaches(parties: Iterable[Party], newest: dict[str, SafeContact], doubt: Suspicion) -> Iterator[Reach]:
    """How each party is reached, as far as there is a safe contact or nothing at all may reach her."""
    for party in parties:
        contact = newest.get(party.id)
        frozen = doubt.stops(party.id, contact) or is_conflicted(party)
        if contact is not None:
            yield replace(_reach(contact, party), frozen=frozen)
        elif frozen:
            yield Reach(party=party.alias, channels=frozenset(), frozen=True)


def _reach(contact: SafeContact, party: Party) -> Reach:
    numbers = (contact.number,) if contact.number else ()
    chosen = {Channel(way) for way in (contact.ways or "").split(",") if way in set(Channel)}
    if "sms=yes" not in (contact.manners or "").split(","):
        chosen.discard(Channel.SMS)
    channels = frozenset(chosen) | {Channel.HAND} if chosen else SPOKEN
    return Reach(party=party.alias, channels=channels, numbers=numbers)


def _never_called(contacts: Iterable[SafeContact]) -> Iterator[str]:
    """Numbers that a person herself said must never be called."""
    yield from (one.strip() for contact in contacts for one in _SPLIT.split(contact.blocked or "") if one.strip())


def _led_astray(contacts: Iterable[SafeContact], doubt: Suspicion) -> Iterator[str]:
    """Numbers that were settled to lead to the accused, whatever else is known of him since."""
    yield from (contact.number for contact in contacts if contact.number and contact.id in doubt.lost)


def _blocked(work: Work, parties: dict[str, Party], suspected: frozenset[str]) -> Iterator[str]:
    """Numbers and addresses of the accused, and of everybody who stands under suspicion."""
    accused = work.store.records.among(Person, [party.person for party in parties.values() if party.person])
    for person in accused:
        for entry in person.identifiers:
            text = entry.split("|", 2)[2]
            yield from (text,) if entry.startswith(("phone|", "email|")) else numbers_in(text)
    for party in parties.values():
        if party.role == "accused" or party.id in suspected or is_conflicted(party):
            yield from (one.strip() for text in (party.phone, party.email) if text for one in text.split(";"))
