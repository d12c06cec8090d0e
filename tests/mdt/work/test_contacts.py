"""Telling people how it stands: what may be written of it, which way is tried next, who knows the safe contact, and slips."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from typing import Any

import pypdf
import pytest

from mdt.catalogue.words import Words
from mdt.errors import Invalid, Refused
from mdt.reports.slip import print_slip
from mdt.work import contacts, people
from mdt.work.casefile import locate_case, open_case
from mdt.work.due import read_due
from mdt.work.people import ContactLines
from tests.make import Seats, add_member
from tests.mdt.work.test_due import party

WAYS = ContactLines(number="0300 9998887", neutral_line="I call about the sewing class.", first_way="call", second_way="whatsapp")


def case_of(seats: Seats, user: str) -> Any:
    return seats.do(user, open_case, seats.case).content


def way_of(seats: Seats, user: str) -> dict[str, Any]:
    """The way to try next, as this member may know it."""
    victim = party(seats, "V1")
    return dict(next(one for one in case_of(seats, user)["ways"] if one["id"] == victim))


def told(seats: Seats, outcome: str, channel: str = "call", *contents: str, user: str = "psychologist") -> str:
    seats.clock.pass_by(minutes=10)
    return seats.do(user, contacts.log_contact, seats.case, party(seats, "V1"), outcome, channel, contents)


def test_only_what_the_lists_name_is_kept(seats: Seats) -> None:
    told(seats, "contacted", "call", "court_date")
    for outcome, channel, contents in (
        ("phoned", "call", ()),
        ("contacted", "pigeon", ("court_date",)),
        ("contacted", "call", ("her pictures",)),
        ("contacted", "call", ()),
    ):
        with pytest.raises(Invalid):
            told(seats, outcome, channel, *contents)
    (kept,) = case_of(seats, "supervisor")["contact_logs"]
    assert (kept["outcome"], kept["channel"], kept["contents"], kept["written_by"]) == ("contacted", "call", ["court_date"], "psychologist")
    assert set(kept) == {"id", "case", "party", "at", "outcome", "channel", "contents", "written_by", "version"}


def test_nobody_else_is_told(seats: Seats) -> None:
    accused = party(seats, "A1")
    with pytest.raises(Invalid):
        seats.do("investigator", contacts.log_contact, seats.case, accused, "contacted", "call", ("court_date",))
    with pytest.raises(Invalid):
        seats.do("investigator", contacts.make_slip, seats.case, accused)


def test_three_tries_that_reach_nobody_move_on_as_the_owner_knows_and_others_only_that_it_does(seats: Seats) -> None:
    seats.do("psychologist", people.keep_safe_contact, seats.case, party(seats, "V1"), (seats.members["social_welfare"],), WAYS)
    for tries, outcome in enumerate(("no_answer", "other_answered", "no_answer"), start=1):
        assert way_of(seats, "social_welfare")["way"] == "call"
        told(seats, outcome)
        assert way_of(seats, "psychologist")["in_a_row"] == tries
    assert way_of(seats, "psychologist") == {"id": party(seats, "V1"), "way": "whatsapp", "in_a_row": 3, "moved_on": True}
    for user in ("investigator", "supervisor"):
        found = way_of(seats, user)
        assert (found["way"], found["moved_on"]) == (None, True), user
    told(seats, "contacted", "whatsapp", "no_change")
    assert way_of(seats, "psychologist")["moved_on"] is False


def test_the_newest_safe_contact_counts_and_older_ones_stay_readable(seats: Seats) -> None:
    victim = party(seats, "V1")
    older = ContactLines(number="0300 1110001", hours="9 to 11")
    seats.do("psychologist", people.keep_safe_contact, seats.case, victim, (), older)
    newer = ContactLines(
        first_way="visit", voicemail="no", sms="no", shared="yes", spoken="ur", blocked="0300 5", reviewed_on=date(2026, 11, 3)
    )
    seats.do("psychologist", people.keep_safe_contact, seats.case, victim, (), newer)
    told(seats, "no_answer")
    first, second = case_of(seats, "psychologist")["safe_contacts"]
    assert (first["number"], first["ways"]) == ("0300 1110001", None)
    assert (second["ways"], second["manners"]) == ("visit", "voicemail=no,sms=no,shared=yes,spoken=ur")
    assert (second["reviewed_on"], second["blocked"]) == ("2026-11-03", "0300 5")
    assert way_of(seats, "psychologist")["way"] == "visit"


def test_a_safe_contact_names_ways_and_answers_the_desk_knows(seats: Seats) -> None:
    victim = party(seats, "V1")
    some: tuple[dict[str, Any], ...] = (
        {"first_way": "pigeon"},
        {"sms": "perhaps"},
        {"spoken": "martian"},
        {"reviewed_on": date(2027, 1, 1)},
    )
    for wrong in some:
        with pytest.raises(Invalid):
            seats.do("psychologist", people.keep_safe_contact, seats.case, victim, (), ContactLines(**wrong))


def test_whoever_wants_no_updates_is_left_alone_until_told_something_after_all(seats: Seats) -> None:
    told(seats, "declined")
    (found,) = [item for item in seats.do("investigator", read_due).items if item.rule == "update"]
    assert (found.state, found.why_paused) == ("paused", "victim")
    told(seats, "contacted", "visit", "protection")
    (found,) = [item for item in seats.do("investigator", read_due).items if item.rule == "update"]
    assert (found.state, found.why_paused) == ("later", "")


def test_a_slip_says_a_code_and_a_day_and_finds_the_case_for_its_team_only(seats: Seats) -> None:
    made = seats.do("investigator", contacts.make_slip, seats.case, party(seats, "V1"))
    again = seats.do("investigator", contacts.make_slip, seats.case, party(seats, "V1"))
    assert made.code != again.code
    assert seats.do("psychologist", locate_case, None, made.code.lower()) == seats.case
    add_member(seats, "outsider", "psychologist")
    for code in ("0000-0000", made.code):
        with pytest.raises(Invalid, match="case_reference"):
            seats.do("outsider", locate_case, None, code)
    for language in ("en", "ur"):
        printed = print_slip(made.papers[language], language)
        reader = pypdf.PdfReader(BytesIO(printed))
        text = "".join(page.extract_text() for page in reader.pages)
        assert len(reader.pages) == 1
        assert made.code in text
        whole = printed.decode("latin-1").lower() + repr(dict(reader.metadata or {})).lower()
        case = case_of(seats, "investigator")
        told_of = (case["code"], "nccia", "fia", "police", "cyber", "mdt", "case", "victim", "4021")
        assert [word for word in told_of if word in text.lower() or word in whole] == []
    assert [line.text for line in made.papers["en"].paper.lines][1] == "20 November 2026"
    assert Words("ur")("neutral_slip.code") in [line.label for line in made.papers["ur"].paper.lines]


def test_a_slip_passes_the_guard_of_outward_papers(seats: Seats, monkeypatch: pytest.MonkeyPatch) -> None:
    words = Words("en")
    monkeypatch.setattr(contacts, "Words", lambda language: lambda key: f"{words(key)} of the police")
    with pytest.raises(Refused, match="outward_case_words"):
        seats.do("investigator", contacts.make_slip, seats.case, party(seats, "V1"))


def test_no_slip_is_made_while_it_is_not_safe_to_reach_the_person(seats: Seats) -> None:
    told(seats, "unsafe")
    with pytest.raises(Refused, match="unsafe_to_reach"):
        seats.do("investigator", contacts.make_slip, seats.case, party(seats, "V1"))
    told(seats, "contacted", "visit", "protection")
    assert seats.do("investigator", contacts.make_slip, seats.case, party(seats, "V1")).code
