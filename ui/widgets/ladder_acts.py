"""Acts on the ladder of an accused: a rung that was reached or proved wrong, a match to settle, and the pages that lead higher."""

from __future__ import annotations

from mdt.policy.actions import Action
from mdt.work import ladder
from ui.widgets import filled
from ui.widgets.case_acts import Asked, CaseAct, on_record

LADDER_ACTS = (
    on_record("party", "record_rung", Action.WRITE_PARTIES, "ladder", filled.is_accused, Asked(form="rung", job=ladder.record_rung)),
    on_record(
        "rung",
        "withdraw_rung",
        Action.WRITE_PARTIES,
        "ladder",
        lambda record, me: not record["withdrawn_on"],
        Asked(form="rung_back", job=ladder.withdraw_rung),
    ),
    on_record(
        "match",
        "settle_match",
        Action.SETTLE_MATCH,
        "ladder",
        lambda record, me: record["outcome"] is None and record["other"] != me,
        Asked(form="match_settled", job=ladder.settle_match),
    ),
)
"""All of them have a form of the catalogue."""

LADDER_PAGES = (
    CaseAct("ladder.ask", "draft_request", "", Action.ASK_PLATFORMS, where="ladder_account"),
    CaseAct("ladder.ask", "draft_request", "", Action.ASK_PLATFORMS, where="ladder_subscriber"),
    CaseAct("doing.record_arrest", "record_arrest", "", Action.WRITE_SOURCES, where="ladder_identified"),
)
"""Offered where they lead to the next rung."""
