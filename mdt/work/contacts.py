"""Telling those who were hurt how it stands, by the way they chose, and writing down that or why not (domain 10, product H5)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from mdt.catalogue.days import long_day
from mdt.catalogue.words import LANGUAGES, Words
from mdt.errors import Invalid, Refused
from mdt.model.clocks import ClockPause
from mdt.model.contacts import ContactLog, Slip, next_way, unanswered
from mdt.model.people import Party, SafeContact
from mdt.policy.actions import Action
from mdt.policy.outward import Channel, Cleared, Kind, Paper, Recipient, cleared
from mdt.work.desk import Topic, Work, use_case
from mdt.work.due import UPDATES
from mdt.work.forms import chosen
from mdt.work.letter_lines import fact
from mdt.work.people import of_case
from mdt.work.protection import is_out_of_reach, protection_of

TOLD: Final = ("victim", "complainant")
"""Who is told how the case stands: not the family by default, whatever the relation (domain 9.4)."""
UNSAFE: Final = "unsafe"
"""What went wrong is written down whoever it was with."""


@dataclass(frozen=True, slots=True)
class SlipContent:
    """Everything a slip says: a code and a day. Nothing of the case, the agency or why somebody has it.

    ``papers`` are the same in each language, let through by the guard of outward papers.
    """

    code: str
    day: date
    papers: Mapping[str, Cleared]


@use_case(Action.LOG_CONTACT, Topic.CLOCKS, Topic.PEOPLE)
def log_contact(work: Work, party: str, outcome: str, channel: str, contents: tuple[str, ...] = ()) -> str:
    """Write down a try to tell a person how it stands: what came of it, by which way and about what, from the desk's lists only.

    Refused for whoever is out of reach because of a match, except that it was unsafe.
    Whoever declines updates is not troubled again: the clock stands still by her own choice until she was told something after all.
    """
    found: Party = of_case(work, Party, party)
    if found.role not in TOLD:
        raise Invalid(fields={"party": "invalid.not_told"})
    chosen(work.catalogue, "contact_outcome", "outcome", outcome)
    chosen(work.catalogue, "contact_channel", "channel", channel)
    for content in contents:
        chosen(work.catalogue, "contact_content", "contents", content)
    if outcome == "contacted" and not contents:
        raise Invalid(fields={"contents": "invalid.needed"})
    if outcome != UNSAFE and is_out_of_reach(work, party):
        raise Refused("refused.frozen_contact", who=found.alias)
    said: dict[str, Any] = {"outcome": outcome, "channel": channel, "contents": contents if outcome == "contacted" else ()}
    kept = ContactLog(
        id=work.about(work.ids.fresh()), case=work.at_case, party=party, at=work.store.moment(), written_by=work.actor.id, **said
    )
    work.store.records.add(kept)
    if outcome in ("declined", "contacted"):
        _let_stand(work, found, still=outcome == "declined")
    return kept.id


@use_case(Action.LOG_CONTACT, Topic.CLOCKS)
def make_slip(work: Work, party: str) -> SlipContent:
    """A slip for a person to ask by: a code that is the desk's alone to look up.

    Refused while the last try to reach her was unsafe, or where the guard of outward papers says no.
    """
    found: Party = of_case(work, Party, party)
    if found.role not in TOLD:
        raise Invalid(fields={"party": "invalid.not_told"})
    logs = [one for one in work.store.records.of(ContactLog, work.at_case) if one.party == party]
    if logs and max(logs, key=lambda one: one.at).outcome == UNSAFE:
        raise Refused("refused.unsafe_to_reach")
    code, today = _fresh_code(work), work.clock.today()
    kept = Slip(id=work.about(work.ids.fresh()), case=work.at_case, party=party, code=code, made_on=today, written_by=work.actor.id)
    work.store.records.add(kept)
    protection = protection_of(work)
    papers = {language: cleared(_slip(found.alias, code, today, language), protection) for language in LANGUAGES}
    return SlipContent(code, today, papers)


def ways_to_tell(work: Work, records: Mapping[str, tuple[Any, ...]]) -> list[dict[str, object]]:
    """Per person who was tried or has a safe contact: the way to try next, as far as this member may know the order, and how it went.

    ``moved_on`` says that another way than the last is to be tried, since too many tries in a row reached nobody.
    """
    found, most = [], work.catalogue.setting("no_answers_most")
    for party in records["parties"]:
        logs = [log for log in records["contact_logs"] if log.party == party.id]
        contacts = [one for one in records["safe_contacts"] if one.party == party.id and work.actor.id in one.owners]
        if logs or contacts:
            order = ways_of(contacts[-1]) if contacts else ()
            way, last = next_way(order, logs, most), max(logs, key=lambda log: log.at).channel if logs else ""
            in_a_row = unanswered(logs, last)
            moved_on = way != last if way is not None and last else in_a_row >= most
            found.append({"id": party.id, "way": way, "in_a_row": in_a_row, "moved_on": moved_on})
    return found


def _slip(alias: str, tracking: str, day: date, language: str) -> Paper:
    say = Words(language)
    lines = (fact(say("neutral_slip.code"), tracking), fact(say("neutral_slip.day"), long_day(day, language)))
    how: dict[str, Any] = {"kind": Kind.SLIP, "to": Recipient.PERSON, "channel": Channel.HAND, "purpose": "slip"}
    return Paper(recipient=alias, on=day, lines=lines, **how)


def ways_of(contact: SafeContact) -> Sequence[str]:
    """The ways to reach somebody in the order she chose, as far as they can be read."""
    return tuple(contact.ways.split(",")) if contact.ways else ()


def _let_stand(work: Work, party: Party, still: bool) -> None:
    """Stop the clock of telling her, or let it run again."""
    standing = [
        pause
        for pause in work.store.records.of(ClockPause, party.case)
        if pause.rule in UPDATES and pause.about == party.id and pause.until is None
    ]
    if not still:
        for pause in standing:
            work.store.records.change(pause, until=work.store.moment())
    elif not standing:
        for rule in sorted(UPDATES):
            said: dict[str, Any] = {"rule": rule, "about": party.id, "reason": "victim", "written_by": work.actor.id}
            work.store.records.add(ClockPause(id=work.ids.fresh(), case=party.case, since=work.store.moment(), **said))


def _fresh_code(work: Work) -> str:
    """Eight digits and letters by chance; made of nothing that is known."""
    while True:
        drawn = work.ids.fresh()[:8].upper()
        code = f"{drawn[:4]}-{drawn[4:]}"
        if work.store.cases.calendar.clocks.slip(code) is None:
            return code
