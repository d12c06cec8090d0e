"""One call of every use case about the ladder of an accused."""

from __future__ import annotations

from typing import Any

from mdt.work import ladder, matches
from tests.climbed import REACHED, matched, rung
from tests.make import Seats
from tests.mdt.work.call import Sample
from tests.mdt.work.marked import party_of


def _match(seats: Seats) -> tuple[Any, ...]:
    return matched(seats), "another", "Asked."


LADDER_SAMPLES: tuple[Sample, ...] = (
    Sample(ladder.record_rung, lambda seats: (party_of(seats, "A1"), "device", "seizure", REACHED)),
    Sample(ladder.withdraw_rung, lambda seats: (rung(seats, party_of(seats, "A1")), "Another's card.")),
    Sample(ladder.settle_match, _match),
    Sample(matches.look_for_matches),
)
