"""The ladder of an accused against a naive one that looks at every day; and who may be one person."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mdt.model.ladder import RUNGS, Reached, Rung, base_of, climbed, highest
from mdt.model.matching import Known, shared, told

START = date(2026, 1, 30)
DAYS = st.integers(-20, 120).map(lambda days: START + timedelta(days=days))
REACHED = st.tuples(st.sampled_from(RUNGS), DAYS, st.none() | DAYS)


def stood_on(day: date, base: str, reached: list[Reached]) -> str:
    return highest([base, *(rung for rung, since, until in reached if since <= day and (until is None or day < until))])


@given(base=st.sampled_from(RUNGS), reached=st.lists(REACHED, max_size=7), length=st.integers(0, 120))
def test_every_day_is_counted_once_on_the_rung_that_stood_on_it(base: str, reached: list[Reached], length: int) -> None:
    today = START + timedelta(days=length)
    known = [one for one in reached if one[1] <= today]
    naive = [stood_on(START + timedelta(days=day), base, known) for day in range(length + 1)]
    found = climbed(START, base, reached, today)
    assert found.now == naive[-1]
    assert dict(found.days) == {rung: naive.count(rung) for rung in set(naive)}
    since = length
    while since and naive[since - 1] == naive[-1]:
        since -= 1
    assert found.since == START + timedelta(days=since)
    above = RUNGS.index(found.now) + 1
    assert found.next == (RUNGS[above] if above < len(RUNGS) else None)


def rung(to: str, before: str) -> Rung:
    return Rung(id="r", case="c", party="p", rung=to, before=before, reached_on=START, evidence="told", written_by="m")


def test_where_she_stood_before_the_first_rung() -> None:
    assert base_of([], None) == "unknown"
    assert base_of([], "account") == "account"
    assert base_of([rung("device", "account"), rung("arrested", "device")], "arrested") == "account"
    assert base_of([rung("account", "identified")], "account") == "unknown", "a lower first rung was a correction"


@pytest.mark.parametrize(
    ("kind", "one", "other", "same"),
    [
        ("phone", "0300 0000412", "+92-300-0000412", True),
        ("phone", "0300 0000412", "0300 0000413", False),
        ("phone", "55", "55", True),
        ("phone", "0300-7776655 (mother)", "03007776655", True),
        ("phone", "0300 7776655 / 0301 1112223", "+92 301 1112223", True),
        ("phone", "0300 7776655 0301 1112223", "0300 7776655", True),
        ("phone", "۰۳۰۰ ۷۷۷۶۶۵۵ والدہ", "03007776655", True),
        ("phone", "house 12, call after 5", "house 12, call after 6", False),
        ("cnic", "36302-1112223-4", "3630211122234", True),
        ("email", "A.B@Example.org", "a.b@example.org", True),
        ("handle", "https://www.instagram.com/invented.gamer", "@Invented.Gamer", True),
        ("handle", "invented.gamer", "invented.gamer2", False),
        ("device", "490154203237518", "49-015420-323751-8", True),
        ("name", "Imran Farzi", "عمران فرضی", True),
        ("name", "Muhammad Imran Farzi", "Imran Farzi", True),
        ("name", "Imran Ahmed Farzi", "Imran Farzi", True),
        ("name", "Muhammad Ali", "Mohd Ali", True),
        ("name", "Imran Farzi", "Shaista Farzi", False),
        ("name", "Farzi", "Farzi", False),
        ("address", "Flat 4, Invented Colony, Multan", "flat no. 4 invented colony multan", True),
        ("address", "Flat 4, Invented Colony, Multan", "Flat 5, Invented Colony, Multan", False),
        ("address", "Multan", "Multan", False),
    ],
)
def test_who_may_be_one_person(kind: str, one: str, other: str, same: bool) -> None:
    found = shared(Known("a", ((kind, one),)), Known("b", ((kind, other),)))
    assert found == ((kind,) if same else ())
    assert found == shared(Known("b", ((kind, other),)), Known("a", ((kind, one),)))


def test_what_is_empty_matches_nothing() -> None:
    nothing = Known("a", (*told("phone", (None, "", " ; ")), ("name", " ")))
    assert nothing.texts == (("name", " "),)
    assert shared(nothing, nothing) == ()
    assert told("phone", ("1; 2", "3")) == (("phone", "1"), ("phone", "2"), ("phone", "3"))


@given(text=st.text(max_size=40), kind=st.sampled_from(["phone", "cnic", "email", "handle", "device", "name", "address"]))
def test_any_text_is_compared_without_a_fault(text: str, kind: str) -> None:
    assert shared(Known("a", ((kind, text),)), Known("b", ((kind, text),))) in ((), (kind,))
