"""``python -m bench.tips``: an intake filled past the door with tips and links, its ledger and its duplicate check measured through it."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

from bench.__main__ import _line, _row
from bench.figures import Figure, _p95, _timed
from bench.rows import Rows
from db.tables import tip_keys
from mdt.catalogue.load import load_catalogue
from mdt.model.cases import Case
from mdt.model.tips import Feedback, Tip, TipFilter, TipLink
from mdt.work import intake, tips
from mdt.work.desk import Desk
from mdt.work.duplicates import number_key
from mdt.work.forms import findable_by
from tests.make import Seats, build_template
from tests.tipped import opened

USER = "investigator"
PAGE_MS, CHECK_MS = 16.0, 20.0
BATCH = 5_000
LINKED_TO = 5_000
"""How many cases the links lead to."""


class Filling:
    """Tips, what they are found by, what is owed for them, and links, as plain INSERTs."""

    def __init__(self, seats: Seats, place: str, count: int, links: int) -> None:
        self._seats, self._place, self._count, self._links = seats, place, count, links
        self._draw = Random(11)
        self.accounts: list[str] = []
        self.numbers: list[str] = []

    def fill(self) -> None:
        """All of them; seals are random bytes, since nothing that is measured opens them."""
        self._seats.take(USER)
        assert self._seats.vault is not None
        rows, raw = Rows(self._seats.vault), self._seats.raw()
        raw.execute("BEGIN")
        cases = [self._case(rows, number) for number in range(min(LINKED_TO, self._count))]
        made = []
        for number in range(self._count):
            made.append(self._tip(rows, number))
            if number % BATCH == 0:
                rows.flush()
        rows.flush()
        for number in range(self._links):
            self._link(rows, self._draw.choice(made), self._draw.choice(cases))
            if number % BATCH == 0:
                rows.flush()
        rows.flush()
        raw.execute("COMMIT")
        self._seats.leave()

    def _case(self, rows: Rows, number: int) -> str:
        day = self._seats.clock.today()
        case = Case(id=self._id(), code=f"bench-{number}", circle="MUX", stage="enquiry", registered_on=day, registered_by=USER)
        rows.add(case, "", {})
        return case.id

    def _tip(self, rows: Rows, number: int) -> str:
        draw, tables = self._draw, load_catalogue().tables
        at = self._seats.clock.now() - timedelta(minutes=30 * (self._count - number))
        source, waits = draw.choice(list(tables["tip_source"])), draw.random() < 0.6
        # one account in three is known from another tip
        known = self.accounts and draw.random() < 0.33
        account = draw.choice(self.accounts) if known else f"handle|facebook|user.{number}"
        phone = f"phone||+92300{draw.randrange(10**7):07}"
        said = number_key(source, str(910_000_000 + number))
        tip = Tip(
            id=self._id(),
            case=self._place,
            source=source,
            number=str(910_000_000 + number),
            number_key=said,
            received_at=at,
            incident_type=draw.choice(list(tables["incident_type"])),
            triage=draw.choice([None, *tables["tip_triage"]]),
            a1=draw.randrange(4),
            unclassed=draw.randrange(9),
            state=draw.choice(["new", "read", "assigned", "linked"]) if waits else "answered",
            answered_on=None if waits else at.date() + timedelta(days=30),
            recorded_by=USER,
            identifiers=(account, phone),
            narrative="sealed",
        )
        rows.add(tip, self._place, {})
        for kind, key in findable_by(tip.identifiers):
            rows.put(tip_keys, tip.id, kind, key)
        rows.add(Feedback(id=self._id(), case=self._place, tip=tip.id, due_on=at.date() + timedelta(days=90)), self._place, {})
        self.accounts.append(account)
        self.numbers.append(str(tip.number))
        return tip.id

    def _link(self, rows: Rows, tip: str, case: str) -> None:
        link: dict[str, Any] = {"reason": "same_account", "linked_on": self._seats.clock.today(), "linked_by": USER}
        rows.add(TipLink(id=self._id(), case=case, tip=tip, **link), "", {})

    def _id(self) -> str:
        return f"{self._draw.getrandbits(96):024x}"


def measure(folder: Path, count: int, links: int, acts: int, rounds: int) -> Iterator[Figure]:
    """Every figure of the ledger."""
    seats = build_template(folder / "desk")
    place = opened(seats)
    filling, draw = Filling(seats, place, count, links), Random(7)
    filling.fill()
    tables = load_catalogue().tables
    sources, triage, states = (list(tables[name]) for name in ("tip_source", "tip_triage", "tip_state"))
    narrowed: dict[str, Callable[[], TipFilter]] = {
        "waiting": lambda: TipFilter(),
        "by source": lambda: TipFilter(sources=(draw.choice(sources),)),
        "by triage": lambda: TipFilter(triage=(draw.choice([*triage, ""]),)),
        "by state, all": lambda: TipFilter(states=(draw.choice(states),), waiting=None),
        "next page": lambda: TipFilter(after=(seats.clock.now() - timedelta(minutes=draw.randrange(30 * count)), "")),
    }
    desk = seats.take(USER)
    for name, wanted in narrowed.items():
        found = [[_timed(partial(_listed, desk, wanted), 0) for _ in range(acts)] for _ in range(rounds)]
        yield Figure(f"ledger page, {name}", "p95", acts, _p95(found), PAGE_MS)
    yield Figure("ledger, counts of the pills", "once", 1, _timed(lambda _: desk.do(intake.count_tips), 0))

    def check(_: int) -> None:
        seats.clock.pass_by(minutes=5)
        identifiers = (draw.choice(filling.accounts), f"phone||+92300{draw.randrange(10**7):07}")
        desk.do(tips.look_before_recording, place, draw.choice(sources), draw.choice(filling.numbers), identifiers)

    checked = [[_timed(check, 0) for _ in range(acts)] for _ in range(rounds)]
    yield Figure("duplicate check of a new tip", "p95", acts, _p95(checked), CHECK_MS)

    def record(number: int) -> None:
        values = {"source": "cybertip", "number": str(990_000_000 + number), "narrative": "He wrote at night."}
        desk.do(tips.record_tip, place, values, (draw.choice(filling.accounts),), {"a1": 1})

    yield Figure("a tip taken down", "p95", acts, _p95([[_timed(record, number) for number in range(acts)]]))
    seats.leave()


def _listed(desk: Desk, wanted: Callable[[], TipFilter], _: int) -> object:
    return desk.do(intake.list_tips, None, wanted())


def main(arguments: Sequence[str] | None = None) -> int:
    """Run it; 1 where a bar is missed."""
    reader = argparse.ArgumentParser(prog="python -m bench.tips", description=__doc__)
    for name, many in (("tips", 50_000), ("links", 500_000), ("acts", 200), ("rounds", 3)):
        reader.add_argument(f"--{name}", type=int, default=many)
    reader.add_argument("--folder", type=Path, default=None)
    given = reader.parse_args(arguments)
    missed = 0
    with tempfile.TemporaryDirectory(prefix="mdt-bench-", dir=given.folder) as place:
        print("The intake is filled past the door: straight INSERTs, random bytes for seals; the team and its keys are real.")
        print(f"{given.tips} tips, {given.links} links, best of {given.rounds} rounds, milliseconds\n")
        print(_line("what", "measure", "acts", "value", "bar", "of bar", ""), flush=True)
        for figure in measure(Path(place), given.tips, given.links, given.acts, given.rounds):
            missed += not figure.holds
            print(_row(figure), flush=True)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
