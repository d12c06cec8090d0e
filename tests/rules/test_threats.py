"""Every test that docs/security.md names exists, and every threat names a test or the issue that brings one."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_the_tests_named_in_the_threat_table_exist() -> None:
    page = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`(test_\w+)`", page))
    known = {
        name for file in (ROOT / "tests").rglob("test_*.py") for name in re.findall(r"def (test_\w+)", file.read_text(encoding="utf-8"))
    }
    assert named
    assert named - known == set()


def test_no_threat_is_without_an_answer() -> None:
    rows = [line for line in (ROOT / "docs" / "security.md").read_text(encoding="utf-8").splitlines() if line.startswith("| ")]
    threats = [row for row in rows if row.count(" | ") == 3 and not row.startswith(("| asset", "|---"))]
    assert len(threats) >= 30
    assert [row for row in threats if "test_" not in row and "issue " not in row] == []
