"""The case bundle, read back by pypdf, which did not make it."""

from __future__ import annotations

import hashlib
import re
import subprocess
import sys
import unicodedata
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from functools import cache
from io import BytesIO
from typing import Any

import pypdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mdt.catalogue.words import Words
from mdt.model.bundles import BundleContent, ChargeLine, ChronologyLine, NumberLine, PartyLine, StatementLine
from mdt.model.phrases import Phrase
from mdt.reports.bidi import ISOLATES
from mdt.reports.case_bundle import print_bundle

LANGUAGES = ("en", "ur")
SECTIONS = ("chronology", "parties", "charges", "statements", "withheld", "certificate")
NAME = "محمد کاشف"

EMPTY = BundleContent(
    agency=Phrase("National Cyber Crime Investigation Agency", "نیشنل سائبر کرائم انویسٹی گیشن ایجنسی"),
    circle=Phrase("Lahore", "لاہور"),
    case_code="LHR-FALCON-0042",
    numbers=(),
    stage=Phrase("Enquiry", "انکوائری"),
    typology=Phrase("Online grooming", "آن لائن ورغلانا"),
    child_victim=False,
    prepared_by="s.ahmed",
    prepared_role=Phrase("Investigator", "تفتیشی افسر"),
    prepared_at=datetime(2025, 1, 9, 14, 5, tzinfo=timezone(timedelta(hours=5))),
    chronology=(),
    parties=(),
    charges=(),
    statements=(),
    log_head="3f" * 32,
    log_length=1841,
    vault_mark="7QK2-M9",
    withheld=(),
)
CHARGE = ChargeLine(
    section="21(1)(c)",
    act="PECA 2016",
    title=Phrase("Offences against modesty", "حیا کے خلاف جرائم"),
    accused="A1",
    punishment=Phrase("up to 5 years", "5 سال تک قید"),
    in_force_from=date(2016, 8, 19),
    occurred_from=date(2024, 11, 1),
    confidence="V",
)
PARTY = PartyLine(
    alias="V1", role=Phrase("Person harmed", "متاثرہ فرد"), sex=Phrase("female", "خاتون"), age_band=Phrase("13–15"), minor=True
)
ACCUSED = replace(PARTY, alias="A1", role=Phrase("Accused", "ملزم"), minor=False, name=NAME, identifiers=("35202-1234567-1",))


@cache
def full(lines: int = 300) -> BundleContent:
    what, urdu = "The complainant reported threats sent from three accounts.", "مدعیہ نے تین اکاؤنٹس سے دھمکیوں کی اطلاع دی۔"
    days = [date(1900, 3, 1) + timedelta(days=90 * at) for at in range(lines)]
    return replace(
        EMPTY,
        child_victim=True,
        numbers=(NumberLine(kind=Phrase("FIR", "ایف آئی آر"), value="98/2024", dated=date(1900, 1, 2)),),
        chronology=tuple(ChronologyLine(on=days[at], what=Phrase(f"#{at} {what}", f"{urdu} #{at}")) for at in range(lines)),
        parties=(PARTY, ACCUSED),
        charges=(CHARGE, replace(CHARGE, section="22A", confidence="P", in_force_from=date(2025, 1, 1)), replace(CHARGE, confidence="G")),
        statements=(StatementLine(person="W1", kind=Phrase("Section 161", "دفعہ 161"), taken_on=date(2024, 12, 1), taken_by=Phrase("IO")),),
        withheld=(Phrase("Therapy notes: sealed.", "علاج کے نوٹس: سربمہر۔"),),
    )


@cache
def read(language: str, lines: int = 300) -> pypdf.PdfReader:
    return pypdf.PdfReader(BytesIO(print_bundle(full(lines), language)))


def shown(reader: pypdf.PdfReader) -> list[str]:
    pages = (unicodedata.normalize("NFKC", page.extract_text()) for page in reader.pages)
    return [" ".join(page.split()) for page in pages]


def outline(reader: pypdf.PdfReader) -> list[tuple[int, str, int]]:
    """Every bookmark as (depth, text, page it leads to counted from 1)."""

    def walk(entries: list[Any], depth: int) -> list[tuple[int, str, int]]:
        found: list[tuple[int, str, int]] = []
        for entry in entries:
            if isinstance(entry, list):
                found += walk(entry, depth + 1)
            else:
                page = reader.get_destination_page_number(entry)
                assert page is not None
                found.append((depth, str(entry.title), page + 1))
        return found

    return walk(reader.outline, 0)


def links(reader: pypdf.PdfReader) -> list[tuple[int, float, int]]:
    """Every link as (page it stands on, its top edge, page it leads to), pages counted from 1."""
    found: list[tuple[int, float, int]] = []
    for number, page in enumerate(reader.pages, 1):
        for annotation in page.get("/Annots", ()):
            link = annotation.get_object()
            target = reader.get_page_number(link["/Dest"][0].get_object())
            assert link["/Subtype"] == "/Link"
            assert target is not None
            found.append((number, float(link["/Rect"][3]), target + 1))
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_is_stamped_with_the_viewers_number(language: str) -> None:
    reader = read(language)
    say = Words(language)
    pages = shown(reader)
    assert len(pages) > 15
    for number, page in enumerate(pages, 1):
        numbers = re.search(
            r"page (\d+) of (\d+)" if language == "en" else rf"(\d+)\D+(\d+)\s*{say('bundle.page', n='', total='').split()[0]}", page
        )
        assert numbers is not None, page[-80:]
        stamped = [int(found) for found in numbers.groups()]
        assert stamped == ([number, len(pages)] if language == "en" else [len(pages), number])
        assert "LHR-FALCON-0042" in page
        assert say("bundle.in_camera") in page
    assert reader.page_labels == [str(number) for number in range(1, len(pages) + 1)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_index_links_lead_where_the_printed_number_says(language: str) -> None:
    reader = read(language, 40)
    found = links(reader)
    assert len(found) == len(outline(reader)) - 2  # the cover and the index itself
    numbers: list[tuple[float, str]] = []

    def collect(text: str, _cm: list[float], matrix: list[float], _font: object, _size: float) -> None:
        # The numbers stand where reading ends: at the right edge, in Urdu at the left.
        if (matrix[4] < 80 if language == "ur" else matrix[4] > 500) and text.strip().isdigit():
            numbers.append((float(matrix[5]), text))

    reader.pages[1].extract_text(visitor_text=collect)
    for on_page, top, target in found:
        assert on_page == 2
        assert [int(text) for y, text in numbers if top - 24 < y < top] == [target]


@pytest.mark.parametrize("language", LANGUAGES)
def test_bookmarks_nest_and_carry_their_page(language: str) -> None:
    entries = outline(read(language))
    say = Words(language)
    for _, text, page in entries:
        assert text.endswith(f" {page}"), text
        assert not set(text) & set(ISOLATES)
    top = [text for depth, text, _ in entries if depth == 0]
    titles = [say(f"bundle.{section}.title") for section in ("cover", "index", *SECTIONS)]
    assert [text.split("," if language == "en" else "،")[0] for text in top] == titles
    assert sum(depth == 1 for depth, _, _ in entries) > 70
    assert [page for _, _, page in entries] == sorted(page for _, _, page in entries)


@pytest.mark.parametrize("language", LANGUAGES)
def test_bookmarks_lead_to_the_page_with_their_heading(language: str) -> None:
    reader = read(language)
    pages = shown(reader)
    starts = [entry for entry in outline(reader) if entry[0] == 0][1:]
    for title, (_, _, page) in zip([Words(language)(f"bundle.{section}.title") for section in ("index", *SECTIONS)], starts, strict=True):
        assert all(word in pages[page - 1] for word in title.split())


@pytest.mark.parametrize("language", LANGUAGES)
def test_three_hundred_lines_all_print_under_a_repeated_head(language: str) -> None:
    pages = shown(read(language))
    starts = [page for depth, _, page in outline(read(language)) if depth == 0]
    first, after = starts[2:4]
    text = " ".join(pages[first - 1 : after])  # the section behind it may begin where it ends
    for at in range(300):
        assert re.search(rf"#\s?{at}\b|\b{at}\s?#", text), at
    head = Words(language)("bundle.chronology.what")
    assert all(head in page for page in pages[first - 1 : after - 1])


def test_urdu_words_can_be_searched_and_so_can_an_urdu_name_in_english() -> None:
    text = " ".join(shown(read("ur", 40)))
    for word in ("متاثرہ", "مدعیہ", "دھمکیوں", "اکاؤنٹس", "واقعات", "الزامات", "سربمہر", "نومبر"):
        assert word in text
    assert NAME in " ".join(shown(read("en", 40)))


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_about_the_file_names_a_person(language: str) -> None:
    reader = read(language, 40)
    assert reader.metadata is not None
    assert reader.metadata.title == "LHR-FALCON-0042"
    said = {key: str(value) for key, value in reader.metadata.items() if key not in ("/CreationDate", "/ModDate") and value}
    assert set(said.values()) <= {"LHR-FALCON-0042", "MDT Desk", "/False"}
    assert reader.xmp_metadata is None
    hidden = " ".join(text for _, text, _ in outline(reader)) + str(reader.named_destinations.keys())
    assert NAME not in hidden
    assert "35202" not in hidden
    assert "s.ahmed" not in hidden


def test_same_content_same_bytes_whatever_was_printed_before() -> None:
    assert print_bundle(full(4), "ur") != print_bundle(full(5), "ur")
    program = (
        "import hashlib, sys; sys.path.insert(0, 'tests/mdt')\n"
        "import test_case_bundle as t\n"
        "print(hashlib.sha256(t.print_bundle(t.full(5), 'ur')).hexdigest())"
    )
    fresh = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout.strip()
    assert hashlib.sha256(print_bundle(full(5), "ur")).hexdigest() == fresh


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_empty_case_says_so_in_every_section(language: str) -> None:
    reader, say = pypdf.PdfReader(BytesIO(print_bundle(EMPTY, language))), Words(language)
    pages = shown(reader)
    assert len(pages) < 2 + len(SECTIONS), "a line that says that there is nothing needs no sheet of its own"
    starts = [page for depth, _, page in outline(reader) if depth == 0][2:]
    for section, page in zip(SECTIONS[:-1], starts, strict=False):
        assert all(word.strip("،۔") in pages[page - 1] for word in say(f"bundle.{section}.empty").split())
    assert starts[-2] < starts[-1] == len(pages), "the certificate is signed on a sheet of its own"
    assert all(word.strip("،۔") in pages[0] for word in say("bundle.cover.no_numbers").split())
    assert say("bundle.in_camera") not in " ".join(pages)


def test_a_child_brings_the_in_camera_notice_with_its_law() -> None:
    cover = shown(read("en", 40))[0]
    for law in ("30C(3)", "22(1)(d) and 41", "376A", "Anti-Rape Act 2021 section 26"):
        assert law in cover
    assert "30C(3)" not in shown(pypdf.PdfReader(BytesIO(print_bundle(EMPTY, "en"))))[0]


def test_only_unverified_charges_carry_the_badge() -> None:
    badge = Words("en")("bundle.charges.verify")
    text = " ".join(shown(read("en", 40)))
    assert text.count(badge) == 2 + 1  # two charges and the sentence that explains it
    certain = replace(full(40), charges=(CHARGE,))
    assert badge not in " ".join(shown(pypdf.PdfReader(BytesIO(print_bundle(certain, "en")))))


def test_a_section_younger_than_the_offence_is_pointed_out() -> None:
    assert " ".join(shown(read("en", 40))).count(Words("en")("bundle.charges.outside")) == 1


def test_a_statement_to_the_police_has_no_place_for_a_signature() -> None:
    pages = shown(read("en", 40))
    statements = next(page for page in pages if "Taken by" in page)
    assert "Signature" not in statements
    assert "CrPC section 162" in statements
    assert "Signature" in pages[-1]
    assert full(40).log_head in pages[-1]
    assert "1841" in pages[-1]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_row_longer_than_a_sheet_and_a_word_wider_than_a_column_print_whole(language: str) -> None:
    words = " ".join(f"w{at}x" for at in range(2500))
    long = replace(EMPTY, case_code="X" * 200, chronology=(ChronologyLine(on=date(2024, 1, 1), what=Phrase(f"{words} {'q' * 3000}")),))
    reader = pypdf.PdfReader(BytesIO(print_bundle(long, language)))
    text = " ".join(shown(reader))
    assert all(f"w{at}x" in text for at in range(2500))
    assert text.count("q") - text.count("quiry") >= 3000
    head = Words(language)("bundle.chronology.what")
    assert sum(head in page for page in shown(reader)) >= 3


@given(st.text(max_size=60), st.sampled_from(LANGUAGES), st.booleans())
@settings(max_examples=25, deadline=None)
def test_any_words_print(words: str, language: str, child: bool) -> None:
    phrase = Phrase(words, words[::-1])
    content = replace(
        EMPTY,
        agency=phrase,
        case_code=words,
        child_victim=child,
        prepared_by=words,
        numbers=(NumberLine(kind=phrase, value=words),),
        chronology=(ChronologyLine(on=date.min, what=phrase, source=phrase), ChronologyLine(on=date.max, what=phrase)),
        parties=(replace(ACCUSED, name=words or None, identifiers=(words,), status=phrase, relation=phrase),),
        charges=(replace(CHARGE, section=words, act=words, title=phrase, source=words, status=phrase, cognizable=True, bailable=False),),
        statements=(StatementLine(person=words, kind=phrase, taken_on=date(1900, 2, 28), taken_by=phrase, reference=words, recorded=True),),
        vault_mark=words,
        log_head=words,
        withheld=(phrase,),
    )
    reader = pypdf.PdfReader(BytesIO(print_bundle(content, language)))
    assert len(outline(reader)) >= 2 + len(SECTIONS)
