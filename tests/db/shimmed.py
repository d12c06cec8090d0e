"""Running a campaign in a process of its own, since its shim must be there before Python is."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]


def run(module: str, *words: str, timeout: float = 110) -> tuple[subprocess.CompletedProcess[str], list[dict[str, Any]]]:
    """How it ended and the tallies it printed."""
    done = subprocess.run([sys.executable, "-m", module, *words], cwd=ROOT, capture_output=True, text=True, check=False, timeout=timeout)
    return done, [json.loads(line.removeprefix("WRONG ")) for line in done.stdout.splitlines()]
