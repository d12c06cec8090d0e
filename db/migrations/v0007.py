"""Clocks: events of cases, pauses, escalations, flags, holidays; the log of telling those who were hurt, and slips."""

from __future__ import annotations

import sqlalchemy as sa
from alembic.operations import Operations

from db.migrations.described import make_indexes, make_tables

_OF_CASE = "id text key, case text >cases.id"
_TABLES = {
    "case_events": (
        f"{_OF_CASE}, kind text, happened_at text, timed bool, about text, written_by text, withdrawn_on date or_null, version int"
    ),
    "clock_pauses": f"{_OF_CASE}, rule text, about text, reason text, since text, until text or_null, written_by text, version int",
    "escalations": f"{_OF_CASE}, rule text, about text, due_at text, level text, raised_at text, version int",
    "case_flags": f"{_OF_CASE}, due_on date, raised_by text, resolved_on date or_null, resolved_by text or_null, version int",
    "holidays": "id text key, day date, name text, dropped bool, version int",
    "contact_logs": (
        f"{_OF_CASE}, party text >parties.id, at text, outcome text, channel text, contents text, written_by text, version int"
    ),
    "slips": f"{_OF_CASE}, party text >parties.id, code text, made_on date, written_by text, version int",
}
_UNIQUE = {"escalations": ("case", "rule", "about", "due_at", "level"), "slips": ("code",)}
_ALSO = (
    ("contact_logs", ["party", "outcome", "at"]),
    ("parties", ["role", "case", "risk", "id"]),
    ("numbers", ["kind", "case", "dated"]),
    ("stage_moves", ["target", "case", "moved_on"]),
)


def v0007(op: Operations) -> None:
    """Make the tables and indexes."""
    make_tables(op, _TABLES, _UNIQUE)
    make_indexes(op, _ALSO)
    leads = sa.text("lead = 1 AND until IS NULL AND recused_on IS NULL")
    op.create_index("ix_seats_leads", "seats", ["case", "member"], sqlite_where=leads, postgresql_where=leads)
    over = sa.text("closed_on IS NULL AND voided_on IS NULL")
    op.create_index("ix_cases_open", "cases", ["id", "registered_on", "stage"], sqlite_where=over, postgresql_where=over)
