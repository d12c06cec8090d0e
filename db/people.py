"""Statements about people: finding accused by name or account, and the blind marks of those who were hurt."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable, Iterator
from datetime import datetime

from sqlalchemy import Column, Connection, bindparam, delete, exists, func, select, update

from db.findable import marks_digest, sounds_of
from db.grants import DESK_WIDE
from db.records import Hand, Records
from db.sealing import derived
from db.tables import RECORDS, account_keys, blind_marks, changes, events, marks_owed, name_sounds, sealed
from mdt.model.names import sound, tokens
from mdt.model.people import Party, Person
from mdt.model.sensitivity import Audience, Sensitivity

_parties = RECORDS[Party]
CANDIDATES = 100
COMMON = 5_000
BATCH = 200
_NAMES = (
    select(sealed, _parties.c.alias)
    .join(_parties, _parties.c.id == sealed.c.record)
    .where(sealed.c.field.in_(("name", "other_names")), _parties.c.case.in_(bindparam("cases", expanding=True)))
    .order_by(sealed.c.version)
)


class People:
    """People inside one transaction."""

    def __init__(self, connection: Connection, hand: Hand, records: Records) -> None:
        self._connection, self._hand, self._records = connection, hand, records

    def index(self, person: Person, accounts: Iterable[tuple[str, str]]) -> None:
        """Make an accused findable by the sounds of the names and by (kind, key) of the accounts."""
        self._connection.execute(delete(name_sounds).where(name_sounds.c.person == person.id))
        self._connection.execute(delete(account_keys).where(account_keys.c.person == person.id))
        for token, key in sounds_of(person).items():
            self._connection.execute(name_sounds.insert(), {"person": person.id, "token": token, "sound": key})
        for kind, key in sorted(set(accounts)):
            self._connection.execute(account_keys.insert(), {"person": person.id, "kind": kind, "key": key})

    def forget(self, person: str) -> None:
        """Wipe an accused who is in no case any more as an adult: names, accounts and every way to find them."""
        if self._connection.execute(select(_parties.c.id).where(_parties.c.person == person).limit(1)).first() is None:
            self._connection.execute(delete(name_sounds).where(name_sounds.c.person == person))
            self._connection.execute(delete(account_keys).where(account_keys.c.person == person))
            self._connection.execute(delete(changes).where(changes.c.record == person))
            self._hand.written.append((person, "~", 0, ""))
            persons = RECORDS[Person]
            self._connection.execute(update(persons).where(persons.c.id == person).values(names=(), identifiers=()))
            self._records.vouch(self._records.one(Person, person))

    def sounding_like(self, name: str) -> tuple[Person, ...]:
        """Accused whose name has every token of ``name`` as spelled or as heard; the best spelled first, at most 200."""
        wanted = tokens(name)
        if not wanted:
            return ()
        found: dict[str, None] = {}
        for column, values in ((name_sounds.c.token, wanted), (name_sounds.c.sound, tuple(sound(token) for token in wanted))):
            first, *others = self._rarest_first(column, values)
            query = select(name_sounds.c.person).where(column == first)
            for value in others:
                also = name_sounds.alias()
                query = query.where(exists().where(also.c.person == name_sounds.c.person, also.c[column.name] == value))
            found.update(dict.fromkeys(self._connection.execute(query.limit(CANDIDATES)).scalars().all()))
        return self._records.among(Person, found)

    def _rarest_first(self, column: Column[str], values: Iterable[str]) -> list[str]:
        # who bears the rarest word is walked through, the others are only asked about; beyond COMMON all are alike
        counts = {value: select(name_sounds.c.person).where(column == value).limit(COMMON).subquery() for value in values}
        found = {value: self._connection.execute(select(func.count()).select_from(some)).scalar_one() for value, some in counts.items()}
        return sorted(found, key=lambda value: found[value])

    def with_account(self, accounts: Iterable[tuple[str, str]]) -> tuple[Person, ...]:
        """Accused who use one of these (kind, key) accounts."""
        found: set[str] = set()
        for kind, key in accounts:
            query = select(account_keys.c.person).where(account_keys.c.kind == kind, account_keys.c.key == key).limit(CANDIDATES)
            found.update(str(row[0]) for row in self._connection.execute(query))
        return self._records.among(Person, found)

    def parts_of(self, persons: Iterable[str]) -> tuple[Party, ...]:
        """Every part these accused have in any case; identity stays closed."""
        wanted = sorted(set(persons))
        if not wanted:
            return ()
        fields = list(_parties.c)
        rows = self._connection.execute(select(*fields).where(_parties.c.person.in_(wanted)).limit(2 * CANDIDATES))
        return tuple(Party(**row._mapping) for row in rows)

    def called(self, cases: Iterable[str]) -> Iterator[tuple[str, str, str]]:
        """(case, alias, name) of everybody in these cases whose name is sealed, as far as sight and keys open it; a batch at a time."""
        opens = Sensitivity.IDENTITY in self._records.sight.classes
        listed = sorted(self._hand.keys.cases(self._connection, Audience.TEAM).intersection(cases)) if opens else []
        for at in range(0, len(listed), BATCH):
            rows = self._connection.execute(_NAMES, {"cases": listed[at : at + BATCH]})
            newest = {(row.record, row.field): row for row in rows}
            for row in newest.values():
                text = self._records.opened(row) or ""
                names = text.split(";") if row.field == "other_names" else [text]
                yield from ((row.case, row.alias, name.strip()) for name in names if name.strip())

    def mark(self, party: str, accounts: Iterable[tuple[str, str]]) -> bool:
        """Leave blind marks of a party's exact identifiers; False where the index key is not in hand yet and they stay owed."""
        was_owed = self._connection.execute(delete(marks_owed).where(marks_owed.c.party == party)).rowcount
        epoch = self._hand.keys.epoch(self._connection, DESK_WIDE, Audience.INDEX)
        if not epoch:
            self._connection.execute(marks_owed.insert(), {"party": party})
            self._hand.written.append((party, "marks", 0, ""))
            return False
        gone = self._connection.execute(delete(blind_marks).where(blind_marks.c.party == party)).rowcount
        made = {self._mark(kind, key) for kind, key in accounts}
        for mark in sorted(made):
            self._connection.execute(blind_marks.insert(), {"mark": mark, "party": party})
        if made or gone or was_owed:
            self._hand.written.append((party, "marks", epoch, marks_digest(made)))
        return True

    def marked(self, accounts: Iterable[tuple[str, str]]) -> tuple[Party, ...]:
        """Parties of any case that carry one of these identifiers; identity stays closed."""
        if not self._hand.keys.epoch(self._connection, DESK_WIDE, Audience.INDEX):
            return ()
        marks = [self._mark(kind, key) for kind, key in sorted(set(accounts))]
        found = select(blind_marks.c.party).where(blind_marks.c.mark.in_(marks))
        rows = self._connection.execute(select(_parties).where(_parties.c.id.in_(found)))
        return tuple(Party(**row._mapping) for row in rows)

    def looked_up(self, acts: Iterable[str], since: datetime) -> int:
        """How often the member did one of ``acts`` since a moment (within the last 2,000 entries of the log)."""
        newest = int(self._connection.execute(select(func.max(events.c.seq))).scalar() or 0)
        where = (events.c.seq > newest - 2000, events.c.actor == self._hand.member, events.c.act.in_(list(acts)), events.c.at >= since)
        return int(self._connection.execute(select(func.count()).select_from(events).where(*where)).scalar_one())

    def unmark(self) -> None:
        """Every mark is owed again: the key they were made with was replaced."""
        marked = select(blind_marks.c.party).where(blind_marks.c.party.not_in(select(marks_owed.c.party))).distinct()
        self._connection.execute(marks_owed.insert().from_select(["party"], marked))
        self._connection.execute(delete(blind_marks))
        self._hand.written.append(("", "marks", 0, ""))

    def unmarked(self) -> tuple[str, ...]:
        """Parties whose marks are owed since the writer had no index key."""
        return tuple(str(row[0]) for row in self._connection.execute(select(marks_owed.c.party)))

    def _mark(self, kind: str, key: str) -> bytes:
        # one key per kind of identifier, so that marks of different kinds cannot be compared (security.md 2)
        epoch = self._hand.keys.epoch(self._connection, DESK_WIDE, Audience.INDEX)
        secret = self._hand.keys.key(self._connection, DESK_WIDE, Audience.INDEX, epoch)
        return hmac.new(derived(secret, f"blind {kind}"), key.encode(), hashlib.sha256).digest()[:16]
