"""What tips share with each other and with cases, links with a reason, and two that become one and two again."""

from __future__ import annotations

import pytest

from db.verify import verify
from mdt.errors import Conflict, Invalid, Missing
from mdt.work import casefile, intake, people, registration, staff, tip_links, tips
from mdt.work.forms import Account, NewNumber, NewParty, findable_by
from tests.db.given import vault_key
from tests.make import Seats, add_member, plain_case
from tests.tipped import ACCOUNT, USER, line, linked, opened, recorded, shown


@pytest.fixture
def place(seats: Seats) -> str:
    return opened(seats)


def test_the_same_number_of_the_same_sender_is_told_and_taken_down_only_when_meant(seats: Seats, place: str) -> None:
    first = recorded(seats, place, number="CT 900-000 077")
    with pytest.raises(Conflict, match=r"conflict\.tip_known"):
        recorded(seats, place, number="ct900000077")
    recorded(seats, place, number="CT 900-000 077", source="interpol")
    second = recorded(seats, place, number="ct900000077", again=True)
    alike = shown(seats, place, second).alike.tips
    assert [(one.tip.id, one.shares) for one in alike] == [(first, ("number",))]
    found = seats.do(USER, tips.look_before_recording, place, "cybertip", "CT900000077")
    assert {one.tip.id for one in found.tips} == {first, second}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("handle|instagram|@Invented.Gamer", "handle|instagram|invented.gamer"),
        ("phone||0300 5556667", "phone||+92 (300) 555-6667"),
        ("email||A@Invented.Example", "email||a@invented.example"),
        ("device||35-693803-564380-9", "device||356938035643809"),
        ("account_url||https://www.instagram.com/Invented.Gamer/", "handle|instagram|@invented.gamer"),
    ],
)
def test_shared_accounts_are_found_across_tips(seats: Seats, place: str, one: str, other: str) -> None:
    first, second = recorded(seats, place, one), recorded(seats, place, other, number="900000002")
    alike = shown(seats, place, second).alike.tips
    assert [found.tip.id for found in alike] == [first]
    assert "number" not in alike[0].shares
    seats.leave()
    assert verify(seats.folder, vault_key(seats)) == ()


def test_a_shown_name_and_a_city_make_no_duplicate(seats: Seats, place: str) -> None:
    recorded(seats, place, names=("Same Shownname",), circle="Multan")
    second = recorded(seats, place, number="900000002", names=("Same Shownname",), circle="Multan")
    alike = shown(seats, place, second).alike
    assert (alike.tips, alike.cases) == ((), ())


def test_what_is_no_account_is_kept_and_finds_nothing(seats: Seats, place: str) -> None:
    odd = ("phone||not a number", "ip||203.0.113.9", "strange", "handle|nowhere|@x y")
    assert findable_by(odd) == ()
    first, second = recorded(seats, place, *odd), recorded(seats, place, *odd, number="900000002")
    assert shown(seats, place, first).content["identifiers"] == list(odd)
    assert shown(seats, place, second).alike.tips == ()
    seats.leave()
    assert verify(seats.folder, vault_key(seats)) == ()


def test_cases_are_found_by_their_accused_and_by_who_was_hurt(seats: Seats, place: str) -> None:
    tip = recorded(seats, place, ACCOUNT, "phone||+923001112223")
    code = seats.do(USER, casefile.list_cases)[0].code
    hits = shown(seats, place, tip).alike.cases
    assert {(hit.code, hit.own, hit.what, hit.party) for hit in hits} == {
        (code, True, "accused_account", "A1"),
        (code, True, "person_account", "V1"),
    }


def test_a_case_with_the_senders_number_is_found(seats: Seats, place: str) -> None:
    seats.do(USER, registration.number_case, seats.case, NewNumber(kind="cybertip", text="900000055"))
    tip = recorded(seats, place, number="900000055")
    assert [hit.what for hit in shown(seats, place, tip).alike.cases] == ["reference"]
    assert seats.do(USER, tips.look_before_recording, place, "cybertip", "900000055").cases != ()


def test_cases_of_others_are_told_by_code_and_circle_restricted_and_recused_not_at_all(seats: Seats, place: str) -> None:
    add_member(seats, "officer", "investigator")
    seats.do("supervisor", staff.add_to_team, place, seats.members["officer"])
    seats.hand_on_all()
    tip = recorded(seats, place, ACCOUNT)
    linked(seats, seats.case, tip)
    view = shown(seats, place, tip, "officer")
    assert [(hit.own, hit.party, hit.name, hit.circle) for hit in view.alike.cases] == [(False, None, None, "MUX")]
    assert [(link.case, link.circle) for link in view.links] == [(None, "MUX")]
    assert "Testkhan" not in repr(view)
    seats.do("supervisor", staff.restrict_case, seats.case, True)
    view = shown(seats, place, tip, "officer")
    assert view.alike.cases == ()
    assert [(link.case, link.code, link.circle, link.fields) for link in view.links] == [(None, None, None, {})]
    seats.do("supervisor", staff.restrict_case, seats.case, False)
    seats.do("supervisor", staff.recuse_member, seats.case, seats.members["officer"], "kin")
    view = shown(seats, place, tip, "officer")
    assert (view.alike.cases, view.links[0].code) == ((), None)


def test_a_supervisor_is_told_shared_numbers_and_no_shared_accounts(seats: Seats, place: str) -> None:
    recorded(seats, place, ACCOUNT)
    tip = recorded(seats, place, ACCOUNT, again=True)
    alike = shown(seats, place, tip, "supervisor").alike
    assert ([one.shares for one in alike.tips], alike.cases) == ([("number",)], ())


def test_a_link_carries_its_reason_and_nothing_sealed(seats: Seats, place: str) -> None:
    tip = recorded(seats, place, ACCOUNT, narrative="He wrote at night.", victims="A girl")
    fir = seats.do(USER, registration.number_case, seats.case, NewNumber(kind="fir", text="88/2026", circle="MUX"))
    accused = next(p["id"] for p in seats.do(USER, casefile.open_case, seats.case).content["parties"] if p["alias"] == "A1")
    linked(seats, seats.case, tip, number=fir, party=accused, note="the same handle")
    for user in ("prosecutor", "psychologist", "social_welfare", "supervisor"):
        content = seats.do(user, casefile.open_case, seats.case).content
        assert [(one["reason"], one["linked_by"], one["number"], one["party"]) for one in content["tip_links"]] == [
            ("same_account", USER, fir, accused)
        ]
        assert [(one["number"], one["source"], one["a1"], one["triage"]) for one in content["tips"]] == [("900000001", "cybertip", 2, None)]
        told = repr((content["tips"], content["tip_links"]))
        assert "He wrote" not in told
        assert "A girl" not in told
        assert ACCOUNT not in told
        assert ("the same handle" in told) == (user in ("prosecutor", "psychologist"))
    assert line(seats, tip).state == "linked"
    assert line(seats, tip).cases == 1


def test_links_are_many_to_many_and_each_only_once(seats: Seats, place: str) -> None:
    other = seats.do(USER, registration.register_case, None, plain_case(parties=(NewParty(role="victim"),), numbers=()))
    first, second = recorded(seats, place), recorded(seats, place, number="900000002")
    made = [linked(seats, case, tip) for case in (seats.case, other) for tip in (first, second)]
    with pytest.raises(Conflict, match=r"conflict\.linked_already"):
        linked(seats, seats.case, first)
    assert [line(seats, tip).cases for tip in (first, second)] == [2, 2]
    seats.do(USER, tip_links.cut_link, seats.case, made[0], "by_mistake")
    with pytest.raises(Conflict, match=r"conflict\.cut_already"):
        seats.do(USER, tip_links.cut_link, seats.case, made[0], "by_mistake")
    cut = next(link for link in shown(seats, place, first).links if link.id == made[0])
    assert (cut.fields["cut_reason"], cut.fields["reason"]) == ("by_mistake", "same_account")
    assert (line(seats, first).state, line(seats, first).cases) == ("linked", 1)
    seats.do(USER, tip_links.cut_link, other, made[2], "split")
    assert line(seats, first).state == "new"
    linked(seats, seats.case, first)
    assert line(seats, first).state == "linked"


def test_what_cannot_be_linked(seats: Seats, place: str) -> None:
    tip = recorded(seats, place)
    content = seats.do(USER, casefile.open_case, seats.case).content
    victim = next(one["id"] for one in content["parties"] if one["role"] == "victim")
    for more in ({"party": victim}, {"number": content["numbers"][0]["id"]}):
        with pytest.raises(Invalid):
            linked(seats, seats.case, tip, **more)
    with pytest.raises(Invalid):
        seats.do(USER, tip_links.link_tip, seats.case, tip, "no such reason")
    with pytest.raises(Missing):
        linked(seats, seats.case, "no such tip")
    seats.do("supervisor", staff.take_off_team, place, seats.members[USER])
    with pytest.raises(Missing, match=r"missing\.intake"):
        linked(seats, seats.case, tip)


def test_tips_that_share_an_account_with_the_accused_are_offered_on_the_case(seats: Seats, place: str) -> None:
    tip = recorded(seats, place, ACCOUNT)
    recorded(seats, place, "handle|instagram|@another", number="900000002")
    assert [one.id for one in seats.do(USER, tip_links.suggest_tips, seats.case).tips] == [tip]
    seats.do("supervisor", staff.take_off_team, place, seats.members[USER])
    assert seats.do(USER, tip_links.suggest_tips, seats.case) == tip_links.Suggested((), 1)
    seats.do("supervisor", staff.add_to_team, place, seats.members[USER])
    linked(seats, seats.case, tip)
    assert seats.do(USER, tip_links.suggest_tips, seats.case) == tip_links.Suggested((), 0)


def test_two_tips_become_one_and_two_again_and_keep_their_numbers(seats: Seats, place: str) -> None:
    first, second = recorded(seats, place), recorded(seats, place, number="900000002")
    seats.do(USER, tips.merge_tips, place, second, first, "supplement")
    assert [one.id for one in seats.do(USER, intake.list_tips)] == [first]
    assert {line(seats, tip).number for tip in (first, second)} == {"900000001", "900000002"}
    assert [one.id for one in shown(seats, place, first).merged] == [second]
    assert [one.id for one in shown(seats, place, second).merged] == [first]
    third = recorded(seats, place, number="900000003")
    for pair in ((first, first), (third, second), (first, third)):
        with pytest.raises(Invalid):
            seats.do(USER, tips.merge_tips, place, *pair, "same_report")
    with pytest.raises(Conflict, match=r"conflict\.merged_already"):
        seats.do(USER, tips.merge_tips, place, second, third, "same_report")
    seats.do(USER, tips.unmerge_tip, place, second)
    assert {one.id for one in seats.do(USER, intake.list_tips)} == {first, second, third}
    with pytest.raises(Conflict, match=r"conflict\.not_merged"):
        seats.do(USER, tips.unmerge_tip, place, second)
    seats.leave()
    assert verify(seats.folder, vault_key(seats)) == ()


def test_a_wiped_account_of_an_accused_is_offered_no_more(seats: Seats, place: str) -> None:
    recorded(seats, place, ACCOUNT)
    accused = next(p["id"] for p in seats.do(USER, casefile.open_case, seats.case).content["parties"] if p["alias"] == "A1")
    seats.do(USER, people.amend_accused, seats.case, accused, ("Another",), (Account(kind="phone", text="0300 7778889"),))
    assert seats.do(USER, tip_links.suggest_tips, seats.case).tips == ()
