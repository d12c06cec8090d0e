"""Measures the desk through its one door, serially: the best of several rounds, held against its bar."""

from __future__ import annotations

import gc
import secrets
import shutil
import sqlite3
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from random import Random

from bench.seed import Known
from db.backup import back_up
from db.chance import Chance
from db.clock import KARACHI
from db.doors import sign_in
from db.ledger import replay
from db.surroundings import Surroundings
from db.vault import OpenVault
from db.verify import verify
from mdt.catalogue.load import load_catalogue
from mdt.model.lists import CaseFilter
from mdt.work.casefile import list_cases, open_case
from mdt.work.desk import Desk, Tools
from mdt.work.notes import add_session_note
from mdt.work.search import search
from mdt.work.staff import hand_on_keys

PASSWORD = "six words are enough for this"
NOTE = "She slept better and wants to speak of school next time. " * 18
KINDS = ("roman", "urdu", "common", "phones", "cnics", "handles", "codes", "numbers", "hurt")


class LeapingClock:
    """The computer's clock, set ahead where an hour's limit would end a run."""

    def __init__(self) -> None:
        self._ahead = timedelta()

    def now(self) -> datetime:
        """This moment, in UTC."""
        return datetime.now(UTC) + self._ahead

    def today(self) -> date:
        """Its day in Asia/Karachi."""
        return self.now().astimezone(KARACHI).date()

    def leap(self, **span: float) -> None:
        """Set it ahead."""
        self._ahead += timedelta(**span)


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the table, in milliseconds; ``bar`` None where there is none."""

    what: str
    measure: str
    count: int
    value: float
    bar: float | None = None

    @property
    def holds(self) -> bool:
        """Whether the bar is met, or there is none."""
        return self.bar is None or self.value <= self.bar


@dataclass(frozen=True, slots=True)
class Plan:
    """How much is measured: rounds, acts a round (of the quick ones), sign-ins a round."""

    rounds: int = 3
    acts: int = 200
    sign_ins: int = 10


@dataclass(slots=True)
class Bench:
    """A seeded desk, who may sit at it, and what is known to be in it."""

    folder: Path
    codes: dict[str, str]
    known: Known
    around: Surroundings
    clock: LeapingClock
    plan: Plan
    chance: Random

    @contextmanager
    def seat(self, user: str) -> Iterator[tuple[Desk, OpenVault]]:
        """Somebody signed in, and out again."""
        vault = sign_in(self.folder, user, PASSWORD, lambda: self.codes[user], self.around)
        try:
            yield Desk(vault.member, vault, Tools(self.clock, Chance(), load_catalogue())), vault
        finally:
            vault.close()

    def rounds(self, job: Callable[[int], object], count: int | None = None) -> list[list[float]]:
        """Milliseconds of each act, per round; ``job`` is given the number of the act and is not warmed up."""
        gc.collect()
        number, found = iter(range(10**9)), []
        for _ in range(self.plan.rounds):
            found.append([_timed(job, next(number)) for _ in range(count or self.plan.acts)])
        return found


def measure(bench: Bench) -> Iterator[Figure]:
    """Every figure, one after the other."""
    yield from _sign_in(bench)
    yield from _cold_pages(bench)
    with bench.seat("investigator") as (desk, _):
        yield from _searches(bench, desk)
        yield from _pages(bench, desk)
        yield from _lists(bench, desk, "investigator")
    with bench.seat("supervisor") as (desk, _):
        yield from _lists(bench, desk, "supervisor")
    yield from _notes(bench)
    yield from _whole(bench)


def _sign_in(bench: Bench) -> Iterator[Figure]:
    alone, handed = [], []
    for _ in range(bench.plan.rounds):
        rounds: tuple[list[float], list[float]] = ([], [])
        for _ in range(bench.plan.sign_ins):
            start = time.perf_counter()
            with bench.seat("investigator") as (desk, _):
                desk.me()
                rounds[0].append((time.perf_counter() - start) * 1000)
                desk.do(hand_on_keys)
                rounds[1].append((time.perf_counter() - start) * 1000)
        alone.append(rounds[0])
        handed.append(rounds[1])
    yield Figure("sign in, Argon2id and opening the vault", "p95", bench.plan.sign_ins, _p95(alone), 1000)
    yield Figure("the same, and keys handed on", "p95", bench.plan.sign_ins, _p95(handed), 1000)


def _cold_pages(bench: Bench) -> Iterator[Figure]:
    found = []
    for _ in range(bench.plan.rounds):
        with bench.seat("investigator") as (desk, _):
            cases = bench.chance.sample(bench.known.mine, min(bench.plan.acts, len(bench.known.mine)))
            found.append([_timed(lambda case: desk.do(open_case, case), case) for case in cases])
    yield Figure("case page, its key unwrapped first", "p95", len(found[0]), _p95(found), 16)


def _pages(bench: Bench, desk: Desk) -> Iterator[Figure]:
    found = bench.rounds(lambda _: desk.do(open_case, bench.chance.choice(bench.known.mine)))
    yield Figure("case page, key in hand", "median", bench.plan.acts, _median(found))
    yield Figure("case page, key in hand", "p95", bench.plan.acts, _p95(found), 16)


def _lists(bench: Bench, desk: Desk, user: str) -> Iterator[Figure]:
    catalogue = load_catalogue()
    stages, circles = list(catalogue.stages), list(catalogue.circles)
    first = desk.do(list_cases, None, CaseFilter(limit=50))
    after = [(line.registered_on, line.id) for line in first]
    narrowed: dict[str, Callable[[int], CaseFilter]] = {
        "not filtered": lambda _: CaseFilter(),
        "by stage": lambda number: CaseFilter(stages=(stages[number % len(stages)],)),
        "by circle": lambda number: CaseFilter(circle=circles[number % len(circles)]),
        "by stage and circle, open": lambda number: CaseFilter(
            stages=(stages[number % len(stages)],), circle=circles[number // 7 % len(circles)], closed=False
        ),
        "next page": lambda number: CaseFilter(after=after[number % len(after)]),
        "page years back": lambda number: CaseFilter(after=(bench.clock.today() - timedelta(days=300 + number), "")),
    }
    for name, wanted in narrowed.items():
        found = bench.rounds(partial(_listed, desk, wanted))
        yield Figure(f"list of the {user}, {name}", "p95", bench.plan.acts, _p95(found), 16)


def _listed(desk: Desk, wanted: Callable[[int], CaseFilter], number: int) -> object:
    return desk.do(list_cases, None, wanted(number))


def _asked_one_of(bench: Bench, desk: Desk, texts: Sequence[str], _: int) -> object:
    return _asked(bench, desk, bench.chance.choice(texts))


def _searches(bench: Bench, desk: Desk) -> Iterator[Figure]:
    yield Figure("first search of the day (names of own cases opened)", "once", 1, _timed(lambda _: desk.do(search, None, "Gulnaz"), 0))
    asked = {kind: ["Muhammad Ali"] if kind == "common" else getattr(bench.known, kind) for kind in KINDS}
    mixed: list[list[float]] = [[] for _ in range(bench.plan.rounds)]
    each = max(1, bench.plan.acts // len(KINDS) + 1)
    for kind, texts in asked.items():
        found = bench.rounds(partial(_asked_one_of, bench, desk, texts), each)
        for mix, times in zip(mixed, found, strict=True):
            mix.extend(times)
        yield Figure(f"search, {kind}", "p95", each, _p95(found))
    yield Figure("search, all kinds mixed", "p95", len(mixed[0]), _p95(mixed), 50)


def _asked(bench: Bench, desk: Desk, text: str) -> object:
    bench.clock.leap(seconds=30)
    hits = desk.do(search, None, text)
    if not hits:
        raise AssertionError(f"nothing found for {text!r}")
    return hits


def _notes(bench: Bench) -> Iterator[Figure]:
    """Sealed notes and plain commits by turns, so that both meet the same disk."""
    plain = sqlite3.connect(bench.folder / "plain.db", isolation_level=None)
    plain.execute("PRAGMA journal_mode = WAL")
    plain.execute("PRAGMA synchronous = FULL")
    plain.execute("CREATE TABLE notes (id TEXT PRIMARY KEY, body TEXT NOT NULL)")
    sealed_times, plain_times = [], []
    with bench.seat("psychologist") as (desk, _):
        for _ in range(bench.plan.rounds):
            ours, theirs = [], []
            for case in bench.chance.choices(bench.known.open, k=bench.plan.acts):
                ours.append(_timed(lambda case: desk.do(add_session_note, case, bench.clock.today(), "held", NOTE), case))
                theirs.append(_timed(lambda _: plain.execute("INSERT INTO notes VALUES (?, ?)", (secrets.token_hex(12), NOTE)), 0))
            sealed_times.append(ours)
            plain_times.append(theirs)
    plain.close()
    base = _median(plain_times)
    yield Figure("plain sqlite3, WAL and FULL: commit of 1 KB", "median", bench.plan.acts, base)
    yield Figure("commit of a 1 KB sealed note", "median", bench.plan.acts, _median(sealed_times), max(3.0, 5 * base))


def _whole(bench: Bench) -> Iterator[Figure]:
    with bench.seat("supervisor") as (_, vault):
        key, raw = vault.key, vault.raw()
        entries = int(raw.execute("SELECT count(*) FROM events").fetchone()[0])
        broken: list[int] = []
        taken = _timed(lambda _: broken.extend(row.seq for row, right in replay(raw) if not right), 0)
        if broken:
            raise AssertionError(f"log broken at {broken[0]}")
        yield Figure(f"replay of {entries} entries of the log", "once", 1, taken)
        target = bench.folder.with_name("backup.mdt")
        yield Figure("backup, proved", "once", 1, _timed(lambda _: back_up(vault, target, bench.clock.now()), 0))
        target.unlink()
    (bench.folder / "plain.db").unlink(missing_ok=True)
    findings: list[object] = []
    yield Figure("verify: pages, structure, log, every seal", "once", 1, _timed(lambda _: findings.extend(verify(bench.folder, key)), 0))
    if findings:
        raise AssertionError(f"verify found {findings[:3]}")


def free_space(folder: Path) -> int:
    """Bytes left where the desk would lie."""
    return shutil.disk_usage(folder).free


def _timed(job: Callable[..., object], what: object) -> float:
    start = time.perf_counter()
    job(what)
    return (time.perf_counter() - start) * 1000


def _p95(rounds: list[list[float]]) -> float:
    return min(sorted(times)[max(0, -(-95 * len(times) // 100) - 1)] for times in rounds)


def _median(rounds: list[list[float]]) -> float:
    return min(statistics.median(times) for times in rounds)
