"""Whoever may be the accused is reached by nobody, with or without a safe contact of their own, and others are reached again."""

from __future__ import annotations

from datetime import date

import pytest

from mdt.errors import Missing, Refused
from mdt.policy.outward import Channel
from mdt.work import contacts, gaps, ladder, matches, people, registration, staff
from mdt.work.casefile import open_case
from mdt.work.forms import Account, NewCase, NewParty
from mdt.work.notes import read_history
from mdt.work.people import ContactLines
from mdt.work.unknown import list_unknown
from tests.climbed import REACHED, SHARED, matched, rung, shown
from tests.make import Seats, add_member
from tests.mdt.work.marked import party_of
from tests.mdt.work.test_ladder import PHONE, USER, found, objections_to, settle

NUMBER, ANOTHER_NUMBER = "0301 4443332", "0302 5554443"


def reached_at(seats: Seats, number: str, user: str = USER) -> None:
    lines = ContactLines(number=number, first_way="call")
    seats.do(user, people.keep_safe_contact, seats.case, party_of(seats, "V1"), (), lines)


def caught(seats: Seats) -> str:
    """The victim's safe contact turns out to be the telephone of the accused; the match's id."""
    reached_at(seats, NUMBER)
    seats.do(USER, people.amend_accused, seats.case, party_of(seats, "A1"), (), (Account(kind="phone", text=NUMBER),))
    return str(shown(seats, "matches")[-1]["id"])


def log(seats: Seats, outcome: str = "no_answer", user: str = USER) -> str:
    return seats.do(user, contacts.log_contact, seats.case, party_of(seats, "V1"), outcome, "call")


@pytest.mark.parametrize("outcome", [None, "same"])
@pytest.mark.parametrize("channel", sorted(Channel))
def test_who_may_be_the_accused_is_handed_nothing_without_a_safe_contact_either(
    seats: Seats, channel: Channel, outcome: str | None
) -> None:
    match = matched(seats)
    alias = next(party["alias"] for party in shown(seats, "parties") if party["id"] == shown(seats, "matches")[0]["other"])
    if outcome:
        settle(seats, match, outcome)
    assert objections_to(seats, alias, channel=channel) == "refused.outward_frozen"


def test_a_new_safe_contact_is_used_after_the_old_one_was_the_accused(seats: Seats) -> None:
    settle(seats, caught(seats), "same")
    assert objections_to(seats, "V1") == "refused.outward_frozen"
    for user in ("investigator", "psychologist", "social_welfare"):
        assert "safe_contact_lost" in shown(seats, "missing", user)
    assert "safe_contact_lost" in [gap.gap for gap in seats.do("supervisor", gaps.missing_on_desk)]
    reached_at(seats, ANOTHER_NUMBER)
    assert "safe_contact_lost" not in shown(seats, "missing")
    assert objections_to(seats, "V1") == ""
    assert objections_to(seats, "V1", channel=Channel.CALL, number=ANOTHER_NUMBER) == ""
    assert objections_to(seats, "V1", channel=Channel.CALL, number=NUMBER) == "refused.outward_blocked"
    assert log(seats)


def test_a_new_safe_contact_of_the_accused_is_found_again(seats: Seats) -> None:
    settle(seats, caught(seats), "same")
    reached_at(seats, NUMBER)
    assert [kinds for _, _, kinds in found(seats)] == [("safe_contact",), ("safe_contact",)]
    assert objections_to(seats, "V1") == "refused.outward_frozen"


def test_a_new_safe_contact_does_not_settle_an_open_match(seats: Seats) -> None:
    caught(seats)
    reached_at(seats, ANOTHER_NUMBER)
    assert objections_to(seats, "V1") == "refused.outward_frozen"


def test_only_the_newest_safe_contact_leads_to_somebody(seats: Seats) -> None:
    reached_at(seats, NUMBER)
    reached_at(seats, ANOTHER_NUMBER)
    assert objections_to(seats, "V1", channel=Channel.CALL, number=ANOTHER_NUMBER) == ""
    assert objections_to(seats, "V1", channel=Channel.CALL, number=NUMBER) == "refused.outward_number"


@pytest.mark.parametrize("outcome", ["no_answer", "other_answered", "declined"])
def test_nobody_out_of_reach_is_tried(seats: Seats, outcome: str) -> None:
    match = caught(seats)
    with pytest.raises(Refused, match=r"refused\.frozen_contact"):
        log(seats, outcome)
    assert log(seats, "unsafe"), "what went wrong is always written down"
    settle(seats, match)
    assert log(seats, outcome)


def test_a_member_who_takes_a_seat_later_is_compared(seats: Seats) -> None:
    accused = party_of(seats, "A1")
    seats.do(USER, people.amend_accused, seats.case, accused, ("Imran Farzi",), ())
    add_member(seats, "imran.farzi", "investigator")
    seats.do("supervisor", staff.add_to_team, seats.case, seats.members["imran.farzi"])
    assert shown(seats, "unkept_matches") == 1
    assert seats.do(USER, matches.look_for_matches, seats.case) == 1
    assert found(seats) == [(accused, "imran.farzi", ("name",))]


def test_a_case_that_begins_with_a_match_guards_before_it_is_kept(seats: Seats) -> None:
    accused, guardian = NewParty(role="accused", accounts=PHONE), NewParty(role="guardian", accounts=PHONE)
    new = NewCase(circle="Multan", channel="walk_in", received_on=seats.clock.today(), parties=(accused, guardian))
    case = seats.do(USER, registration.register_case, None, new)
    assert seats.do(USER, open_case, case).content["unkept_matches"] == 1
    assert seats.do(USER, matches.look_for_matches, case) == 1


def test_who_is_not_on_the_team_settles_nothing_and_reads_nothing(seats: Seats) -> None:
    match, accused = matched(seats), party_of(seats, "A1")
    add_member(seats, "stranger", "investigator")
    with pytest.raises(Missing):
        settle(seats, match, user="stranger")
    with pytest.raises(Missing):
        seats.do("stranger", ladder.record_rung, seats.case, accused, "device", "seizure", seats.clock.today())
    with pytest.raises(Missing):
        seats.do("stranger", matches.look_for_matches, seats.case)


def test_a_refused_try_leaves_no_line(seats: Seats) -> None:
    caught(seats)
    with pytest.raises(Refused):
        log(seats)
    assert shown(seats, "contact_logs") == []


def test_another_value_of_a_kind_that_was_settled_is_found(seats: Seats) -> None:
    accused = party_of(seats, "A1")
    guardian = seats.do(
        USER, people.add_party, seats.case, NewParty(role="guardian", accounts=(*PHONE, Account(kind="phone", text=NUMBER)))
    )
    first, second = (Account(kind="phone", text=text) for text in (PHONE[0].text, f"+92 {NUMBER[1:]}"))
    seats.do(USER, people.amend_accused, seats.case, accused, (), (first,))
    settle(seats, shown(seats, "matches")[0]["id"])
    seats.do(USER, people.amend_accused, seats.case, accused, (), (first, Account(kind="email", text="a@example.org")))
    assert len(found(seats)) == 1, "the same number again"
    seats.do(USER, people.amend_accused, seats.case, accused, (), (first, second))
    assert found(seats)[1:] == [(accused, guardian, ("phone",))], "the telephone that was not looked at"
    settle(seats, shown(seats, "matches")[1]["id"])
    seats.do(USER, people.amend_accused, seats.case, accused, (), (second,))
    assert len(found(seats)) == 2


def test_what_two_have_in_common_is_never_shown(seats: Seats) -> None:
    matched(seats)
    for user in ("investigator", "psychologist", "social_welfare", "prosecutor"):
        assert "alike" not in shown(seats, "matches", user)[0]
        assert "alike" not in {change.field for change in seats.do(user, read_history, seats.case)}


def test_who_is_not_identified_is_listed_by_days_on_one_rung(seats: Seats) -> None:
    def listed(user: str) -> list[tuple[str, str, int, str]]:
        return [(one.alias, one.rung, one.days, one.next) for one in seats.do(user, list_unknown)]

    registered = next(one["since"] for one in shown(seats, "ladders"))
    for state in ("unknown", "account"):
        seats.do(USER, people.add_party, seats.case, NewParty(role="accused", state=state))
    later = next(party["id"] for party in shown(seats, "parties") if party["alias"] == "A2")
    rung(seats, later, "subscriber")
    whole, short = ((seats.clock.today() - day).days for day in (date.fromisoformat(registered), REACHED))
    expected = [("A3", "account", whole, "subscriber"), ("A2", "subscriber", short, "device")]
    assert whole > short
    for user in ("investigator", "supervisor", "psychologist"):
        assert listed(user) == expected, "an accused who is identified is not on it"
    add_member(seats, "stranger", "investigator")
    assert listed("stranger") == []


@pytest.mark.parametrize(
    ("accused", "contact"),
    [
        (Account(kind="phone", text=SHARED), f"{SHARED} (mother)"),
        (Account(kind="phone", text=SHARED), f"0301 1112223 / {SHARED}"),
        (Account(kind="handle", platform="whatsapp", text="03007776655"), SHARED),
        (Account(kind="handle", platform="whatsapp", text="wa.me/923007776655"), SHARED),
        (Account(kind="email", text="invented.gamer@example.org"), "Invented.Gamer@example.org"),
        (Account(kind="handle", platform="instagram", text="@invented.gamer"), "https://www.instagram.com/invented.gamer"),
    ],
)
def test_a_safe_contact_that_leads_to_the_accused_is_found_however_it_is_written(seats: Seats, accused: Account, contact: str) -> None:
    seats.do(USER, people.amend_accused, seats.case, party_of(seats, "A1"), ("Somebody",), (accused,))
    seats.do(USER, people.keep_safe_contact, seats.case, party_of(seats, "V1"), (), ContactLines(number=contact))
    assert [match["kinds"] for match in shown(seats, "matches")] == [["safe_contact"]]
    with pytest.raises(Refused, match=r"refused\.frozen_contact"):
        seats.do(USER, contacts.log_contact, seats.case, party_of(seats, "V1"), "no_answer", "call")


def test_a_number_that_was_settled_to_be_the_accuseds_stays_so_whatever_is_known_later(seats: Seats) -> None:
    accused, victim = party_of(seats, "A1"), party_of(seats, "V1")
    seats.do(USER, people.amend_accused, seats.case, accused, ("Somebody",), (Account(kind="phone", text=SHARED),))
    seats.do(USER, people.keep_safe_contact, seats.case, victim, (), ContactLines(number=SHARED))
    seats.do(USER, ladder.settle_match, seats.case, shown(seats, "matches")[0]["id"], "same", "His own telephone.")
    seats.do(USER, people.amend_accused, seats.case, accused, ("Somebody",), (Account(kind="phone", text="0302 0000001"),))
    seats.do(USER, people.keep_safe_contact, seats.case, victim, (), ContactLines(number="+92-300-777 66 55"))
    assert [match["outcome"] for match in shown(seats, "matches")] == ["same", None]
    with pytest.raises(Refused, match=r"refused\.frozen_contact"):
        seats.do(USER, contacts.log_contact, seats.case, victim, "no_answer", "call")
    seats.do(USER, people.keep_safe_contact, seats.case, victim, (), ContactLines(number="0303 0000002"))
    seats.do(USER, ladder.settle_match, seats.case, shown(seats, "matches")[1]["id"], "same", "The same telephone.")
    seats.do(USER, contacts.log_contact, seats.case, victim, "no_answer", "call")
