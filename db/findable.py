"""What search goes by, against what it was made from: names and accounts of accused anew, blind marks by what the log says of them.

Sounds and forms of accounts are worked out by this program; a version that works them out otherwise brings a step that makes them anew.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from operator import itemgetter
from typing import Any

from db.compare import Finding, Replay
from db.ledger import digest_of
from mdt.errors import Invalid
from mdt.model.names import sound, tokens
from mdt.model.people import Person
from mdt.work.forms import findable_by, marks
from mdt.work.people import accounts_of

Pair = tuple[Any, ...]


def sounds_of(person: Person) -> dict[str, str]:
    """The words an accused is found by, each with how it is heard."""
    return {token: sound(token) for name in person.names for token in tokens(name)}


def marks_digest(made: Iterable[bytes]) -> str:
    """What the log keeps of somebody's blind marks; nothing where there are none."""
    together = b"".join(sorted(made))
    return digest_of(together) if together else ""


def findable(raw: Any, told: Replay) -> list[Finding]:
    """Every mark that is not what it should be."""
    found = [Finding("sound_planted" if planted else "sound_vanished", f"persons {one}") for one, planted in _differ(raw, *_NAMES)]
    found += [Finding("account_planted" if planted else "account_vanished", f"persons {one}") for one, planted in _differ(raw, *_ACCOUNTS)]
    found += [Finding("account_planted" if planted else "account_vanished", f"tips {one}") for one, planted in _differ(raw, *_OF_TIPS)]
    return found + list(_blind(raw, told))


def _heard(names: str) -> set[Pair]:
    return set(sounds_of(Person(id="", names=tuple(json.loads(names)))).items())


def _used(identifiers: str) -> set[Pair]:
    return set(marks(accounts_of(Person(id="", identifiers=tuple(json.loads(identifiers))))))


def _told(identifiers: str) -> set[Pair]:
    return set(findable_by(tuple(json.loads(identifiers))))


_NAMES = ("SELECT p.id, p.names, s.token, s.sound FROM persons p LEFT JOIN name_sounds s ON s.person = p.id", _heard)
_ACCOUNTS = ("SELECT p.id, p.identifiers, k.kind, k.key FROM persons p LEFT JOIN account_keys k ON k.person = p.id", _used)
_OF_TIPS = ("SELECT t.id, t.identifiers, k.kind, k.key FROM tips t LEFT JOIN tip_keys k ON k.tip = t.id", _told)


def _differ(raw: Any, query: str, due: Callable[[str], set[Pair]]) -> Iterator[tuple[str, bool]]:
    """The accused whose marks are not those that their record gives, and whether there are too many; a record that makes no sense is told
    of where records are compared. Marks of nobody at all are rows without a parent."""
    for (person, said), rows in groupby(raw.execute(query), key=itemgetter(0, 1)):
        there = {(first, second) for _, _, first, second in rows if first is not None}
        try:
            wanted = due(said)
        except (ValueError, TypeError, Invalid):
            continue
        if there != wanted:
            yield str(person), not there <= wanted


def _blind(raw: Any, told: Replay) -> Iterator[Finding]:
    """Marks of those who were hurt cannot be made anew without the keys of their cases: the log has a digest of each one's."""
    there: dict[Any, list[bytes]] = defaultdict(list)
    for mark, party in raw.execute("SELECT mark, party FROM blind_marks"):
        there[party].append(bytes(mark) if isinstance(mark, bytes) else b"?")
    due = {party: digest for party, digest in told.marks.items() if digest}
    wrong = {party for party in there.keys() | due.keys() if marks_digest(there.get(party, ())) != due.get(party, "")}
    owed = {row[0] for row in raw.execute("SELECT party FROM marks_owed")}
    for party in sorted(map(str, wrong | (owed ^ told.owed))):
        case = raw.execute('SELECT "case" FROM parties WHERE id = ?', (party,)).fetchone()
        yield Finding("mark_changed", f"parties {party}", str(case[0]) if case else "")
