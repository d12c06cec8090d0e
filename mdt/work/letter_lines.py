"""Lines of a letter, made so that the guard can tell shipped words from those of the case."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from mdt.catalogue.days import long_day
from mdt.catalogue.schema import Catalogue
from mdt.catalogue.words import Words
from mdt.model.phrases import Phrase
from mdt.policy.outward import Line


def fact(label: str, value: str, part: str = "body") -> Line:
    """A value of a record behind its label: the guard reads it as what it is, somebody's words or number."""
    return Line(text=value, known=label, part=part, label=label)


def shipped(label: str, words: str, part: str = "body") -> Line:
    """Shipped words, such as a title of the catalogue, behind a label."""
    return Line(text=words, known=f"{label} {words}", part=part, label=label)


@dataclass(frozen=True, slots=True)
class Composer:
    """Writes the lines of one letter in one language."""

    catalogue: Catalogue
    language: str

    def known(self, phrase: Phrase, part: str) -> Line:
        """Shipped words alone."""
        text = phrase.inside(self.language)
        return Line(text=text, known=text, part=part)

    def fact(self, name: str, value: str, part: str = "fact") -> Line:
        """A value of the case behind its label."""
        return fact(self._label(name), value, part)

    def line(self, name: str, words: str, part: str = "fact") -> Line:
        """Shipped words behind a label."""
        return shipped(self._label(name), words, part)

    def titled(self, name: str, phrase: Phrase, part: str = "fact") -> Line:
        """The title of a row of the catalogue behind a label."""
        return self.line(name, phrase.inside(self.language), part)

    def day(self, name: str, day: date, part: str = "fact") -> Line:
        """A day in words behind its label."""
        return self.fact(name, long_day(day, self.language), part)

    def item(self, name: str, value: str) -> Line:
        """A ticked value of a person."""
        return fact(self._label(f"item_{name}"), value, "item")

    def signature(self) -> Line:
        """Where it is signed."""
        words = Words(self.language)("letter.signature")
        return Line(text=words, known=words, part="signature")

    def _label(self, name: str) -> str:
        return Words(self.language)(f"letter.{name}")
