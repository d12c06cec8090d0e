"""Fixtures of journeys in a real window."""

from __future__ import annotations

from tests.journeys.office import office
from tests.ui.screen import begin, screen

__all__ = ["begin", "office", "screen"]
