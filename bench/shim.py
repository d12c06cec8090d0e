"""What stands between a campaign and the disk: a few C functions in front of the system's, compiled anew by each run.

A preloaded library and not strace: it needs no right to trace other processes (containers of build servers seldom give it), gives the
bytes themselves instead of text to be read back, and the same one makes operation n fail. It needs Linux and a C compiler; where there
is none, a campaign fails and says so.
"""

from __future__ import annotations

import ctypes
import json
import os
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from mdt.errors import DeskError

ROOT = Path(__file__).parents[1]
Say = Callable[[str], None]
LONGEST = 60
"""Seconds after which a child that hangs is ended by the system."""


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened to the disk: its kind (a letter), the inode, the place, and one or two byte strings.

    c make a file, m make a folder, w write, t cut to a length, s sync, r rename, u remove, ! something was said.
    """

    kind: str
    inode: int
    at: int
    first: bytes
    second: bytes


def events_of(trace: Path) -> list[Event]:
    """What was written down; RuntimeError where a file was changed in a way that is not followed."""
    whole, at, found = trace.read_bytes(), 0, list[Event]()
    while at < len(whole):
        kind, inode, place, first, second = struct.unpack_from("=5q", whole, at)
        middle, end = at + 40 + first, at + 40 + first + second
        found.append(Event(chr(kind), inode, place, whole[at + 40 : middle], whole[middle:end]))
        if found[-1].kind == "?":
            raise RuntimeError(f"not followed: {found[-1].first.decode()}")
        at = end
    return found


def watch(trace: Path) -> None:
    """Write down from here on."""
    _shim().faults_watch(os.fsencode(trace))


def say(words: str) -> None:
    """Write down that this was said to somebody, which makes it a promise."""
    _shim().faults_say(words.encode())


def fail(at: int, sticky: bool, code: int) -> None:
    """Let the ``at``-th operation from here fail; ``sticky``: and all after it. 0 ends it."""
    _shim().faults_fail(at, int(sticky), code)


def fill(room: int) -> None:
    """Let files grow by so many bytes more and then be full; -1 ends it."""
    _shim().faults_fill(room)


def operations() -> int:
    """How many operations there were since ``fail``."""
    return int(_shim().faults_seen())


def room() -> int:
    """By how many bytes files may still grow."""
    return int(_shim().faults_room())


def _shim() -> ctypes.CDLL:
    found = ctypes.CDLL(None)
    for name in ("faults_fail", "faults_fill"):
        getattr(found, name).argtypes = [ctypes.c_long] * (3 if name == "faults_fail" else 1)
    found.faults_seen.restype = found.faults_room.restype = ctypes.c_long
    return found


def forked(act: Callable[[Say], None], longest: int = LONGEST) -> tuple[list[str], str]:
    """Run an act in a child: what it said, and how it ended: 'done', the key of a sentence, or CRASH and why."""
    told, tell = os.pipe()
    child = os.fork()
    if child == 0:
        signal.alarm(longest)
        os.close(told)
        os.write(tell, json.dumps(_ended(act, lambda words: void(os.write(tell, json.dumps(words).encode() + b"\n")))).encode() + b"\n")
        os._exit(0)
    os.close(tell)
    with open(told, "rb") as heard:
        lines = [str(json.loads(line)) for line in heard]
    status = os.waitpid(child, 0)[1]
    if status or not lines:
        return lines, f"CRASH the child ended with {status}"
    return lines[:-1], lines[-1]


def void(_: object) -> None:
    """Nothing is left of a result nobody asked for."""


def _ended(act: Callable[[Say], None], said: Say) -> str:
    try:
        act(said)
    except DeskError as told:
        return told.key
    except BaseException as fault:  # a crash is what is being counted
        where = traceback.extract_tb(fault.__traceback__)
        ours = [f"{Path(step.filename).name}:{step.lineno}" for step in where if "site-packages" not in step.filename][-3:]
        return f"CRASH {type(fault).__name__}: {str(fault)[:80]} {' '.join(ours)}"
    return "done"


def build(place: Path) -> Path:
    """Compile the shim into ``place``."""
    compiler = shutil.which("cc") or shutil.which("gcc")
    if sys.platform != "linux" or compiler is None:
        raise RuntimeError("this campaign needs Linux and a C compiler (package gcc)")
    made = place / "shim.so"
    command = [
        compiler,
        "-shared",
        "-fPIC",
        "-O1",
        "-Wall",
        "-Wextra",
        "-Werror",
        "-o",
        str(made),
        str(Path(__file__).with_name("shim.c")),
        "-ldl",
    ]
    subprocess.run(command, check=True)
    return made


def under_shim(module: str, main: Callable[[Path, list[str]], Iterator[str]]) -> None:
    """Be ``python -m module``: start again with the shim in front, in a temporary folder; print what ``main`` finds; fail on 'WRONG'."""
    if "FAULTS_ROOT" in os.environ:
        wrong = False
        for line in main(Path(os.environ["FAULTS_ROOT"]), sys.argv[1:]):
            wrong = wrong or "WRONG" in line
            print(line, flush=True)
        sys.exit(wrong)
    with tempfile.TemporaryDirectory(prefix="faults-") as name:
        place = Path(name).resolve()
        (place / "root").mkdir()
        around = {**os.environ, "LD_PRELOAD": str(build(place)), "FAULTS_ROOT": str(place / "root")}
        sys.exit(subprocess.run([sys.executable, "-m", module, *sys.argv[1:]], cwd=ROOT, env=around, check=False).returncode)
