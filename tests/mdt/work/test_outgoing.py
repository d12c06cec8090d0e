"""Referrals, requests, removals and foreign requests go the ways their states allow, and no other; every refusal says why."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mdt.errors import Conflict, Invalid, Refused
from mdt.model.outgoing import CHECK_DAYS, PLATFORM_STEPS, REFERRAL_STEPS, REMOVAL_STEPS, may_step
from mdt.work import foreign, platforms, referrals, removals
from mdt.work.casefile import open_case
from mdt.work.foreign import NewForeign
from tests.make import Seats
from tests.mdt.work.marked import party_of
from tests.outgone import HASH, foreign_request, referral, removal, request, sent

USER = "investigator"


def shown(seats: Seats, section: str) -> Any:
    return seats.do(USER, open_case, seats.case).content[section]


@given(steps=st.sampled_from([REFERRAL_STEPS, PLATFORM_STEPS, REMOVAL_STEPS]), walk=st.lists(st.integers(0, 6), max_size=12))
def test_no_walk_leaves_the_states_and_what_ended_stays_ended(steps: Mapping[str, frozenset[str]], walk: list[int]) -> None:
    states = sorted(steps)
    state = next(iter(steps))
    for at in walk:
        wanted = states[at % len(states)]
        if may_step(steps, state, wanted):
            assert wanted != state
            state = wanted
        assert state in steps
    assert all(to in steps for found in steps.values() for to in found)


@given(walk=st.lists(st.sampled_from(sorted(REMOVAL_STEPS)), max_size=10))
def test_no_walk_reaches_removed_without_a_capture(walk: list[str]) -> None:
    state, met = "planned", {"planned"}
    for wanted in walk:
        if may_step(REMOVAL_STEPS, state, wanted):
            state = wanted
            met.add(state)
    assert "captured" in met or state == "planned"


def test_a_referral_goes_from_offered_to_done(seats: Seats) -> None:
    made, today = referral(seats, party_of(seats, "V1")), seats.clock.today()
    seats.do("social_welfare", referrals.move_referral, seats.case, made, "accepted", today)
    seats.do("psychologist", referrals.hand_over, seats.case, made, today, "The duty officer")
    seats.do("prosecutor", referrals.move_referral, seats.case, made, "done", today)
    kept = shown(seats, "outgoing_referrals")[0]
    assert (kept["state"], kept["answered_on"], kept["ended_on"]) == ("done", today.isoformat(), today.isoformat())
    assert (kept["received_by"], kept["reply_due"]) == ("The duty officer", (today + timedelta(days=14)).isoformat())
    with pytest.raises(Conflict, match=r"conflict\.handed_already"):
        seats.do(USER, referrals.hand_over, seats.case, made, today, "Another")


@pytest.mark.parametrize("first", [None, "accepted", "refused", "revoked"])
@pytest.mark.parametrize("then", sorted(REFERRAL_STEPS))
def test_a_referral_steps_where_it_may_and_nowhere_else(seats: Seats, first: str | None, then: str) -> None:
    made, today = referral(seats, party_of(seats, "V1")), seats.clock.today()
    if first:
        seats.do(USER, referrals.move_referral, seats.case, made, first, today, "no_capacity")
    if may_step(REFERRAL_STEPS, first or "offered", then):
        seats.do(USER, referrals.move_referral, seats.case, made, then, today, "no_capacity")
        assert shown(seats, "outgoing_referrals")[0]["state"] == then
    else:
        with pytest.raises(Conflict, match=r"conflict\.referral_step"):
            seats.do(USER, referrals.move_referral, seats.case, made, then, today, "no_capacity")


@pytest.mark.parametrize("to", ["refused", "revoked"])
def test_who_refuses_or_revokes_says_why(seats: Seats, to: str) -> None:
    made, today = referral(seats, party_of(seats, "V1")), seats.clock.today()
    for reason in (None, "because"):
        with pytest.raises(Invalid):
            seats.do(USER, referrals.move_referral, seats.case, made, to, today, reason)
    for day in (today - timedelta(days=1), today + timedelta(days=1)):
        with pytest.raises(Invalid):
            seats.do(USER, referrals.move_referral, seats.case, made, to, day, "unsafe")
    with pytest.raises(Invalid):
        seats.do(USER, referrals.move_referral, seats.case, made, "somewhere", today)
    with pytest.raises(Invalid):
        seats.do(USER, referrals.hand_over, seats.case, made, today - timedelta(days=1), "The duty officer")


@pytest.mark.parametrize(
    ("args", "field"),
    [
        (("nowhere", ("shelter",)), "agency"),
        (("cpwb", ("money",)), "asked"),
        (("cpwb", ()), "asked"),
        (("cpwb", ("shelter",), ("weather",)), "fields"),
        (("cpwb", ("shelter",), (), date(2026, 11, 19)), "reply_due"),
    ],
)
def test_a_referral_that_cannot_be_kept_says_why(seats: Seats, args: tuple[Any, ...], field: str) -> None:
    with pytest.raises(Invalid) as fault:
        seats.do(USER, referrals.offer_referral, seats.case, party_of(seats, "V1"), *args)
    assert set(fault.value.fields) == {field}


def test_a_request_is_sent_chased_extended_and_answered(seats: Seats) -> None:
    made, today = sent(seats), seats.clock.today()
    kept = shown(seats, "platform_requests")[0]
    assert (kept["state"], kept["preserved_until"]) == ("sent", (today + timedelta(days=90)).isoformat())
    seats.do(USER, platforms.chase_request, seats.case, made, today)
    later = today + timedelta(days=150)
    seats.do(USER, platforms.extend_preservation, seats.case, made, later)
    seats.do(USER, platforms.record_answer, seats.case, made, "answered", today)
    kept = shown(seats, "platform_requests")[0]
    assert (kept["state"], kept["chased"], kept["preserved_until"]) == ("answered", [today.isoformat()], later.isoformat())
    with pytest.raises(Conflict, match=r"conflict\.not_waiting"):
        seats.do(USER, platforms.chase_request, seats.case, made, today)
    with pytest.raises(Conflict, match=r"conflict\.request_step"):
        seats.do(USER, platforms.record_answer, seats.case, made, "refused", today, "no_reason")


def test_where_a_platform_is_not_known_to_preserve_no_day_is_made_up(seats: Seats) -> None:
    sent(seats, platform="discord")
    assert shown(seats, "platform_requests")[0]["preserved_until"] is None


def test_a_notice_preserves_ninety_days_at_the_most(seats: Seats) -> None:
    made, today = request(seats), seats.clock.today()
    for until in (today + timedelta(days=91), today - timedelta(days=1)):
        with pytest.raises(Invalid) as fault:
            seats.do(USER, platforms.send_request, seats.case, made, today, until)
        assert fault.value.fields == {"preserved_until": "invalid.over_90_days"}
    seats.do(USER, platforms.send_request, seats.case, made, today, today + timedelta(days=30))
    with pytest.raises(Invalid):
        seats.do(USER, platforms.extend_preservation, seats.case, made, today + timedelta(days=30))
    with pytest.raises(Conflict, match=r"conflict\.request_step"):
        seats.do(USER, platforms.send_request, seats.case, made, today)


def test_what_was_not_sent_is_neither_chased_answered_nor_extended(seats: Seats) -> None:
    made, today = request(seats), seats.clock.today()
    for job, args, key in (
        (platforms.chase_request, (today,), "conflict.not_waiting"),
        (platforms.record_answer, ("answered", today), "conflict.request_step"),
        (platforms.record_answer, ("sent", today), "conflict.request_step"),
        (platforms.extend_preservation, (today + timedelta(days=9),), "conflict.request_not_sent"),
    ):
        with pytest.raises(Conflict) as fault:
            seats.do(USER, job, seats.case, made, *args)
        assert fault.value.key == key
    with pytest.raises(Invalid):
        seats.do(USER, platforms.record_answer, seats.case, sent(seats), "refused", today)
    with pytest.raises(Invalid):
        seats.do(USER, platforms.chase_request, seats.case, sent(seats), today - timedelta(days=1))


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"platform": "myspace"}, "platform"),
        ({"kind": "gossip"}, "kind"),
        ({"records": ()}, "records"),
        ({"records": ("dreams",)}, "records"),
        ({"account": "he wrote to her"}, "account"),
        ({"account": "he wrote from 0300 0000419"}, "account"),
        ({"account": ""}, "account"),
        ({"reply_to": "no address"}, "reply_to"),
        ({"last_day": date(2026, 9, 1)}, "last_day"),
        ({"last_day": date(2027, 9, 1)}, "last_day"),
    ],
)
def test_a_request_that_cannot_be_kept_says_why(seats: Seats, changes: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as fault:
        request(seats, **changes)
    assert set(fault.value.fields) == {field}


def test_a_number_of_a_telephone_is_one_identifier_however_it_is_spaced(seats: Seats) -> None:
    request(seats, account="0300 000-0419")
    assert shown(seats, "platform_requests")[0]["account"] == "+923000000419"


def test_nothing_is_asked_to_be_removed_before_it_was_captured(seats: Seats) -> None:
    made, today = removal(seats), seats.clock.today()
    with pytest.raises(Refused, match=r"refused\.capture_first"):
        seats.do(USER, removals.request_removal, seats.case, made, today)
    with pytest.raises(Conflict, match=r"conflict\.removal_step"):
        seats.do(USER, removals.record_removal, seats.case, made, "removed", today, "all")
    for digest in ("", "abc", "zz" * 32):
        with pytest.raises(Invalid):
            seats.do(USER, removals.log_capture, seats.case, made, today, digest)
    seats.do(USER, removals.log_capture, seats.case, made, today, HASH.upper())
    assert shown(seats, "removal_requests")[0]["capture_hash"] == HASH
    for day in (today - timedelta(days=1), today + timedelta(days=1)):
        with pytest.raises(Invalid):
            seats.do(USER, removals.request_removal, seats.case, made, day)
    seats.do(USER, removals.request_removal, seats.case, made, today)


def test_what_was_removed_is_looked_at_three_times_and_may_be_asked_for_again(seats: Seats) -> None:
    made, today = removal(seats, to="removed"), seats.clock.today()
    checks = shown(seats, "removal_checks")
    assert [check["due_on"] for check in checks] == [(today + timedelta(days=days)).isoformat() for days in CHECK_DAYS]
    seats.do(USER, removals.record_check, seats.case, checks[0]["id"], today, "back")
    with pytest.raises(Conflict, match=r"conflict\.checked_already"):
        seats.do(USER, removals.record_check, seats.case, checks[0]["id"], today, "gone")
    with pytest.raises(Invalid):
        seats.do(USER, removals.record_check, seats.case, checks[1]["id"], today, "perhaps")
    seats.do(USER, removals.request_removal, seats.case, made, today)
    assert shown(seats, "removal_requests")[0]["state"] == "requested"
    with pytest.raises(Invalid):
        seats.do(USER, removals.record_removal, seats.case, made, "removed", today)
    with pytest.raises(Conflict, match=r"conflict\.removal_step"):
        seats.do(USER, removals.record_removal, seats.case, made, "requested", today)


def test_cyberbullying_waits_for_the_answer_whether_it_is_needed(seats: Seats) -> None:
    made, today = removal(seats, section="s24a_2", to="captured"), seats.clock.today()
    for needed in (None, "needed", "not_asked"):
        if needed:
            seats.do(USER, removals.answer_need, seats.case, made, needed)
        with pytest.raises(Refused, match=r"refused\.needed_for_case"):
            seats.do(USER, removals.request_removal, seats.case, made, today)
    seats.do(USER, removals.answer_need, seats.case, made, "not_needed")
    seats.do(USER, removals.request_removal, seats.case, made, today)


@pytest.mark.parametrize(
    "args", [("two words", "pta", "s21_3"), ("x", "nobody", "s21_3"), ("x", "pta", "s1"), ("x", "pta", "s21_3", "maybe")]
)
def test_a_removal_that_cannot_be_kept_says_why(seats: Seats, args: tuple[str, ...]) -> None:
    with pytest.raises(Invalid):
        seats.do(USER, removals.plan_removal, seats.case, *args)


def test_the_register_counts_and_ends_each_request_once(seats: Seats) -> None:
    first, second, today = foreign_request(seats), foreign_request(seats), seats.clock.today()
    kept = shown(seats, "foreign_requests")
    assert [one["number"].partition("/")[2] for one in kept] == ["F1", "F2"]
    assert kept[0]["reply_due"] == (today + timedelta(days=10)).isoformat()
    seats.do(USER, foreign.close_foreign, seats.case, first, "nothing_held", today)
    with pytest.raises(Conflict, match=r"conflict\.answered_already"):
        seats.do(USER, foreign.close_foreign, seats.case, first, "answered", today)
    for action, day in (("shrugged", today), ("answered", today - timedelta(days=1)), ("answered", today + timedelta(days=1))):
        with pytest.raises(Invalid):
            seats.do(USER, foreign.close_foreign, seats.case, second, action, day)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"direction": "up"}, "direction"),
        ({"country": "mars"}, "country"),
        ({"purpose": "fun"}, "purpose"),
        ({"caveat": "none"}, "caveat"),
        ({"ncb_ref": " "}, "ncb_ref"),
        ({"received_on": date(2026, 11, 21)}, "received_on"),
        ({"reply_due": date(2026, 11, 1)}, "reply_due"),
        ({"hashes": -1}, "hashes"),
    ],
)
def test_a_foreign_request_that_cannot_be_kept_says_why(seats: Seats, changes: dict[str, Any], field: str) -> None:
    good: dict[str, Any] = {"direction": "in", "country": "gb", "purpose": "trace", "ncb_ref": "N-1", "received_on": date(2026, 11, 2)}
    with pytest.raises(Invalid) as fault:
        seats.do(USER, foreign.register_foreign, seats.case, NewForeign(**{**good, **changes}))
    assert set(fault.value.fields) == {field}
