"""The first shape of a vault, frozen: what later steps start from; it never looks at ``db.tables``."""

from __future__ import annotations

import sqlalchemy as sa
from alembic.operations import Operations

from db.migrations.described import guard, make_table

_TABLES = {
    "cases": (
        "id text key, code text, circle text, stage text, typology text or_null, also text, occurred_from date or_null, "
        "occurred_to date or_null, registered_on date, registered_by text, next_event text or_null, "
        "next_event_on date or_null, restricted bool, closed_on date or_null, voided_on date or_null, version int"
    ),
    "changes": (
        "id int key, case text, noun text, record text, field text, version int, old text or_null, new text or_null, "
        "changed_by text, changed_at text"
    ),
    "desk": "id text key, agency text, circle text, made_at text, demonstration bool",
    "drafts": "member text key, form text key, version int, body bytes, kept_at text",
    "events": (
        "seq int key, at text, actor text, act text, case text or_null, outcome text, subject text, why text, writes text, digest bytes"
    ),
    "members": (
        "id text key, user_name text, role text, sex text, trained_on date or_null, badge text or_null, standing text, "
        "key text or_null, voice text or_null, fingerprint text or_null, version int"
    ),
    "migrations": "version int key, applied_at text",
    "persons": "id text key, names text, identifiers text, version int",
    "sealed": (
        "record text key, field text key, version int key, noun text, case text, audience text, epoch int, body bytes, "
        "written_by text, written_at text"
    ),
    "account_keys": "person text key >persons.id, kind text key, key text key",
    "corrections": "id text key, case text >cases.id, written_by text, written_at text, version int",
    "first_reports": "id text key, case text >cases.id, received_on date or_null, channel text, version int",
    "grants": (
        "case text key, audience text key, epoch int key, member text key >members.id, granted_by text, granted_at text, "
        "commitment bytes, closed_key bytes"
    ),
    "incidents": "id text key, case text >cases.id, occurred_from date or_null, occurred_to date or_null, version int",
    "name_sounds": "person text key >persons.id, token text key, sound text",
    "numbers": ("id text key, case text >cases.id, kind text, text text, circle text, dated date or_null, unique_key text, version int"),
    "opinions": "id text key, case text >cases.id, held_on date, written_by text, version int",
    "parties": (
        "id text key, case text >cases.id, alias text, role text, sex text, age_band text, age_basis text or_null, minor bool, "
        "relation text, risk text, state text or_null, person text or_null >persons.id, version int"
    ),
    "requests": (
        "id text key, case text >cases.id, kind text, reason text, informed_on date or_null, requested_by text, "
        "requested_at text, decided_by text or_null, decided_on date or_null, decision text or_null, version int"
    ),
    "seats": (
        "id text key, case text >cases.id, member text >members.id, lead bool, since date, added_by text, until date or_null, "
        "recused_on date or_null, recusal_reason text or_null, version int"
    ),
    "session_notes": "id text key, case text >cases.id, held_on date, attendance text, written_by text, version int",
    "signals": "id text key, case text >cases.id, kind text, until date or_null, raised_by text, lifted_on date or_null, version int",
    "sources": "id text key, case text >cases.id, kind text, reference text or_null, received_on date or_null, version int",
    "stage_moves": "id text key, case text >cases.id, origin text, target text, moved_on date, moved_by text, facts text, version int",
    "welfare_notes": "id text key, case text >cases.id, held_on date, attendance text, written_by text, version int",
    "arrests": "id text key, case text >cases.id, party text >parties.id, arrested_on date or_null, version int",
    "blind_marks": "mark bytes key, party text key >parties.id",
    "charges": (
        "id text key, case text >cases.id, party text >parties.id, offence text, element text or_null, "
        "occurred_on date or_null, status text, version int"
    ),
    "marks_owed": "party text key >parties.id",
    "safe_contacts": "id text key, case text >cases.id, party text >parties.id, owners text, version int",
    "statements": (
        "id text key, case text >cases.id, party text >parties.id, kind text, taken_on date, taken_by text, recorded bool, version int"
    ),
}
_UNIQUE = {
    "uq_cases_code": ("cases", ("code",)),
    "uq_members_user_name": ("members", ("user_name",)),
    "one_a_case": ("first_reports", ("case",)),
    "uq_numbers_unique_key": ("numbers", ("unique_key",)),
    "uq_parties_case_alias": ("parties", ("case", "alias")),
}
_INDEXES = {
    "ix_cases_registered_on_id": ("cases", ["registered_on", "id"]),
    "ix_cases_stage_registered_on_id": ("cases", ["stage", "registered_on", "id"]),
    "ix_changes_case": ("changes", ["case"]),
    "ix_sealed_case_audience": ("sealed", ["case", "audience"]),
    "ix_account_keys_kind_key": ("account_keys", ["kind", "key"]),
    "ix_corrections_case": ("corrections", ["case"]),
    "ix_first_reports_case": ("first_reports", ["case"]),
    "ix_grants_member_audience_case": ("grants", ["member", "audience", "case"]),
    "ix_incidents_case": ("incidents", ["case"]),
    "ix_name_sounds_sound_person": ("name_sounds", ["sound", "person"]),
    "ix_name_sounds_token_person": ("name_sounds", ["token", "person"]),
    "ix_numbers_case": ("numbers", ["case"]),
    "ix_opinions_case": ("opinions", ["case"]),
    "ix_parties_case": ("parties", ["case"]),
    "ix_parties_person": ("parties", ["person"]),
    "ix_requests_case": ("requests", ["case"]),
    "ix_seats_case_member": ("seats", ["case", "member"]),
    "ix_seats_member_case_until_recused_on": ("seats", ["member", "case", "until", "recused_on"]),
    "ix_session_notes_case": ("session_notes", ["case"]),
    "ix_signals_case": ("signals", ["case"]),
    "ix_sources_case": ("sources", ["case"]),
    "ix_stage_moves_case": ("stage_moves", ["case"]),
    "ix_welfare_notes_case": ("welfare_notes", ["case"]),
    "ix_arrests_case": ("arrests", ["case"]),
    "ix_charges_case": ("charges", ["case"]),
    "ix_safe_contacts_case": ("safe_contacts", ["case"]),
    "ix_statements_case": ("statements", ["case"]),
}
_APPEND_ONLY = ("events", "sealed", "changes", "stage_moves", "corrections", "first_reports")


def v0001(op: Operations) -> None:
    """Make every table, index and guard of the first version."""
    for table, columns in _TABLES.items():
        unique = [sa.UniqueConstraint(*fields, name=name) for name, (owner, fields) in _UNIQUE.items() if owner == table]
        make_table(op, table, columns, *unique, *([_no_self_approval()] if table == "requests" else []))
    for name, (table, fields) in _INDEXES.items():
        op.create_index(name, table, fields)
    once = sa.text("kind = 's164'")
    op.create_index("uq_statements_one_s164", "statements", ["party"], unique=True, sqlite_where=once, postgresql_where=once)
    for table in _APPEND_ONLY:
        # the older names of somebody who turns out to be a child must be wiped (JJSA 2018 s.13)
        guard(op, table, deleted=" WHEN OLD.noun <> 'persons'" if table == "changes" else "")


def _no_self_approval() -> sa.CheckConstraint:
    return sa.CheckConstraint("decided_by IS NULL OR decided_by <> requested_by", name="ck_requests_requester_is_not_approver")
