"""What the desk knows of papers that leave it, from dated files that a unit may change: words that give a case away."""

from __future__ import annotations

import tomllib
from functools import cache
from typing import Final

import resources
from mdt.catalogue.faults import CatalogueFault
from mdt.catalogue.lines import Line

FOLDER: Final = "catalogue/outgoing"


@cache
def case_words() -> tuple[str, ...]:
    """Words and phrases, in both languages, that no paper to a person has on it, nor any slip or message; raises CatalogueFault."""
    return read_case_words("words.toml", resources.text(f"{FOLDER}/words.toml"))


def read_case_words(file: str, text: str) -> tuple[str, ...]:
    """The words written in ``text``; raises CatalogueFault for the first thing that is not as it should be."""
    line = _opened(file, text)
    line.take("source", str)
    found = (*line.texts("words"), *line.texts("words_ur"))
    line.end()
    if not found or any(not word.strip() for word in found):
        raise line.wrong("no words, or an empty one")
    return found


def _opened(file: str, text: str) -> Line:
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as wrong:
        raise CatalogueFault(file, "", f"not TOML: {wrong}") from wrong
    return Line(file, "", content)
