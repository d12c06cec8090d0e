"""Ways in and recovery kits as the log knows them: what was made, tried, changed and issued again, never a code."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from mdt.errors import Conflict, Invalid
from mdt.model.kits import NUMBERS, KitSet
from mdt.model.staff import Member, Standing
from mdt.policy.actions import Action
from mdt.policy.kits import sets_of, stands
from mdt.work.desk import Topic, Work, use_case

WAYS_IN = ("password", "code")


@dataclass(frozen=True, slots=True)
class KitLine:
    """How one set of kits stands: how many of its three were made, and how long ago the one left longest was made or tried.

    ``stands``: all three are in hands that make a set, so that somebody can be let in again by it.
    """

    kind: KitSet
    made: int
    untried: timedelta | None
    stands: bool = False

    def is_due(self, days: int) -> bool:
        """Whether it is time to try the kits again."""
        return self.untried is not None and self.untried > timedelta(days=days)


@use_case(Action.VERIFY_DESK, recorded=False)
def read_kits(work: Work) -> tuple[KitLine, ...]:
    """How the sets stand that her own slot would need."""
    members = work.store.staff.members()
    return tuple(_line(work, kind, members) for kind in sets_of(work.role))


@use_case(Action.MAKE_KIT, Topic.LOG)
def record_kit(work: Work, kind: str, number: int, mark: str) -> None:
    """Put a kit of hers into the log: from now on it is the one of its number."""
    work.about(f"{known_set(kind).value}:{_known_number(number)}:{mark}")


@use_case(Action.TRY_KIT, Topic.LOG)
def record_trial(work: Work, kind: str, number: int) -> None:
    """Put into the log that a kit was tried and is the right one."""
    work.about(f"{known_set(kind).value}:{_known_number(number)}:")


@use_case(Action.KEEP_WAY_IN, Topic.LOG)
def record_way_in(work: Work, what: str, mark: str) -> None:
    """Put into the log that she is about to change her password or her code, and the mark of what she comes in by from then on."""
    if what not in WAYS_IN:
        raise Invalid(fields={"what": "invalid.choice"})
    work.about(what)
    work.store.log.state("ways", work.actor.id, mark)


@use_case(Action.REISSUE_SLOT, Topic.LOG)
def record_reissue(work: Work, member: str, kits: str, mark: str) -> None:
    """Put into the log that a member is let in again, by which recovery kits, and the mark of her new way in. Never one who left."""
    found = work.store.records.one(Member, member)
    work.about(found.id)
    if found.standing != Standing.CERTIFIED:
        raise Conflict("conflict.left_already")
    for named in kits.split():
        work.about(named)
    work.store.log.state("ways", member, mark)


def known_set(kind: str) -> KitSet:
    """The set of this name; Invalid where there is none."""
    try:
        return KitSet(kind)
    except ValueError:
        raise Invalid(fields={"kind": "invalid.choice"}) from None


def _known_number(number: int) -> int:
    if number not in NUMBERS:
        raise Invalid(fields={"number": "invalid.choice"})
    return number


def _line(work: Work, kind: KitSet, members: Sequence[Member]) -> KitLine:
    now, ages, held = work.clock.now(), [], {}
    for number in NUMBERS:
        place = f"{kind.value}:{number}:"
        made = work.store.log.latest("record_kit", place)
        if made is not None:
            tried = work.store.log.last("record_trial", place)
            ages.append(now - max(made.at, tried or made.at))
            held[number] = made.actor
    return KitLine(kind, len(ages), max(ages, default=None), stands(kind, held, members))
