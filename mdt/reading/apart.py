"""Has a file read in a process of its own, which holds no key and no desk; what it answers is checked before it is used."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from threading import Timer
from typing import BinaryIO, Final

import mdt
from mdt.errors import Invalid
from mdt.model.readings import Reading
from mdt.reading import wire
from mdt.reading.bounds import ANSWER, SECONDS

WORD: Final = "--read-apart"
"""What a packed program is started with to read, since it has no Python beside it."""
_PIECE: Final = 64 * 1024
_LEFT: Final = ("SYSTEMROOT", "PATH", "LD_LIBRARY_PATH")
"""What a process needs of the environment to start at all; nobody's secrets are in it."""


def command() -> list[str]:
    """What starts the process that reads; the name of the file is not in it."""
    if getattr(sys, "frozen", False):
        return [sys.executable, WORD]
    return [sys.executable, "-B", "-P", "-m", "mdt.reading"]


def surroundings() -> dict[str, str]:
    """The environment of that process."""
    kept = {name: os.environ[name] for name in _LEFT if name in os.environ}
    source = {} if getattr(sys, "frozen", False) else {"PYTHONPATH": str(Path(mdt.__file__).parents[1])}
    return kept | source | {"PYTHONUTF8": "1", "PYTHONDONTWRITEBYTECODE": "1", "PYINSTALLER_RESET_ENVIRONMENT": "1"}


def read_apart(path: Path, seconds: float = SECONDS, starts: Sequence[str] = ()) -> Reading:
    """What stands in a file; raises Invalid with one sentence where it cannot be read, or not within the bounds."""
    try:
        if not path.is_file():
            raise OSError
        source = path.open("rb")
    except OSError:
        raise Invalid("reading.no_file") from None
    with source:
        raw, ended = _asked(source, seconds, starts or command())
    if raw is None:
        raise Invalid("reading.slow")
    try:
        if ended != 0 or len(raw) > ANSWER:
            raise ValueError("no whole answer")
        return wire.answer(raw)
    except (ValueError, TypeError, MemoryError):
        raise Invalid("reading.ended") from None


def _asked(source: BinaryIO, seconds: float, starts: Sequence[str]) -> tuple[bytes | None, int]:
    """The answer, None where the time ran out, and how the process ended."""
    try:
        child = subprocess.Popen(
            starts, stdin=source, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=surroundings(), creationflags=_unseen()
        )
    except OSError:
        raise Invalid("reading.ended") from None
    late: list[bool] = []

    def end() -> None:
        late.append(True)
        child.kill()

    timer = Timer(seconds, end)
    timer.start()
    try:
        assert child.stdout is not None
        with child.stdout as told:
            raw = bytearray()
            while (came := told.read(_PIECE)) and len(raw) <= ANSWER:
                raw += came
            if came:
                child.kill()
        child.wait()
    finally:
        timer.cancel()
        child.kill()
        child.wait()
        timer.join()
    return (None if late else bytes(raw)), child.returncode


def _unseen() -> int:
    """On Windows no console window is opened for it."""
    return int(getattr(subprocess, "CREATE_NO_WINDOW", 0))
