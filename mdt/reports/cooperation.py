"""How platforms answered, as a table for a regulator or Parliament: counts and days, no case, no person (product X14)."""

from __future__ import annotations

import csv
import io
from typing import Final

from mdt.model.cells import harmless
from mdt.policy.outward import Cleared, Kind, outward_maker

BETWEEN: Final = "\t"
"""What parts the cells of a line of figures."""


@outward_maker(Kind.FIGURES)
def write_cooperation(table: Cleared, language: str) -> bytes:
    """The lines of the table as CSV, in UTF-8 with a mark in front so that spreadsheets read Urdu; no cell is taken for a formula."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    for line in table.paper.lines:
        writer.writerow(harmless(cell) for cell in line.text.split(BETWEEN))
    return out.getvalue().encode("utf-8-sig")
