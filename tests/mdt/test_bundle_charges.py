"""What a judge must not mistake in a printed bundle: withdrawn charges, which date is which, and the seal on the cover."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from io import BytesIO

import pypdf
import pytest
from reportlab.pdfgen.canvas import Canvas

from mdt.catalogue.words import Words
from mdt.model.bundles import BundleContent
from mdt.reports.case_bundle import print_bundle
from mdt.reports.text import Line, Style, draw_line, set_text
from tests.mdt.test_case_bundle import CHARGE, EMPTY, LANGUAGES, outline, shown


def printed(content: BundleContent, language: str) -> pypdf.PdfReader:
    return pypdf.PdfReader(BytesIO(print_bundle(content, language)))


def on_charges(reader: pypdf.PdfReader, language: str) -> str:
    """The sheet the charges begin on."""
    title = Words(language)("bundle.charges.title")
    return next(shown(reader)[page - 1] for depth, text, page in outline(reader) if depth == 0 and text.startswith(title))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_withdrawn_charge_is_struck_dated_and_stands_behind_those_in_force(language: str) -> None:
    dropped = replace(CHARGE, section="24(1)(a)", withdrawn=True, withdrawn_on=date(2024, 12, 2), in_force_from=date(2025, 1, 1))
    reader = printed(replace(EMPTY, charges=(dropped, CHARGE)), language)
    say = Words(language)
    page = on_charges(reader, language)
    assert page.index("21(1)(c)") < page.index("24(1)(a)")
    assert all(word in page for word in say("bundle.charges.withdrawn_title").rstrip("۔").replace("،", " ").replace(":", " ").split())
    assert ("withdrawn on 2 December 2024" in page) == (language == "en")
    assert say("bundle.charges.outside") not in page
    entries = [text for depth, text, _ in outline(reader) if depth == 1]
    assert [say("bundle.charges.withdrawn") in text for text in entries] == [False, True]
    lone = on_charges(printed(replace(EMPTY, charges=(replace(dropped, withdrawn_on=None),)), language), language)
    assert all(word in lone for word in say("bundle.charges.none_stands").rstrip("۔").split())


def test_only_what_is_struck_gets_a_line_through_it() -> None:
    standing, struck = (set_text("24(1)(a)", 100, Style(struck=cut), False)[0] for cut in (False, True))
    assert [strokes(line) for line in (standing, struck)] == [0, 1]
    assert strokes(set_text("", 100, Style(struck=True), False)[0]) == 0


def strokes(line: Line) -> int:
    canvas = Canvas(BytesIO(), pageCompression=0)
    draw_line(canvas, line, 50, 50)
    return len(re.findall(r"(?m) l S$", "\n".join(canvas._code)))


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_date_beside_a_charge_says_what_it_is(language: str) -> None:
    told = replace(EMPTY, charges=(CHARGE,), occurred_from=date(2024, 6, 20), occurred_to=date(2024, 11, 1))
    page = on_charges(printed(told, language), language)
    assert all(word in page for word in ("20", "June", "2024")[:: 1 if language == "en" else 2])
    for key in ("in_force", "occurred"):
        assert all(word in page for word in Words(language)(f"bundle.charges.{key}").split())


def test_the_cover_says_what_its_seal_is_and_how_it_is_checked() -> None:
    cover = shown(printed(EMPTY, "en"))[0]
    assert EMPTY.log_head in cover
    assert "mdt-desk verify --seal" in cover
    assert "verify --seal" in shown(printed(EMPTY, "ur"))[0]
