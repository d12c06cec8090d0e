"""25 SIGKILLs in mid-save lose nothing that was acknowledged (bench/kills.py does 1,000)."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from bench.kills import number_of, text_of

ROOT = Path(__file__).parents[2]


@pytest.mark.timeout(300)
@pytest.mark.skipif(sys.platform == "win32", reason="forks; TerminateProcess has a campaign of its own")
def test_nothing_acknowledged_is_lost_by_a_kill() -> None:
    done = subprocess.run([sys.executable, "-m", "bench.kills", "25"], cwd=ROOT, capture_output=True, text=True, check=False, timeout=280)
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    tally = json.loads(done.stdout)
    assert tally["rounds"] == 25
    assert tally["acknowledged"] > 0
    assert {name: tally[name] for name in ("lost", "halved", "complaints", "failures")} == dict.fromkeys(
        ("lost", "halved", "complaints", "failures"), 0
    )
    assert tally["unsaid"] <= 25, "one save a round may be done but not yet said"


def test_a_half_note_is_told_from_a_whole_one() -> None:
    for round_ in range(3):
        for number in range(20):
            assert number_of(text_of(round_, number)) == (round_, number)
            assert number_of(text_of(round_, number)[:-1]) is None
            assert number_of(text_of(round_, number)[1:]) is None
