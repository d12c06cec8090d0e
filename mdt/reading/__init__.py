"""Reads files that somebody sent: tips and hash lists, told apart by their content; ``mdt.reading.apart`` does it in a bound process."""

from __future__ import annotations

from typing import Final

WORD: Final = "--read-apart"
"""What a packed program is started with to read, since it has no Python beside it."""
