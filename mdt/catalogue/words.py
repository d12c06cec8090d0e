"""The sentences the program says, in the language of the person at the desk."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from string import Formatter
from types import MappingProxyType

import resources
from mdt.catalogue.faults import CatalogueFault

FOLDER = "i18n"
LANGUAGES = ("en", "ur")
OWN_NAMES = (("en", "English"), ("ur", "اردو"))
"""Languages call themselves by their own names."""
DOOR = ("screen", "errors")
"""Files that hold every sentence of the first page; the others are read when the first of theirs is said."""
ONE = "_one"
"""What ends the key of a sentence about one thing, beside that about many."""


class Words:
    """Every sentence by its dotted key; where a language lacks one, the English stands in."""

    def __init__(self, language: str) -> None:
        """``language`` is 'en' or 'ur', anything else a ValueError; raises CatalogueFault if a file is not as it should be."""
        if language not in LANGUAGES:
            raise ValueError(language)
        self.language = language
        self._sentences, self._is_whole = _at_the_door("en") | _at_the_door(language), False

    def __call__(self, key: str, **gaps: object) -> str:
        """The sentence with its named gaps filled; KeyError for a key in neither language and for a gap left open.

        Where the sentence called ``<key>_one`` leaves out a gap that is the number 1, that one is said.
        """
        if key not in self._sentences:
            self._take_all()
        sentence, one = self._sentences[key], self._sentences.get(f"{key}{ONE}", "")
        counted = gaps_of(sentence) - gaps_of(one) if one else ()
        return (one if any(type(gaps.get(name)) is int and gaps[name] == 1 for name in counted) else sentence).format(**gaps)

    def keys(self) -> frozenset[str]:
        """Every key there is a sentence for."""
        self._take_all()
        return frozenset(self._sentences)

    def _take_all(self) -> None:
        if not self._is_whole:
            self._sentences, self._is_whole = sentences("en") | sentences(self.language), True


@cache
def _at_the_door(language: str) -> MappingProxyType[str, str]:
    """The sentences of the first page, which is shown before all others are read."""
    files = {f"{name}.{language}.toml" for name in DOOR}
    return read_sentences({file: resources.text(f"{FOLDER}/{file}") for file in files})


def gaps_of(sentence: str) -> frozenset[str]:
    """The names of the gaps in a sentence."""
    return frozenset(name for _, name, _, _ in Formatter().parse(sentence) if name is not None)


@cache
def sentences(language: str) -> MappingProxyType[str, str]:
    """All sentences kept in ``language`` alone, dotted key to text: those of <language>.toml and of every *.<language>.toml."""
    files = [file for file in resources.names(FOLDER, ".toml") if f".{file}".endswith(f".{language}.toml")]
    return read_sentences({file: resources.text(f"{FOLDER}/{file}") for file in files})


def read_sentences(files: Mapping[str, str]) -> MappingProxyType[str, str]:
    """The sentences of ``files``, file name to TOML text; raises CatalogueFault for one said twice and for anything but a sentence."""
    found: dict[str, str] = {}
    for file, text in files.items():
        try:
            content = tomllib.loads(text)
        except tomllib.TOMLDecodeError as wrong:
            raise CatalogueFault(file, "", f"not TOML: {wrong}") from wrong
        for key, sentence in _flat(content, ""):
            if not isinstance(sentence, str):
                raise CatalogueFault(file, key, "no sentence")
            if key in found:
                raise CatalogueFault(file, key, "said twice")
            found[key] = sentence
    return MappingProxyType(found)


def _flat(content: Mapping[str, object], above: str) -> Iterator[tuple[str, object]]:
    for key, value in content.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{above}{key}.")
        else:
            yield f"{above}{key}", value
