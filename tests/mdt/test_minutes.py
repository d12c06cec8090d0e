"""The minutes on paper, read back by pypdf, which did not make them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from io import BytesIO

import pypdf
import pytest

from mdt.catalogue.words import LANGUAGES, Words
from mdt.model.minutes import CaseLine, MinutesContent, TaskLine
from mdt.model.phrases import Phrase
from mdt.reports.minutes import print_minutes

TASK = TaskLine(kind=Phrase("See to safety", "حفاظت"), owner="social_welfare", due_on=date(2026, 11, 27), what="Ask the aunt.")
READ = CaseLine(code="willow-41", discussed=True, findings="The aunt knows.", tasks=(TASK, replace(TASK, done_on=date(2026, 11, 25))))
CONTENT = MinutesContent(
    agency=Phrase("Invented Agency", "فرضی ادارہ"),
    circle=Phrase("Multan", "ملتان"),
    planned_for=datetime(2026, 11, 19, 11, 0, tzinfo=UTC),
    ended=True,
    room=Phrase("Quiet room", "پُرسکون کمرہ"),
    chair="supervisor",
    present=("investigator", "psychologist"),
    cases=(READ, CaseLine(code="heron-63", discussed=True, withheld=True), CaseLine(code="saffron-27", discussed=False)),
    restricted=2,
    prepared_by="investigator",
    prepared_role=Phrase("Investigator", "تفتیشی افسر"),
    prepared_on=date(2026, 11, 20),
)


def read(content: MinutesContent, language: str) -> tuple[str, pypdf.PdfReader]:
    paper = pypdf.PdfReader(BytesIO(print_minutes(content, language)))
    return " ".join(" ".join(page.extract_text() for page in paper.pages).split()), paper


@pytest.mark.parametrize("language", LANGUAGES)
def test_codes_people_and_days_stand_there_in_both_languages(language: str) -> None:
    said, paper = read(CONTENT, language)
    for text in ("willow-41", "heron-63", "saffron-27", "The aunt knows.", "Ask the aunt.", "social_welfare", "psychologist", "11:00"):
        assert text in said, text
    assert paper.metadata is not None
    assert paper.metadata.title == Words(language)("minutes.title")
    outline = [str(entry.title) for entry in paper.outline if not isinstance(entry, list)]
    assert [title.split(",")[0].split("،")[0] for title in outline][1:] == ["willow-41", "heron-63", "saffron-27"]


def test_it_is_said_what_is_withheld_what_was_not_looked_at_and_how_many_cases_are_others() -> None:
    said, _ = read(CONTENT, "en")
    say = Words("en")
    for key in ("withheld", "not_discussed", "confidential"):
        assert say(f"minutes.{key}") in said, key
    assert say("minutes.restricted", count=2) in said
    assert said.count("done 25 November 2026") == 1
    assert say("minutes.not_ended") not in said


def test_before_the_end_those_who_are_called_stand_there_and_that_it_may_change() -> None:
    said, _ = read(replace(CONTENT, ended=False, present=(), room=None, cases=(), restricted=0), "en")
    say = Words("en")
    for text in (say("minutes.not_ended"), say("minutes.called"), say("minutes.nobody"), say("minutes.no_room")):
        assert text in said, text
    assert "more case" not in said


def test_long_findings_run_over_sheets_and_the_same_content_gives_the_same_bytes() -> None:
    long = replace(CONTENT, cases=(replace(READ, findings="\n".join(f"Line {at} of what was found." for at in range(200))),))
    said, paper = read(long, "ur")
    assert len(paper.pages) > 3
    assert "Line 199 of what was found." in said
    assert print_minutes(CONTENT, "ur") == print_minutes(CONTENT, "ur")
