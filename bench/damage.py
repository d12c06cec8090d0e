"""Damage in pages: a closed vault cut at every page, pages that changed places, emptied or put over another; then read and verified.

``python -m bench.damage [COUNT]`` prints how many were read silently wrong (none may be), how many ``verify`` did not name (none either),
and of how many it named the table and the case.
"""

from __future__ import annotations

import json
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path

from bench.flips import Tally, everything, full_desk, hurt
from db.places import VAULT_FILE
from tests.make import ROLES, copied

PAGE = 4096
Damage = Callable[[bytearray], None]


def truncations(size: int) -> Iterator[Damage]:
    """A cut at the end of every page but the last, and inside every page."""
    for page in range(size // PAGE):
        for end in (page * PAGE, page * PAGE + 1 + page * 997 % (PAGE - 1)):
            yield partial(_cut, end=end)


def swaps(size: int, count: int, chance: random.Random) -> Iterator[Damage]:
    """Two pages that changed places."""
    for _ in range(count):
        one, other = (page * PAGE for page in chance.sample(range(size // PAGE), 2))
        yield partial(_swap, one=one, other=other)


def zeroings(size: int, count: int, chance: random.Random) -> Iterator[Damage]:
    """Every page emptied in turn, as a disk does with what was never written; then some pages in a row."""
    pages = size // PAGE
    for number in range(count):
        first, many = (number, 1) if number < pages else (chance.randrange(pages), chance.randint(1, 4))
        begin, end = first * PAGE, min(size, (first + many) * PAGE)
        yield partial(_empty, begin=begin, end=end)


def duplications(size: int, count: int, chance: random.Random) -> Iterator[Damage]:
    """A page put over another, or once more behind the end."""
    for number in range(count):
        one, other = (page * PAGE for page in chance.sample(range(size // PAGE), 2))
        to = size if number % 10 == 0 else other
        yield partial(_put_over, one=one, to=to)


def _cut(whole: bytearray, end: int) -> None:
    del whole[end:]


def _swap(whole: bytearray, one: int, other: int) -> None:
    whole[one : one + PAGE], whole[other : other + PAGE] = whole[other : other + PAGE], whole[one : one + PAGE]


def _empty(whole: bytearray, begin: int, end: int) -> None:
    whole[begin:end] = bytes(end - begin)


def _put_over(whole: bytearray, one: int, to: int) -> None:
    whole[to : to + PAGE] = whole[one : one + PAGE]


def damaged(kinds: Callable[[int], dict[str, Iterable[Damage]]], readers: int = 1) -> dict[str, Tally]:
    """Do each damage to a copy of one desk; verify it, then let so many members in turn read everything."""
    tallies = dict[str, Tally]()
    with tempfile.TemporaryDirectory() as place:
        whole, key = full_desk(Path(place) / "whole")
        body = (whole.folder / VAULT_FILE).read_bytes()
        right = {}
        for user in ROLES:
            one = copied(whole, Path(place) / user)
            right[user] = everything(one, user, whole.case)
            one.leave()
        for kind, damages in kinds(len(body)).items():
            tallies[kind] = Tally()
            for number, damage in enumerate(damages):
                seats = copied(whole, Path(place) / "damaged")
                broken = bytearray(body)
                damage(broken)
                (seats.folder / VAULT_FILE).write_bytes(broken)
                hurt(tallies[kind], seats, key, {user: right[user] for user in (*ROLES, *ROLES)[number % 5 :][:readers]})
                shutil.rmtree(seats.folder)
    return tallies


def campaign(count: int, chance: random.Random, size: int) -> dict[str, Iterable[Damage]]:
    """Every cut, and ``count`` of each other kind."""
    return {
        "truncation": truncations(size),
        "swap": swaps(size, count, chance),
        "zeroing": zeroings(size, count, chance),
        "duplication": duplications(size, count, chance),
    }


def main() -> None:
    """Run and print one line a kind."""
    count, begun, bad = int(sys.argv[1]) if len(sys.argv) > 1 else 1000, time.monotonic(), False
    for kind, tally in damaged(lambda size: campaign(count, random.Random(2), size)).items():
        bad = bad or bool(tally.silent or tally.crashes or tally.unnamed)
        print(kind, json.dumps(vars(tally), sort_keys=True), flush=True)
    print(f"{time.monotonic() - begun:.0f} s")
    sys.exit(bad)


if __name__ == "__main__":
    main()
