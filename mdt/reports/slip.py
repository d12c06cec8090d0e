"""A neutral slip: a code and a day. No agency, no case, no word that tells anybody who finds it what it is (domain 10.1)."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from reportlab.pdfgen.canvas import Canvas

from mdt.policy.outward import Cleared, Kind, outward_maker
from mdt.reports.layout import HEIGHT, INK, SOFT, WIDTH
from mdt.reports.text import Style, draw_line, quoted, set_text

_LABEL, _FACT = Style(size=11, leading=16, color=SOFT), Style(size=24, leading=34, bold=True, color=INK)
_MARGIN, _TOP, _GAP = 72.0, HEIGHT - 110.0, 10.0


@outward_maker(Kind.SLIP)
def print_slip(slip: Cleared, language: str) -> bytes:
    """``slip`` as a PDF of one sheet, whose own facts name nobody; the same slip always gives the same bytes."""
    out = BytesIO()
    canvas: Any = Canvas(out, pagesize=(WIDTH, HEIGHT), invariant=1, pageCompression=1)
    for setting in (canvas.setTitle, canvas.setCreator, canvas.setProducer, canvas.setAuthor, canvas.setSubject, canvas.setKeywords):
        setting("")
    top = _TOP
    for line in slip.paper.lines:
        top = _put(canvas, quoted(line.text), _FACT, _put(canvas, line.label, _LABEL, top, language), language) - _GAP
    canvas.showPage()
    canvas.save()
    return out.getvalue()


def _put(canvas: Any, text: str, style: Style, top: float, language: str) -> float:
    """A text from the side where reading starts; where it ends."""
    right = language == "ur"
    for line in set_text(text, WIDTH - 2 * _MARGIN, style, right):
        top -= style.leading
        draw_line(canvas, line, WIDTH - _MARGIN - line.width if right else _MARGIN, top)
    return top
