"""Words typed into every field are in no file of the desk and in nothing the program prints: open, left, backed up, killed."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from db.backup import back_up
from tests.db.given import DIGITS, MARK, behind, told, write_all
from tests.make import TEAM_ROLES, Seats

ROOT = Path(__file__).parents[2]
FORMS = [
    form
    for word in (MARK, MARK.upper(), MARK.lower(), *DIGITS, *("".join(filter(str.isdigit, digits)) for digits in DIGITS))
    for form in (word.encode(), word.encode("utf-16le"))
]


def traces(folder: Path) -> Iterator[str]:
    """Every place of a marker below a folder, in names and in contents."""
    for path in folder.rglob("*"):
        whole = path.read_bytes() if path.is_file() else b""
        yield from (f"{path.name}: {form!r}" for form in FORMS if form in whole or form in path.name.encode())


def test_the_markers_are_there_for_whoever_has_the_key(full: Seats) -> None:
    with behind(full, guards=True) as raw:
        said = json.dumps(raw.execute("SELECT names, identifiers FROM persons").fetchall())
    assert MARK in said


def test_no_marker_is_in_a_file_while_open_nor_after(seats: Seats, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    write_all(seats)
    assert (seats.folder / "desk.vault-wal").stat().st_size > 0
    assert {path.name for path in seats.folder.iterdir()} >= {"desk.vault", "desk.vault-wal", "desk.vault-shm", "desk.slots", "desk.lock"}
    assert list(traces(seats.folder)) == []
    assert seats.vault is not None
    back_up(seats.vault, tmp_path / "desk.backup", seats.clock.now())
    assert list(traces(tmp_path)) == []
    seats.leave()
    assert list(traces(tmp_path)) == []
    assert not any(form.decode("utf-8", "replace") in "".join(capfd.readouterr()) for form in FORMS)


def test_no_marker_is_in_a_sentence_or_a_crash_notice(full: Seats) -> None:
    """What a failing act says carries codes and kinds, never words."""
    assert told(lambda: write_all(full)) == "conflict.looks_known"
    with behind(full, guards=True) as raw:
        said = repr(raw.execute("SELECT act, subject, why FROM events").fetchall())
    assert MARK not in said


KILLED = """
import json, sys, time
from pathlib import Path
from tests.db.given import write_all
from tests.make import Seats, StandingClock
told = json.loads(sys.stdin.readline())
seats = Seats(Path(told["folder"]), told["codes"], StandingClock(), told["case"], told["members"])
write_all(seats)
print("written", flush=True)
sys.stdin.readline()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="processes are ended in another way there")
def test_no_marker_is_in_a_file_after_a_kill(seats: Seats, tmp_path: Path) -> None:
    told_child = {"folder": str(seats.folder), "codes": seats.codes, "case": seats.case, "members": seats.members}
    command = [sys.executable, "-X", "faulthandler", "-c", KILLED]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as child:
        assert child.stdin is not None
        assert child.stdout is not None
        child.stdin.write(json.dumps(told_child).encode() + b"\n")
        child.stdin.flush()
        assert child.stdout.readline() == b"written\n"
        child.kill()
        said = b"".join(child.communicate())
    assert said == b""
    assert (seats.folder / "desk.vault-wal").stat().st_size > 0
    assert list(traces(tmp_path)) == []
    for user in TEAM_ROLES:
        seats.take(user)
    seats.leave()
    assert list(traces(tmp_path)) == []


def test_a_planted_marker_is_found(tmp_path: Path) -> None:
    for at, form in enumerate(FORMS):
        (tmp_path / str(at)).write_bytes(b"\0" + form + b"\0")
    assert len(list(traces(tmp_path))) >= len(FORMS)
