"""Everything that can stand in the way at the door has one clear sentence of its own."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from sqlcipher3 import dbapi2

from db import engine
from db.doors import NewDesk, make_desk
from db.places import VAULT_FILE
from db.vault import only_writer
from mdt.errors import DeskError, Invalid, Locked, Unavailable
from mdt.work.casefile import list_cases, open_case
from mdt.work.notes import add_session_note
from tests.db.given import DAY, behind, enter, entering, told, vault_key
from tests.make import PASSWORD, Seats, copied, new_desk, surroundings

ROOT = Path(__file__).parents[2]


def sentence(seats: Seats, **how: Any) -> tuple[type[DeskError], str]:
    """The kind and the key of what the investigator is told."""
    with pytest.raises(DeskError) as told:
        enter(seats, "investigator", **how)
    return type(told.value), told.value.key


def test_a_wrong_name_password_or_code_are_told_alike(seats: Seats) -> None:
    seats.codes["nobody"] = seats.codes["investigator"]
    assert entering(seats, "nobody") == "locked.wrong"
    assert sentence(seats, password="wrong") == (Locked, "locked.wrong")
    assert sentence(seats, code=seats.codes["psychologist"]) == (Locked, "locked.wrong")
    assert sentence(seats, code="-") == (Locked, "locked.wrong")


def test_missing_folder_vault_and_slots(seats: Seats) -> None:
    (seats.folder / "desk.slots").rename(seats.folder / "away")
    assert sentence(seats) == (Unavailable, "unavailable.no_slots")
    (seats.folder / "away").rename(seats.folder / "desk.slots")
    (seats.folder / VAULT_FILE).unlink()
    assert sentence(seats) == (Unavailable, "unavailable.no_vault")
    assert not (seats.folder / VAULT_FILE).exists(), "opening never makes a vault"
    nowhere = Seats(seats.folder / "nowhere", seats.codes, seats.clock)
    assert sentence(nowhere) == (Unavailable, "unavailable.no_vault")


def test_a_vault_that_goes_while_she_signs_in(seats: Seats, monkeypatch: pytest.MonkeyPatch) -> None:
    key = vault_key(seats)
    (seats.folder / VAULT_FILE).unlink()
    with pytest.raises(Unavailable, match="no_vault"):
        engine.connect(seats.folder / VAULT_FILE, key.key, key.salt)
    monkeypatch.setattr(engine, "open", lambda path, mode: BytesIO(bytes(32)), raising=False)
    with pytest.raises(dbapi2.OperationalError, match="unable to open"):
        engine.connect(seats.folder / VAULT_FILE, key.key, key.salt)
    assert not (seats.folder / VAULT_FILE).exists()


@pytest.mark.parametrize(
    "content",
    [b"", b"x", b"SQLite format", b"SQLite format 3\0" + bytes(4080), bytes(8192), b"\xff" * 8192, b"garbage " * 1024],
    ids=["empty", "one byte", "header cut", "plain", "zeros", "ones", "garbage"],
)
def test_a_vault_that_is_none_is_damage_and_stays_as_it_is(seats: Seats, content: bytes) -> None:
    (seats.folder / VAULT_FILE).write_bytes(content)
    assert sentence(seats) == (Unavailable, "unavailable.damaged")
    assert (seats.folder / VAULT_FILE).read_bytes() == content


def test_a_real_plain_database_is_refused(seats: Seats) -> None:
    (seats.folder / VAULT_FILE).unlink()
    with closing(dbapi2.connect(str(seats.folder / VAULT_FILE))) as plain:
        plain.execute("CREATE TABLE desk (id)")
        plain.commit()
    assert sentence(seats) == (Unavailable, "unavailable.damaged")


def test_a_cut_vault_is_damage(seats: Seats) -> None:
    whole = (seats.folder / VAULT_FILE).read_bytes()
    for size in (16, 100, 4095, 4096, 4097, 8192, len(whole) // 2):
        (seats.folder / VAULT_FILE).write_bytes(whole[:size])
        said = told(lambda: seats.do("investigator", open_case, seats.case))
        assert said == "unavailable.damaged", size
        seats.leave()


def test_a_vault_of_another_desk_beside_these_slots(seats: Seats, tmp_path: Path) -> None:
    other = new_desk(tmp_path / "other", seats.clock)
    other.leave()
    (seats.folder / VAULT_FILE).write_bytes((other.folder / VAULT_FILE).read_bytes())
    assert sentence(seats) == (Unavailable, "unavailable.other_key")


def test_a_vault_under_another_id_is_foreign(seats: Seats) -> None:
    with behind(seats) as raw:
        raw.execute("UPDATE desk SET id = 'another'")
    assert sentence(seats) == (Unavailable, "unavailable.foreign_vault")


def test_a_vault_from_a_newer_version(seats: Seats) -> None:
    with behind(seats) as raw:
        raw.execute("INSERT INTO migrations (version, applied_at) VALUES (99, '2030-01-01')")
    before = (seats.folder / VAULT_FILE).read_bytes()
    assert sentence(seats) == (Unavailable, "unavailable.newer")
    assert (seats.folder / VAULT_FILE).read_bytes() == before


SECOND = """
import sys
from pathlib import Path
from db.vault import only_writer
lock = only_writer(Path(sys.argv[1]))
print("held", flush=True)
sys.stdin.readline()
"""


@pytest.fixture
def second(seats: Seats) -> Iterator[subprocess.Popen[str]]:
    """Another program that holds the desk."""
    command = [sys.executable, "-c", SECOND, str(seats.folder)]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as program:
        assert program.stdout is not None
        assert program.stdout.readline() == "held\n"
        yield program
        program.kill()


def test_a_second_program_is_told_so_and_a_dead_one_is_no_obstacle(seats: Seats, second: subprocess.Popen[str]) -> None:
    assert sentence(seats) == (Unavailable, "unavailable.in_use")
    second.kill()
    second.wait()
    assert entering(seats, "investigator") == "done"


def test_a_second_seat_in_the_same_program_is_told_so(seats: Seats) -> None:
    seats.take("psychologist")
    assert sentence(seats) == (Unavailable, "unavailable.in_use")
    seats.leave()
    assert entering(seats, "investigator") == "done"


def test_a_refused_sign_in_leaves_the_desk_free(seats: Seats) -> None:
    assert entering(seats, "investigator", password="wrong") == "locked.wrong"
    only_writer(seats.folder).release()
    assert entering(seats, "psychologist") == "done"


def test_a_full_vault_loses_nothing_and_saves_again(seats: Seats) -> None:
    seats.take("psychologist")
    pages = seats.raw().execute("PRAGMA page_count").fetchone()[0]
    seats.raw().execute(f"PRAGMA max_page_count = {pages + 6}").fetchall()
    kept: list[str] = []

    def save() -> None:
        kept.append(seats.do("psychologist", add_session_note, seats.case, DAY, "held", f"note {len(kept)} " + "x" * 3000))

    said = "done"
    while said == "done" and len(kept) < 200:
        said = told(save)
    assert (said, bool(kept)) == ("unavailable.disk_full", True)
    assert told(save) == "unavailable.disk_full"
    assert told(lambda: seats.do("psychologist", list_cases)) == "done"
    seats.raw().execute("PRAGMA max_page_count = 1000000").fetchall()
    save()
    seats.leave()
    view = seats.do("psychologist", open_case, seats.case)
    assert {note["id"] for note in view.content["session_notes"]} == set(kept)


def test_a_full_disk_at_the_slots_leaves_the_old_ones(seats: Seats, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    before = (seats.folder / "desk.slots").read_bytes()
    with monkeypatch.context() as patch:
        patch.setattr("db.files.os.fsync", full)
        said = told(lambda: make_desk(seats.folder.parent / "new", NewDesk("nccia", "MUX", "someone"), PASSWORD, surroundings()))
    assert said == "unavailable.disk_full"
    assert [path.name for path in seats.folder.parent.iterdir()] == ["desk"], "nothing half made is left behind"
    assert (seats.folder / "desk.slots").read_bytes() == before


@pytest.mark.parametrize("name", ["", "x", "a" * 41, "two words", "a/b", "a\nb"])
def test_a_bad_user_name_or_password_makes_no_desk(tmp_path: Path, name: str) -> None:
    with pytest.raises(Invalid) as told:
        make_desk(tmp_path / "new", NewDesk("nccia", "MUX", name), PASSWORD, surroundings())
    assert told.value.fields == {"user_name": "invalid.user_name"}
    with pytest.raises(Invalid) as told:
        make_desk(tmp_path / "new", NewDesk("nccia", "MUX", "supervisor"), "short", surroundings())
    assert told.value.fields == {"password": "invalid.password_short"}
    assert list(tmp_path.iterdir()) == []


def test_a_desk_is_never_made_over_another(seats: Seats, tmp_path: Path) -> None:
    before = {path.name: path.read_bytes() for path in seats.folder.iterdir()}
    new = NewDesk("nccia", "MUX", "supervisor")
    assert told(lambda: make_desk(seats.folder, new, PASSWORD, surroundings())) == "unavailable.folder_not_empty"
    assert {path.name: path.read_bytes() for path in seats.folder.iterdir()} == before
    (tmp_path / "file").write_text("x")
    assert told(lambda: make_desk(tmp_path / "file", new, PASSWORD, surroundings())) == "unavailable.folder_not_empty"
    (tmp_path / "empty").mkdir()
    assert told(lambda: make_desk(tmp_path / "empty", new, PASSWORD, surroundings())) == "done"


def test_a_build_without_a_cipher_or_with_an_old_sqlite_is_refused(seats: Seats, monkeypatch: pytest.MonkeyPatch) -> None:
    engine.assert_versions()
    for found in ({"cipher": "", "sqlite": "3.60.0"}, {"cipher": "4.9", "sqlite": "3.51.2"}, {"cipher": "4.9", "sqlite": "3.9.9"}):
        monkeypatch.setattr("db.engine.versions", lambda found=found: found)
        assert sentence(seats) == (Unavailable, "unavailable.wrong_build")


def test_copied_desks_open_each_by_themselves(seats: Seats, template: Seats, tmp_path: Path) -> None:
    other = copied(template, tmp_path / f"second copy with spaces {'' if sys.platform == 'win32' else '? '}# % سنہری")
    seats.take("investigator")
    other.take("investigator")
    other.leave()
