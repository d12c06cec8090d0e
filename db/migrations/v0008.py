"""Who opened a case: the log's index of readings takes in interviews, briefs, a meeting's items and tips."""

from __future__ import annotations

import sqlalchemy as sa
from alembic.operations import Operations

_ACTS = (
    "'open_case', 'reveal_identity', 'assemble_bundle', 'read_history', 'open_section', "
    "'open_interview', 'read_brief', 'read_item', 'open_tip', 'reveal_victims'"
)


def v0008(op: Operations) -> None:
    """Make the index again."""
    readings = sa.text(f"act IN ({_ACTS})")
    op.drop_index("ix_events_case_seq", "events")
    op.create_index("ix_events_case_seq", "events", ["case", "seq"], sqlite_where=readings, postgresql_where=readings)
