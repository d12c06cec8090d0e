"""Backing up and verifying an open desk, with their entries in the log; the same for the command line and the window."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from db.backup import Proof, back_up
from db.compare import Finding
from db.turning import Tell, Turn, turn
from db.vault import OpenVault
from db.verify import verify
from db.ways import KITS
from mdt.work.desk import Desk, Tools
from mdt.work.upkeep import VaultTurnPlan, plan_vault_turn, record_backup, record_verification, turn_vault


def backed_up(desk: Desk, vault: OpenVault, target: Path, now: datetime) -> Proof:
    """Write a backup, prove it, and put both into the log."""
    desk.do(record_backup, None, "", False)
    proof = back_up(vault, target, now)
    desk.do(record_backup, None, proof.digest, not proof.findings)
    return proof


def turned(desk: Desk, vault: OpenVault, tools: Tools, tell: Tell) -> VaultTurnPlan:
    """Put the vault under a fresh key and go on in it; what was planned is what was done."""
    plan = desk.do(plan_vault_turn)

    def state(twin: OpenVault, commitment: str, mark: str) -> None:
        Desk(twin.member, twin, tools).do(turn_vault, None, plan.generation, commitment, mark)

    turn(vault, Turn(plan.generation, plan.stays, plan.again), state, tell)
    return plan


def verified(desk: Desk, vault: OpenVault, now: datetime, *, full: bool = False) -> tuple[Finding, ...]:
    """Check the whole desk, remember a log that is good up to here, and put into the log how many things were found wrong."""
    findings = verify(vault.folder, vault.key, vault.heads, now, full=full)
    if all(finding.what in KITS for finding in findings):
        vault.checked()
    desk.do(record_verification, None, len(findings))
    return findings
