"""The member code, and an invitation, on paper: one card in both languages, to be cut out of a sheet and put away."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from io import BytesIO
from typing import Any

from reportlab.pdfgen.canvas import Canvas

from mdt.catalogue.words import LANGUAGES, Words
from mdt.model.phrases import Phrase
from mdt.reports.layout import ACCENT_BG, HEIGHT, INK, SOFT, WIDTH
from mdt.reports.text import Line, Style, code, draw_line, set_text

CARD = (419.53, 297.64)
"""An A6 card lying on its side, in points."""
LEFT, TOP = (WIDTH - CARD[0]) / 2, HEIGHT - 96.0
PAD, BETWEEN = 20.0, 22.0
INNER = CARD[0] - 2 * PAD
HALF = (INNER - BETWEEN) / 2
MARK, OFF = 16.0, 5.0
TITLE = Style(size=15, leading=21, bold=True)
SOFT_LINE = Style(size=8.5, leading=13, color=SOFT)
FACT, LONG_FACT = Style(size=10, leading=15, bold=True), Style(size=8, leading=11, bold=True)
_CODE = Style(size=19, leading=24, bold=True, color=INK)
_BODY = Style(size=8.5, leading=12.4)
LONG_NAME = 18
SAYS = ("what", "keep", "lost")


@dataclass(frozen=True, slots=True)
class CodeCard:
    """What stands on a card: the user name, whose desk it is, and the code in its groups."""

    user_name: str
    agency: Phrase
    circle: Phrase
    code: str


def print_member_code(card: CodeCard) -> bytes:
    """``card`` as a PDF of one sheet with cut marks; the same card always gives the same bytes."""
    return print_card(partial(_head, card, "member_code"), card.code, "member_code")


def print_invitation(card: CodeCard) -> bytes:
    """The same card for somebody who is invited, with what is to be done at the first sign-in."""
    return print_card(partial(_head, card, "invitation"), card.code, "invitation")


def print_card(head: Callable[[str], list[tuple[str, Style]]], text: str, says: str) -> bytes:
    """A card with a head in each language, a code, and what is said about it under ``says``, on one sheet with cut marks."""
    out = BytesIO()
    canvas = _canvas(out)
    _cut_marks(canvas)
    top = min(_put_all(canvas, head(language), TOP - PAD, language) for language in LANGUAGES)
    top = _put_code(canvas, text, top - 8.0)
    for language in LANGUAGES:
        _put_all(canvas, [(Words(language)(f"{says}.{name}"), _BODY) for name in SAYS], top - 10.0, language, 3.0)
    canvas.showPage()
    canvas.save()
    return out.getvalue()


def _canvas(out: BytesIO) -> Any:
    canvas: Any = Canvas(out, pagesize=(WIDTH, HEIGHT), invariant=1, pageCompression=1)
    product = Words("en")("bundle.product")
    # Whatever is not set here ReportLab fills with words of its own.
    for setting in (canvas.setTitle, canvas.setCreator, canvas.setProducer):
        setting(product)
    for setting in (canvas.setAuthor, canvas.setSubject, canvas.setKeywords):
        setting("")
    return canvas


def _cut_marks(canvas: Any) -> None:
    canvas.setStrokeColor(SOFT)
    canvas.setLineWidth(0.4)
    for x, out in ((LEFT, -1), (LEFT + CARD[0], 1)):
        for y, up in ((TOP, 1), (TOP - CARD[1], -1)):
            canvas.line(x + out * OFF, y, x + out * (OFF + MARK), y)
            canvas.line(x, y + up * OFF, x, y + up * (OFF + MARK))


def _head(card: CodeCard, kind: str, language: str) -> list[tuple[str, Style]]:
    say = Words(language)
    return [
        (say(f"{kind}.title"), TITLE),
        (card.agency.inside(language), SOFT_LINE),
        (say("member_code.circle", circle=card.circle.inside(language)), SOFT_LINE),
        (say("member_code.user", user=code(card.user_name)), FACT if len(card.user_name) <= LONG_NAME else LONG_FACT),
    ]


def _put_all(canvas: Any, texts: list[tuple[str, Style]], top: float, language: str, between: float = 0.0) -> float:
    """Texts below each other in the card's left half in English, in its right half in Urdu; where they end."""
    right = language == "ur"
    for text, style in texts:
        for line in set_text(text, HALF, style, right):
            _draw(canvas, line, LEFT + CARD[0] - PAD - line.width if right else LEFT + PAD, top)
            top -= line.style.leading
        top -= between
    return top


def _put_code(canvas: Any, text: str, top: float) -> float:
    """The code in two lines of three groups, on a label across the card; where it ends."""
    groups = text.split("-")
    lines = [set_text(code("-".join(part)), INNER, _CODE, False)[0] for part in (groups[:3], groups[3:]) if part]
    height = sum(line.style.leading for line in lines) + 8.0
    canvas.setFillColor(ACCENT_BG)
    canvas.roundRect(LEFT + PAD, top - height, INNER, height, 6, stroke=0, fill=1)
    for at, line in enumerate(lines):
        _draw(canvas, line, LEFT + (CARD[0] - line.width) / 2, top - 4.0 - at * line.style.leading)
    return top - height


def _draw(canvas: Any, line: Line, x: float, top: float) -> None:
    draw_line(canvas, line, x, top - line.style.leading * 0.5 - line.style.size * 0.36)
