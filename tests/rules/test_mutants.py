"""The runner of mutants kills, gives up and spares as it says, and its page leaves no module out and nothing unexplained."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from bench.mutants_page import BAR, Ended, write_page

ROOT = Path(__file__).resolve().parents[2]
MODULE = "mdt/policy/kits.py"
JUDGE = """
import json, sys
from bench import mutants
mutants.get_ready()
whole = (mutants.ROOT / sys.argv[1]).read_text("utf-8")
told = [mutants.judged(sys.argv[1], change(whole), limit, {})[:2] for change, limit in (
    (lambda source: source, 60),
    (lambda source: source.replace(" <= 1 ", " <= 2 "), 60),
    (lambda source: source + "while True: pass", 3),
    (lambda source: "import os; os.abort()", 60),
)]
print(json.dumps(told))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="nothing forks there")
def test_a_mutant_is_killed_given_up_or_spared() -> None:
    command = [sys.executable, "-c", JUDGE, MODULE]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=True, timeout=100)
    told = json.loads(done.stdout)
    assert [how for how, _ in told] == ["survived", "killed", "timed out", "killed"]
    assert told[1][1].startswith("tests/mdt/test_kit_numbers.py::test_three_kits_make_a_set_in_fit_hands_only")


def test_the_page_adds_what_was_run_and_keeps_what_was_said(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("# Mutants\n\nWords.\n\n| module |\n", "utf-8")
    spared = Ended("db/a.py", "X", 7, "a | b", "a & b", "survived")
    killed = [Ended("db/a.py", "X", line, "a", "b", how) for line, how in enumerate(["killed"] * 8 + ["timed out"])]
    assert write_page(page, [spared, *killed]) == [0.9]
    page.write_text(page.read_text("utf-8").replace("not looked at yet", "both are true"), "utf-8")
    assert write_page(page, [Ended("db/b.py", "X", 1, "a", "b", "killed")]) == [1.0]
    assert write_page(page, [Ended("db/a.py", "X", 9, "a | b", "a & b", "survived"), *killed]) == [0.9]
    text = page.read_text("utf-8")
    assert text.startswith("# Mutants\n\nWords.\n\n| module | mutants |")
    assert "| all | 11 | 10 | 1 | 1 | 90.9 |" in text
    assert "| 9 | `` a \\| b `` | `` a & b `` | both are true |" in text
    assert "not looked at yet" not in text


def test_every_module_that_must_hold_was_run_and_everything_that_stayed_has_its_reason() -> None:
    text, recipes = (ROOT / "docs" / "mutants.md").read_text("utf-8"), (ROOT / "justfile").read_text("utf-8")
    (whole,) = re.findall(r'^whole := "(.*)"$', recipes, re.MULTILINE)
    wanted = {path.relative_to(ROOT).as_posix() for part in whole.split(",") for path in ROOT.glob(f"{part.removesuffix('*')}*")}
    share = {module: float(percent) for module, percent in re.findall(r"^\| (\S+\.py) \|.*\| ([0-9.]+) \|$", text, re.MULTILINE)}
    assert share.keys() == {path for path in wanted if path.endswith(".py") and not path.endswith("__init__.py")}
    assert [module for module, percent in share.items() if percent < 100 * BAR] == []
    assert "not looked at yet" not in text
