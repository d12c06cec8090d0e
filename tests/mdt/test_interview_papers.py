"""The brief of an interview and its checklist on paper, read back by pypdf, which did not make them."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from io import BytesIO
from zoneinfo import ZoneInfo

import pypdf
import pytest

from mdt.catalogue.checklists import checklist_versions, load_checklist
from mdt.catalogue.words import LANGUAGES, Words
from mdt.model.briefs import Brief
from mdt.reports.checklist import ChecklistPaper, print_checklist
from mdt.reports.interview_brief import print_brief

AT = datetime(2026, 11, 27, 10, 30, tzinfo=ZoneInfo("Asia/Karachi"))
BRIEF = Brief(
    case="c",
    code="willow-41",
    alias="V1",
    age_group="10_12",
    sex="female",
    kind="interview",
    planned_for=AT,
    minutes=45,
    room="quiet_room",
    language="ur",
    preference="female",
    lead="investigator",
    second="psychologist",
    support="G1",
    guardian_away=True,
    budget=12,
    purpose="Who held the phone.",
    known="Chats of October are with the lab.",
    unsaid="The other victim.",
    needs="Short breaks.",
    interpreter="Seraiki by phone",
    facts=(("Which account wrote", "device_gone"), ("Where it began", "only_person_knows")),
    prepared_at=AT,
)


def read(printed: bytes) -> tuple[int, str]:
    """How many sheets, and every letter on them without spaces."""
    found = pypdf.PdfReader(BytesIO(printed))
    return len(found.pages), plain("".join(page.extract_text() for page in found.pages))


def plain(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_brief_says_everything_on_one_sheet(language: str) -> None:
    sheets, said = read(print_brief(BRIEF, language))
    assert sheets == 1
    texts = [BRIEF.purpose, BRIEF.known, BRIEF.unsaid, BRIEF.needs, BRIEF.interpreter, *(need for need, _ in BRIEF.facts)]
    for text in (*texts, BRIEF.code, BRIEF.alias, "investigator", "psychologist", "G1", "10:30"):
        assert plain(str(text)) in said, text
    say = Words(language)
    for key in ("brief.title", "brief.unsaid", "brief.known", "brief.facts", "brief.remember", "brief.kept_away"):
        assert plain(say(key)) in said, key


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_longer_brief_is_set_smaller_and_nothing_of_it_is_lost(language: str) -> None:
    long = replace(BRIEF, known="What the lab read on the phone. " * 45)
    assert read(print_brief(long, language))[0] == 1
    endless = replace(BRIEF, known="What the lab read on the phone. " * 400)
    sheets, said = read(print_brief(endless, language))
    assert sheets > 1
    assert said.count(plain("What the lab read")) >= 380


def test_the_same_brief_gives_the_same_bytes_and_a_bare_one_says_what_is_open() -> None:
    assert print_brief(BRIEF, "ur") == print_brief(BRIEF, "ur")
    empty = dict.fromkeys(("planned_for", "room", "purpose", "known", "unsaid", "needs", "interpreter"))
    bare = replace(BRIEF, lead="", second="", support="", guardian_away=False, facts=(), **empty)  # type: ignore[arg-type]
    _, said = read(print_brief(bare, "en"))
    assert said.count(plain(Words("en")("brief.open"))) == 3
    assert plain(Words("en")("brief.no_facts")) in said
    assert plain(Words("en")("brief.unsaid")) not in said


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("identity", "version"), checklist_versions())
def test_every_checklist_prints_each_of_its_lines(identity: str, version: int, language: str) -> None:
    form = load_checklist(identity, version)
    _, said = read(print_checklist(ChecklistPaper(form=form), language))
    for line in form.lines:
        # a number inside Urdu is read back on the other side of its words
        assert [word for word in line.title.inside(language).split() if word.strip("()") not in said] == [], line.id
    assert plain(Words(language)("brief.remarks")) in said


def test_a_filled_one_says_by_whom_when_and_in_which_version() -> None:
    form = load_checklist("child_interview")
    filled = ChecklistPaper(form=form, code="willow-41", alias="V1", ticks=frozenset({"room"}), filled_by="investigator", filled_at=AT)
    _, said = read(print_checklist(filled, "en"))
    assert plain(f"Version {form.version}") in said
    assert "Filledbyinvestigator" in said
    assert plain(Words("en")("brief.remarks")) not in said
    assert print_checklist(filled, "en") != print_checklist(replace(filled, ticks=frozenset()), "en")
