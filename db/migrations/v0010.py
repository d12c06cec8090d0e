"""Hash lists: what was kept of each, and its hashes in rows of some hundreds."""

from __future__ import annotations

from alembic.operations import Operations

from db.migrations.described import make_tables

_TABLES = {
    "hash_lists": (
        "id text key, kind text, source text, model text, digest text, packed text, records int, hashes int, contradictions int, "
        "categories text, kept_at text, kept_by text, withdrawn_on date or_null, withdrawn_by text or_null, version int"
    ),
    "hash_rows": "list text key >hash_lists.id, kind text key, first bytes key, entries bytes",
}


def v0010(op: Operations) -> None:
    """Make the tables."""
    make_tables(op, _TABLES)
