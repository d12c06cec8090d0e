"""Who is cleared for which recovery kits, and which sets it takes to open the slot of a role."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from mdt.model.kits import NUMBERS, KitSet
from mdt.model.sensitivity import Audience
from mdt.model.staff import Member, Role, Standing
from mdt.policy.grants import KEY_HOLDERS

SETS: Final[Mapping[KitSet, frozenset[Role]]] = {
    KitSet.OPERATIONAL: frozenset(Role),
    KitSet.CLINICAL: KEY_HOLDERS[Audience.CLINICAL],
    KitSet.WELFARE: KEY_HOLDERS[Audience.WELFARE],
    KitSet.LEGAL: KEY_HOLDERS[Audience.LEGAL],
}
"""The roles cleared for what a set helps to open: at least two of its three kits are theirs, so any two kits hold one of theirs."""


def sets_of(role: Role) -> tuple[KitSet, ...]:
    """The sets that are needed, all of them, to open the slot of a role."""
    return tuple(kind for kind, cleared in SETS.items() if role in cleared)


def stands(kind: KitSet, holders: Sequence[Member]) -> bool:
    """Whether these holders, one for each number, make a set: certified, of two hands at least, at most one of them not cleared."""
    cleared = [member for member in holders if Role(member.role) in SETS[kind]]
    certified = all(member.standing == Standing.CERTIFIED for member in holders)
    return certified and len(holders) == len(NUMBERS) and len({member.id for member in holders}) > 1 and len(cleared) > 1
