"""Bringing a vault up to this program's version: forward only, one transaction a step, never a newer vault."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from importlib import import_module
from typing import Any, Final

from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, Engine, text

from mdt.errors import Unavailable

STEPS: Final = ("v0001", "v0002", "v0003", "v0004", "v0005", "v0006", "v0007", "v0008", "v0009", "v0010")
NEWEST: Final = int(STEPS[-1][1:])


def version_of(connection: Any) -> int:
    """The version a raw connection's vault stands at; 0 for an empty one."""
    if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'migrations'").fetchone():
        return 0
    return int(connection.execute("SELECT coalesce(max(version), 0) FROM migrations").fetchone()[0])


def is_behind(connection: Any) -> bool:
    """Whether steps are owed; Unavailable('unavailable.newer') for a vault from a newer program."""
    found = version_of(connection)
    if found > NEWEST:
        raise Unavailable("unavailable.newer", vault=found, program=NEWEST)
    return found < NEWEST


def migrate(engine: Engine, raw: Any, now: datetime) -> None:
    """Apply every owed step, each in its own transaction together with its record."""
    stands_at = version_of(raw)
    for name in (owed for owed in STEPS if int(owed[1:]) > stands_at):
        step: Callable[[Operations], None] = getattr(import_module(f"db.migrations.{name}"), name)
        with engine.begin() as connection:
            step(Operations(MigrationContext.configure(connection)))
            _record(connection, int(name[1:]), now)


def _record(connection: Connection, number: int, now: datetime) -> None:
    at = now.isoformat(timespec="microseconds")
    connection.execute(text("INSERT INTO migrations (version, applied_at) VALUES (:version, :at)"), {"version": number, "at": at})
