"""Disks that fail at operation n and full disks: nothing acknowledged is lost, nothing halved (bench/ioerrors.py tries every n)."""

from __future__ import annotations

import sys

import pytest

from bench.flows import FLOWS
from tests.db.shimmed import run

pytestmark = [pytest.mark.skipif(sys.platform != "linux", reason="a preloaded library"), pytest.mark.timeout(300)]
SAID = {"done", "unavailable.disk_fault", "unavailable.disk_full", "unavailable.damaged", "unavailable.read_only"}
OF_BACKUPS = {"unavailable.backup_unproved", "unavailable.backup_damaged", "unavailable.turn_unproved"}


def test_an_io_error_at_any_operation_loses_and_halves_nothing() -> None:
    done, tallies = run("bench.ioerrors", "2", timeout=290)
    assert done.returncode == 0, done.stdout + done.stderr
    assert {(tally["act"], tally["fault"]) for tally in tallies} == {(flow, fault) for flow in FLOWS for fault in ("once", "sticky")}
    for tally in tallies:
        assert tally["wrong"] == {}, tally
        assert set(tally["ended"]) <= SAID | OF_BACKUPS
        assert tally["operations"] > 20
        assert tally["trials"] == 2
    assert sum(tally["ended"].get("unavailable.disk_fault", 0) for tally in tallies) > 8, "the errors must be felt"


def test_twenty_full_disks_lose_and_halve_nothing() -> None:
    """20 over save, migrate, backup and restore, and 5 vaults that may not grow; room again, and all goes on."""
    done, tallies = run("bench.ioerrors", "full", "5", "save", "migrate", "back up", "restore", timeout=290)
    assert done.returncode == 0, done.stdout + done.stderr
    assert sum(tally["trials"] for tally in tallies) == 25
    for tally in tallies:
        assert tally["wrong"] == {}, tally
        assert set(tally["ended"]) <= {"done", "unavailable.disk_full", "unavailable.disk_fault"} | OF_BACKUPS
        assert tally["ended"]["unavailable.disk_full"] > 0, "the disk must be felt to be full"
