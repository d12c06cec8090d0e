"""From a form of the catalogue to what is asked on screen: words in the language of the reader, choices from their tables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from mdt.catalogue.forms import FieldSpec, FormSpec
from mdt.catalogue.office import BY_LETTERS
from mdt.catalogue.words import Words
from mdt.policy.readers import sealed_for
from ui.widgets.days import long_day
from ui.widgets.fields import Ask, Rows

if TYPE_CHECKING:
    from mdt.catalogue.row import Row

Tables: TypeAlias = "Mapping[str, Mapping[str, Row]]"


@dataclass(frozen=True, slots=True)
class Filling:
    """What a page adds to a form: rows only it knows, what stands there at first, fields left out, fields settled already, other help."""

    offered: Mapping[str, Rows] = field(default_factory=dict)
    starts: Mapping[str, str] = field(default_factory=dict)
    without: frozenset[str] = frozenset()
    settled: Mapping[str, str] = field(default_factory=dict)
    helped: Mapping[str, str] = field(default_factory=dict)


def asks_of(spec: FormSpec, words: Words, tables: Tables, filling: Filling) -> tuple[list[Ask], frozenset[str]]:
    """What is asked, and the names of the fields of this form that are not asked here."""
    asked = [field for field in spec.fields if not _is_left_out(field, filling)]
    names = {field.name for field in asked}
    return [_ask(field, words, tables, filling) for field in asked], frozenset(field.name for field in spec.fields) - names


def rows_of(tables: Tables, table: str, language: str) -> Rows:
    """The rows of a table to choose from; places by their letters, everything else as the catalogue orders it.

    Events that the desk finds in its own records are not among them.
    """
    rows = tuple((row.id, row.title.inside(language)) for row in tables[table].values() if getattr(row, "by_hand", True))
    return tuple(sorted(rows, key=lambda row: row[1])) if table in BY_LETTERS else rows


def _is_left_out(spec: FieldSpec, filling: Filling) -> bool:
    if spec.name in filling.without or spec.name in filling.settled:
        return True
    return spec.when is not None and spec.when[0] in filling.settled and filling.settled[spec.when[0]] not in spec.when[1]


def _ask(spec: FieldSpec, words: Words, tables: Tables, filling: Filling) -> Ask:
    only = filling.offered.get(spec.name, ()) if spec.choices == "accused" else ()
    start = filling.starts.get(spec.name, only[0][0] if len(only) == 1 else spec.start)
    if spec.kind == "date" and start == "today":
        start = words("acting.today")
    elif spec.kind == "date" and start:
        start = long_day(start, words.language)
    helped = filling.helped.get(spec.name) or spec.help.inside(words.language)
    if spec.kind == "date" and not filling.helped.get(spec.name):
        helped = f"{helped} {words('form.date_help')}".strip()
    if spec.sealed is not None:
        helped = f"{helped} {sealed_for(words, spec.sealed)}".strip()
    return Ask(
        spec.name,
        spec.label.inside(words.language),
        spec.kind,
        helped,
        _choices(spec, words, tables, filling, start),
        start,
        spec.needed,
        spec.section,
        spec.short,
        None if spec.when is not None and spec.when[0] in filling.settled else spec.when,
    )


def _choices(spec: FieldSpec, words: Words, tables: Tables, filling: Filling, start: str) -> Rows:
    if spec.kind not in ("choice", "several"):
        return ()
    if spec.name in filling.offered:
        rows = filling.offered[spec.name]
    elif spec.rows:
        rows = tuple((row.id, row.title.inside(words.language)) for row in spec.rows)
    else:
        rows = rows_of(tables, spec.choices, words.language)
    if spec.kind == "several":
        return rows
    if start and start not in dict(rows):
        rows = ((start, start), *rows)
    nothing = spec.nothing.inside(words.language)
    return rows if spec.start and not nothing else (("", nothing or words("acting.choose")), *rows)
