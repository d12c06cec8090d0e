"""Pages cut off, swapped, emptied and doubled: none read silently wrong, each named with its table (bench/damage.py does thousands)."""

from __future__ import annotations

import json
import random
from collections.abc import Iterable

import pytest

from bench.damage import PAGE, Damage, campaign, damaged
from db.places import VAULT_FILE
from db.verify import verify
from mdt.errors import Unavailable
from mdt.work.casefile import open_case
from mdt.work.notes import add_session_note, read_history
from tests.db.given import DAY, behind, told, vault_key
from tests.make import Seats


def some(size: int) -> dict[str, Iterable[Damage]]:
    """15 of each kind, anywhere in the file."""
    chance = random.Random(6)
    kinds = {kind: list(damages) for kind, damages in campaign(130, chance, size).items()}
    return {kind: chance.sample(damages, 15) for kind, damages in kinds.items()}


@pytest.mark.timeout(300)
def test_damaged_pages_are_never_read_silently_wrong_and_always_named() -> None:
    tallies = damaged(some)
    assert set(tallies) == {"truncation", "swap", "zeroing", "duplication"}
    for kind, tally in tallies.items():
        assert (tally.trials, tally.silent, tally.crashes, tally.unnamed) == (15, 0, 0, 0), (kind, tally)
        assert tally.named["table_hit"] + tally.named["cannot_be_opened"] >= (15 if kind in ("swap", "zeroing") else 10), (kind, tally)


def test_a_long_text_with_an_emptied_page_stays_closed_and_is_named(seats: Seats) -> None:
    """SQLCipher takes an emptied page for one that was never written; the seal of the text and the moment behind it do not."""
    text = "word " * 2400
    before = (seats.folder / VAULT_FILE).stat().st_size
    seats.do("psychologist", add_session_note, seats.case, DAY, "held", text)
    key, path = vault_key(seats), seats.folder / VAULT_FILE
    whole = path.read_bytes()
    closed = 0
    for page in range(before // PAGE, len(whole) // PAGE):
        broken = bytearray(whole)
        broken[page * PAGE : (page + 1) * PAGE] = bytes(PAGE)
        path.write_bytes(broken)
        assert verify(seats.folder, key)
        try:
            view = seats.do("psychologist", open_case, seats.case)
        except Unavailable:
            closed += 1
        else:
            assert [note["text"] for note in view.content["session_notes"]] == [text]
        seats.leave()
        path.write_bytes(whole)
    assert closed > 1


def test_a_long_plain_text_with_an_emptied_page_is_not_read_either(seats: Seats) -> None:
    """The history of a plain field has no seal of its own; the moment at the end of its row tells."""
    old = json.dumps(["word " * 2400])
    with behind(seats) as raw:
        columns = '"case", noun, record, field, version, old, changed_by, changed_at'
        row = (seats.case, "cases", seats.case, "code", 2, old, seats.members["supervisor"], "2026-11-20T09:00:00.000000+00:00")
        raw.execute(f"INSERT INTO changes ({columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row)
    key, path = vault_key(seats), seats.folder / VAULT_FILE
    whole, wrong, found_before = path.read_bytes(), 0, verify(seats.folder, key)
    for page in range(1, len(whole) // PAGE):
        path.write_bytes(whole[: page * PAGE] + bytes(PAGE) + whole[(page + 1) * PAGE :])
        said = told(lambda: seats.do("investigator", read_history, seats.case))
        if said == "done":
            found = [change.old for change in seats.do("investigator", read_history, seats.case) if change.version == 2]
            wrong += found != [old]
        seats.leave()
        path.write_bytes(whole)
    assert wrong == 0
    assert verify(seats.folder, key) == found_before, "only the line that no act wrote"
