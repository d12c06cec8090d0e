"""How long it takes until the sign-in window stands, beside a bare window with the same style; each in a fresh process, by turns."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[1]
BARE: Final = """
import sys, time
start = time.perf_counter()
from PySide6.QtWidgets import QApplication, QWidget
from ui.widgets.style import dress
app = QApplication(sys.argv[:1])
dress(app, "light")
window = QWidget()
window.resize(1366, 768)
window.show()
app.processEvents()
print(time.perf_counter() - start, flush=True)
"""
OURS: Final = """
import sys, time
start = time.perf_counter()
from pathlib import Path
from ui.cli.screen import begin
from ui.cli.world import World
app, program = begin(Path(sys.argv[1]), World())
program.start()
app.processEvents()
print(time.perf_counter() - start, flush=True)
print(" ".join(sorted(sys.modules)), flush=True)
program.finish()
"""
HEAVY: Final = (
    "mdt.catalogue.schema",
    "mdt.work.desk",
    "mdt.reading.wire",
    "sqlalchemy",
    "alembic",
    "sqlcipher3",
    "cryptography",
    "reportlab",
    "pypdf",
    "qtawesome",
    "PySide6.QtPdf",
    "PySide6.QtSvg",
    "keyring",
)
"""What must not be taken in before somebody signs in."""


def started(script: str, folder: Path) -> tuple[float, list[str]]:
    """Milliseconds from the first import to the shown window, and the modules that were taken in by then."""
    around = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    run = subprocess.run([sys.executable, "-c", script, str(folder)], cwd=ROOT, env=around, capture_output=True, text=True, check=True)
    taken, _, modules = run.stdout.partition("\n")
    return float(taken) * 1000, modules.split()


def starts(rounds: int) -> tuple[float, float]:
    """Best of ``rounds``: the bare window and ours, in milliseconds; a desk's folder is there, so that ours asks to sign in."""
    with tempfile.TemporaryDirectory(prefix="mdt-bench-") as place:
        (Path(place) / "desk.vault").touch()
        pairs = [(started(BARE, Path(place))[0], started(OURS, Path(place))[0]) for _ in range(rounds)]
    return min(pair[0] for pair in pairs), min(pair[1] for pair in pairs)
