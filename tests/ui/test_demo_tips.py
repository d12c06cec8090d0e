"""The paper's table comes out of the links of the demonstration, with nobody counting anything, and every difference has its reason."""

from __future__ import annotations

from collections import Counter

from mdt.catalogue.load import load_catalogue
from mdt.model.reconciling import STEPS
from mdt.model.tips import Reconciled, TipFilter
from mdt.work import casefile, intake, tip_links
from tests.ui.invented import Made
from ui.cli.demo_print import COUNTS, FIRST_DAY, LAST_DAY, circle_of, printed

SOURCES = ("local", "cybertipline", "foreign")


def reasons(line: Reconciled) -> Counter[str]:
    """What the differences of a line add to each column and take from it."""
    found: Counter[str] = Counter()
    for what, _, count in line.differences:
        column, sign = STEPS[what]
        found[column] += sign * count
    return found


def test_the_printed_table_is_rebuilt_from_the_links(demo: Made) -> None:
    with demo.sat("supervisor") as (desk, _):
        found = {line.circle: line for line in desk.do(tip_links.read_reconciled, None, FIRST_DAY, LAST_DAY)}
        same = {line.circle: line for line in desk.do(casefile.read_figures, None, FIRST_DAY, LAST_DAY)}
    rows = {circle_of(row["circle"], load_catalogue()): row for row in printed("fir_2023_by_circle")}
    for circle, row in rows.items():
        line = found.get(circle, Reconciled(circle=circle))
        assert {name: getattr(line, name) for name in COUNTS} == {name: int(row[column]) for name, column in COUNTS.items()}, circle
    assert found.keys() == same.keys()
    totals = [sum(getattr(line, name) for line in found.values()) for name in COUNTS]
    assert totals == [15, 13, 3, 30, 32, 31]


def test_every_difference_is_explained_by_its_links(demo: Made) -> None:
    with demo.sat("supervisor") as (desk, _):
        found = desk.do(tip_links.read_reconciled, None, FIRST_DAY, LAST_DAY)
    for line in found:
        why, sources = reasons(line), sum(getattr(line, name) for name in SOURCES)
        assert sources + why["firs"] == line.firs, line
        assert line.firs + why["accused"] == line.accused, line
        assert line.accused + why["arrests"] == line.arrests, line
        assert all(code for _, code, _ in line.differences)
    told = {(line.circle, what, count) for line in found for what, _, count in line.differences}
    assert told == {("SKR", "many_tips", 1), ("DIK", "many_accused", 1), ("ISB", "many_accused", 1), ("ISB", "not_arrested", 1)}


def test_codes_of_cases_of_others_are_not_told(demo: Made) -> None:
    with demo.sat("psychologist") as (desk, _):
        found = desk.do(tip_links.read_reconciled, None, FIRST_DAY, LAST_DAY)
    assert {code for line in found for _, code, _ in line.differences} == {""}


def test_what_the_paper_calls_pending_still_waits_in_the_ledger(demo: Made) -> None:
    with demo.sat("investigator") as (desk, _):
        waiting = desk.do(intake.list_tips, None, TipFilter(limit=200))
    assert [line.received_at.year for line in waiting[:5]] == [2022] * 5
    assert sum(line.received_at.year == 2022 for line in waiting) == 6
    assert {line.state for line in waiting if line.received_at.year == 2026} == {"new", "assigned", "linked"}
