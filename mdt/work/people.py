"""People in a case: adding, amending, revealing, and how a victim may be reached."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any, Final

from mdt.errors import Invalid, Missing, Refused
from mdt.model.cases import Case
from mdt.model.dates import is_minor
from mdt.model.people import ALIAS_LETTERS, Party, Person, SafeContact
from mdt.model.sensitivity import Audience
from mdt.policy.actions import Action
from mdt.policy.rules import may_hold
from mdt.policy.views import seen
from mdt.work.desk import Topic, Work, use_case
from mdt.work.forms import LONGEST_LINE, Account, NewParty, chosen, clean, marks, needed, not_ahead, recognised
from mdt.work.matches import keep_matches

OPEN_FIELDS = ("sex", "age_band", "age_basis", "relation", "risk", "state")
CLOSED_FIELDS = ("name", "other_names", "cnic", "birth_date", "school", "address", "phone", "handle", "email", "device")
_LISTS = {"sex": "sex", "age_band": "age_band", "relation": "relation", "risk": "risk", "state": "accused_state"}
_MARKED = ("cnic", "phone", "handle", "email", "device")
_OF_AGE = 18


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactLines:
    """How a person may be reached, as typed (domain 10.1)."""

    number: str | None = None
    whose: str | None = None
    hours: str | None = None
    neutral_line: str | None = None
    code_word: str | None = None
    their_word: str | None = None
    stop_signal: str | None = None
    first_way: str | None = None
    second_way: str | None = None
    third_way: str | None = None
    voicemail: str | None = None
    sms: str | None = None
    shared: str | None = None
    spoken: str | None = None
    blocked: str | None = None
    reviewed_on: date | None = None


_WAYS: Final = ("first_way", "second_way", "third_way")
_YES_OR_NO: Final = ("voicemail", "sms", "shared")
_PACKED: Final = (*_WAYS, *_YES_OR_NO, "spoken")


@use_case(Action.WRITE_PARTIES, Topic.PEOPLE)
def add_party(work: Work, new: NewParty) -> str:
    """Add a person to the case; returns the party's id."""
    kept = work.about(keep_party(work, work.at_case, new).id)
    keep_matches(work)
    return kept


@use_case(Action.WRITE_PARTIES, Topic.PEOPLE)
def amend_party(work: Work, party: str, changes: Mapping[str, Any]) -> str:
    """Change fields of a party (names of ``Party``); every old value stays in the history."""
    found: Party = of_case(work, Party, work.about(party))
    of_ladder = {"state"} if found.role == "accused" else set()  # which the ladder says, with what shows it
    allowed = set(OPEN_FIELDS if found.person else OPEN_FIELDS + CLOSED_FIELDS) - of_ladder
    if unknown := set(changes) - allowed:
        raise Invalid(fields=dict.fromkeys(unknown, "invalid.field"))
    cleaned = {name: _checked(work, name, value) for name, value in changes.items()}
    if found.person and _is_childs(work, cleaned.get("age_band", found.age_band)):
        raise Invalid(fields={"age_band": "invalid.field"})
    if found.role != "accused" and {"age_band", "birth_date"} & set(cleaned):
        age_band, birth_date = cleaned.get("age_band", found.age_band), cleaned.get("birth_date", found.birth_date)
        aged = NewParty(role=found.role, age_band=age_band, birth_date=birth_date)
        cleaned["minor"] = _under_age(work, found.case, aged)
    changed = work.store.records.change(found, **cleaned)
    if set(_MARKED) & set(cleaned):
        mark(work, changed)
    work.memory.names.pop(work.at_case, None)
    keep_matches(work)
    return found.id


@use_case(Action.WRITE_PARTIES, Topic.PEOPLE)
def amend_accused(work: Work, party: str, names: tuple[str, ...], accounts: tuple[Account, ...]) -> str:
    """Change the names and accounts of an adult accused in every case at once."""
    found: Party = of_case(work, Party, work.about(party))
    if found.person is None:
        raise Missing("missing.record")
    person = work.store.records.one(Person, found.person)
    cleaned = tuple(needed("names", name, LONGEST_LINE) for name in names)
    changed = work.store.records.change(person, work.at_case, names=cleaned, identifiers=_written(accounts))
    work.store.people.index(changed, marks(accounts))
    keep_matches(work)
    return found.id


@use_case(Action.WRITE_PARTIES, Topic.PEOPLE)
def treat_as_child(work: Work, party: str, age_band: str, age_basis: str) -> str:
    """An accused turns out to be under 18 (JJSA 2018 s.8): names and accounts move under the case's seal and out of every search."""
    found: Party = of_case(work, Party, work.about(party))
    if found.role != "accused" or found.person is None:
        raise Invalid(fields={"party": "invalid.not_accused"})
    person = work.store.records.one(Person, found.person)
    accounts = accounts_of(person)
    texts: dict[str, Any] = {kind: _joined(accounts, kind) for kind in _MARKED}
    texts |= {"name": next(iter(person.names), None), "other_names": "; ".join(person.names[1:]) or None}
    known = {"age_band": age_band, "age_basis": needed("age_basis", age_basis, LONGEST_LINE)}
    if not _is_childs(work, chosen(work.catalogue, "age_band", "age_band", age_band)):
        raise Invalid(fields={"age_band": "invalid.choice"})
    changed = work.store.records.change(found, minor=True, person=None, **known, **texts)
    work.store.people.forget(person.id)
    mark(work, changed)
    work.memory.names.pop(work.at_case, None)
    return found.id


@use_case(Action.REVEAL_IDENTITY)
def reveal_identity(work: Work, party: str) -> dict[str, object]:
    """Show who a party is, once and logged; stays shown until the desk is locked."""
    found: Party = of_case(work, Party, work.about(party))
    work.memory.revealing.add(found.id)
    return seen(found, replace(work.sight, revealed=work.sight.revealed | {found.id}))


@use_case(Action.WRITE_SAFE_CONTACT, Topic.PEOPLE)
def keep_safe_contact(work: Work, party: str, owners: tuple[str, ...], lines: ContactLines) -> str:
    """Keep how a party may be reached; opens for the ``owners`` (member ids, the writer among them) and nobody else."""
    of_case(work, Party, party)
    named = tuple(dict.fromkeys((work.actor.id, *owners)))
    team = {seat.member for seat in work.store.staff.seats(work.at_case) if seat.until is None and seat.recused_on is None}
    members = [member for member in work.store.staff.members() if member.id in named]
    if len(members) != len(named) or any(member.id not in team or not may_hold(member, Audience.CONTACT) for member in members):
        raise Invalid(fields={"owners": "invalid.owners"})
    if not work.store.keys.exists(work.at_case, Audience.CONTACT):
        work.store.keys.make(work.at_case, Audience.CONTACT)
    elif Audience.CONTACT not in work.sight.keys:
        raise Refused("refused.not_owner")
    said = _said(work, lines)
    kept = SafeContact(id=work.about(work.ids.fresh()), case=work.at_case, party=party, owners=named, **said)
    work.store.records.add(kept)
    for member in members:
        if member.id != work.actor.id and not work.store.keys.granted(work.at_case, Audience.CONTACT, member.id):
            work.store.keys.hand_on(work.at_case, Audience.CONTACT, member.id)
    keep_matches(work, kept)
    return kept.id


def _said(work: Work, lines: ContactLines) -> dict[str, Any]:
    """How somebody may be reached, checked; Invalid for a way the desk does not know and for a review that is still to come."""
    told: dict[str, Any] = {field.name: getattr(lines, field.name) for field in fields(lines)}
    for name, table in (*((way, "contact_channel") for way in _WAYS), ("spoken", "spoken")):
        if told[name]:
            chosen(work.catalogue, table, name, told[name])
    if wrong := [name for name in _YES_OR_NO if told[name] not in (None, "", "yes", "no")]:
        raise Invalid(fields=dict.fromkeys(wrong, "invalid.choice"))
    not_ahead("reviewed_on", lines.reviewed_on, work.clock.today())
    said: dict[str, Any] = {name: clean(name, text, LONGEST_LINE) for name, text in told.items() if name not in (*_PACKED, "reviewed_on")}
    said["ways"] = ",".join(dict.fromkeys(told[way] for way in _WAYS if told[way])) or None
    said["manners"] = ",".join(f"{name}={told[name]}" for name in (*_YES_OR_NO, "spoken") if told[name]) or None
    return {**said, "reviewed_on": lines.reviewed_on}


def of_case(work: Work, kind: type[Any], identity: str) -> Any:
    """A record of the case at hand; Missing where it is of another one."""
    found = work.store.records.one(kind, identity)
    if found.case != work.case:
        raise Missing("missing.record")
    return found


def keep_party(work: Work, case: str, new: NewParty) -> Party:
    """Keep a new party of a case: an adult accused as a person across cases, everybody else sealed with the case."""
    _check(work, new)
    new = replace(new, minor=new.minor or _under_age(work, case, new), age_basis=clean("age_basis", new.age_basis, LONGEST_LINE))
    letter = ALIAS_LETTERS[new.role]
    taken = sum(party.role == new.role for party in work.store.records.of(Party, case))
    plain = {name: getattr(new, name) for name in (*OPEN_FIELDS, "role", "minor")}
    party = Party(id=work.ids.fresh(), case=case, alias=f"{letter}{taken + 1}", **plain)
    if new.role == "accused" and not new.minor:
        party = replace(party, person=_person(work, case, new))
        work.store.records.add(party)
        return party
    named: dict[str, Any] = {name: clean(name, getattr(new, name), LONGEST_LINE) for name in ("school", "address")}
    texts: dict[str, Any] = {
        kind: "; ".join(account.text.strip() for account in new.accounts if account.kind == kind) or None for kind in _MARKED
    }
    names = [needed("names", name, LONGEST_LINE) for name in new.names]
    closed = replace(
        party, name=names[0] if names else None, other_names="; ".join(names[1:]) or None, birth_date=new.birth_date, **named, **texts
    )
    work.store.records.add(closed)
    work.store.people.mark(closed.id, marks(new.accounts))
    work.memory.names.pop(case, None)
    return closed


def mark(work: Work, party: Party) -> bool:
    """Leave the blind marks of a party's exact identifiers."""
    accounts = [_account(kind, text) for kind in _MARKED for text in (getattr(party, kind) or "").split(";") if text.strip()]
    return work.store.people.mark(party.id, marks(tuple(accounts)))


def _account(kind: str, text: str) -> Account:
    """A kept text as an account again; the name shown in a game may hold blanks, and its platform is not kept with it."""
    account = Account(kind=kind, text=text)
    try:
        recognised(account)
    except Invalid:
        return replace(account, platform="other")
    return account


def _under_age(work: Work, case: str, new: NewParty) -> bool:
    """Whether the age band, or the birth date on the day it happened, says under 18 whatever was ticked (JJSA 2018 s.2)."""
    if new.birth_date is None or _is_childs(work, new.age_band):
        return _is_childs(work, new.age_band)
    found = work.store.records.one(Case, case)
    return is_minor(new.birth_date, max(new.birth_date, found.occurred_from or found.registered_on))


def _is_childs(work: Work, age_band: str) -> bool:
    last = work.catalogue.age_bands[age_band].to_age
    return last is not None and last < _OF_AGE


def _check(work: Work, new: NewParty) -> None:
    chosen(work.catalogue, "party_role", "role", new.role)
    for name, table in _LISTS.items():
        value = getattr(new, name)
        if value is not None:
            chosen(work.catalogue, table, name, value)
    for account in new.accounts:
        recognised(account)
    not_ahead("birth_date", new.birth_date, work.clock.today())


def _checked(work: Work, name: str, value: Any) -> Any:
    if name in _LISTS and (value is not None or name != "state"):
        return chosen(work.catalogue, _LISTS[name], name, value)
    if name == "birth_date" and value is not None:
        if not isinstance(value, date):
            raise Invalid(fields={name: "invalid.date"})
        not_ahead(name, value, work.clock.today())
    if name in _MARKED and value:
        marks(tuple(Account(kind=name, text=text) for text in value.split(";") if text.strip()))
    return clean(name, value, LONGEST_LINE) if isinstance(value, str) else value


def _person(work: Work, case: str, new: NewParty) -> str:
    if new.same_as is not None:
        if new.names or new.accounts:
            raise Invalid(fields={"same_as": "invalid.same_as_and_more"})
        mine = set(work.store.cases.mine())
        if not any(part.case in mine for part in work.store.people.parts_of((new.same_as,))):
            raise Missing("missing.record")
        return new.same_as
    names = tuple(needed("names", name, LONGEST_LINE) for name in new.names)
    person = Person(id=work.ids.fresh(), names=names, identifiers=_written(new.accounts))
    work.store.records.add(person, case)
    work.store.people.index(person, marks(new.accounts))
    return person.id


def accounts_of(person: Person) -> tuple[Account, ...]:
    """The accounts of an accused as they were given."""
    parts = (entry.split("|", 2) for entry in person.identifiers)
    return tuple(Account(kind=kind, text=text, platform=platform or None) for kind, platform, text in parts)


def _joined(accounts: tuple[Account, ...], kind: str) -> str | None:
    return "; ".join(account.text.strip() for account in accounts if account.kind == kind) or None


def _written(accounts: tuple[Account, ...]) -> tuple[str, ...]:
    return tuple(f"{account.kind}|{account.platform or ''}|{account.text.strip()}" for account in accounts)
