"""A text the desk keeps in both of its languages."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Phrase:
    """The same words in English and Urdu; where the Urdu is missing the English stands in."""

    en: str
    ur: str = ""

    def inside(self, language: str) -> str:
        """The words in ``language`` ('en' or 'ur')."""
        return self.ur or self.en if language == "ur" else self.en
