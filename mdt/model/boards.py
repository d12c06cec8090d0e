"""Ways to look at the due list, by the names the command line knows too."""

from __future__ import annotations

from typing import Final

VIEWS: Final = ("mine", "team", "missing_owner", "silent", "escalated")
"""Hers, her cases', what nobody owns, people nobody told anything, what was taken up."""
