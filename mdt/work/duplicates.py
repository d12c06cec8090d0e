"""Tips and cases that share something with a tip: the sender's number, an account, a device, a phone or an e-mail; never a name alone."""

from __future__ import annotations

from dataclasses import dataclass

from mdt.errors import Invalid
from mdt.model.lists import Hit
from mdt.model.numbers import parse_number, plain
from mdt.model.sensitivity import Sensitivity
from mdt.model.tips import Tip, TipLine
from mdt.work.desk import Work
from mdt.work.forms import findable_by
from mdt.work.search import with_accounts, with_number

_REGISTERS = {"cybertip": "cybertip", "interpol": "interpol"}
"""Sources whose number a case may carry among its own."""


@dataclass(frozen=True, slots=True)
class Alike:
    """Another tip, and what it shares: 'number' or the kinds of account."""

    tip: TipLine
    shares: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Duplicates:
    """Tips that are alike, the surest first, and cases: own ones in full, others by code and circle, restricted and recused not at all."""

    tips: tuple[Alike, ...] = ()
    cases: tuple[Hit, ...] = ()


def number_key(source: str, number: str | None) -> str | None:
    """A sender's number in one form: letters and digits only, bound to its source."""
    signs = "".join(sign for sign in plain(number or "").casefold() if sign.isalnum())
    return f"{source}|{signs}" if signs else None


def duplicates_of(work: Work, tip: Tip) -> Duplicates:
    """What shares something with a tip that is taken down; shared accounts only for those who may see them."""
    identifiers = tip.identifiers if Sensitivity.ACCUSED in work.sight.classes else ()
    return look(work, tip.source, tip.number, identifiers, but=tip.id)


def look(work: Work, source: str, number: str | None, identifiers: tuple[str, ...], but: str = "") -> Duplicates:
    """The same for a sender's number and accounts; ``but`` is the tip itself."""
    accounts, key = findable_by(identifiers), number_key(source, number)
    shares = {tip: set(kinds) for tip, kinds in work.store.records.tips.sharing(accounts).items()}
    for tip in work.store.records.tips.numbered(key) if key else ():
        shares.setdefault(tip, set()).add("number")
    shares.pop(but, None)
    lines = work.store.records.tips.lines(shares)
    tips = sorted((Alike(line, tuple(sorted(shares[line.id]))) for line in lines), key=lambda one: (-len(one.shares), one.tip.received_at))
    return Duplicates(tuple(tips), (*_numbered(work, source, number), *with_accounts(work, accounts)))


def _numbered(work: Work, source: str, number: str | None) -> tuple[Hit, ...]:
    if source not in _REGISTERS or not number:
        return ()
    try:
        return with_number(work, parse_number(_REGISTERS[source], number, "").key)
    except Invalid:
        return ()
