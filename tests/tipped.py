"""An intake with somebody sitting there, and tips as tests take them down."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from mdt.model.tips import TipFilter, TipLine
from mdt.work import intake, staff, tip_links, tips
from tests.make import Seats

USER = "investigator"
"""Who sits at the intake where a test names nobody."""
ACCOUNT = "handle|instagram|@invented.gamer"
"""The account of the accused of the plain case."""


def opened(seats: Seats, *officers: str) -> str:
    """The intake, opened by the supervisor, with these members seated there (the investigator where none is named); its id."""
    found = seats.do("supervisor", intake.open_intake)
    for user in officers or (USER,):
        seats.do("supervisor", staff.add_to_team, found, seats.members[user])
    for user in officers or (USER,):
        seats.do(user, staff.hand_on_keys)
    return found


def recorded(seats: Seats, place: str, *identifiers: str, days: int = 0, user: str = USER, **values: Any) -> str:
    """A tip of NCMEC that came ``days`` ago."""
    said = {"source": "cybertip", "number": "900000001", "received_at": seats.clock.now() - timedelta(days=days), **values}
    counts = said.pop("counts", {"a1": 2, "b2": 1})
    again = said.pop("again", False)
    return seats.do(user, tips.record_tip, place, said, identifiers, counts, said.pop("kept", None), again)


def linked(seats: Seats, case: str, tip: str, user: str = USER, **more: Any) -> str:
    """A link of a tip to a case."""
    return seats.do(user, tip_links.link_tip, case, tip, "same_account", **more)


def line(seats: Seats, tip: str) -> TipLine:
    """A tip as the ledger shows it."""
    return next(one for one in seats.do(USER, intake.list_tips, None, TipFilter(waiting=None, limit=500)) if one.id == tip)


def shown(seats: Seats, place: str, tip: str, user: str = USER) -> tips.TipView:
    """A tip as its page shows it."""
    return seats.do(user, tips.open_tip, place, tip)
