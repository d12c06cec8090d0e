"""Prepared statements say and read what SQLAlchemy itself would, for every kind of record and for another driver."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import bindparam, select
from sqlalchemy.dialects import postgresql
from sqlcipher3 import dbapi2

from db.engine import engine_over
from db.ledger import _READINGS
from db.prepared import Prepared
from db.records import _OF_CASE, SealedRow
from db.tables import RECORDS, metadata, sealed
from mdt.model.audit import READING_ACTS
from mdt.model.cases import Case, Request
from mdt.model.tips import Feedback, Tip
from tests.db.given import write_all
from tests.make import Seats


@pytest.mark.parametrize("kind", _OF_CASE, ids=lambda kind: kind.__name__)
def test_rows_are_read_as_sqlalchemy_reads_them(marked_rows: tuple[Seats, str], kind: type) -> None:
    seats, case = marked_rows
    assert seats.vault is not None
    with seats.vault._engine.connect() as connection:
        if kind in (Tip, Feedback):  # they stand at the intake, whatever case they belong to
            case = connection.execute(select(RECORDS[kind].c.case)).scalar_one()
        plain = connection.execute(select(RECORDS[kind]).where(RECORDS[kind].c.case == case)).all()
        assert [tuple(row) for row in plain] == _OF_CASE[kind].rows(connection, {"case": case}) != []


@pytest.fixture(scope="module")
def marked_rows(template: Seats, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """A desk with a case of every kind of record, and the supervisor at it."""
    from tests.make import copied

    desk = copied(template, tmp_path_factory.mktemp("prepared") / "desk")
    case = write_all(desk)
    desk.take("supervisor")
    yield desk, case
    desk.leave()


def test_what_is_put_comes_back() -> None:
    with engine_over(dbapi2.connect(":memory:", isolation_level=None)).connect() as connection:
        metadata.create_all(connection)
        day, moment = date(2026, 11, 20), datetime(2026, 11, 20, 9, tzinfo=UTC)
        given = {
            "id": "1",
            "code": "c",
            "circle": "MUX",
            "stage": "enquiry",
            "also": ("a", "ب"),
            "registered_on": day,
            "registered_by": "m",
        }
        Prepared(RECORDS[Case].insert()).put(connection, {**given, "restricted": True, "version": 1})
        of_case = Prepared(select(RECORDS[Case]).where(RECORDS[Case].c.id == bindparam("id")))
        found = dict(zip(RECORDS[Case].c.keys(), of_case.first(connection, {"id": "1"}) or (), strict=True))
        assert {name: found[name] for name in given} == given
        assert (found["restricted"], found["typology"]) == (True, None)
        assert of_case.first(connection, {"id": "2"}) is None
        asked = {"id": "r", "case": "1", "kind": "closure", "reason": "x", "requested_by": "m", "requested_at": moment, "version": 1}
        Prepared(RECORDS[Request].insert()).put(connection, asked)
        at = Prepared(select(RECORDS[Request].c.requested_at).where(RECORDS[Request].c.requested_at <= bindparam("until")))
        assert at.rows(connection, {"until": moment}) == [(moment,)]


def test_the_same_statement_speaks_to_another_driver() -> None:
    said = _READINGS._say(postgresql.dialect())  # type: ignore[no-untyped-call]
    assert not said.by_place
    assert {name for name, *_ in said.binds} >= {"case", "count"}
    assert "%(case)s" in said.text
    assert all(f"'{act}'" in said.text for act in READING_ACTS)


def test_a_row_of_seals_has_the_columns_of_its_table() -> None:
    assert SealedRow._fields == tuple(sealed.c.keys())
