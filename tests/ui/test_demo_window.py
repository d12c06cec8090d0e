"""The demonstration in a window: shown where it can be seen, signed in again after a lock, and gone whatever happens."""

from __future__ import annotations

import io
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import pytest

from db.stretching import Kdf
from mdt.catalogue.words import Words
from mdt.errors import Locked
from tests.make import Seats, surroundings
from tests.ui.invented import Made
from tests.ui.screen import Begin, Screen
from tests.ui.visible import on_sight
from ui.cli import main
from ui.cli.demo import DemoMember
from ui.cli.demo_acts import thrown_away
from ui.cli.demo_window import LOCKED, LOOKS_FILE, MEMBERS_FILE, KnowingEntrance, keep_open, shows_windows
from ui.cli.world import World
from ui.looks import Looks
from ui.widgets.reading import reading

ROOT = Path(__file__).parents[2]
SITTING = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton
from tests.make import surroundings
from ui.cli.demo_window import sit_down
from ui.cli.world import World
from ui.shell.sign_in import SignIn
from ui.shell.window import MainWindow

app = QApplication([])
workshop, act = Path(sys.argv[1]), sys.argv[2]

def look():
    for shown in app.topLevelWidgets():
        if isinstance(shown, MainWindow) and shown.isVisible():
            timer.stop()
            QTimer.singleShot(0, shown.lock_wanted.emit if act == "lock" else shown.close)
        elif isinstance(shown, SignIn) and shown.isVisible() and act == "come back":
            name, password = shown.findChildren(QLineEdit)[:2]
            if not name.text():
                name.setText("prosecutor")
                password.setText("prosecutor demo desk")
                next(made for made in shown.findChildren(QPushButton) if made.isDefault()).click()

timer = QTimer()
timer.timeout.connect(look)
timer.start(20)
sys.exit(sit_down(workshop, "psychologist", act == "come back", World(surroundings())))
"""


@pytest.fixture
def workshop(demo: Made, tmp_path: Path) -> Path:
    """The throw-away desk as its keeper leaves it to each process."""
    made = tmp_path / "workshop"
    shutil.copytree(demo.folder, made / "desk")
    kept = json.dumps([asdict(member) for member in demo.members.values()])
    (made / MEMBERS_FILE).write_text(kept, encoding="utf-8")
    return made


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there is always a screen")
@pytest.mark.parametrize(
    "environ",
    [
        {},
        {"QT_QPA_PLATFORM": "offscreen", "DISPLAY": ":0"},
        {"QT_QPA_PLATFORM": "minimal"},
        {"DISPLAY": ":987"},
        {"QT_QPA_PLATFORM": "nothing-of-that-name", "DISPLAY": ":0"},
    ],
    ids=["no screen", "offscreen", "minimal", "a screen that is gone", "an unknown way to show"],
)
def test_where_nobody_would_see_a_window_none_is_tried_here(environ: dict[str, str]) -> None:
    assert not shows_windows(environ)


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there is always a screen")
def test_a_screen_that_answers_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ui.cli.demo_window.UNSEEN", frozenset())
    assert shows_windows({"QT_QPA_PLATFORM": "offscreen"})


def test_a_lock_brings_a_fresh_process_and_closing_ends_it(demo: Made, tmp_path: Path) -> None:
    started: list[Sequence[str]] = []
    ends = iter((LOCKED, LOCKED, 0))

    def run(command: Sequence[str]) -> int:
        started.append(command)
        return next(ends)

    out = io.StringIO()
    assert keep_open(tmp_path, demo.members.values(), "psychologist", World(surroundings(), out), run) == 0
    assert ["--locked" in command for command in started] == [False, True, True]
    assert all(str(tmp_path) in command and "psychologist" in command for command in started)
    assert all(member.password in out.getvalue() for member in demo.members.values())
    assert not any(member.code in out.getvalue() for member in demo.members.values())


def test_a_window_that_ended_badly_is_said_by_the_exit(demo: Made, tmp_path: Path) -> None:
    assert keep_open(tmp_path, demo.members.values(), "prosecutor", World(surroundings(), io.StringIO()), lambda command: -11) == 1


def test_after_a_lock_name_and_password_are_enough(workshop: Path, demo: Made) -> None:
    entrance = KnowingEntrance(workshop, World(surroundings()))
    for member in demo.members.values():
        assert entrance.sign_in(member.user_name, member.password, None).me().user_name == member.user_name
        entrance.leave()
    with pytest.raises(Locked, match="wrong"):
        entrance.sign_in("prosecutor", "investigator demo desk", None)


@pytest.mark.parametrize("language", ["en", "ur"])
def test_the_sign_in_page_tells_how(workshop: Path, demo: Made, begin: Begin, language: str) -> None:
    ways = KnowingEntrance(workshop, World(surroundings())).hint
    hint = ways(Words(language))
    assert all(member.user_name in hint for member in demo.members.values())
    screen = begin(workshop / "desk", looks=Looks(language))
    screen.program.hint = ways
    screen.door()
    assert any(said.text == reading(hint) for said in on_sight(screen.shown()))


def test_the_window_says_that_everybody_is_invented_and_an_ordinary_desk_does_not(
    begin: Begin, workshop: Path, demo: Made, screen: Screen, seats: Seats
) -> None:
    invented = begin(workshop / "desk")
    member = demo.members["social_welfare"]
    invented.enter(member.user_name, member.code, member.password)
    words = invented.words("screen.demonstration")
    assert any(said.text == words for said in on_sight(invented.window))
    screen.enter("social_welfare", seats.codes["social_welfare"])
    assert not any(said.text == words for said in on_sight(screen.window))


@pytest.mark.parametrize(("act", "ended"), [("lock", LOCKED), ("close", 0), ("come back", 0)])
def test_one_process_of_it_really_runs(workshop: Path, act: str, ended: int) -> None:
    command = [sys.executable, "-c", SITTING, str(workshop), act]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert (ran.returncode, "Traceback" in ran.stderr) == (ended, False), ran.stderr
    assert {path.name for path in workshop.iterdir()} <= {"desk", MEMBERS_FILE, LOOKS_FILE}


@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP", "SIGINT"])
@pytest.mark.skipif(sys.platform == "win32", reason="signals are sent otherwise there")
def test_the_desk_is_gone_whatever_ends_the_program(name: str) -> None:
    number = getattr(signal, name)
    if name == "SIGINT" and signal.getsignal(number) is signal.SIG_IGN:  # as it is where a shell runs this behind
        signal.signal(number, signal.default_int_handler)
    before = signal.getsignal(number)
    made: list[Path] = []

    def sit() -> None:
        with thrown_away() as workshop:
            made.append(workshop)
            (workshop / "desk").mkdir()
            os.kill(os.getpid(), number)
            signal.pause()

    with pytest.raises(KeyboardInterrupt):
        sit()
    assert not made[0].exists()
    assert signal.getsignal(number) == before


@pytest.mark.parametrize(("argv", "seen"), [(("--role", "prosecutor"), False), (("--text",), True)])
def test_as_text_it_is_told_printed_and_removed(
    demo: Made, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, argv: tuple[str, ...], seen: bool
) -> None:
    def make(folder: Path, kdf: Kdf) -> tuple[DemoMember, ...]:
        shutil.copytree(demo.folder, folder)
        return tuple(demo.members.values())

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr("ui.cli.demo_acts.make_demonstration", make)
    monkeypatch.setattr("ui.cli.demo_window.shows_windows", lambda environ: seen)
    out, err, words = io.StringIO(), io.StringIO(), Words("en")
    assert main(["demo", *argv], World(surroundings(), out, err, {})) == 0
    assert err.getvalue() == ""
    assert words("demo.cases", count=56 if seen else 33) in out.getvalue()
    assert out.getvalue().endswith(words("cli.demo_gone") + "\n")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["mdt-desk-willow-41-en.pdf", "mdt-desk-willow-41-ur.pdf"]


@pytest.mark.parametrize("size", ["1366", "1366 x 768", "12x12", "1366x"])
def test_a_size_that_is_none_is_wrong_usage(size: str) -> None:
    with pytest.raises(SystemExit) as left:
        main(["demo", "--shots", "album", "--size", size])
    assert left.value.code == 2
