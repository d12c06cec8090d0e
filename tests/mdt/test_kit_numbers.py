"""Which kits of a set a member may make, and when three kits in so many hands make a set."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from mdt.model.kits import KitSet
from mdt.model.staff import Member, Role, Standing
from mdt.policy.kits import numbers_for, sets_of, stands


def member(identity: str, role: str, standing: str = Standing.CERTIFIED) -> Member:
    return Member(id=read_in(identity), user_name=identity, role=role, standing=read_in(standing))


def read_in(word: str) -> str:
    """The same word as it comes out of a vault: equal, and another object."""
    return "".join([*word])


ONE, TWO, THREE = (member(name, "psychologist") for name in ("one", "two", "three"))
BOSS, OTHER = member("boss", "supervisor"), member("other", "prosecutor")
DESK = (ONE, TWO, THREE, BOSS, OTHER)
ALONE = (ONE, BOSS, OTHER)


@pytest.mark.parametrize(
    ("me", "held", "desk", "numbers"),
    [
        ("one", {}, DESK, (1, 2, 3)),
        ("boss", {}, DESK, (1, 2, 3)),
        ("boss", {1: "one"}, DESK, (2, 3)),
        ("boss", {1: "other"}, DESK, ()),
        ("boss", {1: "boss", 2: "one"}, DESK, (1,)),
        ("one", {1: "one"}, DESK, (1,)),
        ("one", {1: "one"}, ALONE, (2, 3, 1)),
        ("one", {1: "one", 2: "one"}, ALONE, (1, 2)),
        ("one", {1: "two", 2: "boss"}, DESK, (3,)),
        ("three", {1: "one", 2: "one", 3: "boss"}, DESK, (2,)),
        ("three", {1: "one", 2: "two", 3: "boss"}, DESK, ()),
        ("other", {1: "boss"}, DESK, ()),
        ("boss", {1: "three"}, (ONE, TWO, member("three", "psychologist", Standing.LEFT), BOSS), ()),
        ("boss", {1: "three"}, (ONE, TWO, member("three", "psychologist", Standing.JOINED), BOSS), ()),
    ],
)
def test_whoever_is_due_makes_a_kit_and_nobody_takes_anothers(
    me: str, held: Mapping[int, str], desk: tuple[Member, ...], numbers: tuple[int, ...]
) -> None:
    lying = {number: read_in(one) for number, one in held.items()}
    assert numbers_for(KitSet.CLINICAL, read_in(me), lying, desk) == numbers


@pytest.mark.parametrize(
    ("held", "desk", "whole"),
    [
        ({1: "one", 2: "two", 3: "boss"}, DESK, True),
        ({1: "one", 2: "one", 3: "boss"}, ALONE, True),
        ({1: "one", 2: "one", 3: "boss"}, DESK, False),
        ({1: "one", 2: "boss", 3: "other"}, DESK, False),
        ({1: "one", 2: "one", 3: "one"}, ALONE, False),
        ({1: "one", 2: "two"}, DESK, False),
        ({1: "one", 2: "two", 4: "boss"}, DESK, False),
        ({1: "one", 2: "two", 3: "boss", 4: "three"}, DESK, False),
        ({1: "one", 2: "two", 3: "three"}, DESK, True),
        ({1: "one", 2: "two", 3: "boss"}, (ONE, TWO, BOSS), True),
        ({1: "one", 2: "two", 3: "boss"}, (ONE, TWO, member("boss", "supervisor", Standing.JOINED)), False),
        ({1: "one", 2: "two", 3: "gone"}, DESK, False),
        ({1: "one", 2: "two", 3: "three"}, (ONE, TWO, member("three", "psychologist", Standing.LEFT)), False),
    ],
)
def test_three_kits_make_a_set_in_fit_hands_only(held: Mapping[int, str], desk: tuple[Member, ...], whole: bool) -> None:
    assert stands(KitSet.CLINICAL, held, desk) is whole


@pytest.mark.parametrize(
    ("role", "kinds"),
    [
        (Role.SUPERVISOR, {KitSet.OPERATIONAL}),
        (Role.PSYCHOLOGIST, {KitSet.OPERATIONAL, KitSet.CLINICAL, KitSet.WELFARE}),
        (Role.PROSECUTOR, {KitSet.OPERATIONAL, KitSet.LEGAL}),
    ],
)
def test_a_role_needs_the_sets_of_what_it_reads(role: Role, kinds: set[KitSet]) -> None:
    assert set(sets_of(role)) == kinds
