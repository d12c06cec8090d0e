"""The fixtures of the screen."""

from __future__ import annotations

from tests.ui.invented import demo
from tests.ui.screen import begin, screen

__all__ = ["begin", "demo", "screen"]
