"""The commands of the README are one line each, say the same on both systems, and are what the build server runs."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text("utf-8")
COMMANDS = dict(re.findall(r"^<!-- command: ([a-z-]+) -->\n```\w+\n(.*?)\n```$", README, re.MULTILINE | re.DOTALL))


def test_there_are_four_commands_of_one_line() -> None:
    assert sorted(COMMANDS) == ["demo-linux", "demo-windows", "test-linux", "test-windows"]
    assert [name for name, command in COMMANDS.items() if "\n" in command] == []


@pytest.mark.parametrize("task", ["demo", "test"])
def test_both_systems_do_the_same(task: str) -> None:
    linux = COMMANDS[f"{task}-linux"].replace("python3 -m", "py -m").replace(".venv/bin/", ".venv\\Scripts\\").replace(" &&", ";")
    assert linux == COMMANDS[f"{task}-windows"]


@pytest.mark.parametrize("task", ["demo", "test"])
def test_everything_is_installed_by_hash(task: str) -> None:
    installs = [part for part in COMMANDS[f"{task}-linux"].split(" && ") if "pip install" in part]
    assert all("--require-hashes" in part or "--no-deps --no-build-isolation" in part for part in installs)
    assert all((ROOT / lock).is_file() for lock in re.findall(r"-r (\S+)", COMMANDS[f"{task}-linux"]))


@pytest.mark.skipif(shutil.which("bash") is None, reason="the build server has bash")
def test_the_build_server_runs_the_readme() -> None:
    script = (ROOT / ".ci" / "run").read_text("utf-8")
    reading = re.findall(r"^command=.*$", script, re.MULTILINE)
    assert len(reading) == 1
    assert '\neval "$command"' in script
    told = subprocess.run(["bash", "-c", f'{reading[0]}; printf %s "$command"'], cwd=ROOT, capture_output=True, text=True, check=True)
    assert told.stdout == COMMANDS["test-linux"]


def test_every_page_it_names_is_there() -> None:
    named = re.findall(r"\]\((?!http)([^)#]+)", README)
    assert [page for page in named if not (ROOT / page).exists()] == []
