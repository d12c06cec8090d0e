"""The fixtures of the screen."""

from __future__ import annotations

from tests.ui.acts import acted_template
from tests.ui.holding import interview, page
from tests.ui.invented import demo
from tests.ui.screen import begin, screen

__all__ = ["acted_template", "begin", "demo", "interview", "page", "screen"]
