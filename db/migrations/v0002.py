"""Who opened a case is asked of the log: an index of the acts that read one, and of no others, since every save would pay for it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic.operations import Operations


def v0002(op: Operations) -> None:
    """Make the index; acts that are not readings stay out of it."""
    reading = sa.text("act IN ('open_case', 'reveal_identity', 'assemble_bundle', 'read_history', 'open_section')")
    op.create_index("ix_events_case_seq", "events", ["case", "seq"], sqlite_where=reading, postgresql_where=reading)
