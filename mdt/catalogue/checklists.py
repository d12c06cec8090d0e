"""Checklists of an interview, each version in a file of its own for ever, so that a filled one is read as it was filled."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Final, Literal, cast, get_args

import resources
from mdt.catalogue.faults import CatalogueFault
from mdt.catalogue.lines import Line
from mdt.catalogue.row import Confidence
from mdt.model.phrases import Phrase

FOLDER: Final = "catalogue/checklists"
Part = Literal["before", "during", "after"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChecklistLine:
    """One line to tick, in its part of the interview, with the standard it comes from."""

    id: str
    part: Part
    title: Phrase
    source: str
    confidence: Confidence


@dataclass(frozen=True, slots=True, kw_only=True)
class ChecklistForm:
    """A checklist in one version."""

    id: str
    version: int
    dated: date
    title: Phrase
    lines: tuple[ChecklistLine, ...]

    def of(self, part: Part) -> tuple[ChecklistLine, ...]:
        """The lines of one part, in their order."""
        return tuple(line for line in self.lines if line.part == part)


def checklist_versions() -> tuple[tuple[str, int], ...]:
    """Every checklist that ships with the program, by id and version."""
    names = (name.removesuffix(".toml").rpartition("-") for name in resources.names(FOLDER, ".toml"))
    return tuple(sorted((identity, int(version)) for identity, _, version in names))


@cache
def load_checklist(identity: str, version: int | None = None) -> ChecklistForm:
    """A checklist in a version, the newest where none is named; KeyError where there is none. Raises CatalogueFault."""
    found = [number for name, number in checklist_versions() if name == identity and version in (None, number)]
    if not found:
        raise KeyError(identity)
    file = f"{identity}-{max(found)}.toml"
    return read_checklist(file, resources.text(f"{FOLDER}/{file}"))


def read_checklist(file: str, text: str) -> ChecklistForm:
    """The checklist written in ``text``; raises CatalogueFault for the first thing that is not as it should be."""
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as wrong:
        raise CatalogueFault(file, "", f"not TOML: {wrong}") from wrong
    line = Line(file, "", content)
    form = ChecklistForm(
        id=line.take("id", str),
        version=line.take("version", int),
        dated=line.take("dated", date),
        title=line.both("title", needed=True),
        lines=tuple(_line(part) for part in line.lines("line")),
    )
    line.end()
    if f"{form.id}-{form.version}.toml" != file:
        raise line.wrong(f"says {form.id} {form.version}, and the file is {file}")
    if len({one.id for one in form.lines}) < len(form.lines) or not form.lines:
        raise line.wrong("no lines, or one id twice")
    return form


def _line(line: Line) -> ChecklistLine:
    part, confidence = line.take("part", str), line.take("confidence", str)
    if part not in get_args(Part) or confidence not in get_args(Confidence):
        raise line.wrong(f"part or confidence: {part} {confidence}")
    found = ChecklistLine(
        id=line.take("id", str),
        part=cast(Part, part),
        title=line.both("title", needed=True),
        source=line.take("source", str),
        confidence=cast(Confidence, confidence),
    )
    line.end()
    return found
