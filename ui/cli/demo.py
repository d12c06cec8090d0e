"""The demonstration desk: the paper's published tables as cases, three invented cases, five roles; the same desk every time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from db.doors import NewDesk
from db.stretching import Argon2Kdf, Kdf
from mdt.catalogue.days import long_day
from mdt.catalogue.load import load_catalogue
from mdt.catalogue.words import Words
from mdt.model.lists import CaseFilter, CaseLine, CircleFigures
from mdt.work.casefile import list_cases, read_figures
from mdt.work.desk import Desk
from mdt.work.tip_links import read_reconciled
from ui.cli.demo_print import COUNTS, FIRST_DAY, LAST_DAY, circle_of, printed, printed_steps
from ui.cli.demo_seats import ROLES, SUPERVISOR, drawn, open_seats, password_of, plain_codes
from ui.cli.demo_sent import sent_steps
from ui.cli.demo_story import Player, rich_codes, rich_steps

MADE_ON = date(2022, 7, 1)
TRAINED = {
    "investigator": ("female", date(2021, 3, 15)),
    "psychologist": ("female", date(2020, 10, 5)),
    "prosecutor": ("male", None),
    "social_welfare": ("female", date(2021, 11, 22)),
}
PAGE = 200


@dataclass(frozen=True, slots=True)
class DemoMember:
    """How to sit down at the demonstration desk in one role; ``user_name`` is the role, ``code`` the printed member code."""

    role: str
    user_name: str
    password: str
    code: str


def make_demonstration(folder: Path, kdf: Kdf | None = None) -> tuple[DemoMember, ...]:
    """Make the demonstration desk in an empty folder; whoever is to sit at it, in the order of the roles."""
    seats = open_seats(folder, NewDesk("nccia", "MUX", SUPERVISOR, demonstration=True, sex="female"), MADE_ON, kdf or Argon2Kdf())
    try:
        seats.invite_all(TRAINED)
        rich = rich_codes()
        codes = plain_codes(100, frozenset(code.partition("-")[0] for code in rich))
        Player(seats).play((*printed_steps(iter(codes), load_catalogue(), drawn), *rich_steps(), *sent_steps()))
        seats.hand_on_all()
    finally:
        seats.leave()
    return tuple(DemoMember(role, role, password_of(role), seats.codes[role]) for role in ROLES)


def overview(desk: Desk, words: Words) -> str:
    """The demonstration desk in plain text: cases by stage, the paper's table beside its printed sums, the invented cases."""
    lines = _all_lines(desk)
    parts = (_by_stage(lines, words), _by_circle(desk, words), _by_links(desk, words), _rich(lines, words))
    return "\n\n".join("\n".join(part) for part in parts) + "\n"


def _all_lines(desk: Desk) -> tuple[CaseLine, ...]:
    lines: list[CaseLine] = []
    while page := desk.do(list_cases, None, CaseFilter(after=(lines[-1].registered_on, lines[-1].id) if lines else None, limit=PAGE)):
        lines += page
    return tuple(lines)


def _by_stage(lines: Iterable[CaseLine], words: Words) -> Iterable[str]:
    counted = Counter(line.stage for line in lines)
    yield words("demo.cases", count=counted.total())
    for stage in load_catalogue().stages.values():
        if counted[stage.id]:
            yield f"{counted[stage.id]:>5}  {stage.title.inside(words.language)}"


def _by_circle(desk: Desk, words: Words) -> Iterable[str]:
    rows, found = load_catalogue(), {line.circle: line for line in desk.do(read_figures, None, FIRST_DAY, LAST_DAY)}
    yield words("demo.table", first=long_day(FIRST_DAY, words.language), last=long_day(LAST_DAY, words.language))
    heads = [words(f"demo.column.{name}") for name in COUNTS]
    wide = max(map(len, heads)) + 2
    yield _table_row(heads, words("demo.column.circle"), wide)
    sums: Counter[str] = Counter()
    for row in printed("fir_2023_by_circle"):
        circle = circle_of(row["circle"], rows)
        line = found.get(circle, CircleFigures(circle=circle))
        counts = {name: getattr(line, name) for name in COUNTS}
        sums.update(counts)
        yield _table_row(counts.values(), rows.circles[circle].title.inside(words.language), wide)
    yield _table_row((sums[name] for name in COUNTS), words("demo.column.sum"), wide)
    in_print = (sum(int(row[column]) for row in printed("fir_2023_by_circle")) for column in COUNTS.values())
    yield _table_row(in_print, words("demo.column.printed"), wide)


def _by_links(desk: Desk, words: Words) -> Iterable[str]:
    """The same table as the links between tips, FIRs and accused give it, and why its columns differ."""
    rows, found = load_catalogue(), desk.do(read_reconciled, None, FIRST_DAY, LAST_DAY)
    sums = {name: sum(getattr(line, name) for line in found) for name in COUNTS}
    yield words("demo.links", sources=sums["local"] + sums["cybertipline"] + sums["foreign"], **sums)
    for line in found:
        circle = rows.circles[line.circle].title.inside(words.language)
        for what, code, count in line.differences:
            yield words("demo.difference", circle=circle, code=code, why=words(f"difference.{what}", count=count))


def _table_row(cells: Iterable[object], name: str, wide: int) -> str:
    # the name stands last, so that a script of any width leaves the columns straight
    return "".join(f"{cell!s:>{wide}}" for cell in cells) + f"  {name}"


def _rich(lines: Iterable[CaseLine], words: Words) -> Iterable[str]:
    rows, by_code = load_catalogue(), {line.code: line for line in lines}
    yield words("demo.invented")
    for code in rich_codes():
        if line := by_code.get(code):
            said = rows.typologies[line.typology].title.inside(words.language) if line.typology else ""
            stage = rows.stage(line.stage).title.inside(words.language)
            following = ""
            if line.next_event and line.next_event_on:
                following = words(
                    "demo.next",
                    event=rows.title("next_event", line.next_event).inside(words.language),
                    day=long_day(line.next_event_on, words.language),
                )
            yield words("demo.line", code=code, kind=said, stage=stage, next=following)
