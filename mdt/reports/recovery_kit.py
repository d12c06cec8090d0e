"""A recovery kit on paper: the same card as a member's code, to be cut out and locked away."""

from __future__ import annotations

from dataclasses import dataclass

from mdt.catalogue.words import Words
from mdt.model.kits import KitSet
from mdt.model.phrases import Phrase
from mdt.reports.member_code import FACT, LONG_FACT, LONG_NAME, SOFT_LINE, TITLE, print_card
from mdt.reports.text import Style, code


@dataclass(frozen=True, slots=True)
class KitCard:
    """What stands on a kit: its set and number, who holds it, whose desk it is for, and the code in its groups."""

    kind: KitSet
    number: int
    user_name: str
    agency: Phrase
    circle: Phrase
    code: str


def print_recovery_kit(card: KitCard) -> bytes:
    """``card`` as a PDF of one sheet with cut marks; the same card always gives the same bytes."""

    def head(language: str) -> list[tuple[str, Style]]:
        say = Words(language)
        where = f"{card.agency.inside(language)} · {card.circle.inside(language)}"
        return [
            (say("recovery_kit.title"), TITLE),
            (say("recovery_kit.set", kind=say(f"kit.{card.kind.value}"), number=card.number), FACT),
            (where, SOFT_LINE),
            (say("recovery_kit.holder", user=code(card.user_name)), FACT if len(card.user_name) <= LONG_NAME else LONG_FACT),
        ]

    return print_card(head, card.code, "recovery_kit")
