"""A failure in one line, in the reader's language: its sentence, and for each field what is wrong with it."""

from __future__ import annotations

from mdt.catalogue.words import Words
from mdt.errors import DeskError, Invalid


def sentence(words: Words, fault: DeskError) -> str:
    """The whole failure in one line."""
    said = words(fault.key, **fault.gaps)
    if not isinstance(fault, Invalid):
        return said
    return " ".join([said, "; ".join(f"{name.replace('_', ' ')}: {reason(words, fault, name)}" for name in fault.fields)]).strip()


def reason(words: Words, fault: Invalid, field: str) -> str:
    """What is wrong with one field of an Invalid."""
    key = fault.fields[field]
    if key == "invalid.condition":
        from mdt.catalogue.load import load_catalogue  # the sign-in page says failures too, and must not wait for the law

        return load_catalogue().title("condition", field).inside(words.language)
    return words(key, **fault.gaps)
