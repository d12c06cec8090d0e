"""How a filled form becomes the arguments of its use case, what stands in it at first, and what takes it back."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from mdt.errors import Invalid
from mdt.model.dates import typed_moment
from mdt.work.bundle import KARACHI
from mdt.work.charges import lay_charge
from mdt.work.clocks import withdraw_event
from mdt.work.desk import UseCase
from mdt.work.forms import Account, NewNumber, NewParty, NewSource, recognised
from mdt.work.notes import raise_signal
from mdt.work.people import CLOSED_FIELDS, OPEN_FIELDS, ContactLines, amend_accused

Record = Mapping[str, Any]
Undo = tuple[UseCase[..., Any], Mapping[str, Any]]
KINDS = ("phone", "cnic", "handle", "email", "device")
_BETWEEN = re.compile(r"[;؛\n]")


@dataclass(frozen=True, slots=True)
class Filled:
    """A filled form: its values, those of them that were changed, the case and the record as they stood, what was made, and the day."""

    values: Record
    changed: frozenset[str]
    case: Record
    record: Record
    made: Any = None
    today: date = date.min


def as_typed(done: Filled) -> Mapping[str, Any]:
    """Every field is an argument of its name."""
    return dict(done.values)


def blank(case: Record, record: Record) -> Mapping[str, str]:
    """Nothing stands there at first."""
    return {}


def no_way_back(done: Filled) -> Undo | None:
    """An act that cannot be taken back."""
    return None


def parts_of(text: str | None) -> tuple[str, ...]:
    """What stands on lines of its own or between semicolons."""
    return tuple(part.strip() for part in _BETWEEN.split(text or "") if part.strip())


def accounts_of(values: Record, kept: tuple[Account, ...] = ()) -> tuple[Account, ...]:
    """The accounts typed into the fields of KINDS; one of ``kept`` keeps its platform. Invalid with every field that holds none."""
    platforms = {(account.kind, account.text): account.platform for account in kept}
    found: list[Account] = []
    faults: dict[str, str] = {}
    for kind in KINDS:
        for text in parts_of(values.get(kind)):
            new = values.get("platform") if kind == "handle" else None
            account = Account(kind=kind, text=text, platform=platforms.get((kind, text), new))
            try:
                recognised(account)
                found.append(account)
            except Invalid as fault:
                faults |= fault.fields
    if faults:
        raise Invalid(fields=faults)
    return tuple(found)


def new_party(done: Filled) -> Mapping[str, Any]:
    """A person as typed."""
    return {"new": party_of(done.values)}


def party_of(values: Record) -> NewParty:
    """The same; Invalid where nobody is named who is no accused."""
    names, accounts = parts_of(values["names"]), accounts_of(values)
    if not names and not accounts and values["role"] != "accused":
        raise Invalid(fields={"names": "invalid.needed"})
    told: dict[str, Any] = {name: values[name] for name in ("sex", "age_band", "relation", "state") if values.get(name)}
    more: dict[str, Any] = {name: values.get(name) for name in ("age_basis", "school", "address")}
    return NewParty(role=values["role"], names=names, accounts=accounts, organisation=bool(values.get("organisation")), **told, **more)


def new_source(done: Filled) -> Mapping[str, Any]:
    """A source as typed."""
    return {"new": NewSource(**done.values)}


def new_number(done: Filled) -> Mapping[str, Any]:
    """A number as typed, of the circle of the case where no other was given."""
    return {"new": NewNumber(**{**done.values, "circle": done.values["circle"] or done.case["circle"]})}


def contact_lines(done: Filled) -> Mapping[str, Any]:
    """How somebody may be reached, and who may open it; Invalid where nothing at all was written."""
    lines = {name: value for name, value in done.values.items() if name != "owners"}
    if not any(value for name, value in lines.items() if name != "reviewed_on"):
        raise Invalid(fields={"number": "invalid.needed"})
    return {"owners": done.values["owners"], "lines": ContactLines(**lines)}


def case_event(done: Filled) -> Mapping[str, Any]:
    """Something that happened, to the hour where one was typed; a clock it is recorded from is not among what is kept."""
    values, at = done.values, None
    if values["happened_at"]:
        try:
            at = datetime.combine(values["happened_on"], time.fromisoformat(values["happened_at"].strip().zfill(5)), KARACHI)
        except ValueError:
            raise Invalid(fields={"happened_at": "invalid.hour"}) from None
    return {"kind": values["kind"], "happened_on": values["happened_on"], "happened_at": at, "about": values["about"]}


def event_back(done: Filled) -> Undo | None:
    """The event withdrawn."""
    return withdraw_event, {"event": done.made}


def what_stops(case: Record, record: Record) -> Mapping[str, str]:
    """What stops the clock, of whom it is about."""
    party = record.get("about") if any(party["id"] == record.get("about") for party in case["parties"]) else ""
    return {"kind": next(iter(record.get("stops") or ()), ""), "about": party or ""}


def stops_by_hand(record: Record, me: str) -> bool:
    """A clock that something an officer records can stop."""
    return bool(record["stops"])


def way_to_try(case: Record, record: Record) -> Mapping[str, str]:
    """The way that is to be tried next, as far as she may know it."""
    way = next((found["way"] for found in case["ways"] if found["id"] == record.get("id")), None)
    return {"channel": way or ""}


def aftercare(done: Filled) -> Mapping[str, Any]:
    """How an interview went, and who calls at which moment."""
    return {**done.values, "aftercare_at": typed_moment("aftercare_at", done.values["aftercare_at"] or "", done.today, KARACHI)}


def changes_of(parameter: str) -> Callable[[Filled], Mapping[str, Any]]:
    """Only what was changed, as one mapping."""
    return lambda done: {parameter: {name: done.values[name] for name in sorted(done.changed)}}


def names_and_accounts(done: Filled) -> Mapping[str, Any]:
    """Names and accounts of an accused; accounts that were there keep their platform."""
    return {"names": parts_of(done.values["names"]), "accounts": accounts_of(done.values, _kept(person_of(done.case, done.record)))}


def from_record(*names: str) -> Callable[[Record, Record], Mapping[str, str]]:
    """These fields of the record stand there at first."""
    return lambda case, record: {name: _text(record.get(name)) for name in names}


def of_party(case: Record, record: Record) -> Mapping[str, str]:
    """What is known of a person stands there; what is masked, closed or kept elsewhere is not among it."""
    names = [name for name in OPEN_FIELDS if name != "state" or record["role"] == "accused"]
    names += [] if record.get("person") else CLOSED_FIELDS
    return {name: _text(record[name]) for name in names if name in record and not isinstance(record[name], Mapping)}


def of_accused(case: Record, record: Record) -> Mapping[str, str]:
    """Names on lines of their own, accounts between semicolons."""
    person = person_of(case, record)
    accounts = {kind: "; ".join(account.text for account in _kept(person) if account.kind == kind) for kind in KINDS}
    return {"names": "\n".join(person.get("names") or ()), "platform": "", **accounts}


def of_case(case: Record, record: Record) -> Mapping[str, str]:
    """What the case is about, when it happened, what comes next."""
    names = ("typology", "occurred_from", "occurred_to", "next_event", "next_event_on")
    return {**{name: _text(case[name]) for name in names}, "also": ",".join(case["also"])}


def person_of(case: Record, record: Record) -> Record:
    """The person across cases behind an accused of this one, as far as she may be seen."""
    return next((found for found in case["persons"] if found["id"] == record.get("person")), {})


def again(job: UseCase[..., Any], parameter: str, names: tuple[str, ...]) -> Callable[[Filled], Undo | None]:
    """The same act with what stood there before, where something did."""

    def undo(done: Filled) -> Undo | None:
        before = {name: done.record.get(name) for name in names}
        return (job, {parameter: done.record["id"], **before}) if all(isinstance(text, str) for text in before.values()) else None

    return undo


def changed_back(job: UseCase[..., Any], parameter: str, of: str = "") -> Callable[[Filled], Undo | None]:
    """The same act with the old values of what was changed, on a record or on the case."""

    def undo(done: Filled) -> Undo | None:
        stood = done.record if of else done.case
        before = {name: _value(name, stood.get(name)) for name in sorted(done.changed)}
        return job, {parameter: before} | ({of: done.record["id"]} if of else {})

    return undo


def names_as_before(done: Filled) -> Undo | None:
    """Names and accounts as they stood."""
    person = person_of(done.case, done.record)
    return amend_accused, {"party": done.record["id"], "names": tuple(person.get("names") or ()), "accounts": _kept(person)}


def raised_again(done: Filled) -> Undo | None:
    """The signal once more."""
    return raise_signal, {"kind": done.record["kind"], "until": _value("until", done.record["until"])}


def laid_again(done: Filled) -> Undo | None:
    """The charge once more."""
    charge, assessed = done.record, done.record.get("assessment")
    return lay_charge, {
        "party": charge["party"],
        "offence": charge["offence"],
        "occurred_on": _value("occurred_on", charge["occurred_on"]),
        "element": charge.get("element"),
        "assessment": assessed if isinstance(assessed, str) else None,
    }


def is_hers(record: Record, me: str) -> bool:
    """A note its writer may amend, as she can read it."""
    return bool(record.get("written_by") == me) and not isinstance(record.get("text"), Mapping)


def still_stands(record: Record, me: str) -> bool:
    """A signal that was not lifted."""
    return not record["lifted_on"]


def stands_at(*states: str) -> Callable[[Record, str], bool]:
    """An interview that has come so far."""
    return lambda record, me: record["state"] in states


def stands(record: Record, me: str) -> bool:
    """An interview that was not taken back."""
    return bool(record["state"] != "cancelled")


def is_to_come(record: Record, me: str) -> bool:
    """An interview that is planned or under way."""
    return record["state"] in ("planned", "asked", "approved", "running")


def is_uncut(record: Record, me: str) -> bool:
    """A link to a referral that was not cut."""
    return not record["cut_on"]


def is_laid(record: Record, me: str) -> bool:
    """A charge that was not withdrawn."""
    return bool(record["status"] == "laid") and "offence" in record


def is_accused(record: Record, me: str) -> bool:
    """An accused of any age."""
    return bool(record["role"] == "accused")


def is_adult_accused(record: Record, me: str) -> bool:
    """An accused who is one person across cases."""
    return bool(record["role"] == "accused" and record.get("person"))


def may_be_told(record: Record, me: str) -> bool:
    """Whoever was hurt or complained."""
    return record["role"] in ("victim", "complainant")


def is_not_accused(record: Record, me: str) -> bool:
    """Anybody but an accused."""
    return bool(record["role"] != "accused")


def _kept(person: Record) -> tuple[Account, ...]:
    parts = (entry.split("|", 2) for entry in person.get("identifiers") or ())
    return tuple(Account(kind=kind, text=text, platform=platform or None) for kind, platform, text in parts)


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _value(name: str, value: Any) -> Any:
    if isinstance(value, str) and (name.endswith(("_on", "_from", "_to", "_date")) or name == "until"):
        return date.fromisoformat(value)
    return tuple(value) if isinstance(value, list) else value
