"""Rows on their way into a vault past the door: flat, many at a time, sealed for real where there are keys."""

from __future__ import annotations

import json
import os
from collections import defaultdict
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from db.ledger import digest_of, digest_of_row
from db.sealing import Address, seal
from db.tables import RECORDS, is_sealed, sealed
from db.vault import OpenVault
from mdt.model.sensitivity import Audience, FieldShape, shape_of
from mdt.policy.grants import CLASSES

SEALED_SIZE = 1 + 12 + 256 + 16


class Rows:
    """Rows on their way into the vault, flat as the tables keep them."""

    def __init__(self, vault: OpenVault) -> None:
        self._raw, self._vault = vault.raw(), vault.key.vault
        self._kept: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
        self.at, self.writer = datetime.now(UTC), vault.member
        self.written: list[tuple[str, str, int, str]] = []

    def put(self, table: Any, *values: Any) -> None:
        """One row, values in the order of the table's columns."""
        self._kept[table.name].append(tuple(map(_flat, values)))

    def add(self, record: Any, case: str, keys: Mapping[Audience, bytes]) -> None:
        """A record; its closed fields sealed under ``keys``, or random bytes of a seal's size where there are none."""
        table = RECORDS[type(record)]
        values = [getattr(record, column.name) for column in table.c]
        self.put(table, *values)
        self.written.append((record.id, "*", record.version, digest_of_row(table.name, map(_flat, values))))
        for shape in shape_of(type(record)):
            if is_sealed(shape) and (value := getattr(record, shape.name)) is not None:
                self._close(table.name, record.id, case, shape, str(value), keys)

    def _close(self, noun: str, record: str, case: str, shape: FieldShape, text: str, keys: Mapping[Audience, bytes]) -> None:
        audience = CLASSES[shape.sensitivity].key or Audience.TEAM
        address = Address(self._vault, noun, shape.name, record, 1, case, audience.value, 1)
        body = seal(keys[audience], address, f"={text}".encode()) if keys else os.urandom(SEALED_SIZE)
        self.put(sealed, record, shape.name, 1, noun, case, audience.value, 1, body, self.writer, self.at)
        self.written.append((record, shape.name, 1, digest_of(body)))

    def flush(self) -> None:
        """Put everything into the vault."""
        for name, rows in self._kept.items():
            self._raw.executemany(f'INSERT INTO "{name}" VALUES ({",".join("?" * len(rows[0]))})', rows)
        self._kept.clear()


def _flat(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bool):
        return int(value)
    return json.dumps(value, ensure_ascii=False) if isinstance(value, tuple) else value
