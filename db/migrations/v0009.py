"""The ladder of an unknown accused: rungs with what shows them, and matches between an accused and somebody close to the case."""

from __future__ import annotations

from alembic.operations import Operations

from db.migrations.described import make_tables

_OF_PARTY = "id text key, case text >cases.id, party text >parties.id"
_TABLES = {
    "rungs": (
        f"{_OF_PARTY}, rung text, before text, reached_on date, evidence text, written_by text, withdrawn_on date or_null, "
        "withdrawn_by text or_null, version int"
    ),
    "matches": (
        f"{_OF_PARTY}, other text, kinds text, found_at text, found_by text, contact text or_null, outcome text or_null, "
        "settled_at text or_null, settled_by text or_null, version int"
    ),
}


def v0009(op: Operations) -> None:
    """Make the tables and their indexes."""
    make_tables(op, _TABLES)
