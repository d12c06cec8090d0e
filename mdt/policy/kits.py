"""Who is cleared for which recovery kits, and which sets it takes to open the slot of a role."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
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


def cleared_for(kind: KitSet, members: Iterable[Member]) -> frozenset[str]:
    """The certified members who are cleared for what a set helps to open."""
    return frozenset(one.id for one in members if Role(one.role) in SETS[kind] and one.standing == Standing.CERTIFIED)


def stands(kind: KitSet, held: Mapping[int, str], members: Sequence[Member]) -> bool:
    """Whether three kits in these hands make a set: at most one of them not cleared, and nobody holds two but she who alone is cleared."""
    cleared, hands = cleared_for(kind, members), Counter(held.values())
    certified = {one.id for one in members if one.standing == Standing.CERTIFIED}
    if set(held) != set(NUMBERS) or not set(hands) <= certified or len(hands) < 2:
        return False
    doubles = {one for one, count in hands.items() if count > 1}
    return sum(count for one, count in hands.items() if one not in cleared) <= 1 and (not doubles or doubles == cleared)


def numbers_for(kind: KitSet, me: str, held: Mapping[int, str], members: Sequence[Member]) -> tuple[int, ...]:
    """Which kits of a set a member may make, the one that is due first: a free one, or one that another holds too many of, or hers anew."""
    cleared = cleared_for(kind, members)
    if me not in cleared and any(one not in cleared for one in held.values() if one != me):
        return ()
    mine = [number for number, one in sorted(held.items()) if one == me]
    free = [number for number in NUMBERS if number not in held]
    if (len(mine) == 1 and cleared != {me}) or len(mine) > 1:
        free = []
    if not mine and me in cleared and not free:
        free = [number for number, one in sorted(held.items()) if one in [held[less] for less in held if less < number]]
    return (*free, *mine)
