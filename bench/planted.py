"""A writer of twenty lines with one fault planted, to see that power cuts find it: ``python -m bench.planted 'name not synced'``."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unittest.mock import patch

from bench.cuts import cuts
from bench.flows import FLOWS
from bench.scenes import Flow, Scene
from bench.shim import Say, under_shim
from db import engine, vault
from db.files import sync_folder
from tests.make import Seats, StandingClock

NEW, OLD = b"new " * 2000, b"old " * 2000


def main(root: Path, words: list[str]) -> Iterator[str]:
    """One line: what was found wrong."""
    fault = words[0]
    if fault == "vault not synced":
        with patch.object(vault, "connect", _unsynced):
            tally = cuts(fault, FLOWS["save"], root / "planted", 20)
    else:
        tally = cuts(fault, Flow(_old, lambda scene, said: _write(scene.place, said, fault), _judge), root / "planted")
    yield ("WRONG " if tally.wrong else "") + json.dumps(vars(tally))


def _unsynced(path: Path, key: bytes, salt: bytes) -> Any:
    raw = engine.connect(path, key, salt)
    raw.execute("PRAGMA synchronous = OFF").fetchall()
    return raw


def _old(place: Path) -> Scene:
    (place / "file").write_bytes(OLD)
    return Scene(place, Seats(place, {}, StandingClock()))


def _write(place: Path, said: Say, fault: str) -> None:
    in_place = fault == "written in place"
    if fault == "said too early":
        said("written")
    with open(place / ("file" if in_place else "beside"), "rb+" if in_place else "wb") as out:
        out.write(NEW)
        out.flush()
        if fault != "content not synced":
            os.fsync(out.fileno())
    if not in_place:
        os.replace(place / "beside", place / "file")
    if fault != "name not synced":
        sync_folder(place)
    said("written")


def _judge(scene: Scene, said: list[str]) -> Iterator[str]:
    found = (scene.place / "file").read_bytes()
    if said and found != NEW:
        yield "lost: what was written"
    if found not in (OLD, NEW):
        yield "half: what was written"


if __name__ == "__main__":
    under_shim("bench.planted", main)
