"""Salvage: copies out of a damaged vault what still verifies, into a new folder, and lists the rest; the damaged desk is not touched."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2

from db import engine
from db.compare import Finding
from db.copies import SALVAGE, mark_copy
from db.faults import faults_named
from db.files import whole_folder, write_whole
from db.ledger import digest_of
from db.migrate import NEWEST, migrate, version_of
from db.places import VAULT_FILE, refuse_occupied, refuse_unfit
from db.slots import SLOTS_FILE
from db.tables import metadata
from db.vault import Key
from mdt.errors import Unavailable

MECHANISM = frozenset({"migrations"})
"""Made anew with the new vault."""
PUTTING = 500
NEAR = 512
"""More rows than a damaged page holds."""


@dataclass(slots=True)
class Salvaged:
    """What came of it: rows copied by table, and what could not be: which rows of which table, or which sealed value."""

    copied: dict[str, int] = field(default_factory=dict)
    lost: list[Finding] = field(default_factory=list)


def salvage(folder: Path, key: Key, target: Path, now: datetime) -> Salvaged:
    """Copy what verifies of the desk in ``folder`` into a new ``target``; Unavailable where nothing of the vault opens.

    The new desk opens with the same slots and is for reading until its members confirm that it takes the old one's place, with what
    was lost. Its log has the gaps of the old one, and ``verify`` says so.
    """
    refuse_unfit(target)
    with faults_named():
        refuse_occupied(target)
        with whole_folder(target, "salvage") as beside:
            found, place = _copied(folder / VAULT_FILE, beside / VAULT_FILE, key, now)
            if (folder / SLOTS_FILE).exists():
                write_whole(beside / SLOTS_FILE, (folder / SLOTS_FILE).read_bytes())
            mark_copy(beside, SALVAGE, place, found.lost)
    return found


def _copied(source: Path, target: Path, key: Key, now: datetime) -> tuple[Salvaged, tuple[int, str]]:
    """What came of it, and the newest place of the log that was saved."""
    found = Salvaged()
    with _Reader(source, key) as reader:
        if version_of(reader.raw) > NEWEST:
            raise Unavailable("unavailable.newer", vault=version_of(reader.raw), program=NEWEST)
        raw = engine.create(target, key.key, key.salt)
        try:
            migrate(engine.engine_over(raw), raw, now)
            raw.execute("PRAGMA foreign_keys = OFF").fetchall()
            for table in (table.name for table in metadata.sorted_tables if table.name not in MECHANISM):
                found.copied[table] = _copy_table(reader, raw, table, found)
            if not found.copied["desk"]:
                raise Unavailable("unavailable.nothing_to_salvage")
            _name_changed_seals(raw, found)
            last = raw.execute("SELECT seq, hex(digest) FROM events ORDER BY seq DESC LIMIT 1").fetchone() or (0, "")
            raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        finally:
            raw.close()
    return found, (int(last[0]), str(last[1]).lower())


class _Reader:
    """A keyed connection that is opened anew after every fault: one bad page spoils the connection for good ones (SQLCipher #617)."""

    def __init__(self, path: Path, key: Key) -> None:
        self._path, self._key = path, key
        self.raw: Any = None

    def __enter__(self) -> _Reader:
        self._open()
        return self

    def __exit__(self, *fault: object) -> None:
        self.raw.close()

    def rows(self, query: str, *given: object) -> list[Sequence[Any]] | None:
        """The rows, or None where they cannot be read."""
        try:
            found: list[Sequence[Any]] = self.raw.execute(query, given).fetchall()
        except (dbapi2.Error, MemoryError):
            self.raw.close()
            self._open()
            return None
        return found

    def _open(self) -> None:
        self.raw = engine.connect(self._path, self._key.key, self._key.salt)


def _copy_table(reader: _Reader, raw: Any, table: str, found: Salvaged) -> int:
    names = [str(row[1]) for row in raw.execute(f'PRAGMA table_info("{table}")')]
    listed = ", ".join(f'"{name}"' for name in names)
    put = f'INSERT OR IGNORE INTO "{table}" ({listed}) VALUES ({", ".join("?" * len(names))})'  # noqa: S608 - names of our own tables
    copied = 0
    for rows in _ranges(reader, table, listed, found):
        raw.execute("BEGIN")
        raw.executemany(put, rows)
        raw.execute("COMMIT")
        copied += len(rows)
    return copied


def _ranges(reader: _Reader, table: str, listed: str, found: Salvaged) -> Iterator[list[Sequence[Any]]]:
    """Rows a batch at a time; a batch that cannot be read is halved until the rows that are lost stand alone."""
    newest = reader.rows(f'SELECT max(rowid) FROM "{table}"')  # noqa: S608 - as above
    last = int(newest[0][0] or 0) if newest else _reachable(reader, table)
    if newest is None:
        found.lost.append(Finding("rows_lost", f"{table} {last + 1}"))
    waiting = [(first, min(first + PUTTING - 1, last)) for first in range(1, last + 1, PUTTING)][::-1]
    while waiting:
        first, end = waiting.pop()
        rows = reader.rows(f'SELECT {listed} FROM "{table}" WHERE rowid BETWEEN ? AND ?', first, end)  # noqa: S608 - as above
        if rows is not None:
            if rows:
                yield rows
        elif first == end:
            found.lost.append(Finding("row_lost", f"{table} {first}"))
        else:
            middle = (first + end) // 2
            waiting += [(middle + 1, end), (first, middle)]


def _reachable(reader: _Reader, table: str) -> int:
    """The last row that is found, where the end of the table cannot be read; what comes after it is lost, however much it was.

    It is looked for between a row that is found and one that is not; where that comes to damage in the middle, beyond it.
    """
    last, beyond = 0, 1
    while beyond:
        while (step := (beyond - last) // 2) > 0:
            found = _next(reader, table, last + step)
            last, beyond = (max(found, last + step), beyond) if found and found < beyond else (last, last + step)
        ahead = (_next(reader, table, last + far) for far in (*range(1, NEAR), *(NEAR << power for power in range(40))))
        last, beyond = next(((found, found + (NEAR << 40)) for found in ahead if found), (last, 0))
    return last


def _next(reader: _Reader, table: str, row: int) -> int:
    """The first row from a number on; 0 where it cannot be read, or there is none."""
    rows = reader.rows(f'SELECT rowid FROM "{table}" WHERE rowid >= ? LIMIT 1', row)  # noqa: S608 - as above
    return int(rows[0][0]) if rows else 0


def _name_changed_seals(raw: Any, found: Salvaged) -> None:
    """List the sealed values that the log vouches for otherwise: they are copied as they stand, and will not open."""
    due = {}
    for (writes,) in raw.execute("SELECT writes FROM events"):
        due.update({(record, name, version): digest for record, name, version, digest in json.loads(writes)})
    for record, name, version, body, noun, case in raw.execute('SELECT record, field, version, body, noun, "case" FROM sealed').fetchall():
        promised = due.get((record, name, version))
        if promised is not None and promised != digest_of(bytes(body)):
            found.lost.append(Finding("seal_changed", f"{noun} {record} {name}", case))
