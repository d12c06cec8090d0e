"""Clashes of a calendar: the same person or room at the same time, and nothing else."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from mdt.model.clashes import clashes
from mdt.model.lists import Appointment

NOON = datetime(2026, 11, 25, 7, tzinfo=UTC)


def at(minutes: int, length: int = 30, people: tuple[str, ...] = (), room: str | None = None) -> Appointment:
    return Appointment(
        kind="interview", day=date(2026, 11, 25), at=NOON + timedelta(minutes=minutes), minutes=length, people=people, room=room
    )


def test_two_at_once_need_the_same_person_or_the_one_room_of_the_desk() -> None:
    assert [found.people for found in clashes((at(0, people=("a", "b")), at(10, people=("b",))))] == [{"b"}]
    assert [found.room for found in clashes((at(0, room="quiet_room"), at(10, room="quiet_room")))] == [True]
    assert clashes((at(0, room="home"), at(10, room="home"))) == ()
    assert clashes((at(0, people=("a",)), at(30, people=("a",)))) == ()
    assert clashes((at(0, people=("a",)), at(10, people=("c",)))) == ()


def test_what_has_a_day_and_no_hour_clashes_with_nothing() -> None:
    whole_day = Appointment(kind="task", day=date(2026, 11, 25), people=("a",))
    assert clashes((whole_day, at(0, people=("a",)), whole_day)) == ()


@given(st.lists(st.tuples(st.integers(0, 300), st.integers(1, 90), st.sampled_from("abc")), max_size=8))
def test_as_a_plain_model_says(given_: list[tuple[int, int, str]]) -> None:
    found = {(clash.first, clash.second) for clash in clashes([at(begin, length, (who,)) for begin, length, who in given_])}
    minutes = [set(range(begin, begin + length)) for begin, length, _ in given_]
    due = {
        (one, other)
        for one in range(len(given_))
        for other in range(one + 1, len(given_))
        if given_[one][2] == given_[other][2] and minutes[one] & minutes[other]
    }
    assert found == due
