"""Recovery kits made by the members of a test desk, each at her own seat."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from db.chance import Chance
from db.passwords import shown_again
from db.recovery import (
    NewKit,
    check_typed_back,
    first_letters,
    keep_kit,
    make_kit,
    recover,
    reissue,
    sit_down,
    standing_sets,
)
from db.slots import Slot, SlotsFile
from mdt.catalogue.load import load_catalogue
from mdt.model.kits import KitSet
from mdt.work import kits
from mdt.work.desk import Desk, Tools
from tests.make import PASSWORD, ROLES, Seats, surroundings


def logged(seats: Seats, user: str, what: str) -> Callable[[str], object]:
    """What puts the mark of a new slot into the log, as the member herself."""
    return lambda mark: seats.do(user, kits.record_way_in, None, what, mark)


NEW = "another six words for the door"
HOLDERS = {
    KitSet.OPERATIONAL: ("supervisor", "investigator", "prosecutor"),
    KitSet.CLINICAL: ("psychologist", "psychologist", "supervisor"),
    KitSet.WELFARE: ("social_welfare", "psychologist", "investigator"),
    KitSet.LEGAL: ("prosecutor", "prosecutor", "supervisor"),
}


@dataclass
class Kits:
    """A desk whose members made kits; codes by set and number."""

    seats: Seats
    codes: dict[tuple[KitSet, int], str] = field(default_factory=dict)

    def make(self, kind: KitSet, user: str, number: int | None = None) -> NewKit:
        """A kit in a member's name, typed back and kept."""
        seats = self.seats
        seats.take(user)
        vault = seats.vault
        assert vault is not None
        seats.clock.pass_by(seconds=1)
        opened = shown_again(vault, user, PASSWORD, lambda: seats.codes[user], surroundings(seats.clock))
        made = make_kit(vault, opened.secret, kind, seats.clock.now(), number)
        check_typed_back(made, first_letters(made.code).lower())
        seats.do(user, kits.record_kit, None, kind.value, made.kit.number, made.kit.mark.hex())
        keep_kit(vault, made)
        self.codes[kind, made.kit.number] = made.code
        return made

    def make_all(self, *kinds: KitSet) -> None:
        for kind in kinds or KitSet:
            for user in HOLDERS[kind]:
                self.make(kind, user)
        for user in ROLES:
            self.seats.take(user)
        self.seats.leave()

    def two(self, *kinds: KitSet, pair: tuple[int, int] = (1, 2)) -> list[str]:
        return [self.codes[kind, number] for kind in kinds for number in pair]

    def reissue(self, user: str, codes: list[str]) -> str:
        """Let a member in again as the command line does; returns her new code."""
        around = surroundings(self.seats.clock)
        found = recover(self.seats.folder, user, codes)
        vault = sit_down(self.seats.folder, found, around)
        try:
            desk = Desk(vault.member, vault, Tools(self.seats.clock, Chance(), load_catalogue()))
            log = lambda mark: desk.do(kits.record_reissue, None, vault.member, found.by, mark)  # noqa: E731
            return reissue(vault, found, user, NEW, around, log)
        finally:
            vault.close()


def slot_of(seats: Seats, user: str) -> Slot:
    slot = SlotsFile(seats.folder).find(user, "member")
    assert slot is not None
    return slot


NEEDED = {
    "supervisor": (KitSet.OPERATIONAL,),
    "investigator": (KitSet.OPERATIONAL,),
    "psychologist": (KitSet.OPERATIONAL, KitSet.CLINICAL, KitSet.WELFARE),
    "prosecutor": (KitSet.OPERATIONAL, KitSet.LEGAL),
    "social_welfare": (KitSet.OPERATIONAL, KitSet.WELFARE),
}


def standing(seats: Seats) -> set[KitSet]:
    """The sets that stand now."""
    seats.take("supervisor")
    assert seats.vault is not None
    with seats.vault.transaction() as store:
        return set(standing_sets(seats.vault, store))
