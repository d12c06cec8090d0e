"""Searching: accused in both scripts and by ear, accounts in any dress, those who were hurt from memory or by exact identifier only."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from mdt.catalogue.schema import Catalogue
from mdt.errors import Invalid, Missing, Refused
from mdt.model.lists import Hit
from mdt.work import casefile, people, requests, staff
from mdt.work.forms import Account, NewNumber, NewParty
from mdt.work.registration import number_case, register_case
from mdt.work.search import search
from tests.make import TEAM_ROLES, Seats, add_member, copied, plain_case
from tests.mdt.work.looking import invalid, opened, party, refused, rows


@pytest.fixture(scope="module")
def both_template(template: Seats, tmp_path_factory: pytest.TempPathFactory) -> Seats:
    """The desk with an investigator and a psychologist who are on no case, and an accused with a phone and a CNIC; closed."""
    seats = copied(template, tmp_path_factory.mktemp("both") / "desk")
    accounts = (Account(kind="phone", text="0345-6667778"), Account(kind="cnic", text="36302-6667778-1"))
    new = NewParty(role="accused", names=("Zulfiqar Testmalik",), accounts=accounts)
    seats.do("investigator", people.add_party, seats.case, new)
    for role in ("investigator", "psychologist"):
        add_member(seats, f"other.{role}", role)
    seats.hand_on_all()
    seats.leave()
    return seats


@pytest.fixture
def both(both_template: Seats, tmp_path: Path) -> Iterator[Seats]:
    """A copy of that desk."""
    desk = copied(both_template, tmp_path / "both")
    yield desk
    desk.leave()


def whats(hits: tuple[Hit, ...]) -> set[tuple[str, str | None]]:
    return {(hit.what, hit.party) for hit in hits}


@pytest.mark.parametrize("user", ["investigator", "prosecutor"])
@pytest.mark.parametrize("text", ["Muhammad Testkhan", "Mohd. Testkhan", "testkhan", "محمد ٹیسٹ خان", "ٹیسٹ", "Mohammad Test Khan"])
def test_an_accused_is_found_in_both_scripts_and_by_ear(both: Seats, user: str, text: str) -> None:
    assert ("accused_name", "A1") in whats(both.do(user, search, None, text))


@pytest.mark.parametrize("text", ["Zulfikar Testmalik", "zulfiqaar testmalik", "Testmalik Zulfiqar"])
def test_the_answer_names_the_accused_in_an_own_case_and_only_the_case_elsewhere(both: Seats, text: str) -> None:
    code = opened(both)["code"]
    own = both.do("investigator", search, None, text)
    assert [(hit.code, hit.circle, hit.own, hit.party, hit.name) for hit in own] == [(code, "MUX", True, "A2", "Zulfiqar Testmalik")]
    away = both.do("other.investigator", search, None, text)
    assert [(hit.code, hit.circle, hit.own, hit.party, hit.name) for hit in away] == [(code, "MUX", False, None, None)]


@pytest.mark.parametrize(
    "text", ["0345 6667778", "+92 345 666 7778", "0092-345-6667778", "۰۳۴۵۶۶۶۷۷۷۸", "36302-6667778-1", "3630266677781"]
)
def test_an_account_of_an_accused_is_found_in_any_dress(both: Seats, text: str) -> None:
    assert whats(both.do("investigator", search, None, text)) == {("accused_account", "A2")}
    assert whats(both.do("other.investigator", search, None, text)) == {("accused_account", None)}


@pytest.mark.parametrize(
    "text", ["@invented.gamer", "invented.gamer", "https://www.instagram.com/Invented.Gamer/", "instagram.com/invented.gamer"]
)
def test_a_handle_is_found_with_or_without_its_address(both: Seats, text: str) -> None:
    assert whats(both.do("prosecutor", search, None, text)) == {("accused_account", "A1")}


@pytest.mark.parametrize("user", ["psychologist", "social_welfare", "supervisor", "other.psychologist"])
@pytest.mark.parametrize("text", ["Muhammad Testkhan", "Zulfiqar Testmalik", "0345 6667778", "36302-6667778-1", "@invented.gamer"])
def test_who_is_not_cleared_for_the_accused_cannot_find_them(both: Seats, user: str, text: str) -> None:
    assert both.do(user, search, None, text) == ()


@pytest.mark.parametrize("user", TEAM_ROLES)
@pytest.mark.parametrize("text", ["Gulnaz Testbibi", "gulnaaz testbibi", "Gulnaz", "Rehana Testbibi"])
def test_the_team_finds_those_who_were_hurt_by_name(both: Seats, user: str, text: str) -> None:
    hits = both.do(user, search, None, text)
    assert ("person_name", "C1" if "Rehana" in text else "V1") in whats(hits)
    assert {(hit.own, hit.name) for hit in hits} == {(True, None)}


@pytest.mark.parametrize("user", ["other.investigator", "other.psychologist", "supervisor"])
def test_nobody_else_finds_them_by_name(both: Seats, user: str) -> None:
    for text in ("Gulnaz Testbibi", "Gulnaz", "Rehana Testbibi", "Testbibi"):
        assert both.do(user, search, None, text) == ()


@pytest.mark.parametrize("text", ["0300 1112223", "+923001112223", "36302 1112223 4", "۳۶۳۰۲۱۱۱۲۲۲۳۴"])
def test_others_find_them_by_an_exact_identifier_as_code_and_circle(both: Seats, text: str) -> None:
    code = opened(both)["code"]
    for user in ("other.investigator", "other.psychologist"):
        hits = both.do(user, search, None, text)
        assert hits == (Hit(code=code, circle="MUX", own=False, what="person_account"),)
    assert whats(both.do("social_welfare", search, None, text)) == {("person_account", "V1")}
    assert both.do("supervisor", search, None, text) == ()


@pytest.mark.parametrize("text", ["enquiry:4021/2026@Multan", "ENQUIRY:4021/26@mux", "CODE", "code"])
def test_a_case_is_found_by_code_and_number(both: Seats, text: str) -> None:
    code = opened(both)["code"]
    asked = code.upper() if text == "CODE" else code if text == "code" else text
    for user, own in (("psychologist", True), ("supervisor", True), ("other.psychologist", False)):
        assert both.do(user, search, None, asked) == (Hit(code=code, circle="MUX", own=own, what="reference"),)
    assert both.do("psychologist", search, None, "enquiry:4021/2026@Atlantis") == ()
    assert both.do("psychologist", search, None, "enquiry:4022/2026@Multan") == ()


def test_a_case_is_found_by_the_bare_number_or_the_first_word_of_its_code(both: Seats) -> None:
    code = opened(both)["code"]
    for text in ("4021/2026", "4021", " 4021/2026 ", code.partition("-")[0].upper()):
        assert code in {hit.code for hit in both.do("psychologist", search, None, text) if hit.own}, text
        assert code in {hit.code for hit in both.do("other.investigator", search, None, text) if not hit.own}, text
    for text in ("402", "40", "021/2026", "4021/2025"):
        assert both.do("psychologist", search, None, text) == (), text


def test_restricted_recused_and_voided_cases_answer_nobody_outside(both: Seats) -> None:
    code = opened(both)["code"]
    sought = (code, "enquiry:4021/2026@Multan", "0300 1112223", "0345 6667778", "Zulfiqar Testmalik")
    assert all(both.do("other.investigator", search, None, text) for text in sought)
    both.do("supervisor", staff.restrict_case, both.case, True)
    assert [text for text in sought if both.do("other.investigator", search, None, text)] == []
    assert all(both.do("investigator", search, None, text) for text in sought)
    both.do("supervisor", staff.restrict_case, both.case, False)
    both.do("supervisor", staff.recuse_member, both.case, both.members["prosecutor"], "kin")
    assert [text for text in sought if both.do("prosecutor", search, None, text)] == []
    asked = both.do("investigator", requests.request_voiding, both.case, "wrong_entry", "")
    both.do("supervisor", requests.decide_request, both.case, asked, True)
    assert [text for text in sought if both.do("other.investigator", search, None, text)] == []
    assert all(both.do("investigator", search, None, text) for text in sought)


def test_a_name_is_found_again_after_it_was_changed_and_not_after_leaving_the_team(both: Seats) -> None:
    assert whats(both.do("investigator", search, None, "Gulnaz")) == {("person_name", "V1")}
    both.do(
        "investigator", people.amend_party, both.case, party(both, "V1")["id"], {"name": "Shaista Testbibi", "other_names": "Guddi; Nazo"}
    )
    assert both.do("investigator", search, None, "Gulnaz") == ()
    for text in ("Shaista", "Guddi", "Nazo"):
        assert whats(both.do("investigator", search, None, text)) == {("person_name", "V1")}
    both.raw().execute("UPDATE seats SET until = '2026-11-20' WHERE member = ?", (both.members["investigator"],))
    assert both.do("investigator", search, None, "Shaista") == ()


def test_names_of_a_new_case_are_found_at_once(both: Seats) -> None:
    assert both.do("investigator", search, None, "Parveen") == ()
    new = plain_case(parties=(NewParty(role="victim", names=("Parveen Testgul",)),), numbers=())
    both.do("investigator", register_case, None, new)
    both.do("investigator", people.add_party, both.case, NewParty(role="witness", names=("Parveen Otherwise",)))
    assert whats(both.do("investigator", search, None, "Parveen")) == {("person_name", "V1"), ("person_name", "W1")}


def test_words_of_two_names_make_no_third(both: Seats) -> None:
    both.do("investigator", people.add_party, both.case, NewParty(role="accused", names=("Nadeem Qureshi", "Sajjad Bhatti")))
    assert whats(both.do("investigator", search, None, "Nadeem Qureshi")) == {("accused_name", "A3")}
    assert both.do("investigator", search, None, "Nadeem Bhatti") == ()


def test_a_number_that_is_the_same_everywhere_needs_no_circle(both: Seats) -> None:
    both.do("investigator", number_case, both.case, NewNumber(kind="cybertip", text="155667788"))
    for text in ("cybertip:155667788", "CyberTip:155667788@Lahore"):
        assert [hit.own for hit in both.do("other.psychologist", search, None, text)] == [False]
    assert both.do("other.psychologist", search, None, "cybertip:155667789") == ()


def test_what_is_asked_is_needed_and_not_endless(both: Seats) -> None:
    for text, key in (("", "invalid.needed"), ("   ", "invalid.needed"), ("x" * 401, "invalid.too_long")):
        with invalid("search", key):
            both.do("investigator", search, None, text)
    assert both.do("investigator", search, None, "...") == ()


def test_the_log_never_learns_what_was_searched_for(both: Seats) -> None:
    both.do("investigator", search, None, "Gulnaz Testbibi")
    with pytest.raises(Invalid):
        both.do("investigator", search, None, "Gulnaz" * 80)
    assert "gulnaz" not in repr(rows(both, "SELECT * FROM events")).casefold()
    assert rows(both, "SELECT act, outcome FROM events ORDER BY seq DESC LIMIT 1") == [("search", "failed")]


def test_searches_are_limited_by_the_hour_for_each_member(both: Seats, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Catalogue, "setting", lambda catalogue, name: 2)
    for _ in range(2):
        both.do("investigator", search, None, "Gulnaz")
    with refused(Refused, "refused.too_many_lookups"):
        both.do("investigator", search, None, "Gulnaz")
    both.do("prosecutor", search, None, "Gulnaz")
    both.clock.pass_by(minutes=61)
    assert both.do("investigator", search, None, "Gulnaz")


def test_locating_a_case_says_nothing_about_it(both: Seats) -> None:
    assert both.do("investigator", casefile.locate_case, None, "enquiry:4021/2026@Multan") == both.case
    assert both.do("supervisor", casefile.locate_case, None, opened(both)["code"]) == both.case
    for text in ("no-such-11", "enquiry:4021/2024@Multan"):
        with refused(Missing, "missing.case"):
            both.do("investigator", casefile.locate_case, None, text)
    with refused(Invalid, "invalid.case_reference"):
        both.do("investigator", casefile.locate_case, None, "that one")


def test_locating_tells_gone_and_not_yours_in_the_same_words(both: Seats) -> None:
    both.do("supervisor", staff.restrict_case, both.case, True)
    with refused(Missing, "missing.case"):
        both.do("other.investigator", casefile.locate_case, None, "enquiry:4021/2026@Multan")
