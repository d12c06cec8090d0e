"""How words read in an Urdu window: sentences from the right, numbers, codes and accounts inside them from the left."""

from __future__ import annotations

import re
import unicodedata

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

FROM_RIGHT, LEFT_INSIDE, INSIDE_ENDS = "\u200f", "\u2066", "\u2069"
_NUMBER = re.compile(r"[+@]?\w*\d[\d\s./:\-]*[./:\-\s][\d\s./:\-]*\d|@[\w.]+", re.ASCII)


def reading(words: str) -> str:
    """The same words; in a mirrored window with the marks that keep a phone number, a date or a leading code in its order."""
    if QGuiApplication.layoutDirection() != Qt.LayoutDirection.RightToLeft:
        return words
    marked = _NUMBER.sub(lambda found: f"{LEFT_INSIDE}{found.group()}{INSIDE_ENDS}", words)
    ways = [way for letter in words if (way := unicodedata.bidirectional(letter)) in ("L", "AL")]
    return FROM_RIGHT + marked if ways[:1] == ["L"] and "AL" in ways else marked
