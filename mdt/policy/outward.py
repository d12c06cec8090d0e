"""The one guard of every paper that leaves the desk: letters, slips, replies, reminders, messages, envelopes and figures.

A paper says what it is, to whom and how it goes, and every line as it will be printed. A maker of such papers is declared with
``outward_maker`` and is handed a ``Cleared`` paper, which nothing but the guard can make; ``MAKERS`` is the register that tests walk.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, Final, Generic, TypeVar

from mdt.catalogue.outgoing import case_words
from mdt.errors import Refused
from mdt.model.identifiers import numbers_in, recognise
from mdt.model.names import folded_words
from mdt.model.spellings import Reading, holds, read, says

R = TypeVar("R")


class Kind(StrEnum):
    """What kind of paper it is."""

    LETTER = "letter"
    REPLY = "reply"
    REMINDER = "reminder"
    SLIP = "slip"
    MESSAGE = "message"
    ENVELOPE = "envelope"
    FIGURES = "figures"


class Recipient(StrEnum):
    """What kind of recipient it goes to."""

    AGENCY = "agency"
    PLATFORM = "platform"
    PERSON = "person"


class Channel(StrEnum):
    """How it goes."""

    HAND = "hand"
    POST = "post"
    PORTAL = "portal"
    EMAIL = "email"
    CALL = "call"
    SMS = "sms"
    WHATSAPP = "whatsapp"
    VISIT = "visit"
    VIA_COUNSELLOR = "via_counsellor"


WITHOUT_NARRATIVE: Final = frozenset(Kind) - {Kind.REPLY}
"""Papers that carry no words somebody wrote about the case."""
BARE: Final = frozenset({Kind.SLIP, Kind.MESSAGE})
"""Papers without a word of the agency or the case, whoever gets them; to a person no paper has one."""
ADDRESSED: Final = frozenset({Channel.POST, Channel.EMAIL, Channel.CALL, Channel.SMS, Channel.WHATSAPP})
"""Channels that lead to a number or an address, and so to whoever has it."""
MOST_WORDS: Final = 12
"""A line with more words of its own than this tells a story."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line as it will be printed.

    ``known`` are the words of shipped texts in it (the template, a title of the catalogue), which tell nothing; ``free`` says that
    somebody wrote it in words of her own. ``part`` and ``label`` are for whoever draws it; a label is printed too.
    """

    text: str
    known: str = ""
    free: bool = False
    part: str = "body"
    label: str = ""

    @property
    def printed(self) -> str:
        """All that the line puts on paper."""
        return f"{self.label} {self.text}" if self.label else self.text


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A paper that is to leave the desk: for which purpose, to whom, by which channel and number, and what it says.

    ``recipient`` is the id of the agency or platform, or the alias of the person. ``ticked`` are the items, such as 'V1.name', that
    somebody chose to put into it; each needs a consent for this purpose and recipient.
    """

    kind: Kind
    to: Recipient
    recipient: str
    purpose: str
    channel: Channel
    on: date
    lines: tuple[Line, ...]
    number: str = ""
    ticked: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Secret:
    """A value of the case that no paper says unless its item is ticked: 'V1.name', of the kind 'name'."""

    item: str
    kind: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreed:
    """A consent as the guard needs it: for what, to whom, which items, until when; not in force where withdrawn or not hers to give."""

    purpose: str
    recipient: str
    items: frozenset[str]
    until: date | None = None
    in_force: bool = True

    def covers(self, paper: Paper) -> bool:
        """Whether it is for this paper at all."""
        alive = self.in_force and (self.until is None or self.until >= paper.on)
        return alive and (self.purpose, self.recipient) == (paper.purpose, paper.recipient)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """How one person may be reached, from her safe-contact record: by which channels, at which numbers or addresses."""

    party: str
    channels: frozenset[Channel]
    numbers: tuple[str, ...] = ()
    frozen: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Protection:
    """What a case protects: its values, its own code and numbers, consents, ways to reach people, numbers nobody may write to."""

    secrets: tuple[Secret, ...] = ()
    case_words: tuple[str, ...] = ()
    consents: tuple[Agreed, ...] = ()
    reaches: tuple[Reach, ...] = ()
    blocked: tuple[str, ...] = ()


_SEAL: Final = object()


@dataclass(frozen=True, slots=True)
class Cleared:
    """A paper that passed the guard, for a maker to draw; only the guard makes one."""

    paper: Paper
    seal: object = field(repr=False)

    def __post_init__(self) -> None:
        if self.seal is not _SEAL:
            raise TypeError("only the guard clears a paper")


@dataclass(frozen=True, slots=True)
class Maker(Generic[R]):
    """A declared maker of outward papers; called with one that the guard let through, it draws it in a language."""

    name: str
    kinds: frozenset[Kind]
    draw: Callable[[Cleared, str], R]

    def __call__(self, passed: Cleared, language: str) -> R:
        """The paper in ``language`` ('en' or 'ur'); ValueError for a kind that it was not declared for."""
        if passed.paper.kind not in self.kinds:
            raise ValueError(passed.paper.kind)
        return self.draw(passed, language)


MAKERS: Final[list[Maker[Any]]] = []


def outward_maker(*kinds: Kind) -> Callable[[Callable[[Cleared, str], R]], Maker[R]]:
    """Declare a function as a maker of papers of these kinds."""

    def declare(draw: Callable[[Cleared, str], R]) -> Maker[R]:
        made = Maker(draw.__name__, frozenset(kinds), draw)
        MAKERS.append(made)
        return made

    return declare


def cleared(paper: Paper, protection: Protection) -> Cleared:
    """The paper as a maker may draw it; raises Refused for the first thing that stands against it."""
    for why in objections(paper, protection):
        raise why
    return Cleared(paper, _SEAL)


def objections(paper: Paper, protection: Protection) -> Iterator[Refused]:
    """Everything that stands against a paper, the gravest first."""
    yield from _of_channel(paper, protection)
    yield from _of_protected(paper, protection)
    yield from _of_case_words(paper, protection)
    yield from _of_narrative(paper)


def same_number(one: str, other: str) -> bool:
    """Whether two numbers or addresses, however they are written, lead to the same place."""
    keys = [{(found.kind, found.key) for found in recognise(text)} for text in (one, other)]
    if keys[0] & keys[1] or numbers_in(one) & numbers_in(other):
        return True
    return "".join(folded_words(one)) == "".join(folded_words(other)) != ""


def _of_channel(paper: Paper, protection: Protection) -> Iterator[Refused]:
    if paper.number and any(same_number(paper.number, blocked) for blocked in protection.blocked):
        yield Refused("refused.outward_blocked")
    if paper.to is not Recipient.PERSON:
        return
    reaches = [reach for reach in protection.reaches if reach.party == paper.recipient]
    if not reaches:
        if paper.channel is not Channel.HAND:  # what she is given herself leads to nobody else
            yield Refused("refused.outward_no_safe_contact", who=paper.recipient)
    elif any(reach.frozen for reach in reaches):
        yield Refused("refused.outward_frozen", who=paper.recipient)
    elif not any(paper.channel in reach.channels for reach in reaches):
        yield Refused("refused.outward_channel", who=paper.recipient)
    elif paper.channel in ADDRESSED and not any(_leads(reach, paper) for reach in reaches):
        yield Refused("refused.outward_number", who=paper.recipient)


def _leads(reach: Reach, paper: Paper) -> bool:
    return paper.channel in reach.channels and any(same_number(paper.number, number) for number in reach.numbers)


def _of_protected(paper: Paper, protection: Protection) -> Iterator[Refused]:
    agreed = frozenset(item for consent in protection.consents if consent.covers(paper) for item in consent.items)
    for item in sorted(paper.ticked - agreed):
        yield Refused("refused.outward_no_consent", item=item)
    allowed = [secret for secret in protection.secrets if secret.item in paper.ticked & agreed or _is_hers(paper, secret)]
    reading = _reading(paper, tuple(secret.text for secret in allowed))
    for secret in protection.secrets:
        if secret not in allowed and holds(reading, secret.kind, secret.text):
            yield Refused("refused.outward_protected", item=secret.item)


def _is_hers(paper: Paper, secret: Secret) -> bool:
    """Whether it is what was agreed with the person herself: her neutral line, and on an envelope the address it goes to."""
    if paper.to is not Recipient.PERSON or not secret.item.startswith(f"{paper.recipient}."):
        return False
    return secret.kind == "neutral_line" or (paper.kind is Kind.ENVELOPE and same_number(secret.text, paper.number))


def _of_case_words(paper: Paper, protection: Protection) -> Iterator[Refused]:
    if paper.to is not Recipient.PERSON and paper.kind not in BARE:
        return
    reading = _reading(paper)
    if any(says(reading, phrase) for phrase in (*case_words(), *protection.case_words)):
        yield Refused("refused.outward_case_words")


def _of_narrative(paper: Paper) -> Iterator[Refused]:
    if paper.kind not in WITHOUT_NARRATIVE:
        return
    for line in paper.lines:
        if (line.free and line.text.strip()) or _own_words(line) > MOST_WORDS:
            yield Refused("refused.outward_narrative")
            return


def _own_words(line: Line) -> int:
    return len(folded_words(line.printed)) - len(folded_words(line.known))


def _reading(paper: Paper, allowed: tuple[str, ...] = ()) -> Reading:
    return read("\n".join(line.printed for line in paper.lines), "\n".join(line.known for line in paper.lines), allowed)
