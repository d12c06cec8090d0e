"""Where tips that were read meet the ledger: looked for first, then taken down at the intake, all of a file or none."""

from __future__ import annotations

from collections.abc import Sequence

from mdt.errors import Missing
from mdt.model.readings import TipReading
from mdt.reading.recordable import recordable
from mdt.work.desk import Desk
from mdt.work.duplicates import Duplicates
from mdt.work.intake import locate_intake
from mdt.work.tips import Sent, look_before_recording, record_tips


def look_for(desk: Desk, tip: TipReading) -> Duplicates:
    """What looks like it among the tips and cases there are."""
    one = recordable(tip)
    return desk.do(look_before_recording, _intake(desk), one.values["source"], one.values["number"], one.identifiers)


def record(desk: Desk, tips: Sequence[TipReading], again: bool = False) -> tuple[str, ...]:
    """Take them down; returns their ids. Conflict where a number is known already, unless ``again``."""
    sent = tuple(Sent(one.values, one.identifiers, one.counts, one.kept) for one in map(recordable, tips))
    return desk.do(record_tips, _intake(desk), sent, again)


def _intake(desk: Desk) -> str:
    place = desk.do(locate_intake).case
    if place is None:
        raise Missing("missing.intake")
    return place
