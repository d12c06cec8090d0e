"""The forms people fill: read strictly, each from one dated TOML file, so that a lawyer or a clinic lead can change a form."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Final, Literal, get_args

import resources
from mdt.catalogue.faults import CatalogueFault
from mdt.catalogue.lines import Line
from mdt.model.phrases import Phrase
from mdt.model.sensitivity import Sensitivity

FOLDER = "catalogue/forms"
Kind = Literal["line", "text", "date", "choice", "tick", "secret", "several"]
OFFERED: Final = frozenset({"party", "person", "accused", "teammate", "member", "limb", "language", "case", "tip", "fir", "recipient"})
"""Choices that no table holds: the page that shows the form knows them."""
CHOOSING = frozenset({"choice", "several"})
NOTHING = Phrase("", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceSpec:
    """One choice that only this form offers."""

    id: str
    title: Phrase


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionSpec:
    """A part of a form that is folded away until it is wanted."""

    id: str
    title: Phrase


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldSpec:
    """One field; ``choices`` names a table of the catalogue or one of OFFERED, ``nothing`` is said for choosing none of them.

    ``start`` stands in the field at first, 'today' in a date in the language of the screen. ``when`` bounds the field to some answers
    of another one: (name, answers). ``sealed`` is the class of what is written there, where it is a sealed one.
    """

    name: str
    kind: Kind
    label: Phrase
    help: Phrase
    choices: str
    rows: tuple[ChoiceSpec, ...]
    nothing: Phrase
    needed: bool
    start: str
    section: str
    short: bool
    sealed: Sensitivity | None
    when: tuple[str, tuple[str, ...]] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FormSpec:
    """One form in one version; ``acts`` are the use cases it is filled for, ``lead`` the sentence above its fields."""

    id: str
    version: int
    dated: date
    source: str
    acts: tuple[str, ...]
    lead: Phrase
    sections: tuple[SectionSpec, ...]
    fields: tuple[FieldSpec, ...]

    @property
    def stamp(self) -> str:
        """What a draft is marked with."""
        return f"{self.id} {self.version}"

    def field(self, name: str) -> FieldSpec:
        """The field of this name; a KeyError where there is none."""
        for spec in self.fields:
            if spec.name == name:
                return spec
        raise KeyError(name)


def form_ids() -> tuple[str, ...]:
    """The ids of all forms that ship with the program."""
    return tuple(name.removesuffix(".toml") for name in resources.names(FOLDER, ".toml"))


@cache
def load_form(identity: str) -> FormSpec:
    """A form that ships with the program, read once; raises CatalogueFault."""
    return read_form(f"{identity}.toml", resources.text(f"{FOLDER}/{identity}.toml"))


def read_form(file: str, text: str) -> FormSpec:
    """The form written in ``text``; raises CatalogueFault for the first thing that is not as it should be."""
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as wrong:
        raise CatalogueFault(file, "", f"not TOML: {wrong}") from wrong
    line = Line(file, "", content)
    spec = FormSpec(
        id=line.take("id", str),
        version=line.take("version", int),
        dated=line.take("dated", date),
        source=line.take("source", str),
        acts=line.texts("acts"),
        lead=line.both("lead"),
        sections=tuple(_section(part) for part in line.lines("section")),
        fields=tuple(_field(part) for part in line.lines("field")),
    )
    line.end()
    for row, what in _faults(spec, file):
        raise CatalogueFault(file, row, what)
    return spec


def _section(line: Line) -> SectionSpec:
    spec = SectionSpec(id=line.take("id", str), title=line.both("title", needed=True))
    line.end()
    return spec


def _field(line: Line) -> FieldSpec:
    kind = line.take("kind", str)
    if kind not in get_args(Kind):
        raise line.wrong(f"kind: {kind!r} is none of {', '.join(get_args(Kind))}")
    spec = FieldSpec(
        name=line.take("name", str),
        kind=kind,  # type: ignore[arg-type]
        label=line.both("label", needed=True),
        help=line.both("help"),
        choices=line.take("choices", str, ""),
        rows=tuple(_choice(part) for part in line.lines("choice")),
        nothing=line.both("nothing"),
        needed=line.take("needed", bool, False),
        start=line.take("start", str, ""),
        section=line.take("section", str, ""),
        short=line.take("short", bool, False),
        sealed=line.sealed(),
        when=line.when(),
    )
    line.end()
    return spec


def _choice(line: Line) -> ChoiceSpec:
    spec = ChoiceSpec(id=line.take("id", str), title=line.both("title", needed=True))
    line.end()
    return spec


def _faults(spec: FormSpec, file: str) -> Iterator[tuple[str, str]]:
    if f"{spec.id}.toml" != file:
        yield "", f"id is {spec.id} and the file {file}"
    if spec.version < 1:
        yield "", "version: begins with 1"
    if not spec.source.strip():
        yield "", "source: empty"
    names = [field.name for field in spec.fields]
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield f"field {name}", "duplicate name"
    sections = [section.id for section in spec.sections]
    for section in sections:
        if sections.count(section) > 1 or section not in {field.section for field in spec.fields}:
            yield f"section {section}", "duplicate id, or no field is in it"
    for field in spec.fields:
        yield from ((f"field {field.name}", what) for what in _wrong_in(field, names, sections))


def _wrong_in(field: FieldSpec, names: list[str], sections: list[str]) -> Iterator[str]:
    if not field.name.isidentifier():
        yield "name: no name of a parameter"
    if field.section and field.section not in sections:
        yield f"section: there is no section {field.section}"
    if field.kind in CHOOSING and bool(field.choices) == bool(field.rows):
        yield "choices: either a table or rows of its own"
    if field.kind not in CHOOSING and (field.choices or field.rows or field.nothing.en):
        yield "choices: only where something is chosen"
    if field.choices and field.choices not in OFFERED and field.choices not in _tables():
        yield f"choices: there is no table {field.choices}"
    if field.rows and field.start not in ("", *(row.id for row in field.rows)):
        yield f"start: {field.start} is not among the choices"
    if field.short and field.kind != "text":
        yield "short: only a text can be"
    if field.kind == "secret" and field.start:
        yield "start: a secret has none"
    if field.when and (field.when[0] not in names[: names.index(field.name)] or not field.when[1]):
        yield "when: bound to no field above it, or to no answer"


@cache
def _tables() -> frozenset[str]:
    from mdt.catalogue.files import FILES  # the sign-in form offers no table, and must not wait for the law

    return frozenset(table for kinds in FILES.values() for table in kinds)
