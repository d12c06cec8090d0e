"""Urdu and English on paper: order, joining, wrapping and what happens to letters no face has."""

from __future__ import annotations

import subprocess
import sys
import unicodedata
from io import BytesIO

import pypdf
import pytest
from fpdf.bidi import BidiParagraph
from fpdf.enums import TextDirection
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.pdfgen.canvas import Canvas

from mdt.reports.bidi import ISOLATES, levels, visual_runs
from mdt.reports.text import Style, clean, code, draw_line, keep_codes, plain, quoted, reads_right, set_text, wrap

MIXED = st.text("ab Z 109-+/.,:()[]{}%#@ابےہںٹ۔؟،٣۴'\"", max_size=40)
PROSE = st.text(
    st.one_of(st.characters(), st.sampled_from("abc  ابپ تثٹ ے۔ 0123/-() \u0651\u064b\u200c\u2066\u2067\u2068\u2069")), max_size=120
)


def seen(text: str, right: bool) -> str:
    """The line as the eye meets it from the left, marks of direction left out."""
    found = levels(text, right)
    runs = [text[start:end][::-1] if level % 2 else text[start:end] for start, end, level in visual_runs(found)]
    return "".join(character for character in "".join(runs) if character not in ISOLATES)


def printed(text: str, right: bool = True, width: float = 480) -> str:
    out = BytesIO()
    canvas = Canvas(out, invariant=1)
    for at, line in enumerate(set_text(text, width, Style(), right)):
        draw_line(canvas, line, 40, 800 - 20 * at)
    canvas.save()
    return unicodedata.normalize("NFKC", pypdf.PdfReader(out).pages[0].extract_text())


@given(MIXED, st.booleans())
def test_order_is_that_of_another_implementation(text: str, right: bool) -> None:
    text = text.rstrip()
    other = BidiParagraph(text, base_direction=TextDirection.RTL if right else TextDirection.LTR).get_reordered_string()
    assert seen(text, right) == other


@given(st.lists(st.tuples(MIXED, st.sampled_from(ISOLATES[:3])), max_size=4), st.booleans())
def test_order_around_isolated_words_is_that_of_another_implementation(parts: list[tuple[str, str]], right: bool) -> None:
    text = "a" + "".join(f"{opening}{part}\u2069 ب" for part, opening in parts)
    other = BidiParagraph(text, base_direction=TextDirection.RTL if right else TextDirection.LTR).get_reordered_string()
    assert seen(text, right) == "".join(character for character in other if character not in ISOLATES)


def test_golden_lines_stand_as_qt_draws_them() -> None:
    for first, middle, last in (("دفعہ", " PECA 21(1)(c) ", "کے تحت"), ("نمبر ", "98/2023", "")):
        text = first + middle + last
        assert seen(keep_codes(text), True) == seen(text, True) == last[::-1] + middle + first[::-1]
    line = "نمبر 98/2023 (FIR) درج۔"
    assert seen(keep_codes(line), True) == seen(line, True) == "۔جرد )FIR( 98/2023 ربمن"


@pytest.mark.parametrize("hostile", ["-" * 5000, "(" * 3000, "\u2067" * 3000, "(a" * 2000 + ")" * 2000, "\u0651" * 3000, " " * 3000])
def test_endless_rows_neither_crash_nor_hang(hostile: str) -> None:
    assert len(levels(hostile, True)) == len(hostile)
    assert set_text(hostile, 200, Style(), True)


@pytest.mark.parametrize("number", ["22(1)(d)", "0300-1234567", "35202-1234567-1", "98/2023", "2024-11-20", "+92-300-1234567", "376A"])
def test_numbers_behind_an_urdu_letter_keep_their_order(number: str) -> None:
    assert number in seen(keep_codes(f"دفعہ {number} کے تحت"), True)
    assert number in seen(f"دفعہ {code(number)} کے تحت", True)


def test_foreign_words_keep_their_order_in_a_sentence() -> None:
    assert seen(f"A: {quoted('سب ٹھیک.')} B", False) == "A: " + "سب ٹھیک."[::-1] + " B"


@given(PROSE, st.floats(30, 500), st.booleans())
def test_wrapping_loses_no_letter(text: str, width: float, right: bool) -> None:
    for paragraph in clean(text).split("\n"):
        assert "".join(wrap(paragraph, width, Style(), right)) == paragraph


@pytest.mark.parametrize("right", [False, True])
def test_a_short_code_is_cut_by_no_line_and_a_long_one_between_its_words(right: bool) -> None:
    said = f"ab cd {code('mdt-desk verify --seal')} ef"
    for width in range(120, 260, 10):
        assert any("verify --seal" in line and "mdt-desk" in line for line in wrap(said, width, Style(), right)), width
    assert [line.strip(" \u2066\u2069") for line in wrap(code("161/2 of 22 September 2026"), 80, Style(), right)] == [
        "161/2 of 22",
        "September 2026",
    ]


@given(PROSE, st.floats(60, 500), st.booleans())
@settings(deadline=None)
def test_no_line_is_wider_than_its_room(text: str, width: float, right: bool) -> None:
    for line in set_text(text, width, Style(), right):
        assert line.width <= width * 1.03 + 2, line.text


@given(PROSE)
def test_cleaned_text_is_clean_already(text: str) -> None:
    once = clean(text)
    assert clean(once) == once
    assert not any(unicodedata.category(character) in ("Cc", "Cs") for character in once.replace("\n", ""))
    assert not set(once) & set("\u202a\u202b\u202c\u202d\u202e")


@given(PROSE)
@settings(max_examples=40, deadline=None)
def test_any_text_prints(text: str) -> None:
    printed(text)


def test_a_lone_surrogate_and_a_nul_print() -> None:
    assert "ab" in clean("a\x00b")
    assert clean("\ud800x").endswith("x")


@pytest.mark.parametrize(
    "text", ["دفعہ PECA 21(1)(c) کے تحت", "نمبر 98/2023 (FIR) درج۔", "فوراً تقریباً ادارۂ تفتیش", "لاہور سے الله محمد علی ہے نہیں میں"]
)
def test_urdu_words_are_found_again(text: str) -> None:
    found = printed(text)
    for word in unicodedata.normalize("NFKC", text).split():
        assert word.strip("()۔") in found


def test_a_line_of_urdu_alone_reads_in_logical_order() -> None:
    text = "مدعیہ نے بتایا کہ ملزم نے پیغامات بھیجے"
    assert printed(text).split() == text.split()


def test_a_sign_without_a_glyph_is_named_and_a_letter_keeps_its_place() -> None:
    assert printed("ok \U0001fae0 fine", right=False).strip() == "ok [melting face] fine"
    assert printed("ok 你好 fine", right=False).strip() == "ok 你好 fine"


def test_an_arrow_and_a_smile_have_glyphs() -> None:
    assert clean("→ ≥ 😀 §") == "→ ≥ 😀 §"


def test_markup_is_only_text() -> None:
    assert printed("<b>x</b> & <font size=90>y &amp;", right=False).strip() == "<b>x</b> & <font size=90>y &amp;"


def test_bookmarks_get_one_clean_line() -> None:
    assert plain(f"a\n b {code('1')}\x07") == "a b 1"


@pytest.mark.parametrize(
    ("text", "page_right", "right"),
    [
        ("PECA 21 کے تحت", True, True),
        ("Only English.", True, False),
        ("V1 احمد", False, True),
        ("The word بچہ means child", False, False),
        ("12", True, True),
    ],
)
def test_a_paragraph_takes_the_direction_of_its_words(text: str, page_right: bool, right: bool) -> None:
    assert reads_right(text, page_right) is right


def test_the_package_itself_loads_no_pdf_library() -> None:
    program = "import mdt.reports, mdt.model.bundles, sys; sys.exit('reportlab' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
