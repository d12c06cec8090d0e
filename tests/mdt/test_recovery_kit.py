"""The recovery kit's card, read back by pypdf, which did not make it."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pypdf
import pytest

from mdt.catalogue.words import LANGUAGES, Words
from mdt.model.kits import KitSet
from mdt.model.phrases import Phrase
from mdt.reports.layout import WIDTH
from mdt.reports.member_code import CARD, LEFT, PAD, SAYS, TOP
from mdt.reports.recovery_kit import KitCard, print_recovery_kit

AGENCY = Phrase("National Cyber Crime Investigation Agency", "نیشنل سائبر کرائم انویسٹی گیشن ایجنسی")
CODE = "WM3QK-7RTXC-WWMMW-9HQDF-P2WWM-K"
USUAL = KitCard(KitSet.CLINICAL, 2, "psychologist.2", AGENCY, Phrase("Multan", "ملتان"), CODE)
WIDEST = KitCard(KitSet.OPERATIONAL, 3, "W" * 40, AGENCY, Phrase("Dera Ismail Khan", "ڈیرہ اسماعیل خان"), "-".join(["WWWWW"] * 5 + ["W"]))


def sheet(card: KitCard) -> pypdf.PdfReader:
    return pypdf.PdfReader(BytesIO(print_recovery_kit(card)))


def plain(text: str) -> str:
    return "".join(text.split())


def test_one_sheet_says_which_kit_it_is_and_whose_in_both_languages() -> None:
    read = sheet(USUAL)
    assert len(read.pages) == 1
    said = plain(read.pages[0].extract_text())
    for language in LANGUAGES:
        say = Words(language)
        for text in (say("recovery_kit.title"), AGENCY.inside(language), USUAL.circle.inside(language)):
            assert plain(text) in said, text
    assert plain(Words("en")("recovery_kit.set", kind=Words("en")("kit.clinical"), number=2)) in said
    for name in SAYS:
        assert plain(Words("en")(f"recovery_kit.{name}")) in said
    assert said.count(USUAL.user_name) == 2


def test_the_code_stands_there_once_in_its_groups() -> None:
    said = sheet(USUAL).pages[0].extract_text()
    assert (said.count(CODE[:17]), said.count(CODE[18:])) == (1, 1)


def test_the_same_kit_gives_the_same_bytes() -> None:
    assert print_recovery_kit(USUAL) == print_recovery_kit(USUAL)


@pytest.mark.parametrize("card", [USUAL, WIDEST], ids=["usual", "widest"])
def test_nothing_is_printed_over_the_edge_of_the_card(card: KitCard) -> None:
    places: list[tuple[float, float]] = []

    def meet(text: str, cm: Any, tm: Any, font: Any, size: float) -> None:
        if text.strip():
            places.append((tm[4], tm[5]))

    sheet(card).pages[0].extract_text(visitor_text=meet)
    assert len(places) > 10
    assert min(x for x, _ in places) >= LEFT + PAD - 1
    assert max(x for x, _ in places) < WIDTH - LEFT - PAD
    assert min(y for _, y in places) > TOP - CARD[1] + 4
