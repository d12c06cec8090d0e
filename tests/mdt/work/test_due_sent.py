"""What came from outside and what left the desk is due until somebody met it."""

from __future__ import annotations

import pytest

from mdt.errors import Conflict
from mdt.reports.reply import write_reply
from mdt.work import feedback, tips
from mdt.work.casefile import open_case
from mdt.work.due import read_due
from tests import outgone
from tests.make import Seats
from tests.mdt.work.test_due import items, party
from tests.tipped import ACCOUNT, linked, opened, recorded


def test_tips_and_what_left_the_desk_are_due_until_they_are_met(seats: Seats) -> None:
    place = opened(seats)
    tip = recorded(seats, place, priority="1")
    found = items(seats)
    assert {"triage_urgent", "feedback"} <= set(found)
    assert (found["feedback"].case, found["feedback"].named) == (place, "900000001")
    seats.do("investigator", tips.triage_tip, place, tip, "1")
    assert "triage_urgent" not in items(seats)
    seats.do("investigator", feedback.draft_feedback, place, tip, "fir")
    assert "feedback" in items(seats)
    seats.do("investigator", feedback.send_feedback, place, tip)
    assert "feedback" not in items(seats)
    outgone.open_ended(seats, party(seats, "V1"))
    outgone.foreign_request(seats)
    found = items(seats)
    assert {"preserved_until", "referral_reply", "removal_check", "foreign_reply"} <= set(found)
    assert all(found[rule].owner == "investigator" for rule in ("preserved_until", "referral_reply", "removal_check", "foreign_reply"))


def test_a_tip_that_is_one_with_another_waits_with_it(seats: Seats) -> None:
    place = opened(seats)
    first, second = recorded(seats, place), recorded(seats, place, again=True)
    assert len([item for item in seats.do("investigator", read_due).items if item.rule == "triage"]) == 2
    seats.do("investigator", tips.merge_tips, place, first, second, "same_report")
    assert [item.about for item in seats.do("investigator", read_due).items if item.rule in ("triage", "feedback")] == [second, second]


@pytest.mark.parametrize(("language", "outcome"), [("en", "FIR registered"), ("ur", "ایف آئی آر درج")])
def test_the_words_of_an_answer_are_drafted_without_a_name(seats: Seats, language: str, outcome: str) -> None:
    place = opened(seats)
    tip = recorded(seats, place, ACCOUNT, narrative="She wrote to him.", victims="Somebody Hurt", names=("Shown Name",))
    linked(seats, seats.case, tip)
    with pytest.raises(Conflict, match="nothing_to_send"):
        seats.do("investigator", feedback.prepare_reply, place, tip, language)
    seats.do("investigator", feedback.draft_feedback, place, tip, "fir")
    text = write_reply(seats.do("investigator", feedback.prepare_reply, place, tip, language), language)
    assert outcome in text
    assert text.splitlines()[3].endswith(": 1"), "one case"
    case = seats.do("investigator", open_case, seats.case).content
    hidden = (case["code"], "4021", "gamer", "Somebody", "Shown", "wrote")
    assert [word for word in hidden if word in text] == []
    seats.do("investigator", feedback.send_feedback, place, tip)
    with pytest.raises(Conflict, match="nothing_to_send"):
        seats.do("investigator", feedback.prepare_reply, place, tip, language)
