"""Letters that leave the desk: composed from shipped words line by line, cleared by the guard, numbered, kept with their file's hash."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from mdt.errors import Conflict, Invalid, Refused
from mdt.model.cases import Case
from mdt.model.outgoing import ForeignRequest, Letter, OutgoingReferral, PlatformRequest, RemovalRequest
from mdt.model.people import Party
from mdt.model.phrases import Phrase
from mdt.model.sensitivity import Sensitivity
from mdt.policy.actions import Action
from mdt.policy.outward import Channel, Cleared, Kind, Line, Paper, Protection, Recipient, cleared
from mdt.work.desk import Topic, Work, use_case
from mdt.work.forms import chosen
from mdt.work.letter_lines import Composer
from mdt.work.people import of_case
from mdt.work.protection import protection_of

_SHA256: Final = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class LetterDraft:
    """A letter the guard let through, for a maker to draw: what it is about, its number, how it goes and in which language."""

    paper: Cleared
    kind: str
    about: str
    number: str
    language: str
    enclosed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Matter:
    """What a letter says beside what all of them say: its words, recipient, purpose, ticked items and facts; ``person`` is who it names."""

    text: str
    to: Recipient
    recipient: str
    title: Phrase
    purpose: str
    facts: tuple[Line, ...]
    ticked: frozenset[str] = frozenset()
    person: Party | None = None


@use_case(Action.WRITE_LETTERS)
def prepare_letter(work: Work, kind: str, about: str, language: str, channel: str, enclosed: tuple[str, ...] = ()) -> LetterDraft:
    """Compose a letter of a kind about a record; Refused where the guard lets it not through, or it names who was not shown yet."""
    compose = _KINDS.get(kind)
    if compose is None or language not in ("en", "ur"):
        raise Invalid(fields={"kind": "invalid.choice"})
    chosen(work.catalogue, "letter_channel", "channel", channel)
    for one in enclosed:
        chosen(work.catalogue, "enclosure", "enclosed", one)
    writing = Composer(work.catalogue, language)
    protection = protection_of(work)
    matter = compose(work, writing, work.about(about), protection)
    number = _next_number(work)
    lines = (*_head(work, writing, matter, number), *matter.facts, *_foot(work, writing, matter, enclosed))
    paper = Paper(
        kind=Kind.REMINDER if kind == "reminder" else Kind.LETTER,
        to=matter.to,
        recipient=matter.recipient,
        purpose=matter.purpose,
        channel=Channel(channel),
        on=work.clock.today(),
        lines=lines,
        ticked=matter.ticked,
    )
    passed = cleared(paper, protection)
    if matter.person is not None and matter.person.id not in work.sight.revealed:
        raise Refused("refused.reveal_first", who=matter.person.alias)
    return LetterDraft(passed, kind, about, number, language, enclosed)


@use_case(Action.WRITE_LETTERS, Topic.OUTGOING)
def issue_letter(work: Work, draft: LetterDraft, digest: str) -> str:
    """Keep that a letter was made: its number, to whom, what was enclosed, and the SHA-256 of its file, never its text."""
    paper, case = draft.paper.paper, work.store.records.one(Case, work.at_case)
    record, _ = _RECORDS[draft.kind]
    of_case(work, record, draft.about)
    if not _SHA256.fullmatch(digest):
        raise Invalid(fields={"digest": "invalid.sha256"})
    if draft.number != _next_number(work):
        raise Conflict("conflict.letter_number")
    kept = Letter(
        id=work.about(work.ids.fresh()),
        case=case.id,
        number=draft.number,
        about=draft.about,
        kind=draft.kind,
        recipient=paper.recipient,
        channel=paper.channel.value,
        language=draft.language,
        items=tuple(sorted(paper.ticked)),
        enclosed=draft.enclosed,
        digest=digest,
        made_on=work.clock.today(),
        made_by=work.actor.id,
    )
    work.store.records.add(kept)
    return kept.id


def _next_number(work: Work) -> str:
    case = work.store.records.one(Case, work.at_case)
    return f"{case.code}/L{len(work.store.records.of(Letter, case.id)) + 1}"


def _head(work: Work, writing: Composer, matter: Matter, number: str) -> tuple[Line, ...]:
    _, agency, _, _ = work.store.desk()
    case, rows = work.store.records.one(Case, work.at_case), work.catalogue
    text: Any = rows.tables["letter_text"][matter.text]
    return (
        writing.known(rows.title("agency", agency), "agency"),
        writing.known(rows.title("circle", case.circle), "circle"),
        writing.fact("number", number, part="ref"),
        writing.day("dated", work.clock.today(), part="ref"),
        writing.titled("to", matter.title, part="ref"),
        writing.known(text.subject, "subject"),
        writing.known(text.opening, "body"),
    )


def _foot(work: Work, writing: Composer, matter: Matter, enclosed: tuple[str, ...]) -> tuple[Line, ...]:
    text: Any = work.catalogue.tables["letter_text"][matter.text]
    basis = (writing.line("basis", text.basis),) if text.basis else ()
    with_it = tuple(writing.titled("enclosed", work.catalogue.title("enclosure", one), part="enclosed") for one in enclosed)
    return (*basis, writing.known(text.asks, "body"), writing.known(text.closing, "body"), *with_it, writing.signature())


def _request(work: Work, writing: Composer, about: str, protection: Protection) -> Matter:
    found: PlatformRequest = of_case(work, PlatformRequest, about)
    rows = work.catalogue
    facts = [
        writing.fact("account", _read(work, found.account)),
        writing.day("first_day", found.first_day),
        writing.day("last_day", found.last_day),
        *(writing.titled("records", rows.title("record_kind", one)) for one in found.records),
        *([writing.day("preserved_until", found.preserved_until)] if found.preserved_until else []),
        writing.fact("reply_to", found.reply_to),
    ]
    return _to_platform(found, rows.title("platform_route", found.platform), found.kind, tuple(facts), protection)


def _reminder(work: Work, writing: Composer, about: str, protection: Protection) -> Matter:
    found: PlatformRequest = of_case(work, PlatformRequest, about)
    if found.state != "sent" or found.sent_on is None:
        raise Conflict("conflict.not_waiting")
    earlier = [one.number for one in work.store.records.of(Letter, found.case) if one.about == found.id and one.kind == "request"]
    facts = (
        *(writing.fact("earlier", number) for number in earlier[-1:]),
        writing.day("sent_on", found.sent_on),
        writing.fact("account", _read(work, found.account)),
        writing.fact("reply_to", found.reply_to),
    )
    return _to_platform(found, work.catalogue.title("platform_route", found.platform), "reminder", facts, protection)


def _to_platform(found: PlatformRequest, title: Phrase, text: str, facts: tuple[Line, ...], protection: Protection) -> Matter:
    ticked = _agreed(protection, "c6", found.platform)
    return Matter(text, Recipient.PLATFORM, found.platform, title, "c6", facts, ticked)


def _removal(work: Work, writing: Composer, about: str, protection: Protection) -> Matter:
    found: RemovalRequest = of_case(work, RemovalRequest, about)
    if found.captured_on is None:
        raise Refused("refused.capture_first")
    rows = work.catalogue
    facts = (
        writing.fact("url", _read(work, found.url)),
        writing.titled("section", rows.title("removal_section", found.section)),
        writing.day("captured_on", found.captured_on),
    )
    ticked = _agreed(protection, "c6", found.authority)
    title = rows.title("removal_authority", found.authority)
    return Matter("removal", Recipient.AGENCY, found.authority, title, "c6", facts, ticked)


def _referral(work: Work, writing: Composer, about: str, protection: Protection) -> Matter:
    found: OutgoingReferral = of_case(work, OutgoingReferral, about)
    rows, party = work.catalogue, work.store.records.one(Party, found.party)
    fields = tuple(item.partition(".")[2] for item in found.items)
    facts = (
        writing.fact("person", party.alias),
        *(writing.item(name, str(getattr(party, name))) for name in fields if getattr(party, name)),
        *(writing.titled("asked", rows.title("referral_asked", one)) for one in found.asked),
        writing.day("reply_due", found.reply_due),
    )
    title = rows.title("referral_agency", found.agency)
    named = party if found.items else None
    return Matter("referral", Recipient.AGENCY, found.agency, title, found.purpose, facts, frozenset(found.items), named)


def _foreign(work: Work, writing: Composer, about: str, protection: Protection) -> Matter:
    found: ForeignRequest = of_case(work, ForeignRequest, about)
    if found.action is None:
        raise Conflict("conflict.no_action_yet")
    rows = work.catalogue
    facts = (
        writing.fact("ncb_ref", _read(work, found.ncb_ref)),
        writing.fact("register", found.number),
        writing.titled("purpose", rows.title("foreign_purpose", found.purpose)),
        writing.titled("action", rows.title("foreign_action", found.action)),
        writing.titled("caveat", rows.title("foreign_caveat", found.caveat)),
    )
    title = rows.title("country", found.country)
    return Matter("foreign", Recipient.AGENCY, found.country, title, "c8", facts, _agreed(protection, "c8", found.country))


def _read(work: Work, value: str | None) -> str:
    """A closed field that the writer may read; Refused where it is closed to her."""
    if value is None or Sensitivity.EVIDENCE not in work.sight.classes:
        raise Refused("refused.letter_closed")
    return value


def _agreed(protection: Protection, purpose: str, recipient: str) -> frozenset[str]:
    """What somebody agreed may go to this recipient: an account of her own stands in a request only so."""
    fit = (one for one in protection.consents if one.in_force and (one.purpose, one.recipient) == (purpose, recipient))
    return frozenset(item for one in fit for item in one.items)


_Compose = Callable[[Work, Composer, str, Protection], Matter]
_RECORDS: Final[Mapping[str, tuple[type, _Compose]]] = {
    "request": (PlatformRequest, _request),
    "reminder": (PlatformRequest, _reminder),
    "removal": (RemovalRequest, _removal),
    "referral": (OutgoingReferral, _referral),
    "foreign": (ForeignRequest, _foreign),
}
_KINDS: Final[Mapping[str, _Compose]] = {kind: compose for kind, (_, compose) in _RECORDS.items()}
