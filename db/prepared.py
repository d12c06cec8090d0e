"""Statements kept in the driver's own words: what SQLAlchemy works out for every run is worked out for the first only."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Dialect, Insert, Select

_Reader = Callable[[Any], Any] | None


@dataclass(frozen=True, slots=True)
class _Said:
    """A statement in one driver's words: its text, what is bound (name, fixed value, writer), and how each column is read."""

    text: str
    binds: tuple[tuple[str, Any, _Reader], ...]
    by_place: bool
    readers: tuple[tuple[int, Callable[[Any], Any]], ...]


class Prepared:
    """A SELECT or INSERT whose binds are single values, asked again and again; rows come back as plain tuples.

    A case page asks more than twenty; faults are the driver's own, named by ``db.faults`` as any other.
    """

    def __init__(self, statement: Select[Any] | Insert) -> None:
        self._statement = statement
        self._said: dict[str, _Said] = {}

    def rows(self, connection: Connection, given: Mapping[str, Any]) -> list[Any]:
        """Every row the statement finds."""
        said, cursor = self._run(connection, given)
        found: list[Any] = cursor.fetchall()
        cursor.close()
        return [_read(row, said.readers) for row in found] if said.readers else found

    def first(self, connection: Connection, given: Mapping[str, Any]) -> Any | None:
        """The first row, or None."""
        found = self.rows(connection, given)
        return found[0] if found else None

    def put(self, connection: Connection, given: Mapping[str, Any]) -> None:
        """Insert one row."""
        self._run(connection, given)[1].close()

    def _run(self, connection: Connection, given: Mapping[str, Any]) -> tuple[_Said, Any]:
        said = self._said.get(connection.dialect.name) or self._say(connection.dialect)
        bound = [(name, given.get(name, fixed), write) for name, fixed, write in said.binds]
        values = [value if write is None else write(value) for _, value, write in bound]
        cursor = connection.connection.cursor()
        cursor.execute(said.text, values if said.by_place else dict(zip((name for name, *_ in bound), values, strict=True)))
        return said, cursor

    def _say(self, dialect: Dialect) -> _Said:
        compiled: Any = self._statement.compile(dialect=dialect)
        named = {name: bind.type for bind, name in compiled.bind_names.items()}
        order = compiled.positiontup if compiled.positional else named
        kinds = [(name, compiled.params[name], named[name]) for name in order]
        binds = tuple((name, fixed, kind.dialect_impl(dialect).bind_processor(dialect)) for name, fixed, kind in kinds)
        columns = self._statement.selected_columns if isinstance(self._statement, Select) else ()
        readers = ((at, column.type.dialect_impl(dialect).result_processor(dialect, None)) for at, column in enumerate(columns))
        said = _Said(compiled.string, binds, compiled.positional, tuple((at, read) for at, read in readers if read is not None))
        self._said[dialect.name] = said
        return said


def _read(row: Any, readers: tuple[tuple[int, Callable[[Any], Any]], ...]) -> tuple[Any, ...]:
    values = list(row)
    for at, read in readers:
        values[at] = read(values[at])
    return tuple(values)
