"""How words read in an Urdu window: sentences from the right, numbers, codes and accounts inside them from the left."""

from __future__ import annotations

import re
import unicodedata

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

FROM_RIGHT, LEFT_INSIDE, BY_ITSELF, INSIDE_ENDS = "\u200f", "\u2066", "\u2068", "\u2069"
_NUMBER = re.compile(r"[+@]?\w*\d[\d\s./:\-]*[./:\-\s][\d\s./:\-]*\d|@[\w.]+", re.ASCII)
BETWEEN = " · "


def reading(words: str) -> str:
    """The same words; in a mirrored window with the marks that keep a phone number, a date or a leading code in its order."""
    if not is_mirrored() or BY_ITSELF in words:
        return words
    parts = [_NUMBER.sub(lambda found: f"{LEFT_INSIDE}{found.group()}{INSIDE_ENDS}", part) for part in words.split(BETWEEN)]
    marked = parts[0] if len(parts) == 1 else BETWEEN.join(f"{BY_ITSELF}{part}{INSIDE_ENDS}" for part in parts)
    ways = _ways(words)
    return FROM_RIGHT + marked if len(parts) > 1 or (ways[:1] == ["L"] and "AL" in ways) else marked


def apart(words: str) -> str:
    """Words of a record inside a sentence of the program, so that neither puts the other out of order."""
    return f"{BY_ITSELF}{words}{INSIDE_ENDS}" if is_mirrored() and words else words


def is_mirrored() -> bool:
    """Whether the window is read from the right."""
    return QGuiApplication.layoutDirection() == Qt.LayoutDirection.RightToLeft


def reads_from_left(words: str) -> bool:
    """Whether there is no letter in it that is read from the right."""
    return "AL" not in _ways(words)


def _ways(words: str) -> list[str]:
    return [way for letter in words if (way := unicodedata.bidirectional(letter)) in ("L", "AL")]
