"""The vault key of a test desk turned, as the command line does."""

from __future__ import annotations

from db.chance import Chance
from mdt.catalogue.load import load_catalogue
from mdt.work.desk import Tools
from mdt.work.upkeep import VaultTurnPlan
from tests.make import Seats
from ui.cli.upkeep import turned


def turn_key(seats: Seats, user: str = "supervisor", *, leave: bool = True) -> VaultTurnPlan:
    """Turn the vault key; the desk is left closed, or gone on with."""
    desk = seats.take(user)
    assert seats.vault is not None
    try:
        return turned(desk, seats.vault, Tools(seats.clock, Chance(), load_catalogue()), lambda step, share: None)
    finally:
        if leave:
            seats.leave()
