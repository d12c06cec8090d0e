"""Rows about papers that leave the desk: platforms and how they are asked, and the words of letters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from mdt.catalogue.row import Row
from mdt.catalogue.schema import ListItem
from mdt.model.phrases import Phrase

OUTGOING_LISTS: Final = (
    "referral_agency", "referral_state", "referral_asked", "referral_reason", "consent_purpose", "signer", "override_reason",
    "request_kind", "request_state", "record_kind", "platform_reason", "removal_section", "removal_authority", "removal_state",
    "removed_part", "check_found", "needed_for_case", "foreign_direction", "foreign_purpose", "foreign_caveat", "foreign_action", "country",
    "letter_channel", "letter_kind", "enclosure",
)  # fmt: skip
"""Names of the plain lists of outgoing papers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlatformRoute(Row):
    """A platform or provider: by which way it is asked, how many days it preserves (None: not known), and when that was last looked up."""

    route: Phrase
    preserved_days: int | None
    note: Phrase
    last_verified: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterText(Row):
    """The words of one kind of letter; ``basis`` is the law it rests on, empty where there is none."""

    subject: Phrase
    opening: Phrase
    asks: Phrase
    closing: Phrase
    basis: str


PAPER_FILES: Final[Mapping[str, Mapping[str, type]]] = {
    "outgoing.toml": dict.fromkeys(OUTGOING_LISTS, ListItem),
    "platforms.toml": {"platform_route": PlatformRoute},
    "letters.toml": {"letter_text": LetterText},
}
"""The files of these tables."""
