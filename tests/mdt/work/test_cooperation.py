"""How platforms answered: counts, medians and reasons, and a file in which no cell is taken for a formula."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mdt.errors import Invalid
from mdt.model.cells import FORMULA, harmless
from mdt.policy.outward import Channel, Kind, Line, Paper, Protection, Recipient, cleared
from mdt.reports.cooperation import write_cooperation
from mdt.work import cooperation, platforms
from mdt.work.casefile import open_case
from tests.make import Seats
from tests.outgone import request, sent

YEAR = (date(2026, 1, 1), date(2026, 12, 31))


def answered(seats: Seats, days: int, to: str = "answered", **changes: Any) -> None:
    """A request that was sent so many days ago and answered today."""
    today = seats.clock.today()
    made = request(seats, **changes)
    seats.do("investigator", platforms.send_request, seats.case, made, today - timedelta(days=days))
    seats.do("investigator", platforms.record_answer, seats.case, made, to, today, "needs_treaty" if to == "refused" else None)


def test_counts_and_medians_by_platform(seats: Seats) -> None:
    for days in (2, 4, 12):
        answered(seats, days)
    answered(seats, 30, "refused")
    old = sent(seats)
    seats.do("investigator", platforms.chase_request, seats.case, old, seats.clock.today())
    request(seats)
    answered(seats, 1, platform="google")
    lines = {line.platform: line for line in seats.do("supervisor", cooperation.read_cooperation, None, *YEAR)}
    meta = lines["meta"]
    assert (meta.sent, meta.answered, meta.refused, meta.waiting, meta.median_days, meta.chased) == (5, 3, 1, 1, 8.0, 1)
    assert meta.reasons == (("needs_treaty", 1),)
    assert (lines["google"].median_days, lines["google"].lapsed) == (1.0, 0)


def test_a_preservation_that_ran_out_unanswered_is_counted(seats: Seats) -> None:
    made, today = request(seats), seats.clock.today()
    seats.do("investigator", platforms.send_request, seats.case, made, today - timedelta(days=40), today - timedelta(days=1))
    (line,) = seats.do("investigator", cooperation.read_cooperation, None, *YEAR)
    assert (line.lapsed, line.longest_waiting, line.median_days) == (1, 40, None)


def test_only_what_was_sent_in_the_period_counts_and_a_period_has_an_order(seats: Seats) -> None:
    sent(seats)
    assert seats.do("investigator", cooperation.read_cooperation, None, date(2025, 1, 1), date(2025, 12, 31)) == ()
    with pytest.raises(Invalid):
        seats.do("investigator", cooperation.read_cooperation, None, YEAR[1], YEAR[0])


@pytest.mark.parametrize("language", ["en", "ur"])
def test_the_file_says_the_same_and_names_no_case(seats: Seats, language: str) -> None:
    answered(seats, 4)
    table = seats.do("supervisor", cooperation.prepare_cooperation, None, *YEAR, language)
    content = write_cooperation(table, language).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(content)))
    assert [len(row) for row in rows] == [len(cooperation.COLUMNS)] * 2
    assert rows[1][1:9] == ["1", "1", "0", "0", "0", "4", "0", "0"]
    assert str(seats.do("investigator", open_case, seats.case).content["code"]) not in content


@given(cell=st.text(max_size=30))
def test_no_cell_is_taken_for_a_formula(cell: str) -> None:
    assert not harmless(cell).lstrip().startswith(FORMULA)
    assert harmless(cell).removeprefix("'") == cell.removeprefix("'") or harmless(cell) == cell


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", " =1", "\t=1", "＝1"])
def test_a_planted_formula_is_made_harmless_in_the_file(cell: str) -> None:
    paper = Paper(
        kind=Kind.FIGURES,
        to=Recipient.AGENCY,
        recipient="regulator",
        purpose="figures",
        channel=Channel.HAND,
        on=YEAR[0],
        lines=(Line(text=cell.replace("\t", " "), known=cell),),
    )
    written = write_cooperation(cleared(paper, Protection()), "en").decode("utf-8-sig")
    assert written.strip('"\r\n').startswith("'")
    with pytest.raises(ValueError, match="letter"):
        write_cooperation(cleared(replace(paper, kind=Kind.LETTER), Protection()), "en")
