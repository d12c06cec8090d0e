"""The member code's card, read back by pypdf, which did not make it."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pypdf
import pytest

from mdt.catalogue.words import LANGUAGES, Words
from mdt.model.phrases import Phrase
from mdt.reports.layout import WIDTH
from mdt.reports.member_code import CARD, LEFT, PAD, SAYS, TOP, CodeCard, print_member_code

AGENCY = Phrase("National Cyber Crime Investigation Agency", "نیشنل سائبر کرائم انویسٹی گیشن ایجنسی")
USUAL = CodeCard("psychologist.2", AGENCY, Phrase("Multan", "ملتان"), "WM3QK-7RTXC-WWMMW-9HQDF-P2WWM-K")
WIDEST = CodeCard("W" * 40, AGENCY, Phrase("Dera Ismail Khan", "ڈیرہ اسماعیل خان"), "-".join(["WWWWW"] * 5 + ["W"]))


def sheet(card: CodeCard) -> pypdf.PdfReader:
    return pypdf.PdfReader(BytesIO(print_member_code(card)))


def plain(text: str) -> str:
    return "".join(text.split())


def test_one_sheet_says_whose_code_it_is_in_both_languages() -> None:
    read = sheet(USUAL)
    assert len(read.pages) == 1
    said = plain(read.pages[0].extract_text())
    for language in LANGUAGES:
        for text in (Words(language)("member_code.title"), AGENCY.inside(language), USUAL.circle.inside(language)):
            assert plain(text) in said, text
    for name in SAYS:
        assert plain(Words("en")(f"member_code.{name}")) in said
    assert said.count(USUAL.user_name) == 2


def test_the_code_stands_there_once_in_its_groups() -> None:
    said = sheet(USUAL).pages[0].extract_text()
    first, second = USUAL.code[:17], USUAL.code[18:]
    assert (said.count(first), said.count(second)) == (1, 1)
    assert said.index(first) < said.index(second)


@pytest.mark.parametrize("card", [USUAL, WIDEST], ids=["usual", "widest"])
def test_nothing_is_printed_over_the_edge_of_the_card(card: CodeCard) -> None:
    places: list[tuple[float, float]] = []

    def meet(text: str, cm: Any, tm: Any, font: Any, size: float) -> None:
        if text.strip():
            places.append((tm[4], tm[5]))

    sheet(card).pages[0].extract_text(visitor_text=meet)
    assert len(places) > 10
    assert min(x for x, _ in places) >= LEFT + PAD - 1
    assert max(x for x, _ in places) < WIDTH - LEFT - PAD
    assert min(y for _, y in places) > TOP - CARD[1] + 4
    assert max(y for _, y in places) < TOP


def test_the_file_says_nothing_about_anybody_beside_the_page() -> None:
    described = sheet(USUAL).metadata
    assert described is not None
    said = " ".join(str(value) for value in described.values())
    assert "psychologist" not in said
    assert USUAL.code[:5] not in said
    assert described.title == Words("en")("bundle.product")


def test_the_same_card_gives_the_same_bytes() -> None:
    assert print_member_code(USUAL) == print_member_code(USUAL)
    assert print_member_code(USUAL) != print_member_code(WIDEST)
