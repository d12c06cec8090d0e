"""Files that were sent, mutated: each is read or refused in one sentence, in bounded time, whole or not at all, and nothing is left.

``python -m bench.imports [COUNT] [SHARE]`` mutates the samples COUNT times (100000) in this process, and every SHARE-th (500) is read
by a process apart as well, which has to say the same.
"""

from __future__ import annotations

import sys
import tempfile
import time
import tracemalloc
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from random import Random
from typing import Final

from mdt.catalogue.words import LANGUAGES, sentences
from mdt.errors import Invalid
from mdt.model.readings import Reading
from mdt.reading.apart import read_apart
from mdt.reading.whole import read_bytes
from mdt.reading.wire import answer, written
from tests.mdt.reading.samples import EVERY

SLOW_S: Final = 1.0
"""No mutation of a sample of some kilobytes takes more of the processor than that."""
BROAD: Final = 64 * 1024 * 1024
"""Nor more memory than that, in bytes at once."""
KNOWN: Final = tuple(frozenset(sentences(language)) for language in LANGUAGES)
TOKENS: Final = tuple(
    "{ } [ ] , : ; \" ' < > </ /> & &amp; = + - @ \\ \\ud800 \\u0000 null true false NaN 1e999 -0 N/A \n \r\n \t \0 \ufeff \u202e "
    "<!DOCTYPE <!ENTITY <![CDATA[ ]]> <?xml value reportId Category #Media #Cases @odata.context 100.64.0.1 9999-99-99 0001-01-01".split(
        " "
    )
)
WHOLE: Final = tuple(token.encode("utf-8", "surrogatepass") for token in TOKENS)


def mutated(raw: bytes, others: Sequence[bytes], chance: Random) -> bytes:
    """A file with one to six things wrong with it."""
    held = bytearray(raw)
    for _ in range(chance.randint(1, 6)):
        at, wide = chance.randint(0, len(held)), chance.choice((1, 1, 2, 8, 64, 512))
        match chance.randrange(9):
            case 0 if held:
                held[at % len(held)] ^= 1 << chance.randrange(8)
            case 1:
                del held[at : at + wide]
            case 2:
                held[at:at] = chance.choice(WHOLE)
            case 3:
                held[at:at] = chance.randbytes(wide)
            case 4:
                held[at:at] = held[at : at + wide] * chance.choice((1, 2, 50))
            case 5:
                held[at : at + wide] = chance.choice(WHOLE)
            case 6:
                other = chance.choice(others)
                held[at:at] = other[(begins := chance.randrange(len(other))) : begins + wide]
            case 7:
                del held[at:]
            case _:
                held[at:at] = chance.choice((b"[", b"{", b'{"a":', b"<a>")) * wide
    return bytes(held)


def tried(raw: bytes) -> tuple[str, Reading | None]:
    """How it ended, and what was read; anything but a sentence is a crash."""
    try:
        found = read_bytes(raw)
        same = answer(written(found)) == found
    except Invalid as fault:
        return fault.key if all(fault.key in known for known in KNOWN) else f"CRASH no sentence {fault.key}", None
    except Exception as bug:
        return f"CRASH {type(bug).__name__}", None
    if not found.tips and found.hashes is None:
        return "WRONG nothing in a reading", None
    return ("read" if same else "WRONG another reading"), found


def apart(place: Path, raw: bytes) -> tuple[str, Reading | None]:
    """The same by a process of its own, from a file that is gone afterwards."""
    path = place / "sent"
    path.write_bytes(raw)
    try:
        return "read", read_apart(path)
    except Invalid as fault:
        return fault.key, None
    finally:
        path.unlink()


def run(count: int, share: int, seconds: float = 1e9, seed: int = 6) -> tuple[Counter[str], list[str]]:
    """How ``count`` mutations ended, and what went wrong; stops when the seconds are over."""
    chance, samples, ended, wrong = Random(seed), list(EVERY.values()), Counter[str](), list[str]()
    until = time.monotonic() + seconds
    with tempfile.TemporaryDirectory(prefix="mdt-imports-") as folder:
        for number in range(count):
            if time.monotonic() > until:
                break
            raw = mutated(chance.choice(samples), samples, chance)
            began = time.process_time()
            told, found = tried(raw)
            ended[told] += 1
            if time.process_time() - began > SLOW_S:
                wrong.append(f"slow: {number} {told}")
            if told.startswith(("CRASH", "WRONG")):
                wrong.append(f"{told}: {number}")
            if number % share == 0:
                ended["apart"] += 1
                if apart(Path(folder), raw) != (told, found):
                    wrong.append(f"another answer apart: {number} {told}")
        wrong += [f"left: {entry.name}" for entry in Path(folder).iterdir()]
    return ended, wrong


def main(arguments: Sequence[str]) -> int:
    """Mutate, read, and say how it ended; 1 where anything went wrong."""
    count, share = [int(text) for text in [*arguments, *("100000", "500")[len(arguments) :]]]
    began = time.perf_counter()
    ended, wrong = run(count, share)
    for told, times in ended.most_common():
        print(f"{times:>8}  {told}")
    tracemalloc.start()
    run(300, 10**9)
    most = tracemalloc.get_traced_memory()[1]
    print(f"{count} mutations in {time.perf_counter() - began:.0f} s; most memory at once {most / 1e6:.0f} MB; {len(wrong)} went wrong")
    for line in wrong[:20]:
        print(line)
    return 1 if wrong or most > BROAD else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
