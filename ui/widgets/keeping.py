"""Files that leave the desk because somebody said where to: whole or not at all, readable by their owner alone."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from mdt.errors import Unavailable


def keep(path: Path, content: bytes) -> None:
    """Write a file in one step, in place of one that was there; Unavailable where it cannot be, and then nothing is left behind."""
    beside = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        with open(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as opened:
            opened.write(content)
        os.replace(beside, path)
    except OSError as fault:
        beside.unlink(missing_ok=True)
        raise Unavailable("unavailable.cannot_write") from fault
