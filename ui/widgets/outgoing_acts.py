"""What can be done of what leaves the desk: consents, referrals, requests to platforms, removals, foreign requests, their letters."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from mdt.errors import Invalid
from mdt.model.sensitivity import Sensitivity
from mdt.policy.actions import Action
from mdt.work import consents, foreign, platforms, referrals, removals
from mdt.work.consents import NewConsent
from mdt.work.foreign import NewForeign
from mdt.work.platforms import NewRequest
from ui.widgets.case_acts import Asked, CaseAct, on_case, on_record
from ui.widgets.filled import Filled, Record, stands_at


def _consent(done: Filled) -> Mapping[str, Any]:
    return {"new": NewConsent(**done.values)}


def _without(done: Filled) -> Mapping[str, Any]:
    values = dict(done.values)
    return {"reason": values.pop("reason"), "new": NewConsent(**values, signer="nobody")}


def _request(done: Filled) -> Mapping[str, Any]:
    return {"new": NewRequest(**done.values)}


def _foreign(done: Filled) -> Mapping[str, Any]:
    count = (done.values.get("hashes") or "0").strip()
    if not count.isdecimal():
        raise Invalid(fields={"hashes": "invalid.whole_number"})
    return {"new": NewForeign(**{**done.values, "hashes": int(count)})}


def _in_force(record: Record, me: str) -> bool:
    return not record["withdrawn_on"]


def _not_handed(record: Record, me: str) -> bool:
    return not record["handed_on"]


def _not_looked(record: Record, me: str) -> bool:
    return not record["checked_on"]


def _open_foreign(record: Record, me: str) -> bool:
    return not record["replied_on"]


def _answered_foreign(record: Record, me: str) -> bool:
    return bool(record["replied_on"])


def _of_cyberbullying(record: Record, me: str) -> bool:
    return bool(record["section"] == removals.CYBERBULLYING and record["needed"] != "not_needed" and record["state"] != "removed")


def _may_be_asked(record: Record, me: str) -> bool:
    return record["state"] in ("captured", "removed", "refused")


def _letter(kind: str, page: str, suits: Callable[[Record, str], bool]) -> CaseAct:
    return CaseAct(f"outgoing.{page}", page, "", Action.WRITE_LETTERS, where="outgoing", per_record=kind, suits=suits)


_CLOSED = {"paper_ref": Sensitivity.EVIDENCE}
OUTGOING_ACTS = (
    on_case(
        "record_consent",
        "",
        Action.WRITE_CONSENTS,
        "consents",
        Asked(form="consent", job=consents.record_consent, arguments=_consent, sealed=_CLOSED),
    ),
    on_case(
        "override_consent",
        "",
        Action.OVERRIDE_CONSENT,
        "consents",
        Asked(form="consent_override", job=consents.override_consent, arguments=_without),
    ),
    on_record(
        "consent",
        "withdraw_consent",
        Action.WRITE_CONSENTS,
        "outgoing",
        _in_force,
        Asked(form="consent_withdrawal", job=consents.withdraw_consent),
    ),
    on_case("offer_referral", "", Action.REFER_OUT, "referrals", Asked(form="referral", job=referrals.offer_referral)),
    on_record(
        "referral",
        "move_referral",
        Action.REFER_OUT,
        "outgoing",
        stands_at("offered", "accepted"),
        Asked(form="referral_move", job=referrals.move_referral),
    ),
    on_record("referral", "hand_over", Action.REFER_OUT, "outgoing", _not_handed, Asked(form="referral_handed", job=referrals.hand_over)),
    on_case(
        "draft_request",
        "",
        Action.ASK_PLATFORMS,
        "platforms",
        Asked(form="platform_request", job=platforms.draft_request, arguments=_request),
    ),
    on_record(
        "request",
        "send_request",
        Action.ASK_PLATFORMS,
        "outgoing",
        stands_at("drafted"),
        Asked(form="platform_sent", job=platforms.send_request),
    ),
    on_record(
        "request",
        "chase_request",
        Action.ASK_PLATFORMS,
        "outgoing",
        stands_at("sent"),
        Asked(form="platform_chased", job=platforms.chase_request),
    ),
    on_record(
        "request",
        "record_answer",
        Action.ASK_PLATFORMS,
        "outgoing",
        stands_at("sent"),
        Asked(form="platform_answer", job=platforms.record_answer),
    ),
    on_record(
        "request",
        "extend_preservation",
        Action.ASK_PLATFORMS,
        "outgoing",
        stands_at("sent", "answered"),
        Asked(form="platform_extended", job=platforms.extend_preservation),
    ),
    on_case("plan_removal", "", Action.ASK_REMOVAL, "removals", Asked(form="removal", job=removals.plan_removal)),
    on_record(
        "removal", "log_capture", Action.ASK_REMOVAL, "outgoing", stands_at("planned"), Asked(form="capture", job=removals.log_capture)
    ),
    on_record(
        "removal", "answer_need", Action.ASK_REMOVAL, "outgoing", _of_cyberbullying, Asked(form="removal_need", job=removals.answer_need)
    ),
    on_record(
        "removal",
        "request_removal",
        Action.ASK_REMOVAL,
        "outgoing",
        _may_be_asked,
        Asked(form="removal_asked", job=removals.request_removal),
    ),
    on_record(
        "removal",
        "record_removal",
        Action.ASK_REMOVAL,
        "outgoing",
        stands_at("requested"),
        Asked(form="removal_done", job=removals.record_removal),
    ),
    on_record("check", "record_check", Action.ASK_REMOVAL, "outgoing", _not_looked, Asked(form="removal_check", job=removals.record_check)),
    on_case(
        "register_foreign",
        "",
        Action.KEEP_FOREIGN_REGISTER,
        "foreign",
        Asked(form="foreign", job=foreign.register_foreign, arguments=_foreign),
    ),
    on_record(
        "foreign",
        "close_foreign",
        Action.KEEP_FOREIGN_REGISTER,
        "outgoing",
        _open_foreign,
        Asked(form="foreign_done", job=foreign.close_foreign),
    ),
)
"""Acts with a form of the catalogue."""

OUTGOING_PAGES = (
    _letter("request", "request_letter", stands_at("drafted", "sent")),
    _letter("request", "reminder_letter", stands_at("sent")),
    _letter("removal", "removal_letter", stands_at("captured", "requested")),
    _letter("referral", "referral_letter", stands_at("offered", "accepted")),
    _letter("foreign", "foreign_letter", _answered_foreign),
    CaseAct("outgoing.figures", "cooperation", "", Action.READ_FIGURES, where="figures"),
)
"""Letters, and the figures of platforms."""
