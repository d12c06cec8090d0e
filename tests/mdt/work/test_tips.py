"""Tips from their arrival to an answer: kept as sent, read, assigned, sorted, linked with a reason, put together and taken apart."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from db.verify import verify
from mdt.errors import Conflict, Invalid, Missing
from mdt.model.tips import COUNTED, TipFilter, waited
from mdt.work import casefile, feedback, intake, staff, tips
from tests.db.given import vault_key
from tests.make import Seats, add_member
from tests.tipped import ACCOUNT, USER, line, linked, opened, recorded, shown


@pytest.fixture
def place(seats: Seats) -> str:
    return opened(seats)


def test_a_tip_is_kept_as_it_was_sent(seats: Seats, place: str) -> None:
    values: dict[str, Any] = {
        "source": "cybertip",
        "number": "900000077",
        "received_at": seats.clock.now() - timedelta(days=3),
        "incident_at": seats.clock.now() - timedelta(days=9),
        "circle": "Multan",
        "incident_type": "enticement",
        "priority": "E",
        "platform": "instagram",
        "flags": ("sextortion", "infant"),
        "caveats": ("police_only",),
        "narrative": "He asked her for pictures.",
        "victims": "A girl of twelve",
        "names": ("Shown Name",),
    }
    counts = {name: at for at, name in enumerate(COUNTED)}
    tip = seats.do(USER, tips.record_tip, place, values, (ACCOUNT, "phone||0300 5556667"), counts, "the original")
    content = shown(seats, place, tip).content
    assert {name: content[name] for name in COUNTED} == counts
    assert (content["circle"], content["priority"], content["flags"]) == ("MUX", "E", ["sextortion", "infant"])
    assert (content["narrative"], content["kept"], content["victims"]) == ("He asked her for pictures.", "the original", {"masked": True})
    assert content["identifiers"] == [ACCOUNT, "phone||0300 5556667"]
    assert seats.do(USER, tips.reveal_victims, place, tip)["victims"] == "A girl of twelve"
    assert shown(seats, place, tip).content["victims"] == "A girl of twelve"
    assert seats.do(USER, casefile.list_cases)[0].id == seats.case  # no case came of it
    assert verify(seats.folder, vault_key(seats)) == ()


def test_what_the_lists_do_not_know_is_kept_and_not_refused(seats: Seats, place: str) -> None:
    tip = recorded(seats, place, incident_type="Something newer", platform="Newgram", flags=("sextortion", "newest"), kept="original")
    content = shown(seats, place, tip).content
    assert (content["incident_type"], content["platform"], content["flags"]) == ("other", "other", ["sextortion"])
    assert content["kept"].splitlines() == ["original", "incident_type: Something newer", "platform: Newgram", "flags: newest"]


@pytest.mark.parametrize(
    ("values", "counts", "field"),
    [
        ({"source": "nobody"}, {}, "source"),
        ({}, {}, "source"),
        ({"source": "local", "weather": "fine"}, {}, "weather"),
        ({"source": "local", "received_at": date(2026, 1, 1)}, {}, "received_at"),
        ({"source": "local", "circle": "Nowhere"}, {}, "circle"),
        ({"source": "local", "number": "9" * 81}, {}, "number"),
        ({"source": "local", "narrative": "broken \ud800"}, {}, "narrative"),
        ({"source": "local"}, {"c1": 1}, "c1"),
        ({"source": "local"}, {"a1": -1}, "a1"),
        ({"source": "local"}, {"a1": True}, "a1"),
        ({"source": "local", "triage": "9"}, {}, "triage"),
    ],
)
def test_what_makes_no_tip_is_kept_nowhere(seats: Seats, place: str, values: Any, counts: Any, field: str) -> None:
    with pytest.raises(Invalid) as wrong:
        seats.do(USER, tips.record_tip, place, values, (), counts)
    assert field in wrong.value.fields
    assert seats.do(USER, intake.list_tips, None, TipFilter(waiting=None)) == ()


def test_a_tip_of_tomorrow_is_none(seats: Seats, place: str) -> None:
    with pytest.raises(Invalid):
        recorded(seats, place, days=-1)


def test_days_are_counted_from_the_first_one_on(seats: Seats, place: str) -> None:
    tip = recorded(seats, place)
    assert shown(seats, place, tip).days == 0
    seats.clock.pass_by(days=12)
    assert shown(seats, place, tip).days == 12
    assert waited(seats.clock.now(), None, seats.clock.today() - timedelta(days=3)) == 0


def test_it_is_read_assigned_and_sorted(seats: Seats, place: str) -> None:
    add_member(seats, "officer", "investigator")
    tip = recorded(seats, place)
    assert line(seats, tip).state == "new"
    seats.do(USER, tips.mark_read, place, tip)
    first = shown(seats, place, tip).content
    assert (first["state"], first["read_by"]) == ("read", USER)
    seats.clock.pass_by(hours=5)
    seats.do(USER, tips.mark_read, place, tip)
    assert shown(seats, place, tip).content["read_at"] == first["read_at"]
    with pytest.raises(Invalid):
        seats.do("supervisor", tips.assign_tip, place, tip, seats.members["officer"])
    seats.do("supervisor", staff.add_to_team, place, seats.members["officer"])
    seats.do("supervisor", tips.assign_tip, place, tip, seats.members["officer"])
    seats.do(USER, tips.triage_tip, place, tip, "2")
    found = shown(seats, place, tip).content
    assert (found["state"], found["assigned_to"], found["triage"]) == ("assigned", "officer", "2")
    with pytest.raises(Invalid):
        seats.do(USER, tips.triage_tip, place, tip, "5")


def test_the_ledger_shows_what_waits_longest_first_a_page_at_a_time(seats: Seats, place: str) -> None:
    made = [recorded(seats, place, days=days, number=f"9000000{days:02}") for days in (3, 30, 7, 0)]
    seats.do(USER, tips.triage_tip, place, made[0], "1")
    other = recorded(seats, place, source="interpol", number="I-24/7-11", days=1)
    listed = seats.do(USER, intake.list_tips, None, TipFilter(limit=2))
    assert [one.id for one in listed] == [made[1], made[2]]
    last = listed[-1]
    rest = seats.do(USER, intake.list_tips, None, TipFilter(limit=9, after=(last.received_at, last.id)))
    assert [one.id for one in rest] == [made[0], other, made[3]]

    def only(**wanted: Any) -> list[str]:
        return [one.id for one in seats.do(USER, intake.list_tips, None, TipFilter(**wanted))]

    assert only(sources=("interpol",)) == [other]
    assert only(triage=("1",)) == [made[0]]
    assert only(triage=("",)) == [made[1], made[2], other, made[3]]
    assert only(states=("read",)) == []
    assert only(number="I-24") == [other]
    assert only(number="%") == []
    counted = seats.do(USER, intake.count_tips)
    assert sum(one.count for one in counted) == 5
    assert sum(one.count for one in counted if one.source == "interpol") == 1


def test_what_the_sender_is_owed_has_a_day_and_is_sent_and_acknowledged(seats: Seats, place: str) -> None:
    tip, local = recorded(seats, place, days=10), recorded(seats, place, source="local")
    due = line(seats, tip).due_on
    assert due == (seats.clock.now() - timedelta(days=10)).date() + timedelta(days=90)
    assert line(seats, local).due_on is None
    with pytest.raises(Conflict, match=r"conflict\.nothing_to_send"):
        seats.do(USER, feedback.send_feedback, place, tip)
    with pytest.raises(Invalid):
        seats.do(USER, feedback.draft_feedback, place, tip, "no such code")
    made = seats.do(USER, feedback.draft_feedback, place, tip, "insufficient")
    assert seats.do(USER, feedback.draft_feedback, place, tip, "enquiry") == made
    with pytest.raises(Conflict, match=r"conflict\.not_sent"):
        seats.do(USER, feedback.acknowledge_feedback, place, made)
    with pytest.raises(Invalid):
        seats.do(USER, feedback.send_feedback, place, tip, seats.clock.today() + timedelta(days=1))
    seats.do(USER, feedback.send_feedback, place, tip)
    seats.do(USER, feedback.acknowledge_feedback, place, made)
    told = shown(seats, place, tip).feedback
    today = seats.clock.today().isoformat()
    assert [(one["outcome"], one["sent_on"], one["acknowledged_on"]) for one in told] == [("enquiry", today, today)]
    assert (line(seats, tip).state, line(seats, tip).due_on) == ("answered", None)
    seats.clock.pass_by(days=30)
    assert shown(seats, place, tip).days == 10
    again = seats.do(USER, feedback.draft_feedback, place, tip, "arrested")
    assert again != made
    assert len(shown(seats, place, tip).feedback) == 2


def test_a_tip_of_another_kind_of_record_is_missing(seats: Seats, place: str) -> None:
    link = linked(seats, seats.case, recorded(seats, place))
    with pytest.raises(Missing):
        seats.do(USER, tips.open_tip, place, link)
    with pytest.raises(Missing):
        seats.do(USER, tips.mark_read, place, "nothing")
