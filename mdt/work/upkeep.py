"""Looking after the desk: that it was verified or backed up is itself part of its log."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from mdt.errors import Conflict
from mdt.policy.actions import Action
from mdt.work.desk import Topic, Work, use_case
from mdt.work.forms import chosen, circle_id

PROVED = "proved:"


@dataclass(frozen=True, slots=True)
class Condition:
    """How the desk stands: how long ago the last proved backup was made (None: never), and whether its people are invented."""

    backup_age: timedelta | None
    demonstration: bool


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
    return Condition(None if proved_at is None else work.clock.now() - proved_at, work.store.desk()[3])


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
    """Say that the backup which was restored here takes the desk's place; true once two have said it, a supervisor among them."""
    said = work.store.log.unconfirmed()
    if said is None:
        raise Conflict("conflict.nothing_restored")
    work.store.log.state("restore", *said)
