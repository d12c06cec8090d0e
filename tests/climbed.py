"""Everything that can be written about the ladder of an accused, with a text of the test's own in every closed field."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from mdt.model.ladder import Match, Rung
from mdt.work import ladder, people
from mdt.work.casefile import open_case
from mdt.work.forms import Account, NewParty
from tests.make import Seats

REACHED = date(2026, 11, 10)
SHARED = "0300 7776655"
"""A telephone of an accused and of somebody close to the child."""


def shown(seats: Seats, section: str, user: str = "investigator") -> Any:
    """A section of the case as a member sees it."""
    return seats.do(user, open_case, seats.case).content[section]


def rung(seats: Seats, party: str, to: str = "subscriber", say: Callable[[type, str], str] | None = None, **more: Any) -> str:
    """A rung that an accused is brought to."""
    texts = {name: say(Rung, name) for name in ("reference", "address")} if say else {}
    args = {"rung": to, "evidence": "provider_reply", "reached_on": REACHED, **texts, **more}
    return seats.do("investigator", ladder.record_rung, seats.case, party, **args)


def matched(seats: Seats) -> str:
    """An accused and a witness with one telephone; the id of the match."""
    account = (Account(kind="phone", text=SHARED),)
    accused = seats.do("investigator", people.add_party, seats.case, NewParty(role="accused", accounts=account))
    seats.do("investigator", people.add_party, seats.case, NewParty(role="witness", accounts=account))
    return str(next(match["id"] for match in shown(seats, "matches") if match["party"] == accused))


def ladder_story(seats: Seats, party: str, say: Callable[[type, str], str]) -> None:
    """A rung that was reached and one that was taken back, and a match that was settled."""
    rung(seats, party, say=say)
    seats.do("investigator", ladder.withdraw_rung, seats.case, rung(seats, party, "device"), say(Rung, "withdrawn_why"))
    seats.do("investigator", ladder.settle_match, seats.case, matched(seats), "another", say(Match, "why"))
