"""How much a file may hold before it is refused, in one place; the process that reads is bound by the same figures from outside."""

from __future__ import annotations

from typing import Final

from mdt.model.hash_lists import RECORDS as RECORDS

MIB: Final = 1024 * 1024
HEAD: Final = 64 * 1024
"""So many bytes tell what a file is."""
TIP_BYTES: Final = 8 * MIB
"""A tip is read whole; one of NCMEC's has some kilobytes."""
LIST_BYTES: Final = 512 * MIB
"""A hash list is read as it comes, record after record."""
DEPTH: Final = 64
LEAVES: Final = 100_000
"""Texts in one file; the largest tips have some thousands of addresses."""
TIPS: Final = 2_000
RECORD_LETTERS: Final = MIB
"""One record of a hash list."""
LINE_LETTERS: Final = MIB
MEMORY: Final = 1536 * MIB
"""Address space of the process that reads."""
ANSWER: Final = 128 * MIB
"""What it may answer."""
SECONDS: Final = 120
