"""What a command is given: streams, questions, the keyring, the clock; nothing in it opens a vault yet."""

from __future__ import annotations

import getpass
import os
import sys
import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TextIO

from db.clock import WallClock
from db.stretching import Argon2Kdf
from db.surroundings import Surroundings
from db.workstation import Keyring
from mdt.catalogue.words import Words
from mdt.errors import Locked


def _real() -> Surroundings:
    from platformdirs import user_data_path

    return Surroundings(WallClock(), Argon2Kdf(), Keyring(), user_data_path("mdt-desk", appauthor=False) / "heads")


def language_named(environ: Mapping[str, str]) -> str:
    """The language that MDT_LANG names, English where it names none."""
    return environ.get("MDT_LANG") or "en"


def ask_openly(question: str) -> str:
    """A line typed by the user; the question goes to stderr, since what the command says may be read by another program."""
    sys.stderr.write(question)
    sys.stderr.flush()
    return _line()


def ask_secretly(question: str) -> str:
    """A line typed without being shown; where there is no terminal that could show it, the next line of what is piped in."""
    with warnings.catch_warnings():
        warnings.simplefilter("error", getpass.GetPassWarning)
        try:
            return getpass.getpass(question)
        except getpass.GetPassWarning:
            return ask_openly(question)


def _line() -> str:
    typed = sys.stdin.readline()
    if not typed:
        raise EOFError
    return typed.rstrip("\r\n")


@dataclass(frozen=True)
class World:
    """Everything outside the program; tests give their own."""

    around: Surroundings = field(default_factory=_real)
    out: TextIO = field(default_factory=lambda: sys.stdout)
    err: TextIO = field(default_factory=lambda: sys.stderr)
    environ: Mapping[str, str] = field(default_factory=lambda: os.environ)
    ask_open: Callable[[str], str] = ask_openly
    ask_secret: Callable[[str], str] = ask_secretly

    @property
    def words(self) -> Words:
        """The sentences of the language that MDT_LANG names; ValueError where there are none in it."""
        return Words(language_named(self.environ))

    def say(self, line: str = "") -> None:
        """One line to the user."""
        self.out.write(line + "\n")

    def complain(self, line: str) -> None:
        """One line about what went wrong."""
        self.err.write(line + "\n")

    def secret(self, variable: str, question: str) -> str:
        """A secret from the environment, or else from a prompt that does not show it."""
        return self.environ.get(variable) or self.typed(self.ask_secret, self.words(question), variable)

    def answer(self, question: str, instead: str = "") -> str:
        """An answer to a question; ``instead`` is what gives it where nobody can be asked."""
        return self.typed(self.ask_open, self.words(question), instead).strip()

    def typed(self, ask: Callable[[str], str], question: str, instead: str = "") -> str:
        """What is typed after a question; Locked, with what was asked and what gives it ``instead``, where nothing is."""
        try:
            return ask(question)
        except EOFError:
            asked = question.strip().rstrip(":")
            if instead:
                raise Locked("locked.nothing_typed_instead", asked=asked, instead=instead) from None
            raise Locked("locked.nothing_typed", asked=asked) from None
