"""Everything the desk can send out of one case, once, with a text of the test's own in every closed field."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from mdt.model.outgoing import Consent, ForeignRequest, OutgoingReferral, PlatformRequest, RemovalRequest
from mdt.work import consents, foreign, letters, platforms, referrals, removals
from mdt.work.casefile import open_case
from mdt.work.consents import NewConsent
from mdt.work.foreign import NewForeign
from mdt.work.people import reveal_identity
from mdt.work.platforms import NewRequest
from tests.make import Seats

ACCOUNT = "https://www.instagram.com/invented.gamer"
HASH = "ab" * 32
Say = Callable[[type, str], str]


def plainly(kind: type, field: str) -> str:
    """Plain words for whoever looks for none."""
    texts = {
        (PlatformRequest, "account"): ACCOUNT,
        (RemovalRequest, "url"): f"{ACCOUNT}/p/1",
        (RemovalRequest, "capture_hash"): HASH,
        (ForeignRequest, "ncb_ref"): "NCB-1234",
    }
    return texts.get((kind, field), "plain words")


def consent(seats: Seats, party: str, say: Say = plainly, **changes: Any) -> str:
    """A consent by a court's guardian to share a name with the child protection bureau; returns its id."""
    fields: dict[str, Any] = {
        "party": party,
        "purpose": "c6",
        "recipient": "cpwb",
        "fields": ("name",),
        "signer": "court_guardian",
        "signed_on": seats.clock.today(),
        "paper_ref": say(Consent, "paper_ref"),
        "why_unsafe": say(Consent, "why_unsafe"),
    }
    return seats.do("investigator", consents.record_consent, seats.case, NewConsent(**{**fields, **changes}))


def referral(seats: Seats, party: str, say: Say = plainly, fields: tuple[str, ...] = ("name",)) -> str:
    """A referral of a person to the child protection bureau."""
    args = (party, "cpwb", ("assessment", "counselling"), fields, None, say(OutgoingReferral, "note"))
    return seats.do("investigator", referrals.offer_referral, seats.case, *args)


def request(seats: Seats, say: Say = plainly, **changes: Any) -> str:
    """A preservation request to Meta about an account."""
    today = seats.clock.today()
    fields: dict[str, Any] = {
        "platform": "meta",
        "kind": "preservation",
        "records": ("subscriber", "logins"),
        "account": say(PlatformRequest, "account"),
        "first_day": today - timedelta(days=50),
        "last_day": today - timedelta(days=20),
        "reply_to": "desk.multan@agency.example",
    }
    return seats.do("investigator", platforms.draft_request, seats.case, NewRequest(**{**fields, **changes}))


def sent(seats: Seats, say: Say = plainly, **changes: Any) -> str:
    """The same, sent today."""
    made = request(seats, say, **changes)
    seats.do("investigator", platforms.send_request, seats.case, made, seats.clock.today())
    return made


def removal(seats: Seats, say: Say = plainly, section: str = "s21_3", to: str = "planned") -> str:
    """A removal that has come to a state."""
    user, case, today = "investigator", seats.case, seats.clock.today()
    made = seats.do(user, removals.plan_removal, case, say(RemovalRequest, "url"), "pta", section)
    if to != "planned":
        seats.do(user, removals.log_capture, case, made, today, say(RemovalRequest, "capture_hash"))
    if to in ("requested", "removed"):
        seats.do(user, removals.request_removal, case, made, today)
    if to == "removed":
        seats.do(user, removals.record_removal, case, made, "removed", today, "all")
    return made


def foreign_request(seats: Seats, say: Say = plainly, answered: bool = False) -> str:
    """A request of a partner country, answered or not."""
    today = seats.clock.today()
    new = NewForeign(direction="in", country="de", purpose="victim_id", ncb_ref=say(ForeignRequest, "ncb_ref"), received_on=today)
    made = seats.do("investigator", foreign.register_foreign, seats.case, new)
    if answered:
        seats.do("investigator", foreign.close_foreign, seats.case, made, "answered", today)
    return made


def letter(seats: Seats, about: str, kind: str = "referral", user: str = "investigator") -> str:
    """A letter about a record that was made, as if its file had the hash of the test."""
    for party in seats.do(user, open_case, seats.case).content["parties"]:
        seats.do(user, reveal_identity, seats.case, party["id"])
    draft = seats.do(user, letters.prepare_letter, seats.case, kind, about, "en", "hand")
    return seats.do(user, letters.issue_letter, seats.case, draft, HASH)


def everything(seats: Seats, party: str, say: Say = plainly) -> None:
    """One of each, on the way or ended."""
    consent(seats, party, say)
    handed = referral(seats, party, say)
    seats.do("investigator", referrals.hand_over, seats.case, handed, seats.clock.today(), say(OutgoingReferral, "received_by"))
    sent(seats, say)
    removal(seats, say, to="removed")
    foreign_request(seats, say)
    letter(seats, handed)


def open_ended(seats: Seats, party: str) -> None:
    """One record of each kind at each state in which there is something to do about it."""
    consent(seats, party)
    referral(seats, party)
    request(seats)
    sent(seats)
    for to in ("planned", "captured", "requested", "removed"):
        removal(seats, to=to)
    removal(seats, section="s24a_2")
    foreign_request(seats)
    foreign_request(seats, answered=True)
