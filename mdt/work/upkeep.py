"""Looking after the desk: that it was verified or backed up is itself part of its log."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from mdt.errors import Conflict, Unavailable
from mdt.model.staff import Standing
from mdt.policy.actions import Action
from mdt.work.desk import Topic, Work, use_case
from mdt.work.forms import chosen, circle_id

PROVED = "proved:"
COPY_SAID: Final = {"restore": "unavailable.restore_unconfirmed", "salvage": "unavailable.salvage_unconfirmed"}
"""What is said of a copy that waits to be confirmed, by its kind."""


@dataclass(frozen=True, slots=True)
class Condition:
    """How the desk stands: how long ago the last proved backup was made (None: never), whether its people are invented.

    ``copy`` says of what kind a copy is that waits to be confirmed ('restore' or 'salvage'); it is empty for a desk that is none.
    ``came_by_older``: she came in by an older entry of the slots file than the log knows.
    ``turn_owed``: somebody left since the vault key was last turned.
    """

    backup_age: timedelta | None
    demonstration: bool
    copy: str = ""
    came_by_older: bool = False
    turn_owed: bool = False


@dataclass(frozen=True, slots=True)
class VaultTurnPlan:
    """What turning the vault key means: which key it will be, who stays (public key by id), whom to invite again (user name by id)."""

    generation: int
    stays: Mapping[str, str]
    again: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class DeskFacts:
    """Whose desk it is: agency and circle by their ids."""

    agency: str
    circle: str


@use_case(Action.LIST_CASES, recorded=False)
def read_desk(work: Work) -> DeskFacts:
    """Whose desk it is."""
    _, agency, circle, _ = work.store.desk()
    return DeskFacts(agency, circle)


@use_case(Action.CHANGE_DESK, Topic.LOG)
def change_desk(work: Work, agency: str, circle: str) -> str:
    """Say whose desk it is from now on; numbers given before stay what they are."""
    chosen(work.catalogue, "agency", "agency", agency)
    work.store.change_desk(agency, circle_id(work.catalogue, circle))
    return work.about(f"{agency}:{circle}")


@use_case(Action.VERIFY_DESK, recorded=False)
def read_condition(work: Work) -> Condition:
    """How the desk stands, for the head of the window."""
    proved_at = work.store.log.last("record_backup", PROVED)
    waits = work.store.log.unconfirmed()
    age = None if proved_at is None else work.clock.now() - proved_at
    copy, staff = str(waits[0]) if waits else "", work.store.staff
    return Condition(age, work.store.desk()[3], copy, staff.came_by_older(), staff.owes_vault_turn())


@use_case(Action.BACK_UP_DESK, Topic.LOG)
def record_backup(work: Work, digest: str, proved: bool) -> None:
    """Put a backup into the log: the SHA-256 of the vault in it, and whether it was proved."""
    work.about(f"{PROVED if proved else 'begun:'}{digest[:32]}")


@use_case(Action.VERIFY_DESK, Topic.LOG)
def record_verification(work: Work, findings: int) -> None:
    """Put into the log that the desk was verified and how many things were found wrong."""
    work.about(f"findings:{findings}")


@use_case(Action.TURN_VAULT, recorded=False)
def plan_vault_turn(work: Work) -> VaultTurnPlan:
    """What turning the vault key would mean now."""
    waits = work.store.log.unconfirmed()
    if waits is not None:
        raise Unavailable(COPY_SAID[waits[0]])
    members = work.store.staff.members()
    stays = {member.id: member.key or "" for member in members if member.standing == Standing.CERTIFIED}
    again = {member.id: member.user_name for member in members if member.standing in (Standing.INVITED, Standing.JOINED)}
    return VaultTurnPlan(work.store.staff.generation() + 1, stays, again)


@use_case(Action.TURN_VAULT, Topic.LOG)
def turn_vault(work: Work, generation: int, commitment: str, mark: str) -> None:
    """Say which vault key the file is under from now on; said in the copy under that key, never in the file it takes the place of."""
    work.about(f"generation:{generation}")
    work.store.log.state("turn_vault", generation, commitment, mark)


@use_case(Action.CONFIRM_RESTORE, Topic.LOG)
def confirm_restore(work: Work) -> None:
    """Say that this copy takes the desk's place; true once two have said it, a supervisor among them, or the only member there is."""
    said = work.store.log.unconfirmed()
    if said is None:
        raise Conflict("conflict.nothing_restored")
    work.about(said[0] if said[-1] > 1 else f"{said[0]} alone")
    work.store.log.state("restore", *said)
