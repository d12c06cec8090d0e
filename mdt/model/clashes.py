"""Two things at once: a person, a room or a lead that the calendar holds twice at the same time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import combinations

from mdt.model.lists import Appointment


@dataclass(frozen=True, slots=True)
class Clash:
    """Two appointments that overlap, by their places in the list, the members both need, and whether they need the same room."""

    first: int
    second: int
    people: frozenset[str]
    room: bool


SHARED_ROOMS = frozenset({"quiet_room"})
"""Rooms of the desk: there is one of each, so that two cannot use it at once; homes and hospitals are many."""


def clashes(appointments: Sequence[Appointment]) -> tuple[Clash, ...]:
    """Every pair with a time that overlaps and shares a person or a room of the desk; touching ends do not overlap."""
    timed = [(place, one.at, one) for place, one in enumerate(appointments) if one.at is not None]
    found = []
    for (first, begins, one), (second, starts, other) in combinations(timed, 2):
        if not _overlap((begins, one), (starts, other)):
            continue
        people = frozenset(one.people) & frozenset(other.people)
        room = one.room is not None and one.room == other.room and one.room in SHARED_ROOMS
        if people or room:
            found.append(Clash(first, second, people, room))
    return tuple(found)


def _overlap(one: tuple[datetime, Appointment], other: tuple[datetime, Appointment]) -> bool:
    return one[0] < _end(*other) and other[0] < _end(*one)


def _end(at: datetime, one: Appointment) -> datetime:
    return at + timedelta(minutes=max(one.minutes, 1))
