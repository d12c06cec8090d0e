"""What is left in memory after the lock: canaries of every kind are searched in every surviving process of the program.

``python -m bench.memory 20`` runs so many cycles of sign-in, work and lock, each on a copy of a desk, and prints one line of JSON:
how many canaries were found while the desk was open (the search sees them) and after it was locked (none).
"""

from __future__ import annotations

import ctypes
import json
import os
import secrets
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path

from mdt.work.casefile import open_case
from mdt.work.notes import add_session_note
from tests.make import PASSWORD, Seats, build_template, copied, plain_case
from tests.ui.process import Process, processes

SUBREAPER = 36
"""Linux: processes whose parent ended become ours, so that we may look into them as into our own."""
READ_AT_ONCE = 1 << 24
SETTLED_S = 0.4
WORKER = "psychologist"
TYPED = ("typed note", "name", "guardian", "school", "address", "code word", "handle", "phone", "cnic", "copied")


@dataclass
class Tally:
    """What came of the cycles."""

    cycles: int = 0
    canaries: int = 0
    unseen_while_open: list[str] = field(default_factory=list)
    found_after: list[str] = field(default_factory=list)
    processes_after: int = 0
    old_ones_left: int = 0
    blind: int = 0
    longest_ms: int = 0
    seconds: float = 0.0


def canaries(seats: Seats) -> dict[str, tuple[bytes, ...]]:
    """Twenty-odd things that must not stay: each with every form it may have in memory."""
    saved = f"saved {secrets.token_hex(8)}"
    seats.do(WORKER, add_session_note, seats.case, seats.clock.today(), "held", saved)
    seats.do(WORKER, open_case, seats.case)
    assert seats.vault is not None
    keys = seats.vault._keys
    parts = ("vault_key", "draft_key", "mlkem_seed", "x25519_seed", "ed25519_seed")
    found: dict[str, tuple[bytes, ...]] = {name: (getattr(keys._secret, name),) for name in parts}
    found |= {f"{audience} case key": (key,) for (_, audience, _), key in keys._open.items()}
    found["vault key in hex"] = forms(seats.vault.key.key.hex())
    found |= {"saved note": forms(saved), "report": forms(str(plain_case().report))}
    found |= {"password": forms(PASSWORD), "member code": forms(seats.codes[WORKER]), "id of the case": forms(seats.case)}
    return found | {name: forms(f"{name} {secrets.token_hex(8)}") for name in TYPED}


def forms(text: str) -> tuple[bytes, ...]:
    """A text as bytes, and as Qt keeps it."""
    return text.encode(), text.encode("utf-16le")


def found_in(pid: int, wanted: dict[str, tuple[bytes, ...]]) -> set[str]:
    """Which of the canaries are in the readable memory of a process."""
    overlap, seen = max(len(form) for shapes in wanted.values() for form in shapes), set[str]()
    for piece in memory(pid, overlap):
        seen |= {name for name, shapes in wanted.items() if name not in seen and any(form in piece for form in shapes)}
    return seen


def memory(pid: int, overlap: int) -> Iterator[bytes]:
    """Every readable mapping of a process, in pieces that overlap."""
    with open(f"/proc/{pid}/maps", encoding="utf-8") as maps, open(f"/proc/{pid}/mem", "rb", buffering=0) as opened:
        for line in maps:
            span, rights, *rest = line.split(maxsplit=5)
            if "r" not in rights or (len(rest) > 3 and rest[3].startswith("[v")):
                continue
            begin, end = (int(side, 16) for side in span.split("-"))
            for at in range(begin, end, READ_AT_ONCE):
                try:
                    yield os.pread(opened.fileno(), min(READ_AT_ONCE + overlap, end - at), at)
                except OSError:  # given back while we looked, or a device
                    continue


def at_rest(pid: int) -> None:
    """Wait until a process that starts has started: it uses no more time of the processor."""
    used, since = -1, time.monotonic()
    while time.monotonic() - since < SETTLED_S:
        before, used = used, sum(int(part) for part in Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[11:13])
        if used != before:
            since = time.monotonic()
        time.sleep(0.05)


def cycle(tally: Tally, seats: Seats, place: Path) -> None:
    """Sign in, read, type, copy, look; lock, and look again."""
    wanted = canaries(seats)
    with Process(seats, place) as run:
        run.ask("come_to_the_door", user=WORKER, password=PASSWORD, code=seats.codes[WORKER])
        seen = found_in(run.pid, wanted)
        run.ask("sign_in")
        run.ask("open", page="case", about=seats.case)
        run.ask("open", page="session_note", about=seats.case)
        run.ask("type", text=". ".join(wanted[name][0].decode() for name in TYPED))
        run.ask("copy")
        run.ask("seal")
        tally.unseen_while_open += sorted(set(wanted) - seen - found_in(run.pid, wanted))
        at = run.ask("lock")["at"]
        tally.longest_ms = max(tally.longest_ms, int((run.ended() - at) * 1000))
        tally.old_ones_left += run.pid in processes()
        left = run.fresh()
        for pid in left:
            at_rest(pid)
            tally.found_after += sorted(found_in(pid, wanted))
            tally.blind += not found_in(pid, {"its desk": forms(str(seats.folder))})
        tally.processes_after += len(left)
        tally.canaries = len(wanted)
    tally.cycles += 1


def cycles(count: int) -> Tally:
    """So many of them."""
    ctypes.CDLL(None).prctl(SUBREAPER, 1, 0, 0, 0)
    tally, begun = Tally(), time.monotonic()
    with tempfile.TemporaryDirectory() as place:
        whole = build_template(Path(place) / "whole")
        for number in range(count):
            at = Path(place) / str(number)
            at.mkdir()
            cycle(tally, copied(whole, at / "desk"), at)
    tally.seconds = round(time.monotonic() - begun, 1)
    return tally


def clean(tally: Tally) -> bool:
    """Everything was seen while the desk was open, one fresh process was left each time, and nothing was found in it."""
    each = tally.processes_after == tally.cycles and not tally.old_ones_left and not tally.blind
    return each and not tally.unseen_while_open and not tally.found_after


def main() -> None:
    """Run and print one line of JSON; the exit code says whether anything was left."""
    tally = cycles(int(sys.argv[1]) if len(sys.argv) > 1 else 20)
    print(json.dumps(asdict(tally)))
    sys.exit(not clean(tally))


if __name__ == "__main__":
    main()
