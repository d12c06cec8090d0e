"""The fixtures of the screen."""

from __future__ import annotations

from tests.ui.acts import acted_template
from tests.ui.commanded import command
from tests.ui.holding import interview, page
from tests.ui.invented import demo
from tests.ui.screen import begin, screen

__all__ = ["acted_template", "begin", "command", "demo", "interview", "page", "screen"]
