"""Byte flips: one bit anywhere in a closed vault, its slots or a backup; everything is then read as every role, and verified.

``python -m bench.flips 1000`` prints how many were read silently wrong (none may be) and how many ``verify`` named (all must be).
"""

from __future__ import annotations

import json
import random
import shutil
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from db.backup import back_up, restore
from db.doors import sign_in
from db.places import VAULT_FILE
from db.slots import SlotsFile, who
from db.vault import Key
from db.verify import verify
from mdt.errors import DeskError
from mdt.work import casefile, drafts, notes, people, search
from tests.db.given import MARK, flip, write_all
from tests.make import PASSWORD, ROLES, Seats, build_template, copied, surroundings

SENTENCES = frozenset({"locked.wrong", "locked.no_way_in", "unavailable.slots_damaged", "unavailable.slot_damaged", "unavailable.no_slots"})
"""What a damaged slots file may answer; anything else is a crash or a lie."""


@dataclass
class Tally:
    """What came of the trials."""

    trials: int = 0
    silent: int = 0
    crashes: int = 0
    unnamed: int = 0
    others_out: int = 0
    read_right: int = 0
    said: Counter[str] = field(default_factory=Counter)
    named: Counter[str] = field(default_factory=Counter)


def everything(seats: Seats, user: str, case: str) -> str:
    """All that one member can read of a case, as one text."""
    view = seats.do(user, casefile.open_case, case)
    found: dict[str, Any] = {"case": view.content, "list": repr(seats.do(user, casefile.list_cases))}
    if user == "investigator":
        found["revealed"] = [seats.do(user, people.reveal_identity, case, str(party["id"])) for party in view.content["parties"]]
        found["found"] = repr(seats.do(user, search.search, None, MARK))
    found["draft"] = seats.do(user, drafts.take_draft, None, f"{MARK} form")
    found["history"] = repr(seats.do(user, notes.read_history, case))
    return json.dumps(found, sort_keys=True, default=str)


def full_desk(folder: Path) -> tuple[Seats, Key]:
    """A closed desk with every kind of record, and its key."""
    seats = build_template(folder)
    seats.case = write_all(seats)
    seats.take("supervisor")
    assert seats.vault is not None
    key = seats.vault.key
    seats.leave()
    return seats, key


def vault_flips(count: int, readers: int = len(ROLES), seed: int = 1) -> Tally:
    """Flip one bit of the vault file, ``count`` times; so many roles in turn then read everything."""
    tally, chance = Tally(), random.Random(seed)
    with tempfile.TemporaryDirectory() as place:
        whole, key = full_desk(Path(place) / "whole")
        size = (whole.folder / VAULT_FILE).stat().st_size
        right = {}
        for user in ROLES:
            one = copied(whole, Path(place) / user)
            right[user] = everything(one, user, whole.case)
            one.leave()
        for trial in range(count):
            at, bit = (trial, trial % 8) if trial < 16 else (chance.randrange(size), chance.randrange(8))
            seats = copied(whole, Path(place) / "flipped")
            flip(seats.folder / VAULT_FILE, at, bit)
            hurt(tally, seats, key, {user: right[user] for user in (*ROLES, *ROLES)[trial % len(ROLES) :][:readers]})
            shutil.rmtree(seats.folder)
    return tally


def hurt(tally: Tally, seats: Seats, key: Key, right: dict[str, str]) -> None:
    """Verify a damaged desk, then read it as each of these members and hold that against what was right."""
    found = verify(seats.folder, key)
    tally.trials += 1
    tally.unnamed += not found
    tally.named.update({finding.what for finding in found})
    for user, text in right.items():
        _read(tally, seats, user, text)


def _read(tally: Tally, seats: Seats, user: str, right: str) -> None:
    try:
        same = everything(seats, user, seats.case) == right
    except DeskError as told:
        tally.said[told.key] += 1
    except Exception as fault:  # a crash is what is being counted
        tally.crashes += 1
        tally.said[f"CRASH {type(fault).__name__}: {str(fault)[:80]}"] += 1
    else:
        tally.silent += not same
        tally.read_right += same
    finally:
        seats.leave()


def slot_flips(seats: Seats, step: int = 1) -> Tally:
    """Flip one bit of every ``step``-th byte of the slots file; its own member and one other then sign in."""
    tally, file = Tally(), SlotsFile(seats.folder)
    whole = file.path.read_bytes()
    names = {who(slot.vault, user): user for slot in file.read()[0] for user in ROLES}
    order = [names[slot.who] for slot in file.read()[0]]
    for at in range(0, len(whole), step):
        hit = whole[:at].count(b"\n")
        file.path.write_bytes(whole)
        flip(file.path, at, at % 8)
        touched = {hit, hit + 1} if whole[at] == ord("\n") else {hit}
        tally.trials += 1
        tally.unnamed += not file.read()[1]
        for number in {hit, (hit + 2) % len(order)}:
            answer = _entered(seats, order[number])
            tally.said[answer] += 1
            tally.crashes += answer != "done" and answer not in SENTENCES
            tally.others_out += number not in touched and answer != "done"
    file.path.write_bytes(whole)
    return tally


def all_slot_flips() -> Tally:
    """Every byte of a slots file of five members."""
    with tempfile.TemporaryDirectory() as place:
        return slot_flips(build_template(Path(place) / "desk"))


def _entered(seats: Seats, user: str) -> str:
    try:
        sign_in(seats.folder, user, PASSWORD, lambda: seats.codes[user], surroundings(seats.clock)).close()
    except DeskError as told:
        (seats.folder / "desk.waits").unlink(missing_ok=True)
        return told.key
    except Exception as fault:  # a crash is what is being counted
        return f"CRASH {type(fault).__name__}: {str(fault)[:80]}"
    return "done"


def backup_flips(packed: Path, place: Path, places: list[tuple[int, int]]) -> Tally:
    """Flip bits of a backup, one a trial: it is refused with a sentence, or what comes out is the same to the byte."""
    tally, whole = Tally(), packed.read_bytes()
    restore(packed, place / "right")
    right = {path.name: path.read_bytes() for path in (place / "right").iterdir()}
    for at, bit in places:
        broken = bytearray(whole)
        broken[at] ^= 1 << bit
        (place / "broken.backup").write_bytes(broken)
        tally.trials += 1
        target = place / "out"
        try:
            restore(place / "broken.backup", target)
        except DeskError as told:
            tally.said[told.key] += 1
            tally.crashes += target.exists()
        except Exception as fault:  # a crash is what is being counted
            tally.crashes += 1
            tally.said[f"CRASH {type(fault).__name__}: {str(fault)[:80]}"] += 1
        else:
            same = {path.name: path.read_bytes() for path in target.iterdir()} == right
            tally.read_right += same
            tally.silent += not same
            shutil.rmtree(target)
    return tally


def outside_of(packed: bytes, vault: bytes) -> list[int]:
    """Every byte of a backup that is not the vault's: names, headers, manifest, slots, directory."""
    begin = packed.index(vault)
    return [*range(begin), *range(begin + len(vault), len(packed))]


def all_backup_flips(count: int, seed: int = 1) -> Tally:
    """Every bit outside the vault inside a backup, and ``count`` bits of the vault."""
    chance = random.Random(seed)
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        seats, _ = full_desk(place / "whole")
        seats.take("supervisor")
        assert seats.vault is not None
        back_up(seats.vault, place / "desk.backup", seats.clock.now())
        seats.leave()
        restore(place / "desk.backup", place / "once")
        whole = (place / "desk.backup").read_bytes()
        bits = [(at, bit) for at in outside_of(whole, (place / "once" / VAULT_FILE).read_bytes()) for bit in range(8)]
        bits += [(chance.randrange(len(whole)), chance.randrange(8)) for _ in range(count)]
        return backup_flips(place / "desk.backup", place, bits)


def main() -> None:
    """Run and print: the vault, the slots byte by byte, and a backup."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    begun, bad = time.monotonic(), False
    runs = {"vault": lambda: vault_flips(count), "slots": all_slot_flips}
    if "--backup" in sys.argv:
        runs["backup"] = lambda: all_backup_flips(count)
    for name, run in runs.items():
        tally = run()
        bad = bad or bool(tally.silent or tally.crashes or tally.unnamed or tally.others_out)
        print(name, json.dumps(vars(tally), sort_keys=True), flush=True)
    print(f"{time.monotonic() - begun:.0f} s")
    sys.exit(bad)


if __name__ == "__main__":
    main()
