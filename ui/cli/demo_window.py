"""The demonstration in a window: a keeper that holds the throw-away desk, and one fresh process after each lock."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, replace
from functools import partial
from pathlib import Path
from typing import Final

from db.workstation import NoKeyring
from mdt.catalogue.load import load_catalogue
from mdt.catalogue.words import Words
from mdt.work.desk import Desk
from ui.cli.demo import DemoMember
from ui.cli.entrance import VaultEntrance
from ui.cli.world import World

LOCKED: Final = 75
"""How a process of the demonstration ends that was locked and not closed."""
UNSEEN: Final = frozenset({"offscreen", "minimal", "minimalegl"})
MEMBERS_FILE, LOOKS_FILE = "members.json", "screen.json"
PROBE: Final = "from PySide6.QtWidgets import QApplication; QApplication([])"
PATIENCE_S: Final = 30
Run = Callable[[Sequence[str]], int]


def shows_windows(environ: Mapping[str, str]) -> bool:
    """Whether a window would be seen here; tried in another process, since Qt ends the one in which it finds no screen."""
    plugin = environ.get("QT_QPA_PLATFORM", "").partition(":")[0]
    if plugin in UNSEEN:
        return False
    if sys.platform != "linux":
        return True
    if not plugin and not environ.get("DISPLAY") and not environ.get("WAYLAND_DISPLAY"):
        return False
    try:
        tried = subprocess.run([sys.executable, "-c", PROBE], capture_output=True, timeout=PATIENCE_S, env=dict(environ), check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return tried.returncode == 0


def keep_open(workshop: Path, members: Iterable[DemoMember], role: str, world: World, run: Run | None = None) -> int:
    """Show the window and, after each lock, a fresh process that asks who is there; returns when it is closed."""
    known = tuple(members)
    (workshop / MEMBERS_FILE).write_text(json.dumps([asdict(member) for member in known]), encoding="utf-8")
    title = load_catalogue().title("role", role).inside(world.words.language)
    world.say(world.words("demo.opens", role=title))
    for member in known:
        world.say(world.words("demo.seat", user=member.user_name, password=member.password))
    world.out.flush()
    command = [sys.executable, "-m", "ui", "demo", "--within", str(workshop), "--role", role]
    ended = (run or _run)(command)
    while ended == LOCKED:
        ended = (run or _run)([*command, "--locked"])
    return 0 if ended == 0 else 1


def sit_down(workshop: Path, role: str, locked: bool, world: World) -> int:
    """One process of the demonstration: the window as ``role``, or the sign-in page where it was ``locked`` before."""
    from PySide6.QtWidgets import QApplication

    from ui.app import Program
    from ui.looks import keep_looks, kept_looks

    signal.signal(signal.SIGINT, signal.SIG_DFL)
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    entrance = KnowingEntrance(workshop, world)

    def lock() -> None:
        program.finish()
        os._exit(LOCKED)

    place = workshop / LOOKS_FILE
    looks = kept_looks(place, world.words.language)
    program = Program(entrance, looks, world.around.clock.today, lock, partial(keep_looks, place))
    program.hint = entrance.hint
    if locked:
        program.start()
    else:
        member = entrance.members[role]
        work = lambda: entrance.sign_in(member.user_name, member.password, None)  # noqa: E731
        program.worker.ask(work, program, program.enter, lambda fault: lock())
    app.exec()
    program.finish()
    return 0


class KnowingEntrance(VaultEntrance):
    """The way into the throw-away desk: no keyring is touched, and the codes of its invented members are known."""

    def __init__(self, workshop: Path, world: World) -> None:
        super().__init__(workshop / "desk", replace(world, around=replace(world.around, workstation=NoKeyring())))
        kept = json.loads((workshop / MEMBERS_FILE).read_text(encoding="utf-8"))
        self.members = {member.role: member for member in (DemoMember(**row) for row in kept)}

    def sign_in(self, user: str, password: str, code: str | None) -> Desk:
        """Open the vault; the code of an invented member is filled in."""
        known = {member.user_name: member.code for member in self.members.values()}
        return super().sign_in(user, password, code or known.get(user))

    def hint(self, words: Words) -> str:
        """How to sign in here, in words."""
        members = tuple(self.members.values())
        users = " · ".join(member.user_name for member in members)
        return words("demo.sign_in", users=users, password=members[0].password)


def _run(command: Sequence[str]) -> int:
    """Run one process to its end; it goes when this one is told to go."""
    child = subprocess.Popen(command)
    try:
        return child.wait()
    finally:
        if child.poll() is None:
            child.kill()
            child.wait()
