"""The audit of what is pinned reads every lock, and a package that could not be asked for is no clean one."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_the_audit_reads_every_lock_and_is_strict() -> None:
    recipe = re.search(r"^audit:\n((?: {4}.*\n)+)", (ROOT / "justfile").read_text(encoding="utf-8"), re.MULTILINE)
    assert recipe
    locks = {f".ci/{lock.name}" for lock in (ROOT / ".ci").glob("requirements*.txt")}
    assert locks
    assert set(re.findall(r"-r (\S+)", recipe[1])) == locks
    assert re.search(r"pip-audit==\S+ pip-audit --strict --disable-pip --require-hashes ", recipe[1])
