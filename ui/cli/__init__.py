"""The command line and the composition root: the only place that knows both the screen's side and the vault's."""

from __future__ import annotations


def main() -> int:
    """Entry point."""
    return 0
