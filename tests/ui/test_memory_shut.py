"""The memory of a running program: no core dump, and no other process of the same user reads it."""

from __future__ import annotations

import ctypes
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from ui.cli import memory

linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc")
NOBODY = 65534
AS_SOMEBODY = f"""
import ctypes, os, sys
if os.geteuid() == 0:
    os.setgroups([])
    os.setgid({NOBODY})
    os.setuid({NOBODY})
    ctypes.CDLL(None).prctl(4, 1, 0, 0, 0)
"""
"""Root may read everything, so the processes here are nobody's; who changes her user cannot be dumped until she says so again."""
ASK = """
def ask(question):
    sys.stdout.write("waiting\\n")
    sys.stdout.flush()
    return sys.stdin.readline()
"""
PROGRAM = f"""
import resource
import ui.cli.acts
from ui.cli import main, world
from mdt.catalogue.words import Words
from ui.cli.grammar import grammar
grammar(Words("en"))
{AS_SOMEBODY}{ASK}
world.World.answer = lambda self, question, instead="": ask(question)
main(["--desk", "nowhere", "backup", "nothing"])
"""
OPEN = f"{AS_SOMEBODY}{ASK}\nask('')"
READER = f"""
{AS_SOMEBODY}
pid = sys.argv[1]
try:
    with open("/proc/" + pid + "/maps") as maps, open("/proc/" + pid + "/mem", "rb", buffering=0) as opened:
        opened.seek(int(maps.readline().split("-")[0], 16))
        opened.read(16)
    sys.stdout.write("read")
except PermissionError:
    sys.stdout.write("refused")
"""


@contextmanager
def running(lines: str) -> Iterator[subprocess.Popen[str]]:
    """A program that waits for an answer."""
    root = Path(memory.__file__).parents[2]
    child = subprocess.Popen([sys.executable, "-c", lines], cwd=root, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        assert child.stdout is not None
        assert child.stdout.readline() == "waiting\n"
        yield child
    finally:
        child.kill()
        child.wait()
        for pipe in (child.stdin, child.stdout):
            assert pipe is not None
            pipe.close()


def reads(pid: int, lines: str = READER) -> str:
    """How another process of the same user fares who looks into the memory of one."""
    return subprocess.run([sys.executable, "-c", lines, str(pid)], capture_output=True, text=True, check=True).stdout


@linux
def test_a_running_command_leaves_no_dump_and_is_read_by_no_other_process() -> None:
    with running(PROGRAM) as child:
        limits = Path(f"/proc/{child.pid}/limits").read_text()
        assert next(line for line in limits.splitlines() if line.startswith("Max core file size")).split()[4:6] == ["0", "0"]
        assert reads(child.pid) == "refused"
        if os.geteuid() == 0:
            assert reads(child.pid, f"import sys\n{READER.replace(AS_SOMEBODY, '')}") == "read", "the search for canaries runs as root"


@linux
def test_a_process_that_is_not_shut_is_read() -> None:
    """The test above can fail: the same look into an ordinary process succeeds where the system does not forbid it for all."""
    scope = Path("/proc/sys/kernel/yama/ptrace_scope")
    if scope.exists() and scope.read_text().strip() != "0":
        pytest.skip("this system lets nobody look into a process that is not a child")
    with running(OPEN) as child:
        assert reads(child.pid) == "read"


@linux
def test_the_process_itself_says_it_cannot_be_dumped() -> None:
    lines = "import ctypes; from ui.cli.memory import shut_memory; shut_memory(); print(ctypes.CDLL(None).prctl(3, 0, 0, 0, 0))"
    root = Path(memory.__file__).parents[2]
    told = subprocess.run([sys.executable, "-c", lines], cwd=root, capture_output=True, text=True, check=True)
    assert told.stdout == "0\n"


class Called:
    """A library of Windows that writes down what it is asked."""

    def __init__(self, answer: int = 1) -> None:
        self.asked: list[tuple[str, tuple[Any, ...]]] = []
        self.answer = answer

    def __getattr__(self, library: str) -> Any:
        return Library(self)


class Library:
    def __init__(self, called: Called) -> None:
        self._called = called

    def __getattr__(self, name: str) -> Any:
        def ask(*given: Any) -> int:
            self._called.asked.append((name, given))
            return self._called.answer

        return ask


def test_on_windows_the_rule_lets_others_end_the_process_but_not_read_it() -> None:
    windll = Called()
    assert memory.shut_on_windows(windll)
    names = [name for name, _ in windll.asked]
    assert names[:3] == ["SetErrorMode", "WerSetFlags", "ConvertStringSecurityDescriptorToSecurityDescriptorW"]
    assert names[-2:] == ["SetKernelObjectSecurity", "LocalFree"]
    given = dict(windll.asked)
    assert given["ConvertStringSecurityDescriptorToSecurityDescriptorW"][0] == "D:P(A;;0x101001;;;OW)(A;;0x101001;;;WD)"
    assert given["SetKernelObjectSecurity"][1] & 4
    assert not memory.ALLOWED & 0x0010, "PROCESS_VM_READ"
    assert isinstance(given["LocalFree"][0], ctypes.c_void_p)


def test_a_windows_that_takes_no_rule_starts_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not memory.shut_on_windows(Called(0))
    monkeypatch.setattr("ui.cli.memory.sys.platform", "win32")
    monkeypatch.setattr(ctypes, "windll", None, raising=False)
    memory.shut_memory()
