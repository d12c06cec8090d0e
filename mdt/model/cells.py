"""Cells of tables that others open in a spreadsheet."""

from __future__ import annotations

from typing import Final

FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
"""What a spreadsheet takes for the beginning of a formula."""


def is_formula(cell: str) -> bool:
    """Whether a spreadsheet would compute a cell instead of showing it."""
    return cell.lstrip().startswith(FORMULA) or cell.startswith(FORMULA)


def harmless(cell: str) -> str:
    """A cell that no spreadsheet runs: what begins like a formula gets an apostrophe in front."""
    return f"'{cell}" if is_formula(cell) else cell
