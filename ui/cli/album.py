"""Pictures of windows as files, and which of them did not fit the screen they were taken for."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QWidget


@dataclass(frozen=True, slots=True)
class Pictures:
    """What is wanted: where to, how large in dots, in which language and themes, and how much enlarged."""

    folder: Path
    size: tuple[int, int]
    language: str
    themes: tuple[str, ...]
    scale: int = 1


class Album:
    """The pictures taken, and those of pages that were larger than the screen."""

    def __init__(self, wanted: Pictures) -> None:
        self.wanted = wanted
        self.taken: list[str] = []
        self.cut: dict[str, tuple[int, int]] = {}

    def room(self) -> tuple[int, int]:
        """The size of the window in logical dots: what a screen of this many dots has room for."""
        width, height = self.wanted.size
        return width // self.wanted.scale, height // self.wanted.scale

    def take(self, window: QWidget, name: str, theme: str) -> None:
        """One picture: as much of the window as the screen shows, from the corner where reading starts."""
        width, height = self.room()
        left = window.width() - width if window.layoutDirection() == Qt.LayoutDirection.RightToLeft else 0
        parts = [name, self.wanted.language, theme, *(["200"] if self.wanted.scale == 2 else [])]
        called = "-".join(parts)
        window.grab(QRect(left, 0, width, height)).save(str(self.wanted.folder / f"{called}.png"))
        self.taken.append(called)
        if window.width() > width or window.height() > height:
            self.cut[called] = (window.width() * self.wanted.scale, window.height() * self.wanted.scale)
