"""``python -m bench.due``: the whole due list of a large desk recomputed through the door, against its bar of one second."""

from __future__ import annotations

import argparse
import gc
import os
import platform
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from bench.__main__ import seeded
from bench.figures import PASSWORD, Figure
from bench.seed import Size
from db.chance import Chance
from db.clock import WallClock
from db.doors import sign_in
from db.stretching import Argon2Kdf, Kdf
from db.surroundings import Surroundings
from db.workstation import NoKeyring
from mdt.catalogue.load import load_catalogue
from mdt.work.desk import Desk, Tools
from mdt.work.due import read_due

BAR_MS = 1000.0
OPEN_ONE_IN = 6
"""So many cases are over for each that is not: about three clocks run on an open one."""


def main(arguments: Sequence[str] | None = None, kdf: Kdf | None = None) -> int:
    """Run it; 1 where the bar is missed."""
    asked = argparse.ArgumentParser(prog="python -m bench.due", description=__doc__)
    for part, many in (("cases", 100_000), ("events", 200_000), ("persons", 100_000), ("mine", 2_000), ("rounds", 5)):
        asked.add_argument(f"--{part}", type=int, default=many)
    asked.add_argument("--folder", help="where the desk is made and removed again")
    said = asked.parse_args(arguments)
    around, missed = Surroundings(WallClock(), kdf or Argon2Kdf(), NoKeyring()), 0
    with tempfile.TemporaryDirectory(prefix="mdt-bench-", dir=said.folder) as place:
        folder = Path(place) / "desk"
        codes, _ = seeded(folder, Size(said.cases, said.events, said.persons, said.mine), around)
        print("The desk is seeded past the door; all but one case in six are closed past it, too.")
        print(f"{said.cases} cases; {os.cpu_count()} cores, load {_load()}, Python {platform.python_version()}, best of {said.rounds}")
        for user in ("supervisor", "investigator"):
            for figure, clocks in _measured(folder, user, codes[user], around, said.rounds):
                missed += not figure.holds
                ratio = f"{figure.value / figure.bar:.2f} of its bar" if figure.bar else ""
                print(f"{figure.what:<50} {clocks:>7} clocks {figure.value:>9.1f} ms  {ratio}", flush=True)
    return 1 if missed else 0


def _measured(folder: Path, user: str, code: str, around: Surroundings, rounds: int) -> list[tuple[Figure, int]]:
    vault = sign_in(folder, user, PASSWORD, lambda: code, around)
    try:
        if user == "supervisor":
            raw = vault.raw()
            raw.execute("UPDATE cases SET closed_on = registered_on WHERE rowid % ? <> 1", (OPEN_ONE_IN,))
        desk = Desk(vault.member, vault, Tools(around.clock, Chance(), load_catalogue()))
        taken, worked = [], []
        gc.disable()  # as in the window, which collects on its own thread and never in the middle of an act
        for _ in range(rounds):
            start, begun = time.perf_counter(), time.process_time()
            board = desk.do(read_due)
            taken.append((time.perf_counter() - start) * 1000)
            worked.append((time.process_time() - begun) * 1000)
        what, clocks = f"whole due list of the {user}", board.open["team"]
        figures = [Figure(f"{what}, first", "once", 1, taken[0]), Figure(f"{what}, processor alone", "best", rounds, min(worked))]
        return [(figure, clocks) for figure in (*figures, Figure(what, "best", rounds, min(taken), BAR_MS))]
    finally:
        gc.enable()
        vault.close()


def _load() -> str:
    return f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "unknown"


if __name__ == "__main__":
    sys.exit(main())
