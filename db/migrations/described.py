"""Tables as steps describe them: per column its name, its kind, then 'key' or 'or_null', and '>' what it points to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

import sqlalchemy as sa
from alembic.operations import Operations

_KINDS = {"text": sa.Text, "int": sa.Integer, "bool": sa.Boolean, "date": sa.Date, "bytes": sa.LargeBinary}


def make_table(op: Operations, table: str, described: str, *more: Any) -> None:
    """Make a table from columns like 'id text key, case text >cases.id, until date or_null'."""
    columns = [column.strip() for column in described.split(",")]
    keys = [column.split(" ")[0] for column in columns if column.endswith(" key") or " key " in column]
    op.create_table(table, *(_column(table, column) for column in columns), sa.PrimaryKeyConstraint(*keys, name=f"pk_{table}"), *more)


def make_tables(op: Operations, tables: Mapping[str, str], unique: Mapping[str, tuple[str, ...]] = MappingProxyType({})) -> None:
    """Make several, each with the columns that are ``unique`` together; what belongs to a case is found by it."""
    for table, described in tables.items():
        fields = unique.get(table)
        make_table(op, table, described, *([sa.UniqueConstraint(*fields, name=f"uq_{table}_{'_'.join(fields)}")] if fields else []))
        if " case text" in described:
            op.create_index(f"ix_{table}_case", table, ["case"])


def make_indexes(op: Operations, indexes: Iterable[tuple[str, list[str]]]) -> None:
    """Make an index for each table and its columns."""
    for table, named in indexes:
        op.create_index(f"ix_{table}_{'_'.join(named)}", table, named)


def guard(op: Operations, table: str, deleted: str = "") -> None:
    """Let rows of a table be added only; ``deleted`` narrows when a deletion is stopped. Other stores than SQLite guard by their rights."""
    if op.get_bind().dialect.name != "sqlite":
        return
    for act in ("UPDATE", "DELETE"):
        unless = deleted if act == "DELETE" else ""
        stop = f"SELECT RAISE(ABORT, '{table} is append-only')"
        op.execute(f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table}{unless} BEGIN {stop}; END")


def _column(table: str, described: str) -> sa.Column[Any]:
    name, kind, *marks = described.split(" ")
    points = [sa.ForeignKey(mark[1:], name=f"fk_{table}_{name}") for mark in marks if mark.startswith(">")]
    return sa.Column(name, _KINDS[kind](), *points, nullable="or_null" in marks)
