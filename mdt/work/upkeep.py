"""Looking after the desk: that it was verified or backed up is itself part of its log."""

from __future__ import annotations

from mdt.policy.actions import Action
from mdt.work.desk import Topic, Work, use_case


@use_case(Action.BACK_UP_DESK, Topic.LOG)
def record_backup(work: Work, digest: str, proved: bool) -> None:
    """Put a backup into the log: the SHA-256 of the vault in it, and whether it was proved."""
    work.about(f"{'proved' if proved else 'begun'}:{digest[:32]}")


@use_case(Action.VERIFY_DESK, Topic.LOG)
def record_verification(work: Work, findings: int) -> None:
    """Put into the log that the desk was verified and how many things were found wrong."""
    work.about(f"findings:{findings}")
