"""Consents, referrals to others, requests to platforms, removals and their checks, the register of foreign requests, letters."""

from __future__ import annotations

from alembic.operations import Operations

from db.migrations.described import make_tables

_OF_PARTY = "id text key, case text >cases.id, party text >parties.id"
_TABLES = {
    "consents": (
        f"{_OF_PARTY}, purpose text, recipient text, items text, signer text, signed_by text or_null, signed_on date, until date or_null, "
        "language text, form_version int, override text or_null, withdrawn_on date or_null, recorded_by text, version int"
    ),
    "outgoing_referrals": (
        f"{_OF_PARTY}, agency text, asked text, purpose text, items text, state text, offered_on date, reply_due date, "
        "answered_on date or_null, reason text or_null, ended_on date or_null, handed_on date or_null, sent_by text, version int"
    ),
    "platform_requests": (
        "id text key, case text >cases.id, platform text, kind text, records text, first_day date, last_day date, reply_to text, "
        "state text, sent_on date or_null, preserved_until date or_null, chased text, answered_on date or_null, reason text or_null, "
        "asked_by text, version int"
    ),
    "removal_requests": (
        "id text key, case text >cases.id, authority text, section text, needed text, state text, captured_on date or_null, "
        "requested_on date or_null, ended_on date or_null, removed text or_null, asked_by text, version int"
    ),
    "removal_checks": (
        "id text key, case text >cases.id, removal text, days int, due_on date, checked_on date or_null, found text or_null, version int"
    ),
    "foreign_requests": (
        "id text key, case text >cases.id, number text, direction text, country text, purpose text, caveat text, received_on date, "
        "reply_due date, replied_on date or_null, action text or_null, hashes int, officer text, version int"
    ),
    "letters": (
        "id text key, case text >cases.id, number text, about text, kind text, recipient text, channel text, language text, items text, "
        "enclosed text, digest text, made_on date, made_by text, version int"
    ),
}


def v0006(op: Operations) -> None:
    """Make the tables and their indexes."""
    make_tables(op, _TABLES, {"letters": ("number",)})
