"""Salvage: copies out of a damaged vault what still verifies, into a new folder, and lists the rest; the damaged desk is not touched."""

from __future__ import annotations

import json
import os
import secrets
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2

from db import engine
from db.compare import Finding
from db.faults import faults_named
from db.files import sync_file, sync_folder
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


@dataclass(slots=True)
class Salvaged:
    """What came of it: rows copied by table, and what could not be: which rows of which table, or which sealed value."""

    copied: dict[str, int] = field(default_factory=dict)
    lost: list[Finding] = field(default_factory=list)


def salvage(folder: Path, key: Key, target: Path, now: datetime) -> Salvaged:
    """Copy what verifies of the desk in ``folder`` into a new ``target``; Unavailable where nothing of the vault opens.

    The new desk opens with the same slots. Its log has the gaps of the old one, and ``verify`` says so: it is for reading and for copying
    from, until a backup is restored.
    """
    refuse_unfit(target)
    with faults_named():
        refuse_occupied(target)
        beside = target.with_name(f".{target.name}.{secrets.token_hex(4)}.salvage")
        beside.mkdir(0o700, parents=True)
        try:
            found = _copied(folder / VAULT_FILE, beside / VAULT_FILE, key, now)
            if (folder / SLOTS_FILE).exists():
                shutil.copyfile(folder / SLOTS_FILE, beside / SLOTS_FILE)
                sync_file(beside / SLOTS_FILE)
            sync_folder(beside)
            if target.exists():
                target.rmdir()
            os.replace(beside, target)
            sync_folder(target.parent)
        except BaseException:
            shutil.rmtree(beside, ignore_errors=True)
            raise
    return found


def _copied(source: Path, target: Path, key: Key, now: datetime) -> Salvaged:
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
            raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        finally:
            raw.close()
    sync_file(target)
    return found


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
    """A number of rows that is surely enough, where the last row itself cannot be read."""
    size = 1
    while size < 1 << 40:
        rows = reader.rows(f'SELECT rowid FROM "{table}" WHERE rowid >= ? LIMIT 1', size)  # noqa: S608 - as above
        if rows == []:
            break
        size *= 2
    return size


def _name_changed_seals(raw: Any, found: Salvaged) -> None:
    """List the sealed values that the log vouches for otherwise: they are copied as they stand, and will not open."""
    due = {}
    for (writes,) in raw.execute("SELECT writes FROM events"):
        due.update({(record, name, version): digest for record, name, version, digest in json.loads(writes)})
    for record, name, version, body, noun, case in raw.execute('SELECT record, field, version, body, noun, "case" FROM sealed').fetchall():
        promised = due.get((record, name, version))
        if promised is not None and promised != digest_of(bytes(body)):
            found.lost.append(Finding("seal_changed", f"{noun} {record} {name}", case))
