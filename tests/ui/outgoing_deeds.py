"""What is typed to do each act of what leaves the desk: its page, the fields, and a text in which a draft may stand."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from tests.outgone import ACCOUNT, HASH

_AGREED = {"purpose": "c6", "recipient": "cpwb"}
OUTGOING_DEEDS: Final[tuple[tuple[str, Mapping[str, str], tuple[str, str]], ...]] = (
    ("record_consent", {**_AGREED, "signer": "court_guardian", "why_unsafe": "He is accused."}, ("paper_ref", "File 3")),
    ("override_consent", {**_AGREED, "reason": "life_at_risk", "why_unsafe": "She is in danger now."}, ("why_unsafe", "She is")),
    ("withdraw_consent", {"on": "today"}, ("on", "yesterday")),
    ("offer_referral", {"agency": "cpwb", "asked": "counselling"}, ("note", "She asked")),
    ("move_referral", {"to": "accepted"}, ("to", "accepted")),
    ("hand_over", {"received_by": "The duty officer"}, ("received_by", "The duty")),
    (
        "draft_request",
        {
            **{"platform": "google", "kind": "data", "account": ACCOUNT, "records": "subscriber"},
            **{"first_day": "1/10", "last_day": "5/10", "reply_to": "desk@agency.example"},
        },
        ("account", "invented"),
    ),
    ("send_request", {"on": "today"}, ("preserved_until", "+30d")),
    ("chase_request", {"on": "today"}, ("on", "yesterday")),
    ("record_answer", {"to": "refused", "reason": "needs_treaty"}, ("to", "refused")),
    ("extend_preservation", {"until": "+170d"}, ("until", "+170d")),
    ("plan_removal", {"url": ACCOUNT, "authority": "pta", "section": "s22_2"}, ("url", "invented")),
    ("log_capture", {"capture_hash": HASH}, ("capture_hash", "abab")),
    ("answer_need", {"needed_for_case": "not_needed"}, ("needed_for_case", "not_needed")),
    ("request_removal", {"on": "today"}, ("on", "yesterday")),
    ("record_removal", {"to": "removed", "removed": "all"}, ("to", "removed")),
    ("record_check", {"found": "gone"}, ("found", "gone")),
    ("register_foreign", {"country": "gb", "purpose": "trace", "ncb_ref": "NCB-77"}, ("ncb_ref", "NCB")),
    ("close_foreign", {"action": "answered"}, ("action", "answered")),
)
