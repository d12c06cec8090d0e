"""The exit, should the wheel of SQLCipher ever fall: SQLite3MultipleCiphers opens our vault with the same raw key."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import apsw
import pytest

from db import engine
from db.places import VAULT_FILE
from tests.db.given import vault_key
from tests.make import Seats


@contextmanager
def read_by_another(seats: Seats, secret: str) -> Iterator[Any]:
    """The vault under SQLite3MultipleCiphers."""
    other = apsw.Connection(str(seats.folder / VAULT_FILE))
    try:
        for setting in ("cipher = 'sqlcipher'", "legacy = 4", f"key = \"x'{secret}'\""):
            other.execute(f"PRAGMA {setting}").fetchall()
        yield other
    finally:
        other.close()


def test_another_program_reads_our_vault_with_the_same_key(full: Seats) -> None:
    key = vault_key(full)
    raw = engine.connect(full.folder / VAULT_FILE, key.key, key.salt)
    try:
        tables = [str(row[0]) for row in raw.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
        ours = {table: raw.execute(f'SELECT * FROM "{table}"').fetchall() for table in tables}
    finally:
        raw.close()
    with read_by_another(full, key.key.hex() + key.salt.hex()) as other:
        assert {table: other.execute(f'SELECT * FROM "{table}"').fetchall() for table in tables} == ours
        assert other.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert ours["desk"][0][0] == key.vault
    assert len(ours["sealed"]) > 20


def test_it_does_not_without_the_key(full: Seats) -> None:
    key = vault_key(full)
    with read_by_another(full, bytes(32).hex() + key.salt.hex()) as other, pytest.raises(apsw.NotADBError):
        other.execute("SELECT * FROM desk").fetchall()
