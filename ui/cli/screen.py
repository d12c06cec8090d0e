"""The window's side of the composition root: how the screen begins, how it looks, and a lock that ends the process."""

from __future__ import annotations

import gc
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from functools import partial
from pathlib import Path
from threading import Lock, Thread
from typing import TYPE_CHECKING, NoReturn

from platformdirs import user_config_path

from ui.cli.entrance import VaultEntrance
from ui.cli.world import World

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from ui.app import Program

LOOKS_FILE = user_config_path("MDT Desk", appauthor=False) / "screen.json"
GRACE_S = 0.35
"""After so long a locked process ends whatever it is still doing; what was acknowledged is in the vault's write-ahead file."""
OF_ONE_PERSON = ("MDT_PASSWORD", "MDT_CODE", "MDT_INVITATION")


def fresh_command(folder: Path) -> list[str]:
    """What starts this program anew on the same desk; nothing in it is about anybody."""
    program = [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-m", "ui"]
    return [*program, "--desk", str(folder)]


def fresh_surroundings(environ: Mapping[str, str]) -> dict[str, str]:
    """The same environment without anybody's secrets; a packed program unpacks itself anew instead of leaning on this one."""
    return {name: text for name, text in environ.items() if name not in OF_ONE_PERSON} | {"PYINSTALLER_RESET_ENVIRONMENT": "1"}


class Ending:
    """How a process ends at the lock: a fresh one is started once, and after the grace nothing can keep this one alive."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._once, self._started = folder, Lock(), False

    def alarm(self) -> None:
        """From now on the grace runs."""
        Thread(target=self._run_out, daemon=True).start()

    def afresh(self) -> None:
        """Start the fresh locked process, if that was not done yet; where the system cannot, this one ends all the same."""
        if not self._once.acquire(timeout=GRACE_S):
            return
        if not self._started:
            self._started = True
            with suppress(OSError):
                subprocess.Popen(
                    fresh_command(self._folder),
                    env=fresh_surroundings(os.environ),
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL,
                    start_new_session=True,
                )
        self._once.release()

    def _run_out(self) -> None:
        time.sleep(GRACE_S)
        self.afresh()
        end_now()


def end_now() -> NoReturn:
    """End this process without asking anything in it."""
    if sys.platform == "win32":
        os.kill(os.getpid(), signal.SIGTERM)  # TerminateProcess: no library of an open file dialog has a say
    os._exit(0)


def begin(folder: Path, world: World) -> tuple[QApplication, Program]:
    """The program on screen, before its first page is shown."""
    from PySide6.QtWidgets import QApplication

    from ui.app import Program
    from ui.looks import keep_looks, kept_looks

    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    ending = Ending(folder)

    def lock() -> None:
        try:
            ending.afresh()
            program.leave()
        finally:
            end_now()

    today, keep = world.around.clock.today, partial(keep_looks, LOOKS_FILE)
    looks = kept_looks(LOOKS_FILE, world.words.language)
    program = Program(VaultEntrance(folder, world), looks, today, lock, keep, ending.alarm)
    # what is there once she is in is there for good: the collector need not stop the window to look at it again and again
    program.entered.connect(gc.freeze)
    return app, program


def show_window(folder: Path, world: World) -> int:
    """Run the program on screen until it is closed or locked."""
    app, program = begin(folder, world)
    program.start()
    app.exec()
    program.seal()
    program.finish()
    return 0
