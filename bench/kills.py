"""SIGKILL in mid-save: a child forked after imports saves notes through the door and says so over a pipe until it is killed.

``python -m bench.kills 1000`` prints how many acknowledged saves were lost, halved or left a desk that ``verify`` complains of: none.
"""

from __future__ import annotations

import hashlib
import json
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from db.vault import Key
from db.verify import verify
from mdt.errors import DeskError
from mdt.model.notes import SessionNote
from mdt.work.casefile import open_case
from mdt.work.notes import add_session_note
from tests.make import Seats, build_template, copied

DAY = date(2026, 11, 10)
FRESH = 10
"""After so many rounds on one desk the next one begins on a new copy."""


@dataclass
class Tally:
    """What came of the rounds."""

    rounds: int = 0
    acknowledged: int = 0
    lost: int = 0
    halved: int = 0
    unsaid: int = 0
    complaints: int = 0
    failures: int = 0
    in_write_ahead: int = 0
    seconds: float = 0.0


def text_of(round_: int, number: int) -> str:
    """A note that shows whether it is whole: its number, filler of its own length, and their digest."""
    body = f"{round_}.{number} " + "word " * ((round_ * 37 + number * 101) % 500)
    return f"{body}|{hashlib.sha256(body.encode()).hexdigest()}"


def number_of(text: str) -> tuple[int, int] | None:
    """Which note it is, or None where it is not whole."""
    body, _, digest = text.rpartition("|")
    if hashlib.sha256(body.encode()).hexdigest() != digest:
        return None
    round_, number = body.split(" ", 1)[0].split(".")
    return int(round_), int(number)


def save_until_killed(seats: Seats, round_: int, told: int) -> None:
    """The child: sign in, save, say so; leave and come back now and then, so that closing is killed too."""
    chance, number = random.Random(round_), 0
    while True:
        for _ in range(chance.randrange(1, 40)):
            seats.do("psychologist", add_session_note, seats.case, DAY, "held", text_of(round_, number))
            os.write(told, number.to_bytes(4, "big"))
            number += 1
        seats.leave()


def killed_round(seats: Seats, round_: int, wait: float) -> list[int]:
    """Fork, wait, kill; the numbers that were acknowledged."""
    told, say = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.close(told)
            save_until_killed(seats, round_, say)
        finally:
            os._exit(1)
    os.close(say)
    time.sleep(wait)
    os.kill(child, signal.SIGKILL)
    ended = os.waitpid(child, 0)[1]
    heard = b"".join(iter(lambda: os.read(told, 1 << 16), b""))
    os.close(told)
    if not os.WIFSIGNALED(ended):
        raise RuntimeError("the child ended by itself")
    return [int.from_bytes(heard[at : at + 4], "big") for at in range(0, len(heard) // 4 * 4, 4)]


def kept_notes(seats: Seats) -> Iterator[str]:
    """The text of every note, read through the door after a restart."""
    view = seats.do("psychologist", open_case, seats.case)
    for note in view.content["session_notes"]:
        yield str(note["text"])
    assert seats.vault is not None
    with seats.vault.transaction() as store:
        assert len(store.records.of(SessionNote, seats.case)) == len(view.content["session_notes"])


def judge(tally: Tally, seats: Seats, key: Key, rounds: dict[int, list[int]]) -> None:
    """Hold what was acknowledged in any round on this desk against what is there."""
    wal = seats.folder / "desk.vault-wal"
    tally.in_write_ahead += wal.exists() and wal.stat().st_size > 0
    try:
        found = [number_of(text) for text in kept_notes(seats)]
        seats.leave()
        tally.complaints += bool(verify(seats.folder, key))
    except DeskError:
        tally.failures += 1
        return
    tally.halved += found.count(None)
    there = {note for note in found if note}
    said = {(round_, number) for round_, numbers in rounds.items() for number in numbers}
    tally.lost += len(said - there)
    tally.unsaid += len({note for note in there - said if note[0] == max(rounds)})


def instant(chance: random.Random, round_: int) -> float:
    """Seconds from the fork to the kill: every other round early, in signing in and first saves, the others anywhere."""
    return chance.random() ** 2 * 0.12 if round_ % 2 else chance.random() * 0.5


def kills(rounds: int, seed: int = 5) -> Tally:
    """So many rounds, each killed at a random instant after the fork."""
    tally, chance, begun = Tally(), random.Random(seed), time.monotonic()
    with tempfile.TemporaryDirectory() as place:
        whole = build_template(Path(place) / "whole")
        whole.take("supervisor")
        assert whole.vault is not None
        key = whole.vault.key
        whole.leave()
        seats, said = whole, dict[int, list[int]]()
        for round_ in range(rounds):
            if round_ % FRESH == 0:
                shutil.rmtree(Path(place) / "desk", ignore_errors=True)
                seats, said = copied(whole, Path(place) / "desk"), {}
            said[round_] = killed_round(seats, round_, instant(chance, round_))
            tally.rounds += 1
            tally.acknowledged += len(said[round_])
            judge(tally, seats, key, said)
            seats.leave()
    tally.seconds = round(time.monotonic() - begun, 1)
    return tally


def main() -> None:
    """Run and print one line of JSON; the exit code says whether anything was lost."""
    tally = kills(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)
    print(json.dumps(asdict(tally)))
    sys.exit(bool(tally.lost or tally.halved or tally.complaints or tally.failures))


if __name__ == "__main__":
    main()
