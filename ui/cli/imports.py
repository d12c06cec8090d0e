"""Files that were sent, at the command line: read in a process apart, shown as JSON, or recorded all at once."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict
from typing import Any, Final

from mdt.model.readings import Reading
from mdt.reading.apart import read_apart
from ui.cli.grammar import desk_folder
from ui.cli.seats import seat
from ui.cli.world import World
from ui.widgets.recording import record

SCHEMA: Final = 1
LEFT_OUT: Final = frozenset({"leaves", "original", "packed"})
"""What is as long as the file itself."""


def tip(given: argparse.Namespace, world: World) -> int:
    """Read a file; with --show say what was read and record nothing, else record every tip in it, or none where one cannot be."""
    found = read_apart(given.file)
    if given.show or found.hashes is not None:
        world.say(json.dumps({"schema": SCHEMA, "recorded": [], "reading": shown(found)}, ensure_ascii=False))
        return 0
    with seat(world, desk_folder(given), given.user) as seated:
        recorded = record(seated.desk, found.tips)
    world.say(json.dumps({"schema": SCHEMA, "recorded": list(recorded)}))
    return 0


def shown(reading: Reading) -> dict[str, Any]:
    """A reading as JSON, without what is as long as the file."""
    whole = asdict(reading)
    for part in (*whole["tips"], whole["hashes"] or {}):
        for name in LEFT_OUT & part.keys():
            del part[name]
    return whole
