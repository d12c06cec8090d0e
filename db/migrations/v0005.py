"""Received referrals: tips with the keys they are found by, their links to cases, and what their senders were told."""

from __future__ import annotations

from alembic.operations import Operations

from db.migrations.described import make_indexes, make_tables

_TABLES = {
    "tips": (
        "id text key, case text >cases.id, source text, number text or_null, received_at text, incident_at text or_null, "
        "circle text or_null, incident_type text or_null, priority text or_null, informational bool, triage text or_null, "
        "platform text or_null, flags text, caveats text, a1 int, a2 int, b1 int, b2 int, unclassed int, state text, "
        "read_at text or_null, read_by text or_null, assigned_at text or_null, assigned_to text or_null, answered_on date or_null, "
        "merged_into text or_null, merged_why text or_null, number_key text or_null, recorded_by text, identifiers text, names text, "
        "version int"
    ),
    "tip_links": (
        "id text key, case text >cases.id, tip text >tips.id, number text or_null, party text >parties.id or_null, reason text, "
        "linked_on date, linked_by text, cut_on date or_null, cut_by text or_null, cut_reason text or_null, version int"
    ),
    "feedbacks": (
        "id text key, case text >cases.id, tip text >tips.id, due_on date or_null, outcome text or_null, drafted_at text or_null, "
        "drafted_by text or_null, sent_on date or_null, sent_by text or_null, acknowledged_on date or_null, version int"
    ),
    "tip_keys": "tip text key >tips.id, kind text key, key text key",
}
_INDEXES = (
    ("tips", ["number_key"]),
    ("tip_links", ["tip", "cut_on", "case"]),
    ("feedbacks", ["tip"]),
    ("tip_keys", ["kind", "key"]),
)
_LISTED = ["received_at", "id", "source", "triage", "state"]


def v0005(op: Operations) -> None:
    """Make the tables and their indexes; the ledger's own hold every column it is narrowed by."""
    make_tables(op, _TABLES)
    make_indexes(op, _INDEXES)
    op.create_index("ix_tips_all", "tips", _LISTED)
    op.create_index("ix_tips_waiting", "tips", ["answered_on", "merged_into", *_LISTED])
