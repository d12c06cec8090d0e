"""Checklists that ship: both languages, a source and a confidence for each line, and faults told by their place."""

from __future__ import annotations

import re

import pytest

import resources
from mdt.catalogue.checklists import FOLDER, ChecklistForm, checklist_versions, load_checklist, read_checklist
from mdt.catalogue.faults import CatalogueFault
from mdt.catalogue.load import load_catalogue

ARABIC = re.compile("[\u0600-\u06ff]")
FORMS = [load_checklist(identity, version) for identity, version in checklist_versions()]
FILE = "child_interview-1.toml"


@pytest.mark.parametrize("form", FORMS, ids=lambda form: f"{form.id} {form.version}")
def test_every_line_is_said_in_both_languages_and_names_its_source(form: ChecklistForm) -> None:
    assert {line.part for line in form.lines} == {"before", "during", "after"}
    for line in form.lines:
        assert ARABIC.search(line.title.ur), line.id
        assert not ARABIC.search(line.title.en), line.id
        assert line.source, line.id
    assert [line.id for part in ("before", "during", "after") for line in form.of(part)] == [line.id for line in form.lines]


def test_every_age_group_has_its_checklist_and_the_newest_is_taken() -> None:
    for group in load_catalogue().age_groups.values():
        newest = max(version for identity, version in checklist_versions() if identity == group.checklist)
        assert load_checklist(group.checklist).version == newest


def test_a_checklist_that_is_not_there() -> None:
    for wanted in (("nothing", None), ("child_interview", 99)):
        with pytest.raises(KeyError):
            load_checklist(*wanted)


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ('part = "before"', 'part = "never"', "part or confidence"),
        ('confidence = "V"', 'confidence = "X"', "part or confidence"),
        ("version = 1", "version = 2", "says child_interview 2"),
        ('id = "go_to_child"', 'id = "woman_lead"', "one id twice"),
        ("dated = 2026-11-25", "dated = 2026-11-25\nextra = 1", "unknown key extra"),
        ('title_ur = "بچے کا انٹرویو"', 'title_ur = ""', "in one language only"),
        ("dated = 2026-11-25", "dated = ", "not TOML"),
    ],
)
def test_a_fault_in_a_file_is_named(old: str, new: str, what: str) -> None:
    text = resources.text(f"{FOLDER}/{FILE}")
    assert old in text
    with pytest.raises(CatalogueFault, match=what):
        read_checklist(FILE, text.replace(old, new, 1))
