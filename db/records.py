"""Keeping records: plain fields in the record's own table, closed ones under seals, every change with its history."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, NamedTuple, TypeVar, cast

from sqlalchemy import Connection, bindparam, or_, select, update

from db.grants import CaseKeys
from db.handing import Keys
from db.ledger import Fact, Write, digest_of, digest_of_row, head_said, kept, rolled
from db.prepared import Prepared
from db.roll import Roll
from db.sealing import Address, BrokenSeal, seal, unseal
from db.tables import RECORDS, changes, is_sealed, sealed
from db.tips import Tips
from mdt.errors import Conflict, Missing, Unavailable
from mdt.model.audit import FieldChange
from mdt.model.people import Party, SafeContact
from mdt.model.sensitivity import Audience, FieldShape, Sensitivity, shape_of
from mdt.model.staff import Member
from mdt.policy.grants import CLASSES
from mdt.policy.views import Sight

T = TypeVar("T")
NOUNS = {table.name: record for record, table in RECORDS.items()}
_COLUMNS = {kind: tuple(table.c.keys()) for kind, table in RECORDS.items()}
_ONE = {kind: Prepared(select(table).where(table.c.id == bindparam("id"))) for kind, table in RECORDS.items()}
_OF_CASE = {kind: Prepared(select(table).where(table.c.case == bindparam("case"))) for kind, table in RECORDS.items() if "case" in table.c}
_OF_CASES = {
    kind: select(table).where(table.c.case.in_(bindparam("cases", expanding=True))) for kind, table in RECORDS.items() if "case" in table.c
}
_AMONG = {kind: select(table).where(table.c.id.in_(bindparam("ids", expanding=True))) for kind, table in RECORDS.items()}
_INTO = {kind: Prepared(table.insert()) for kind, table in RECORDS.items()}
_SEAL = Prepared(sealed.insert())
_SEALED_OF_CASE = Prepared(
    select(sealed).where(sealed.c.case == bindparam("case"), sealed.c.audience == bindparam("audience")).order_by(sealed.c.version)
)


class SealedRow(NamedTuple):
    """A row of ``sealed``, in the order of its columns."""

    record: str
    field: str
    version: int
    noun: str
    case: str
    audience: str
    epoch: int
    body: bytes
    written_by: str
    written_at: datetime


@dataclass(slots=True)
class Hand:
    """Whose hand writes, when, in which vault, with which keys, by which roll; what it has written and stated so far."""

    vault: str
    member: str
    at: datetime
    keys: CaseKeys
    roll: Roll
    written: list[Write] = field(default_factory=list)
    facts: list[Fact] = field(default_factory=list)
    unconfirmed: tuple[Any, ...] | None = None
    came_by_older: bool = False

    def sign(self, seq: int, digest: bytes, of_roll: bool) -> bytes:
        """The member's signature under a place of the log that she makes."""
        before = self.roll.marks.at(seq)
        return self.keys.sign(head_said(self.vault, seq, digest, rolled(before, digest) if of_roll else before))

    def refuse_unconfirmed(self) -> None:
        """Unavailable while the desk is a copy that waits to be confirmed: it is for reading only."""
        if self.unconfirmed is not None:
            kind = self.unconfirmed[0]
            raise Unavailable("unavailable.salvage_unconfirmed" if kind == "salvage" else "unavailable.restore_unconfirmed")


class Records:
    """Records inside one transaction; opens only what the sight of the door allows."""

    def __init__(self, connection: Connection, hand: Hand) -> None:
        self._connection, self._hand, self._keys = connection, hand, Keys(connection, hand)
        self.tips = Tips(connection)
        self.sight = Sight(hand.member, frozenset(), frozenset())
        self._bodies: dict[tuple[str, frozenset[Audience]], dict[tuple[str, str], Any]] = {}

    def add(self, record: object, case: str | None = None) -> None:
        """Keep a new record; ``case`` says under whose keys where the record itself names none."""
        kind = type(record)
        _INTO[kind].put(self._connection, {name: getattr(record, name) for name in _COLUMNS[kind]})
        self.vouch(record)
        place: str = case or str(getattr(record, "case", ""))
        for shape in shape_of(kind):
            if is_sealed(shape) and getattr(record, shape.name) is not None:
                self._close(record, place, shape, getattr(record, shape.name))

    def one(self, kind: type[T], identity: str) -> T:
        """The record of this type and id; Missing where there is none."""
        row = _ONE[kind].first(self._connection, {"id": identity})
        if row is None:
            raise Missing("missing.record")
        return self._made(kind, [row])[0]

    def of(self, kind: type[T], case: str) -> tuple[T, ...]:
        """Every record of this type of a case, in the order they were made."""
        return tuple(self._made(kind, _OF_CASE[kind].rows(self._connection, {"case": case})))

    def by_case(self, kind: type[T], cases: Iterable[str]) -> Mapping[str, tuple[T, ...]]:
        """Every record of this type of several cases, by case, in the order they were made."""
        rows = self._connection.execute(_OF_CASES[kind], {"cases": sorted(set(cases))}).all()
        found: dict[str, list[T]] = defaultdict(list)
        for record in self._made(kind, rows):
            found[cast(Any, record).case].append(record)
        return {case: tuple(records) for case, records in found.items()}

    def among(self, kind: type[T], identities: Iterable[str]) -> tuple[T, ...]:
        """The records of this type with these ids, in no order."""
        wanted = sorted(set(identities))
        rows = self._connection.execute(_AMONG[kind], {"ids": wanted}).all() if wanted else []
        return tuple(self._made(kind, rows))

    def change(self, record: T, case: str | None = None, **fields: Any) -> T:
        """Keep changed fields of a record as its next version, with history; Conflict where somebody was first."""
        old = cast(Any, record)
        moved = {name: value for name, value in fields.items() if getattr(old, name) != value}
        if not moved:
            return record
        new = replace(old, **moved, version=old.version + 1)
        shapes = {shape.name: shape for shape in shape_of(type(record))}
        plain = {name: value for name, value in moved.items() if not is_sealed(shapes[name])}
        table = RECORDS[type(record)]
        where = (table.c.id == old.id, table.c.version == old.version)
        if self._connection.execute(update(table).where(*where).values(**plain, version=new.version)).rowcount != 1:
            raise Conflict("conflict.changed_meanwhile")
        place = case or getattr(old, "case", "") or (old.id if table.name == "cases" else "")
        self.vouch(new)
        for name, value in plain.items():
            self._remember(table.name, old, place, name, value, new.version)
        for name in moved.keys() - plain.keys():
            self._close(new, place, shapes[name], moved[name])
        return cast(T, new)

    def vouch(self, record: Any) -> None:
        """Let the log say what a record's plain fields are now; Unavailable in a copy that waits to be confirmed."""
        self._hand.refuse_unconfirmed()
        names = _COLUMNS[type(record)]
        digest = digest_of_row(RECORDS[type(record)].name, [kept(getattr(record, name)) for name in names])
        self._hand.written.append((record.id, "*", record.version, digest))

    def changed_at(self, record: str, field: str) -> datetime | None:
        """When a plain field of a record was last changed; None where it is as it was first written."""
        newest = select(changes.c.changed_at).where(changes.c.record == record, changes.c.field == field).order_by(changes.c.id.desc())
        return self._connection.execute(newest.limit(1)).scalar()

    def history(self, case: str) -> tuple[FieldChange, ...]:
        """Every change of every field of a case that the sight opens, oldest first."""
        # an accused is one record across cases: what changed in one case is told in each of hers
        accused = select(RECORDS[Party].c.person).where(RECORDS[Party].c.case == case, RECORDS[Party].c.person.is_not(None))
        here = or_(changes.c.case == case, changes.c.record.in_(accused))
        plain = self._connection.execute(select(changes).where(here).order_by(changes.c.id))
        found = [self._change_of(row) for row in plain]
        before: dict[tuple[str, str], str | None] = defaultdict(lambda: None)
        for row in self._sealed_rows(case):
            kind = self._class_of(row.noun, row.field)
            if self._opens(row.noun, kind, row.record):
                new = self.opened(row)
                found.append(
                    FieldChange(
                        row.record,
                        row.noun,
                        row.field,
                        kind,
                        row.version,
                        before[row.record, row.field],
                        new,
                        row.written_by,
                        row.written_at,
                    )
                )
                before[row.record, row.field] = new
        return tuple(sorted((entry for entry in found if Sensitivity(entry.sensitivity) in self.sight.classes), key=lambda entry: entry.at))

    def _made(self, kind: type[T], rows: Sequence[Any]) -> list[T]:
        made: list[Any] = []
        closed = [shape for shape in shape_of(kind) if is_sealed(shape) and self.sight.opens(shape.sensitivity)]
        noun, names = RECORDS[kind].name, _COLUMNS[kind]
        for row in rows:
            values = dict(zip(names, row, strict=True))
            bodies = self._sealed_of(values.get("case", "")) if closed else {}
            for shape in closed:
                body = bodies.get((values["id"], shape.name))
                if body is not None and self._opens(noun, shape.sensitivity, values["id"], values.get("owners")):
                    values[shape.name] = _read(shape, self.opened(body))
            record = kind(**values)
            made.append(self._hand.roll.checked(record) if isinstance(record, Member) and not self._hand.facts else record)
        return cast(list[T], made)

    def _opens(self, noun: str, kind: Sensitivity, record: str, owners: tuple[str, ...] | None = None) -> bool:
        if not self.sight.opens(kind):
            return False
        if kind is Sensitivity.CONTACT and noun == RECORDS[SafeContact].name:
            table = RECORDS[SafeContact]
            named = owners if owners is not None else self._connection.execute(select(table.c.owners).where(table.c.id == record)).scalar()
            return self._hand.member in (named or ())
        return True

    def _sealed_of(self, case: str) -> dict[tuple[str, str], Any]:
        """The newest body of every sealed field of a case that the keys in sight could open."""
        place = (case, self.sight.keys)
        if place not in self._bodies:
            self._bodies[place] = {(row.record, row.field): row for row in self._sealed_rows(case)}
        return self._bodies[place]

    def _sealed_rows(self, case: str) -> Iterator[SealedRow]:
        """What the keys in sight could open of a case, audience by audience, older versions first."""
        for audience in sorted(self.sight.keys):
            yield from map(SealedRow._make, _SEALED_OF_CASE.rows(self._connection, {"case": case, "audience": audience}))

    def _close(self, record: Any, case: str, shape: FieldShape, value: object) -> None:
        audience = cast(Audience, CLASSES[shape.sensitivity].key)
        noun = RECORDS[type(record)].name
        epoch = self._keys.writing(case, audience)
        address = Address(self._hand.vault, noun, shape.name, record.id, record.version, case, audience.value, epoch)
        body = seal(self._hand.keys.key(self._connection, case, audience, epoch), address, _text(value).encode())
        names = {"record": record.id, "field": shape.name, "version": record.version, "noun": noun, "case": case}
        kept = {**names, "audience": audience.value, "epoch": epoch, "body": body}
        _SEAL.put(self._connection, {**kept, "written_by": self._hand.member, "written_at": self._hand.at})
        self._hand.written.append((record.id, shape.name, record.version, digest_of(body)))
        self._bodies.clear()

    def opened(self, row: Any) -> str | None:
        """The text in a row of ``sealed``; None where the field was emptied."""
        address = Address(self._hand.vault, row.noun, row.field, row.record, row.version, row.case, row.audience, row.epoch)
        key = self._hand.keys.key(self._connection, row.case, Audience(row.audience), row.epoch)
        try:
            text = unseal(key, address, bytes(row.body)).decode()
        except (BrokenSeal, UnicodeDecodeError) as broken:
            raise Unavailable("unavailable.broken_seal", noun=row.noun, record=row.record, case=row.case) from broken
        return text[1:] if text.startswith("=") else None

    def _remember(self, noun: str, old: Any, case: str, name: str, value: object, version: int) -> None:
        said = {"old": _history_text(getattr(old, name)), "new": _history_text(value)}
        place = {"case": case, "noun": noun, "record": old.id, "field": name, "version": version}
        self._connection.execute(changes.insert(), {**place, **said, "changed_by": self._hand.member, "changed_at": self._hand.at})
        self._hand.written.append((old.id, f"~{name}", version, digest_of_row(noun, said.values())))

    def _change_of(self, row: Any) -> FieldChange:
        kind = self._class_of(row.noun, row.field)
        return FieldChange(row.record, row.noun, row.field, kind, row.version, row.old, row.new, row.changed_by, row.changed_at)

    def _class_of(self, noun: str, name: str) -> Sensitivity:
        return next(shape.sensitivity for shape in shape_of(NOUNS[noun]) if shape.name == name)


def _text(value: object) -> str:
    # '=' in front tells an empty text from a field that was emptied
    return "" if value is None else "=" + (value.isoformat() if isinstance(value, date) else str(value))


def _read(shape: FieldShape, text: str | None) -> object:
    return date.fromisoformat(text) if text is not None and shape.kept_as is date else text


def _history_text(value: object) -> str | None:
    if value is None:
        return None
    return json.dumps(list(value), ensure_ascii=False) if isinstance(value, tuple) else str(value)
