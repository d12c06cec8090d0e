"""Readings of the samples as they were when somebody looked at them; ``python -m tests.mdt.reading.golden`` writes them again."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from mdt.reading.whole import read_bytes
from mdt.reading.wire import written
from tests.mdt.reading.samples import EVERY

FOLDER = Path(__file__).parent / "golden"


def plain(name: str) -> Any:
    """A sample's reading as JSON; the original's letters are left out, since the sample has them."""
    whole = json.loads(written(read_bytes(EVERY[name])))
    for tip in whole["reading"]["tips"]:
        del tip["original"], tip["leaves"]
    return whole


def write() -> None:
    """Keep what is read now."""
    FOLDER.mkdir(exist_ok=True)
    for name in EVERY:
        (FOLDER / f"{name}.json").write_text(json.dumps(plain(name), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    write()
