"""Where something stands in the log: an entry by its seal, and who read a case."""

from __future__ import annotations

import pytest

from mdt.errors import Refused
from mdt.work.casefile import open_case
from mdt.work.openings import who_opened
from mdt.work.upkeep import PROVED, change_desk, record_backup
from tests.make import Seats


def test_an_entry_is_found_by_its_whole_seal_and_by_nothing_else(seats: Seats) -> None:
    seats.take("supervisor")
    assert seats.vault is not None
    digests = {seq: bytes(digest).hex() for seq, digest in seats.raw().execute("SELECT seq, digest FROM events")}
    with seats.vault.transaction() as store:
        assert {seq: store.log.place_of(digest) for seq, digest in digests.items()} == {seq: seq for seq in digests}
        assert store.log.place_of(digests[1].upper()) == 1
        assert [store.log.place_of(other) for other in ("", "no", digests[1][:-2], "0" * 64, digests[1] + "00")] == [None] * 5


def test_who_read_a_case_is_told_newest_first_and_no_more_than_asked(seats: Seats) -> None:
    for role in ("psychologist", "prosecutor"):
        seats.do(role, open_case, seats.case)
        seats.clock.pass_by(minutes=1)
    assert [opening.by for opening in seats.do("investigator", who_opened, seats.case)][:2] == ["prosecutor", "psychologist"]
    assert seats.vault is not None
    with seats.vault.transaction() as store:
        newest = store.log.readings(seats.case, 1)
        assert [(entry.actor, entry.act) for entry in newest] == [(seats.members["prosecutor"], "open_case")]


def test_when_an_act_last_ended_well_is_told_for_upkeep_and_for_any_other(seats: Seats) -> None:
    begun = seats.clock.now()
    seats.do("supervisor", record_backup, None, "ab" * 32, True)
    seats.clock.pass_by(hours=1)
    seats.do("supervisor", record_backup, None, "cd" * 32, False)
    with pytest.raises(Refused):
        seats.do("investigator", change_desk, None, "nccia", "Multan")
    assert seats.vault is not None
    with seats.vault.transaction() as store:
        found = [store.log.last("record_backup", subject) for subject in (PROVED, "begun:", "begun:%", "")]
        assert found == [begun, seats.clock.now(), None, seats.clock.now()]
        assert store.log.last("register_case", "") == begun
        assert store.log.last("change_desk", "") is None
