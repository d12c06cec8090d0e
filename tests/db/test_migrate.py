"""Migration: forward only, a copy first, each step whole or not at all, and no drift between tables and steps."""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import closing
from types import ModuleType
from typing import Any

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext
from sqlcipher3 import dbapi2

from db import engine, migrate
from db.places import VAULT_FILE
from db.tables import APPEND_ONLY, metadata
from db.vault import Key
from db.verify import verify
from mdt.errors import Unavailable
from tests.db.given import behind, enter, entering, vault_key
from tests.make import Seats

Step = Callable[[Operations], None]
REAL = migrate.STEPS
NOW = migrate.NEWEST


@pytest.fixture
def steps(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Plants steps after the real ones."""

    def plant(*planted: Step) -> None:
        names = [f"v{number:04}" for number in range(NOW + 1, NOW + 1 + len(planted))]
        for name, step in zip(names, planted, strict=True):
            module = ModuleType(f"db.migrations.{name}")
            setattr(module, name, step)
            monkeypatch.setitem(sys.modules, module.__name__, module)
        monkeypatch.setattr(migrate, "STEPS", (*REAL, *names))
        monkeypatch.setattr(migrate, "NEWEST", NOW + len(names))

    return plant


def add_table(op: Operations) -> None:
    op.create_table("planted", sa.Column("id", sa.Integer, primary_key=True))
    op.add_column("members", sa.Column("planted", sa.Text))
    op.execute("UPDATE members SET planted = 'set by the step'")


def fail(op: Operations) -> None:
    op.create_table("half", sa.Column("id", sa.Integer, primary_key=True))
    op.execute("UPDATE members SET badge = 'half'")
    raise ZeroDivisionError


def stands_at(seats: Seats, key: Key, name: str = VAULT_FILE) -> tuple[int, set[str]]:
    """Version and tables of a vault file."""
    with closing(engine.connect(seats.folder / name, key.key, key.salt)) as raw:
        tables = {str(row[0]) for row in raw.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        return migrate.version_of(raw), tables


def test_the_steps_make_exactly_the_tables_of_this_version(seats: Seats) -> None:
    seats.take("supervisor")
    assert seats.vault is not None
    with seats.vault._engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, metadata) == []


def test_the_first_step_sets_every_guard(seats: Seats) -> None:
    with behind(seats, guards=True) as raw:
        guards = {str(row[0]) for row in raw.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")}
    assert guards == {f"{table}_no_{act}" for table in APPEND_ONLY for act in ("update", "delete")}


def test_a_vault_of_this_version_is_left_alone(seats: Seats) -> None:
    before = (seats.folder / VAULT_FILE).read_bytes()
    enter(seats, "investigator")
    assert (seats.folder / VAULT_FILE).read_bytes() == before
    assert list(seats.folder.glob("desk.before-*")) == []


LATER = (
    *(
        "interviews",
        "essential_facts",
        "marks",
        "tellings",
        "statement_steps",
        "pressures",
        "checklists",
        "meetings",
        "agenda_items",
        "tasks",
    ),
    *("tip_keys", "tip_links", "feedbacks", "tips", "consents", "outgoing_referrals", "platform_requests", "removal_requests"),
    *("removal_checks", "foreign_requests", "letters", "case_events", "clock_pauses", "escalations", "case_flags", "holidays"),
    *("contact_logs", "slips", "rungs", "matches", "hash_rows", "hash_lists"),
)
"""Tables that came after the first version."""


def test_a_vault_of_the_first_version_is_brought_up_and_refused_since_nobody_signed_its_beginning(seats: Seats) -> None:
    key = vault_key(seats)
    with behind(seats, guards=True) as raw:
        now = indexes(raw)
        for table in LATER:
            raw.execute(f"DROP TABLE {table}")
        for named in (
            "parties_role_case_risk_id",
            "numbers_kind_case_dated",
            "stage_moves_target_case_moved_on",
            "seats_leads",
            "cases_open",
        ):
            raw.execute(f"DROP INDEX ix_{named}")
        raw.execute("ALTER TABLE requests DROP COLUMN about")
        for index in ("ix_numbers_text", "ix_events_case_seq", "ix_events_case_facts", "ix_events_roll", "ix_events_upkeep"):
            raw.execute(f"DROP INDEX {index}")
        for table, column in (*(("events", name) for name in ("facts", "roll", "signature")), ("grants", "place"), ("grants", "signature")):
            raw.execute(f"ALTER TABLE {table} DROP COLUMN {column}")
        raw.execute("DELETE FROM migrations WHERE version > 1")
    assert entering(seats, "investigator") == "unavailable.before_signatures"
    assert stands_at(seats, key)[0] == NOW
    assert stands_at(seats, key, "desk.before-1.vault")[0] == 1
    assert "log_broken" in {finding.what for finding in verify(seats.folder, key)}
    with behind(seats, guards=True) as raw:
        assert indexes(raw) == now


def indexes(raw: Any) -> dict[str, str]:
    """Every index with the words it was made by."""
    return dict(raw.execute("SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL").fetchall())


def test_a_copy_is_made_before_a_step_is_taken(seats: Seats, steps: Callable[..., None]) -> None:
    key = vault_key(seats)
    steps(add_table)
    enter(seats, "investigator")
    assert "planted" in stands_at(seats, key)[1]
    assert stands_at(seats, key)[0] == NOW + 1
    version, tables = stands_at(seats, key, "desk.before-1.vault")
    assert (version, "planted" in tables) == (NOW, False)
    enter(seats, "investigator")
    assert len(list(seats.folder.glob("desk.before-*.vault"))) == 1, "once is enough"


def test_the_copy_is_a_whole_desk(seats: Seats, steps: Callable[..., None], monkeypatch: pytest.MonkeyPatch) -> None:
    key = vault_key(seats)
    steps(add_table)
    enter(seats, "investigator")
    for name in ("", "-wal", "-shm"):
        (seats.folder / f"{VAULT_FILE}{name}").unlink(missing_ok=True)
    (seats.folder / "desk.before-1.vault").rename(seats.folder / VAULT_FILE)
    monkeypatch.undo()
    assert verify(seats.folder, key) == ()
    assert entering(seats, "investigator") == "done"


def test_a_step_that_fails_leaves_the_old_version_untouched(
    seats: Seats, steps: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    key = vault_key(seats)
    before = stands_at(seats, key)
    steps(fail)
    for _ in range(2):
        with pytest.raises(ZeroDivisionError):
            enter(seats, "investigator")
        assert stands_at(seats, key) == before
    monkeypatch.undo()
    assert entering(seats, "investigator") == "done"
    assert verify(seats.folder, key) == ()


def test_steps_before_a_failing_one_stay_and_are_not_taken_again(seats: Seats, steps: Callable[..., None]) -> None:
    key = vault_key(seats)
    steps(add_table, fail)
    with pytest.raises(ZeroDivisionError):
        enter(seats, "investigator")
    version, tables = stands_at(seats, key)
    assert (version, "planted" in tables, "half" in tables) == (NOW + 1, True, False)
    steps(add_table, lambda op: op.create_table("third", sa.Column("id", sa.Integer, primary_key=True)))
    enter(seats, "investigator")
    assert stands_at(seats, key)[0] == NOW + 2
    assert len(list(seats.folder.glob("desk.before-*.vault"))) == 2, "no copy replaces another"


def test_a_disk_full_at_the_copy_leaves_all_as_it_was(seats: Seats, steps: Callable[..., None], monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    key = vault_key(seats)
    steps(add_table)
    monkeypatch.setattr("db.backup.sync_file", full)
    assert entering(seats, "investigator") == "unavailable.disk_full"
    assert stands_at(seats, key)[0] == NOW


def test_an_empty_vault_stands_at_nothing() -> None:
    with closing(dbapi2.connect(":memory:")) as empty:
        assert migrate.version_of(empty) == 0
        assert migrate.is_behind(empty)
        empty.execute("CREATE TABLE migrations (version INTEGER)")
        assert migrate.version_of(empty) == 0


def test_how_a_vault_stands_to_this_program() -> None:
    with closing(dbapi2.connect(":memory:")) as raw:
        assert (migrate.version_of(raw), migrate.is_behind(raw)) == (0, True)
        raw.execute("CREATE TABLE migrations (version INTEGER, applied_at TEXT)")
        assert (migrate.version_of(raw), migrate.is_behind(raw)) == (0, True)
        raw.execute("INSERT INTO migrations VALUES (?, '')", (NOW,))
        assert (migrate.version_of(raw), migrate.is_behind(raw)) == (NOW, False)
        raw.execute("INSERT INTO migrations VALUES (?, '')", (NOW + 1,))
        with pytest.raises(Unavailable, match="newer") as told:
            migrate.is_behind(raw)
        assert told.value.gaps == {"vault": NOW + 1, "program": NOW}
