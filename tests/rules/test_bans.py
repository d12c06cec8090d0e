"""What the program must not call is found by ruff, and the one place that may call it is let through."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MESSAGE_BOX = "from PySide6.QtWidgets import QMessageBox\n\nask = QMessageBox.question\n"
FILE_BOX = "from PySide6 import QtWidgets\n\nask = QtWidgets.QFileDialog.getOpenFileName\n"
NOW = "from datetime import UTC, datetime\n\nmoment = datetime.now(UTC)\n"


def codes(place: str, text: str) -> set[str]:
    """The rules that ruff finds broken by ``text``, were it the file ``place``."""
    command = [sys.executable, "-m", "ruff", "check", "--no-cache", "--output-format", "concise", "--stdin-filename", place, "-"]
    report = subprocess.run(command, cwd=ROOT, input=text, capture_output=True, text=True, encoding="utf-8", check=False)
    assert report.returncode in (0, 1), report.stderr
    return {line.split()[1] for line in report.stdout.splitlines() if line.startswith(place)}


@pytest.mark.parametrize(
    ("place", "text", "code"),
    [
        ("ui/planted.py", MESSAGE_BOX, "TID251"),
        ("ui/planted.py", FILE_BOX, "TID251"),
        ("mdt/planted.py", NOW, "TID251"),
        ("mdt/planted.py", "import datetime\n\nmoment = datetime.datetime.utcnow()\n", "TID251"),
        ("mdt/planted.py", "import datetime as time\n\nday = time.date.today()\n", "TID251"),
        ("mdt/planted.py", "from datetime import datetime\n\nmoment = datetime.today()\n", "TID251"),
        ("db/planted.py", "import sqlite3\n\nopening = sqlite3.connect\n", "TID251"),
        ("db/planted.py", "from sqlite3 import dbapi2\n\nopening = dbapi2.connect\n", "TID251"),
        ("db/planted.py", "import pickle\n\nkeep = pickle.dumps\n", "TID251"),
        ("ui/cli/planted.py", 'print("done")\n', "T201"),
        ("db/planted.py", 'def rows(name: str) -> str:\n    return f"SELECT 1 FROM {name}"\n', "S608"),
    ],
)
def test_a_planted_call_is_found(place: str, text: str, code: str) -> None:
    assert code in codes(place, text)


@pytest.mark.parametrize(("place", "text"), [("ui/shell/ask.py", MESSAGE_BOX), ("ui/shell/ask.py", FILE_BOX), ("db/clock.py", NOW)])
def test_the_one_place_is_let_through(place: str, text: str) -> None:
    assert codes(place, text) == set()
