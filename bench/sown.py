"""Seeds a desk for another bench and tells its codes and what is in it as JSON: ``python -m bench.sown DIR CASES EVENTS PERSONS MINE``."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path

from bench.__main__ import seeded
from bench.figures import LeapingClock
from bench.seed import Size
from db.stretching import Argon2Kdf
from db.surroundings import Surroundings
from db.workstation import NoKeyring

if __name__ == "__main__":
    around = Surroundings(LeapingClock(), Argon2Kdf(), NoKeyring())
    codes, known = seeded(Path(sys.argv[1]) / "desk", Size(*map(int, sys.argv[2:6])), around)
    json.dump({"codes": codes, "known": asdict(known)}, sys.stdout)
