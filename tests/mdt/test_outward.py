"""The guard of outward papers: nothing protected in any spelling, nobody by a way that is not hers, no word of the case to a person."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from mdt.catalogue.faults import CatalogueFault
from mdt.catalogue.outgoing import case_words, read_case_words
from mdt.errors import Refused
from mdt.policy.outward import (
    MAKERS,
    Agreed,
    Channel,
    Cleared,
    Kind,
    Line,
    Maker,
    Paper,
    Protection,
    Reach,
    Recipient,
    Secret,
    cleared,
    objections,
    outward_maker,
    same_number,
)

DAY = date(2026, 11, 20)
SAFE = "0300 9998887"
SECRETS = (
    Secret(item="V1.name", kind="name", text="Gulnaz Testbibi"),
    Secret(item="V1.other_names", kind="other_names", text="Guddi; گلناز"),
    Secret(item="V1.phone", kind="phone", text="0300 1112223"),
    Secret(item="V1.cnic", kind="cnic", text="36302-1112223-4"),
    Secret(item="V1.address", kind="address", text="House 1, Invented Street"),
    Secret(item="V1.neutral_line", kind="neutral_line", text="Your library book has come"),
    Secret(item="V1.code_word", kind="code_word", text="lantern"),
)
REACH = Reach(party="V1", channels=frozenset({Channel.SMS, Channel.HAND, Channel.POST}), numbers=(SAFE, "House 1, Invented Street"))
CONSENT = Agreed(purpose="C6", recipient="ncrc", items=frozenset({"V1.name", "V1.phone"}))
PROTECTION = Protection(
    secrets=SECRETS, case_words=("willow-41", "4021/2026"), consents=(CONSENT,), reaches=(REACH,), blocked=("03005554443",)
)


def letter(*texts: str, **changes: Any) -> Paper:
    fields: dict[str, Any] = {
        "kind": Kind.LETTER,
        "to": Recipient.AGENCY,
        "recipient": "ncrc",
        "purpose": "C6",
        "channel": Channel.HAND,
        "on": DAY,
        "lines": tuple(Line(text=text) for text in texts),
    }
    return Paper(**{**fields, **changes})


def slip(*texts: str, **changes: Any) -> Paper:
    to_her = {"kind": Kind.SLIP, "to": Recipient.PERSON, "recipient": "V1", "purpose": "update", "channel": Channel.SMS, "number": SAFE}
    return letter(*texts, **{**to_her, **changes})


def keys(paper: Paper, protection: Protection = PROTECTION) -> list[str]:
    return [why.key for why in objections(paper, protection)]


def test_a_plain_letter_passes() -> None:
    paper = letter("Please keep the records of the account below.", "https://www.instagram.com/invented.gamer", "Our ref. 12/2026")
    assert cleared(paper, PROTECTION).paper is paper


@pytest.mark.parametrize(
    ("text", "item"),
    [
        ("Gulnaz", "V1.name"),
        ("GULNAZ TESTBIBI", "V1.name"),
        ("گلناز", "V1.name"),
        ("G u l n a z", "V1.name"),
        ("Gulnaaz", "V1.name"),
        ("mailto:x.gulnaz@example.org", "V1.name"),
        ("testbibi99", "V1.name"),
        ("Gul\u200bnaz", "V1.name"),
        ("Guln\u0430z", "V1.name"),
        ("guddi", "V1.other_names"),
        ("03001112223", "V1.phone"),
        ("+92-300-111-2223", "V1.phone"),
        ("۰۳۰۰ ۱۱۱ ۲۲۲۳", "V1.phone"),
        ("0092 (300) 1 11 22 23", "V1.phone"),
        ("3630211122234", "V1.cnic"),
        ("۳۶۳۰۲-۱۱۱۲۲۲۳-۴", "V1.cnic"),
        ("at Invented  street no. 1", "V1.address"),
        ("your LIBRARY book waits", "V1.neutral_line"),
        ("Lanterns", "V1.code_word"),
    ],
)
def test_a_protected_value_never_passes(text: str, item: str) -> None:
    found = [why for why in objections(letter("To whom it may concern.", text), PROTECTION) if why.key == "refused.outward_protected"]
    assert item in {str(why.gaps["item"]) for why in found}


def test_a_value_cut_over_two_lines_is_found() -> None:
    assert "refused.outward_protected" in keys(letter("0300 111", "2223"))


def test_a_word_of_the_template_tells_nothing_but_the_same_word_once_more_does() -> None:
    said = "A lantern festival is held."
    template = Line(text=said, known=said)
    assert keys(letter(lines=(template,))) == []
    assert keys(letter(lines=(template, Line(text="lantern")))) == ["refused.outward_protected"]


def test_a_label_is_printed_too() -> None:
    assert keys(letter(lines=(Line(text="1", label="Testbibi"),))) == ["refused.outward_protected"]


def test_a_ticked_item_passes_under_its_consent_only() -> None:
    ticked = letter("Gulnaz Testbibi", ticked=frozenset({"V1.name"}))
    assert keys(ticked) == []
    for other in (
        replace(ticked, purpose="C5"),
        replace(ticked, recipient="zarra"),
        replace(ticked, ticked=frozenset({"V1.cnic"})),
        replace(ticked, ticked=frozenset()),
    ):
        assert "refused.outward_protected" in keys(other)
    assert "refused.outward_no_consent" in keys(replace(ticked, purpose="C5"))


def test_what_others_share_with_a_ticked_value_is_no_find_but_the_rest_is() -> None:
    mother = (Secret(item="C1.name", kind="name", text="Rehana Testbibi"), Secret(item="C1.phone", kind="phone", text="+923001112223"))
    protection = replace(PROTECTION, secrets=(*SECRETS, *mother))
    ticked = letter("Gulnaz Testbibi, 0300-1112223", ticked=frozenset({"V1.name", "V1.phone"}))
    assert keys(ticked, protection) == []
    found = list(objections(replace(ticked, lines=(*ticked.lines, Line(text="Rehana"))), protection))
    assert [why.gaps for why in found] == [{"item": "C1.name"}]


@pytest.mark.parametrize("gone", [{"until": date(2026, 11, 19)}, {"in_force": False}])
def test_a_consent_that_ended_or_was_withdrawn_covers_nothing(gone: dict[str, Any]) -> None:
    protection = replace(PROTECTION, consents=(replace(CONSENT, **gone),))
    found = keys(letter("Testbibi", ticked=frozenset({"V1.name"})), protection)
    assert found == ["refused.outward_no_consent", "refused.outward_protected"]


def test_a_slip_goes_to_her_safe_number_only() -> None:
    assert keys(slip("Your library book has come.", "Code 7K-21")) == []
    assert keys(slip("Code 7K-21", number="+92 300 9998887")) == []
    assert keys(slip("Code 7K-21", number="0300 1234567")) == ["refused.outward_number"]
    assert keys(slip("Code 7K-21", channel=Channel.WHATSAPP)) == ["refused.outward_channel"]
    assert keys(slip("Code 7K-21", number="")) == ["refused.outward_number"]
    assert keys(slip("Code 7K-21", channel=Channel.HAND, number="")) == []
    assert keys(slip("Code 7K-21"), replace(PROTECTION, reaches=())) == ["refused.outward_no_safe_contact"]
    assert keys(slip("Code 7K-21", channel=Channel.HAND, number=""), replace(PROTECTION, reaches=())) == [], "what she is handed herself"
    assert keys(slip("Code 7K-21", recipient="C1")) == ["refused.outward_no_safe_contact"]


def test_frozen_and_blocked_contacts_get_nothing() -> None:
    frozen = replace(PROTECTION, reaches=(replace(REACH, frozen=True),))
    assert keys(slip("Code 7K-21"), frozen) == ["refused.outward_frozen"]
    blocked = replace(PROTECTION, blocked=("+923009998887",))
    assert keys(slip("Code 7K-21"), blocked) == ["refused.outward_blocked"]
    assert keys(letter("Please.", number="0300 5554443", channel=Channel.WHATSAPP)) == ["refused.outward_blocked"]


@pytest.mark.parametrize(
    "text", ["NCCIA Multan", "N.C.C.I.A.", "about your case", "Cyber Crime", "ایف آئی اے", "willow 41", "4021 / 2026", "مقدمہ"]
)
@pytest.mark.parametrize("kind", [Kind.SLIP, Kind.MESSAGE, Kind.ENVELOPE, Kind.REMINDER, Kind.LETTER])
def test_no_paper_to_a_person_has_a_word_of_the_agency_or_the_case(text: str, kind: Kind) -> None:
    line = Line(text=text, known=text)
    assert keys(slip(lines=(line,), kind=kind)) == ["refused.outward_case_words"]
    assert keys(letter(lines=(line,))) == []


def test_an_envelope_may_bear_the_address_it_goes_to_and_no_other() -> None:
    home = "House 1, Invented Street"
    envelope = slip(home, kind=Kind.ENVELOPE, channel=Channel.POST, number=home)
    assert keys(envelope) == []
    assert keys(replace(envelope, kind=Kind.SLIP)) == ["refused.outward_protected"]
    assert keys(slip("Her book", kind=Kind.ENVELOPE, channel=Channel.POST, number="House 2, Other Street")) == ["refused.outward_number"]


def test_papers_without_narrative_carry_none() -> None:
    story = "He wrote to her on many days and asked for more and more until her mother saw it."
    for kind in Kind:
        free, long = letter(lines=(Line(text="He wrote.", free=True),), kind=kind), letter(story, kind=kind)
        wanted = [] if kind is Kind.REPLY else ["refused.outward_narrative"]
        assert [key for key in keys(free) if key == "refused.outward_narrative"] == wanted
        assert [key for key in keys(long) if key == "refused.outward_narrative"] == wanted
    assert keys(letter(lines=(Line(text=story, known=story),))) == []


def test_only_the_guard_clears_a_paper() -> None:
    with pytest.raises(TypeError, match="only the guard"):
        Cleared(letter("Please."), object())


def test_a_maker_draws_nothing_that_does_not_pass() -> None:
    drawn: list[Cleared] = []
    maker = Maker("planted", frozenset({Kind.LETTER}), lambda paper, language: drawn.append(paper))
    with pytest.raises(Refused, match=r"refused\.outward_protected"):
        maker(cleared(letter("Gulnaz"), PROTECTION), "en")
    with pytest.raises(ValueError, match="slip"):
        maker(cleared(slip("Code 7K-21"), PROTECTION), "en")
    assert drawn == []
    maker(cleared(letter("Please."), PROTECTION), "en")
    assert [one.paper for one in drawn] == [letter("Please.")]


def test_a_declared_maker_is_registered() -> None:
    @outward_maker(Kind.SLIP)
    def planted(paper: Cleared, language: str) -> bytes:
        return b""

    try:
        assert MAKERS[-1] is planted
        assert planted(cleared(slip("Code 7K-21"), PROTECTION), "ur") == b""
    finally:
        MAKERS.remove(planted)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("0300-9998887 (mother)", "+923009998887", True),
        ("0300 9998887 / 0301 1112223", "0301 1112223", True),
        ("0300 9998887", "+923009998887", True),
        ("House 1", "house 1", True),
        ("0300 9998887", "0300 9998888", False),
        ("", "", False),
    ],
)
def test_two_ways_to_write_a_number(one: str, other: str, same: bool) -> None:
    assert same_number(one, other) is same


def test_the_words_that_give_a_case_away_are_read_strictly() -> None:
    assert {"nccia", "پولیس"} <= set(case_words())
    for text in ("words = 1", "source = 'x'\nwords = []", "source = 'x'\nwords = ['']", "source = 'x'\nwords = ['a']\nmore = 1", "["):
        with pytest.raises(CatalogueFault):
            read_case_words("words.toml", text)
