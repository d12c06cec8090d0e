"""The vault file itself: how it is opened, what it refuses by itself, and that its saved salt outlives the one in the file."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlcipher3 import dbapi2

from db import engine, faults
from db.places import VAULT_FILE
from db.tables import APPEND_ONLY
from db.vault import only_writer
from db.verify import verify
from mdt.errors import Conflict, Refused, Unavailable
from mdt.work.casefile import list_cases, open_case
from mdt.work.charges import record_statement
from mdt.work.notes import add_session_note
from mdt.work.requests import request_closure
from tests.db.given import DAY, behind, entering, flip, party_of, told, vault_key
from tests.make import ROLES, Seats


def pragma(raw: Any, name: str) -> Any:
    return raw.execute(f"PRAGMA {name}").fetchone()[0]


def test_an_open_vault_keeps_the_rules(seats: Seats) -> None:
    seats.take("investigator")
    raw = seats.raw()
    assert pragma(raw, "journal_mode") == "wal"
    assert pragma(raw, "synchronous") == 2, "FULL"
    assert [int(pragma(raw, name)) for name in ("page_size", "cipher_page_size")] == [4096, 4096]
    assert (pragma(raw, "foreign_keys"), pragma(raw, "secure_delete"), pragma(raw, "temp_store"), pragma(raw, "trusted_schema")) == (
        1,
        1,
        2,
        0,
    )
    assert pragma(raw, "cipher_version")


def test_the_file_says_nothing_of_what_it_is(seats: Seats) -> None:
    whole = (seats.folder / VAULT_FILE).read_bytes()
    assert not whole.startswith(engine.PLAIN_HEADER)
    assert b"CREATE TABLE" not in whole
    assert whole[:16] == vault_key(seats).salt


def test_every_flipped_bit_of_the_salt_still_opens_and_is_named(seats: Seats) -> None:
    key, whole = vault_key(seats), (seats.folder / VAULT_FILE).read_bytes()
    for at in range(16):
        (seats.folder / VAULT_FILE).write_bytes(whole)
        flip(seats.folder / VAULT_FILE, at, at % 8)
        assert [(finding.what, finding.where) for finding in verify(seats.folder, key)] == [("salt_damaged", VAULT_FILE)]
        assert entering(seats, "investigator") == "done"
    seats.do("investigator", list_cases)


def test_closing_folds_the_write_ahead_file_in(seats: Seats) -> None:
    seats.do("psychologist", add_session_note, seats.case, DAY, "held", "words")
    assert (seats.folder / "desk.vault-wal").stat().st_size > 0
    seats.leave()
    assert {path.name for path in seats.folder.iterdir()} <= {"desk.vault", "desk.slots", "desk.lock"}


def test_closing_on_a_full_disk_lets_go(seats: Seats) -> None:
    seats.take("investigator")
    seats.raw().close()
    seats.leave()
    only_writer(seats.folder).release()
    assert entering(seats, "investigator") == "done"


@pytest.mark.parametrize("table", APPEND_ONLY)
@pytest.mark.parametrize("act", ["UPDATE", "DELETE"])
def test_what_was_written_once_is_neither_changed_nor_deleted(full: Seats, table: str, act: str) -> None:
    with behind(full, guards=True) as raw:
        column = raw.execute(f"SELECT name FROM pragma_table_info('{table}')").fetchone()[0]
        before = raw.execute(f"SELECT * FROM {table}").fetchall()
        assert before
        statement = f'UPDATE {table} SET "{column}" = "{column}"' if act == "UPDATE" else f"DELETE FROM {table}"
        with pytest.raises(dbapi2.IntegrityError, match="append-only"):
            raw.execute(statement)
        assert raw.execute(f"SELECT * FROM {table}").fetchall() == before


def test_the_database_itself_refuses_that_one_decides_her_own_request(seats: Seats) -> None:
    request = seats.do("investigator", request_closure, seats.case, "withdrew", "note", DAY)
    asking = seats.members["investigator"]
    with behind(seats, guards=True) as raw:
        with pytest.raises(dbapi2.IntegrityError, match="requester_is_not_approver") as fault:
            raw.execute("UPDATE requests SET decided_by = ? WHERE id = ?", (asking, request))
        raw.execute("UPDATE requests SET decided_by = 'another' WHERE id = ?", (request,))
    word = faults.named(fault.value)
    assert (type(word), word and word.key) == (Refused, "refused.own_request")


def test_the_database_itself_refuses_a_second_statement_under_s164(seats: Seats) -> None:
    seats.take("investigator")
    girl, man = (party_of(seats, seats.case, role) for role in ("victim", "accused"))
    first = seats.do("prosecutor", record_statement, seats.case, girl, "s164", DAY)
    seats.do("prosecutor", record_statement, seats.case, girl, "s161", DAY)
    assert told(lambda: seats.do("prosecutor", record_statement, seats.case, girl, "s164", DAY)) == "conflict.second_s164"
    again = 'INSERT INTO statements SELECT ?, "case", ?, kind, taken_on, taken_by, recorded, version FROM statements WHERE id = ?'
    with behind(seats, guards=True) as raw:
        with pytest.raises(dbapi2.IntegrityError, match="UNIQUE") as fault:
            raw.execute(again, ("second", girl, first))
        raw.execute(again, ("other", man, first))
    word = faults.named(fault.value)
    assert (type(word), word and word.key) == (Conflict, "conflict.exists")


def test_a_row_that_points_nowhere_is_refused(seats: Seats) -> None:
    with behind(seats) as raw:
        with pytest.raises(dbapi2.IntegrityError, match="FOREIGN KEY") as fault:
            raw.execute("UPDATE parties SET \"case\" = 'nowhere'")
        assert faults.named(fault.value) is None, "that is a bug of the program, not a sentence"
        with pytest.raises(dbapi2.IntegrityError):
            raw.execute("DELETE FROM cases")


def test_nothing_is_written_where_the_block_raised(seats: Seats) -> None:
    seats.take("investigator")
    vault = seats.vault
    assert vault is not None
    before = list(seats.raw().iterdump()) if hasattr(seats.raw(), "iterdump") else []

    def fail() -> None:
        with vault.transaction() as store:
            store.drafts.keep("form", "words")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fail()
    assert (list(seats.raw().iterdump()) if before else []) == before
    with vault.transaction() as store:
        assert store.drafts.take("form") is None


FAULTS = {
    "unavailable.disk_full": [
        dbapi2.OperationalError("database or disk is full"),
        OSError(28, "No space left on device"),
        OSError(122, "Disk quota exceeded"),
    ],
    "unavailable.read_only": [
        dbapi2.OperationalError("attempt to write a readonly database"),
        PermissionError(13, "Permission denied"),
        OSError(30, "Read-only file system"),
    ],
    "unavailable.in_use": [dbapi2.OperationalError("database is locked")],
    "unavailable.damaged": [
        dbapi2.DatabaseError("file is not a database"),
        dbapi2.DatabaseError("database disk image is malformed"),
        MemoryError(),
    ],
    "unavailable.disk_fault": [
        dbapi2.OperationalError("disk I/O error"),
        dbapi2.OperationalError("unable to open database file"),
        OSError(5, "Input/output error"),
    ],
}


@pytest.mark.parametrize(("key", "fault"), [(key, fault) for key, found in FAULTS.items() for fault in found])
def test_faults_of_driver_and_disk_have_a_sentence(key: str, fault: Exception) -> None:
    def act() -> None:
        with faults.faults_named():
            raise fault

    assert told(act) == key


def test_a_bug_stays_a_bug() -> None:
    assert faults.named(ZeroDivisionError()) is None
    for bug in (dbapi2.OperationalError("no such table: x"), dbapi2.IntegrityError("events is append-only")):
        with pytest.raises(type(bug)), faults.faults_named():
            raise bug


def test_a_lock_that_cannot_be_taken_at_all_is_a_folder_one_cannot_write_to(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    assert told(lambda: only_writer(tmp_path / "file" / "desk")) == "unavailable.read_only"


def test_every_role_reads_after_a_restart_what_was_there_before(full: Seats) -> None:
    before = {user: full.do(user, open_case, full.case).content for user in ROLES}
    full.leave()
    assert {user: full.do(user, open_case, full.case).content for user in ROLES} == before


@given(st.binary(min_size=1, max_size=64))
def test_no_other_key_opens_a_vault(seats: Seats, seed: bytes) -> None:
    other = (seed * 32)[:32]
    with pytest.raises((Unavailable, dbapi2.DatabaseError)):
        engine.connect(seats.folder / VAULT_FILE, other, vault_key(seats).salt)


def test_a_new_vault_is_empty_and_keyed(tmp_path: Path) -> None:
    with closing(engine.create(tmp_path / "new", b"k" * 32, b"s" * 16)) as made:
        made.execute("CREATE TABLE t (x)")
    with closing(engine.connect(tmp_path / "new", b"k" * 32, b"s" * 16)) as opened:
        assert opened.execute("SELECT count(*) FROM t").fetchone() == (0,)


def test_a_connection_spent_on_a_damaged_page_still_answers_with_a_sentence(full: Seats) -> None:
    """After one bad page the cipher answers 'no memory' for good ones too; the act's own sentence must not be lost over it."""
    whole = (full.folder / VAULT_FILE).read_bytes()
    said = set()
    for page in range(2, len(whole) // 4096, 9):
        (full.folder / VAULT_FILE).write_bytes(whole)
        flip(full.folder / VAULT_FILE, page * 4096 + 77)
        said |= {told(lambda: full.do("psychologist", open_case, full.case)) for _ in range(2)}
        full.leave()
    assert said == {"done", "unavailable.damaged"}


def test_signing_in_on_any_damaged_page_is_answered_with_a_sentence(seats: Seats) -> None:
    whole = (seats.folder / VAULT_FILE).read_bytes()
    said = set()
    for page in range(len(whole) // 4096):
        (seats.folder / VAULT_FILE).write_bytes(whole)
        flip(seats.folder / VAULT_FILE, page * 4096 + 77)
        said.add(entering(seats, "investigator"))
    assert said == {"done", "unavailable.damaged"}
