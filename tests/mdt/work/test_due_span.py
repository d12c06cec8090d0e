"""A large desk is gone through so many cases at a time, and each rule has its own warnings; the list is the same."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from mdt.model.boards import VIEWS
from mdt.model.deadlines import KARACHI
from mdt.work import clocks, due
from mdt.work.due import read_due
from mdt.work.forms import NewNumber, NewParty
from mdt.work.registration import number_case, register_case
from tests.make import Seats, plain_case
from tests.outgone import sent

DAYS = timedelta(days=1)
FIR_DAY = date(2026, 11, 10)
OTHER = plain_case(numbers=(), parties=(NewParty(role="victim"),))


@pytest.mark.parametrize("user", ["supervisor", "investigator", "psychologist"])
def test_a_desk_gone_through_case_by_case_gives_the_same_list(seats: Seats, monkeypatch: pytest.MonkeyPatch, user: str) -> None:
    seats.do("investigator", number_case, seats.case, NewNumber(kind="fir", text="88/2026", circle="Multan", dated=FIR_DAY))
    for number in range(4):
        case = seats.do("investigator", register_case, None, replace(OTHER, report=f"Another {number}."))
        seats.do("investigator", clocks.record_event, case, "search", FIR_DAY + number * DAYS)
    seats.do("investigator", clocks.pause_clock, seats.case, "review.", "lab")
    seats.clock.pass_by(days=9)
    seats.do("investigator", due.escalate_overdue)
    seats.clock.pass_by(days=5)
    wanted = [(view, limit) for view in VIEWS for limit in (2, 100)]
    at_once = [seats.do(user, read_due, None, *one) for one in wanted]
    assert max(board.whole for board in at_once) > 2
    for size in (1, 2):
        monkeypatch.setattr(due, "CASES_AT_ONCE", size)
        assert [replace(seats.do(user, read_due, None, *one), at=board.at) for one, board in zip(wanted, at_once, strict=True)] == at_once
    owed = at_once[0].to_escalate
    assert seats.do(user, due.escalate_overdue) == owed
    assert seats.do(user, read_due).to_escalate == 0


def test_what_nears_stands_there_from_its_own_first_warning(seats: Seats) -> None:
    asked = sent(seats)
    until = seats.clock.today() + 90 * DAYS

    def state() -> tuple[str, int | None]:
        item = next(one for one in seats.do("investigator", read_due).items if one.rule == "preserved_until")
        assert item.about == asked
        return item.state, item.warned

    seen = []
    while seats.clock.today() <= until + DAYS:
        seen.append(((until - seats.clock.today()).days, *state()))
        seats.clock.pass_by(days=1)
    assert [days for days, said, _ in seen if said == "later"][-1] == 30
    assert {warned: max(days for days, _, one in seen if one == warned) for warned in (30, 14, 7, 3)} == {30: 29, 14: 13, 7: 6, 3: 2}
    assert seen[-1] == (-1, "over", None)


def test_a_missing_child_is_reported_on_day_by_day_until_found(seats: Seats) -> None:
    def due_on() -> list[date]:
        found = [item for item in seats.do("investigator", read_due).items if item.rule == "zarra_day"]
        return [item.due_at.astimezone(KARACHI).date() for item in found if item.due_at is not None]

    for _ in range(3):
        seats.do("investigator", clocks.record_event, seats.case, "zarra_told", seats.clock.today())
        assert due_on() == [seats.clock.today() + DAYS]
        seats.clock.pass_by(days=1)
    seats.do("investigator", clocks.record_event, seats.case, "child_found", seats.clock.today())
    assert due_on() == []


def test_what_is_taken_up_first_is_the_worst_of_the_whole_desk(seats: Seats, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(3):
        case = seats.do("investigator", register_case, None, replace(OTHER, report=f"Another {number}."))
        seats.do("investigator", number_case, case, NewNumber(kind="fir", text=f"{90 + number}/2026", circle="Multan", dated=FIR_DAY))
    seats.clock.pass_by(days=60)
    worst = seats.do("investigator", read_due).items[0]
    monkeypatch.setattr(due, "CASES_AT_ONCE", 1)
    monkeypatch.setattr(due, "AT_ONCE", 1)
    assert seats.do("investigator", due.escalate_overdue) == 1
    taken = [item for item in seats.do("investigator", read_due).items if item.level]
    assert [(item.case, item.rule) for item in taken] == [(worst.case, worst.rule)]
