"""One call of every use case about received tips."""

from __future__ import annotations

from datetime import date
from typing import Any

from mdt.reading.whole import read_bytes
from mdt.work import feedback, hash_lists, intake, tip_links, tips
from tests.listed import kept_list
from tests.make import Seats
from tests.mdt.reading.samples import LIST, ONE, ZERO, media, vics_list
from tests.mdt.work.call import Sample, Scene, desk_wide
from tests.mdt.work.marked import party_of
from tests.tipped import opened, recorded


def intake_of(seats: Seats) -> str:
    """The intake, opened where it is not yet, with the investigator seated there."""
    found = seats.do("supervisor", intake.locate_intake).case
    return found or opened(seats)


def a_tip(seats: Seats, **values: Any) -> str:
    """A fresh tip."""
    return recorded(seats, intake_of(seats), again=True, **values)


def _tip(*more: Any) -> Scene:
    return lambda seats: (a_tip(seats), *more)


def _two(seats: Seats) -> tuple[Any, ...]:
    return a_tip(seats), a_tip(seats), "same_report"


def _merged(seats: Seats) -> tuple[Any, ...]:
    first, second, reason = _two(seats)
    seats.do("investigator", tips.merge_tips, intake_of(seats), first, second, reason)
    return (first,)


def _cut(seats: Seats) -> tuple[Any, ...]:
    return seats.do("investigator", tip_links.link_tip, seats.case, a_tip(seats), "same_account"), "by_mistake"


def _bound(seats: Seats) -> tuple[Any, ...]:
    return seats.do("investigator", tip_links.link_tip, seats.case, a_tip(seats), "same_account"), None, party_of(seats, "A1")


def _drafted(seats: Seats) -> tuple[Any, ...]:
    tip = a_tip(seats)
    seats.do("investigator", feedback.draft_feedback, intake_of(seats), tip, "enquiry")
    return (tip,)


def _sent(seats: Seats) -> tuple[Any, ...]:
    return (seats.do("investigator", feedback.send_feedback, intake_of(seats), *_drafted(seats)),)


def _fresh_intake(seats: Seats) -> tuple[Any, ...]:
    """A desk on which nobody opened an intake: the marked one's is put aside by its code."""
    seats.take("supervisor")
    seats.raw().execute("UPDATE cases SET code = 'ASIDE' WHERE code = 'INTAKE'")
    return ()


TIP_SAMPLES: tuple[Sample, ...] = (
    desk_wide(hash_lists.keep_hash_list, lambda seats: (intake_of(seats) and read_bytes(LIST),)),
    desk_wide(hash_lists.withdraw_hash_list, lambda seats: (intake_of(seats) and kept_list(seats, vics_list(media(ONE, 3))),)),
    desk_wide(hash_lists.list_hash_lists),
    desk_wide(hash_lists.match_hashes, lambda seats: ((ZERO,),)),
    desk_wide(intake.open_intake, _fresh_intake),
    desk_wide(intake.locate_intake),
    desk_wide(intake.list_tips),
    desk_wide(intake.count_tips),
    desk_wide(tip_links.read_reconciled, lambda seats: (date(2026, 1, 1), date(2026, 12, 31))),
    Sample(tips.record_tip, lambda seats: ({"source": "helpline"},), intake_of),
    Sample(tips.record_tips, lambda seats: ((tips.Sent({"source": "helpline"}), tips.Sent({"source": "local"})),), intake_of),
    Sample(tips.look_before_recording, lambda seats: ("cybertip", "900000001"), intake_of),
    Sample(tips.open_tip, _tip(), intake_of),
    Sample(tips.reveal_victims, _tip(), intake_of),
    Sample(tips.mark_read, _tip(), intake_of),
    Sample(tips.assign_tip, lambda seats: (a_tip(seats), seats.members["investigator"]), intake_of),
    Sample(tips.triage_tip, _tip("2"), intake_of),
    Sample(tips.merge_tips, _two, intake_of),
    Sample(tips.unmerge_tip, _merged, intake_of),
    Sample(tip_links.link_tip, _tip("same_account")),
    Sample(tip_links.cut_link, _cut),
    Sample(tip_links.bind_link, _bound),
    Sample(tip_links.suggest_tips),
    Sample(feedback.draft_feedback, _tip("enquiry"), intake_of),
    Sample(feedback.prepare_reply, lambda seats: (*_drafted(seats), "en"), intake_of),
    Sample(feedback.send_feedback, _drafted, intake_of),
    Sample(feedback.acknowledge_feedback, _sent, intake_of),
)
