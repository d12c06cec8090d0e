"""The recovery kit's card, read back by pypdf, which did not make it."""

from __future__ import annotations

import pytest

from mdt.catalogue.words import LANGUAGES, Words
from mdt.model.kits import KitSet
from mdt.reports.member_code import SAYS
from mdt.reports.recovery_kit import KitCard, print_recovery_kit
from tests.mdt.sheet import AGENCY, CODE, FAR, MULTAN, WIDEST_CODE, WIDEST_NAME, assert_inside_the_card, one_page, plain

USUAL = KitCard(KitSet.CLINICAL, 2, "psychologist.2", AGENCY, MULTAN, CODE)
WIDEST = KitCard(KitSet.OPERATIONAL, 3, WIDEST_NAME, AGENCY, FAR, WIDEST_CODE)


def test_one_sheet_says_which_kit_it_is_and_whose_in_both_languages() -> None:
    said = plain(one_page(print_recovery_kit(USUAL)).extract_text())
    for language in LANGUAGES:
        say = Words(language)
        for text in (say("recovery_kit.title"), AGENCY.inside(language), USUAL.circle.inside(language)):
            assert plain(text) in said, text
    assert plain(Words("en")("recovery_kit.set", kind=Words("en")("kit.clinical"), number=2)) in said
    for name in SAYS:
        assert plain(Words("en")(f"recovery_kit.{name}")) in said
    assert said.count(USUAL.user_name) == 2


def test_the_code_stands_there_once_in_its_groups() -> None:
    said = one_page(print_recovery_kit(USUAL)).extract_text()
    assert (said.count(CODE[:17]), said.count(CODE[18:])) == (1, 1)


def test_the_same_kit_gives_the_same_bytes() -> None:
    assert print_recovery_kit(USUAL) == print_recovery_kit(USUAL)


@pytest.mark.parametrize("card", [USUAL, WIDEST], ids=["usual", "widest"])
def test_nothing_is_printed_over_the_edge_of_the_card(card: KitCard) -> None:
    assert_inside_the_card(print_recovery_kit(card))
