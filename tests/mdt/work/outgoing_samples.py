"""One call of every use case about what leaves the desk."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from mdt.work import consents, cooperation, foreign, letters, platforms, referrals, removals
from mdt.work.casefile import open_case
from mdt.work.consents import NewConsent
from mdt.work.foreign import NewForeign
from mdt.work.platforms import NewRequest
from tests.make import Seats
from tests.mdt.work.call import Sample, Scene, desk_wide
from tests.mdt.work.marked import party_of
from tests.outgone import ACCOUNT, HASH, consent, foreign_request, referral, removal, request, sent

YEAR = (date(2026, 1, 1), date(2026, 12, 31))


def _agreed(seats: Seats, signer: str, **more: Any) -> NewConsent:
    fields: dict[str, Any] = {"party": party_of(seats, "V1"), "purpose": "c6", "recipient": "cpwb", "signed_on": seats.clock.today()}
    return NewConsent(**fields, signer=signer, why_unsafe="Her guardian is accused.", **more)


def _overriding(seats: Seats) -> tuple[Any, ...]:
    return _agreed(seats, "nobody"), "life_at_risk"


def _today(scene: Any, *more: Any) -> Scene:
    return lambda seats: (scene(seats), *more[:1], seats.clock.today(), *more[1:])


def _request(seats: Seats) -> tuple[Any, ...]:
    day = date(2026, 10, 1)
    kept = ("subscriber",)
    return (
        NewRequest(
            platform="google", kind="data", records=kept, account=ACCOUNT, first_day=day, last_day=day, reply_to="desk@agency.example"
        ),
    )


def _offer(seats: Seats) -> tuple[Any, ...]:
    return party_of(seats, "V1"), "cpwb", ("counselling",)


def _check(seats: Seats) -> str:
    made = removal(seats, to="removed")
    checks = seats.do("investigator", open_case, seats.case).content["removal_checks"]
    return next(str(check["id"]) for check in checks if check["removal"] == made)


def _foreign(seats: Seats) -> tuple[Any, ...]:
    return (NewForeign(direction="in", country="gb", purpose="trace", ncb_ref="NCB-77", received_on=date(2026, 11, 2)),)


def _letter(seats: Seats) -> tuple[Any, ...]:
    return "referral", referral(seats, party_of(seats, "V1"), fields=()), "en", "hand"


def _drawn(seats: Seats) -> tuple[Any, ...]:
    return seats.do("investigator", letters.prepare_letter, seats.case, *_letter(seats)), HASH


def _extended(seats: Seats) -> tuple[Any, ...]:
    return sent(seats), seats.clock.today() + timedelta(days=120)


OUTGOING_SAMPLES: tuple[Sample, ...] = (
    Sample(consents.record_consent, lambda seats: (_agreed(seats, "court_guardian"),)),
    Sample(consents.override_consent, _overriding),
    Sample(consents.withdraw_consent, _today(lambda seats: consent(seats, party_of(seats, "V1")))),
    Sample(referrals.offer_referral, _offer),
    Sample(referrals.move_referral, _today(lambda seats: referral(seats, party_of(seats, "V1")), "accepted")),
    Sample(referrals.hand_over, lambda seats: (referral(seats, party_of(seats, "V1")), seats.clock.today(), "The desk officer")),
    Sample(platforms.draft_request, _request),
    Sample(platforms.send_request, _today(request)),
    Sample(platforms.extend_preservation, _extended),
    Sample(platforms.chase_request, _today(sent)),
    Sample(platforms.record_answer, _today(sent, "answered")),
    desk_wide(cooperation.read_cooperation, lambda seats: YEAR),
    desk_wide(cooperation.prepare_cooperation, lambda seats: (*YEAR, "en")),
    Sample(removals.plan_removal, lambda seats: (ACCOUNT, "pta", "s22_2")),
    Sample(removals.log_capture, lambda seats: (removal(seats), seats.clock.today(), HASH)),
    Sample(removals.request_removal, _today(lambda seats: removal(seats, to="captured"))),
    Sample(removals.answer_need, lambda seats: (removal(seats), "not_needed")),
    Sample(removals.record_removal, lambda seats: (removal(seats, to="requested"), "refused", seats.clock.today())),
    Sample(removals.record_check, lambda seats: (_check(seats), seats.clock.today(), "gone")),
    Sample(foreign.register_foreign, _foreign),
    Sample(foreign.close_foreign, lambda seats: (foreign_request(seats), "answered", seats.clock.today())),
    Sample(letters.prepare_letter, _letter),
    Sample(letters.issue_letter, _drawn),
)
