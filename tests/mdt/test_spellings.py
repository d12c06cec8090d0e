"""A value of a case is found in a text however it is spelled, and plain texts that hold none are let go."""

from __future__ import annotations

import tomllib
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

import resources
from mdt.model.spellings import holds, read, says

URDU_DIGITS = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")
ARABIC_DIGITS = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
WIDE = str.maketrans("abcdefghijklmnopqrstuvwxyz0123456789", "ａｂｃｄｅｆｇｈｉｊｋｌｍｎｏｐｑｒｓｔｕｖｗｘｙｚ０１２３４５６７８９")
BREAKS = st.sampled_from(["", " ", "-", ".", "/", "  ", "\u00a0", "\u200b", "_", " - ", "\n"])
AROUND = st.sampled_from(["", "Ref. 12/2026 ", "on 3 May, ", "(", "خط ", "https://example.org/", "x:"])
DRESS = st.sampled_from([str, str.upper, str.title, lambda text: text.translate(URDU_DIGITS), lambda text: text.translate(WIDE)])
COUNTED = st.sampled_from([str, lambda text: text.translate(URDU_DIGITS), lambda text: text.translate(ARABIC_DIGITS)])


def scattered(text: str, breaks: list[str]) -> str:
    return "".join(sign + between for sign, between in zip(text, breaks + [""] * len(text), strict=False))


@given(
    number=st.from_regex(r"3[0-4][0-9]{8}", fullmatch=True),
    head=st.sampled_from(["0", "+92", "0092", "92", "(0092) ", ""]),
    breaks=st.lists(BREAKS, min_size=13, max_size=13),
    dress=COUNTED,
    before=AROUND,
)
def test_a_phone_is_found_in_any_spelling(number: str, head: str, breaks: list[str], dress: object, before: str) -> None:
    assert callable(dress)
    assert holds(read(before + dress(head + scattered(number, breaks)) + " thank you"), "phone", f"0{number}")


@given(
    number=st.from_regex(r"[1-7][0-9]{12}", fullmatch=True),
    breaks=st.lists(BREAKS, min_size=13, max_size=13),
    dress=COUNTED,
    before=AROUND,
)
def test_a_cnic_is_found_in_any_spelling(number: str, breaks: list[str], dress: object, before: str) -> None:
    assert callable(dress)
    assert holds(read(before + dress(scattered(number, breaks))), "cnic", f"{number[:5]}-{number[5:12]}-{number[12]}")


@given(
    name=st.sampled_from(["Gulnaz Testbibi", "Rehana", "Zubaida Khatoon"]), which=st.integers(0, 1), dress=DRESS,
    before=AROUND, after=AROUND, breaks=st.lists(st.sampled_from(["\u200c", "\u200b", ""]), min_size=20, max_size=20),
)  # fmt: skip
def test_a_name_is_found_in_any_dress(name: str, which: int, dress: object, before: str, after: str, breaks: list[str]) -> None:
    assert callable(dress)
    word = name.split()[which % len(name.split())]
    assert holds(read(f"{before}{scattered(dress(word.lower()), breaks)} {after}"), "name", name)


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("ریحانہ", "Rehana"),
        ("Rihana", "ریحانہ"),
        ("Muhammad Yousaf", "Md. Yusuf"),
        ("یوسف", "Mohd Yousuf"),
        ("chaudhry sahib", "چوہدری"),
        ("Fatimah", "فاطمہ"),
        ("habibullah", "Habib Ullah"),
        ("habib", "Habib Ullah"),
        ("farhat", "Farhat Ullah"),
        ("uddin", "Uddin"),
        ("abdulrehman", "Abdur Rehman"),
        ("Syed Ali", "Syed Ali"),
        ("Bibi", "Bibi"),
        ("r e h a n a", "Rehana"),
        ("miss.rehana.99@mail.example", "Rehana"),
        ("Re hana", "Rehana"),
    ],
)
def test_names_cross_the_scripts_and_their_spellings(written: str, name: str) -> None:
    assert holds(read(f"about {written}, please"), "name", name)


@pytest.mark.parametrize(
    ("kind", "value", "written"),
    [
        ("handle", "@gul.naz_14", "https://www.instagram.com/gul.naz_14/?hl=en"),
        ("handle", "https://instagram.com/gulnaz14", "GulNaz14"),
        ("handle", "abc", "instagram.com/abc"),
        ("handle", "+92 300 1112223", "wa.me/923001112223"),
        ("email", "Gul.Naz@Example.org", "gul.naz AT example.org"),
        ("email", "gulnaz@example.org", "mailto:GULNAZ@example.org"),
        ("device", "490154203237518", "49-015420-323751-8"),
        ("birth_date", "2014-01-05", "born 5/1/2014"),
        ("birth_date", "2014-01-05", "5 January 2014"),
        ("birth_date", "2014-01-05", "January 5, 2014"),
        ("birth_date", "2014-01-05", "۵ جنوری ۲۰۱۴"),
        ("birth_date", "2014-01-05", "05.01.2014"),
        ("birth_date", "2014-01-05", "20140105"),
        ("school", "Invented Public School", "invented public"),
        ("school", "Beaconhouse", "the beaconhouse branch"),
        ("school", "Government School No 7", "government school no 7"),
        ("address", "House 1, Invented Street, Multan", "invented st... INVENTED STREET"),
        ("code_word", "lantern", "Lantern!"),
        ("code_word", "red lantern", "a red  lantern"),
        ("neutral_line", "Your library book has come", "that your library book is there"),
        ("neutral_line", "Book ready", "book ready"),
        ("phone", "15 15", "1515"),
        ("phone", "0300 1112223; 0301 4445556", "03014445556"),
    ],
)
def test_other_values_are_found(kind: str, value: str, written: str) -> None:
    assert holds(read(f"see {written} there"), kind, value)


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("name", "Gulnaz Testbibi"),
        ("name", "Syed Muhammad Ali"),
        ("phone", "0300 1112223"),
        ("cnic", "36302-1112223-4"),
        ("handle", "@gulnaz"),
        ("handle", "abc"),
        ("email", "gulnaz@example.org"),
        ("device", "490154203237518"),
        ("birth_date", "2014-01-05"),
        ("school", "Government Girls High School No 3"),
        ("address", "House 1, Gali 4, Mohalla Invented, Multan"),
        ("code_word", "lantern"),
        ("neutral_line", "Your library book has come"),
        ("name", " ; "),
    ],
)
def test_a_plain_letter_holds_none_of_it(kind: str, value: str) -> None:
    text = (
        "Our ref. 12/2026, 20 November 2026. Please keep until 18 February 2027 the records of the account "
        "https://www.instagram.com/invented.gamer from 1 October 2026 to 30 October 2026, under section 31. "
        "Answer to desk.multan@agency.example, phone 061 9200000. Girls and boys of a government school in Multan thank you."
    )
    assert not holds(read(text), kind, value)


def test_shipped_words_tell_nothing_unless_they_stand_once_more() -> None:
    template = "A lantern, and a library book for 5 January 2014"
    assert not holds(read(template, template), "code_word", "lantern")
    assert holds(read(f"{template} lantern", template), "code_word", "lantern")
    assert not holds(read(template, template), "address", "library book")


@pytest.mark.parametrize(
    ("text", "phrase", "said"),
    [
        ("F.I.A. Multan", "fia", True),
        ("confirm", "fir", False),
        ("ایف آئی اے کا خط", "ایف آئی اے", True),
        ("Cyber-Crime", "cyber crime", True),
        ("cybercrimes", "cybercrime", True),
        ("anything", " ", False),
    ],
)
def test_what_a_text_says(text: str, phrase: str, said: bool) -> None:
    assert says(read(text, text), phrase) is said


def test_days_before_and_after_are_not_the_day() -> None:
    reading = read("4/1/2014, 6 January 2014, 2014-02-30, 40 Marching 2014")
    assert not holds(reading, "birth_date", "2014-01-05")
    assert date(2014, 1, 4) in reading.days
    assert holds(read("the fifth"), "birth_date", "the fifth")


def test_of_the_spellings_clerks_use_next_to_all_are_found() -> None:
    groups = tomllib.loads(resources.text("catalogue/name_variants.toml"))
    pairs = [
        (one, other)
        for kind in ("group", "unseen")
        for group in groups[kind]
        for one in (*group["roman"], *group["urdu"])
        for other in (*group["roman"], *group["urdu"])
    ]
    missed = [pair for pair in pairs if not holds(read(f"the account of {pair[1]}, please"), "name", pair[0])]
    assert len(pairs) > 3000
    assert len(missed) <= len(pairs) * 0.015, missed


def test_hardly_any_name_is_found_in_a_letter_that_names_nobody() -> None:
    letter = (
        "Our reference willow-41/L1, 20 November 2026, https://www.instagram.com/invented.gamer, desk.multan@agency.example, Preservation"
    )
    groups = tomllib.loads(resources.text("catalogue/name_variants.toml"))
    names = [name for kind in ("group", "unseen") for group in groups[kind] for name in (*group["roman"], *group["urdu"])]
    assert [name for name in names if holds(read(letter), "name", name)] == []
