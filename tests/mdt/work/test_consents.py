"""Consents: who may sign, what falls away when one is withdrawn or its guardian comes under suspicion, and what goes past one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from mdt.errors import Conflict, DeskError, Invalid, Refused
from mdt.work import consents, letters, people, staff
from mdt.work.casefile import open_case
from mdt.work.consents import NewConsent
from mdt.work.forms import NewParty
from tests.make import Seats
from tests.mdt.work.marked import party_of
from tests.outgone import consent, referral


def agreed(seats: Seats, **changes: Any) -> NewConsent:
    fields: dict[str, Any] = {
        "party": party_of(seats, "V1"),
        "purpose": "c6",
        "recipient": "cpwb",
        "fields": ("name",),
        "signer": "court_guardian",
        "signed_on": seats.clock.today(),
        "why_unsafe": "Her father is accused.",
    }
    return NewConsent(**{**fields, **changes})


def guardian(seats: Seats, **more: Any) -> str:
    return seats.do("investigator", people.add_party, seats.case, NewParty(role="guardian", names=("Other Testname",), **more))


def letter_of(seats: Seats, about: str) -> Any:
    seats.do("investigator", people.reveal_identity, seats.case, party_of(seats, "V1"))
    return seats.do("investigator", letters.prepare_letter, seats.case, "referral", about, "en", "hand")


def refusal(seats: Seats, about: str) -> str:
    with pytest.raises(DeskError) as fault:
        letter_of(seats, about)
    return fault.value.key


def test_a_name_goes_out_under_a_consent_and_not_before_nor_after(seats: Seats) -> None:
    girl = party_of(seats, "V1")
    sent = referral(seats, girl)
    assert refusal(seats, sent) == "refused.outward_no_consent"
    kept = consent(seats, girl)
    assert "Gulnaz Testbibi" in {line.text for line in letter_of(seats, sent).paper.paper.lines}
    seats.do("investigator", consents.withdraw_consent, seats.case, kept, seats.clock.today())
    assert refusal(seats, sent) == "refused.outward_no_consent"


@pytest.mark.parametrize("changes", [{"recipient": "ncrc"}, {"purpose": "c5"}, {"fields": ("phone",)}, {"fields": ()}])
def test_a_consent_for_something_else_covers_nothing(seats: Seats, changes: dict[str, Any]) -> None:
    girl = party_of(seats, "V1")
    consent(seats, girl, **changes)
    assert refusal(seats, referral(seats, girl)) == "refused.outward_no_consent"


def test_a_consent_that_ran_out_covers_nothing(seats: Seats) -> None:
    girl = party_of(seats, "V1")
    consent(seats, girl, until=seats.clock.today())
    sent = referral(seats, girl)
    letter_of(seats, sent)
    seats.leave()
    seats.clock.pass_by(days=1)
    assert refusal(seats, sent) == "refused.outward_no_consent"


def test_a_guardian_under_suspicion_signs_for_nobody(seats: Seats) -> None:
    suspect, safe = guardian(seats, state="identified"), guardian(seats)
    accused = party_of(seats, "A1")
    for signed_by in (suspect, accused):
        with pytest.raises(Refused, match=r"refused\.guardian_conflict"):
            seats.do("investigator", consents.record_consent, seats.case, agreed(seats, signer="guardian", signed_by=signed_by))
    seats.do("investigator", consents.record_consent, seats.case, agreed(seats, signer="guardian", signed_by=safe))


def test_a_consent_falls_away_when_its_guardian_comes_under_suspicion(seats: Seats) -> None:
    safe = guardian(seats)
    seats.do("investigator", consents.record_consent, seats.case, agreed(seats, signer="guardian", signed_by=safe))
    sent = referral(seats, party_of(seats, "V1"))
    letter_of(seats, sent)
    seats.do("investigator", people.amend_party, seats.case, safe, {"state": "identified"})
    assert refusal(seats, sent) == "refused.outward_no_consent"


def test_a_child_of_fourteen_must_agree_too(seats: Seats) -> None:
    girl = party_of(seats, "V1")
    seats.do("investigator", people.amend_party, seats.case, girl, {"age_band": "14_17", "birth_date": None})
    sent = referral(seats, girl)
    consent(seats, girl)
    assert refusal(seats, sent) == "refused.outward_no_consent"
    hers = consent(seats, girl, signer="child_assent")
    letter_of(seats, sent)
    seats.do("psychologist", consents.withdraw_consent, seats.case, hers, seats.clock.today())
    assert refusal(seats, sent) == "refused.outward_no_consent"


def test_the_assent_of_a_child_alone_is_not_enough(seats: Seats) -> None:
    girl = party_of(seats, "V1")
    consent(seats, girl, signer="child_assent")
    assert refusal(seats, referral(seats, girl)) == "refused.outward_no_consent"


def test_an_override_lets_it_go_and_stays_with_its_reason(seats: Seats) -> None:
    girl = party_of(seats, "V1")
    seats.do("investigator", consents.override_consent, seats.case, agreed(seats, signer="nobody"), "life_at_risk")
    letter_of(seats, referral(seats, girl))
    kept = seats.do("investigator", open_case, seats.case).content["consents"][0]
    assert (kept["override"], kept["recorded_by"], kept["signer"]) == ("life_at_risk", "investigator", "nobody")
    assert "override_consent" in [entry.act for entry in seats.do("supervisor", staff.read_log)]


@pytest.mark.parametrize("role", ["psychologist", "prosecutor", "social_welfare", "supervisor"])
def test_only_the_investigator_goes_past_a_consent(seats: Seats, role: str) -> None:
    new = agreed(seats, signer="nobody")
    with pytest.raises(Refused, match=r"refused\.role"):
        seats.do(role, consents.override_consent, seats.case, new, "life_at_risk")


WRONG: tuple[tuple[dict[str, Any], str, str], ...] = (
    ({"purpose": "c99"}, "purpose", "invalid.choice"),
    ({"recipient": "nowhere"}, "recipient", "invalid.choice"),
    ({"signer": "nobody"}, "signer", "invalid.choice"),
    ({"signer": "self"}, "signer", "invalid.child_signs_alone"),
    ({"signer": "guardian"}, "signed_by", "invalid.needed"),
    ({"why_unsafe": " "}, "why_unsafe", "invalid.needed"),
    ({"language": "xx"}, "language", "invalid.choice"),
    ({"fields": ("weather",)}, "fields", "invalid.choice"),
    ({"signed_on": date(2026, 11, 21)}, "signed_on", "invalid.in_the_future"),
    ({"until": date(2026, 11, 19)}, "until", "invalid.ends_before_it_begins"),
)


@pytest.mark.parametrize(("changes", "field", "key"), WRONG)
def test_what_cannot_be_kept_says_why(seats: Seats, changes: dict[str, Any], field: str, key: str) -> None:
    with pytest.raises(Invalid) as fault:
        seats.do("investigator", consents.record_consent, seats.case, agreed(seats, **changes))
    assert fault.value.fields == {field: key}
    assert seats.do("investigator", open_case, seats.case).content["consents"] == []


def test_an_override_needs_a_reason_words_and_nobodys_name(seats: Seats) -> None:
    new = agreed(seats, signer="nobody")
    for told, reason in ((new, "because"), (replace(new, why_unsafe=None), "life_at_risk"), (replace(new, signer="self"), "life_at_risk")):
        with pytest.raises(Invalid):
            seats.do("investigator", consents.override_consent, seats.case, told, reason)


def test_no_field_of_an_adult_accused_is_an_item(seats: Seats) -> None:
    with pytest.raises(Invalid):
        seats.do("investigator", consents.record_consent, seats.case, agreed(seats, party=party_of(seats, "A1")))


def test_it_is_withdrawn_once_and_not_before_it_was_signed(seats: Seats) -> None:
    kept, today = consent(seats, party_of(seats, "V1")), seats.clock.today()
    for day in (today - timedelta(days=1), today + timedelta(days=1)):
        with pytest.raises(Invalid):
            seats.do("investigator", consents.withdraw_consent, seats.case, kept, day)
    seats.do("social_welfare", consents.withdraw_consent, seats.case, kept, today)
    with pytest.raises(Conflict, match=r"conflict\.withdrawn_already"):
        seats.do("investigator", consents.withdraw_consent, seats.case, kept, today)
