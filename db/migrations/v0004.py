"""Interviews, tellings, statements as they stood, pressure, checklists, meetings and tasks; numbers are found by their text."""

from __future__ import annotations

import sqlalchemy as sa
from alembic.operations import Operations

from db.migrations.described import guard, make_indexes, make_tables

_OF_PARTY = "id text key, case text >cases.id, party text >parties.id"
_TABLES = {
    "interviews": (
        f"{_OF_PARTY}, kind text, state text, lead text or_null, second text or_null, observers text, support text or_null, "
        "planned_for text or_null, age_group text, minutes int, room text or_null, language text, preference text, "
        "preferred text or_null, preference_on date or_null, guardian_away bool, budget int, approval text or_null, "
        "started_at text or_null, ended_at text or_null, aftercare_owner text or_null, aftercare_at text or_null, version int"
    ),
    "essential_facts": "id text key, case text >cases.id, interview text, place int, why_only text, dropped bool, charge text or_null, "
    "element text or_null, version int",
    "marks": "id text key, case text >cases.id, interview text, place int, at text, version int",
    "tellings": f"{_OF_PARTY}, told_to text, told_on date or_null, version int",
    "statement_steps": f"{_OF_PARTY}, kind text, told_on date, written_by text, version int",
    "pressures": f"{_OF_PARTY}, found text, seen_on date, written_by text, version int",
    "checklists": (
        "id text key, case text >cases.id, interview text, form text, form_version int, filled_by text, filled_at text, version int"
    ),
    "meetings": (
        "id text key, planned_for text, room text or_null, chair text, cases text, present text, ended_at text or_null, version int"
    ),
    "agenda_items": "id text key, case text >cases.id, meeting text, discussed bool, version int",
    "tasks": (
        "id text key, case text >cases.id, item text or_null, kind text, owner text, given_by text, due_on date, "
        "done_on date or_null, version int"
    ),
}
_UNIQUE = {"marks": ("interview", "place"), "agenda_items": ("meeting", "case")}
_ALSO = (("numbers", ["text"]), ("interviews", ["planned_for"]), ("meetings", ["planned_for"]), ("tasks", ["owner", "done_on"]))


def v0004(op: Operations) -> None:
    """Make the tables, their indexes, the guard of the marks, and the column of requests."""
    make_tables(op, _TABLES, _UNIQUE)
    make_indexes(op, _ALSO)
    guard(op, "marks")
    op.add_column("requests", sa.Column("about", sa.Text))
