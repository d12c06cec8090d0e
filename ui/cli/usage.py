"""A command line that says its usage, its help and what is wrong with it in the reader's language."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterable
from functools import partial
from typing import Any, ClassVar, Final, NoReturn

from mdt.catalogue.words import Words

_SAID: Final = (
    (r"the following arguments are required: (?P<names>.+)", "required"),
    (r"unrecognized arguments: (?P<names>.+)", "unknown"),
    (r"invalid choice: (?P<given>.+) \(choose from (?P<choices>.+)\)", "choice"),
    (r"expected (?:one|at least one|at most one|\d+) arguments?", "expected"),
    (r"invalid \w+ value: (?P<given>.+)", "value"),
    (r"ambiguous option: (?P<given>.+) could match (?P<choices>.+)", "ambiguous"),
    (r"ignored explicit argument (?P<given>.+)", "ignored"),
    (r"not allowed with argument (?P<given>.+)", "together"),
)
"""What argparse says, and the key of the same in the catalogue of words."""
_OF_ONE: Final = re.compile(r"argument (?P<name>[^:]+): (?P<why>.+)", re.DOTALL)


class _Formatter(argparse.HelpFormatter):
    def __init__(self, say: Words, prog: str) -> None:
        super().__init__(prog)
        self._say = say

    def add_usage(self, usage: str | None, actions: Iterable[argparse.Action], groups: Any, prefix: str | None = None) -> None:
        super().add_usage(usage, actions, groups, f"{self._say('usage.usage')} " if prefix is None else prefix)


class SpokenParser(argparse.ArgumentParser):
    """A parser that speaks the language of ``say``; so do the parsers of its commands."""

    say: ClassVar[Words]

    def __init__(self, **given: Any) -> None:
        super().__init__(**given, add_help=False, formatter_class=partial(_Formatter, self.say))
        self._positionals.title, self._optionals.title = self.say("usage.positionals"), self.say("usage.options")
        self.add_argument("-h", "--help", action="help", help=self.say("usage.help"))

    def error(self, message: str) -> NoReturn:
        """Leave with 2, the usage, and one sentence in the reader's language."""
        self.print_usage(sys.stderr)
        self.exit(2, f"{self.prog}: {wrong(self.say, message)}\n")


def speaking(words: Words) -> type[SpokenParser]:
    """The parser of a language."""
    return type("Parser", (SpokenParser,), {"say": words})


def wrong(say: Words, message: str) -> str:
    """What argparse found wrong, in the language of ``say``; its own words where they are not known."""
    if found := _OF_ONE.fullmatch(message):
        return say("usage.of_one", name=found["name"], why=wrong(say, found["why"]))
    for pattern, key in _SAID:
        if found := re.fullmatch(pattern, message, re.DOTALL):
            return say(f"usage.{key}", **{name: _listed(say, name, text) for name, text in found.groupdict().items()})
    return message


def _listed(say: Words, name: str, text: str) -> str:
    if name == "given":
        return text.strip("'\"")
    return f"{say('cli.list_mark')} ".join(part.strip("'\"") for part in text.split(", "))
