"""The window's side of the composition root: a way into the vault for the screen, and a lock that ends the process."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from threading import Lock, Thread
from typing import Any, NoReturn

from platformdirs import user_config_path

from db.chance import Chance
from db.doors import NewDesk, invite, join, make_desk, sign_in
from db.vault import VAULT_FILE, OpenVault
from mdt.catalogue.load import load_catalogue
from mdt.catalogue.words import LANGUAGES
from mdt.errors import Unavailable
from mdt.work.desk import Change, Desk, Tools
from ui.cli.upkeep import backed_up, verified
from ui.cli.world import World
from ui.desk import Backed, CodeNeeded, Found, Joining

LOOKS_FILE = user_config_path("MDT Desk", appauthor=False) / "screen.json"
THEMES = ("light", "dark")
GRACE_S = 0.35
"""After so long a locked process ends whatever it is still doing; what was acknowledged is in the vault's write-ahead file."""
HANDED_OVER_S = 2.0
"""For so long a sign-in waits for the process before it to let the vault go."""
OF_ONE_PERSON = ("MDT_PASSWORD", "MDT_CODE", "MDT_INVITATION")


class VaultEntrance:
    """One folder, and the vault in it while somebody is signed in."""

    def __init__(self, folder: Path, world: World) -> None:
        self.folder, self._world = folder, world
        self.vault: OpenVault | None = None
        self._hear: Callable[[Any], None] = lambda change: None

    def is_there(self) -> bool:
        """Whether there is a desk in the folder."""
        return (self.folder / VAULT_FILE).exists()

    def make(self, agency: str, circle: str, user: str, password: str) -> str:
        """Make a desk; returns the first supervisor's member code."""
        return make_desk(self.folder, NewDesk(agency, circle, user), password, self._world.around)

    def sign_in(self, user: str, password: str, code: str | None) -> Desk:
        """Open the vault; CodeNeeded where the workstation does not know her and no code was given."""

        def ask() -> str:
            if code is None:
                raise CodeNeeded
            return code

        self.vault = self._opened(lambda: sign_in(self.folder, user, password, ask, self._world.around))
        tools = Tools(self._world.around.clock, Chance(), load_catalogue())
        return Desk(self.vault.member, self.vault, tools, self._told)

    def join(self, user: str, invitation: str, password: str) -> Joining:
        """A member's first sign-in by her invitation."""
        vault, joined = join(self.folder, user, invitation, password, self._world.around)
        try:
            with vault.transaction() as store:
                _, agency, circle, _ = store.desk()
        finally:
            vault.close()
        return Joining(joined.code, joined.fingerprint, user, agency, circle)

    def invite(self, member: str, user: str) -> str:
        """A one-time invitation for a registered member."""
        assert self.vault is not None
        return invite(self.vault, member, user)

    def back_up(self, desk: Desk, path: str) -> Backed:
        """Write a backup and prove it."""
        assert self.vault is not None
        proof = backed_up(desk, self.vault, Path(path), self._world.around.clock.now())
        return Backed(proof.size, sum(proof.seals.values()), not proof.findings)

    def verify(self, desk: Desk) -> tuple[Found, ...]:
        """Check the whole desk; empty where all is well."""
        assert self.vault is not None
        return tuple(Found(finding.what, finding.where, finding.case) for finding in verified(desk, self.vault))

    def announce_to(self, hear: Callable[[object], None]) -> None:
        """Where changes are told from now on."""
        self._hear = hear

    def leave(self) -> None:
        """Close the vault."""
        if self.vault is not None:
            self.vault.close()
            self.vault = None

    def _opened(self, open_vault: Callable[[], OpenVault]) -> OpenVault:
        until = time.monotonic() + HANDED_OVER_S
        while True:
            try:
                return open_vault()
            except Unavailable as held:
                if held.key != "unavailable.in_use" or time.monotonic() > until:
                    raise
            time.sleep(0.05)

    def _told(self, change: Change) -> None:
        self._hear(change)


def kept_looks(path: Path, language: str) -> tuple[str, str]:
    """Language and theme that were chosen on this workstation; what is given, and light, where none or nonsense was kept."""
    try:
        chosen = json.loads(path.read_text(encoding="utf-8"))
        kept = str(chosen["language"]), str(chosen["theme"])
    except (OSError, ValueError, KeyError, TypeError):
        return language, "light"
    return kept if kept[0] in LANGUAGES and kept[1] in THEMES else (language, "light")


def keep_looks(path: Path, language: str, theme: str) -> None:
    """Remember how this workstation's screen should look; nothing about anybody is in it."""
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps({"language": language, "theme": theme}), encoding="utf-8")


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


def show_window(folder: Path, world: World) -> int:
    """Run the program on screen until it is closed or locked."""
    from PySide6.QtWidgets import QApplication

    from ui.app import Looks, Program

    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    entrance, ending = VaultEntrance(folder, world), Ending(folder)

    def lock() -> None:
        try:
            ending.afresh()
            program.leave()
        finally:
            end_now()

    language, theme = kept_looks(LOOKS_FILE, world.words.language)
    looks = Looks(language, theme)
    program = Program(entrance, looks, world.around.clock.today, lock, lambda *chosen: keep_looks(LOOKS_FILE, *chosen), ending.alarm)
    program.start()
    app.exec()
    program.seal()
    program.finish()
    return 0
