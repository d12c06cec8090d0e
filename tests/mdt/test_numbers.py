"""Numbers of the registers, and what a person types to point at a case."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mdt.errors import Invalid
from mdt.model.numbers import CaseNumber, CodeReference, NumberKind, NumberReference, circle_key, parse_number, parse_reference, plain


@pytest.mark.parametrize(
    ("kind", "text", "serial", "year"),
    [
        ("enquiry", "1111/2023", 1111, 2023),
        ("enquiry", "598/24", 598, 2024),
        ("enquiry", "۹۳۱/۲۰۲۲", 931, 2022),
        ("FIR", " 98 / 2023 ", 98, 2023),
        ("cybertip", "0123456789", 123456789, 0),
        ("interpol", "NCB/2024/77", 0, 0),
        ("complaint", "Portal 55", 0, 0),
        ("diary", "7", 0, 0),
    ],
)
def test_parse(kind: str, text: str, serial: int, year: int) -> None:
    number = parse_number(kind, text, "Multan")
    assert (number.serial, number.year, number.circle) == (serial, year, "Multan")
    assert parse_number(number.kind, str(number), number.circle) == number


def test_prints_as_written() -> None:
    assert str(parse_number("enquiry", "598/24", "Lahore")) == "598/24"
    assert str(parse_number("fir", "۹۸ / ۲۰۲۳", "Lahore")) == "98/2023"


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("enquiry", "111111/2023"), ("enquiry", "1/123"), ("enquiry", "0/2023"), ("enquiry", "12-2023"), ("enquiry", "12/1899"),
        ("enquiry", ""),
        ("fir", "598/24"), ("fir", "11111/2023"), ("fir", "x/2023"),
        ("cybertip", "12345"), ("cybertip", "1234567890123"), ("cybertip", "12345a"), ("cybertip", "000000"),
        ("interpol", "AB"), ("interpol", "- -/-"), ("complaint", " . "), ("diary", ""),
    ],
)  # fmt: skip
def test_refusals(kind: str, text: str) -> None:
    with pytest.raises(Invalid) as raised:
        parse_number(kind, text, "Multan")
    assert raised.value.fields == {"number": f"invalid.number_{kind}"}


def test_unknown_register_and_missing_circle() -> None:
    with pytest.raises(Invalid) as raised:
        parse_number("ledger", "1/2023", "Multan")
    assert raised.value.fields == {"kind": "invalid.number_kind"}
    with pytest.raises(Invalid) as raised:
        parse_number("fir", "1/2023", " . ")
    assert raised.value.fields == {"circle": "invalid.circle"}
    assert parse_number("cybertip", "123456", "").circle == ""


def test_key_tells_registers_apart() -> None:
    base = parse_number("enquiry", "98/2023", "D.I. Khan")
    assert parse_number("enquiry", "098/23", "d i khan").key == base.key
    others = [
        parse_number("enquiry", "98/2024", "D.I. Khan"), parse_number("enquiry", "99/2023", "D.I. Khan"),
        parse_number("fir", "98/2023", "D.I. Khan"), parse_number("enquiry", "98/2023", "Multan"),
    ]  # fmt: skip
    assert len({base.key, *(other.key for other in others)}) == 5


def test_worldwide_numbers_need_no_circle() -> None:
    assert parse_number("cybertip", "123456", "Multan").key == parse_number("cybertip", "0123456", "Lahore", date(2024, 1, 1)).key
    assert parse_number("interpol", "NCB 77", "Multan").key == parse_number("interpol", "ncb  77", "").key


def test_free_text_takes_its_year_from_its_date() -> None:
    first, second = (parse_number("diary", "1234", "Multan", date(year, 5, 1)) for year in (2023, 2024))
    assert first.key != second.key
    assert first.stem == second.stem == parse_number("diary", "1234", "Multan").stem
    assert first.key.startswith(f"{first.stem}|")


@given(
    st.sampled_from(["enquiry", "fir"]), st.integers(1, 9999), st.integers(2000, 2099), st.sampled_from(["Multan", "D.I. Khan", "ملتان"])
)
def test_print_and_parse_agree(kind: str, serial: int, year: int, circle: str) -> None:
    number = parse_number(kind, f"{serial}/{year}", circle)
    assert parse_number(kind, str(number), circle) == number
    assert parse_reference(f"{kind.upper()}:{number}@{circle.upper()}") == NumberReference(
        CaseNumber(NumberKind(kind), serial, year, circle.upper(), None, str(number))
    )


@pytest.mark.parametrize("text", ["willow-41", " Willow-41 ", "WILLOW\u201341", "willow-۴۱"])
def test_reference_by_code(text: str) -> None:
    assert parse_reference(text) == CodeReference("willow-41")


def test_reference_by_number() -> None:
    stored = parse_number("enquiry", "1111/2023", "D.I. Khan")
    meant = parse_reference("Enquiry:1111/2023@d.i. khan")
    assert isinstance(meant, NumberReference)
    assert meant.number.key == stored.key
    tip = parse_reference("cybertip:12345678")
    assert isinstance(tip, NumberReference)
    assert tip.number.serial == 12345678


@pytest.mark.parametrize(
    "text",
    [
        "",
        "willow",
        "41",
        "-41",
        "willow-",
        "willow-41x",
        "enquiry:1111/2023",
        "enquiry:@Multan",
        "ledger:1@Multan",
        ":1@Multan",
        "fir:5@Multan",
    ],
)
def test_bad_references(text: str) -> None:
    with pytest.raises(Invalid) as raised:
        parse_reference(text)
    assert raised.value.key == "invalid.case_reference"


@given(st.text(max_size=30))
def test_a_reference_is_read_or_refused(text: str) -> None:
    outcome: object
    try:
        outcome = parse_reference(text)
    except Invalid as refusal:
        outcome = refusal.key
    assert outcome == "invalid.case_reference" or isinstance(outcome, CodeReference | NumberReference)


@given(st.text(max_size=30))
def test_plain_text_is_settled(text: str) -> None:
    settled = plain(text)
    assert plain(settled) == settled == settled.strip()
    assert circle_key(settled) == circle_key(text)
