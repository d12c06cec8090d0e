"""Everything that can go wrong in a way the person at the desk can act on.

An error carries the key of a sentence in ``resources/i18n`` and what fills its gaps, so that each language says it in its own words.
Gaps hold codes, numbers and names of fields, never a word about a person.
"""

from __future__ import annotations

from collections.abc import Mapping


class DeskError(Exception):
    """A failure with one clear sentence for the person at the desk; anything else raised is a bug."""

    def __init__(self, key: str, **gaps: object) -> None:
        super().__init__(key)
        self.key = key
        self.gaps: Mapping[str, object] = gaps

    def __str__(self) -> str:
        return self.key


class Refused(DeskError):
    """The actor has no right to this."""


class Invalid(DeskError):
    """What was given cannot be kept as it is; ``fields`` maps a field's name to the key of its sentence."""

    def __init__(self, key: str = "invalid.fields", fields: Mapping[str, str] | None = None, **gaps: object) -> None:
        super().__init__(key, **gaps)
        self.fields: Mapping[str, str] = dict(fields or {})


class Conflict(DeskError):
    """Somebody else changed it first, or it exists already."""


class Missing(DeskError):
    """Gone, or not yours: the words are the same for both."""

    def __init__(self, key: str = "missing.case", **gaps: object) -> None:
        super().__init__(key, **gaps)


class Unavailable(DeskError):
    """The vault, the disk or the keyring cannot serve now."""


class Locked(DeskError):
    """The desk is locked or the sign-in failed."""
