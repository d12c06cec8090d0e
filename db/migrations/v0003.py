"""Entries of the log say which rights they gave or took and are signed; grants too; what takes a right away has an index of its own."""

from __future__ import annotations

import sqlalchemy as sa
from alembic.operations import Operations


def v0003(op: Operations) -> None:
    """Make the columns and the indexes."""
    op.add_column("events", sa.Column("facts", sa.Text, nullable=False, server_default="[]"))
    op.add_column("events", sa.Column("roll", sa.Boolean, nullable=False, server_default="0"))
    op.add_column("events", sa.Column("signature", sa.LargeBinary))
    op.add_column("grants", sa.Column("place", sa.Integer, nullable=False, server_default="0"))
    op.add_column("grants", sa.Column("signature", sa.LargeBinary))
    factual, rolled = sa.text("facts <> '[]'"), sa.text("roll = 1")
    op.create_index("ix_events_case_facts", "events", ["case", "seq"], sqlite_where=factual, postgresql_where=factual)
    op.create_index("ix_events_roll", "events", ["seq"], sqlite_where=rolled, postgresql_where=rolled)
    upkeep = sa.text("act IN ('record_backup', 'record_kit', 'record_trial')")
    op.create_index("ix_events_upkeep", "events", ["act", "seq"], sqlite_where=upkeep, postgresql_where=upkeep)
