"""What the other tests stand on: the case they write has every kind of record and every closed field."""

from __future__ import annotations

from db.tables import RECORDS, is_sealed
from db.verify import verify
from mdt.model.sensitivity import shape_of
from tests.db.given import vault_key
from tests.make import Seats


def test_the_written_case_holds_every_kind_of_record_and_every_closed_field(full: Seats) -> None:
    full.take("supervisor")
    rows = {table.name: full.raw().execute(f'SELECT count(*) FROM "{table.name}"').fetchone()[0] for table in RECORDS.values()}
    assert all(rows.values()), rows
    due = {(table.name, shape.name) for kind, table in RECORDS.items() for shape in shape_of(kind) if is_sealed(shape)}
    assert {tuple(row) for row in full.raw().execute("SELECT DISTINCT noun, field FROM sealed")} == due
    key = vault_key(full)
    assert verify(full.folder, key) == ()
