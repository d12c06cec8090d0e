"""What damage reaches: the tables that no longer hold together, indexes included, and the cases whose rows can no longer be read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from typing import Any

from sqlcipher3 import dbapi2

from db.tables import metadata

MOST_CASES = 50
"""So many cases are named a table; who has lost more needs a backup and not a list."""
Connect = Callable[[], Any]


def reached(connect: Connect) -> Iterator[tuple[str, str]]:
    """Each table that is hit, with '' and then with every case of it that is, as far as can be told; each on a connection of its own."""
    for name in sorted(metadata.tables):
        if _fails(connect, f'PRAGMA integrity_check("{name}")') or _fails(connect, f'SELECT * FROM "{name}"'):  # noqa: S608
            yield name, ""
            yield from ((name, case) for case in (_cases(connect, name) if _found_by_case(name) else ()))


def _found_by_case(name: str) -> bool:
    """Whether the rows of one case are found without reading the whole table."""
    table = metadata.tables[name]
    whole = [index.columns.keys() for index in table.indexes if index.dialect_options["sqlite"].get("where") is None]
    return any(columns[:1] == ["case"] for columns in (*whole, table.primary_key.columns.keys()))


def _cases(connect: Connect, name: str) -> list[str]:
    """The cases whose rows in this table cannot be read; one connection serves until it is spent."""
    found, left = list[str](), _known(connect)
    while left and len(found) < MOST_CASES:
        with closing(connect()) as raw:
            while left:
                try:
                    raw.execute(f'SELECT * FROM "{name}" WHERE "case" = ?', (left[-1],)).fetchall()  # noqa: S608
                except (dbapi2.Error, MemoryError):
                    found.append(left.pop())
                    break
                left.pop()
    return found


def _known(connect: Connect) -> list[str]:
    """The cases there are, as far as they can still be listed."""
    known: list[str] = []
    try:
        with closing(connect()) as raw:
            known.extend(str(row[0]) for row in raw.execute("SELECT id FROM cases"))
    except (dbapi2.Error, MemoryError):
        pass
    return known


def _fails(connect: Connect, question: str) -> bool:
    """Whether a question cannot be answered, or is answered with something that is wrong."""
    try:
        with closing(connect()) as raw:
            answer = raw.execute(question).fetchall()
    except (dbapi2.Error, MemoryError):
        return True
    return question.startswith("PRAGMA") and answer != [("ok",)]
