"""Recovery kits: one set for each kind of matter; any two of the three sheets of a set open it."""

from __future__ import annotations

from enum import StrEnum

NUMBERS = (1, 2, 3)
PAIRS = ((1, 2), (1, 3), (2, 3))


class KitSet(StrEnum):
    """Whose slots a set helps to open: everybody's, and moreover those of whoever holds clinical, welfare or legal keys."""

    OPERATIONAL = "operational"
    CLINICAL = "clinical"
    WELFARE = "welfare"
    LEGAL = "legal"
