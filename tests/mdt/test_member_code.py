"""The member code's card, read back by pypdf, which did not make it."""

from __future__ import annotations

from io import BytesIO

import pypdf
import pytest

from mdt.catalogue.words import LANGUAGES, Words
from mdt.reports.member_code import SAYS, CodeCard, print_member_code
from tests.mdt.sheet import AGENCY, CODE, FAR, MULTAN, WIDEST_CODE, WIDEST_NAME, assert_inside_the_card, one_page, plain

USUAL = CodeCard("psychologist.2", AGENCY, MULTAN, CODE)
WIDEST = CodeCard(WIDEST_NAME, AGENCY, FAR, WIDEST_CODE)


def test_one_sheet_says_whose_code_it_is_in_both_languages() -> None:
    said = plain(one_page(print_member_code(USUAL)).extract_text())
    for language in LANGUAGES:
        for text in (Words(language)("member_code.title"), AGENCY.inside(language), USUAL.circle.inside(language)):
            assert plain(text) in said, text
    for name in SAYS:
        assert plain(Words("en")(f"member_code.{name}")) in said
    assert said.count(USUAL.user_name) == 2


def test_the_code_stands_there_once_in_its_groups() -> None:
    said = one_page(print_member_code(USUAL)).extract_text()
    first, second = USUAL.code[:17], USUAL.code[18:]
    assert (said.count(first), said.count(second)) == (1, 1)
    assert said.index(first) < said.index(second)


@pytest.mark.parametrize("card", [USUAL, WIDEST], ids=["usual", "widest"])
def test_nothing_is_printed_over_the_edge_of_the_card(card: CodeCard) -> None:
    assert_inside_the_card(print_member_code(card))


def test_the_file_says_nothing_about_anybody_beside_the_page() -> None:
    described = pypdf.PdfReader(BytesIO(print_member_code(USUAL))).metadata
    assert described is not None
    said = " ".join(str(value) for value in described.values())
    assert "psychologist" not in said
    assert USUAL.code[:5] not in said
    assert described.title == Words("en")("bundle.product")


def test_the_same_card_gives_the_same_bytes() -> None:
    assert print_member_code(USUAL) == print_member_code(USUAL)
    assert print_member_code(USUAL) != print_member_code(WIDEST)
