"""Who reads what is sealed, in words: made from the table of classes, so that no sentence promises other readers than the rights give."""

from __future__ import annotations

from mdt.catalogue.words import Words
from mdt.model.sensitivity import Audience, Sensitivity
from mdt.model.staff import Role
from mdt.policy.grants import CLASSES, KEY_HOLDERS


def sealed_for(words: Words, kind: Sensitivity) -> str:
    """The sentence that says who reads a field of this class: the owners it names, the whole team, or some roles of the team."""
    rule = CLASSES[kind]
    if rule.key is Audience.CONTACT:
        return words("sealed.owners")
    if rule.cleared == KEY_HOLDERS[Audience.TEAM]:
        return words("sealed.team")
    return words("sealed.roles", readers=_listed(words, [words(f"readers.{role.value}") for role in Role if role in rule.cleared]))


def _listed(words: Words, named: list[str]) -> str:
    said = named[-1]
    if before := named[:-1]:
        said = words("sealed.last", before=words("sealed.comma").join(before), last=said)
    return said
