"""The bundle as it is gathered: aliases instead of names, references instead of texts, in the order of the days."""

from __future__ import annotations

from datetime import date

from mdt.model.bundles import BundleContent
from mdt.work import charges, incidents, notes, people
from mdt.work.bundle import NEVER_PRINTED, assemble_bundle
from mdt.work.forms import Account, NewNumber, NewParty
from mdt.work.registration import number_case, register_case
from mdt.work.stages import move_to_challan
from tests.make import Seats, plain_case, seat_team
from tests.mdt.work.looking import party, rows
from tests.mdt.work.marked import DAY


def bundle(seats: Seats, case: str | None = None) -> BundleContent:
    return seats.do("prosecutor", assemble_bundle, case or seats.case)


def test_who_is_named_and_who_is_not(seats: Seats) -> None:
    seats.do("investigator", people.add_party, seats.case, NewParty(role="accused", minor=True, names=("Zeeshan Smallboy",)))
    seats.do("investigator", people.add_party, seats.case, NewParty(role="accused", accounts=(Account(kind="phone", text="0345 6667778"),)))
    content = bundle(seats)
    assert [(line.alias, line.name, line.identifiers) for line in content.parties] == [
        ("V1", None, ()),
        ("C1", None, ()),
        ("A1", "Muhammad Testkhan / محمد ٹیسٹ خان", ("instagram: @invented.gamer",)),
        ("A2", None, ()),
        ("A3", None, ()),  # telephones and identity cards stay in the file
    ]
    assert [line.role.en for line in content.parties] == ["Victim", "Complainant", "Accused", "Child alleged to have harmed", "Accused"]
    assert [line.relation.en if line.relation else None for line in content.parties][:3] == [None, "Parent", "Online contact"]
    assert [line.status.en if line.status else None for line in content.parties][2:] == ["Identified", None, None]
    assert all(phrase.ur for line in content.parties for phrase in (line.role, line.sex, line.age_band))
    assert content.child_victim


def test_what_stands_on_the_cover(seats: Seats) -> None:
    seats.do("investigator", number_case, seats.case, NewNumber(kind="cybertip", text="155667788"))
    before = rows(seats, "SELECT count(*), max(seq) FROM events")[0]
    content = bundle(seats)
    assert (content.agency.en, content.circle.en) == ("National Cyber Crime Investigation Agency", "Multan")
    assert [(line.value, line.circle and line.circle.en, line.dated) for line in content.numbers] == [
        ("4021/2026", "Multan", date(2026, 11, 3)),
        ("155667788", None, None),
    ]
    assert (content.stage.en, content.typology.en) == ("Complaint received", "Blackmailing")
    assert (content.prepared_by, content.prepared_role.en) == ("prosecutor", "Prosecutor")
    assert content.prepared_at == seats.clock.now()
    assert (content.log_length, len(content.log_head)) == (before[1], 64)
    assert len({phrase.en for phrase in content.withheld}) == len(NEVER_PRINTED)
    assert rows(seats, "SELECT act, outcome FROM events ORDER BY seq DESC LIMIT 1") == [("assemble_bundle", "done")]


def test_the_days_stand_in_order(seats: Seats) -> None:
    accused = party(seats, "A1")["id"]
    seats.do("investigator", incidents.record_arrest, seats.case, accused, DAY)
    seats.do("investigator", incidents.record_arrest, seats.case, accused, None)
    seats.do("investigator", charges.record_statement, seats.case, accused, "s161", date(2026, 11, 4), "words", "tape 3", True)
    seats.do("investigator", move_to_challan, seats.case, "verification", {"verification_officer": "SI Testname"})
    content = bundle(seats)
    assert [line.on for line in content.chronology] == sorted(line.on for line in content.chronology)
    assert [(line.on.day, line.what.en.split(":")[0].rstrip(".")) for line in content.chronology] == [
        (1, "The events of this case began"),
        (30, "The events of this case"),
        (2, "First reported"),
        (2, "Came to the desk"),
        (3, "Enquiry number given"),
        (4, "A1 gave an account"),
        (10, "A1 was arrested"),
        (20, "The case moved to the stage"),
    ]
    statement = content.statements[0]
    assert (statement.person, statement.taken_on, statement.taken_by.en) == ("A1", date(2026, 11, 4), "Investigator")
    assert (statement.reference, statement.recorded) == ("tape 3", True)
    assert "words" not in repr(content)


def test_charges_say_their_law(seats: Seats) -> None:
    accused = party(seats, "A1")["id"]
    dropped = seats.do("prosecutor", charges.lay_charge, seats.case, accused, "ppc-506", date(2026, 10, 5))
    seats.do("prosecutor", charges.lay_charge, seats.case, accused, "peca-21", None, "21(1)(c)", "weak on intent")
    seats.clock.pass_by(hours=11)
    seats.do("prosecutor", charges.withdraw_charge, seats.case, dropped)
    first, second = bundle(seats).charges
    assert (first.section, first.accused, first.cognizable, first.bailable, first.compoundable) == ("21(1)(c)", "A1", True, False, False)
    assert (first.occurred_from, first.occurred_to, first.outside_force) == (date(2026, 10, 30), date(2026, 10, 30), False)
    assert first.in_force_from == date(2016, 8, 18)
    assert (second.section, second.occurred_from) == ("506", date(2026, 10, 5))
    assert (first.withdrawn, first.withdrawn_on, second.withdrawn, second.withdrawn_on) == (False, None, True, date(2026, 11, 21))
    assert first.status is not None
    assert second.status is not None
    assert (first.status.en, first.status.ur) != (second.status.en, second.status.ur)
    assert "weak on intent" not in repr(bundle(seats))


def test_what_took_one_day_is_told_once(seats: Seats) -> None:
    one = seats.do("investigator", register_case, None, plain_case(occurred_from=DAY, occurred_to=DAY, numbers=(), parties=()))
    seat_team(seats, one)
    told = [line.what.en for line in bundle(seats, one).chronology if line.what.en.startswith("The events")]
    assert told == ["The events of this case took place on this day."]


def test_a_bare_case_makes_a_bundle_too(seats: Seats) -> None:
    bare = plain_case(parties=(), numbers=(), sources=(), typology=None, occurred_from=None, occurred_to=None, report=None)
    case = seats.do("investigator", register_case, None, bare)
    seat_team(seats, case)
    content = bundle(seats, case)
    assert (content.numbers, content.parties, content.charges, content.statements) == ((), (), (), ())
    assert content.typology.en
    assert not content.child_victim
    assert [line.on for line in content.chronology] == [date(2026, 11, 2)]


def test_nothing_sealed_for_a_profession_is_gathered(seats: Seats) -> None:
    seats.do("prosecutor", notes.add_opinion, seats.case, DAY, "It may stand.")
    seats.do("psychologist", notes.add_session_note, seats.case, DAY, "held", "She spoke.")
    words = repr(bundle(seats))
    assert [text for text in ("It may stand.", "She spoke.", "Gulnaz", "36302", "He has her pictures") if text in words] == []
