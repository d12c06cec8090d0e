"""Finding a case, a number, a name or an account among what one may see, and where to ask about the rest."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import timedelta
from functools import cache, partial
from itertools import chain
from typing import Any

from mdt.errors import Invalid, Refused
from mdt.model.cases import Case
from mdt.model.identifiers import recognise
from mdt.model.lists import Hit
from mdt.model.names import alike, sound, tokens
from mdt.model.numbers import CodeReference, NumberReference, parse_reference, plain
from mdt.model.people import Person
from mdt.model.sensitivity import Sensitivity
from mdt.model.staff import Role
from mdt.policy.actions import Action
from mdt.policy.grants import clearance
from mdt.work.desk import Work, use_case
from mdt.work.forms import NewParty, circle_id, marks, needed

ALIKE = 0.72
SAME = 0.9
SHORTEST = 3
"""Letters or digits of a number or code that are enough to look for."""
LOOK_UPS = ("search", "look_before_registering", "look_before_recording")


@use_case(Action.SEARCH)
def search(work: Work, text: str) -> tuple[Hit, ...]:
    """Answers to one search box, the likeliest first; own cases in full, others as 'ask the lead of that code and circle'."""
    asked = needed("search", text, 400)
    within_limits(work)
    accounts = tuple((found.kind.value, found.key) for found in recognise(asked))
    hits = chain(_by_reference(work, asked), _by_account(work, accounts), _by_name(work, asked, ALIKE), _own_people(work, asked, ALIKE))
    return _best(hits)[: work.catalogue.setting("search_page")]


def known_already(work: Work, parties: Iterable[NewParty], looked_at: Iterable[str] = ()) -> tuple[Hit, ...]:
    """The duplicate check: who of these people is in a case already, by exact account or nearly the same name.

    Codes that were ``looked_at`` are left out before the ten likeliest are taken, so that the next ones come to light.
    """
    hits: list[Hit] = []
    for party in parties:
        hits.extend(_by_account(work, marks(party.accounts)))
        for name in () if party.organisation else party.names:
            hits.extend(_by_name(work, name, SAME) if party.role == "accused" else ())
            hits.extend(_own_people(work, name, SAME) if party.role != "accused" or party.minor else ())
    seen = frozenset(looked_at)
    return tuple(hit for hit in _best(hits) if hit.code not in seen)[:10]


def find_case(work: Work, text: str) -> str | None:
    """The id of the case meant by a code or a number, whether or not she may open it."""
    meant = parse_reference(text)
    if isinstance(meant, CodeReference):
        return work.store.cases.by_code(meant.code)
    return _numbered(work, meant)


def _numbered(work: Work, meant: NumberReference) -> str | None:
    number = meant.number
    if not number.circle:
        return work.store.cases.by_number(number.key)
    place = work.catalogue.circles[circle_id(work.catalogue, number.circle)].title.en
    return work.store.cases.by_number(type(number)(number.kind, number.serial, number.year, place, None, number.text).key)


def _by_reference(work: Work, text: str) -> Iterator[Hit]:
    try:
        found = [find_case(work, text)]
    except Invalid:
        found = list(work.store.cases.called(plain(text).casefold())) if len(text.strip()) >= SHORTEST else []
    yield from _placed(work, [(case, "reference", None, None, 1.0) for case in found if case])


def with_accounts(work: Work, accounts: tuple[tuple[str, str], ...]) -> tuple[Hit, ...]:
    """Cases in which somebody uses one of these (kind, key) accounts: own ones in full, others as 'ask the lead', the likeliest first."""
    return _best(_by_account(work, accounts))


def with_number(work: Work, key: str) -> tuple[Hit, ...]:
    """The case that carries a number, in the same words."""
    found = work.store.cases.by_number(key)
    return _best(_placed(work, [(found, "reference", None, None, 1.0)] if found else []))


def _by_account(work: Work, accounts: tuple[tuple[str, str], ...]) -> Iterator[Hit]:
    seen_classes = clearance(work.role)
    if accounts and Sensitivity.ACCUSED in seen_classes:
        persons = {person.id: person for person in work.store.people.with_account(accounts)}
        parts = work.store.people.parts_of(persons)
        yield from _placed(work, [(part.case, "accused_account", part.alias, _called(persons[part.person or ""]), 1.0) for part in parts])
    if accounts and Sensitivity.IDENTITY in seen_classes:
        found = work.store.people.marked(accounts)
        yield from _placed(work, [(part.case, "person_account", part.alias, None, 1.0) for part in found])


def _by_name(work: Work, name: str, least: float) -> Iterator[Hit]:
    if Sensitivity.ACCUSED not in clearance(work.role):
        return
    likely: dict[str, tuple[float, str]] = {}
    asked = tokens(name)
    like = cache(lambda called: alike(asked, tokens(called)))
    for person in work.store.people.sounding_like(name):
        best = max(((like(called), called) for called in person.names), default=(0.0, ""))
        if best[0] >= least:
            likely[person.id] = best
    nearest = sorted(likely, key=lambda person: -likely[person][0])[: work.catalogue.setting("search_page")]
    parts = work.store.people.parts_of(nearest)
    yield from _placed(
        work, [(part.case, "accused_name", part.alias, likely[part.person or ""][1], likely[part.person or ""][0]) for part in parts]
    )


def _own_people(work: Work, name: str, least: float) -> Iterator[Hit]:
    """Names of those who were hurt, of her own cases, from memory only."""
    if Sensitivity.IDENTITY not in clearance(work.role):
        return
    asked = tokens(name)
    wanted = {sound(token) for token in asked}
    like = cache(partial(alike, asked))
    _remember_names(work)
    best: dict[tuple[str, str], float] = {}
    for case, called in work.memory.names.items():
        for alias, words, heard in called:
            if wanted and wanted <= heard and like(words) >= max(least, best.get((case, alias), 0.0)):
                best[case, alias] = like(words)
    nearest = sorted(best, key=lambda place: (-best[place], place))[: work.catalogue.setting("search_page")]
    yield from _placed(work, [(case, "person_name", alias, None, best[case, alias]) for case, alias in nearest])


def _remember_names(work: Work) -> None:
    mine = set(work.store.cases.mine())
    for gone in set(work.memory.names) - mine:
        del work.memory.names[gone]
    fresh = mine - set(work.memory.names)
    found: dict[str, list[Any]] = defaultdict(list)
    for case, alias, text in work.store.people.called(fresh) if fresh else ():
        words = tokens(text)
        found[case].append((alias, words, frozenset(sound(word) for word in words)))
    # a case whose key is still under way has no names yet, and is asked again
    work.memory.names.update((case, tuple(called)) for case, called in found.items())


def _placed(work: Work, found: Iterable[tuple[str, str, str | None, str | None, float]]) -> Iterator[Hit]:
    """Matches as answers: own cases in full; others by code and circle; restricted, recused, voided ones and the intake not at all."""
    listed = list(found)
    access = {entry.case: entry for entry in work.store.cases.accesses(case for case, *_ in listed)}
    cases = {case.id: case for case in work.store.records.among(Case, access)}
    for identity, what, alias, name, like in listed:
        entry, case = access[identity], cases[identity]
        mine = entry.on_team or work.role is Role.SUPERVISOR
        if entry.intake or entry.recused or (not mine and (entry.restricted or entry.voided)):
            continue
        if mine:
            yield Hit(code=case.code, circle=case.circle, own=True, what=what, party=alias, name=name, likeness=like)
        else:
            yield Hit(code=case.code, circle=case.circle, own=False, what=what, likeness=like)


def _best(hits: Iterable[Hit]) -> tuple[Hit, ...]:
    nearest: dict[tuple[str, str, str | None], Hit] = {}
    for hit in hits:
        place = (hit.code, hit.what, hit.party)
        if place not in nearest or nearest[place].likeness < hit.likeness:
            nearest[place] = hit
    return tuple(sorted(nearest.values(), key=lambda hit: (-hit.likeness, not hit.own, hit.code)))


def _called(person: Person) -> str | None:
    return person.names[0] if person.names else None


def within_limits(work: Work) -> None:
    """Refused where she looked people up as often as one hour allows, by searching or before registering."""
    hour_ago = work.store.moment() - timedelta(hours=1)
    if work.store.people.looked_up(LOOK_UPS, hour_ago) >= work.catalogue.setting("lookups_per_hour"):
        raise Refused("refused.too_many_lookups")
