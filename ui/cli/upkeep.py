"""Backing up and verifying an open desk, with their entries in the log; the same for the command line and the window."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from db.backup import Proof, back_up
from db.compare import Finding
from db.vault import OpenVault
from db.verify import verify
from db.ways import KITS
from mdt.work.desk import Desk
from mdt.work.upkeep import record_backup, record_verification


def backed_up(desk: Desk, vault: OpenVault, target: Path, now: datetime) -> Proof:
    """Write a backup, prove it, and put both into the log."""
    desk.do(record_backup, None, "", False)
    proof = back_up(vault, target, now)
    desk.do(record_backup, None, proof.digest, not proof.findings)
    return proof


def verified(desk: Desk, vault: OpenVault, now: datetime, *, full: bool = False) -> tuple[Finding, ...]:
    """Check the whole desk, remember a log that is good up to here, and put into the log how many things were found wrong."""
    findings = verify(vault.folder, vault.key, vault.heads, now, full=full)
    if all(finding.what in KITS for finding in findings):
        vault.checked()
    desk.do(record_verification, None, len(findings))
    return findings
