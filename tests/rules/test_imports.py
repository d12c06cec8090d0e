"""The import contracts of pyproject.toml hold, and a planted import against each of them is found."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PROGRAM = ("mdt", "db", "ui", "resources")
LINT = "from importlinter.cli import lint_imports_command; lint_imports_command()"

FAULTS = [
    ("ui > db > mdt > resources", "resources/__init__.py", "import mdt.errors"),
    ("ui > db > mdt > resources", "mdt/errors.py", "import db"),
    ("inside mdt", "mdt/errors.py", "import mdt.policy"),
    ("inside mdt", "mdt/model/planted.py", "import mdt.catalogue"),
    ("inside mdt", "mdt/work/planted.py", "import mdt.reports"),
    ("inside mdt", "mdt/planted.py", ""),
    ("inside ui", "ui/jobs.py", "import ui.cli"),
    ("inside ui", "ui/planted.py", ""),
    ("only the composition root sees storage", "ui/views.py", "import db.engine"),
    ("no Qt outside ui", "mdt/errors.py", "import PySide6.QtCore"),
    ("no Qt outside ui", "db/__init__.py", "from PySide6 import QtCore"),
    ("SQL and crypto only in db", "mdt/errors.py", "import cryptography.hazmat"),
    ("SQL and crypto only in db", "ui/cli/__init__.py", "import sqlalchemy"),
    ("only reports print", "ui/cli/__init__.py", "import reportlab"),
    ("only reports print", "mdt/work/planted.py", "from fpdf import FPDF"),
    ("pages do not know pages", "ui/pages/planted.py", "import ui.pages.other"),
]


def lint(tree: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", LINT, "--config", "pyproject.toml", "--no-cache", "--no-logo"]
    surroundings = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"} | {"PYTHONUTF8": "1"}
    return subprocess.run(command, cwd=tree, env=surroundings, capture_output=True, text=True, encoding="utf-8", check=False)


def plant(path: Path, line: str) -> None:
    path.parent.mkdir(exist_ok=True)
    (path.parent / "__init__.py").touch()
    with path.open("a", encoding="utf-8") as source:
        source.write(f"\n{line}\n")


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    for package in PROGRAM:
        for source in (ROOT / package).rglob("*.py"):
            copy = tmp_path / source.relative_to(ROOT)
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, copy)
    shutil.copyfile(ROOT / "pyproject.toml", tmp_path / "pyproject.toml")
    return tmp_path


def test_the_contracts_hold(tree: Path) -> None:
    report = lint(tree)
    assert report.returncode == 0, report.stdout


@pytest.mark.parametrize(("contract", "place", "line"), FAULTS)
def test_a_planted_import_is_found(tree: Path, contract: str, place: str, line: str) -> None:
    if "pages" in place:
        plant(tree / "ui/pages/other.py", "")
    plant(tree / place, line)
    report = lint(tree)
    assert report.returncode == 1, report.stdout + report.stderr
    verdicts, _, reasons = report.stdout.partition("Broken contracts")
    assert f"{contract} BROKEN" in verdicts
    assert place.removesuffix(".py").removesuffix("/__init__").rpartition("/")[2] in reasons
