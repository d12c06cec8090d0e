"""Short ways to look at a case and at what was refused."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from mdt.errors import DeskError, Invalid
from mdt.work import casefile
from tests.make import Seats


def opened(seats: Seats, user: str = "investigator", case: str | None = None) -> dict[str, Any]:
    """The case file as ``user`` sees it."""
    return dict(seats.do(user, casefile.open_case, case or seats.case).content)


def party(seats: Seats, alias: str, case: str | None = None, user: str = "investigator") -> dict[str, Any]:
    """One party of a case by alias."""
    return next(entry for entry in opened(seats, user, case)["parties"] if entry["alias"] == alias)


@contextmanager
def invalid(field: str, key: str) -> Iterator[None]:
    """What is inside is refused as Invalid, this field with this sentence."""
    with pytest.raises(Invalid) as caught:
        yield
    assert caught.value.fields.get(field) == key, caught.value.fields


@contextmanager
def refused(kind: type[DeskError], key: str) -> Iterator[None]:
    """What is inside ends in this error with this sentence."""
    with pytest.raises(kind) as caught:
        yield
    assert caught.value.key == key


def rows(seats: Seats, statement: str, *values: object) -> list[tuple[Any, ...]]:
    """Rows from behind the door, by the keyed connection of whoever sits there."""
    if seats.vault is None:
        seats.take("supervisor")
    return [tuple(row) for row in seats.raw().execute(statement, values).fetchall()]
