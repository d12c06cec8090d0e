"""A printed card, read back by pypdf, which did not make it."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pypdf

from mdt.model.phrases import Phrase
from mdt.reports.layout import WIDTH
from mdt.reports.member_code import CARD, LEFT, PAD, TOP

AGENCY = Phrase("National Cyber Crime Investigation Agency", "نیشنل سائبر کرائم انویسٹی گیشن ایجنسی")
MULTAN, FAR = Phrase("Multan", "ملتان"), Phrase("Dera Ismail Khan", "ڈیرہ اسماعیل خان")
CODE, WIDEST_CODE = "WM3QK-7RTXC-WWMMW-9HQDF-P2WWM-K", "-".join(["WWWWW"] * 5 + ["W"])
WIDEST_NAME = "W" * 40


def one_page(printed: bytes) -> pypdf.PageObject:
    """The only page of a printed card."""
    read = pypdf.PdfReader(BytesIO(printed))
    assert len(read.pages) == 1
    return read.pages[0]


def plain(text: str) -> str:
    """Words without the spaces between them, which a reader guesses."""
    return "".join(text.split())


def assert_inside_the_card(printed: bytes) -> None:
    """No word begins outside the edge of the card."""
    places: list[tuple[float, float]] = []

    def meet(text: str, cm: Any, tm: Any, font: Any, size: float) -> None:
        if text.strip():
            places.append((tm[4], tm[5]))

    one_page(printed).extract_text(visitor_text=meet)
    assert len(places) > 10
    assert min(x for x, _ in places) >= LEFT + PAD - 1
    assert max(x for x, _ in places) < WIDTH - LEFT - PAD
    assert min(y for _, y in places) > TOP - CARD[1] + 4
    assert max(y for _, y in places) < TOP
