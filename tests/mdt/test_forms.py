"""The forms that ship are whole and fit the acts they are filled for, and a form with a fault in it is refused by name."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any, get_args, get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st

import resources
from mdt import work
from mdt.catalogue.faults import CatalogueFault
from mdt.catalogue.forms import FOLDER, OFFERED, FieldSpec, FormSpec, form_ids, load_form, read_form
from mdt.catalogue.load import load_catalogue
from mdt.model.identifiers import IdentifierKind
from mdt.model.phrases import Phrase
from mdt.model.tips import COUNTED
from mdt.work import incidents, stages, tips
from mdt.work.desk import USE_CASES, UseCase
from mdt.work.forms import Account
from mdt.work.people import CLOSED_FIELDS, OPEN_FIELDS

ARABIC = re.compile("[\u0600-\u06ff]")
for module in pkgutil.iter_modules(work.__path__):
    importlib.import_module(f"{work.__name__}.{module.name}")
JOBS = {job.name: job for job in USE_CASES}
UI = Path(__file__).parents[2] / "ui"
MAPPINGS = {
    "amend_party": frozenset(OPEN_FIELDS + CLOSED_FIELDS),
    "classify_case": incidents.CLASSED,
    "record_tip": tips.VALUES | frozenset(COUNTED) | {str(kind) for kind in IdentifierKind},
    "link_tip": frozenset({"case"}),
    **dict.fromkeys(("move_to_challan", "move_from_challan"), stages.TOLD),
}
"""What may be said in the one mapping that these use cases take."""
FORMS = [load_form(identity) for identity in form_ids()]


def parts(kind: Any) -> Iterator[type]:
    """The record types inside a type and inside their fields, however deep."""
    if isinstance(kind, type) and is_dataclass(kind):
        yield kind
        for inner in get_type_hints(kind).values():
            yield from parts(inner)
    for inner in get_args(kind):
        yield from parts(inner)


def names_of(job: UseCase[..., Any]) -> frozenset[str]:
    """Every name a form may ask for on behalf of a use case: parameters, fields of what is handed over, kinds of accounts."""
    hints = {name: kind for name, kind in get_type_hints(job.steps).items() if name not in ("work", "return")}
    records = {record for kind in hints.values() for record in parts(kind)}
    accounts = {str(kind) for kind in IdentifierKind} if Account in records else set()
    return MAPPINGS.get(job.name, frozenset()) | set(hints) | accounts | {field.name for record in records for field in fields(record)}


def phrases(form: FormSpec) -> Iterator[Phrase]:
    yield form.lead
    yield from (section.title for section in form.sections)
    for field in form.fields:
        yield from (field.label, field.help, field.nothing, *(row.title for row in field.rows))


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.id)
def test_a_form_says_everything_in_both_languages(form: FormSpec) -> None:
    for phrase in phrases(form):
        assert bool(phrase.en) == bool(ARABIC.search(phrase.ur)), phrase
        assert not ARABIC.search(phrase.en), phrase


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.id)
def test_every_field_is_a_parameter_of_each_act_it_is_filled_for(form: FormSpec) -> None:
    assert [act for act in form.acts if act not in JOBS] == []
    found = [(act, field.name) for act in form.acts for field in form.fields if field.name not in names_of(JOBS[act])]
    assert found == []


def test_a_name_that_is_no_parameter_would_be_found() -> None:
    assert "weather" not in names_of(JOBS["add_party"])
    assert {"names", "phone", "platform", "role"} <= names_of(JOBS["add_party"])
    assert names_of(JOBS["lift_signal"]) == {"signal"}


def rows_of(field: FieldSpec) -> set[str]:
    return {row.id for row in field.rows} if field.rows else set(load_catalogue().tables[field.choices])


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.id)
def test_what_stands_at_first_and_what_a_field_waits_for_are_choices_there_are(form: FormSpec) -> None:
    for field in form.fields:
        if field.kind in ("choice", "several") and field.choices not in OFFERED and field.start:
            assert field.start in rows_of(field), field.name
        if field.when is not None:
            assert set(field.when[1]) <= rows_of(form.field(field.when[0])), field.name
        if field.kind == "date":
            assert field.start in ("", "today"), field.name


def test_every_form_is_asked_for_on_screen() -> None:
    asked = "\n".join(path.read_text("utf-8") for path in UI.rglob("*.py"))
    assert len(FORMS) > 25
    assert [form.id for form in FORMS if f'"{form.id}"' not in asked and f'"{form.id.removesuffix("_note")}"' not in asked] == []


PLAIN = """
id = "plain"
version = 2
dated = 2026-11-25
source = "unit"
acts = ["add_opinion"]
lead = "Said first"
lead_ur = "پہلے"

[[section]]
id = "more"
title = "More"
title_ur = "مزید"

[[field]]
name = "kind"
kind = "choice"
label = "Kind"
label_ur = "قسم"
choices = "sex"

[[field]]
name = "text"
kind = "text"
label = "Text"
label_ur = "متن"
help = "In words."
help_ur = "الفاظ میں۔"
needed = true
section = "more"
short = true
when = { kind = ["female"] }

[[field]]
name = "way"
kind = "choice"
label = "Way"
label_ur = "طریقہ"
start = "a"

[[field.choice]]
id = "a"
title = "A"
title_ur = "الف"
"""


def test_a_plain_form_is_read_whole() -> None:
    form = read_form("plain.toml", PLAIN)
    assert (form.stamp, form.acts, form.lead.inside("ur")) == ("plain 2", ("add_opinion",), "پہلے")
    text = form.field("text")
    assert (text.needed, text.short, text.section, text.when) == (True, True, "more", ("kind", ("female",)))
    assert [row.id for row in form.field("way").rows] == ["a"]
    with pytest.raises(KeyError):
        form.field("weather")


@pytest.mark.parametrize(
    ("old", "new", "row", "what"),
    [
        ("version = 2", "version = 0", "", "version"),
        ("version = 2", 'version = "2"', "", "version: '2' is no int"),
        ("version = 2", "version = true", "", "version: True is no int"),
        ("dated = 2026-11-25", 'dated = "soon"', "", "dated"),
        ('source = "unit"', 'source = " "', "", "source: empty"),
        ('source = "unit"', "", "", "missing key source"),
        ('id = "plain"', 'id = "other"', "", "id is other"),
        ('acts = ["add_opinion"]', 'acts = ["a", "a"]', "", "acts: not a list of different texts"),
        ('lead_ur = "پہلے"', "", "", "lead: in one language only"),
        ('label_ur = "قسم"', 'label_ur = " "', "field kind", "label: in one language only"),
        ('label_ur = "قسم"', "", "field kind", "missing key label_ur"),
        ('help_ur = "الفاظ میں۔"', "", "field text", "help: in one language only"),
        ('kind = "text"', 'kind = "colour"', "field text", "kind: 'colour' is none of"),
        ('choices = "sex"', 'choices = "weather"', "field kind", "choices: there is no table weather"),
        ('choices = "sex"', "", "field kind", "choices: either a table or rows"),
        ('start = "a"', 'choices = "sex"', "field way", "choices: either a table or rows"),
        ('start = "a"', 'start = "b"', "field way", "start: b is not among the choices"),
        ("needed = true", 'needed = "yes"', "field text", "needed: 'yes' is no bool"),
        ("needed = true", "wanted = true", "field text", "unknown key wanted"),
        ("needed = true", 'choices = "sex"', "field text", "choices: only where something is chosen"),
        ('section = "more"', 'section = "less"', "section more", "no field is in it"),
        ('section = "more"', "", "section more", "no field is in it"),
        ('name = "way"', 'name = "kind"', "field kind", "duplicate name"),
        ('name = "way"', 'name = "a way"', "field a way", "name: no name of a parameter"),
        ('start = "a"', 'start = "a"\nshort = true', "field way", "short: only a text"),
        ('when = { kind = ["female"] }', 'when = { way = ["a"] }', "field text", "when: bound to no field above it"),
        ('when = { kind = ["female"] }', "when = { kind = [] }", "field text", "when: bound to no field above it"),
        ('when = { kind = ["female"] }', 'when = { kind = ["female"], way = ["a"] }', "field text", "when: not one field"),
        ('title_ur = "الف"', "", "choice a", "missing key title_ur"),
        ('id = "plain"', "id = ", "", "not TOML"),
    ],
)
def test_a_planted_fault_is_named(old: str, new: str, row: str, what: str) -> None:
    assert PLAIN.count(old) >= 1
    with pytest.raises(CatalogueFault) as caught:
        read_form("plain.toml", PLAIN.replace(old, new, 1))
    assert (caught.value.file, caught.value.row) == ("plain.toml", row)
    assert what in caught.value.what


@given(st.sampled_from(sorted(form_ids())), st.data())
def test_a_key_nobody_knows_is_refused_wherever_it_stands(identity: str, choose: st.DataObject) -> None:
    lines = resources.text(f"{FOLDER}/{identity}.toml").split("\n")
    places = [at for at, line in enumerate(lines) if re.match(r"\w+ = ", line)]
    at = choose.draw(st.sampled_from(places))
    with pytest.raises(CatalogueFault, match="unknown key weather"):
        read_form(f"{identity}.toml", "\n".join([*lines[: at + 1], 'weather = "fair"', *lines[at + 1 :]]))
