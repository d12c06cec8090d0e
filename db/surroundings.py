"""What the world outside the vault gives: time, a way to stretch passwords, the workstation's keyring."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from db.stretching import Kdf
from db.workstation import Workstation

if TYPE_CHECKING:
    from db.heads import Heads
    from mdt.work.ports import Clock


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Given by the composition root; tests give their own."""

    clock: Clock
    kdf: Kdf
    workstation: Workstation
    heads: Path | None = None

    def kept_heads(self) -> Heads:
        """Where the newest places of logs are kept; nowhere where no folder was given."""
        from db.heads import Heads  # the sign-in window must not wait for what reads a log

        return Heads(self.heads)
