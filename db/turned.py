"""What the log says of keys that were replaced: a case's and the vault's own."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Turn:
    """A case's key was replaced: from which place on, as which epoch, and what binds it."""

    place: int
    epoch: int
    commitment: str


@dataclass(frozen=True, slots=True)
class VaultTurn:
    """The vault key was replaced: from which place on, what binds the new one, and what marks of the old one are checked with."""

    place: int
    commitment: str
    mark: bytes
