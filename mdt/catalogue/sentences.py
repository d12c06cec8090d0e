"""A failure in one line, in the reader's language: its sentence, and for each field what is wrong with it."""

from __future__ import annotations

from mdt.catalogue.words import Words
from mdt.errors import DeskError, Invalid


def sentence(words: Words, fault: DeskError) -> str:
    """The whole failure in one line."""
    if not isinstance(fault, Invalid):
        return words(fault.key, **fault.gaps)
    wrong = [_of_field(words, fault, name) for name in fault.fields]
    if len(wrong) == 1 and fault.key == "invalid.fields":
        return wrong[0]
    return " ".join([words(fault.key, **fault.gaps), *wrong]).strip()


def _of_field(words: Words, fault: Invalid, field: str) -> str:
    """What is wrong with a field, after its name where the sentence does not say what it is about."""
    said = reason(words, fault, field)
    if fault.fields[field] == "invalid.condition" or fault.fields[field].startswith(f"invalid.{field}"):
        return said
    key, known = f"field.{field}", words.keys()
    return f"{words(key) if key in known else field.replace('_', ' ')}: {said}"


def reason(words: Words, fault: Invalid, field: str) -> str:
    """What is wrong with one field of an Invalid."""
    key = fault.fields[field]
    if key == "invalid.condition":
        from mdt.catalogue.load import load_catalogue  # the sign-in page says failures too, and must not wait for the law

        return load_catalogue().title("condition", field).inside(words.language)
    return words(key, **fault.gaps)
