"""Reads the catalogue files that ship with the program, and refuses them at the first thing that is not as it should be."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields
from datetime import date
from functools import cache
from itertools import chain
from types import MappingProxyType
from typing import Any, Literal, TypeVar, cast, get_args, get_origin, get_type_hints

import resources
from mdt.catalogue import schema
from mdt.catalogue.faults import CatalogueFault
from mdt.catalogue.files import FILES
from mdt.model.phrases import Phrase

_Line = Mapping[str, Any]
_Tables = Mapping[str, Mapping[str, Any]]
_T = TypeVar("_T")


class _Wrong(Exception):
    """What is wrong with a row, before it is known which row it is."""


@cache
def load_catalogue() -> schema.Catalogue:
    """The catalogue that ships with the program, read once; raises CatalogueFault."""
    return read_catalogue({file: resources.text(f"catalogue/{file}") for file in FILES})


def read_catalogue(files: Mapping[str, str]) -> schema.Catalogue:
    """The catalogue written in ``files``, file name to TOML text; every file of FILES and no other. Raises CatalogueFault."""
    for file in files.keys() ^ FILES.keys():
        raise CatalogueFault(file, "", "missing file" if file in FILES else "unknown file")
    tables = {table: rows for file, kinds in FILES.items() for table, rows in _read_file(file, files[file], kinds)}
    _check(tables)
    return _catalogue(tables)


def _catalogue(tables: _Tables) -> schema.Catalogue:
    return schema.Catalogue(
        offences=tables["offence"],
        stages=tables["stage"],
        conditions=tables["condition"],
        outcomes=tables["outcome"],
        closure_reasons=tables["closure_reason"],
        typologies=tables["typology"],
        circles=tables["circle"],
        agencies=tables["agency"],
        numbers=tables["number"],
        age_bands=tables["age_band"],
        missing=tables["missing"],
        settings=tables["setting"],
        phases=tables["phase"],
        deadlines=tables["deadline"],
        questions=tables["question"],
        age_groups=tables["age_group"],
        prompts=tables["prompt"],
        abbreviations=tables["abbreviation"],
        ignored_words=frozenset(tables["ignored"]),
        lists=MappingProxyType({name: tables[name] for name in (*schema.LISTS, *schema.TIP_LISTS)}),
        tables=MappingProxyType({name: rows for name, rows in tables.items() if name not in ("abbreviation", "ignored")}),
    )


def _read_file(file: str, text: str, kinds: Mapping[str, type]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as wrong:
        raise CatalogueFault(file, "", f"not TOML: {wrong}") from wrong
    for table in sorted(content.keys() ^ kinds.keys()):
        raise CatalogueFault(file, "", f"missing table {table}" if table in kinds else f"unknown table {table}")
    for table, kind in kinds.items():
        yield table, MappingProxyType(_read_table(file, table, content[table], kind))


def _read_table(file: str, table: str, content: object, kind: type) -> dict[str, Any]:
    rows: dict[str, Any] = {}
    key = fields(kind)[0].name
    if not isinstance(content, list):
        raise CatalogueFault(file, table, "not a list of rows")
    for number, line in enumerate(content, start=1):
        label = f"{table} {line[key] if isinstance(line, dict) and isinstance(line.get(key), str) else number}"
        try:
            row = _read_row(kind, line)
        except _Wrong as wrong:
            raise CatalogueFault(file, label, str(wrong)) from None
        if rows.setdefault(getattr(row, key), row) is not row:
            raise CatalogueFault(file, label, f"duplicate {key}")
    return rows


def _read_row(kind: type, line: object) -> Any:
    if not isinstance(line, dict):
        raise _Wrong("not a table of keys")
    readers, keys = _shape(kind)
    for key in sorted(line.keys() ^ keys):
        raise _Wrong(f"missing key {key}" if key in keys else f"unknown key {key}")
    values: dict[str, Any] = {}
    for name, read in readers.items():
        try:
            values[name] = read(line, name)
        except _Wrong as wrong:
            raise _Wrong(f"{name}: {wrong}") from None
    for first, last in _SPANS:
        start, end = values.get(first), values.get(last)
        if start is not None and end is not None and start > end:
            raise _Wrong(f"{last} is before {first}")
    return kind(**values)


_Reader = Callable[[_Line, str], object]
_SPANS = [(f"{kind}_from", f"{kind}_to") for kind in ("effective", "in_force")]
_SPANS += [("min_years", "max_years"), ("min_fine_pkr", "max_fine_pkr"), ("from_age", "to_age"), ("from_minutes", "to_minutes")]


@cache
def _shape(kind: type) -> tuple[Mapping[str, _Reader], frozenset[str]]:
    hints = get_type_hints(kind)
    readers = {field.name: _reader(hints[field.name]) for field in fields(kind)} | {fields(kind)[0].name: _id}
    return readers, frozenset(readers) | {f"{name}_ur" for name, read in readers.items() if read is _phrase}


def _reader(wanted: object) -> _Reader:
    if get_origin(wanted) is Literal:
        return lambda line, name: _choice(line[name], get_args(wanted))
    return _READERS[wanted]


def _choice(value: object, choices: tuple[object, ...]) -> object:
    if value not in choices:
        raise _Wrong(f"{value!r} is none of {', '.join(map(repr, choices))}")
    return value


def _typed(value: object, kind: type) -> Any:
    """``value`` if it is of exactly this type: true is no number here."""
    if type(value) is not kind:
        raise _Wrong(f"{value!r} is no {kind.__name__}")
    return value


def _id(line: _Line, name: str) -> str:
    id = _text(line, name)
    if not id or id != id.strip():
        raise _Wrong(f"{id!r} is no id")
    return id


def _text(line: _Line, name: str) -> str:
    return cast(str, _typed(line[name], str))


def _phrase(line: _Line, name: str) -> Phrase:
    en, ur = _text(line, name), _text(line, f"{name}_ur")
    if bool(en) != bool(ur):
        raise _Wrong("in one language only")
    if name == "title" and not en:
        raise _Wrong("empty")
    return Phrase(en, ur)


def _years(line: _Line, name: str) -> float | None:
    value = line[name]
    return None if value == "" else float(value if type(value) is int else _typed(value, float))


def _known(kind: type) -> _Reader:
    return lambda line, name: None if line[name] == "" else _typed(line[name], kind)


def _day(line: _Line, name: str) -> date | None:
    text = _text(line, name)
    try:
        day = date.fromisoformat(text) if text else None
    except ValueError:
        raise _Wrong(f"{text!r} is no ISO date") from None
    if day is not None and day.isoformat() != text:
        raise _Wrong(f"{text!r} is no ISO date")
    return day


def _pattern(line: _Line, name: str) -> re.Pattern[str]:
    text = _text(line, name)
    if not (text.startswith("^") and text.endswith("$")):
        raise _Wrong(f"{text!r} is not anchored")
    try:
        return re.compile(text, re.ASCII)
    except re.error as wrong:
        raise _Wrong(f"{text!r} is no regular expression: {wrong}") from None


def _texts(line: _Line, name: str) -> tuple[str, ...]:
    return _different([_typed(text, str) for text in _typed(line[name], list)], str)


def _falling(line: _Line, name: str) -> tuple[int, ...]:
    """Days before something, the earliest first."""
    found = tuple(_typed(number, int) for number in cast(list[Any], _typed(line[name], list)))
    if not found or list(found) != sorted(set(found), reverse=True) or found[-1] < 1:
        raise _Wrong(f"{found} does not fall to 1 or more")
    return found


def _elements(line: _Line, name: str) -> tuple[schema.Element, ...]:
    return _different([_read_row(schema.Element, part) for part in _typed(line[name], list)], lambda element: element.id)


def _different(things: list[_T], key: Callable[[_T], str]) -> tuple[_T, ...]:
    if len(set(map(key, things))) < len(things):
        raise _Wrong("names something twice")
    return tuple(things)


_READERS: Mapping[object, _Reader] = {
    str: _text,
    Phrase: _phrase,
    int: lambda line, name: _typed(line[name], int),
    bool: lambda line, name: _typed(line[name], bool),
    int | None: _known(int),
    bool | None: _known(bool),
    float | None: _years,
    date | None: _day,
    re.Pattern[str]: _pattern,
    tuple[str, ...]: _texts,
    tuple[int, ...]: _falling,
    tuple[schema.Element, ...]: _elements,
}


_REFERENCES = (
    ("stage", "needs", "condition"), ("stage", "next", "stage"), ("stage", "moved_by", "role"), ("typology", "offences", "offence"),
    ("circle", "zone", "zone"), ("missing", "roles", "role"), ("missing", "from_stage", "stage"), ("prompt", "phase", "phase"),
    ("prompt", "ages", "age_group"), ("meeting_prompt", "roles", "role"),
    ("deadline", "event", "case_event"), ("deadline", "stops", "case_event"),
)  # fmt: skip
"""Table, field, and the table whose ids that field names."""


def _check(tables: _Tables) -> None:
    """Raises CatalogueFault for the first thing that is wrong between rows."""
    homes = {table: file for file, kinds in FILES.items() for table in kinds}
    for table, row, what in chain(_dangling(tables), _incomplete(tables), _contradictions(tables)):
        raise CatalogueFault(homes[table], f"{table} {row}".strip(), what)


def _dangling(tables: _Tables) -> Iterator[tuple[str, str, str]]:
    for table, field, target in _REFERENCES:
        for row in tables[table].values():
            named = getattr(row, field)
            unknown = [id for id in ((named,) if isinstance(named, str) else named) if id not in tables[target]]
            yield from ((table, row.id, f"{field}: there is no {target} {id}") for id in unknown)


def _incomplete(tables: _Tables) -> Iterator[tuple[str, str, str]]:
    for table, closed in (("condition", schema.CONDITIONS), ("missing", schema.MISSING)):
        for id in sorted(closed ^ tables[table].keys()):
            yield table, id, "missing row" if id in closed else "the program knows no such row"
    if sum(agency.default for agency in tables["agency"].values()) != 1:
        yield "agency", "", "not exactly one default"
    if sum(band.from_age is None for band in tables["age_band"].values()) != 1:
        yield "age_band", "", "not exactly one without from_age"


def _contradictions(tables: _Tables) -> Iterator[tuple[str, str, str]]:
    for place, stage in enumerate(tables["stage"].values(), start=1):
        if stage.order != place:
            yield "stage", stage.id, f"order is {stage.order} and its place {place}"
        if not 1 <= stage.drawn <= len(tables["path_step"]):
            yield "stage", stage.id, f"drawn: {stage.drawn} is no step of the path"
        for id in stage.next:
            if not tables["stage"][id].moved_by:
                yield "stage", stage.id, f"next: nobody may move a case to {id}"
    for number in tables["number"].values():
        if not number.fits(number.example):
            yield "number", number.id, "the example does not fit the pattern"
    for name in tables["abbreviation"].values():
        if name.full in tables["abbreviation"] or name.short in tables["ignored"]:
            yield "abbreviation", name.short, "stands for another abbreviation, or is ignored"
