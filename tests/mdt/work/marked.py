"""A desk with one case that holds a text of its own in every closed field of every record, so that a leak can be told by its words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from db.tables import RECORDS
from mdt.model.cases import Charge, Correction, FirstReport, Incident, Request
from mdt.model.evidence import Statement
from mdt.model.interviews import Checklist, EssentialFact, Interview
from mdt.model.ladder import Match
from mdt.model.notes import Opinion, SessionNote, WelfareNote
from mdt.model.outgoing import RemovalRequest
from mdt.model.people import Party, Person, SafeContact
from mdt.model.sensitivity import Sensitivity, shape_of
from mdt.model.tips import Tip, TipLink
from mdt.work import charges, incidents, notes, people, registration, requests, stages
from mdt.work.casefile import open_case
from mdt.work.forms import Account, NewNumber, NewParty, NewSource
from mdt.work.people import ContactLines
from tests.climbed import ladder_story
from tests.clocked import clock_story
from tests.interviewed import LINE, whole_story
from tests.make import TEAM_ROLES, Seats, StandingClock, add_member, new_desk, plain_case, seat_team
from tests.outgone import everything
from tests.tipped import linked, opened, recorded

OUTSIDERS = {role: f"other.{role}" for role in TEAM_ROLES}
"""A second member of each role who is on no case, by role."""
LEAVER = "second.supervisor"
CONTACT_OWNERS = ("investigator", "social_welfare")
BARE = "9001/2026"
"""The number of a second case of the same team, with next to nothing in it."""
DAY = date(2026, 11, 10)
_AS_TYPED = {
    (Party, "phone"): "0311-7654321",
    (Party, "cnic"): "35202-7654321-9",
    (Party, "birth_date"): "2013-04-17",
    (Party, "handle"): "@markpartyhandle",
    (Party, "email"): "markpartyemail@example.org",
    (Party, "device"): "356938035643809",
    (Person, "identifiers"): "@markpersonidentifiers",
    (Tip, "identifiers"): "@marktipidentifiers",
    (Charge, "offence"): "peca-22",
    (Charge, "element"): "22(1)(b)",
    (EssentialFact, "element"): "22(1)(a)",
    (Interview, "outcome"): "nothing_happened",
    (Interview, "exhibit_hash"): "MARKhashofit",
    (Checklist, "ticks"): LINE,
    (SafeContact, "ways"): "via_counsellor,whatsapp,visit",
    (SafeContact, "manners"): "voicemail=no,sms=yes,shared=yes",
    (SafeContact, "reviewed_on"): "2026-10-09",
    (RemovalRequest, "capture_hash"): "cd" * 32,
}


@dataclass(frozen=True)
class Marker:
    """The text that stands in one field; ``past`` where it was replaced since, ``beside`` where a second record of the kind carries it."""

    kind: type
    field: str
    sensitivity: Sensitivity
    text: str
    past: bool = False
    beside: bool = False

    def __str__(self) -> str:
        return self.text


def mark(kind: type, field: str, which: str = "") -> str:
    """The text a field carries: made of its own name, or something of the shape that is asked for there."""
    return which + _AS_TYPED.get((kind, field), f"MARK{kind.__name__}{field.replace('_', '')}")


COMPUTED = {(Match, "alike")}
"""Closed fields nobody writes and nobody is shown."""


def markers() -> Iterator[Marker]:
    """One marker per closed field there is, and those of older versions and of the accused under 18."""
    for kind in RECORDS:
        for field, sensitivity, _ in shape_of(kind):
            if sensitivity is not Sensitivity.OPERATIONAL and (kind, field) not in COMPUTED:
                yield Marker(kind, field, sensitivity, mark(kind, field))
    for kind, field, sensitivity in (
        (Party, "school", Sensitivity.IDENTITY),
        (Person, "names", Sensitivity.ACCUSED),
        (SessionNote, "text", Sensitivity.CLINICAL),
        (WelfareNote, "text", Sensitivity.WELFARE),
        (Opinion, "text", Sensitivity.LEGAL),
    ):
        yield Marker(kind, field, sensitivity, mark(kind, field, "OLDER"), past=True)
    for field, text in (("name", "MARKYOUNGname"), ("school", "MARKYOUNGschool"), ("phone", "0311-1234567")):
        yield Marker(Party, field, Sensitivity.IDENTITY, text, beside=True)


MARKERS = tuple(markers())


def marked_desk(folder: Path) -> Seats:
    """Nine members and the marked case, its team seated and every key handed on; closed."""
    seats = new_desk(folder, StandingClock())
    for role, user in OUTSIDERS.items():
        add_member(seats, user, role)
    add_member(seats, LEAVER, "supervisor")
    numbers = (
        NewNumber(kind="enquiry", text="7411/2026", circle="MUX", dated=DAY),
        NewNumber(kind="fir", text="88/2026", circle="MUX", dated=DAY),
    )
    sources = (NewSource(kind="local", reference="MARKSourcereference", received_on=DAY),)
    case = plain_case(
        report=mark(FirstReport, "text"), parties=(victim(), complainant(), accused(), young()), sources=sources, numbers=numbers
    )
    seats.case = seats.do("investigator", registration.register_case, None, case)
    seat_team(seats, seats.case)
    _investigate(seats)
    _care(seats)
    _prosecute(seats)
    charge = first_id(seats, "prosecutor", "charges")
    clock_story(seats, seats.case, party_of(seats, "V1"), mark)
    whole_story(seats, seats.case, party_of(seats, "V1"), mark, (charge, mark(EssentialFact, "element")))
    place = opened(seats)
    tip = recorded(
        seats,
        place,
        f"handle|instagram|{mark(Tip, 'identifiers')}",
        names=(mark(Tip, "names"),),
        kept=mark(Tip, "kept"),
        narrative=mark(Tip, "narrative"),
        victims=mark(Tip, "victims"),
    )
    linked(seats, seats.case, tip, note=mark(TipLink, "note"))
    everything(seats, party_of(seats, "V1"), mark)
    ladder_story(seats, party_of(seats, "A1"), mark)
    bare = plain_case(parties=(NewParty(role="victim"),), numbers=(NewNumber(kind="enquiry", text=BARE, circle="MUX"),))
    seat_team(seats, seats.do("investigator", registration.register_case, None, bare))
    seats.leave()
    return seats


def victim() -> NewParty:
    """The person who was hurt, with a text in every field; her school is replaced later."""
    accounts = tuple(Account(kind=kind, text=mark(Party, kind)) for kind in ("phone", "cnic", "handle", "email", "device"))
    return NewParty(
        role="victim",
        sex="female",
        age_band="10_13",
        minor=True,
        names=(mark(Party, "name"), mark(Party, "other_names")),
        accounts=accounts,
        birth_date=date.fromisoformat(mark(Party, "birth_date")),
        school=mark(Party, "school", "OLDER"),
        address=mark(Party, "address"),
    )


def complainant() -> NewParty:
    """Her mother, without a name."""
    return NewParty(role="complainant", relation="parent")


def accused() -> NewParty:
    """An adult accused; his name is replaced later."""
    account = Account(kind="handle", text=mark(Person, "identifiers"), platform="instagram")
    return NewParty(role="accused", sex="male", names=(mark(Person, "names", "OLDER"),), accounts=(account,), state="identified")


def young() -> NewParty:
    """An accused under 18: sealed as those who were hurt are."""
    account = Account(kind="phone", text="0311-1234567")
    return NewParty(role="accused", minor=True, age_band="14_17", names=("MARKYOUNGname",), accounts=(account,), school="MARKYOUNGschool")


def party_of(seats: Seats, alias: str) -> str:
    """The id of a party by its alias, as the investigator's case file has it."""
    return next(str(party["id"]) for party in seats.do("investigator", open_case, seats.case).content["parties"] if party["alias"] == alias)


def first_id(seats: Seats, user: str, section: str) -> str:
    """The id of the first record of a section, as ``user`` sees the case."""
    return str(seats.do(user, open_case, seats.case).content[section][0]["id"])


def _investigate(seats: Seats) -> None:
    user, case = "investigator", seats.case
    harmed, adult = party_of(seats, "V1"), party_of(seats, "A1")
    seats.do(user, people.amend_party, case, harmed, {"school": mark(Party, "school")})
    account = Account(kind="handle", text=mark(Person, "identifiers"), platform="instagram")
    seats.do(user, people.amend_accused, case, adult, (mark(Person, "names"),), (account,))
    seats.do(user, incidents.add_incident, case, DAY, DAY, mark(Incident, "platform"), mark(Incident, "what"))
    seats.do(user, incidents.correct_report, case, mark(Correction, "text"), mark(Correction, "reason"))
    seats.do(user, charges.record_statement, case, harmed, "s161", DAY, mark(Statement, "text"), mark(Statement, "reference"))
    seats.do(user, incidents.record_arrest, case, adult, DAY)
    owners = tuple(seats.members[owner] for owner in CONTACT_OWNERS)
    texts = ("number", "whose", "hours", "neutral_line", "code_word", "their_word", "stop_signal", "blocked")
    lines: dict[str, Any] = {field: mark(SafeContact, field) for field in texts}
    lines |= {"first_way": "via_counsellor", "second_way": "whatsapp", "third_way": "visit"}
    lines |= {"voicemail": "no", "sms": "yes", "shared": "yes", "reviewed_on": date.fromisoformat(mark(SafeContact, "reviewed_on"))}
    seats.do(user, people.keep_safe_contact, case, harmed, owners, ContactLines(**lines))
    seats.do(user, requests.request_closure, case, "no_evidence", mark(Request, "note"), DAY)
    seats.do("supervisor", requests.decide_request, case, first_id(seats, "supervisor", "requests"), False)
    seats.do(user, stages.move_to_challan, case, "verification", {"verification_officer": "MARKStageMovefacts"})


def _care(seats: Seats) -> None:
    case = seats.case
    note = seats.do("psychologist", notes.add_session_note, case, DAY, "held", mark(SessionNote, "text", "OLDER"))
    seats.do("psychologist", notes.amend_session_note, case, note, mark(SessionNote, "text"))
    seats.do("psychologist", notes.raise_signal, case, "self_harm_precautions")
    visit = seats.do("social_welfare", notes.add_welfare_note, case, DAY, "held", mark(WelfareNote, "text", "OLDER"))
    seats.do("social_welfare", notes.amend_welfare_note, case, visit, mark(WelfareNote, "text"))


def _prosecute(seats: Seats) -> None:
    user, case = "prosecutor", seats.case
    opinion = seats.do(user, notes.add_opinion, case, DAY, mark(Opinion, "text", "OLDER"))
    seats.do(user, notes.amend_opinion, case, opinion, mark(Opinion, "text"))
    said = {"element": mark(Charge, "element"), "assessment": mark(Charge, "assessment")}
    seats.do(user, charges.lay_charge, case, party_of(seats, "A1"), mark(Charge, "offence"), None, **said)
