"""Has a file read in a process of its own, which holds no key and no desk; what it answers is checked before it is used."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from subprocess import DEVNULL, PIPE
from threading import Event, Timer
from typing import BinaryIO, Final

import mdt
from mdt.errors import Invalid
from mdt.model.readings import Reading
from mdt.reading import WORD, wire
from mdt.reading.bounds import ANSWER, SECONDS

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
    return ReadingApart(path, seconds, starts).read()


class ReadingApart:
    """One file being read; ``stop`` may be called from any thread."""

    def __init__(self, path: Path, seconds: float = SECONDS, starts: Sequence[str] = ()) -> None:
        self._path, self._seconds, self._starts = path, seconds, list(starts) or command()
        self._child: subprocess.Popen[bytes] | None = None
        self._late = Event()

    def stop(self) -> None:
        """Leave off; ``read`` says so."""
        self._late.set()
        if self._child is not None:
            self._child.kill()

    def read(self) -> Reading:
        """The reading; raises Invalid."""
        try:
            if not self._path.is_file():
                raise OSError
            source = self._path.open("rb")
        except OSError:
            raise Invalid("unread.no_file") from None
        with source:
            raw, ended = self._answer(source)
        if self._late.is_set():
            raise Invalid("unread.slow")
        try:
            if ended != 0 or len(raw) > ANSWER:
                raise ValueError("no whole answer")
            return wire.answer(bytes(raw))
        except (ValueError, TypeError, MemoryError):
            raise Invalid("unread.ended") from None

    def _answer(self, source: BinaryIO) -> tuple[bytearray, int]:
        """What the process said, and how it ended."""
        try:
            child = subprocess.Popen(self._starts, stdin=source, stdout=PIPE, stderr=DEVNULL, env=surroundings(), creationflags=_unseen())
        except OSError:
            raise Invalid("unread.ended") from None
        self._child, raw = child, bytearray()
        timer = Timer(self._seconds, self.stop)
        timer.start()
        try:
            assert child.stdout is not None
            with child.stdout as told:
                while not self._late.is_set() and len(raw) <= ANSWER and (came := told.read(_PIECE)):
                    raw += came
            if len(raw) > ANSWER or self._late.is_set():
                child.kill()
            return raw, child.wait()
        finally:
            timer.cancel()
            child.kill()
            child.wait()
            timer.join()


def _unseen() -> int:
    """On Windows no console window is opened for it."""
    return int(getattr(subprocess, "CREATE_NO_WINDOW", 0))
