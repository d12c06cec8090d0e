"""The process that reads: bound in memory, time and answer, without anybody's secrets, leaving nothing on the disk."""

from __future__ import annotations

import ctypes
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from mdt.errors import Invalid
from mdt.reading import WORD, apart, fence
from mdt.reading.apart import command, read_apart, surroundings
from mdt.reading.bounds import MEMORY
from mdt.reading.whole import read_bytes
from tests.mdt.reading.samples import EVERY, VICS
from ui.cli import main

SECRETS = {"MDT_PASSWORD": "one", "MDT_CODE": "two", "MDT_INVITATION": "three"}
ON_POSIX = pytest.mark.skipif(sys.platform == "win32", reason="bounds of another kind")


@pytest.fixture
def kept(tmp_path: Path) -> Callable[[bytes], Path]:
    def keep(raw: bytes) -> Path:
        path = tmp_path / "sent"
        path.write_bytes(raw)
        return path

    return keep


def starts(program: str) -> list[str]:
    """A process that does something else than read."""
    return [sys.executable, "-c", program]


@pytest.mark.parametrize("name", EVERY)
def test_it_reads_what_is_read_here(kept: Callable[[bytes], Path], name: str) -> None:
    assert read_apart(kept(EVERY[name])) == read_bytes(EVERY[name])


def test_what_cannot_be_read_is_said(kept: Callable[[bytes], Path]) -> None:
    with pytest.raises(Invalid) as refused:
        read_apart(kept(b"PK\x03\x04"))
    assert refused.value.key == "unread.zip"


def test_no_such_file(tmp_path: Path) -> None:
    for path in (tmp_path / "nowhere", tmp_path):
        with pytest.raises(Invalid) as refused:
            read_apart(path)
        assert refused.value.key in ("unread.no_file", "unread.ended")


@pytest.mark.parametrize(
    ("program", "key"),
    [
        ("import time; time.sleep(60)", "unread.slow"),
        ("while True: pass", "unread.slow"),
        ("import os; os._exit(0)", "unread.ended"),
        ("import os, signal; os.kill(os.getpid(), signal.SIGTERM)", "unread.ended"),
        ("print('{}')", "unread.ended"),
        ('print(\'{"schema": 1, "reading": {}}\')', "unread.ended"),
        ("raise SystemExit(3)", "unread.ended"),
        ("import sys\nwhile True: sys.stdout.write('x' * 65536)", "unread.ended"),
    ],
)
def test_however_it_ends_there_is_one_sentence(
    kept: Callable[[bytes], Path], monkeypatch: pytest.MonkeyPatch, program: str, key: str
) -> None:
    monkeypatch.setattr(apart, "ANSWER", 1024 * 1024)
    began = time.monotonic()
    with pytest.raises(Invalid) as refused:
        read_apart(kept(EVERY["cybertip"]), 2 if key == "unread.slow" else 60, starts(program))
    assert refused.value.key == key
    assert time.monotonic() - began < 30


def test_it_knows_nobodys_secrets(monkeypatch: pytest.MonkeyPatch, kept: Callable[[bytes], Path]) -> None:
    for name, text in SECRETS.items():
        monkeypatch.setenv(name, text)
    assert not SECRETS.keys() & surroundings().keys()
    assert str(kept(b"")) not in " ".join(command())


def test_it_takes_in_nothing_of_a_vault() -> None:
    line = "import sys, mdt.reading.child; print([n for n in sys.modules if n.split('.')[0] in ('db', 'ui', 'cryptography', 'sqlalchemy')])"
    told = subprocess.run([sys.executable, "-c", line], capture_output=True, text=True, check=True, env=os.environ)
    assert told.stdout.strip() == "[]"


def test_a_packed_program_reads_by_its_own_word(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert command() == [sys.executable, WORD]
    assert "PYTHONPATH" not in surroundings()


def test_the_word_is_known_before_anything_else(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[bool] = []

    def reads() -> int:
        read.append(True)
        return 0

    monkeypatch.setattr(sys, "argv", ["mdt-desk", WORD])
    monkeypatch.setattr("mdt.reading.child.main", reads)
    assert main() == 0
    assert read == [True]


def test_the_word_through_the_whole_program(kept: Callable[[bytes], Path]) -> None:
    begins = [sys.executable, "-m", "ui", WORD]
    assert read_apart(kept(EVERY["report"]), starts=begins) == read_bytes(EVERY["report"])


@ON_POSIX
def test_memory_is_bound(kept: Callable[[bytes], Path]) -> None:
    hungry = "from mdt.reading.fence import fenced; assert fenced(); held = [bytes(2**24) for _ in range(999)]"
    with pytest.raises(Invalid) as refused:
        read_apart(kept(b""), starts=starts(hungry))
    assert refused.value.key == "unread.ended"


@ON_POSIX
def test_no_file_can_be_written(tmp_path: Path) -> None:
    writing = (
        "import sys\nfrom mdt.reading.fence import fenced\nassert fenced()\n"
        "try:\n    open(sys.argv[1], 'wb', 0).write(b'plain')\nexcept OSError: print('kept out')"
    )
    told = subprocess.run([*starts(writing), str(tmp_path / "left")], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "kept out"
    assert (tmp_path / "left").read_bytes() == b""


def test_nothing_is_left_on_the_disk(kept: Callable[[bytes], Path], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    own = tmp_path / "temporary"
    own.mkdir()
    monkeypatch.setenv("TMPDIR", str(own))
    monkeypatch.setattr(tempfile, "tempdir", str(own))
    path = kept(EVERY["cybertip"])
    read_apart(path)
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["sent", "temporary"]
    assert list(own.iterdir()) == []
    assert path.read_bytes() == EVERY["cybertip"]


def test_a_list_of_many_megabytes_needs_little(kept: Callable[[bytes], Path], tmp_path: Path) -> None:
    path = tmp_path / "large"
    record = '{"MediaID":1,"Category":1,"MD5":"%032X","RelativeFilePath":"' + "x" * 400 + '"}'
    with path.open("w") as file:
        file.write('{"@odata.context":"' + VICS + '#Media","value":[')
        file.write(",".join(record % at for at in range(40_000)))
        file.write("]}")
    assert path.stat().st_size > 16_000_000
    found = read_apart(path)
    assert found.hashes is not None
    assert (found.hashes.records, found.hashes.hashes) == (40_000, 40_000)


class Kernel:
    """What Windows is asked for."""

    def __init__(self, refuses: str = "") -> None:
        self.asked: list[str] = []
        self.bound: tuple[int, int, int] | None = None
        for name in ("CreateJobObjectW", "SetInformationJobObject", "AssignProcessToJobObject", "GetCurrentProcess"):
            setattr(self, name, self._call(name, refuses))

    def _call(self, name: str, refuses: str) -> Any:
        def call(*given: Any) -> int:
            self.asked.append(name)
            if name == "SetInformationJobObject":
                raw = ctypes.string_at(ctypes.addressof(given[2]._obj), given[3])
                self.bound = (int.from_bytes(raw[16:20], "little"), int.from_bytes(raw[112:120], "little"), given[3])
            return 0 if name == refuses else 7

        return call


class Windows:
    def __init__(self, refuses: str = "") -> None:
        self.kernel32 = Kernel(refuses)


@pytest.mark.skipif(sys.maxsize < 2**32, reason="laid out for 64 bits")
def test_on_windows_a_job_holds_it() -> None:
    windows = Windows()
    assert fence.fenced_on_windows(windows)
    assert windows.kernel32.bound == (fence.PROCESS_MEMORY | fence.ONE_PROCESS, MEMORY, 144)


@pytest.mark.parametrize("refuses", ["CreateJobObjectW", "SetInformationJobObject", "AssignProcessToJobObject"])
def test_on_windows_without_a_job_nothing_is_read(refuses: str) -> None:
    assert not fence.fenced_on_windows(Windows(refuses))


def test_without_bounds_nothing_is_read(monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    from mdt.reading import child

    monkeypatch.setattr(child, "fenced", lambda: False)
    assert child.main() == 0
    assert b"unread.no_fence" in capfdbinary.readouterr().out
