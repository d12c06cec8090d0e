"""Statements about hash lists: their hashes in rows of some hundreds, so that one is found by one step in an index."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, bindparam, delete, select

from db.compare import Finding
from db.prepared import Prepared
from db.tables import RECORDS, hash_rows
from mdt.model.hash_lists import HashList, digest_of, place_in

_BATCH = 500
_LOOK = Prepared(
    select(hash_rows.c.entries)
    .where(hash_rows.c.list == bindparam("list"), hash_rows.c.kind == bindparam("kind"), hash_rows.c.first <= bindparam("wanted"))
    .order_by(hash_rows.c.first.desc())
    .limit(1)
)


class HashLists:
    """Hash lists inside one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def kept(self) -> tuple[HashList, ...]:
        """Every list, the newest first; those that were withdrawn too."""
        table = RECORDS[HashList]
        rows = self._connection.execute(select(table).order_by(table.c.kept_at.desc(), table.c.id))
        return tuple(HashList(**row._mapping) for row in rows)

    def put(self, identity: str, kind: str, width: int, pieces: Iterable[bytes]) -> None:
        """Keep the hashes of a list, piece by piece; each begins with its least hash, of so many bytes."""
        rows: list[dict[str, Any]] = []
        for piece in pieces:
            rows.append({"list": identity, "kind": kind, "first": piece[:width], "entries": piece})
            if len(rows) == _BATCH:
                self._connection.execute(hash_rows.insert(), rows)
                rows = []
        if rows:
            self._connection.execute(hash_rows.insert(), rows)

    def drop(self, identity: str) -> None:
        """Let go of the hashes of a list; that it was kept stays."""
        self._connection.execute(delete(hash_rows).where(hash_rows.c.list == identity))

    def place(self, identity: str, kind: str, wanted: bytes) -> int | None:
        """The place of the category under which a hash stands on a list; None where it does not."""
        row = _LOOK.first(self._connection, {"list": identity, "kind": kind, "wanted": wanted})
        return place_in(kind, bytes(row[0]), wanted) if row else None


def changed(raw: Any) -> Iterator[Finding]:
    """Lists whose hashes are not those that were kept; one that was withdrawn has none."""
    lines = raw.execute("SELECT list, kind, entries FROM hash_rows ORDER BY list, kind, first")
    there = {
        identity: digest_of((kind, (bytes(row[2]) for row in pieces)) for kind, pieces in groupby(rows, key=itemgetter(1)))
        for identity, rows in groupby(lines, key=itemgetter(0))
    }
    for identity, packed, withdrawn in raw.execute("SELECT id, packed, withdrawn_on FROM hash_lists ORDER BY id"):
        if there.pop(identity, None) != (None if withdrawn else packed):
            yield Finding("hash_list_changed", str(identity))
    yield from (Finding("hash_list_changed", str(identity)) for identity in there)
