"""What a user types, and the first look at it: forms in, clean values or Invalid out."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from mdt.catalogue.schema import Catalogue
from mdt.errors import Invalid
from mdt.model.identifiers import Identifier, IdentifierKind, identify
from mdt.model.numbers import CaseNumber, circle_key, parse_number

LONGEST_TEXT = 5_000_000
LONGEST_LINE = 400
_BROKEN_LETTERS = re.compile("[\ud800-\udfff\0]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """A phone, CNIC, handle, e-mail address or device as typed."""

    kind: str
    text: str
    platform: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewParty:
    """A person's part in a case as typed. ``same_as`` names an accused of one's own cases who is the same person.

    An ``organisation`` (a reporting centre, a school) complains in many cases; its name alone makes no duplicate.
    """

    role: str
    sex: str = "unknown"
    age_band: str = "unknown"
    age_basis: str | None = None
    minor: bool = False
    relation: str = "unknown"
    risk: str = "unknown"
    state: str | None = None
    names: tuple[str, ...] = ()
    accounts: tuple[Account, ...] = ()
    birth_date: date | None = None
    school: str | None = None
    address: str | None = None
    same_as: str | None = None
    organisation: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSource:
    """Where a case came from, as typed."""

    kind: str
    reference: str | None = None
    received_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewNumber:
    """An official number as typed; ``circle`` by id or name."""

    kind: str
    text: str
    circle: str = ""
    dated: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewCase:
    """A complaint, tip or referral as it is first taken down."""

    circle: str
    channel: str
    received_on: date
    report: str | None = None
    typology: str | None = None
    also: tuple[str, ...] = ()
    occurred_from: date | None = None
    occurred_to: date | None = None
    parties: tuple[NewParty, ...] = ()
    sources: tuple[NewSource, ...] = ()
    numbers: tuple[NewNumber, ...] = ()


def clean(field: str, text: str | None, longest: int = LONGEST_TEXT) -> str | None:
    """A text without outer blanks, None where nothing is left; Invalid for broken letters or more than ``longest`` of them."""
    if text is None or not text.strip():
        return None
    if len(text) > longest:
        raise Invalid(fields={field: "invalid.too_long"}, longest=longest)
    if _BROKEN_LETTERS.search(text):
        raise Invalid(fields={field: "invalid.broken_letters"})
    return text.strip()


def needed(field: str, text: str | None, longest: int = LONGEST_TEXT) -> str:
    """The same, and Invalid where nothing is left."""
    found = clean(field, text, longest)
    if found is None:
        raise Invalid(fields={field: "invalid.needed"})
    return found


def chosen(catalogue: Catalogue, table: str, field: str, identity: str) -> str:
    """An id that the catalogue's table knows; Invalid otherwise."""
    if identity not in catalogue.tables[table]:
        raise Invalid(fields={field: "invalid.choice"})
    return identity


def in_order(first: date | None, last: date | None) -> None:
    """Invalid where a span ends before it begins."""
    if first and last and last < first:
        raise Invalid(fields={"occurred_to": "invalid.ends_before_it_begins"})


def not_ahead(field: str, day: date | None, today: date) -> None:
    """Invalid where something that has happened is dated in the future."""
    if day and day > today:
        raise Invalid(fields={field: "invalid.in_the_future"})


def fit_user_name(text: str) -> str:
    """A user name as it is; Invalid where it is empty, long or hard to type: 2 to 40 letters, digits, dots, dashes, underscores."""
    if not (2 <= len(text) <= 40 and all(sign.isalnum() or sign in "._-" for sign in text)):
        raise Invalid(fields={"user_name": "invalid.user_name"})
    return text


def circle_id(catalogue: Catalogue, text: str) -> str:
    """The id of a circle given by id or by its English or Urdu name; Invalid where there is none."""
    wanted = circle_key(text)
    for circle in catalogue.circles.values():
        if wanted and wanted in (circle_key(circle.id), circle_key(circle.title.en), circle_key(circle.title.ur)):
            return circle.id
    raise Invalid(fields={"circle": "invalid.circle"})


def numbered(catalogue: Catalogue, new: NewNumber) -> CaseNumber:
    """A typed number, parsed and bound to its circle's name; Invalid where it does not fit its kind."""
    place = catalogue.circles[circle_id(catalogue, new.circle)].title.en if new.circle else ""
    return parse_number(new.kind, new.text, place, new.dated)


def recognised(account: Account) -> Identifier:
    """A typed account in its one form; Invalid where it is none."""
    try:
        kind = IdentifierKind(account.kind)
    except ValueError:
        raise Invalid(fields={"accounts": "invalid.choice"}) from None
    return identify(kind, account.text, account.platform)


def marks(accounts: tuple[Account, ...]) -> tuple[tuple[str, str], ...]:
    """The (kind, key) pairs by which accounts are found again; a handle is found whatever its platform."""
    return tuple((found.kind.value, found.key) for found in map(recognised, accounts))


def findable_by(identifiers: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """The (kind, key) pairs of 'kind|platform|as given' texts, a profile's address also as its handle; what is none of these is left."""
    found: dict[tuple[str, str], None] = {}
    for entry in identifiers:
        kind, platform, text = [*entry.split("|", 2), "", ""][:3]
        for as_kind in (kind, "handle") if kind == "account_url" else (kind,):
            try:
                found.update(dict.fromkeys(marks((Account(kind=as_kind, text=text, platform=platform or None),))))
            except Invalid:
                continue
    return tuple(found)
