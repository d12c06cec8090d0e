"""The program on screen in a process of its own, as a neighbour sees it: what it answers, when it ends, what it leaves behind."""

from __future__ import annotations

import json
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from tests.make import PASSWORD, Seats

ROOT = Path(__file__).parents[2]
PATIENCE_S = 40


class Process:
    """One run of ``bench.sitting`` over a desk; ends with everything it started."""

    def __init__(self, seats: Seats, place: Path) -> None:
        seats.leave()
        self.seats, self.place = seats, place
        around = {name: str(place) for name in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "TMPDIR")}
        named = {"QT_QPA_PLATFORM": "offscreen", "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring", "MDT_PASSWORD": PASSWORD}
        self._said = (place / "said").open("wb")
        self._run = subprocess.Popen(
            [sys.executable, "-m", "bench.sitting", str(seats.folder)],
            cwd=ROOT,
            env=os.environ | around | named,
            bufsize=0,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._said,
        )
        self.pid = self._run.pid
        self.answer()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None) -> None:
        self._run.kill()
        self._run.wait()
        for pid in self.fresh():
            os.kill(pid, signal.SIGKILL)
            with suppress(ChildProcessError):  # ours only where the campaign made it so
                os.waitpid(pid, 0)
        for pipe in (self._run.stdin, self._run.stdout, self._said):
            assert pipe is not None
            pipe.close()

    def ask(self, act: str, **given: object) -> dict[str, Any]:
        """Tell it to do something; its answer."""
        self.tell(act, **given)
        return self.answer()

    def tell(self, act: str, **given: object) -> None:
        """The same without waiting for an answer."""
        assert self._run.stdin is not None
        self._run.stdin.write(json.dumps({"act": act, **given}).encode() + b"\n")
        self._run.stdin.flush()

    def answer(self) -> dict[str, Any]:
        """The next line it says."""
        assert self._run.stdout is not None
        ready, _, _ = select.select([self._run.stdout], [], [], PATIENCE_S)
        assert ready, "it does not answer"
        line = self._run.stdout.readline()
        assert line, self.complaints()
        said = dict(json.loads(line))
        assert "fault" not in said, said
        return said

    def answers(self) -> Iterator[dict[str, Any]]:
        """Whatever it said until it ended."""
        assert self._run.stdout is not None
        yield from (json.loads(line) for line in self._run.stdout.read().splitlines())

    def sit(self, page: str = "", user: str = "psychologist") -> dict[str, Any]:
        """Sign in, and open a page of the case."""
        self.ask("come_to_the_door", user=user, password=PASSWORD, code=self.seats.codes[user])
        came = self.ask("sign_in")
        if page:
            self.ask("open", page=page, about=self.seats.case)
        return came

    def kill(self) -> float:
        """SIGKILL; the moment it was sent."""
        at = time.monotonic()
        self._run.kill()
        self._run.wait()
        return at

    def ended(self) -> float:
        """The moment it ended by itself; its keys are gone from then on."""
        watched = os.pidfd_open(self.pid)
        try:
            ready, _, _ = select.select([watched], [], [], PATIENCE_S)
            at = time.monotonic()
        finally:
            os.close(watched)
        assert ready, "it goes on"
        assert self._run.wait() == 0
        return at

    def fresh(self) -> list[int]:
        """The processes of the program on this desk besides this one."""
        wanted = b"\0".join((b"-m", b"ui", b"--desk", str(self.seats.folder).encode()))
        return [pid for pid in processes() if pid != self.pid and wanted in command(pid)]

    def complaints(self) -> str:
        """What it wrote to its standard error."""
        return (self.place / "said").read_text("utf-8")


def processes() -> list[int]:
    """Every process there is."""
    return [int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit()]


def command(pid: int) -> bytes:
    """What a process was started as; empty where it is gone."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""
