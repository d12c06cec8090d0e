"""The look: tokens of one file, filled into one style sheet; fonts that draw Urdu."""

from __future__ import annotations

import tomllib
from functools import cache
from string import Template

from PySide6.QtCore import QByteArray, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication

from resources import data, text

THEMES = ("light", "dark")
FACES = ("NotoSans-Regular.ttf", "NotoSans-Bold.ttf", "NotoSansArabic-Regular.ttf", "NotoSansArabic-Bold.ttf")
FAMILIES = ("Noto Sans", "Noto Sans Arabic")
TALLER = 'QPushButton, QPushButton[kind="pill"], QPushButton[kind="bar"] { min-height: 28px; }'
"""Urdu needs more height, and a button is never pressed flatter than its words."""


@cache
def tokens(theme: str) -> dict[str, str]:
    """The colours of a theme by name."""
    return {str(name): str(colour) for name, colour in tomllib.loads(text("style/tokens.toml"))[theme].items()}


def shown_theme() -> str:
    """The theme the program is dressed in."""
    app = QApplication.instance()
    return str(app.property("theme") or THEMES[0]) if app else THEMES[0]


def style_sheet(theme: str) -> str:
    """The style sheet of a theme."""
    return Template(text("style/desk.qss")).substitute(tokens(theme))


def dress(app: QApplication, theme: str) -> None:
    """Give the whole program its fonts, palette and style sheet."""
    app.setProperty("theme", theme)
    app.setStyle("Fusion")
    _load_faces()
    font = QFont()
    font.setFamilies(FAMILIES)
    font.setPixelSize(13)
    app.setFont(font)
    colours = tokens(theme)
    palette = QPalette()
    for part, name in (("Window", "bg"), ("Base", "card"), ("WindowText", "ink"), ("Text", "ink"), ("ButtonText", "ink")):
        palette.setColor(QPalette.ColorRole[part], QColor(colours[name]))
    palette.setColor(QPalette.ColorRole.PlaceholderText, QColor(colours["faint"]))
    palette.setColor(QPalette.ColorRole.Highlight, QColor(colours["accent_bg"]))
    palette.setColor(QPalette.ColorRole.HighlightedText, QColor(colours["ink"]))
    app.setPalette(palette)
    mirrored = app.layoutDirection() == Qt.LayoutDirection.RightToLeft
    app.setStyleSheet(style_sheet(theme) + (TALLER if mirrored else ""))


def _load_faces() -> None:
    known = set(QFontDatabase.families())
    if not set(FAMILIES) <= known:
        for face in FACES:
            QFontDatabase.addApplicationFontFromData(QByteArray(data(f"fonts/{face}")))
