"""A second template per worker: a desk whose case holds every kind of record."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import keyring
import pytest

from mdt.work.casefile import open_case
from tests.db.given import write_all
from tests.db.ring import Person, Ring
from tests.db.sheets import Kits
from tests.make import Seats, copied


@pytest.fixture(scope="session")
def full_template(template: Seats, tmp_path_factory: pytest.TempPathFactory) -> Seats:
    """The template with one more case, in which every field is filled; never opened by a test."""
    desk = copied(template, tmp_path_factory.mktemp("full") / "desk")
    desk.case = write_all(desk)
    desk.leave()
    return desk


@pytest.fixture
def full(full_template: Seats, tmp_path: Path) -> Iterator[Seats]:
    """A copy of it; ``case`` is the filled one."""
    desk = copied(full_template, tmp_path / "full")
    yield desk
    desk.leave()


@pytest.fixture
def kept(seats: Seats) -> Kits:
    """A desk with all four sets of recovery kits, which everybody has signed in to since."""
    made = Kits(seats)
    made.make_all()
    return made


@pytest.fixture
def ring() -> Iterator[Ring]:
    """A working keyring in place of the machine's."""
    before = keyring.get_keyring()
    made = Ring()
    keyring.set_keyring(made)
    yield made
    keyring.set_keyring(before)


@pytest.fixture
def known(seats: Seats, ring: Ring) -> Person:
    """An investigator whom this workstation knows."""
    person = Person(seats)
    assert person.enter() == ("done", 1), "a new workstation asks for the code"
    assert [person.enter() for _ in range(3)] == [("done", 0)] * 3, "and remembers it"
    return person


@pytest.fixture
def seen(seats: Seats) -> Seats:
    """A desk that this computer keeps the place of."""
    seats.heads = seats.folder.with_name("heads")
    seats.do("investigator", open_case, seats.case)
    seats.leave()
    return seats
