"""Looking after the desk: that it was verified or backed up is itself part of its log."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from mdt.errors import Conflict
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
    """

    backup_age: timedelta | None
    demonstration: bool
    copy: str = ""
    came_by_older: bool = False


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
    return Condition(age, work.store.desk()[3], str(waits[0]) if waits else "", work.store.staff.came_by_older())


@use_case(Action.BACK_UP_DESK, Topic.LOG)
def record_backup(work: Work, digest: str, proved: bool) -> None:
    """Put a backup into the log: the SHA-256 of the vault in it, and whether it was proved."""
    work.about(f"{PROVED if proved else 'begun:'}{digest[:32]}")


@use_case(Action.VERIFY_DESK, Topic.LOG)
def record_verification(work: Work, findings: int) -> None:
    """Put into the log that the desk was verified and how many things were found wrong."""
    work.about(f"findings:{findings}")


@use_case(Action.CONFIRM_RESTORE, Topic.LOG)
def confirm_restore(work: Work) -> None:
    """Say that this copy takes the desk's place; true once two have said it, a supervisor among them, or the only member there is."""
    said = work.store.log.unconfirmed()
    if said is None:
        raise Conflict("conflict.nothing_restored")
    work.about(said[0] if said[-1] > 1 else f"{said[0]} alone")
    work.store.log.state("restore", *said)
