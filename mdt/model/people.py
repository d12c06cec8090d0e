"""People in a case: who was hurt stays with the case, who is accused is one record across cases."""

from __future__ import annotations

from dataclasses import dataclass

from mdt.model.sensitivity import Contact, ContactDate, Count, Flag, Identity, IdentityDate, MaybePlain, NamesOfAccused, Plain, Plains

ALIAS_LETTERS = {"victim": "V", "complainant": "C", "accused": "A", "witness": "W", "guardian": "G"}
"""First letter of a party's stable alias, by role in the case."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """A person's part in one case under a stable alias (V1, A2); identity is sealed for the team.

    An adult accused has ``person`` and no identity here; an accused under 18 has identity here and no ``person`` (juvenile law).
    """

    id: Plain
    case: Plain
    alias: Plain
    role: Plain
    sex: Plain = "unknown"
    age_band: Plain = "unknown"
    age_basis: MaybePlain = None
    minor: Flag = False
    relation: Plain = "unknown"
    risk: Plain = "unknown"
    state: MaybePlain = None
    person: MaybePlain = None
    name: Identity = None
    other_names: Identity = None
    cnic: Identity = None
    birth_date: IdentityDate = None
    school: Identity = None
    address: Identity = None
    phone: Identity = None
    handle: Identity = None
    email: Identity = None
    device: Identity = None
    version: Count = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """An adult accused or an unknown account: one record, linked to every case it appears in.

    ``identifiers`` are 'kind|platform|as given' texts.
    """

    id: Plain
    names: NamesOfAccused = ()
    identifiers: NamesOfAccused = ()
    version: Count = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class SafeContact:
    """How a victim may be reached without being hurt by it (domain 10.1); opens for its named owners only.

    ``ways`` are ids of channels in the order she chose, between commas; ``manners`` are 'name=answer' texts between commas: voicemail,
    sms and shared (the device) with yes or no, spoken with a language. The newest of a party counts.
    """

    id: Plain
    case: Plain
    party: Plain
    owners: Plains
    number: Contact = None
    whose: Contact = None
    hours: Contact = None
    neutral_line: Contact = None
    code_word: Contact = None
    their_word: Contact = None
    stop_signal: Contact = None
    ways: Contact = None
    manners: Contact = None
    blocked: Contact = None
    reviewed_on: ContactDate = None
    version: Count = 1
