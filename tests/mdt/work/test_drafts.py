"""Drafts: the writer's own, sealed, replaced as she types, gone when she says so."""

from __future__ import annotations

from typing import Any

import pytest

from mdt.work.desk import UseCase
from mdt.work.drafts import drop_draft, keep_draft, take_draft
from tests.make import ROLES, Seats
from tests.mdt.work.looking import invalid, rows

FORM = "session note willow-41"


@pytest.mark.parametrize("role", ROLES)
def test_a_draft_is_the_writers_own(seats: Seats, role: str) -> None:
    seats.do(role, keep_draft, None, FORM, "half a sen")
    seats.do(role, keep_draft, None, FORM, "half a sentence about Gulnaz")
    seats.do(role, keep_draft, None, "another form", "other words")
    assert {user: seats.do(user, take_draft, None, FORM) for user in ROLES} == {
        **dict.fromkeys(ROLES),
        role: "half a sentence about Gulnaz",
    }
    assert seats.do(role, take_draft, None, "another form") == "other words"
    assert rows(seats, "SELECT count(*) FROM drafts") == [(2,)]
    tables = [name for (name,) in rows(seats, "SELECT name FROM sqlite_master WHERE type = 'table'")]
    assert [table for table in tables if "sentence" in repr(rows(seats, f'SELECT * FROM "{table}"'))] == []


def test_a_draft_survives_the_seat_and_goes_when_dropped_or_emptied(seats: Seats) -> None:
    for emptying in ("", "   ", None):
        seats.do("psychologist", keep_draft, None, FORM, "words")
        seats.leave()
        assert seats.do("psychologist", take_draft, None, FORM) == "words"
        seats.do("prosecutor", drop_draft, None, FORM)
        assert seats.do("psychologist", take_draft, None, FORM) == "words"
        if emptying is None:
            seats.do("psychologist", drop_draft, None, FORM)
        else:
            seats.do("psychologist", keep_draft, None, FORM, emptying)
        assert seats.do("psychologist", take_draft, None, FORM) is None
    seats.do("psychologist", drop_draft, None, "never kept")


def test_a_draft_of_one_cannot_be_put_in_the_place_of_another(seats: Seats) -> None:
    seats.do("psychologist", keep_draft, None, FORM, "words")
    seats.raw().execute("UPDATE drafts SET member = ?", (seats.members["prosecutor"],))
    with pytest.raises(Exception, match=r"unavailable\.broken_draft"):
        seats.do("prosecutor", take_draft, None, FORM)


def test_a_draft_has_a_form_and_whole_letters(seats: Seats) -> None:
    acts: tuple[tuple[UseCase[..., Any], tuple[str, ...]], ...] = ((keep_draft, (" ", "words")), (take_draft, ("",)), (drop_draft, ("",)))
    for job, given in acts:
        with invalid("form", "invalid.needed"):
            seats.do("psychologist", job, None, *given)
    with invalid("form", "invalid.too_long"):
        seats.do("psychologist", keep_draft, None, "x" * 121, "words")
    with invalid("text", "invalid.broken_letters"):
        seats.do("psychologist", keep_draft, None, FORM, "half \ud83d")
